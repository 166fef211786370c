"""Interval meters and gauges: amounts without a register that would tell their sum."""

import numpy as np

from parkcarbon_platform.calculation.exact import Int64, mul_div
from parkcarbon_platform.calculation.metering.batch import Batch
from parkcarbon_platform.calculation.metering.methods import (
    INTEGRAL,
    LINEAR_AMOUNT,
    LINEAR_LONG_AMOUNT,
    NONE,
    UNCERTAIN,
)  # fmt: skip
from parkcarbon_platform.calculation.metering.pairs import Pairs, gap_flags, gaps_of, joined
from parkcarbon_platform.calculation.metering.readings import (
    Flags,
    Usable,
    accepted,
    only,
    reading_flags,
    usable_readings,
)  # fmt: skip
from parkcarbon_platform.calculation.metering.rules import HOUR_MS

# A gauge's rate times milliseconds, both ends of a pair added: this many to the base unit.
PER_UNIT = 2 * HOUR_MS
# Rates whose integral over a quarter hour fits 63 bits.
LARGEST_RATE = 1 << 42
# Readings of an interval meter leave no hole up to a tenth beyond their period: clocks jitter.
JITTER = 10


def of_intervals(batch: Batch) -> tuple[Pairs, Flags]:
    """Spans of interval meters: a value is the amount of the period that ends at the reading.

    What lies between two periods is unknown: up to the linear limit at the mean of the rates beside it.
    """
    readings, flags = usable_readings(batch)
    readings, spikes = _without_spikes(batch, readings, readings.limits.period)
    previous = np.concatenate(([0], readings.time[:-1]))
    first = np.concatenate(([True], readings.series[1:] != readings.series[:-1]))[: readings.time.size]
    period = readings.limits.period
    opened = readings.time - period
    distance = readings.time - previous
    follows = ~first & (distance <= period + period // JITTER)
    start = np.where(follows, previous[: readings.time.size], opened)
    method = np.where(readings.uncertain, UNCERTAIN, NONE).astype(np.int8)
    method[accepted(batch, readings.series, readings.time, "uncertain")] = NONE
    no = np.zeros(start.shape, dtype=np.bool_)
    known = Pairs(readings.series, start, readings.time, readings.value, None, method, no, no, no)
    holes, found = _holes(readings, np.nonzero(~first & ~follows)[0])
    return joined(known, holes), flags + spikes + found


def _holes(r: Usable, right: Int64) -> tuple[Pairs, Flags]:
    left = right - 1
    period = r.limits.period[right]
    start, end = r.time[left], r.time[right] - period
    amount = mul_div(r.value[left] + r.value[right], end - start, 2 * period)
    long = end - start > r.limits.linear[right]
    method = np.where(long, LINEAR_LONG_AMOUNT, LINEAR_AMOUNT).astype(np.int8)
    no = np.zeros(long.shape, dtype=np.bool_)
    pairs = Pairs(r.series[right], start, end, amount, None, method, long, long, no)
    return pairs, gap_flags(pairs, ~long, long)


def of_gauges(batch: Batch) -> tuple[Pairs, Flags]:
    """Spans between the readings of a gauge, to be integrated by trapezoids.

    The error of a trapezoid is at most the greatest curvature of the rate times span³ / 12; of a rate that
    only rises or only falls between the readings it is at most half the span times their difference.
    """
    readings, flags = usable_readings(batch)
    readings, spikes = _without_spikes(batch, readings, np.full(readings.time.shape, HOUR_MS))
    readings = only(readings, np.abs(readings.value) <= LARGEST_RATE)
    same = readings.series[:-1] == readings.series[1:]
    left, right = np.nonzero(same)[0], np.nonzero(same)[0] + 1
    start, end = readings.time[left], readings.time[right]
    series, limits = readings.series[left], readings.limits.of(left)
    span = end - start
    method = np.full(span.shape, INTEGRAL, dtype=np.int8)
    unsure = readings.uncertain[left] | readings.uncertain[right]
    method[unsure & ~accepted(batch, series, end, "uncertain")] = UNCERTAIN
    short, long = gaps_of(span, limits)
    short &= ~accepted(batch, series, start, "gap")
    long &= ~accepted(batch, series, start, "long_gap")
    method[short], method[long] = LINEAR_AMOUNT, LINEAR_LONG_AMOUNT
    rates = readings.value[left], readings.value[right]
    no = np.zeros(span.shape, dtype=np.bool_)
    amount = mul_div(rates[0] + rates[1], span, PER_UNIT)
    pairs = Pairs(series, start, end, amount, rates, method, long, long, no)
    return pairs, flags + spikes + gap_flags(pairs, short, long)


def _without_spikes(batch: Batch, r: Usable, span: Int64) -> tuple[Usable, Flags]:
    """Without readings beyond the largest rate: they say nothing of the time around them."""
    spike = np.abs(r.value) > r.limits.rate * span / HOUR_MS
    spike &= ~accepted(batch, r.series, r.time, "spike")
    return only(r, ~spike), reading_flags(r, spike, "spike")
