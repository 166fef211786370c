"""Bought electricity without evidence, market-based: each month at the residual factor, months added up.

The first answer of Explain has one item a source and factor for them, where the engine has one a month: the
same milligrams, since each month is rounded once in both, at a fraction of the time (measured: 1,000 sources
over a year in 0.2 s of processor instead of 1.4 s).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from parkcarbon_platform.calculation.accounting.activity import Segment, SourceFacts, Sum, expected_s, mg_of
from parkcarbon_platform.calculation.accounting.gases import CO2
from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.rulesets.base import Ruleset
from parkcarbon_platform.services.inventories import computing, market
from parkcarbon_platform.services.inventories.computing import Activity
from parkcarbon_platform.services.inventories.market import Price
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.storage import green as evidence
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.inventory_activity import SourceRow

ONE = Decimal(1)
PriceOf = Callable[[str, date], Price | None]


def without_evidence(
    connection: Connection, question: Question, rows: Sequence[SourceRow]
) -> list[SourceRow]:
    """Sources of bought electricity without contract or certificate; of scope 3 where the rules count it."""
    has_scope3 = question.rules.has_scope3
    bought = [
        row for row in rows
        if row.category == market.BOUGHT and row.gas == CO2 and (row.scope in (1, 2) or has_scope3)
    ]  # fmt: skip
    if not bought:
        return []
    first = question.start.replace(day=1)
    used = {use.source for use in evidence.uses(connection, first, question.end)}
    return [row for row in bought if row.code not in used]


def items_of(
    connection: Connection, question: Question, found: Activity, rows: Sequence[SourceRow]
) -> list[Item]:
    """Their items, a source's months taken together by factor version; what has no factor has none."""
    rule = question.rules.residual
    assert rule is not None
    prices = market.Prices(factors.book(connection), found.park.grid_region)
    by_code = {row.code: row for row in rows}
    read = computing.with_sums(connection, found, found.segments, rows)
    return added_up(
        question.rules, read.facts, read.segments, read.sums,
        lambda code, month: prices.of(by_code[code], month, rule),
    )  # fmt: skip


@dataclass(slots=True)
class _Sum:
    """What a source took in a month, or at a factor in all of them [base unit, s, mg]."""

    quantity: int = 0
    estimated: int = 0
    covered_s: int = 0
    mass_mg: int = 0


def added_up(
    rules: Ruleset,
    facts: Iterable[SourceFacts],
    segments: Sequence[Segment],
    sums: Iterable[Sum],
    price: PriceOf,
) -> list[Item]:
    """Each month of a source at its price, the months added up by factor version; in no scene."""
    known = {fact.code: fact for fact in facts}
    wholes: dict[tuple[str, int, bool], _Sum] = {}
    for (code, day), month in _months(segments, sums).items():
        found = price(code, day)
        if found is None or rules.refuses(found.fallback):
            continue
        whole = wholes.setdefault((code, found.version, found.fallback), _Sum())
        whole.quantity += month.quantity
        whole.estimated += min(month.estimated, abs(month.quantity))
        whole.covered_s += month.covered_s
        whole.mass_mg += mg_of(month.quantity, found.mg_per_unit)
    return [_item(known[key[0]], segments, key, whole) for key, whole in wholes.items()]


def _months(segments: Sequence[Segment], sums: Iterable[Sum]) -> Mapping[tuple[str, date], _Sum]:
    months: dict[tuple[str, date], _Sum] = {}
    for row in sums:
        month = months.setdefault((row.source, segments[row.segment].month), _Sum())
        month.quantity += row.quantity
        month.estimated += row.estimated
        month.covered_s += row.covered_s
    return months


def _item(source: SourceFacts, segments: Sequence[Segment], key: tuple[str, int, bool], whole: _Sum) -> Item:
    _, version, fallback = key
    expected = sum(expected_s(source, segment) for segment in segments)
    return Item(
        source.code, source.enterprise, source.category, source.carrier, source.scope, source.scope3_category,
        source.internal_transfer, source.biogenic, source.sink, segments[0].month, CO2, "market",
        whole.quantity, source.unit, whole.estimated, whole.covered_s, expected, version, fallback,
        whole.mass_mg, ONE, whole.mass_mg, (),
    )  # fmt: skip
