"""An intensity held against a norm: a limit, and the value of those who are ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation.accounting.figures.intensities import denominator, rounded

Verdict = Literal["advanced", "within", "above"]
Numerator = Literal["carbon", "energy", "electricity"]
# The unit a numerator is told in, and base units in one of it: mg in kg, g in kgce, Wh in kWh.
NUMERATORS: Mapping[Numerator, tuple[str, int]] = {
    "carbon": ("kg", 10**6), "energy": ("kgce", 1000), "electricity": ("kWh", 1000),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Norm:
    """A norm [the unit of the intensity]; less is better. `advanced` is never above `limit`."""

    limit: Decimal
    advanced: Decimal | None


@dataclass(frozen=True, slots=True)
class Ratio:
    """`value` [`unit`] is a numerator by `amount` of what it served [what the unit is by]."""

    value: Decimal
    unit: str
    amount: Decimal


def ratio(numerator: Numerator, top: int, item: str, below: Fraction, base: str) -> Ratio | None:
    """`top` [mg CO2e, g of coal equivalent, Wh] by `below` [`base`] of an item; None by nothing.

    >>> ratio("carbon", 3_000_000, "floor_area", Fraction(200), "dm2")
    Ratio(value=Decimal('1.500000'), unit='kg/m2', amount=Decimal('2.000000'))
    """
    if below <= 0:
        return None
    name, scale = NUMERATORS[numerator]
    unit, size = denominator(item, base)
    amount = below / size
    return Ratio(rounded(Fraction(top, scale) / amount), f"{name}/{unit}", rounded(amount))


def of_whole_year(top: int, covered: int, days: int) -> int:
    """What an amount of `covered` days would be of all `days` of a year; rounded half to even.

    >>> of_whole_year(100, 73, 365)
    500
    """
    return round(Fraction(top * days, covered))


def verdict(value: Decimal, norm: Norm) -> Verdict:
    """Whether an intensity is that of the advanced, within the limit, or above it.

    >>> verdict(Decimal("0.9"), Norm(Decimal(2), Decimal(1)))
    'advanced'
    >>> verdict(Decimal(2), Norm(Decimal(2), None))
    'within'
    """
    if norm.advanced is not None and value <= norm.advanced:
        return "advanced"
    return "within" if value <= norm.limit else "above"


def rank(values: Sequence[Decimal], own: Decimal) -> int:
    """The place of `own` among `values`, 1 the lowest; equals share a place.

    >>> rank([Decimal(3), Decimal(1), Decimal(1)], Decimal(3))
    3
    """
    return 1 + sum(value < own for value in values)


def saving(value: Decimal, aim: Decimal, amount: Decimal) -> Decimal:
    """What reaching `aim` would save: (value - aim) x amount, never below zero [numerator's unit]."""
    return max(Decimal(0), value - aim) * amount
