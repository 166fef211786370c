"""A bill against the meter's intervals over the billing period."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

State = Literal["agrees", "differs", "incomplete", "unmeasured"]
TOLERANCE = Fraction(2, 100)
QUARTER_S = 900


@dataclass(frozen=True, slots=True)
class Measured:
    """Sums of a meter's quarter hours in a period: [base unit], [base unit], number, covered [s]."""

    quantity: int
    estimated: int
    intervals: int
    covered_s: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """`difference` = billed − measured [base unit], and its share of what was measured."""

    state: State
    billed: int
    measured: int
    difference: int
    difference_share: Fraction | None
    estimated_share: Fraction
    coverage: Fraction


def reconcile(
    billed: int, measured: Measured, span_s: int, tolerance: Fraction = TOLERANCE
) -> Reconciliation:
    """Whether a bill [base unit] agrees with a meter over `span_s` [s].

    A period without all its quarter hours says nothing of the bill, unless what was measured is already more.
    """
    difference = billed - measured.quantity
    share = Fraction(difference, abs(measured.quantity)) if measured.quantity else None
    exceeds = abs(share) > tolerance if share is not None else billed != 0
    complete = measured.intervals * QUARTER_S >= span_s
    state: State = "agrees"
    if measured.intervals == 0:
        state = "unmeasured"
    elif exceeds and (complete or difference < 0):
        state = "differs"
    elif not complete:
        state = "incomplete"
    return Reconciliation(
        state, billed, measured.quantity, difference, share,
        Fraction(measured.estimated, measured.quantity) if measured.quantity > 0 else Fraction(0),
        min(Fraction(measured.covered_s, span_s), Fraction(1)),
    )  # fmt: skip
