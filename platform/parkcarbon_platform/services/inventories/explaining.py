"""How a figure of an inventory was made: its sources, and of each the months with their factors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from parkcarbon_platform.calculation.accounting import totals
from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.rulesets.base import Named
from parkcarbon_platform.calculation.accounting.sources import FORMULAS
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.storage import explain as factors
from parkcarbon_platform.storage import inventory_activity as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.explain import FactorRow
from parkcarbon_platform.storage.inventory_activity import SourceRow

__all__ = ["Explanation", "FactorRow", "Month", "Part", "Term", "explain"]

WHOLE = ("transfers", "unallocated")


@dataclass(frozen=True, slots=True)
class Part:
    """Which figure: the whole (`by` None), or a part of it."""

    basis: Named
    by: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """An item of a source, and what it contributes to the figure [mg CO2e]."""

    item: Item
    value: int


@dataclass(frozen=True, slots=True)
class Term:
    """What a source contributes: value = Σ months; `source` None: it is not there any more."""

    code: str
    source: SourceRow | None
    enterprise: str | None
    value: int
    quantity: int
    unit: str
    estimated_mg: int
    deduction: bool
    fallback: bool
    formula: str
    months: list[Month]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure and the terms that add up to it [mg CO2e], the largest first; `total` is the whole figure."""

    part: Part
    value: int
    total: int
    terms: list[Term]
    factors: Mapping[int, FactorRow]


def explain(
    connection: Connection,
    question: Question,
    items: Sequence[Item],
    part: Part,
    sources: Sequence[SourceRow] | None = None,
) -> Explanation:
    """The terms of a figure of these items; raises InvalidError. `sources` None: those there are now."""
    if part.by is not None and part.by not in (*totals.DIMENSIONS, *WHOLE):
        raise InvalidError(f"There is no part by {part.by}.", remedy="Use a dimension of `by`.", by=part.by)
    rules, is_park = question.rules, question.is_park
    counted = totals.of_basis(items, part.basis)
    chosen = totals.select(counted, rules, by=part.by, key=part.key, is_park=is_park)
    whole = totals.select(counted, rules, by=None, key=None, is_park=is_park)
    rows = {row.code: row for row in (storage.sources(connection) if sources is None else sources)}
    terms = _terms(chosen, rows)
    versions = {month.item.factor_version for term in terms for month in term.months}
    return Explanation(
        part,
        sum(value for _, value in chosen),
        sum(value for _, value in whole),
        sorted(terms, key=lambda term: (-abs(term.value), term.code, term.deduction)),
        {row.id: row for row in factors.factor_versions(connection, sorted(versions))},
    )


def _terms(chosen: Iterable[tuple[Item, int]], rows: Mapping[str, SourceRow]) -> list[Term]:
    """By source; an item that stands a second time is deducted."""
    groups: dict[tuple[str, bool], list[Month]] = {}
    seen: set[int] = set()
    for item, value in chosen:
        groups.setdefault((item.source, id(item) in seen), []).append(Month(item, value))
        seen.add(id(item))
    return [
        _term(code, rows.get(code), months, deduction=deduction)
        for (code, deduction), months in groups.items()
    ]


def _term(code: str, source: SourceRow | None, months: list[Month], *, deduction: bool) -> Term:
    found = [month.item for month in months]
    formula = FORMULAS.get(source.formula) if source is not None else None
    return Term(
        code, source, found[0].enterprise, sum(month.value for month in months), _quantity(found),
        found[0].unit, sum(totals.estimated_mg(item) for item in found), deduction,
        any(item.fallback for item in found), formula.symbols if formula else "",
        sorted(months, key=lambda month: _place(month.item)),
    )  # fmt: skip


def _quantity(items: Iterable[Item]) -> int:
    """The activity of a source: its gases are of the same one."""
    sums: dict[str, int] = {}
    for item in items:
        sums[item.gas] = sums.get(item.gas, 0) + item.quantity
    return max(sums.values(), key=abs)


def _place(item: Item) -> tuple[date, str, int]:
    return (item.month, item.gas, item.factor_version)
