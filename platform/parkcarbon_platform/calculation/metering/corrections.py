"""What people corrected: the same amount in another shape, or another amount, quarter hour by quarter hour.

Corrections apply in the order in which they were made, each to what the ones before left. The parts of a span
are integers that add up to its amount exactly (largest remainder).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from parkcarbon_platform.calculation.metering.rules import QUARTER_MS

SUBSTITUTED, EDITED = 2, 3
COVERED_S = QUARTER_MS // 1000


class Quarter(NamedTuple):
    """A quarter hour [base unit]; `estimated` is the part of `quantity` that was not measured."""

    quantity: int
    estimated: int
    covered_s: int
    status: int
    method: str | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction of the quarter hours in [start, end) [ms].

    `amount` [base unit] of an edit, None for a substitution; `shape` weighs each quarter hour, None: evenly.
    """

    id: int
    start: int
    end: int
    amount: int | None
    shape: Sequence[int] | None = None


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Integers in proportion to `weights` that add up to `total`: largest remainder, first of equals first.

    >>> spread(10, [1, 1, 1])
    [4, 3, 3]
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative and not all zero")
    shares = [divmod(abs(total) * weight, whole) for weight in weights]
    parts = [share for share, _ in shares]
    largest = sorted(range(len(parts)), key=lambda i: -shares[i][1])
    for i in largest[: abs(total) - sum(parts)]:
        parts[i] += 1
    return parts if total >= 0 else [-part for part in parts]


def corrected(rows: Mapping[int, Quarter], corrections: Iterable[Correction]) -> dict[int, Quarter]:
    """Quarter hours by start [ms] after the corrections; `rows` was computed for all of their spans.

    A substitution of a span without any amount leaves it as it is: there is nothing to shape.
    """
    result = dict(rows)
    for correction in sorted(corrections, key=lambda c: c.id):
        starts = range(correction.start, correction.end, QUARTER_MS)
        known = [result[start].quantity for start in starts if start in result]
        amount = sum(known) if correction.amount is None else correction.amount
        if correction.amount is None and not known:
            continue
        status, method = (SUBSTITUTED, "substituted") if correction.amount is None else (EDITED, "edited")
        parts = spread(amount, correction.shape or [1] * len(starts))
        for start, part in zip(starts, parts, strict=True):
            result[start] = Quarter(part, part, COVERED_S, status, method)
    return result


def widened(start: int, end: int, corrections: Iterable[Correction]) -> tuple[int, int]:
    """[start, end) [ms] widened to whole corrections that it touches, and those that these touch."""
    spans = [(c.start, c.end) for c in corrections]
    while True:
        touching = [s for s in spans if s[0] < end and s[1] > start]
        first = min((s[0] for s in touching), default=start)
        last = max((s[1] for s in touching), default=end)
        if first >= start and last <= end:
            return start, end
        start, end = min(first, start), max(last, end)
