"""What must hold in a tariff: every quarter hour of the year has one period with a price."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise, product
from typing import NamedTuple, Protocol

from parkcarbon_platform.calculation.tariff.model import (
    DAY_TYPES,
    Contract,
    DayType,
    Schedule,
    Tariff,
    Version,
)
from parkcarbon_platform.calculation.tariff.periods import minutes, quarters

DAY_MINUTES = 1440


class Mistake(NamedTuple):
    """A mistake: where, what, and what to do; no sentence ends in a full stop."""

    path: str
    problem: str
    remedy: str


class Validity(Protocol):
    """Something that holds on local days, both ends included."""

    @property
    def valid_from(self) -> date:
        """The first day."""
        ...

    @property
    def valid_to(self) -> date | None:
        """The last day; None: open."""
        ...


def problems(tariff: Tariff) -> Iterator[Mistake]:
    """Every mistake of a tariff."""
    if not tariff.versions:
        yield Mistake("versions", "there is no version", "Give at least one with prices and schedules")
    yield from overlaps("versions", tariff.versions)
    for i, version in enumerate(tariff.versions):
        yield from of_version(f"versions[{i}]", version)
    for i, contract in enumerate(tariff.contracts):
        yield from of_contract(f"contracts[{i}]", contract, tariff.versions)
    for enterprise in {c.enterprise for c in tariff.contracts}:
        yield from overlaps("contracts", [c for c in tariff.contracts if c.enterprise == enterprise])


def overlaps(path: str, items: Sequence[Validity]) -> Iterator[Mistake]:
    """Validities end after they begin and do not overlap."""
    for item in items:
        if item.valid_to is not None and item.valid_to < item.valid_from:
            yield Mistake(path, f"{item.valid_from} to {item.valid_to} is no span", "Let it end later")
    for before, after in pairwise(sorted(items, key=lambda item: item.valid_from)):
        if before.valid_to is None or before.valid_to >= after.valid_from:
            problem = f"those from {before.valid_from} and {after.valid_from} overlap"
            yield Mistake(path, problem, "End the earlier one on the day before")


def of_version(path: str, version: Version) -> Iterator[Mistake]:
    """Schedules tile the year, every period used has a price, numbers are possible."""
    for i, schedule in enumerate(version.schedules):
        yield from of_schedule(f"{path}.schedules[{i}]", schedule)
    yield from coverage(path, version)
    used = {r.period for schedule in version.schedules for r in schedule.ranges}
    for period in sorted(used - version.prices.keys()):
        yield Mistake(f"{path}.prices", f"{period} has no price", "Give its price per kWh")
    numbers = {f"prices.{period}": price for period, price in version.prices.items()}
    numbers |= {"surcharge": version.surcharge, "demand.price": version.demand.price}
    for name, number in numbers.items():
        if not number.is_finite() or number < 0:
            yield Mistake(f"{path}.{name}", f"{number} is no price", "Give zero or more")
    terms = version.demand
    if not (terms.above.is_finite() and terms.above >= 1 and terms.factor.is_finite() and terms.factor >= 1):
        yield Mistake(f"{path}.demand", "threshold or factor is below 1", "Give 1 or more")
    for day in sorted(set(version.holidays) & set(version.workdays)):
        yield Mistake(f"{path}.workdays", f"{day} is a holiday too", "Leave it out of one list")
    if version.power_factor is not None:
        yield from of_knots(f"{path}.power_factor.adjustment", version.power_factor.adjustment)


def of_schedule(path: str, schedule: Schedule) -> Iterator[Mistake]:
    """Ranges lie on quarter hours and cover the 24 hours once."""
    fine = True
    for i, item in enumerate(schedule.ranges):
        start, end = minutes(item.start), minutes(item.end)
        if start % 15 or end % 15:
            fine = False
            problem = f"{item.start}-{item.end} is not on quarter hours"
            yield Mistake(
                f"{path}.ranges[{i}]", problem, "A quarter hour belongs to one period: use :00 :15 :30 :45"
            )
        elif not start < end <= DAY_MINUTES:
            fine = False
            problem = f"{item.start}-{item.end} does not end after it begins"
            yield Mistake(
                f"{path}.ranges[{i}]", problem, "Cut a range over midnight in two, the first to 24:00"
            )
    if fine:
        try:
            quarters(schedule)
        except ValueError as error:
            is_gap = str(error) == "gap"
            problem = "the 24 hours are not covered" if is_gap else f"{error} overlaps another range"
            yield Mistake(f"{path}.ranges", problem, "Let the ranges cover 00:00 to 24:00 once")


def coverage(path: str, version: Version) -> Iterator[Mistake]:
    """Each month and type of day has exactly one schedule."""
    wanted: dict[tuple[int, DayType], int] = dict.fromkeys(product(range(1, 13), DAY_TYPES), 0)
    for schedule in version.schedules:
        for key in product(set(schedule.months), set(schedule.days)):
            wanted[key] += 1
    for count, word in ((0, "no schedule"), (2, "several schedules")):
        wrong = [key for key, n in wanted.items() if (n == 0 if count == 0 else n >= 2)]
        if wrong:
            month, kind = wrong[0]
            more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
            problem = f"month {month} has {word} for a {kind}{more}"
            yield Mistake(f"{path}.schedules", problem, "Give each month and type of day one schedule")


def of_knots(path: str, knots: Sequence[tuple[Decimal, Decimal]]) -> Iterator[Mistake]:
    """Power factors fall, from at most 1 to 0."""
    factors = [factor for factor, _ in knots]
    if factors and (factors[-1] != 0 or factors[0] > 1 or any(a <= b for a, b in pairwise(factors))):
        yield Mistake(path, "the power factors do not fall to 0", "Begin at most at 1 and end at 0")


def of_contract(path: str, contract: Contract, versions: Sequence[Version]) -> Iterator[Mistake]:
    """What the tariff charges by is agreed."""
    modes = {v.demand.mode for v in versions}
    for mode, name, number in (
        ("contract", "demand_kw", contract.demand_kw),
        ("capacity", "capacity_kva", contract.capacity_kva),
    ):
        if number is None and mode in modes:
            yield Mistake(f"{path}.{name}", f"the tariff charges by {mode}", "Give what was agreed")
        if number is not None and not (number.is_finite() and number > 0):
            yield Mistake(f"{path}.{name}", f"{number} is not above zero", "Give a positive number")
