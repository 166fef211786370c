"""Readings of many points as columns: one call computes a batch, without a loop over readings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np

from parkcarbon_platform.calculation.exact import Int64
from parkcarbon_platform.calculation.metering.interpolation import Readings, index_at
from parkcarbon_platform.calculation.metering.meters import End, Epoch, Meter, Timeline
from parkcarbon_platform.calculation.metering.registers import Float64, Register


@dataclass(frozen=True, slots=True)
class Part:
    """Readings of one point in a span [start, end] [ms] that lacks none; `time` [ms] increases strictly,
    `value` [unit as read] is NaN where there was none, `quality` is the OPC UA status code. `exact` has the
    values that a float64 cannot hold."""

    meter: Meter
    start: int
    end: int
    time: Int64
    value: Float64
    quality: Int64
    exact: Sequence[Decimal | Fraction | None] | None = None
    line: Timeline | None = None


@dataclass(frozen=True, slots=True)
class UnknownEnd:
    """A series' epoch that reaches to a time [ms] (`side` "end") or from it, at an unknown index."""

    epoch: int
    time: int
    side: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Columns by series, epoch and time. A series is a part; an epoch is one register of a series.

    `accepted`: (series, from, to, rule); `rollovers`: (series, time, digits); `owner`: series of each epoch.
    """

    series: Int64
    epoch: Int64
    time: Int64
    value: Float64
    quality: Int64
    exact: dict[int, Fraction]
    registers: tuple[Register, ...]
    owner: tuple[int, ...]
    unknown: tuple[UnknownEnd, ...]
    accepted: tuple[tuple[int, int, int, str], ...]
    rollovers: tuple[tuple[int, int, int], ...]


@dataclass(slots=True)
class _Columns:
    """A batch in the making."""

    parts: list[Part]
    counts: list[int]
    registers: list[Register]
    owner: list[int]
    exact: dict[int, Fraction]
    unknown: list[UnknownEnd]
    rows: int = 0

    def add(self, part: Part, series: int, register: Register) -> int:
        """A part of one register; the number of its epoch."""
        epoch = len(self.registers)
        for i, number in enumerate(part.exact or ()):
            if number is not None and (isinstance(number, Fraction) or number.is_finite()):
                self.exact[self.rows + i] = Fraction(number)
        self.parts.append(part)
        self.counts.append(part.time.size)
        self.registers.append(register)
        self.owner.append(series)
        self.rows += part.time.size
        return epoch


def join(parts: Sequence[Part]) -> Batch:
    """One batch of parts that are all of the same kind; their life events are applied."""
    columns = _Columns([], [], [], [], {}, [])
    # One register for all points of one meter object: what it says is then looked up once.
    registers = {id(part.meter): part.meter for part in parts if part.line is None}
    made = {key: meter.register() for key, meter in registers.items()}
    for series, part in enumerate(parts):
        if part.line is None:
            columns.add(part, series, made[id(part.meter)])
        else:
            _add_epochs(columns, part, series, part.line)
    counts = np.array(columns.counts, dtype=np.int64)
    epoch = np.repeat(np.arange(counts.size, dtype=np.int64), counts)
    owner = np.array(columns.owner, dtype=np.int64)
    lines = [(n, part.line) for n, part in enumerate(parts) if part.line is not None]
    return Batch(
        owner[epoch],
        epoch,
        _column([p.time for p in columns.parts], np.int64),
        _column([p.value for p in columns.parts], np.float64),
        _column([p.quality for p in columns.parts], np.int64),
        columns.exact,
        tuple(columns.registers),
        tuple(columns.owner),
        tuple(columns.unknown),
        tuple((n, *span) for n, line in lines for span in line.accepted),
        tuple((n, *turn) for n, line in lines for turn in line.rollovers),
    )


def _column(arrays: Sequence[np.ndarray], kind: type) -> np.ndarray:
    return np.concatenate(arrays) if arrays else np.zeros(0, dtype=kind)


def _add_epochs(columns: _Columns, part: Part, series: int, line: Timeline) -> None:
    usable = np.ones(part.time.shape, dtype=np.bool_)
    for start, end in line.excluded:
        usable &= (part.time < start) | (part.time >= end)
    kept = _rows(part, usable)
    for epoch in line.epochs:
        if epoch.end < part.start or epoch.start > part.end:
            continue
        inside = _rows(kept, (kept.time >= epoch.start) & (kept.time < epoch.end))
        if part.meter.kind != "register":
            columns.add(inside, series, epoch.register)
            continue
        opening, closing = _indexes(kept, line, epoch)
        number = columns.add(_with_ends(inside, epoch, opening, closing), series, epoch.register)
        columns.unknown += _unknown_ends(part, epoch, number)


def _rows(part: Part, keep: np.ndarray) -> Part:
    exact = None if part.exact is None else [e for e, k in zip(part.exact, keep, strict=True) if k]
    return replace(
        part, time=part.time[keep], value=part.value[keep], quality=part.quality[keep], exact=exact
    )


def _indexes(part: Part, line: Timeline, epoch: Epoch) -> tuple[Fraction | None, Fraction | None]:
    """The indexes at both ends that are known, or follow from the readings on both sides."""
    position = line.epochs.index(epoch)
    opening, closing = epoch.opening, epoch.closing
    if epoch.opens == "interpolated" and _within(part, epoch.start):
        opening = index_at(_readings(part), line.epochs[position - 1], epoch)
    if epoch.closes == "interpolated" and _within(part, epoch.end):
        closing = index_at(_readings(part), epoch, line.epochs[position + 1])
    return (
        opening if _within(part, epoch.start) else None,
        closing if _within(part, epoch.end) else None,
    )


def _readings(part: Part) -> Readings:
    exact = {} if part.exact is None else {i: Fraction(e) for i, e in enumerate(part.exact) if e is not None}
    return Readings(part.time, part.value, part.quality, exact)


def _within(part: Part, time: int) -> bool:
    return part.start <= time <= part.end


def _with_ends(part: Part, epoch: Epoch, opening: Fraction | None, closing: Fraction | None) -> Part:
    """The readings of an epoch with Good ones at its ends, where the index is known."""
    if opening is None and closing is None:
        return part
    if opening is not None:
        part = _rows(part, part.time > epoch.start)
    before = [] if opening is None else [epoch.start]
    after = [] if closing is None else [epoch.end]
    exact = [None] * part.time.size if part.exact is None else list(part.exact)
    return replace(
        part,
        time=np.concatenate((before, part.time, after)).astype(np.int64),
        value=np.concatenate(([np.nan] * len(before), part.value, [np.nan] * len(after))),
        quality=np.concatenate(([0] * len(before), part.quality, [0] * len(after))).astype(np.int64),
        exact=[opening] * len(before) + exact + [closing] * len(after),
    )


def _unknown_ends(part: Part, epoch: Epoch, number: int) -> Iterator[UnknownEnd]:
    ends: tuple[tuple[End, int, str], ...] = (
        (epoch.opens, epoch.start, "start"),
        (epoch.closes, epoch.end, "end"),
    )
    for end, time, side in ends:
        if end == "unknown" and _within(part, time):
            yield UnknownEnd(number, time, side)
