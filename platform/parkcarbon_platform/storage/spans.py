"""Rows of points in spans of time, as arrays a point: an index scan a span, or one scan of the whole time."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.storage import columns
from parkcarbon_platform.storage.database import Connection

Int64 = npt.NDArray[np.int64]

# Spans that fill this part of all points and all the time are read in one scan: 0.6 instead of 0.9 µs a row.
DENSE = 0.7
MANY = 8
# So many rows are read page by page: 0.56 instead of 0.78 µs a row.
MANY_ROWS = 20_000


class Range(NamedTuple):
    """A span of a point [ms]."""

    point_id: int
    start: int
    end: int


def moment(milliseconds: int) -> datetime:
    """The time of milliseconds since the epoch."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def of_points(
    connection: Connection,
    table: str,
    time: str,
    aggregates: str,
    ranges: Sequence[Range],
    *,
    given: Mapping[str, object] | None = None,
    closed: bool = False,
    expected: float = 0.0,
) -> Iterator[tuple[list[int], tuple[Any, ...]]]:
    """Aggregates of rows `r` of points in spans [start, end) or, where `closed`, [start, end].

    Yields the numbers of spans of one point with what is found near them: the caller clips. Points and spans
    without rows are left out. `expected`: about how many rows there are,
    where those of a time lie together.
    """
    if not ranges:
        return
    first, last = min(r.start for r in ranges), max(r.end for r in ranges)
    until = "<=" if closed else "<"
    # Only constants exclude chunks from a plan.
    bounds = f"{time} >= %(first)s AND {time} {until} %(last)s"
    values = {**(given or {}), "first": moment(first), "last": moment(last)}
    cursor = columns.cursor(connection)
    if _is_dense(ranges, first, last):
        numbers: dict[int, list[int]] = {}
        for n, span in enumerate(ranges):
            numbers.setdefault(span.point_id, []).append(n)
        values["points"] = columns.numbers(np.array(sorted(numbers), dtype=np.int32))
        sql = f"""SELECT point_id, {aggregates} FROM {table} r
            WHERE point_id = ANY(%(points)s) AND {bounds} GROUP BY point_id"""  # noqa: S608  # constants
        with _by_page(connection, wanted=expected >= MANY_ROWS):
            cursor.execute(sql, values)
        for point_id, *found in cursor:
            yield numbers[point_id], tuple(found)
        return
    values |= {
        "n": columns.numbers(np.arange(len(ranges), dtype=np.int32)),
        "point": columns.numbers(np.array([r.point_id for r in ranges], dtype=np.int32)),
        "start": columns.times(np.array([r.start for r in ranges], dtype=np.int64)),
        "until": columns.times(np.array([r.end for r in ranges], dtype=np.int64)),
    }
    sql = f"""SELECT q.n, {aggregates}
        FROM unnest(%(n)s, %(point)s, %(start)s, %(until)s) AS q(n, point_id, start, until)
        CROSS JOIN LATERAL (SELECT * FROM {table} WHERE point_id = q.point_id
          AND {time} >= q.start AND {time} {until} q.until AND {bounds}) r
        GROUP BY q.n"""  # noqa: S608  # constants
    for n, *found in cursor.execute(sql, values):
        yield [n], tuple(found)


@contextmanager
def _by_page(connection: Connection, *, wanted: bool) -> Iterator[None]:
    """In the block rows are read page by page, not in the order of the index.

    Rows lie as they came, all points of a time together: in the order of points each row is another page.
    """
    if not wanted:
        yield
        return
    connection.execute("SET LOCAL enable_indexscan = off")
    yield
    connection.execute("SET LOCAL enable_indexscan = on")


class Wanted(NamedTuple):
    """Columns (expressions over the table) of the rows that fulfil a condition."""

    columns: tuple[str, ...]
    condition: str


class Flat(NamedTuple):
    """Rows of many spans as columns, in any order, without an object a span.

    `series` of each span that was asked for: spans of the same point may share one; `owner`: series of each
    row. A series may hold rows beside its spans.
    """

    series: Int64
    owner: Int64
    columns: tuple[npt.NDArray[Any], ...]


def flat(connection: Connection, table: str, time: str, wanted: Wanted, ranges: Sequence[Range]) -> Flat:
    """Rows of points in spans [start, end]: one statement, and one row of its answer, for all of them."""
    first, last = min(r.start for r in ranges), max(r.end for r in ranges)
    bounds = f"{time} >= %(first)s AND {time} <= %(last)s AND {wanted.condition}"
    point = np.array([r.point_id for r in ranges], dtype=np.int32)
    values: dict[str, object] = {"first": moment(first), "last": moment(last)}
    if _is_dense(ranges, first, last):
        points, series = np.unique(point, return_inverse=True)
        values["points"] = columns.numbers(points)
        rows = f"(SELECT *, point_id AS n FROM {table} WHERE point_id = ANY(%(points)s) AND {bounds}) r"  # noqa: S608
    else:
        points = np.arange(point.size, dtype=np.int32)
        series = points.astype(np.int64)
        values |= {
            "n": columns.numbers(points),
            "point": columns.numbers(point),
            "start": columns.times(np.array([r.start for r in ranges], dtype=np.int64)),
            "until": columns.times(np.array([r.end for r in ranges], dtype=np.int64)),
        }
        rows = f"""unnest(%(n)s, %(point)s, %(start)s, %(until)s) AS q(n, point_id, start, until)
            CROSS JOIN LATERAL (SELECT * FROM {table} WHERE point_id = q.point_id
              AND {time} >= q.start AND {time} <= q.until AND {bounds}) r"""  # noqa: S608  # constants
    found = ", ".join(f"array_agg({column})" for column in ("n", *wanted.columns))
    row = columns.cursor(connection).execute(f"SELECT {found} FROM {rows}", values).fetchone()  # noqa: S608
    assert row is not None
    owner, *rest = row
    if owner is None:
        nothing = np.zeros(0, dtype=np.int64)
        return Flat(series, nothing, tuple(nothing for _ in rest))
    return Flat(series, np.asarray(np.searchsorted(points, owner), dtype=np.int64), tuple(rest))


def _is_dense(ranges: Sequence[Range], first: int, last: int) -> bool:
    points = len({r.point_id for r in ranges})
    return points >= MANY and sum(r.end - r.start for r in ranges) >= DENSE * points * (last - first)
