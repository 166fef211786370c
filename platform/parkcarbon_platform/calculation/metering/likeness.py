"""Like periods: the quarter hours of a day of the same kind, working day or weekend, in local time."""

from dataclasses import dataclass

import numpy as np

from parkcarbon_platform.calculation.exact import Int64
from parkcarbon_platform.calculation.metering.rules import DAY_MS, QUARTER_MS

QUARTERS = 96
SLOTS = 2 * QUARTERS
# How far back like days are looked for.
HISTORY_DAYS = 28
HISTORY_MS = HISTORY_DAYS * DAY_MS


@dataclass(frozen=True, slots=True)
class Quarters:
    """Measured, fully covered quarter hours of one point, by time.

    `start` [ms UTC], `quantity` [base unit], `offset`: what local time is ahead of UTC at each [ms].
    """

    start: Int64
    quantity: Int64
    offset: Int64


@dataclass(frozen=True, slots=True)
class Profile:
    """Sum [base unit] and number of measured quarter hours by slot."""

    total: Int64
    count: Int64


def local_day(start: Int64, offset: Int64) -> Int64:
    """Number of the local calendar day since 1970-01-01; `start` and `offset` [ms]."""
    return (start + offset) // DAY_MS


def is_weekend(day: Int64) -> Int64:
    """1 on Saturdays and Sundays, of day numbers since 1970-01-01, which was a Thursday."""
    return np.asarray((day + 3) % 7 >= 5, dtype=np.int64)


def slot(start: Int64, offset: Int64) -> Int64:
    """Quarter hour of the local day, 0–95 on working days and 96–191 on weekends; [ms] in.

    The hour that summer time repeats has the slots of the first one.
    """
    quarter = (start + offset) % DAY_MS // QUARTER_MS
    return quarter + QUARTERS * is_weekend(local_day(start, offset))


def profile(quarters: Quarters) -> Profile:
    """Sums and counts by slot."""
    slots = slot(quarters.start, quarters.offset)
    total = np.zeros(SLOTS, dtype=np.int64)
    np.add.at(total, slots, quarters.quantity)
    return Profile(total, np.bincount(slots, minlength=SLOTS).astype(np.int64))


def expected(known: Profile, slots: Int64, min_count: int = 1) -> tuple[Int64, Int64] | None:
    """(total, count) of every slot; None where a slot has fewer than `min_count` on either kind of day.

    A slot that its own kind of day does not know takes the other's: Monday's shape is better than none.
    """
    other = (slots + QUARTERS) % SLOTS
    own = known.count[slots] >= min_count
    total = np.where(own, known.total[slots], known.total[other])
    count = np.where(own, known.count[slots], known.count[other])
    return None if bool((count < min_count).any()) else (total, count)
