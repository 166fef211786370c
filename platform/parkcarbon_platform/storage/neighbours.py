"""The readings next to a span, found without reading a point's whole history.

The tenant view is a security barrier: an ORDER BY ... LIMIT above it is not pushed below, so every reading
before the span would be read (60 days of quarter hours: 12 ms a point and growing). So a bounded time is
looked at first, of all points in one answer (10 µs a point), then whether a point has any reading further on
(its newest has none), and only then further, step by step (100 µs a point and step).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.metering.rules import QUARTER_MS
from parkcarbon_platform.storage import columns
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.spans import Range, Wanted, flat, moment

# Expected periods that are looked at first, of all points.
NEAR = 12
# Expected periods to look back then, step by step; the last step is without bound.
STEPS = (32, 1024, 32_768)
# The years 1970 and 3000.
BEGINNING_MS, END_MS = 0, 32_503_680_000_000
Int64 = npt.NDArray[np.int64]
T = TypeVar("T")
# Status codes below 2^31 are Good or Uncertain.
_NEAR = Wanted(("r.time", "abs(r.value)"), "value IS NOT NULL AND quality < 2147483648")
# Beyond any time [ms]: what a series begins with in a key.
_SERIES = 1 << 45
_ANY = {
    "before": """SELECT q.n FROM unnest(%(n)s, %(point)s, %(edge)s) AS q(n, point_id, edge)
        CROSS JOIN LATERAL (SELECT FROM core.reading WHERE point_id = q.point_id AND time < q.edge
          AND time < %(last)s LIMIT 1) r""",
    "after": """SELECT q.n FROM unnest(%(n)s, %(point)s, %(edge)s) AS q(n, point_id, edge)
        CROSS JOIN LATERAL (SELECT FROM core.reading WHERE point_id = q.point_id AND time > q.edge
          AND time > %(first)s LIMIT 1) r""",
}
_SQL = {
    "before": """SELECT q.n, count(*), round(date_part('epoch', min(r.time)) * 1000)::bigint
        FROM unnest(%(n)s::int[], %(point)s::int[], %(edge)s::timestamptz[], %(bound)s::timestamptz[],
          %(largest)s::float8[]) AS q(n, point_id, edge, bound, largest)
        CROSS JOIN LATERAL (
          (SELECT time FROM core.reading
           WHERE point_id = q.point_id AND time < q.edge AND time >= q.bound
             AND time < %(last)s AND time >= %(first)s
             AND value IS NOT NULL AND quality < 2147483648 AND abs(value) <= q.largest
             AND NOT EXISTS (SELECT FROM
               unnest(%(ex_point)s::int[], %(ex_start)s::timestamptz[], %(ex_end)s::timestamptz[])
                 AS x(point_id, start, until)
               WHERE x.point_id = q.point_id AND time >= x.start AND time < x.until)
           ORDER BY time DESC LIMIT %(count)s)
          UNION ALL
          SELECT k.time FROM unnest(%(cut_point)s::int[], %(cut_time)s::timestamptz[]) AS k(point_id, time)
          WHERE k.point_id = q.point_id AND k.time < q.edge AND k.time >= q.bound
          ORDER BY time DESC LIMIT %(count)s) r
        GROUP BY q.n""",
    "after": """SELECT q.n, count(*), round(date_part('epoch', max(r.time)) * 1000)::bigint
        FROM unnest(%(n)s::int[], %(point)s::int[], %(edge)s::timestamptz[], %(bound)s::timestamptz[],
          %(largest)s::float8[]) AS q(n, point_id, edge, bound, largest)
        CROSS JOIN LATERAL (
          (SELECT time FROM core.reading
           WHERE point_id = q.point_id AND time > q.edge AND time <= q.bound
             AND time > %(first)s AND time <= %(last)s
             AND value IS NOT NULL AND quality < 2147483648 AND abs(value) <= q.largest
             AND NOT EXISTS (SELECT FROM
               unnest(%(ex_point)s::int[], %(ex_start)s::timestamptz[], %(ex_end)s::timestamptz[])
                 AS x(point_id, start, until)
               WHERE x.point_id = q.point_id AND time >= x.start AND time < x.until)
           ORDER BY time LIMIT %(count)s)
          UNION ALL
          SELECT k.time FROM unnest(%(cut_point)s::int[], %(cut_time)s::timestamptz[]) AS k(point_id, time)
          WHERE k.point_id = q.point_id AND k.time > q.edge AND k.time <= q.bound
          ORDER BY time LIMIT %(count)s) r
        GROUP BY q.n""",
}


@dataclass(frozen=True, slots=True)
class Life:
    """What decides which readings of points count as neighbours.

    `periods_s`: how often a reading is expected [s]; it only decides how far to look at first. `largest`:
    values as read beyond it are not used (any, where it is not given). `excluded`: spans [start, end) that
    are not used. `cuts`: point and time [ms] of life events, where epochs end: they count
    like readings.
    """

    periods_s: Mapping[int, int]
    largest: Mapping[int, float] = field(default_factory=dict)
    excluded: Sequence[Range] = ()
    cuts: Sequence[tuple[int, int]] = ()


def surroundings(connection: Connection, ranges: Sequence[Range], life: Life, count: int) -> list[Range]:
    """Each range widened to its nth usable reading on each side (as far as there are any)."""
    return Neighbours(connection, life).surroundings(ranges, count)


class Neighbours:
    """The readings next to spans of points. What is read once serves spans that lie near by, too."""

    def __init__(self, connection: Connection, life: Life) -> None:
        self._connection = connection
        self._life = life
        self._seen = {side: _Seen() for side in _SQL}

    def surroundings(self, ranges: Sequence[Range], count: int) -> list[Range]:
        """Each range widened to its nth usable reading on each side (as far as there are any)."""
        starts = self._nth("before", [(r.point_id, r.start) for r in ranges], count)
        ends = self._nth("after", [(r.point_id, r.end) for r in ranges], count)
        return [Range(r.point_id, start, end) for r, start, end in zip(ranges, starts, ends, strict=True)]

    def _nth(self, side: str, edges: Sequence[tuple[int, int]], count: int) -> list[int]:
        if not edges:
            return []
        point, edge = (np.array(column, dtype=np.int64) for column in zip(*edges, strict=True))
        period_s = np.array([self._life.periods_s[p] for p, _ in edges], dtype=np.int64)
        found = edge.copy()
        bound = _bounds(side, edge, NEAR * period_s)
        rows = self._near(side, point, edge, bound)
        pending = _nearest(rows, side, edge, bound, count=count, found=found)
        pending = self._with_more(side, point, bound, pending)
        cursor = columns.cursor(self._connection)
        for step in (*STEPS, None):
            if not pending.size:
                break
            times = edge[pending]
            bounds = _bounds(side, times, None if step is None else step * period_s[pending])
            points = point[pending].tolist()
            more = cursor.execute(
                _SQL[side],
                {
                    "n": columns.numbers(pending.astype(np.int32)),
                    "point": columns.numbers(point[pending].astype(np.int32)),
                    "edge": columns.times(times),
                    "bound": columns.times(bounds),
                    "largest": columns.numbers(np.array([self._life.largest.get(p, np.inf) for p in points])),
                    "first": moment(int(min(times.min(), bounds.min()))),
                    "last": moment(int(max(times.max(), bounds.max()))),
                    "count": count,
                    **_exceptions(self._life, set(points)),
                },
            ).fetchall()
            enough = set()
            for n, number, time in more:
                found[n] = time
                if number >= count:
                    enough.add(n)
            pending = np.array([n for n in pending.tolist() if n not in enough], dtype=np.int64)
        answer: list[int] = found.tolist()
        return answer

    def _near(self, side: str, point: Int64, edge: Int64, bound: Int64) -> "_Near":
        """The readings between edges and bounds, those at hand if they are."""
        seen = self._seen[side]
        low, high = (bound, edge) if side == "before" else (edge, bound)
        near = None if seen.near is None else seen.near.of(point, low, high)
        if near is not None:
            return near
        # The same distance further on: what is asked next lies beside what this finds.
        further = np.abs(bound - edge) + QUARTER_MS
        if side == "before":
            low = np.maximum(low - further, BEGINNING_MS)
        else:
            high = np.minimum(high + further, END_MS)
        near = _read(self._connection, point, low, high, self._life)
        seen.near = near if np.unique(point).size == point.size else None
        return near

    def _with_more(self, side: str, point: Int64, bound: Int64, pending: Int64) -> Int64:
        """Those edges beyond whose bound the point has any reading, or that has any life event, at all."""
        if not pending.size:
            return pending
        none = self._seen[side].none_beyond
        asked = pending[[not _ended(side, time, none.get(p)) for p, time in _pairs(point, bound, pending)]]
        more: set[int] = set()
        if asked.size:
            values = {
                "n": columns.numbers(asked.astype(np.int32)),
                "point": columns.numbers(point[asked].astype(np.int32)),
                "edge": columns.times(bound[asked]),
                "first": moment(int(bound[asked].min())),
                "last": moment(int(bound[asked].max())),
            }
            more = {n for (n,) in columns.cursor(self._connection).execute(_ANY[side], values)}
            none |= dict(_pairs(point, bound, asked[[n not in more for n in asked.tolist()]]))
        cut = {p for p, _ in self._life.cuts}
        numbers = zip(pending.tolist(), point[pending].tolist(), strict=True)
        return np.array([n for n, p in numbers if n in more or p in cut], dtype=np.int64)


def _pairs(point: Int64, time: Int64, numbers: Int64) -> list[tuple[int, int]]:
    return list(zip(point[numbers].tolist(), time[numbers].tolist(), strict=True))


def _ended(side: str, bound: int, end: int | None) -> bool:
    """Whether a bound lies at or beyond where a point's readings are known to have ended."""
    return end is not None and (bound <= end if side == "before" else bound >= end)


@dataclass(frozen=True, slots=True)
class _Near:
    """Readings of spans: `known` holds keys of series and time, in order; `series` of each span.

    `points` of the spans, and what of their time was read, [low, high] [ms].
    """

    known: Int64
    series: Int64
    points: Int64
    low: Int64
    high: Int64

    def of(self, point: Int64, low: Int64, high: Int64) -> "_Near | None":
        """For other spans; None where not all of them have been read. Each point is in `points` once."""
        order = np.argsort(self.points)
        place = np.searchsorted(self.points, point, sorter=order)
        place = order[np.minimum(place, order.size - 1)]
        is_read = (self.points[place] == point) & (self.low[place] <= low) & (self.high[place] >= high)
        return replace(self, series=self.series[place]) if is_read.all() else None


@dataclass(slots=True)
class _Seen:
    """What is known of a side: readings near by, and a time [ms] of points beyond which there are none."""

    near: _Near | None = None
    none_beyond: dict[int, int] = field(default_factory=dict)


def _nearest(near: _Near, side: str, edge: Int64, bound: Int64, *, count: int, found: Int64) -> Int64:
    """Set the neighbours between each edge and its bound; the edges that have fewer of them than wanted."""
    low, high = (bound, edge - 1) if side == "before" else (edge + 1, bound)
    first = np.searchsorted(near.known, _key(near.series, low))
    last = np.searchsorted(near.known, _key(near.series, high + 1))
    some = np.nonzero(first < last)[0]
    place = np.maximum(last - count, first) if side == "before" else np.minimum(first + count, last) - 1
    found[some] = near.known[place[some]] % _SERIES
    return np.nonzero(last - first < count)[0]


def _key(series: Int64, time: Int64) -> Int64:
    """Series and time in one number: in order by both."""
    return series * _SERIES + time


def _read(connection: Connection, point: Int64, low: Int64, high: Int64, life: Life) -> _Near:
    """What counts as a neighbour in spans [low, high] of points."""
    spans = [Range(*span) for span in zip(point.tolist(), low.tolist(), high.tolist(), strict=True)]
    rows = flat(connection, "core.reading", "time", _NEAR, spans, closed=True)
    time, value = rows.columns
    points = np.zeros(int(rows.series.max()) + 1, dtype=np.int64)
    points[rows.series] = point
    numbers = points.tolist()
    usable = value <= np.array([life.largest.get(n, np.inf) for n in numbers])[rows.owner]
    asked = set(numbers)
    for span in life.excluded:
        if span.point_id in asked:
            inside = (time >= span.start) & (time < span.end)
            usable &= ~(inside & (points[rows.owner] == span.point_id))
    cuts = _by_point(cut for cut in life.cuts if cut[0] in asked)
    ends = [n * _SERIES + cut for n, number in enumerate(numbers) for cut in cuts.get(number, ())]
    known = np.concatenate((_key(rows.owner, time)[usable], np.array(ends, dtype=np.int64)))
    known.sort()
    return _Near(known, rows.series, point, low, high)


def _by_point(rows: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for point, row in rows:
        found.setdefault(point, []).append(row)
    return found


def _exceptions(life: Life, points: set[int]) -> dict[str, object]:
    excluded = [span for span in life.excluded if span.point_id in points]
    cuts = [cut for cut in life.cuts if cut[0] in points]
    return {
        "ex_point": [span.point_id for span in excluded],
        "ex_start": [moment(span.start) for span in excluded],
        "ex_end": [moment(span.end) for span in excluded],
        "cut_point": [point for point, _ in cuts],
        "cut_time": [moment(time) for _, time in cuts],
    }


def _bounds(side: str, times: Int64, reach_s: Int64 | None) -> Int64:
    """How far to look from each time [ms]."""
    if reach_s is None:
        return np.full(times.shape, BEGINNING_MS if side == "before" else END_MS, dtype=np.int64)
    reach = reach_s * 1000
    # A meter that is read by the month reaches beyond what a datetime can hold.
    if side == "before":
        return np.asarray(np.maximum(times - reach, BEGINNING_MS))
    return np.asarray(np.minimum(times + reach, END_MS))
