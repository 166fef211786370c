"""Rules that look beyond one pair of readings; a job calls them with what it has read.

Each returns flags: where a rule struck, and what was found. Times are ms UTC and increase strictly, amounts
integers of the base unit, `rules` the point's parameters (`rules.values`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.exact import Int64
from parkcarbon_platform.calculation.metering.likeness import (
    HISTORY_DAYS,
    Quarters,
    is_weekend,
    local_day,
    slot,
)
from parkcarbon_platform.calculation.metering.rules import (
    DEFAULTS,
    HOUR_MS,
    MINUTE_MS,
    QUARTER_MS,
    Flag,
    Values,
)

Float64 = npt.NDArray[np.float64]
LEAST_OF_A_DAY = 92  # quarter hours: a day of 23 hours is whole


@dataclass(frozen=True, slots=True)
class Samples:
    """Usable readings of a point: `time` [ms], `value` [base unit, or base unit per hour of a gauge]."""

    time: Int64
    value: Float64 | Int64


def stuck(register: Samples, power: Samples, step: int, rules: Values = DEFAULTS) -> list[Flag]:
    """Runs of equal register readings while the point's own power gauge delivers.

    `step`: smallest step of the register [base unit]. A flag lies at the first reading of its run.
    """
    time = register.time
    if time.size < 2 or power.time.size == 0:
        return []
    edges = np.nonzero(np.diff(register.value) != 0)[0] + 1
    first = np.concatenate(([0], edges))
    last = np.concatenate((edges - 1, [time.size - 1]))
    long = last - first + 1 >= int(rules["stuck"]["identical"])
    least = float(rules["stuck"]["steps"]) * step
    found = []
    for a, b in zip(first[long].tolist(), last[long].tolist(), strict=True):
        delivered = _delivered(power, int(time[a]), int(time[b]))
        if delivered >= least:
            minutes = int(time[b] - time[a]) // MINUTE_MS
            found.append(Flag(int(time[a]), "stuck", f"{round(delivered)} by power in {minutes} min"))
    return found


def _delivered(power: Samples, start: int, end: int) -> float:
    """Amount of a gauge in [start, end] [base unit], trapezoids between its readings inside."""
    inside = (power.time >= start) & (power.time <= end)
    t, p = power.time[inside], power.value[inside]
    return float(((p[1:] + p[:-1]) / 2 * np.diff(t)).sum()) / HOUR_MS


def zero(measured: Quarters, history: Quarters, rules: Values = DEFAULTS) -> list[Flag]:
    """Runs of measured zeros of a meter that is active in like quarter hours of its `history`."""
    if measured.start.size == 0 or history.start.size == 0:
        return []
    slots = slot(history.start, history.offset)
    seen = np.bincount(slots, minlength=192)
    active = np.bincount(slots[history.quantity > 0], minlength=192)
    here = slot(measured.start, measured.offset)
    usual = (seen[here] > 0) & (active[here] >= float(rules["zero"]["share"]) * seen[here])
    odd = (measured.quantity == 0) & usual
    needed = float(rules["zero"]["hours"]) * HOUR_MS
    return [
        Flag(start, "zero", f"{(end - start) / HOUR_MS:g} h of zero")
        for start, end in _runs(measured.start[odd])
        if end - start >= needed
    ]


def _runs(starts: Int64) -> list[tuple[int, int]]:
    """Quarter hours without a hole between them as spans [from, to) [ms]."""
    if starts.size == 0:
        return []
    cut = np.nonzero(np.diff(starts) != QUARTER_MS)[0] + 1
    return [(int(run[0]), int(run[-1]) + QUARTER_MS) for run in np.split(starts, cut)]


@dataclass(frozen=True, slots=True)
class Days:
    """Complete local days of a point, by day: number since 1970-01-01, mean quarter hour, first [ms]."""

    day: Int64
    mean: Float64
    first: Int64


def complete_days(day: Int64, total: Int64, count: Int64, first: Int64) -> Days:
    """Days of which 92 measured quarter hours or more are there, of sums and numbers by day."""
    whole = count >= LEAST_OF_A_DAY
    return Days(day[whole], total[whole] / count[whole], first[whole])


def days_of(quarters: Quarters) -> Days:
    """The complete days of quarter hours."""
    days, first, count = np.unique(
        local_day(quarters.start, quarters.offset), return_index=True, return_counts=True
    )
    total = np.add.reduceat(quarters.quantity, first) if days.size else quarters.quantity
    return complete_days(days, total, count, quarters.start[first])


def high_low(measured: Days, history: Days, rules: Values = DEFAULTS) -> list[Flag]:
    """Whole measured local days far from the mean of like days in the 28 days before each.

    Days of 23 and 25 hours count by their mean quarter hour. A flag lies at the day's first quarter hour.
    """
    past = history.day
    found = []
    columns = (measured.day.tolist(), measured.mean.tolist(), measured.first.tolist())
    for day, here, start in zip(*columns, strict=True):
        like = (past < day) & (past >= day - HISTORY_DAYS) & (is_weekend(past) == is_weekend(np.array(day)))
        flag = _high_or_low(here, history.mean[like], start, rules)
        if flag is not None:
            found.append(flag)
    return found


def _high_or_low(mean: float, like: Float64, start: int, rules: Values) -> Flag | None:
    usual = float(like.mean()) if like.size else 0.0
    if usual <= 0:
        return None
    detail = f"{mean / usual:.3g} times the mean of {like.size} like days"
    if like.size >= rules["high"]["min_days"] and mean > float(rules["high"]["factor"]) * usual:
        return Flag(start, "high", detail)
    if like.size >= rules["low"]["min_days"] and mean < float(rules["low"]["factor"]) * usual:
        return Flag(start, "low", detail)
    return None


def float_step(time: int, value: float, is_float32: bool, rules: Values = DEFAULTS) -> list[Flag]:
    """Whether a float32 register of this size [unit as read] still shows steps of its resolution."""
    step = float(np.spacing(np.float32(abs(value))))
    if not is_float32 or step <= float(rules["float_step"]["resolution"]):
        return []
    return [Flag(time, "float_step", f"at {value:.10g} a float32 steps by {step:g}")]


def looks_like_float32(values: Float64) -> bool:
    """Whether every value is one that a float32 holds, and not all are integers (those prove nothing)."""
    known = values[np.isfinite(values)]
    with np.errstate(over="ignore"):
        narrow = known.astype(np.float32).astype(np.float64)
    large = bool((np.abs(known) >= 1 << 24).any())
    return bool(known.size) and bool((narrow == known).all()) and (large or bool((known % 1 != 0).any()))


def clock_drift(source: Int64, received: Int64, rules: Values = DEFAULTS) -> list[Flag]:
    """Local days (UTC) in whose median source time and time of receipt [ms] differ too much.

    Back-fill is received long after its source time: give only live readings.
    """
    found = []
    days = source // (24 * HOUR_MS)
    for day in np.unique(days).tolist():
        here = days == day
        ahead = float(np.median(source[here] - received[here])) / 1000
        if abs(ahead) > rules["clock_drift"]["seconds"]:
            word = "ahead" if ahead > 0 else "behind"
            found.append(Flag(int(source[here][0]), "clock_drift", f"{abs(ahead):.0f} s {word}"))
    return found


def different_value(time: Int64, first: Float64, second: Float64) -> list[Flag]:
    """Source times that came again with another value; `first` was kept."""
    return [
        Flag(int(t), "different_value", f"{a:.10g} kept, {b:.10g} came later")
        for t, a, b in zip(time, first, second, strict=True)
        if a != b
    ]


def balance(start: int, parent: int, children: Sequence[int], rules: Values = DEFAULTS) -> list[Flag]:
    """Sub-meters against their parent over one period, in one base unit."""
    return _compare(start, "balance", parent, sum(children), float(rules["balance"]["percent"]))


def interval_sum(start: int, register: int, intervals: int, rules: Values = DEFAULTS) -> list[Flag]:
    """Intervals of a meter against its own register over one period, in one base unit."""
    return _compare(start, "interval_sum", register, intervals, float(rules["interval_sum"]["percent"]))


def _compare(start: int, rule: str, reference: int, other: int, percent: float) -> list[Flag]:
    if abs(other - reference) * 100 <= percent * abs(reference):
        return []
    share = f"{(other - reference) / reference:+.1%}" if reference else "of zero"
    return [Flag(start, rule, f"{other - reference:+d} ({share})")]


def silent(now: int, last: int | None, expected_period_s: int, rules: Values = DEFAULTS) -> list[Flag]:
    """Whether the last usable reading [ms] is too long ago; None: there never was one."""
    rule = rules["silent"]
    limit = max(rule["minutes"] * MINUTE_MS, rule["periods"] * expected_period_s * 1000)
    if last is not None and now - last <= limit:
        return []
    detail = "never read" if last is None else f"{(now - last) // MINUTE_MS} min without a reading"
    return [Flag(now if last is None else last, "silent", detail)]
