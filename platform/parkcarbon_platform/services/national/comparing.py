"""The method beside the other rulesets of the same year, and every difference between them by its cause."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.gases import CO2
from parkcarbon_platform.calculation.accounting.rulesets.base import Named
from parkcarbon_platform.calculation.accounting.totals import is_apart, of_basis
from parkcarbon_platform.calculation.zero_carbon.differences import (
    Counted,
    Difference,
    differences,
    sums,
)
from parkcarbon_platform.calculation.zero_carbon.method import OUT
from parkcarbon_platform.services.inventories import computing, usual
from parkcarbon_platform.services.inventories.computing import Computed, Item
from parkcarbon_platform.services.national import amounts, years
from parkcarbon_platform.services.national.models import (
    ZeroCarbonBeside,
    ZeroCarbonComparison,
    ZeroCarbonDifference,
)
from parkcarbon_platform.services.national.years import Reader, Year
from parkcarbon_platform.storage.database import Connection


def comparison(connection: Connection, year: int, now: datetime) -> ZeroCarbonComparison:
    """Every ruleset that there is for a park, in each of its bases."""
    reading = years.reader(connection, now)
    found = reading.year(year)
    after = of_method(found)
    beside = []
    for rules in computing.rulesets():
        if "park" not in rules.boundaries:
            continue
        asked = usual.asked(connection, date(year, 1, 1), date(year + 1, 1, 1), ruleset=rules.code)
        other = computing.computed(connection, asked, now)
        for basis in rules.bases:
            before = of_items(of_basis(other.items, basis))
            beside.append(_beside(other, basis, differences(before, after), _names(reading, found)))
    return ZeroCarbonComparison(year=year, total_mg=found.result.total_mg, beside=beside)


def of_method(found: Year) -> dict[str, Counted]:
    """The method's sources: what left at a point stands with the source that subtracts it no more."""
    counted: dict[str, Counted] = {}
    mg = {line.amount.code: line.mg for line in found.result.lines}
    for one in found.traced:
        amount = one.amount
        if amount.code not in mg:
            continue
        before = counted.get(one.source, Counted(0, 0, 0))
        signed = -amount.quantity if amount.flow in OUT else amount.quantity
        counted[one.source] = Counted(
            before.co2_mg + mg[amount.code], 0, before.quantity + signed,
            before.green_mg + amounts.off_by_green(one, found.chosen.grid_kg_per_kwh),
        )  # fmt: skip
    return counted


def of_items(items: Iterable[Item]) -> dict[str, Counted]:
    """Another ruleset's sources in a park: what is in its total, and what evidence takes off it."""
    counted: dict[str, Counted] = {}
    green: dict[str, int] = {}
    for item in items:
        if is_apart(item) or item.internal_transfer:
            continue
        before = counted.get(item.source, Counted(0, 0, 0))
        is_co2 = item.gas == CO2
        counted[item.source] = Counted(
            before.co2_mg + (item.co2e_mg if is_co2 else 0),
            before.other_mg + (0 if is_co2 else item.co2e_mg),
            before.quantity + (item.quantity if is_co2 else 0),
        )
        if item.basis == "market" and not item.co2e_mg:
            green[item.source] = green.get(item.source, 0) + item.quantity
    return {code: _with_green(one, green.get(code, 0)) for code, one in counted.items()}


def _with_green(one: Counted, quantity: int) -> Counted:
    """What it would emit more, were the amount with evidence priced as the rest of it is."""
    rest = one.quantity - quantity
    if not quantity or not rest:
        return one
    return replace(one, green_mg=-round(Fraction(one.co2_mg * quantity, rest)))


def _names(reading: Reader, found: Year) -> dict[str, tuple[str, str]]:
    names = {row.code: (row.name_zh, row.name_en) for row in reading.rows}
    return {one.source: (one.name_zh, one.name_en) for one in found.traced} | names


def _beside(
    other: Computed, basis: Named, found: list[Difference], names: Mapping[str, tuple[str, str]]
) -> ZeroCarbonBeside:
    rules = other.rules
    return ZeroCarbonBeside(
        ruleset=rules.code, name_zh=rules.name_zh, name_en=rules.name_en, basis=basis,
        gas=rules.unit_gas, total_mg=other.totals(basis).total,
        causes=sums(found),
        sources=[
            ZeroCarbonDifference(
                source=one.source, name_zh=names.get(one.source, (one.source, ""))[0],
                name_en=names.get(one.source, ("", one.source))[1], before_mg=one.before, after_mg=one.after,
                causes=dict(one.causes),
            )
            for one in found
        ],
    )  # fmt: skip
