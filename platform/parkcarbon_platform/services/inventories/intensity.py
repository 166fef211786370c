"""Intensities of an inventory: denominators from approved reports."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.figures import drivers
from parkcarbon_platform.calculation.accounting.figures.drivers import Reported, Value
from parkcarbon_platform.calculation.accounting.figures.intensities import (
    Intensity,
    Numerator,
    intensities,
    per_tce,
)
from parkcarbon_platform.calculation.accounting.figures.standard_coal import Energy
from parkcarbon_platform.calculation.activity import items
from parkcarbon_platform.calculation.units import to_base
from parkcarbon_platform.services.activity import activity
from parkcarbon_platform.storage import oversight, terms
from parkcarbon_platform.storage.database import Connection

ALWAYS = ("output_current", "output_constant", "value_added", "floor_area", "land_area")
MONEY, AREA, COUNT = "0.01 CNY", "dm2", "0.001"
BASES = {"floor_area": AREA, "land_area": AREA}


@dataclass(frozen=True, slots=True)
class Boundary:
    """Local days [start, end) of an enterprise, or of a park (None) with all of its `enterprises`."""

    start: date
    end: date
    enterprise: str | None
    enterprises: Sequence[str]


def intensities_of(connection: Connection, boundary: Boundary, mg: int, energy: Energy) -> list[Intensity]:
    """Every intensity of a boundary; what nobody reported is a gap."""
    # A park's are kept for those who oversee it: of them nobody has a driver that an enterprise keeps.
    with oversight.limited(connection) if boundary.enterprise is None else nullcontext():
        rows = activity.drivers(connection, boundary.start, boundary.end, None)
        kept = sorted(code for code, what in terms.withheld(connection).items() if "production" in what)
    values = [Value(r.enterprise, r.item, r.from_day, r.to_day, r.base_quantity) for r in rows]
    units = {r.item: r.unit for r in rows}
    numerators: Mapping[Numerator, int | None] = {
        "co2e": mg, "tce_calorific": energy.calorific_g, "tce_equivalent": energy.equivalent_g,
    }  # fmt: skip
    products = sorted({v.item for v in values if v.item.startswith(items.PRODUCT)})
    told = [(name, BASES.get(name, MONEY)) for name in ALWAYS]
    told += [(name, base_of(units[name])) for name in products]
    denominators = [(_reported(values, name, boundary, kept), base) for name, base in told]
    energies = [
        per_tce(mg, energy.calorific_g, "tce_calorific"), per_tce(mg, energy.equivalent_g, "tce_equivalent")
    ]  # fmt: skip
    return energies + intensities(numerators, denominators)


def base_of(unit: str) -> str:
    """The base unit that a driver told in `unit` is kept in."""
    if unit in ("m2", "1"):
        return AREA if unit == "m2" else COUNT
    quantity = "energy" if unit in items.ENERGY_UNITS else "mass" if unit in items.MASS_UNITS else "volume"
    return to_base(unit, quantity, "electricity" if quantity == "energy" else "").name


def _reported(values: Sequence[Value], item: str, boundary: Boundary, kept: Sequence[str]) -> Reported:
    found = _one(values, item, boundary, kept)
    if found.amount is not None or item != "output_constant":
        return found
    computed = _constant(values, boundary)
    return found if computed is None else Reported(item, computed, found.of_days, found.of_days)


def _one(values: Sequence[Value], item: str, boundary: Boundary, kept: Sequence[str]) -> Reported:
    start, end = boundary.start, boundary.end
    if boundary.enterprise is not None:
        return drivers.of_owner(values, item, start, end, boundary.enterprise)
    owners = boundary.enterprises
    if item.startswith(items.PRODUCT):
        # Only who makes a product reports it; whether who keeps its production makes it, nobody is told.
        owners = sorted({*kept, *(v.owner for v in values if v.item == item and v.owner is not None)})
    return drivers.of_park(values, item, start, end, owners)


def _constant(values: Sequence[Value], boundary: Boundary) -> Fraction | None:
    """Current prices by the price index: an enterprise's own index before the park's."""
    owners: list[str | None] = [boundary.enterprise]
    own = any(v.owner is None and v.item == "output_current" for v in values)
    if boundary.enterprise is None and not own:
        owners = list(boundary.enterprises)
    total = Fraction(0)
    for owner in owners:
        each = drivers.constant_prices(values, boundary.start, boundary.end, owner, owner)
        if each.amount is None:
            each = drivers.constant_prices(values, boundary.start, boundary.end, owner, None)
        if each.amount is None:
            return None
        total += each.amount
    return total if owners else None
