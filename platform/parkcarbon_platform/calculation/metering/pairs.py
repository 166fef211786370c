"""What each pair of adjacent accepted readings delivers, for registers, interval meters and gauges alike."""

from dataclasses import dataclass

import numpy as np

from parkcarbon_platform.calculation.exact import Int64
from parkcarbon_platform.calculation.metering.acceptance import Limits, glitches, too_fast
from parkcarbon_platform.calculation.metering.batch import Batch
from parkcarbon_platform.calculation.metering.methods import (
    LINEAR,
    LINEAR_LONG,
    LINEAR_LONG_AMOUNT,
    SPIKE,
    UNCERTAIN,
)  # fmt: skip
from parkcarbon_platform.calculation.metering.readings import (
    Flags,
    Usable,
    accepted,
    only,
    reading_flags,
    usable_readings,
)  # fmt: skip
from parkcarbon_platform.calculation.metering.registers import Bools, turn_of
from parkcarbon_platform.calculation.metering.rules import Flag

Int8 = np.typing.NDArray[np.int8]
# How far a reading reaches: acceptance looks one reading to each side, a pair joins two accepted ones, and
# those two depend on their own neighbours: 4. An index that is interpolated at an event looks as far again:
# 6. Two more allow for readings that cannot be used.
REACH = 6
NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class Pairs:
    """Spans [start, end) [ms] of series with what was delivered in them.

    `amount` [base unit]; of gauges the rates at both ends instead [base unit per hour]. `method` of METHODS.
    `open` spans wait for a shape; of `unknown` ones the amount is a guess at best, and where `void` not even
    that: without a profile or check meter they stay a hole.
    """

    series: Int64
    start: Int64
    end: Int64
    amount: Int64
    rates: tuple[Int64, Int64] | None
    method: Int8
    open: Bools
    unknown: Bools
    void: Bools


def of_registers(batch: Batch) -> tuple[Pairs, Flags]:
    """Pairs of cumulative registers."""
    readings, flags = usable_readings(batch)
    wrong = glitches(readings.group, readings.time, readings.value, readings.limits)
    wrong &= ~accepted(batch, readings.series, readings.time, "glitch")
    flags += reading_flags(readings, wrong, "glitch")
    readings = only(readings, ~wrong)
    same = readings.group[:-1] == readings.group[1:]
    left, right = np.nonzero(same)[0], np.nonzero(same)[0] + 1
    pairs, found = _register_pairs(batch, readings, left, right)
    return _with_unknown_ends(batch, readings, pairs), flags + found + _unknown_flags(batch, readings)


def _register_pairs(batch: Batch, r: Usable, left: Int64, right: Int64) -> tuple[Pairs, Flags]:
    series, start, end = r.series[left], r.time[left], r.time[right]
    limits = r.limits.of(left)
    span = end - start
    delta = r.value[right] - r.value[left]
    turned = _turns(batch, r, left, right)
    amount = delta + turned
    reset = amount < 0
    counted = reset & accepted(batch, series, end, "reset")
    amount = np.where(counted, r.value[right], np.where(reset, 0, amount))
    reset &= ~counted
    spike = too_fast(amount, span, limits) & ~reset & ~accepted(batch, series, end, "spike")
    method = np.zeros(span.shape, dtype=np.int8)
    unsure = (r.uncertain[left] | r.uncertain[right]) & ~accepted(batch, series, end, "uncertain")
    method[unsure] = UNCERTAIN
    method[spike] = SPIKE
    short, long = gaps_of(span, limits)
    short &= ~accepted(batch, series, start, "gap")
    long &= ~accepted(batch, series, start, "long_gap")
    method[short], method[long] = LINEAR, LINEAR_LONG
    method[reset] = LINEAR_LONG_AMOUNT
    pairs = Pairs(series, start, end, amount, None, method, long | reset, reset, reset)
    flags = span_flags(pairs, spike, "spike", end) + span_flags(pairs, reset, "reset", end)
    flags += span_flags(pairs, turned > 0, "rollover", end) + gap_flags(pairs, short & ~reset, long)
    return pairs, flags


def _turns(batch: Batch, r: Usable, left: Int64, right: Int64) -> Int64:
    """The modulus where a register has turned over between two readings, else 0."""
    turned = np.zeros(left.shape, dtype=np.int64)
    drop = np.nonzero(r.value[right] < r.value[left])[0]
    before, after, span = r.value[left[drop]], r.value[right[drop]], (r.time[right] - r.time[left])[drop]
    limits = r.limits.of(left[drop])
    modulus, top = limits.modulus, limits.top
    fast = too_fast(after - before + modulus, span, limits)
    near = (before >= modulus - top) & (after <= top)
    whole = (modulus > 0) & (before < modulus) & np.where(np.isfinite(limits.rate), ~fast, near)
    turned[drop] = np.where(whole, modulus, 0)
    for series, time, digits in batch.rollovers:
        here = (r.series[left] == series) & (r.time[left] <= time) & (time <= r.time[right])
        for pair in np.intersect1d(np.nonzero(here)[0], drop).tolist():
            register = batch.registers[int(r.group[left[pair]])]
            turned[pair] = (turn_of(register.scale, digits) if digits else register.modulus) or 0
    return turned


def _with_unknown_ends(batch: Batch, r: Usable, pairs: Pairs) -> Pairs:
    """The spans between an end of unknown index and the nearest reading of its epoch, added."""
    spans = list(_unknown_spans(batch, r))
    if not spans:
        return pairs
    series, start, end = (np.array(c, dtype=np.int64) for c in zip(*spans, strict=True))
    yes = np.ones(series.shape, dtype=np.bool_)
    zero = np.zeros(series.shape, dtype=np.int64)
    method = np.full(series.shape, LINEAR_LONG_AMOUNT, dtype=np.int8)
    return joined(pairs, Pairs(series, start, end, zero, None, method, yes, yes, yes))


def _unknown_spans(batch: Batch, r: Usable) -> list[tuple[int, int, int]]:
    found = []
    for end in batch.unknown:
        times = r.time[r.group == end.epoch]
        if times.size:
            span = (int(times[-1]), end.time) if end.side == "end" else (end.time, int(times[0]))
            if span[0] < span[1]:
                found.append((batch.owner[end.epoch], *span))
    return found


def _unknown_flags(batch: Batch, r: Usable) -> Flags:
    return [
        (series, Flag(start, "unknown_amount", f"unknown over {(end - start) // 1000} s"))
        for series, start, end in _unknown_spans(batch, r)
    ]


def joined(a: Pairs, b: Pairs) -> Pairs:
    """Both, by series and start."""
    both = [np.concatenate((getattr(a, n), getattr(b, n))) for n in ("series", "start", "end", "amount")]
    method = np.concatenate((a.method, b.method))
    masks = [np.concatenate((getattr(a, n), getattr(b, n))) for n in ("open", "unknown", "void")]
    order = np.lexsort((both[1], both[0]))
    series, start, end, amount = (column[order] for column in both)
    return Pairs(series, start, end, amount, None, method[order], *(mask[order] for mask in masks))


def gaps_of(span: Int64, limits: Limits) -> tuple[Bools, Bools]:
    """Which spans [ms] between readings are gaps that need no shape, and which are longer."""
    gap = span > limits.gap
    rows = np.nonzero(gap)[0]
    long = np.zeros(span.shape, dtype=np.bool_)
    long[rows] = span[rows] > limits.of(rows).linear
    return gap & ~long, long


def gap_flags(pairs: Pairs, short: Bools, long: Bools) -> Flags:
    """Flags of gaps at the reading before them."""
    return span_flags(pairs, short, "gap", pairs.start) + span_flags(pairs, long, "long_gap", pairs.start)


def span_flags(pairs: Pairs, mask: Bools, rule: str, time: Int64) -> Flags:
    """Flags of spans at a time [ms] of each."""
    found = []
    for i in np.nonzero(mask)[0]:
        amount = "unknown" if pairs.unknown[i] else str(pairs.amount[i])
        seconds = int(pairs.end[i] - pairs.start[i]) // 1000
        found.append((int(pairs.series[i]), Flag(int(time[i]), rule, f"{amount} over {seconds} s")))
    return found
