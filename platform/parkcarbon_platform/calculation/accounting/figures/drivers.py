"""Denominators of intensities from what people reported, over a period; what is lacking is told, never 0."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

# Amounts of a period are added up; of what is there at a time the mean over its days counts.
STANDING = frozenset({"floor_area", "land_area", "headcount", "price_index"})


@dataclass(frozen=True, slots=True)
class Value:
    """An approved value of [from_day, to_day) in base units; `owner` None: the park's own."""

    owner: str | None
    item: str
    from_day: date
    to_day: date
    base: int


@dataclass(frozen=True, slots=True)
class Reported:
    """A denominator over a period [base units]: None where days, or enterprises, are lacking.

    `days` of `of_days` have a value; `missing`: enterprises that have none for some of the days.
    """

    item: str
    amount: Fraction | None
    days: int
    of_days: int
    missing: tuple[str, ...] = ()


def of_park(
    values: Sequence[Value], item: str, start: date, end: date, enterprises: Iterable[str]
) -> Reported:
    """The park's own value where it is complete, else the sum over all of its enterprises."""
    own = of_owner(values, item, start, end, None)
    if own.amount is not None:
        return own
    each = {code: of_owner(values, item, start, end, code) for code in sorted(enterprises)}
    missing = tuple(code for code, found in each.items() if found.amount is None)
    if missing or not each:
        # Nobody reported anything: it is the park that is asked, not each of its enterprises.
        started = any(found.days for found in each.values())
        return replace(
            own, days=max([own.days, *(f.days for f in each.values())]), missing=missing if started else ()
        )
    return Reported(
        item, sum((f.amount or Fraction(0) for f in each.values()), Fraction(0)), own.of_days, own.of_days
    )


def of_owner(values: Sequence[Value], item: str, start: date, end: date, owner: str | None) -> Reported:
    """An owner's amount over [start, end): a report's amount is spread evenly over its days."""
    days = daily([v for v in values if v.item == item and v.owner == owner], start, end)
    return _whole(item, days, start, end)


def constant_prices(
    values: Sequence[Value], start: date, end: date, owner: str | None, index_owner: str | None = None
) -> Reported:
    """Output at the prices of the base year: each day's at current prices × 100 ÷ its price index.

    The index is told in base units of a thousandth, 100 being the base year's prices.
    """
    output = daily([v for v in values if v.item == "output_current" and v.owner == owner], start, end)
    index = daily([v for v in values if v.item == "price_index" and v.owner == index_owner], start, end)
    both = {day: amount * 100_000 / index[day] for day, amount in output.items() if index.get(day)}
    return _whole("output_constant", both, start, end)


def daily(values: Iterable[Value], start: date, end: date) -> dict[date, Fraction]:
    """The amount of each day that has one; of overlapping reports the shorter (a month's before a year's)."""
    found: dict[date, Fraction] = {}
    for value in sorted(values, key=lambda v: v.from_day - v.to_day):
        length = (value.to_day - value.from_day).days
        each = Fraction(value.base) if value.item in STANDING else Fraction(value.base, length)
        day = max(start, value.from_day)
        while day < min(end, value.to_day):
            found[day] = each
            day += timedelta(days=1)
    return found


def _whole(item: str, days: Mapping[date, Fraction], start: date, end: date) -> Reported:
    length = (end - start).days
    if len(days) < length:
        return Reported(item, None, len(days), length)
    total = sum(days.values(), Fraction(0))
    return Reported(item, total / length if item in STANDING else total, length, length)
