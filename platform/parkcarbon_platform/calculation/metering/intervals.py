"""Readings to quarter-hour intervals, so that their sum is the accepted register delta, exactly.

Between two adjacent accepted readings (t0, R0), (t1, R1) the cumulative at a boundary b is

    C(b) = R0 + round_half_even((R1 - R0) * (b - t0) / (t1 - t0))

in integer arithmetic; an interval is the difference of two such values. Sums telescope: nothing depends on
the order of arrival, and a reading changes only the boundaries between its neighbours.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.exact import Int64, mul_div
from parkcarbon_platform.calculation.metering import pairs as registers
from parkcarbon_platform.calculation.metering import rates
from parkcarbon_platform.calculation.metering.batch import Batch
from parkcarbon_platform.calculation.metering.meters import Kind
from parkcarbon_platform.calculation.metering.methods import ESTIMATED_FROM, METHODS
from parkcarbon_platform.calculation.metering.pairs import Pairs
from parkcarbon_platform.calculation.metering.readings import Flags
from parkcarbon_platform.calculation.metering.registers import Bools
from parkcarbon_platform.calculation.metering.rules import ESTIMATED, MEASURED, QUARTER_MS
from parkcarbon_platform.calculation.metering.shapes import Gap, Pieces

Int8 = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Intervals:
    """Quarter hours by series and `start` [ms]; amounts in the base unit.

    `estimated` is the part of `quantity` from estimated pairs, `covered_ms` the time between accepted
    readings, `method` an index into METHODS. Quarter hours without coverage have no row.
    """

    series: Int64
    start: Int64
    quantity: Int64
    estimated: Int64
    covered_ms: Int64
    method: Int8

    @property
    def status(self) -> Int8:
        """0 measured, 1 estimated."""
        return np.where(self.method >= ESTIMATED_FROM, ESTIMATED, MEASURED).astype(np.int8)

    @property
    def methods(self) -> list[str | None]:
        """Names of the estimates."""
        return [METHODS[m] for m in self.method]

    @property
    def measured(self) -> Bools:
        """Rows that are measured throughout: what shapes are made of."""
        result: Bools = (self.method < ESTIMATED_FROM) & (self.covered_ms == QUARTER_MS)
        return result

    def only(self, keep: Bools | Int64) -> "Intervals":
        """Some of the rows."""
        return Intervals(
            self.series[keep], self.start[keep], self.quantity[keep], self.estimated[keep],
            self.covered_ms[keep], self.method[keep],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What the readings of a batch give: intervals without long gaps, the gaps, and what rules found.

    `fallback`: pieces for each gap that nothing shapes, None where nothing is known of its amount.
    """

    intervals: Intervals
    gaps: tuple[Gap, ...]
    fallback: tuple[Pieces | None, ...]
    flags: Flags


_PAIRS: Mapping[Kind, Callable[[Batch], tuple[Pairs, Flags]]] = {
    "register": registers.of_registers,
    "interval": rates.of_intervals,
    "integral": rates.of_gauges,
}


def compute(batch: Batch, kind: Kind) -> Found:
    """Intervals of a batch, all of one kind of meter."""
    pairs, flags = _PAIRS[kind](batch)
    cut = _cut(pairs, np.nonzero(~pairs.open)[0])
    gaps = np.nonzero(pairs.open)[0].tolist()
    return Found(
        _collect(cut, 1 if pairs.rates is None else rates.PER_UNIT),
        tuple(_gap(pairs, i) for i in gaps),
        tuple(None if pairs.void[i] else _straight(pairs, i) for i in gaps),
        sorted(flags, key=lambda item: (item[0], item[1].time, item[1].rule)),
    )


def with_gaps(intervals: Intervals, estimates: Iterable[Pieces]) -> Intervals:
    """The intervals with the pieces of gaps added, quarter hour by quarter hour."""
    found = list(estimates)
    if not found:
        return intervals
    series, start, end, amount, method = (
        np.concatenate([getattr(p, name) for p in found])
        for name in ("series", "start", "end", "amount", "method")
    )
    columns = Intervals(
        np.concatenate((intervals.series, series)),
        np.concatenate((intervals.start, start - start % QUARTER_MS)),
        np.concatenate((intervals.quantity, amount)),
        np.concatenate((intervals.estimated, amount)),
        np.concatenate((intervals.covered_ms, end - start)),
        np.concatenate((intervals.method, method.astype(np.int8))),
    )
    return _reduce(columns.only(np.lexsort((columns.start, columns.series))))


def _gap(pairs: Pairs, i: int) -> Gap:
    amount = None if pairs.unknown[i] else int(pairs.amount[i])
    return Gap(int(pairs.series[i]), int(pairs.start[i]), int(pairs.end[i]), amount)


def _straight(pairs: Pairs, i: int) -> Pieces:
    """A gap without a shape: its amount at an even rate."""
    row = np.array([i], dtype=np.int64)
    _, start, end = segments(pairs.start[row], pairs.end[row])
    t0, span = pairs.start[i], pairs.end[i] - pairs.start[i]
    amount = mul_div(pairs.amount[i], end - t0, span) - mul_div(pairs.amount[i], start - t0, span)
    series = np.full(start.shape, pairs.series[i], dtype=np.int64)
    return Pieces(series, start, end, amount, np.full(start.shape, int(pairs.method[i]), dtype=np.int64))


def _cut(pairs: Pairs, rows: Int64) -> Pieces:
    """The pairs cut at quarter hours; amounts of gauges stay rate times time, both ends added."""
    piece, start, end = segments(pairs.start[rows], pairs.end[rows])
    pair = rows[piece]
    t0, t1 = pairs.start[pair], pairs.end[pair]
    if pairs.rates is not None:
        r0, r1 = pairs.rates[0][pair], pairs.rates[1][pair]
        left, right = (r0 + mul_div(r1 - r0, t - t0, t1 - t0) for t in (start, end))
        amount = (left + right) * (end - start)
    else:
        amount = pairs.amount[pair]
        part = np.nonzero((start > t0) | (end < t1))[0]
        whole, t, span = amount[part], t0[part], (t1 - t0)[part]
        amount[part] = mul_div(whole, end[part] - t, span) - mul_div(whole, start[part] - t, span)
    return Pieces(pairs.series[pair], start, end, amount, pairs.method[pair].astype(np.int64))


def _collect(pieces: Pieces, divisor: int) -> Intervals:
    rows = Intervals(
        pieces.series,
        pieces.start - pieces.start % QUARTER_MS,
        pieces.amount,
        np.where(pieces.method >= ESTIMATED_FROM, pieces.amount, 0),
        pieces.end - pieces.start,
        pieces.method.astype(np.int8),
    )
    sums = _reduce(rows)
    if divisor == 1:
        return sums
    quantity, estimated = (mul_div(column, 1, divisor) for column in (sums.quantity, sums.estimated))
    return Intervals(sums.series, sums.start, quantity, estimated, sums.covered_ms, sums.method)


def _reduce(rows: Intervals) -> Intervals:
    """Rows of the same series and quarter hour added up; they lie next to each other."""
    if rows.series.size == 0:
        return rows
    new = (np.diff(rows.series) != 0) | (np.diff(rows.start) != 0)
    first = np.concatenate(([0], np.nonzero(new)[0] + 1))
    return Intervals(
        rows.series[first],
        rows.start[first],
        np.add.reduceat(rows.quantity, first),
        np.add.reduceat(rows.estimated, first),
        np.minimum(np.add.reduceat(rows.covered_ms, first), QUARTER_MS),
        np.maximum.reduceat(rows.method, first),
    )


def segments(start: Int64, end: Int64) -> tuple[Int64, Int64, Int64]:
    """Cut each span at the quarter hours inside it: (index of the span, start, end) of every piece."""
    first = start - start % QUARTER_MS
    pieces = (end - 1) // QUARTER_MS - start // QUARTER_MS + 1
    pair = np.repeat(np.arange(start.size, dtype=np.int64), pieces)
    number = np.arange(pair.size, dtype=np.int64) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    left = first[pair] + number * QUARTER_MS
    return pair, np.maximum(left, start[pair]), np.minimum(left + QUARTER_MS, end[pair])
