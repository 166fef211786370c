"""Rows of points in spans of time, as columns: an index scan a span, or one scan of the whole time.

One row of columns is the answer, whatever the spans: an array a point cost 60 µs of each point (and 0.4 µs of
each row in the database, where ten thousand of them did not fit its memory).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import MappingProxyType
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
    """Columns (expressions over a row `r`) of the rows that fulfil a condition; `beside`: aggregates of them,
    which may name the row's span as `n`, and take what is `given`."""

    columns: tuple[str, ...]
    condition: str = "true"
    beside: tuple[str, ...] = ()
    given: Mapping[str, object] = MappingProxyType({})


class Flat(NamedTuple):
    """Rows of many spans as columns, in any order, without an object a span.

    `names`: what aggregates call a series, in order; `series` of each span that was asked for: spans of the
    same point may share one; `owner`: series of each row. A series may hold rows beside its spans.
    """

    names: Int64
    series: Int64
    owner: Int64
    columns: tuple[npt.NDArray[Any], ...]
    beside: tuple[Any, ...]

    def series_of(self, names: Int64) -> Int64:
        """What series an aggregate names."""
        return np.asarray(np.searchsorted(self.names, names), dtype=np.int64)


def flat(
    connection: Connection,
    table: str,
    time: str,
    wanted: Wanted,
    ranges: Sequence[Range],
    *,
    closed: bool = False,
    expected: float = 0.0,
) -> Flat:
    """Rows of points in spans [start, end) or, where `closed`, [start, end]: one statement for all of them.

    `expected`: about how many rows there are, where those of a time lie together.
    """
    first, last = min(r.start for r in ranges), max(r.end for r in ranges)
    until = "<=" if closed else "<"
    # Only constants exclude chunks from a plan.
    bounds = f"{time} >= %(first)s AND {time} {until} %(last)s AND {wanted.condition}"
    point = np.array([r.point_id for r in ranges], dtype=np.int64)
    values = {**wanted.given, "first": moment(first), "last": moment(last)}
    is_dense = _is_dense(ranges, first, last)
    if is_dense:
        names, series = np.unique(point, return_inverse=True)
        values["points"] = columns.numbers(names.astype(np.int32))
        rows = f"(SELECT *, point_id AS n FROM {table} WHERE point_id = ANY(%(points)s) AND {bounds}) r"  # noqa: S608
    else:
        names = series = np.arange(point.size)
        values |= {
            "n": columns.numbers(names.astype(np.int32)),
            "point": columns.numbers(point.astype(np.int32)),
            "start": columns.times(np.array([r.start for r in ranges], dtype=np.int64)),
            "until": columns.times(np.array([r.end for r in ranges], dtype=np.int64)),
        }
        rows = f"""unnest(%(n)s, %(point)s, %(start)s, %(until)s) AS q(n, point_id, start, until)
            CROSS JOIN LATERAL (SELECT * FROM {table} WHERE point_id = q.point_id
              AND {time} >= q.start AND {time} {until} q.until AND {bounds}) r"""  # noqa: S608  # constants
    found = ", ".join([*(f"array_agg({column})" for column in ("n", *wanted.columns)), *wanted.beside])
    cursor = columns.cursor(connection)
    with _by_page(connection, wanted=is_dense and expected >= MANY_ROWS):
        row = cursor.execute(f"SELECT {found} FROM {rows}", values).fetchone()  # noqa: S608
    assert row is not None
    owner, *rest = row
    if owner is None:
        nothing = np.zeros(0, dtype=np.int64)
        return Flat(
            names, series, nothing, tuple(nothing for _ in wanted.columns), (None,) * len(wanted.beside)
        )
    count = len(wanted.columns)
    return Flat(
        names,
        series,
        np.asarray(np.searchsorted(names, owner), np.int64),
        tuple(rest[:count]),
        tuple(rest[count:]),
    )


def _is_dense(ranges: Sequence[Range], first: int, last: int) -> bool:
    points = len({r.point_id for r in ranges})
    return points >= MANY and sum(r.end - r.start for r in ranges) >= DENSE * points * (last - first)
