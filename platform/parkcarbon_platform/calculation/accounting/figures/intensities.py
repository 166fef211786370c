"""Intensities: emissions and energy by what they served."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation.accounting.figures.drivers import Reported

Numerator = Literal["co2e", "tce_calorific", "tce_equivalent"]
Gap = Literal["not_reported", "days_missing", "enterprises_missing", "nothing", "numerator"]
# Base units of a numerator in one unit of the result: mg in kg and g in kgce.
_NUMERATORS: Mapping[Numerator, tuple[str, int]] = {
    "co2e": ("kg", 10**6),
    "tce_calorific": ("kgce", 1000),
    "tce_equivalent": ("kgce", 1000),
}
# The unit a denominator is told in, and base units in one of it.
_DENOMINATORS: Mapping[str, tuple[str, int]] = {
    "output_current": ("10^4 CNY", 1_000_000),
    "output_constant": ("10^4 CNY", 1_000_000),
    "value_added": ("10^4 CNY", 1_000_000),
    "floor_area": ("m2", 100),
    "land_area": ("ha", 1_000_000),
    "headcount": ("person", 1000),
}
_BASES: Mapping[str, tuple[str, int]] = {
    "g": ("t", 10**6),
    "mL": ("m3", 10**6),
    "Wh": ("MWh", 10**6),
    "J": ("GJ", 10**9),
    "dm2": ("m2", 100),
    "0.001": ("piece", 1000),
}
PLACES = 6


@dataclass(frozen=True, slots=True)
class Intensity:
    """`value` [numerator unit per denominator unit], or why there is none and what is lacking."""

    numerator: Numerator
    denominator: str
    unit: str
    value: Decimal | None
    amount: Decimal | None
    gap: Gap | None = None
    days: int = 0
    of_days: int = 0
    missing: tuple[str, ...] = ()


def intensities(
    numerators: Mapping[Numerator, int | None],
    denominators: Iterable[tuple[Reported, str]],
) -> list[Intensity]:
    """Every numerator [mg CO2e, g of coal] by every denominator, given with the name of its base unit."""
    return [
        _intensity(name, amount, reported, base)
        for reported, base in denominators
        for name, amount in numerators.items()
    ]


def per_tce(mg: int, grams: int | None, numerator: Numerator) -> Intensity:
    """Emissions [mg] by energy [g of coal equivalent], in t per tce."""
    name = numerator
    if not grams or grams < 0:
        return Intensity("co2e", name, "t/tce", None, None, "numerator" if grams is None else "nothing")
    return Intensity(
        "co2e", name, "t/tce", rounded(Fraction(mg, 1000) / grams), rounded(Fraction(grams, 10**6))
    )


def _intensity(name: Numerator, amount: int | None, reported: Reported, base: str) -> Intensity:
    mass, scale = _NUMERATORS[name]
    unit, size = denominator(reported.item, base)
    told = f"{mass}/{unit}"
    below = None if reported.amount is None else reported.amount / size
    shown = None if below is None else rounded(below)
    gap = _gap(amount, reported)
    if gap is not None or below is None or amount is None:
        return Intensity(
            name, reported.item, told, None, shown, gap, reported.days, reported.of_days, reported.missing
        )
    value = rounded(Fraction(amount, scale) / below)
    return Intensity(name, reported.item, told, value, shown, None, reported.days, reported.of_days)


def denominator(item: str, base: str) -> tuple[str, int]:
    """The unit that an item is told in, and base units in one of it."""
    return _DENOMINATORS.get(item) or _BASES[base]


def _gap(amount: int | None, reported: Reported) -> Gap | None:
    if reported.amount is None:
        if reported.missing:
            return "enterprises_missing"
        return "days_missing" if reported.days else "not_reported"
    if not reported.amount:
        return "nothing"
    return "numerator" if amount is None else None


def rounded(value: Fraction) -> Decimal:
    """To six digits after the point, half to even."""
    return Decimal(round(value * 10**PLACES)).scaleb(-PLACES)
