"""The index of a register at a moment between two readings, where nobody wrote it down."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from parkcarbon_platform.calculation.exact import Int64
from parkcarbon_platform.calculation.metering.acceptance import glitches, limits_of
from parkcarbon_platform.calculation.metering.meters import Epoch
from parkcarbon_platform.calculation.metering.registers import Float64, to_integers
from parkcarbon_platform.calculation.metering.rules import BAD_FROM


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings of one point as columns; `exact` by row."""

    time: Int64
    value: Float64
    quality: Int64
    exact: dict[int, Fraction]


def index_at(readings: Readings, old: Epoch, new: Epoch) -> Fraction | None:
    """The index as read at the start of `new`, when only the multiplier changed and the register ran on.

    On the line between the accepted readings on both sides; None without one on each, or where the index
    falls between them.
    """
    inside = (readings.time >= old.start) & (readings.time < new.end) & (readings.quality < BAD_FROM)
    which = np.zeros(readings.time.shape, dtype=np.int64)
    integers, usable = to_integers(readings.value, [old.register.scale], which, readings.exact)
    rows = np.nonzero(inside & usable)[0]
    found = limits_of([old.register], which[rows])
    rows = rows[~glitches(which[rows], readings.time[rows], integers[rows], found)]
    after = int(np.searchsorted(readings.time[rows], new.start))
    if not 0 < after < rows.size:
        return None
    return _between(readings, (int(rows[after - 1]), int(rows[after])), new.start, old.register.digits)


def _between(readings: Readings, rows: tuple[int, int], time: int, digits: int | None) -> Fraction | None:
    (t0, t1), (v0, v1) = (int(readings.time[i]) for i in rows), (_as_read(readings, i) for i in rows)
    turn = Fraction(0) if digits is None else Fraction(10**digits)
    if v1 < v0:
        if not turn:
            return None
        v1 += turn
    index = v0 + (v1 - v0) * Fraction(time - t0, t1 - t0)
    return index - turn if turn and index >= turn else index


def _as_read(readings: Readings, row: int) -> Fraction:
    known = readings.exact.get(row)
    return Fraction(Decimal(repr(float(readings.value[row])))) if known is None else known
