"""Units and formulas as the live view and Explain need them."""

from fractions import Fraction

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.accounting.formula import Formula
from parkcarbon_platform.calculation.accounting.sources import FORMULAS
from parkcarbon_platform.services.live.topology import Source
from parkcarbon_platform.services.metering import multipliers
from parkcarbon_platform.storage.live import PointRow

PURCHASED_ELECTRICITY = "purchased_electricity"


def grams_per_kwh(grams: int, used_wh: int) -> float | None:
    """Emission intensity of electricity [g/kWh]; None where none is used."""
    return round(grams * 1000 / used_wh, 1) if used_wh > 0 else None


def base_of(point: PointRow) -> units.BaseUnit:
    """The base unit of what a point delivers."""
    return units.to_base(point.unit, point.quantity, point.carrier)


def multiplier_at(point: PointRow, time: int) -> Fraction:
    """The multiplier in force at a time [ms]."""
    return multipliers.at(point.multipliers, point.multiplier, time)


def base_amount(point: PointRow, time: int) -> Fraction:
    """Base units (for gauges: an hour) that one unit delivered at a time [ms] is, after the multiplier."""
    return base_of(point).scale * multiplier_at(point, time)


def base_unit_of(source: Source) -> str:
    """The base unit of a source's activity; empty where it has no points."""
    terms = source.activity or source.live
    return base_of(terms[0].point).name if terms else ""


def formula(name: str) -> Formula | None:
    """A formula of an emission source, by its name."""
    return FORMULAS.get(name)
