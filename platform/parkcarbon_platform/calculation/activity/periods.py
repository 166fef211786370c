"""Billing periods of local days, and their exact division into days and months.

A period is [first, end): `end` is the day after the last. Division is by day, then added up, so that
months, halves of months and the whole always agree.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import lcm

from parkcarbon_platform.calculation.accounting.split import split


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """The first day of the following month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def days(first: date, end: date) -> list[date]:
    """Every day of [first, end)."""
    return [first + timedelta(days=i) for i in range((end - first).days)]


def months(first: date, end: date) -> list[date]:
    """The first days of the months that [first, end) touches."""
    found, month = [], month_of(first)
    while month < end:
        found.append(month)
        month = next_month(month)
    return found


def year_before(day: date) -> date:
    """The same day a year earlier; 29 February becomes 1 March, so that periods stay joined."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 3, 1)


def split_by_day(total: int, first: date, end: date, measured: Mapping[date, int]) -> dict[date, int]:
    """`total` [base unit] over the days of [first, end), by the shape that was measured.

    `measured` [any one unit] holds only days that were measured wholly. A day that was not takes the mean
    of those that were; where none was, or all were zero, every day is the same. Largest remainder: the
    parts add up to `total`.
    """
    span = days(first, end)
    return dict(zip(span, split(total, _shares(span, measured)), strict=True))


def split_by_month(total: int, first: date, end: date, measured: Mapping[date, int]) -> dict[date, int]:
    """`split_by_day`, added up by month (first day of each)."""
    found = dict.fromkeys(months(first, end), 0)
    for day, part in split_by_day(total, first, end, measured).items():
        found[month_of(day)] += part
    return found


def _shares(span: Sequence[date], measured: Mapping[date, int]) -> list[Decimal]:
    known = [max(measured[day], 0) for day in span if day in measured]
    if not any(known):
        return [Decimal(1)] * len(span)
    mean = Fraction(sum(known), len(known))
    shares = [Fraction(max(measured[day], 0)) if day in measured else mean for day in span]
    common = lcm(*(share.denominator for share in shares))
    return [Decimal(int(share * common)) for share in shares]
