"""Hours of sources from the quarter hours that settlement holds anyway, without asking the database again.

What the storage adds up (`storage.ledger.activity`) and what is added up here are the same, hour by hour.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.metering.rules import HOUR_MS, QUARTER_MS
from parkcarbon_platform.services.ledger.in_order import both
from parkcarbon_platform.services.ledger.keys import SHIFT, firsts, hour_of, key, source_of
from parkcarbon_platform.services.metering.ranges import merge
from parkcarbon_platform.storage.intervals import MeterRow, Range
from parkcarbon_platform.storage.ledger import ActivityHours, SourceRow, joined
from parkcarbon_platform.storage.quarter_hours import QuarterHours, of_rows

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
# Sums over so many points of amounts below the limit fit 64 bits.
TERMS, LIMIT = 1 << 10, 1 << 50
QUARTERS = np.arange(0, HOUR_MS, QUARTER_MS, dtype=np.int64)
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
    slot: Int64
    term: Int64
    point: Int64
    weight: Int64

    @property
    def point_hour(self) -> Int64:
        """The hour of the point of each slot."""
        return key(self.point[self.term], self.hour[self.slot])


class Known:
    """All quarter hours of some points in some spans [start, end), added up by hours.

    `points`: those that have been read already, as they are.
    """

    def __init__(
        self,
        rows: QuarterHours,
        spans: Sequence[Range],
        points: Mapping[int, MeterRow] = MappingProxyType({}),
    ) -> None:
        self.points = points
        small = not rows.size or max(_largest(rows.quantity), _largest(rows.estimated)) < LIMIT
        self._spans = _whole_hours(merge(spans, 0) if small else [])
        self._hours = _by_hour(rows if small else of_rows(()))
        self._rows = rows

    def of_sources(self, sources: Sequence[SourceRow], wanted: Int64) -> tuple[Bools, ActivityHours]:
        """Which of these hours of sources (keys, in order) lie in spans of all points of their source, and
        the activity of those.

        Hours of which no point has anything are known, and have none.
        """
        by_id = {source.id: source for source in sources}
        found = [self._of_some(by_id, part) for part in _parts(by_id, wanted)]
        if not found:
            return np.zeros(0, np.bool_), NO_ACTIVITY
        return np.concatenate([here for here, _ in found]), joined([activity for _, activity in found])

    def _of_some(self, by_id: Mapping[int, SourceRow], wanted: Int64) -> tuple[Bools, ActivityHours]:
        numbers, first = firsts(wanted)
        sources = [by_id[n] for n in numbers.tolist()]
        expanded = _expanded(sources, wanted, first)
        here = self._knows(expanded)
        activity, present = self._activity(expanded)
        kept = here & present
        differences = []
        for source, start, end in zip(
            sources, first.tolist(), [*first[1:].tolist(), wanted.size], strict=True
        ):
            if len(source.points) >= TERMS:
                here[start:end] = kept[start:end] = False
            elif min(source.weights) < 0:
                kept[start:end] = False
                differences.append(self._difference(source, expanded.hour[start:end][here[start:end]]))
        return here, joined([activity.only(kept), *differences])

    def _knows(self, expanded: Expanded) -> Bools:
        """Of each hour whether it lies in a span of every point of its source."""
        begins, ends = self._spans
        found = np.ones(expanded.hour.size, np.bool_)
        if not begins.size:
            return ~found
        wanted = expanded.point_hour
        place = np.searchsorted(begins, wanted, side="right") - 1
        found[expanded.slot[(place < 0) | (wanted >= ends[place])]] = False
        return found

    def _activity(self, expanded: Expanded) -> tuple[ActivityHours, Bools]:
        """The activity of each hour, and whether any point has a part in it."""
        count = expanded.hour.size
        quantity, estimated, present = (np.zeros(count, np.int64) for _ in range(3))
        covered = np.full(count, HOUR_MS, np.int64)
        if self._hours.key.size:
            wanted = expanded.point_hour
            place = np.minimum(np.searchsorted(self._hours.key, wanted), self._hours.key.size - 1)
            there = np.nonzero(self._hours.key[place] == wanted)[0]
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


def _parts(by_id: Mapping[int, SourceRow], wanted: Int64) -> Iterator[Int64]:
    """The hours in parts: memory grows neither with the sources nor with their points."""
    numbers, first = firsts(wanted)
    terms = np.array([len(by_id[n].points) for n in numbers.tolist()], np.int64)
    slots = np.cumsum(np.repeat(terms, np.diff(first, append=wanted.size)))
    last = int(slots[-1]) if slots.size else 0
    cuts = np.unique(np.searchsorted(slots, np.arange(SLOTS, last, SLOTS)) + 1)
    yield from (part for part in np.split(wanted, cuts) if part.size)


def _expanded(sources: Sequence[SourceRow], wanted: Int64, first: Int64) -> Expanded:
    sizes = np.diff(first, append=wanted.size)
    terms = np.array([len(s.points) for s in sources], np.int64)
    owner = np.repeat(np.arange(len(sources)), terms)
    # Each term has the hours of its source: their places begin where the source's do.
    length = sizes[owner]
    term = np.repeat(np.arange(owner.size), length)
    begin = np.cumsum(length) - length
    return Expanded(
        hour=hour_of(wanted),
        source=source_of(wanted),
        slot=np.arange(term.size) - begin[term] + first[owner][term],
        term=term,
        point=np.array([p for s in sources for p in s.points], np.int64),
        weight=np.array([w for s in sources for w in s.weights], np.int64),
    )


def _whole_hours(spans: Sequence[Range]) -> tuple[Int64, Int64]:
    """From which to before which hour of a point each span, in order, holds whole hours; as keys."""
    if not spans:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    point, start, end = (np.array(column, np.int64) for column in zip(*spans, strict=True))
    return key(point, -(-start // HOUR_MS) * HOUR_MS), key(point, end)


def _by_hour(rows: QuarterHours) -> Hours:
    """The quarter hours, in order, added up by hours."""
    if not rows.size:
        return Hours(*(np.zeros(0, np.int64) for _ in range(4)))
    keys = key(rows.point, rows.start)
    first = np.concatenate(([0], np.nonzero(np.diff(keys) != 0)[0] + 1))
    columns = [np.add.reduceat(c, first) for c in (rows.quantity, rows.estimated, rows.covered_s)]
    return Hours(keys[first], *columns)


def runs(keys: Int64) -> list[tuple[int, int, int]]:
    """(source, from, to) [ms] of the hours of sources (keys, in order) that follow each other."""
    if not keys.size:
        return []
    first = np.concatenate(([0], np.nonzero(np.diff(keys) != 1)[0] + 1))
    last = np.concatenate((first[1:], [keys.size])) - 1
    columns = source_of(keys[first]), hour_of(keys[first]), hour_of(keys[last]) + HOUR_MS
    return list(zip(*(column.tolist() for column in columns), strict=True))


def of_points(sources: Sequence[SourceRow], touched: Int64) -> Int64:
    """The hours of sources (keys, in order) that hours of points (keys, in order) have a part in."""
    point = np.array([p for s in sources for p in s.points], np.int64)
    owner = np.repeat(
        np.array([s.id for s in sources], np.int64), np.array([len(s.points) for s in sources], np.int64)
    )
    begin, end = np.searchsorted(touched, point << SHIFT), np.searchsorted(touched, (point + 1) << SHIFT)
    sizes = end - begin
    term = np.repeat(np.arange(point.size), sizes)
    place = np.arange(term.size) - (np.cumsum(sizes) - sizes)[term] + begin[term]
    return np.unique(key(owner[term], hour_of(touched[place])))


NO_ACTIVITY = ActivityHours(*(np.zeros(0, np.int64) for _ in range(5)))
NOTHING = Known(of_rows(()), ())
