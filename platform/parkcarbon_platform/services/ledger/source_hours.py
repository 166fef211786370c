"""Hours of sources from the quarter hours that settlement holds anyway, without asking the database again.

What the storage adds up (`storage.ledger.activity`) and what is added up here are the same, hour by hour.
"""

from collections.abc import Iterator, Mapping, Sequence
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
NO_ROWS = np.zeros(0, np.int64)
# Hours of points that are looked up at once, about 100 bytes each.
SLOTS = 400_000


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of points, in order of point and hour; `key` is both."""

    key: Int64
    quantity: Int64
    estimated: Int64
    covered_s: Int64


@dataclass(frozen=True, slots=True)
class Expanded:
    """The hours of several sources, one after the other, and each of them for each point of its source.

    `hour` and `source`: of each hour; `slot`: which of them; `term`: which term of which source.
    """

    hour: Int64
    source: Int64
    ends: Int64
    slot: Int64
    term: Int64
    point: Int64
    weight: Int64

    @property
    def point_hour(self) -> Int64:
        """The hour of the point of each slot."""
        return _key(self.point[self.term], self.hour[self.slot])


class Known:
    """All quarter hours of some points in some spans [start, end), added up by hours."""

    def __init__(self, rows: QuarterHours, spans: Sequence[Range]) -> None:
        small = not rows.size or max(_largest(rows.quantity), _largest(rows.estimated)) < LIMIT
        self._spans = _whole_hours(merge(spans, 0) if small else [])
        self._hours = _by_hour(rows if small else of_rows(()))
        self._rows = rows

    def of_sources(
        self, sources: Sequence[SourceRow], hours: Mapping[int, Int64]
    ) -> dict[int, tuple[Bools, ActivityHours]]:
        """By source: which of its hours [ms] lie in the spans of all of its points, and their activity.

        Hours of which no point has anything are known, and have none.
        """
        found: dict[int, tuple[Bools, ActivityHours]] = {}
        parts: dict[int, list[tuple[Bools, ActivityHours]]] = {}
        for batch in _batches([s for s in sources if hours[s.id].size], hours):
            for number, part in self._of_some(*batch).items():
                parts.setdefault(number, []).append(part)
        for number, pieces in parts.items():
            here, activity = pieces[0]
            for more, further in pieces[1:]:
                here, activity = np.concatenate((here, more)), activity.joined(further)
            found[number] = here, activity
        return found

    def _of_some(
        self, sources: Sequence[SourceRow], hours: Mapping[int, Int64]
    ) -> dict[int, tuple[Bools, ActivityHours]]:
        found: dict[int, tuple[Bools, ActivityHours]] = {}
        expanded = _expanded(sources, hours)
        known = self._knows(expanded)
        activity, present = self._activity(expanded)
        kept = known & present
        first = np.concatenate(([0], expanded.ends[:-1]))
        for source, start, end in zip(sources, first.tolist(), expanded.ends.tolist(), strict=True):
            here = known[start:end] if len(source.points) < TERMS else np.zeros(end - start, np.bool_)
            if min(source.weights) < 0:
                found[source.id] = here, self._difference(source, hours[source.id][here])
            else:
                rows = start + np.nonzero(kept[start:end])[0] if here.any() else NO_ROWS
                found[source.id] = here, activity.only(rows)
        return found

    def _knows(self, expanded: Expanded) -> Bools:
        """Of each hour whether it lies in a span of every point of its source."""
        begins, ends = self._spans
        found = np.ones(expanded.hour.size, np.bool_)
        if not begins.size:
            return ~found
        key = expanded.point_hour
        place = np.searchsorted(begins, key, side="right") - 1
        found[expanded.slot[(place < 0) | (key >= ends[place])]] = False
        return found

    def _activity(self, expanded: Expanded) -> tuple[ActivityHours, Bools]:
        """The activity of each hour, and whether any point has a part in it."""
        count = expanded.hour.size
        quantity, estimated, present = (np.zeros(count, np.int64) for _ in range(3))
        covered = np.full(count, HOUR_MS, np.int64)
        if self._hours.key.size:
            key = expanded.point_hour
            place = np.minimum(np.searchsorted(self._hours.key, key), self._hours.key.size - 1)
            there = np.nonzero(self._hours.key[place] == key)[0]
            slot, place = expanded.slot[there], place[there]
            weight = expanded.weight[expanded.term[there]]
            np.add.at(quantity, slot, weight * self._hours.quantity[place])
            np.add.at(estimated, slot, self._hours.estimated[place])
            np.minimum.at(covered, slot, self._hours.covered_s[place])
            np.add.at(present, slot, 1)
        whole = present == np.bincount(expanded.slot, minlength=count)
        found = ActivityHours(
            expanded.source, expanded.hour, quantity,
            np.minimum(estimated, np.abs(quantity)), np.where(whole, covered, 0),
        )  # fmt: skip
        return found, present > 0

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


def _key(point: Int64, hour: Int64) -> Int64:
    """Point and hour [ms] in one number."""
    found: Int64 = (point << 32) + hour // HOUR_MS
    return found


def _batches(
    sources: Sequence[SourceRow], hours: Mapping[int, Int64]
) -> Iterator[tuple[list[SourceRow], dict[int, Int64]]]:
    """Sources with some of their hours, so that memory grows with neither."""
    batch: list[SourceRow] = []
    taken: dict[int, Int64] = {}
    size = 0
    for source in sources:
        step = max(1, SLOTS // len(source.points))
        for first in range(0, hours[source.id].size, step):
            if source.id in taken or size >= SLOTS:
                yield batch, taken
                batch, taken, size = [], {}, 0
            part = hours[source.id][first : first + step]
            batch.append(source)
            taken[source.id] = part
            size += part.size * len(source.points)
    if batch:
        yield batch, taken


def _expanded(sources: Sequence[SourceRow], hours: Mapping[int, Int64]) -> Expanded:
    sizes = np.array([hours[s.id].size for s in sources], np.int64)
    terms = np.array([len(s.points) for s in sources], np.int64)
    ends = np.cumsum(sizes)
    owner = np.repeat(np.arange(len(sources)), terms)
    # Each term has the hours of its source: their places begin where the source's do.
    length = sizes[owner]
    term = np.repeat(np.arange(owner.size), length)
    begin = np.cumsum(length) - length
    return Expanded(
        hour=np.concatenate([hours[s.id] for s in sources]),
        source=np.repeat(np.array([s.id for s in sources], np.int64), sizes),
        ends=ends,
        slot=np.arange(term.size) - begin[term] + (ends - sizes)[owner][term],
        term=term,
        point=np.array([p for s in sources for p in s.points], np.int64),
        weight=np.array([w for s in sources for w in s.weights], np.int64),
    )


def _whole_hours(spans: Sequence[Range]) -> tuple[Int64, Int64]:
    """From which to before which hour of a point each span, in order, holds whole hours; as keys."""
    if not spans:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    point, start, end = (np.array(column, np.int64) for column in zip(*spans, strict=True))
    return _key(point, -(-start // HOUR_MS) * HOUR_MS), _key(point, end)


def _by_hour(rows: QuarterHours) -> Hours:
    """The quarter hours, in order, added up by hours."""
    if not rows.size:
        return Hours(*(np.zeros(0, np.int64) for _ in range(4)))
    key = _key(rows.point, rows.start)
    first = np.concatenate(([0], np.nonzero(np.diff(key) != 0)[0] + 1))
    columns = [np.add.reduceat(c, first) for c in (rows.quantity, rows.estimated, rows.covered_s)]
    return Hours(key[first], *columns)


def runs(hours: Int64) -> list[tuple[int, int]]:
    """[from, to) [ms] of the hours, in order, that follow each other."""
    if not hours.size:
        return []
    first = np.concatenate(([0], np.nonzero(np.diff(hours) != HOUR_MS)[0] + 1))
    last = np.concatenate((first[1:], [hours.size])) - 1
    return list(zip(hours[first].tolist(), (hours[last] + HOUR_MS).tolist(), strict=True))


NOTHING = Known(of_rows(()), ())
