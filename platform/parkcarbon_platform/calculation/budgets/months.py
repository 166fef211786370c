"""A year's budget in twelve months that add up to it, in whole base units."""

import calendar
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.split import split_by

MONTHS = 12
Months = tuple[int, ...]


def days_of(year: int) -> Months:
    """Days of each month [d].

    >>> days_of(2024)[1], sum(days_of(2025))
    (29, 365)
    """
    return tuple(calendar.monthrange(year, month)[1] for month in range(1, MONTHS + 1))


def spread(total: int, weights: Sequence[int]) -> Months:
    """`total` [base unit] over months in proportion to `weights`; it adds up to `total` exactly.

    Raises ValueError where weights are negative or all zero.

    >>> spread(100, [1, 1, 1])
    (34, 33, 33)
    """
    if min(weights, default=-1) < 0 or not any(weights):
        raise ValueError("weights must be non-negative and not all zero")
    return tuple(split_by(total, weights))


def parts(total: int, whole: int, used: Sequence[int]) -> Months:
    """Of a park's `total`, where it used `whole` itself, the amounts of owners that used `used`.

    Each has as much less as the park. What owners deliver to each other is in theirs and not in the park's:
    then they add up to more than `total`, by the same share.

    >>> parts(90, 100, [60, 40]), parts(90, 100, [60, 50])
    ((54, 36), (54, 45))
    """
    if whole <= 0 or not any(used):
        return tuple(0 for _ in used)
    return spread(round(Fraction(total * sum(used), whole)), used)


def reduced(total: int, percent: Decimal) -> int:
    """`total` less `percent` [%] of it, rounded half to even; below zero percent it is raised.

    >>> reduced(1000, Decimal("2.5"))
    975
    """
    return round(total * (1 - Fraction(percent) / 100))
