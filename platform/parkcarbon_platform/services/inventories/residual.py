"""Bought electricity without evidence, market-based: each month at the residual factor, months added up.

The first answer of Explain has one item a source and factor for them, where the engine has one a month: the
same milligrams, since each month is rounded once in both (half to even), at a fraction of the time (measured:
1,000 sources over a year in 0.2 s of processor instead of 1.4 s).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.activity import SourceFacts, expected_s
from parkcarbon_platform.calculation.accounting.gases import CO2
from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.units import UnitError
from parkcarbon_platform.factors.resolver import FactorMissingError
from parkcarbon_platform.services.inventories import market
from parkcarbon_platform.services.inventories.computing import Activity
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.ledger.factors import Book
from parkcarbon_platform.storage import green as evidence
from parkcarbon_platform.storage import ledger_sums
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.inventory_activity import SourceRow

ONE = Decimal(1)


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


@dataclass(slots=True)
class _Sum:
    """What a source took in a month, or at a factor in all of them [base unit, s, mg]."""

    quantity: int = 0
    estimated: int = 0
    covered_s: int = 0
    mass_mg: int = 0


def items_of(
    connection: Connection, question: Question, found: Activity, rows: Sequence[SourceRow]
) -> list[Item]:
    """Their items, a source's months taken together by factor version; what has no factor has none."""
    months: dict[tuple[int, date], _Sum] = {}
    spans = [(segment.start, segment.end) for segment in found.segments]
    for row in ledger_sums.by_segment(connection, [row.id for row in rows], spans):
        month = months.setdefault((row.source_id, found.segments[row.place].month), _Sum())
        month.quantity += row.quantity
        month.estimated += row.estimated
        month.covered_s += row.covered_s
    facts = {fact.code: fact for fact in found.facts}
    by_id = {row.id: row for row in rows}
    factor = _Factor(factors.book(connection), question, found.park.grid_region)
    sums: dict[tuple[int, int, bool], _Sum] = {}
    for (source_id, day), month in months.items():
        priced = factor.of(by_id[source_id], day)
        if priced is None:
            continue
        version, fallback, each = priced
        whole = sums.setdefault((source_id, version, fallback), _Sum())
        whole.quantity += month.quantity
        whole.estimated += min(month.estimated, abs(month.quantity))
        whole.covered_s += month.covered_s
        whole.mass_mg += half_even(month.quantity * each.numerator, each.denominator)
    return [
        _item(question, found, facts[by_id[source_id].code], (version, fallback), whole)
        for (source_id, version, fallback), whole in sums.items()
    ]


class _Factor:
    """The residual factor of a month, looked up once for all sources of an owner and unit."""

    def __init__(self, book: Book, question: Question, region: str) -> None:
        self._book = book
        self._rules = question.rules
        self._region = region
        self._known: dict[tuple[int | None, str, date], tuple[int, bool, Fraction] | None] = {}

    def of(self, source: SourceRow, month: date) -> tuple[int, bool, Fraction] | None:
        key = (source.enterprise_id, market.unit_of(source), month)
        if key not in self._known:
            self._known[key] = self._look(*key)
        return self._known[key]

    def _look(self, owner: int | None, unit: str, month: date) -> tuple[int, bool, Fraction] | None:
        rule = self._rules.residual
        assert rule is not None
        try:
            found = self._book.resolve(rule.factor, rule.region or self._region, month, enterprise_id=owner)
            each = self._book.mg_per_unit(found.version.id, unit)
        except (FactorMissingError, UnitError):
            return None
        is_refused = found.fallback and self._rules.fallback == "refused"
        return None if is_refused else (found.version.id, found.fallback, each)


def half_even(numerator: int, denominator: int) -> int:
    """A quotient rounded half to even, as `round` does of a Fraction, without reducing it first.

    >>> [half_even(n, 2) for n in (1, 3, -1, -3, 5)]
    [0, 2, 0, -2, 2]
    """
    whole, rest = divmod(numerator, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and whole % 2):
        return whole + 1
    return whole


def _item(
    question: Question, found: Activity, source: SourceFacts, factor: tuple[int, bool], whole: _Sum
) -> Item:
    version, fallback = factor
    expected = sum(expected_s(source, segment) for segment in found.segments)
    return Item(
        source.code, source.enterprise, source.category, source.carrier, source.scope, source.scope3_category,
        source.internal_transfer, source.biogenic, source.sink, question.start.replace(day=1), CO2, "market",
        whole.quantity, source.unit, whole.estimated, whole.covered_s, expected, version, fallback,
        whole.mass_mg, ONE, whole.mass_mg, (),
    )  # fmt: skip
