"""Which period a quarter hour belongs to: by its start in local wall-clock time.

A quarter hour belongs to one period, since ranges begin and end on quarter hours. On a day when the clocks
are put back an hour of the schedule comes twice, on one when they are put forward it does not come; each
quarter hour of UTC is still counted exactly once.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.tariff.model import PERIODS, DayType, Period, Schedule, Version

Int64 = npt.NDArray[np.int64]
QUARTER_MS = 900_000
QUARTERS_PER_DAY = 96


class LocalQuarters(NamedTuple):
    """Local day (proleptic ordinal) and quarter of the day (0…95) of some quarter hours."""

    day: Int64
    quarter: Int64


def minutes(clock: str) -> int:
    """Minutes since midnight of HH:MM.

    >>> minutes("24:00")
    1440
    """
    return int(clock[:2]) * 60 + int(clock[3:])


def local_quarters(starts: Int64, zone: tzinfo) -> LocalQuarters:
    """The local day and quarter of the day of quarter hours that start at `starts` [ms since the epoch]."""
    day = np.empty(len(starts), np.int64)
    quarter = np.empty(len(starts), np.int64)
    for i, start in enumerate(starts.tolist()):
        local = datetime.fromtimestamp(start / 1000, UTC).astimezone(zone)
        day[i] = local.toordinal()
        quarter[i] = local.hour * 4 + local.minute // 15
    return LocalQuarters(day, quarter)


def day_type(version: Version, day: date) -> DayType:
    """Holiday, else weekend unless it is worked, else workday."""
    if day in version.holidays:
        return "holiday"
    return "weekend" if day.weekday() >= 5 and day not in version.workdays else "workday"


def schedule_of(version: Version, month: int, kind: DayType) -> Schedule | None:
    """The schedule of a month and type of day; None where the version has none."""
    found = (s for s in version.schedules if month in s.months and kind in s.days)
    return next(found, None)


def quarters(schedule: Schedule) -> tuple[Period, ...]:
    """The period of each of the 96 quarters of the day; raises ValueError where the day is not tiled."""
    day: list[Period | None] = [None] * QUARTERS_PER_DAY
    for item in schedule.ranges:
        for quarter in range(minutes(item.start) // 15, minutes(item.end) // 15):
            if day[quarter] is not None:
                raise ValueError(f"{item.start}-{item.end}")
            day[quarter] = item.period
    whole = tuple(period for period in day if period is not None)
    if len(whole) != QUARTERS_PER_DAY:
        raise ValueError("gap")
    return whole


def classify(version: Version, local: LocalQuarters) -> Int64:
    """Number of the period in PERIODS of each quarter hour; the version must have passed `rules.problems`."""
    tables = _tables(version)
    rows = {
        ordinal: tables[day.month, day_type(version, day)]
        for ordinal in np.unique(local.day).tolist()
        if (day := date.fromordinal(ordinal))
    }
    found = np.empty(len(local.day), np.int64)
    for ordinal, table in rows.items():
        of_day = local.day == ordinal
        found[of_day] = table[local.quarter[of_day]]
    return found


def _tables(version: Version) -> Mapping[tuple[int, DayType], Int64]:
    tables: dict[tuple[int, DayType], Int64] = {}
    for schedule in version.schedules:
        table = np.array([_number(period) for period in quarters(schedule)], np.int64)
        tables |= {(month, kind): table for month in schedule.months for kind in schedule.days}
    return tables


@cache
def _number(period: Period) -> int:
    return PERIODS.index(period)


def in_force(versions: Sequence[Version], day: date) -> Version | None:
    """The version that holds on a local day."""
    found = (v for v in versions if v.valid_from <= day and (v.valid_to is None or day <= v.valid_to))
    return next(found, None)
