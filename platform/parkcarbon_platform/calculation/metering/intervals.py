"""Registers to quarter-hour intervals, so that their sum is the accepted register delta, exactly.

Between two adjacent accepted readings (t0, R0), (t1, R1) the cumulative at a boundary b is

    C(b) = R0 + round_half_even((R1 - R0) * (b - t0) / (t1 - t0))

in integer arithmetic; an interval is the difference of two such values. Sums telescope: nothing depends on
the order of arrival, and a reading changes only the boundaries between its neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.exact import Int64, mul_div
from parkcarbon_platform.calculation.metering.pairs import METHODS, Pairs, glitches, pair_up
from parkcarbon_platform.calculation.metering.registers import Bools, Float64, Register, to_integers
from parkcarbon_platform.calculation.metering.rules import BAD_FROM, ESTIMATED, MEASURED, QUARTER_MS, Flag

Int8 = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Intervals:
    """Quarter hours in order of `start` [ms]; amounts in the base unit.

    `estimated` is the part of `quantity` from estimated pairs, `covered_ms` the time between accepted
    readings, `method` an index into `pairs.METHODS`. Quarter hours without coverage have no row.
    """

    start: Int64
    quantity: Int64
    estimated: Int64
    covered_ms: Int64
    method: Int8
    flags: tuple[Flag, ...] = ()

    @property
    def status(self) -> Int8:
        """0 measured, 1 estimated."""
        return np.where(self.method > 0, ESTIMATED, MEASURED).astype(np.int8)

    @property
    def methods(self) -> list[str | None]:
        """Names of the estimates."""
        return [METHODS[m] for m in self.method]

    def between(self, start: int, end: int) -> "Intervals":
        """Rows with start <= row < end [ms]; flags of the same span."""
        keep = (self.start >= start) & (self.start < end)
        flags = tuple(f for f in self.flags if start <= f.time < end)
        return Intervals(
            self.start[keep],
            self.quantity[keep],
            self.estimated[keep],
            self.covered_ms[keep],
            self.method[keep],
            flags,
        )


def from_registers(
    time: Int64,
    value: Float64,
    quality: Int64,
    register: Register,
    exact: Sequence[Decimal | None] | None = None,
) -> Intervals:
    """Intervals of one register.

    `time` [ms] increases strictly, `value` [unit as read] is NaN where there was none, `quality` is the OPC
    UA status code: Bad is not used, Uncertain is used and estimated. `exact` replaces values that a float64
    cannot hold.
    """
    integers, usable = to_integers(value, register.scale, exact)
    present = ~np.isnan(value) | np.array(
        [e is not None for e in exact or [None] * len(value)], dtype=np.bool_
    )
    good = usable & (quality < BAD_FROM)
    flags = _point_flags(time, present & ~usable & (quality < BAD_FROM), "out_of_range", value)
    good[1:] &= np.diff(time) > 0
    time, integers, uncertain = time[good], integers[good], quality[good] >= 1 << 30
    wrong = glitches(time, integers, register)
    flags += _point_flags(time, wrong, "glitch", integers)
    pairs = pair_up(time[~wrong], integers[~wrong], uncertain[~wrong], register)
    return _collect(pairs, flags + _pair_flags(pairs))


def accepted_delta(pairs: Pairs) -> int:
    """What the register counted between its accepted readings [base unit]."""
    return int(pairs.amount.sum())


def _collect(pairs: Pairs, flags: list[Flag]) -> Intervals:
    kept = np.nonzero(~pairs.is_reset)[0]
    pair, start, end = _segments(pairs.start[kept], pairs.end[kept])
    pair = kept[pair]
    t0, span, total = pairs.start[pair], pairs.end[pair] - pairs.start[pair], pairs.amount[pair]
    amount = mul_div(total, end - t0, span) - mul_div(total, start - t0, span)
    method = pairs.method[pair]
    quarter, row = np.unique(start - start % QUARTER_MS, return_inverse=True)
    strongest = np.zeros(quarter.shape, dtype=np.int8)
    np.maximum.at(strongest, row, method)
    return Intervals(
        quarter,
        _sum(row, amount, quarter.size),
        _sum(row, np.where(method > 0, amount, 0), quarter.size),
        _sum(row, end - start, quarter.size),
        strongest,
        tuple(sorted(flags, key=lambda flag: (flag.time, flag.rule))),
    )


def _sum(row: Int64, values: Int64, size: int) -> Int64:
    result = np.zeros(size, dtype=np.int64)
    np.add.at(result, row, values)
    return result


def _segments(start: Int64, end: Int64) -> tuple[Int64, Int64, Int64]:
    """Cut each pair at the quarter hours inside it: (index of the pair, start, end) of every piece."""
    first = start - start % QUARTER_MS
    pieces = (end - 1) // QUARTER_MS - start // QUARTER_MS + 1
    pair = np.repeat(np.arange(start.size, dtype=np.int64), pieces)
    number = np.arange(pair.size, dtype=np.int64) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    left = first[pair] + number * QUARTER_MS
    return pair, np.maximum(left, start[pair]), np.minimum(left + QUARTER_MS, end[pair])


def _point_flags(time: Int64, mask: Bools, rule: str, found: npt.NDArray[np.generic]) -> list[Flag]:
    return [Flag(int(time[i]), rule, f"reading {found[i]}") for i in np.nonzero(mask)[0]]


def _pair_flags(pairs: Pairs) -> list[Flag]:
    flags = []
    for rule, mask in (("reset", pairs.is_reset), ("rollover", pairs.is_rollover), ("spike", pairs.is_spike)):
        for i in np.nonzero(mask)[0]:
            seconds = int(pairs.end[i] - pairs.start[i]) // 1000
            flags.append(Flag(int(pairs.end[i]), rule, f"{int(pairs.amount[i])} in {seconds} s"))
    long = METHODS.index("linear")
    for i in np.nonzero((pairs.method >= long) & ~pairs.is_reset)[0]:
        seconds = int(pairs.end[i] - pairs.start[i]) // 1000
        flags.append(Flag(int(pairs.start[i]), "gap", f"{int(pairs.amount[i])} over {seconds} s"))
    return flags
