"""Long gaps: when the energy flowed, and where no register tells, how much.

Shapes come from measured quarter hours only, so that estimates never feed estimates: of the check meter in
the gap itself, else of like days in the 28 days before it.
"""

from dataclasses import dataclass

import numpy as np

from parkcarbon_platform.calculation.exact import Int64, mul_div
from parkcarbon_platform.calculation.metering.likeness import HISTORY_MS, Quarters, expected, profile, slot
from parkcarbon_platform.calculation.metering.methods import CHECK, CHECK_AMOUNT, PROFILE, PROFILE_AMOUNT
from parkcarbon_platform.calculation.metering.rules import QUARTER_MS


@dataclass(frozen=True, slots=True)
class Gap:
    """A span [start, end) [ms] of a series that wants a shape; `amount` [base unit] is None where unknown."""

    series: int
    start: int
    end: int
    amount: int | None


@dataclass(frozen=True, slots=True)
class Pieces:
    """Parts of quarter hours: their series, [start, end) [ms], amount [base unit] and method of METHODS."""

    series: Int64
    start: Int64
    end: Int64
    amount: Int64
    method: Int64


@dataclass(frozen=True, slots=True)
class Known:
    """What a gap may be shaped by.

    `own`: the point's measured quarter hours before it; `check`: those of the check meter in it;
    `same_unit`: whether amounts of the check meter count as the point's.
    """

    own: Quarters
    check: Quarters | None = None
    same_unit: bool = False
    min_count: int = 1


def quarters_of(start: int, end: int) -> Int64:
    """Starts [ms] of the quarter hours that a span [start, end) [ms] touches."""
    return np.arange(start - start % QUARTER_MS, end, QUARTER_MS, dtype=np.int64)


def estimate(gap: Gap, offset: Int64, known: Known) -> Pieces | None:
    """The gap in pieces; `offset`: what local time is ahead of UTC [ms], for each of its quarter hours.

    None where neither check meter nor like days tell a shape.
    """
    quarter = quarters_of(gap.start, gap.end)
    start, end = np.maximum(quarter, gap.start), np.minimum(quarter + QUARTER_MS, gap.end)
    trusted = known.check if gap.amount is not None or known.same_unit else None
    candidates = (
        (CHECK, CHECK_AMOUNT, _by_check(trusted, quarter)),
        (PROFILE, PROFILE_AMOUNT, _by_like_days(known, quarter, offset)),
    )
    for method, amount_method, mean in candidates:
        if mean is None:
            continue
        total, count = mean
        if gap.amount is None:
            amount, used = mul_div(total, end - start, count * QUARTER_MS), amount_method
        else:
            weights = _weights(total, count, end - start)
            if weights.sum() <= 0:
                continue
            amount, used = _scaled(gap.amount, weights), method
        series = np.full(quarter.shape, gap.series, dtype=np.int64)
        return Pieces(series, start, end, amount, np.full(quarter.shape, used, dtype=np.int64))
    return None


def _by_check(check: Quarters | None, quarter: Int64) -> tuple[Int64, Int64] | None:
    """Its measured quarter hours, if it has all of them."""
    if check is None or check.start.size == 0:
        return None
    found = np.minimum(np.searchsorted(check.start, quarter), check.start.size - 1)
    if not bool((check.start[found] == quarter).all()):
        return None
    return check.quantity[found], np.ones(quarter.shape, dtype=np.int64)


def _by_like_days(known: Known, quarter: Int64, offset: Int64) -> tuple[Int64, Int64] | None:
    """Sum and number of like quarter hours in the 28 days before the gap."""
    own, first = known.own, int(quarter[0])
    rows = slice(*np.searchsorted(own.start, (first - HISTORY_MS, first)).tolist())
    before = profile(Quarters(own.start[rows], own.quantity[rows], own.offset[rows]))
    return expected(before, slot(quarter, offset), known.min_count)


def _weights(total: Int64, count: Int64, span: Int64) -> Int64:
    """Integers in proportion to total / count * span, as fine as their sum allows in 63 bits.

    Spans are below 2^20 ms; a negative mean (a gauge that feeds back) weighs nothing.
    """
    bits = 41 - int(total.size).bit_length()
    largest = int((np.maximum(total, 0) // count).max()) + 1
    shift = bits - largest.bit_length()
    mean = mul_div(total, 1 << max(shift, 0), count * (1 << max(-shift, 0)))
    return np.maximum(mean, 0) * span


def _scaled(amount: int, weights: Int64) -> Int64:
    """Integers in proportion to the weights that add up to `amount`: differences of one cumulative."""
    edges = mul_div(amount, np.cumsum(weights), int(weights.sum()))
    return np.diff(edges, prepend=0)
