"""Coverage: which part of the energy that should have been measured was measured."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

# Amounts of whole days are integers and stay so: a fraction takes ten times as long.
Exact = int | Fraction
WHOLE = Fraction(1)


class Amounts(NamedTuple):
    """A point's quarter hours of a span, added up.

    `quantity` and the `estimated` part of it [base unit], `covered_s` the time they stand for of the `span_s`
    that has passed [s].
    """

    quantity: int
    estimated: int
    covered_s: int
    span_s: int


class Coverage(NamedTuple):
    """Measured and expected amount [base unit], and the measured time of the expected one [s]."""

    measured: Exact
    expected: Exact
    covered_s: int
    span_s: int

    @property
    def share(self) -> Fraction | None:
        """Measured ÷ expected amount; where nothing is expected, the share of time; None for no time."""
        if self.expected > 0:
            return WHOLE if self.measured >= self.expected else Fraction(self.measured) / self.expected
        return self.time_share

    @property
    def time_share(self) -> Fraction | None:
        """Covered ÷ passed time; None where none has passed."""
        if self.span_s == 0:
            return None
        return WHOLE if self.covered_s >= self.span_s else Fraction(self.covered_s, self.span_s)


NOTHING = Coverage(0, 0, 0, 0)


def usual_rate(days: Iterable[Amounts]) -> Fraction | None:
    """Mean rate of the covered time [base unit/s]; None where nothing is covered."""
    known = [d for d in days if d.covered_s > 0]
    if not known:
        return None
    return Fraction(sum(d.quantity for d in known), sum(d.covered_s for d in known))


def coverage(amounts: Amounts, usual: Fraction | None) -> Coverage:
    """Coverage of one point in a span.

    Expected is what the intervals hold, estimates included, and for the time without any interval the mean
    rate of the span itself, else the `usual` one [base unit/s]. Amounts below zero (a difference of meters)
    count by their size.
    """
    missing_s = max(amounts.span_s - amounts.covered_s, 0)
    measured = abs(amounts.quantity - amounts.estimated)
    expected: Exact = abs(amounts.quantity)
    if missing_s:
        rate = (
            Fraction(amounts.quantity, amounts.covered_s) if amounts.covered_s > 0 else usual or Fraction(0)
        )
        expected = abs(amounts.quantity + rate * missing_s)
    return Coverage(measured, max(expected, measured), amounts.covered_s, amounts.span_s)


def together(parts: Iterable[Coverage]) -> Coverage:
    """Coverage of several points of one carrier: amounts add up, and so does time."""
    found = [*parts, NOTHING]
    return Coverage(*map(sum, zip(*found, strict=True)))
