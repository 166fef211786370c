"""Hours of sources from the quarter hours that settlement holds anyway, without asking the database again.

What the storage adds up (`storage.ledger.activity`) and what is added up here are the same, hour by hour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.metering.rules import QUARTER_MS
from parkcarbon_platform.services.ledger.in_order import both
from parkcarbon_platform.services.ledger.revisions import HOUR_MS
from parkcarbon_platform.services.metering.ranges import merge
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.ledger import ActivityHours, SourceRow
from parkcarbon_platform.storage.quarter_hours import QuarterHours, of_rows

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
# Sums over so many points of amounts below the limit fit 64 bits.
TERMS, LIMIT = 1 << 10, 1 << 50
QUARTERS = np.arange(0, HOUR_MS, QUARTER_MS, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a point [ms], in order, that have quarter hours."""

    hour: Int64
    quantity: Int64
    estimated: Int64
    covered_s: Int64


NONE = Hours(*(np.zeros(0, np.int64) for _ in range(4)))


class Known:
    """All quarter hours of some points in some spans [start, end), added up by hours."""

    def __init__(self, rows: QuarterHours, spans: Sequence[Range]) -> None:
        self._spans: dict[int, list[Range]] = {}
        small = not rows.size or max(_largest(rows.quantity), _largest(rows.estimated)) < LIMIT
        for span in merge(spans, 0) if small else ():
            self._spans.setdefault(span.point_id, []).append(span)
        self._hours = _by_point(rows) if small else {}
        self._rows = rows

    def knows(self, source: SourceRow, hours: Int64) -> Bools:
        """Which hours [ms] of the source lie in the spans of all of its points."""
        found = np.full(hours.shape, len(source.points) < TERMS)
        for point in source.points:
            inside = np.zeros(hours.shape, np.bool_)
            for span in self._spans.get(point, ()):
                inside |= (hours >= span.start) & (hours + HOUR_MS <= span.end)
            found &= inside
        return found

    def activity(self, source: SourceRow, hours: Int64) -> ActivityHours:
        """The activity of a source in hours that are known, where there is any."""
        if min(source.weights) < 0:
            return self._difference(source, hours)
        quantity, estimated, present = (np.zeros(hours.size, np.int64) for _ in range(3))
        covered = np.full(hours.size, HOUR_MS, np.int64)
        for point, weight in zip(source.points, source.weights, strict=True):
            mine = self._hours.get(point, NONE)
            here, there = both(hours, mine.hour)
            quantity[here] += weight * mine.quantity[there]
            estimated[here] += mine.estimated[there]
            covered[here] = np.minimum(covered[here], mine.covered_s[there])
            present[here] += 1
        whole = present == len(source.points)
        return ActivityHours(
            np.full(hours.size, source.id, np.int64), hours, quantity,
            np.minimum(estimated, np.abs(quantity)), np.where(whole, covered, 0),
        ).only(present > 0)  # fmt: skip

    def _difference(self, source: SourceRow, hours: Int64) -> ActivityHours:
        """The quarter hours of a difference that all of its meters have, added up by hours."""
        quarters = (hours[:, None] + QUARTERS).ravel()
        quantity, estimated = (np.zeros(quarters.size, np.int64) for _ in range(2))
        covered = np.full(quarters.size, QUARTER_MS // 1000, np.int64)
        whole, found = np.ones(quarters.size, np.bool_), np.zeros(quarters.size, np.bool_)
        for point, weight, since in zip(source.points, source.weights, source.since, strict=True):
            first, last = np.searchsorted(self._rows.point, (point, point + 1)).tolist()
            start = self._rows.start[first:last]
            here, there = both(quarters, start)
            quantity[here] += weight * self._rows.quantity[first + there]
            estimated[here] += self._rows.estimated[first + there]
            covered[here] = np.minimum(covered[here], self._rows.covered_s[first + there])
            found[here] = True
            missing = quarters + QUARTER_MS > since
            missing[here] = False
            whole &= ~missing
        kept = whole & found
        amount, guess, seconds = (
            np.where(kept, column, 0).reshape(-1, QUARTERS.size).sum(axis=1)
            for column in (quantity, estimated, covered)
        )
        some = kept.reshape(-1, QUARTERS.size).any(axis=1)
        estimated = np.minimum(guess, np.abs(amount))
        every = ActivityHours(np.full(hours.size, source.id, np.int64), hours, amount, estimated, seconds)
        return every.only(np.nonzero(some)[0])


def _largest(column: Int64) -> int:
    return max(int(column.max()), -int(column.min()))


def _by_point(rows: QuarterHours) -> Mapping[int, Hours]:
    """The quarter hours of each point, in order, added up by hours."""
    if not rows.size:
        return {}
    hour = rows.start // HOUR_MS
    first = np.concatenate(([0], np.nonzero((np.diff(rows.point) != 0) | (np.diff(hour) != 0))[0] + 1))
    columns = [np.add.reduceat(c, first) for c in (rows.quantity, rows.estimated, rows.covered_s)]
    points, begins = np.unique(rows.point[first], return_index=True)
    cut = [np.split(column, begins[1:]) for column in (hour[first] * HOUR_MS, *columns)]
    return {point: Hours(*part) for point, *part in zip(points.tolist(), *cut, strict=True)}


def runs(hours: Int64) -> list[tuple[int, int]]:
    """[from, to) [ms] of the hours, in order, that follow each other."""
    if not hours.size:
        return []
    first = np.concatenate(([0], np.nonzero(np.diff(hours) != HOUR_MS)[0] + 1))
    last = np.concatenate((first[1:], [hours.size])) - 1
    return list(zip(hours[first].tolist(), (hours[last] + HOUR_MS).tolist(), strict=True))


NOTHING = Known(of_rows(()), ())
