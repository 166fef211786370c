"""Readings of a register as integers of its base unit, rounded half to even once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.exact import Int64
from parkcarbon_platform.calculation.metering.rules import DEFAULTS, HOUR_MS, Values, gap_threshold_ms

Float64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
LARGEST = (1 << 62) - 1
_EXACT_BELOW = float(1 << 52)
# Relative error of repr -> float64 -> product with a rounded scale: three halves of an ulp, doubled.
_RELATIVE_ERROR = 4 * 2.0**-53


@dataclass(frozen=True, slots=True)
class Register:
    """What turns readings into amounts.

    `scale` [base unit per unit as read] includes the multiplier; `digits`: rolls over at 10^digits
    [unit as read]; `max_rate` [base unit per hour], None where unknown.
    """

    scale: Fraction
    digits: int | None = None
    max_rate: Fraction | None = None
    expected_period_s: int = 60
    rules: Values = field(default_factory=lambda: DEFAULTS)

    @property
    def period_ms(self) -> int:
        """How often a reading is expected [ms]."""
        return self.expected_period_s * 1000

    @property
    def gap_ms(self) -> int:
        """Longest distance of two readings that still counts as measured [ms]."""
        return gap_threshold_ms(self.expected_period_s, self.rules)

    @property
    def linear_ms(self) -> int:
        """Longest gap that is interpolated without asking for a shape [ms]."""
        return max(self.gap_ms, round(self.rules["gap"]["linear_hours"] * HOUR_MS))

    @property
    def limit(self) -> Fraction | None:
        """The largest rate that is credible [base unit per hour]."""
        return None if self.max_rate is None else self.max_rate * self.rules["spike"]["factor"]

    @property
    def modulus(self) -> int | None:
        """The amount that a full turn of the register is worth [base unit]."""
        return None if self.digits is None else turn_of(self.scale, self.digits)


def turn_of(scale: Fraction, digits: int) -> int | None:
    """The amount that a full turn of `digits` is worth [base unit]; None where no integer can hold it."""
    turn = round(10**digits * scale)
    return turn if turn <= LARGEST else None


def to_integers(
    values: Float64, scales: Sequence[Fraction], which: Int64, exact: Mapping[int, Fraction]
) -> tuple[Int64, Bools]:
    """`round_half_even(value * scale)` of every reading, and which are usable; `which` scale each takes.

    A float64 means the shortest decimal that names it (what the meter sent); `exact` replaces those that a
    float64 cannot hold. The product in float64 decides where its error cannot reach a rounding boundary;
    the few others are computed in exact arithmetic.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        product = values * np.array([float(s) for s in scales])[which]
        rounded = np.rint(product)
        size = np.abs(product)
        sure = (np.abs(product - rounded) + size * _RELATIVE_ERROR < 0.5) & (size < _EXACT_BELOW)
        integers = np.where(sure, rounded, 0).astype(np.int64)
    usable = np.isfinite(values)
    for unsure in np.nonzero(usable & ~sure)[0].tolist():
        number = Fraction(Decimal(repr(float(values[unsure]))))
        usable[unsure] = _exact_into(integers, unsure, number * scales[which[unsure]])
    for i, number in exact.items():
        usable[i] = _exact_into(integers, i, number * scales[which[i]])
    return integers, usable


def _exact_into(integers: Int64, i: int, value: Fraction) -> bool:
    result = round(value)
    if abs(result) > LARGEST:
        return False
    integers[i] = result
    return True
