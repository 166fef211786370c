"""Compute an inventory from the ledger as it is now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from parkcarbon_platform.calculation.accounting import completeness, consolidation, engine, totals
from parkcarbon_platform.calculation.accounting.activity import (
    Extras,
    Priced,
    Segment,
    Sent,
    Share,
    SourceFacts,
    Sum,
    months,
)
from parkcarbon_platform.calculation.accounting.completeness import Lack, Rule
from parkcarbon_platform.calculation.accounting.gases import CO2E, GASES, gwp_factor
from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.rulesets import RULESETS
from parkcarbon_platform.calculation.accounting.rulesets.base import Named, Ruleset
from parkcarbon_platform.calculation.accounting.totals import Totals
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.inventories import fuels, heat, holding, market, reported
from parkcarbon_platform.services.inventories.question import GWP_SETS, Question
from parkcarbon_platform.services.progress import Told, untold
from parkcarbon_platform.storage import inventory_activity as storage
from parkcarbon_platform.storage import inventory_lacks, ledger_sums, live
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.inventory_activity import SourceRow
from parkcarbon_platform.storage.live import ParkRow

__all__ = [
    "Activity",
    "Computed",
    "Item",
    "Lack",
    "Ruleset",
    "SourceRow",
    "Totals",
    "below_nothing",
    "boundary",
    "compute",
    "computed",
    "gwp_of",
    "items",
    "items_of",
    "named_sources",
    "read",
    "remedy_of",
    "rulesets",
    "scales",
    "segments_of",
    "standing",
    "unit_of",
    "whole",
    "with_sums",
]  # fmt: skip

CO2_ONLY = {"CO2": Decimal(1)}
# What a finding of a source is called on the checklist.
FINDINGS: Mapping[str, Rule] = {
    "factor_missing": "factor_missing", "reference_state": "reference_state", "unit": "wrong_unit",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Computed:
    """An inventory: its rows, what was it computed from, and what is lacking.

    `shares` [-] are those of sources that count in part only.
    """

    question: Question
    timezone: str
    items: list[Item]
    sources: list[SourceRow]
    segments: list[Segment]
    lacks: list[Lack]
    shares: Mapping[str, Fraction]

    @property
    def rules(self) -> Ruleset:
        """The ruleset."""
        return self.question.rules

    def named(self) -> list[tuple[SourceRow, str]]:
        """The sources, each with the base unit of its activity."""
        return [(row, unit_of(row)) for row in self.sources]

    def totals(self, basis: Named) -> Totals:
        """The sums of one basis."""
        return totals.calc_totals(self.items, self.rules, basis, is_park=self.question.is_park)


@dataclass(frozen=True, slots=True)
class Activity:
    """What was read: sources with their facts, the segments of the period, the sums of the ledger."""

    park: ParkRow
    rows: list[SourceRow]
    facts: list[SourceFacts]
    segments: list[Segment]
    sums: list[Sum]
    provisional: Mapping[str, int]


def named_sources(connection: Connection, enterprise: str | None) -> list[tuple[SourceRow, str]]:
    """The sources of a boundary, each with the base unit of its activity."""
    return [(row, unit_of(row)) for row in storage.sources(connection, enterprise)]


# By any text: of a kept inventory the rule may be one that there is no more.
REMEDIES: dict[str, str] = dict(completeness.REMEDY.items())


def remedy_of(rule: str) -> str:
    """What is done about a line of the checklist; nothing is known of rules that there are no more."""
    return REMEDIES.get(rule, "")


def rulesets() -> list[Ruleset]:
    """The ways to count that there are."""
    return list(RULESETS.values())


def computed(connection: Connection, question: Question, now: datetime) -> Computed:
    """The inventory by the ledger as it is; raises QuestionError, NotFoundError."""
    return compute(connection, question, now, untold)


def compute(connection: Connection, question: Question, now: datetime, told: Told) -> Computed:
    """The same, telling how far it is."""
    question.check()
    found = read(connection, question, now, told)
    told("counting", 0)
    rows, gwp, refused = items(connection, question, found)
    held = holding.holding(connection, question.approach, found.rows)
    heated = heat.conventions(connection, question.rules, found.rows)
    rows = consolidation.of_share(consolidation.of_share(rows, heated.ratios), held.shares)
    told("checking", 0)
    lacks = completeness.find_lacks(question.rules, found.facts, found.segments, found.sums, rows)
    lacks += completeness.unweighted(question.rules, found.facts, found.segments, found.sums, gwp=gwp)
    lacks += [*refused, *held.lacks, *heated.lacks, *standing(connection, found)]
    lacks += reported.lacks(connection, question, found.rows, below_nothing(rows))
    return Computed(
        question,
        found.park.timezone,
        rows,
        found.rows,
        found.segments,
        completeness.ordered(lacks),
        held.shares,
    )


def items_of(
    connection: Connection, question: Question, now: datetime, source: str | None = None
) -> tuple[list[Item], list[SourceRow]]:
    """The rows alone, and the sources that they are of, without looking for what is lacking; of one source
    where it is given."""
    question.check()
    found = boundary(connection, question, now)
    rows = [row for row in found.rows if source in (None, row.code)]
    read_of = with_sums(connection, found, found.segments, rows)
    made = items(connection, question, read_of)[0]
    for shares in scales(connection, question, rows):
        made = consolidation.of_share(made, shares)
    return made, found.rows


def scales(
    connection: Connection, question: Question, rows: Sequence[SourceRow]
) -> tuple[Mapping[str, Fraction], Mapping[str, Fraction]]:
    """What items are multiplied by, one after the other: heat by its convention, then what counts."""
    heated = heat.conventions(connection, question.rules, rows)
    held = holding.holding(connection, question.approach, rows)
    return heated.ratios, held.shares


def items(
    connection: Connection, question: Question, found: Activity, basis: Named | None = None
) -> tuple[list[Item], Mapping[str, Decimal], list[Lack]]:
    """The rows, the gases that count, and what was refused; only what a figure of `basis` needs, if given."""
    gwp = gwp_of(connection, question)
    extras, refused = _extras(connection, question, found, basis)
    rows = engine.calc_items(question.rules, found.facts, found.segments, found.sums, gwp=gwp, extras=extras)
    return rows, gwp, refused


def read(connection: Connection, question: Question, now: datetime, told: Told = untold) -> Activity:
    """The ledger's sums by source and segment."""
    told("reading", 0)
    begun = boundary(connection, question, now)
    return with_sums(connection, begun, begun.segments, begun.rows)


def boundary(connection: Connection, question: Question, now: datetime) -> Activity:
    """The sources and segments alone, without their sums."""
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    rows = storage.sources(connection, question.enterprise)
    if question.enterprise is not None and not inventory_lacks.has_enterprise(
        connection, question.enterprise
    ):
        raise NotFoundError(f"There is no enterprise {question.enterprise}.", enterprise=question.enterprise)
    facts = _facts(connection, rows)
    segments = segments_of(question, engine.cuts(facts), park.timezone, now)
    return Activity(park, rows, facts, segments, [], {})


def whole(question: Question, found: Activity) -> Segment:
    """The period as one segment."""
    expected_s = sum(segment.expected_s for segment in found.segments)
    return Segment(question.start.replace(day=1), question.start, question.end, expected_s)


def with_sums(
    connection: Connection, found: Activity, segments: Sequence[Segment], rows: Sequence[SourceRow]
) -> Activity:
    """The same of some of its sources, with their sums by these segments."""
    codes = {row.id: row.code for row in rows}
    sums, provisional = [], dict.fromkeys(codes.values(), 0)
    for row in ledger_sums.by_segment(connection, list(codes), [(s.start, s.end) for s in segments]):
        code = codes[row.source_id]
        sums.append(
            Sum(
                code, row.place, row.factor_version_id, row.fallback, row.quantity, row.estimated,
                row.covered_s, row.co2_mg, row.gas_mg,
            )
        )  # fmt: skip
        provisional[code] += row.provisional
    chosen = set(codes.values())
    facts = [fact for fact in found.facts if fact.code in chosen]
    return Activity(found.park, list(rows), facts, list(segments), sums, provisional)


def _facts(connection: Connection, rows: Sequence[SourceRow]) -> list[SourceFacts]:
    shares = _shares(connection)
    return [
        SourceFacts(
            code=row.code, enterprise=row.enterprise, category=row.category, carrier=row.carrier,
            scope=row.scope, scope3_category=row.scope3_category, internal_transfer=row.internal_transfer,
            biogenic=row.biogenic, sink=row.category == "sink", gas=row.gas, unit=unit_of(row),
            shares=shares.get(row.id, ()), valid_from=row.valid_from, valid_to=row.valid_to,
        )
        for row in rows
    ]  # fmt: skip


def _shares(connection: Connection) -> dict[int, tuple[Share, ...]]:
    """The shares of each source; most have those of others, and these are there once."""
    groups = storage.alike(connection)
    told: dict[int, list[int]] = {}
    for number, group in enumerate(groups):
        for source_id in group.source_ids:
            told.setdefault(source_id, []).append(number)
    made = [Share(*group[:4]) for group in groups]
    known: dict[tuple[int, ...], tuple[Share, ...]] = {}
    found: dict[int, tuple[Share, ...]] = {}
    for source_id, mine in told.items():
        key = tuple(mine)
        if key not in known:
            known[key] = tuple(made[number] for number in mine)
        found[source_id] = known[key]
    return found


unit_of = market.unit_of


def segments_of(question: Question, cuts: Sequence[date], timezone: str, now: datetime) -> list[Segment]:
    """The period by month, cut where shares change; what is to come is not expected yet."""
    found = []
    for first, last in months(question.start, question.end):
        days = [first, *(day for day in cuts if first < day < last), last]
        for start, end in pairwise(days):
            begun, ended = (localtime.day_start(day, timezone) for day in (start, end))
            passed = max(timedelta(), min(ended, now) - begun)
            found.append(Segment(first.replace(day=1), start, end, int(passed.total_seconds())))
    return found


def gwp_of(connection: Connection, question: Question) -> Mapping[str, Decimal]:
    """The gases that count, by their global warming potential."""
    if question.rules.gases == frozenset({"CO2"}):
        return CO2_ONLY
    known = dict(storage.gwp(connection, GWP_SETS[question.gwp]))
    found = {gas: known[gwp_factor(gas)] for gas in GASES if gwp_factor(gas) in known}
    # A factor in CO2e has its potentials in it.
    return found | {CO2E: Decimal(1)}


def _extras(
    connection: Connection, question: Question, found: Activity, basis: Named | None
) -> tuple[Extras, list[Lack]]:
    """What the ruleset counts beside the ledger, and what it refuses for want of a factor."""
    rules = question.rules
    exported: Mapping[tuple[str, int, int], Sent] = {}
    if rules.netting == "gross":
        exported = market.sent(connection, found.park, found.rows, found.segments)
    bought: Mapping[tuple[str, date], tuple[Priced, ...]] = {}
    lacks: list[Lack] = []
    if "market" in rules.bases and basis != "location":
        asked = market.Asked(rules, question.start, question.end, found.park, found.segments)
        bought, lacks = market.bought(connection, asked, found.rows, found.sums, exported)
    gases: Mapping[tuple[str, date], tuple[Priced, ...]] = {}
    if rules.gases is None:
        gases, missing = fuels.further_gases(connection, found.park, found.rows, found.segments, found.sums)
        lacks += missing
    return Extras(exported, gases, bought), lacks


def below_nothing(items: Iterable[Item]) -> Iterator[tuple[str, date]]:
    """Source and month of the items whose amount is negative."""
    return ((item.source, item.month) for item in items if item.quantity < 0)


def standing(connection: Connection, found: Activity) -> list[Lack]:
    """What the rest of the platform says of these sources and this period."""
    start, end = (
        localtime.day_start(day, found.park.timezone)
        for day in (found.segments[0].start, found.segments[-1].end)
    )
    codes = [row.code for row in found.rows]
    lacks: list[Lack] = []
    for code, rule, detail in inventory_lacks.of_sources(connection, codes, end):
        lacks.append(Lack(FINDINGS.get(rule, "not_calculable"), code, detail=detail))
    for code, point, other, twin, item in inventory_lacks.doubled_records(connection, codes):
        for source in dict.fromkeys((code, other)):
            lacks.append(Lack("doubled_records", source, detail=f"{point}, {twin}: {item}"))
    for code, count, mg in inventory_lacks.pending(connection, codes, start, end):
        lacks.append(Lack("pending_differences", code, count=count, detail=f"{mg / 1e9:+.3f} t"))
    for code, count in sorted(found.provisional.items()):
        if count:
            lacks.append(Lack("provisional_hours", code, count=count))
    return lacks
