"""The readings next to a span, found without reading a point's whole history.

The tenant view is a security barrier: an ORDER BY ... LIMIT above it is not pushed below, so every reading
before the span would be read (60 days of quarter hours: 12 ms a point and growing). So a bounded time is
looked at first, of all points at once where their spans are alike (25 µs a point), then whether a point has
any reading further on (its newest has none), and only then further, step by step (100 µs a point and step).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.storage import columns
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.spans import Range, moment, of_points

# Expected periods that are looked at first, of all points.
NEAR = 12
# Expected periods to look back then, step by step; the last step is without bound.
STEPS = (32, 1024, 32_768)
# The years 1970 and 3000.
BEGINNING_MS, END_MS = 0, 32_503_680_000_000
Int64 = npt.NDArray[np.int64]
T = TypeVar("T")
_NEAR = """array_agg(r.time) FILTER (WHERE r.value IS NOT NULL AND r.quality < 2147483648) AS time,
    array_agg(abs(r.value)) FILTER (WHERE r.value IS NOT NULL AND r.quality < 2147483648) AS value"""
_ANY = {
    "before": """SELECT q.n FROM unnest(%(n)s, %(point)s, %(edge)s) AS q(n, point_id, edge)
        CROSS JOIN LATERAL (SELECT FROM core.reading WHERE point_id = q.point_id AND time < q.edge
          AND time < %(last)s LIMIT 1) r""",
    "after": """SELECT q.n FROM unnest(%(n)s, %(point)s, %(edge)s) AS q(n, point_id, edge)
        CROSS JOIN LATERAL (SELECT FROM core.reading WHERE point_id = q.point_id AND time > q.edge
          AND time > %(first)s LIMIT 1) r""",
}
# Status codes below 2^31 are Good or Uncertain.
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
    starts = _nth(connection, "before", [(r.point_id, r.start) for r in ranges], life, count=count)
    ends = _nth(connection, "after", [(r.point_id, r.end) for r in ranges], life, count=count)
    return [Range(r.point_id, start, end) for r, start, end in zip(ranges, starts, ends, strict=True)]


def _nth(
    connection: Connection, side: str, edges: Sequence[tuple[int, int]], life: Life, *, count: int
) -> list[int]:
    found = [edge for _, edge in edges]
    times = np.array(found, dtype=np.int64)
    bounds = _bounds(side, times, [NEAR * life.periods_s[point] for point, _ in edges]).tolist()
    near = [(point, edge, bound) for (point, edge), bound in zip(edges, bounds, strict=True)]
    pending = _near(connection, side, near, life, count=count, found=found)
    pending = _with_more(connection, side, near, pending, life)
    cursor = columns.cursor(connection)
    for step in (*STEPS, None):
        if not pending:
            break
        points = [edges[n][0] for n in pending]
        times = np.array([edges[n][1] for n in pending], dtype=np.int64)
        bounds = _bounds(side, times, None if step is None else [step * life.periods_s[p] for p in points])
        rows = cursor.execute(
            _SQL[side],
            {
                "n": columns.numbers(np.array(pending, dtype=np.int32)),
                "point": columns.numbers(np.array(points, dtype=np.int32)),
                "edge": columns.times(times),
                "bound": columns.times(bounds),
                "largest": columns.numbers(np.array([life.largest.get(p, np.inf) for p in points])),
                "first": moment(int(min(times.min(), bounds.min()))),
                "last": moment(int(max(times.max(), bounds.max()))),
                "count": count,
                **_exceptions(life, set(points)),
            },
        ).fetchall()
        enough = set()
        for n, number, time in rows:
            found[n] = time
            if number >= count:
                enough.add(n)
        pending = [n for n in pending if n not in enough]
    return found


def _near(
    connection: Connection,
    side: str,
    edges: Sequence[tuple[int, int, int]],
    life: Life,
    *,
    count: int,
    found: list[int],
) -> list[int]:
    """Set the neighbours between each edge and its bound; the edges that have fewer of them than wanted."""
    before = side == "before"
    spans = [Range(point, min(edge, bound), max(edge, bound)) for point, edge, bound in edges]
    excluded, cuts = _by_point((s.point_id, s) for s in life.excluded), _by_point(life.cuts)
    pending = set(range(len(edges)))
    for numbers, (time, value) in of_points(connection, "core.reading", "time", _NEAR, spans, closed=True):
        if time is None:
            continue
        point = edges[numbers[0]][0]
        usable = value <= life.largest.get(point, np.inf)
        for span in excluded.get(point, ()):
            usable &= (time < span.start) | (time >= span.end)
        known = np.sort(np.concatenate((time[usable], np.array(cuts.get(point, ()), dtype=np.int64))))
        for n in numbers:
            _, edge, bound = edges[n]
            low, high = (bound, edge - 1) if before else (edge + 1, bound)
            first, last = np.searchsorted(known, (low, high + 1)).tolist()
            if first < last:
                found[n] = int(known[max(last - count, first) if before else min(first + count, last) - 1])
            if last - first >= count:
                pending.discard(n)
    return sorted(pending)


def _by_point(rows: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = {}
    for point, row in rows:
        found.setdefault(point, []).append(row)
    return found


def _with_more(
    connection: Connection,
    side: str,
    edges: Sequence[tuple[int, int, int]],
    pending: list[int],
    life: Life,
) -> list[int]:
    """Those edges beyond whose bound the point has any reading, or that has any life event, at all."""
    if not pending:
        return pending
    times = np.array([edges[n][2] for n in pending], dtype=np.int64)
    values = {
        "n": columns.numbers(np.array(pending, dtype=np.int32)),
        "point": columns.numbers(np.array([edges[n][0] for n in pending], dtype=np.int32)),
        "edge": columns.times(times),
        "first": moment(int(times.min())),
        "last": moment(int(times.max())),
    }
    more = {n for (n,) in columns.cursor(connection).execute(_ANY[side], values)}
    cut = {point for point, _ in life.cuts}
    return [n for n in pending if n in more or edges[n][0] in cut]


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


def _bounds(side: str, times: Int64, reach_s: Sequence[int] | None) -> Int64:
    """How far to look from each time [ms]."""
    if reach_s is None:
        return np.full(times.shape, BEGINNING_MS if side == "before" else END_MS, dtype=np.int64)
    reach = np.array(reach_s, dtype=np.int64) * 1000
    # A meter that is read by the month reaches beyond what a datetime can hold.
    if side == "before":
        return np.asarray(np.maximum(times - reach, BEGINNING_MS))
    return np.asarray(np.minimum(times + reach, END_MS))
