"""What was bought in place of the grid's average: evidence of green power, and else the residual mix."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple, get_args

import numpy as np

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.accounting import green
from parkcarbon_platform.calculation.accounting.activity import Priced, Segment, Sent, Sum, months
from parkcarbon_platform.calculation.accounting.completeness import Lack, Rule
from parkcarbon_platform.calculation.accounting.gases import CO2
from parkcarbon_platform.calculation.accounting.green import Bought, Covered, Refusal, Used
from parkcarbon_platform.calculation.accounting.rulesets.base import Evidence, FactorRule, Ruleset
from parkcarbon_platform.calculation.accounting.sources import FORMULAS
from parkcarbon_platform.calculation.units import UnitError
from parkcarbon_platform.factors.resolver import FactorMissingError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.ledger.factors import Book
from parkcarbon_platform.storage import green as evidence
from parkcarbon_platform.storage import inventory_activity as storage
from parkcarbon_platform.storage import ledger_sums
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.green import Use
from parkcarbon_platform.storage.inventory_activity import SourceRow
from parkcarbon_platform.storage.live import ParkRow

Exported = Mapping[tuple[str, int, int], Sent]
Market = dict[tuple[str, date], tuple[Priced, ...]]
BOUGHT = "purchased_electricity"
RULES: Mapping[Refusal, Rule] = {
    "expired": "expired_certificate",
    "vintage": "expired_certificate",
    "not_accepted": "evidence_not_accepted",
}
WH_PER_MWH = 10**6
# The database refuses other kinds.
EVIDENCE: Mapping[str, Evidence] = {kind: kind for kind in get_args(Evidence)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A ruleset, and local days [start, end) of a park with their segments."""

    rules: Ruleset
    start: date
    end: date
    park: ParkRow
    segments: Sequence[Segment]


def unit_of(row: SourceRow) -> str:
    """The base unit of a source's activity; nothing where it has no point."""
    if row.point_unit is None or row.point_quantity is None:
        return ""
    return units.to_base(row.point_unit, row.point_quantity, row.point_carrier or "").name


def sent(
    connection: Connection, park: ParkRow, rows: Sequence[SourceRow], segments: Sequence[Segment]
) -> Exported:
    """What sources deliver on, by segment and the factor version of its hours, priced at that factor."""
    exporters = storage.exporters(connection)
    known = {row.id: row for row in rows if row.id in exporters}
    if not known:
        return {}
    amounts: dict[tuple[int, int, int], int] = {}
    for place, segment in enumerate(segments):
        start, end = (localtime.day_start(day, park.timezone) for day in (segment.start, segment.end))
        for source_id, version, quantity in storage.exported(connection, list(known), start, end):
            amounts[source_id, place, version] = quantity
    book = factors.including(connection, factors.Book({}, {}), {version for *_, version in amounts})
    found: dict[tuple[str, int, int], Sent] = {}
    for (source_id, place, version), quantity in amounts.items():
        source, factor = known[source_id], book.stored[version]
        formula = FORMULAS[source.formula]
        mass = formula.calculate(np.array([quantity]), factor.value, factor.unit, unit_of(source))
        found[source.code, place, version] = Sent(quantity, int(mass[0]))
    return found


def bought(
    connection: Connection, asked: Asked, rows: Sequence[SourceRow], sums: Sequence[Sum], exported: Exported
) -> tuple[Market, list[Lack]]:  # fmt: skip
    """Electricity by source and month: what evidence covers, and the rest; and what does not hold."""
    sources = {row.code: row for row in rows if row.category == BOUGHT}
    if not sources:
        return {}, []
    amounts: dict[tuple[str, date], int] = {}
    for row in sums:
        if row.source in sources:
            key = (row.source, asked.segments[row.segment].month)
            amounts[key] = amounts.get(key, 0) + row.quantity
    for (code, place, _), more in exported.items():
        if code in sources:
            key = (code, asked.segments[place].month)
            amounts[key] = amounts.get(key, 0) + more.quantity
    used = _used(connection, asked, sources)
    whole = _whole(connection, asked, {key: sources[key[0]] for key in used})
    assert asked.rules.residual is not None
    book = factors.book_like(connection, r"green\_electricity.%", _escaped(asked.rules.residual.factor))
    pricing = _Pricing(Prices(book, asked.park.grid_region), asked.rules, {})
    priced: Market = {}
    lacks: list[Lack] = []
    for key in sorted(amounts.keys() | used.keys()):
        code, month = key
        amount = amounts.get(key, 0)
        before, all_of_it = whole.get(key, (0, amount))
        covered = green.cover(asked.rules, Bought(before, amount, all_of_it), used.get(key, ()))
        lacks += _lacks(code, month, covered)
        if key in amounts:
            priced[key] = pricing.of(sources[code], month, covered)
    return priced, [*pricing.lacks(), *lacks]


def _escaped(name: str) -> str:
    """A factor's name as LIKE takes it for itself."""
    return name.replace("_", r"\_")


class Price(NamedTuple):
    """A factor of a month [mg CO2 per base unit], with the version and its standing."""

    version: int
    fallback: bool
    mg_per_unit: Fraction


class Prices:
    """Factors by rule, looked up once for all sources of an owner and unit."""

    def __init__(self, book: Book, region: str) -> None:
        self._book = book
        self._region = region
        self._known: dict[tuple[FactorRule, int | None, str, date], Price | None] = {}

    def of(self, source: SourceRow, month: date, rule: FactorRule) -> Price | None:
        """That of a month; None where there is none, or none that fits the source's unit."""
        key = (rule, source.enterprise_id, unit_of(source), month)
        if key not in self._known:
            self._known[key] = self._look(*key)
        return self._known[key]

    def _look(self, rule: FactorRule, owner: int | None, unit: str, month: date) -> Price | None:
        region = rule.region or self._region
        try:
            found = self._book.resolve(rule.factor, region, month, enterprise_id=owner)
            each = self._book.mg_per_unit(found.version.id, unit)
        except (FactorMissingError, UnitError):
            return None
        return Price(found.version.id, found.fallback, each)


@dataclass(slots=True)
class _Pricing:
    """Factors of what was bought; `missing` gathers the months that have none."""

    prices: Prices
    rules: Ruleset
    missing: dict[tuple[str, str], list[date]]

    def of(self, source: SourceRow, month: date, covered: Covered) -> tuple[Priced, ...]:
        """Each kind of evidence at its factor; what has none counts with the rest."""
        rest, found = covered.rest, []
        for kind, amount in covered.kinds.items():
            one = self._priced(source, month, amount, FactorRule(evidence_factor(kind), None))
            if one is None:
                rest += amount
            else:
                found.append(one)
        residual = self.rules.residual
        assert residual is not None
        if rest or not found:
            one = self._priced(source, month, rest, residual)
            found += [one] if one is not None else []
        return tuple(found)

    def lacks(self) -> list[Lack]:
        """The missing factors, by source."""
        return [
            Lack("factor_missing", code, tuple(days), detail=factor)
            for (code, factor), days in self.missing.items()
        ]

    def _priced(self, source: SourceRow, month: date, amount: int, rule: FactorRule) -> Priced | None:
        price = self.prices.of(source, month, rule)
        if price is None:
            self.missing.setdefault((source.code, rule.factor), []).append(month)
            return None
        return Priced(CO2, amount, price.mg_per_unit, price.version, price.fallback)


def evidence_of(
    connection: Connection, source: str, start: date, end: date, known_at: datetime | None = None
) -> list[Use]:
    """Contracts and certificates used for the months of a source in [start, end), or at `known_at`."""
    return evidence.uses_of_source(connection, source, start.replace(day=1), end, known_at)


def evidence_factor(kind: Evidence) -> str:
    """The factor at which evidence of a kind counts.

    >>> evidence_factor("certificate")
    'green_electricity.certificate'
    """
    return f"green_electricity.{kind}"


def _used(
    connection: Connection, asked: Asked, sources: Mapping[str, SourceRow]
) -> dict[tuple[str, date], list[Used]]:
    """What is used of these sources, by month."""
    found: dict[tuple[str, date], list[Used]] = {}
    for row in evidence.uses(connection, asked.start.replace(day=1), asked.end):
        if row.source in sources:
            use = Used(
                EVIDENCE[row.kind], row.amount_wh, row.month, row.generated_from, row.generated_to,
                row.expires_on,
            )  # fmt: skip
            found.setdefault((row.source, row.month), []).append(use)
    return found


def _whole(
    connection: Connection, asked: Asked, sources: Mapping[tuple[str, date], SourceRow]
) -> dict[tuple[str, date], tuple[int, int]]:
    """What was bought before the period and altogether of months that lie in it only partly."""
    found: dict[tuple[str, date], tuple[int, int]] = {}
    for month in sorted({month for _, month in sources}):
        ((first, last),) = months(month, _next(month))
        if asked.start <= first and last <= asked.end:
            continue
        here = {row.id: code for (code, day), row in sources.items() if day == month}
        cut = min(max(asked.start, first), last)
        before, whole = (
            _gross(connection, asked.park, list(here), first, end) for end in (cut, last)
        )  # fmt: skip
        for source_id, code in here.items():
            found[code, month] = (before.get(source_id, 0), whole.get(source_id, 0))
    return found


def _gross(
    connection: Connection, park: ParkRow, source_ids: Sequence[int], first: date, last: date
) -> dict[int, int]:
    """What sources took on local days [first, last) [base unit], with what they delivered on."""
    if first >= last:
        return {}
    start, end = (localtime.day_start(day, park.timezone) for day in (first, last))
    found: dict[int, int] = {}
    for row in ledger_sums.by_segment(connection, source_ids, [(first, last)]):
        found[row.source_id] = found.get(row.source_id, 0) + row.quantity
    for source_id, _, quantity in storage.exported(connection, source_ids, start, end):
        found[source_id] = found.get(source_id, 0) + quantity
    return found


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _lacks(source: str, month: date, covered: Covered) -> list[Lack]:
    found = [
        Lack(RULES[why], source, (month,), detail=f"{why}: {_mwh(amount)}")
        for why, amount in sorted(covered.refused.items())
    ]
    if covered.excess:
        found.append(Lack("excess_evidence", source, (month,), detail=_mwh(covered.excess)))
    return found


def _mwh(amount: int) -> str:
    return f"{amount / WH_PER_MWH:g} MWh"
