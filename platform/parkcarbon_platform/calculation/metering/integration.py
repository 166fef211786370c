"""How far the integral of a gauge may be off.

The integral adds trapezoids. Between two readings a span h apart the rate has the slope s. With s₋ and s₊ the
slopes before and after, the trapezoid is off by at most

    E = h² / 2 · max(|s − s₋|, |s₊ − s|)

For a rate that curves smoothly, s₊ − s is f''·h and the true error f''·h³/12 (trapezoidal rule), a sixth.
For a rate that jumps at any moment between two readings the true error reaches h/2 times the jump: E exactly.
The errors of a day are added by their size, as if none cancelled another. What begins and ends between two
readings leaves no trace in them and is not in E.
"""

import numpy as np

from parkcarbon_platform.calculation.exact import Int64
from parkcarbon_platform.calculation.metering.batch import Batch
from parkcarbon_platform.calculation.metering.methods import LINEAR
from parkcarbon_platform.calculation.metering.pairs import Pairs
from parkcarbon_platform.calculation.metering.rates import of_gauges
from parkcarbon_platform.calculation.metering.registers import Float64
from parkcarbon_platform.calculation.metering.rules import HOUR_MS


def error_bounds(batch: Batch, edges: Int64) -> Float64:
    """At most how far the integral in each of [edges[i], edges[i + 1]) is off [base unit].

    `batch` is one gauge; `edges` [ms] increase. Gaps are estimates and have no bound.
    """
    bounds = np.zeros(max(edges.size - 1, 0))
    pairs, _ = of_gauges(batch)
    kept = np.nonzero(pairs.method < LINEAR)[0]
    if kept.size == 0 or bounds.size == 0:
        return bounds
    error = _errors(pairs, kept)
    first = np.searchsorted(edges, pairs.start[kept], side="right") - 1
    last = np.searchsorted(edges, pairs.end[kept], side="left") - 1
    # A trapezoid that an edge cuts may be off by all of it on either side.
    for step in range(int((last - first).max()) + 1):
        bucket = first + step
        inside = (bucket <= last) & (bucket >= 0) & (bucket < bounds.size)
        np.add.at(bounds, bucket[inside], error[inside])
    return bounds


def _errors(pairs: Pairs, kept: Int64) -> Float64:
    """The bound of each trapezoid [base unit]."""
    assert pairs.rates is not None, "gauges have rates"
    start, end = pairs.start[kept], pairs.end[kept]
    span = (end - start).astype(np.float64)
    slope = (pairs.rates[1][kept] - pairs.rates[0][kept]) / span
    bend = np.abs(np.diff(slope))
    joined = start[1:] == end[:-1]
    none = np.zeros(1)
    left = np.concatenate((none, np.where(joined, bend, 0.0)))
    right = np.concatenate((np.where(joined, bend, 0.0), none))
    alone = ~np.concatenate(([False], joined)) & ~np.concatenate((joined, [False]))
    worst = np.where(alone, np.abs(slope), np.maximum(left, right))
    return span * span / 2 * worst / HOUR_MS
