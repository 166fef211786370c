"""How a figure of an inventory was made: sources with their factors, and the months of one on demand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from parkcarbon_platform.calculation.accounting import totals
from parkcarbon_platform.calculation.accounting.items import Basis, Item
from parkcarbon_platform.calculation.accounting.rulesets.base import Named
from parkcarbon_platform.calculation.accounting.sources import FORMULAS
from parkcarbon_platform.errors import InvalidError, NotFoundError
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.storage import explain as factors
from parkcarbon_platform.storage import inventory_activity as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.explain import FactorRow
from parkcarbon_platform.storage.inventory_activity import SourceRow

__all__ = [
    "Explanation", "FactorRow", "FactorSum", "Line", "Month", "Part", "SourceMonths", "Term", "explain",
    "months",
]  # fmt: skip

WHOLE = ("transfers", "unallocated")


@dataclass(frozen=True, slots=True)
class Part:
    """Which figure: the whole (`by` None), or a part of it."""

    basis: Named
    by: str | None = None
    key: str | None = None


class Line(NamedTuple):
    """A source's gas at one factor version [mg CO2e, base units, mg of the gas]."""

    gas: str
    basis: Basis
    factor_version: int
    fallback: bool
    gwp: Decimal
    value: int
    quantity: int
    gas_mg: int


@dataclass(frozen=True, slots=True)
class Month:
    """An item of a source, and what it contributes to the figure [mg CO2e]."""

    item: Item
    value: int


@dataclass(frozen=True, slots=True)
class Term:
    """What a source contributes [mg CO2e]: value = Σ lines; `source` None: it is not there any more.

    `estimated_share` [-] rests on estimated activity.
    """

    code: str
    source: SourceRow | None
    enterprise: str | None
    category: str
    carrier: str
    scope: int
    value: int
    quantity: int
    unit: str
    estimated_share: float
    deduction: bool
    fallback: bool
    formula: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class FactorSum:
    """What a factor version contributes, over all sources that use it [mg CO2e]."""

    factor_version: int
    gas: str
    fallback: bool
    value: int
    sources: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure [mg CO2e] = Σ terms = Σ by_factor, the largest first; `total` is the whole figure."""

    part: Part
    value: int
    total: int
    terms: list[Term]
    by_factor: list[FactorSum]
    factors: Mapping[int, FactorRow]


@dataclass(frozen=True, slots=True)
class SourceMonths:
    """A term of a figure and its months, which add up to it."""

    term: Term
    months: list[Month]
    factors: Mapping[int, FactorRow]


def explain(
    connection: Connection,
    question: Question,
    items: Sequence[Item],
    part: Part,
    sources: Sequence[SourceRow] | None = None,
) -> Explanation:
    """The terms of a figure of these items; raises InvalidError. `sources` None: those there are now."""
    chosen = _chosen(question, items, part)
    whole = chosen if part.by is None else _chosen(question, items, Part(part.basis))
    rows = {row.code: row for row in (storage.sources(connection) if sources is None else sources)}
    terms = [
        _term(code, rows.get(code), mine, deduction=deduction)
        for (code, deduction), mine in _by_source(chosen).items()
    ]
    by_factor = _by_factor(terms)
    return Explanation(
        part,
        sum(value for _, value in chosen),
        sum(value for _, value in whole),
        sorted(terms, key=lambda term: (-abs(term.value), term.code, term.deduction)),
        by_factor,
        _versions(connection, {row.factor_version for row in by_factor}),
    )


def months(
    connection: Connection,
    question: Question,
    items: Sequence[Item],
    part: Part,
    source: str,
    *,
    deduction: bool = False,
) -> SourceMonths:
    """The months of a term; `items` may be those of this source alone. Raises InvalidError, NotFoundError."""
    mine = _by_source(_chosen(question, items, part)).get((source, deduction))
    if mine is None:
        raise NotFoundError(f"{source} is no part of this figure.", source=source)
    row = next((row for row in storage.sources(connection) if row.code == source), None)
    versions = _versions(connection, {month.item.factor_version for month in mine})
    in_order = sorted(mine, key=lambda month: _place(month.item))
    return SourceMonths(_term(source, row, mine, deduction=deduction), in_order, versions)


def _chosen(question: Question, items: Sequence[Item], part: Part) -> list[tuple[Item, int]]:
    if part.by is not None and part.by not in (*totals.DIMENSIONS, *WHOLE):
        raise InvalidError(f"There is no part by {part.by}.", remedy="Use a dimension of `by`.", by=part.by)
    counted = totals.of_basis(items, part.basis)
    return totals.select(counted, question.rules, by=part.by, key=part.key, is_park=question.is_park)


def _by_source(chosen: Iterable[tuple[Item, int]]) -> dict[tuple[str, bool], list[Month]]:
    """By source; an item that stands a second time is deducted."""
    groups: dict[tuple[str, bool], list[Month]] = {}
    seen: set[int] = set()
    for item, value in chosen:
        groups.setdefault((item.source, id(item) in seen), []).append(Month(item, value))
        seen.add(id(item))
    return groups


def _term(code: str, source: SourceRow | None, mine: Sequence[Month], *, deduction: bool) -> Term:
    found = [month.item for month in mine]
    first = found[0]
    formula = FORMULAS.get(source.formula) if source is not None else None
    size = sum(abs(item.co2e_mg) for item in found)
    estimated = sum(totals.estimated_mg(item) for item in found)
    return Term(
        code, source, first.enterprise, first.category, first.carrier, first.scope,
        sum(month.value for month in mine), _quantity(found), first.unit,
        round(abs(estimated) / size, 6) if size else 0.0, deduction, any(item.fallback for item in found),
        formula.symbols if formula else "", _lines(mine),
    )  # fmt: skip


def _lines(mine: Iterable[Month]) -> list[Line]:
    groups: dict[tuple[str, Basis, int, bool], list[Month]] = {}
    for month in mine:
        item = month.item
        groups.setdefault((item.gas, item.basis, item.factor_version, item.fallback), []).append(month)
    return [
        Line(
            *key,
            group[0].item.gwp,
            sum(m.value for m in group),
            sum(m.item.quantity for m in group),
            sum(m.item.gas_mg for m in group),
        )
        for key, group in sorted(groups.items())
    ]


def _by_factor(terms: Iterable[Term]) -> list[FactorSum]:
    groups: dict[tuple[int, str, bool], list[tuple[str, int]]] = {}
    for term in terms:
        for line in term.lines:
            key = (line.factor_version, line.gas, line.fallback)
            groups.setdefault(key, []).append((term.code, line.value))
    found = [
        FactorSum(*key, sum(value for _, value in mine), len({code for code, _ in mine}))
        for key, mine in groups.items()
    ]
    return sorted(found, key=lambda row: (-abs(row.value), row.factor_version, row.gas, row.fallback))


def _versions(connection: Connection, ids: set[int]) -> dict[int, FactorRow]:
    return {row.id: row for row in factors.factor_versions(connection, sorted(ids))}


def _quantity(items: Iterable[Item]) -> int:
    """The activity of a source: its gases are of the same one."""
    sums: dict[str, int] = {}
    for item in items:
        sums[item.gas] = sums.get(item.gas, 0) + item.quantity
    return max(sums.values(), key=abs)


def _place(item: Item) -> tuple[date, str, int]:
    return (item.month, item.gas, item.factor_version)
