"""Coverage: which part of the energy that should have been measured was measured."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Amounts:
    """A point's quarter hours of a span, added up.

    `quantity` and the `estimated` part of it [base unit], `covered_s` the time they stand for of the `span_s`
    that has passed [s].
    """

    quantity: int
    estimated: int
    covered_s: int
    span_s: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Measured and expected amount [base unit], and the measured time of the expected one [s]."""

    measured: Fraction
    expected: Fraction
    covered_s: int
    span_s: int

    @property
    def share(self) -> Fraction | None:
        """Measured ÷ expected amount; where nothing is expected, the share of time; None for no time."""
        if self.expected > 0:
            return min(self.measured / self.expected, Fraction(1))
        return self.time_share

    @property
    def time_share(self) -> Fraction | None:
        """Covered ÷ passed time; None where none has passed."""
        return None if self.span_s == 0 else min(Fraction(self.covered_s, self.span_s), Fraction(1))


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
    rate = Fraction(amounts.quantity, amounts.covered_s) if amounts.covered_s > 0 else usual or Fraction(0)
    measured = abs(Fraction(amounts.quantity - amounts.estimated))
    expected = abs(amounts.quantity + rate * missing_s)
    return Coverage(measured, max(expected, measured), amounts.covered_s, amounts.span_s)


def together(parts: Iterable[Coverage]) -> Coverage:
    """Coverage of several points of one carrier: amounts add up, and so does time."""
    found = list(parts)
    return Coverage(
        sum((p.measured for p in found), Fraction(0)),
        sum((p.expected for p in found), Fraction(0)),
        sum(p.covered_s for p in found),
        sum(p.span_s for p in found),
    )
