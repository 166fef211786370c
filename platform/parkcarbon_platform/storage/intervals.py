"""Readings of registers as arrays, and the intervals made of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.metering.rules import QUARTER_MS
from parkcarbon_platform.storage import columns, spans
from parkcarbon_platform.storage.arrays import literal
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.quarter_hours import (
    NAMES,
    UNKNOWN,
    Difference,
    IntervalRow,
    QuarterHours,
    joined,
    key_of,
)
from parkcarbon_platform.storage.spans import Range, Wanted, moment

Int64 = npt.NDArray[np.int64]

__all__ = [
    "EventRow",
    "IntervalRow",
    "MeterRow",
    "QuarterHours",
    "Range",
    "ReadingColumns",
    "events",
    "existing",
    "meters",
    "moment",
    "readings",
    "save",
]


class MeterRow(NamedTuple):
    """A point with intervals, and what turns its readings into them."""

    id: int
    enterprise_id: int | None
    unit: str
    quantity: str
    carrier: str
    multiplier: Decimal
    digits: int | None
    max_rate: Decimal | None
    expected_period_s: int
    reference_state: str | None
    kind: str
    check_point_id: int | None
    rules: dict[str, Any]


class EventRow(NamedTuple):
    """A life event of a point, as it was recorded; `time` [ms]."""

    id: int
    point_id: int
    kind: str
    time: int
    details: dict[str, Any]
    undoes: int | None


@dataclass(frozen=True, slots=True)
class ReadingColumns:
    """Readings of one range, in order of time [ms]; `value` is NaN where there is none."""

    time: Int64
    value: npt.NDArray[np.float64]
    quality: Int64
    exact: list[Decimal | None] | None

    def between(self, start: int, end: int) -> "ReadingColumns":
        """Those in [start, end] [ms]."""
        return self.part(*np.searchsorted(self.time, (start, end + 1)).tolist())

    def part(self, first: int, last: int) -> "ReadingColumns":
        """Those from one place to before another."""
        exact = None if self.exact is None else self.exact[first:last]
        return ReadingColumns(self.time[first:last], self.value[first:last], self.quality[first:last], exact)


def meters(connection: Connection, point_ids: Sequence[int]) -> list[MeterRow]:
    """The points among these that have intervals: all but gauges that are not integrated."""
    # Few points have rules of their own: an empty document took as long to read as the rest of the row.
    found = connection.execute(
        """SELECT id, enterprise_id, unit, quantity, carrier, multiplier, digits, max_rate, expected_period_s,
             reference_state, kind, check_point_id, nullif(rules, '{}')
           FROM core.point WHERE id = ANY(%s::int[]) AND (kind <> 'gauge' OR integrated) ORDER BY id""",
        (literal(point_ids),),
    )
    return [MeterRow._make((*row, rules or {})) for *row, rules in found]


def events(connection: Connection, point_ids: Sequence[int]) -> list[EventRow]:
    """Every life event of the points, undone ones and undoings too, in order of recording."""
    found = connection.execute(
        """SELECT id, point_id, kind, round(date_part('epoch', time) * 1000)::bigint, details, undoes
        FROM core.meter_event WHERE point_id = ANY(%s::int[]) ORDER BY id""",
        (literal(point_ids),),
    )
    return [EventRow(*row) for row in found]


# What is unlike nearly all rows comes beside them: a column less is 0.1 µs a row less.
_READINGS = Wanted(
    ("r.time", "coalesce(r.value, 'NaN')"),
    beside=(
        "array_agg(n) FILTER (WHERE r.quality <> 0)",
        "array_agg(r.time) FILTER (WHERE r.quality <> 0)",
        "array_agg(r.quality) FILTER (WHERE r.quality <> 0)",
        "array_agg(n) FILTER (WHERE r.exact IS NOT NULL)",
        "array_agg(r.time) FILTER (WHERE r.exact IS NOT NULL)",
        "array_agg(r.exact) FILTER (WHERE r.exact IS NOT NULL)",
    ),
)
_ODD = "r.estimated <> 0 OR r.covered_s <> 900 OR r.status <> 0 OR r.method IS NOT NULL"
# In one aggregate: to look thrice whether a row is odd took as long as to look at the row.
_STORED = Wanted(
    ("r.start", "r.quantity"),
    beside=(
        f"""array_agg(ARRAY[r.point_id, round(date_part('epoch', r.start) * 1000)::bigint, r.estimated,
              (r.covered_s + r.status::int * 1024 + CASE WHEN r.method IS NULL THEN 0
                ELSE 8192 * coalesce(array_position(%(names)s, r.method) - 1, %(unknown)s) END)::bigint])
            FILTER (WHERE {_ODD})""",
    ),
    given={"names": list(NAMES), "unknown": UNKNOWN},
)
# Stored quarter hours that are read at once, as far as their spans tell.
LARGEST = 4_000_000
# Beyond the time [ms] from the first reading to the last of any span: what a series begins with in a key.
_SERIES = 42


def readings(
    connection: Connection, ranges: Sequence[Range], expected: float = 0.0
) -> Iterator[tuple[int, ReadingColumns]]:
    """The readings of each range [start, end], by the number of the range; those without any are left out.

    `expected`: about how many there are.
    """
    if not ranges:
        return
    found = spans.flat(connection, "core.reading", "time", _READINGS, ranges, closed=True, expected=expected)
    if not found.owner.size:
        return
    time, value = found.columns
    began, ended = int(time.min()), int(time.max())

    def keys_of(series: Int64, moments: Int64) -> Int64:
        return (series << _SERIES) + (moments - began)

    keys = keys_of(found.owner, time)
    order = _order(keys)
    if order is not None:
        keys, time, value = keys[order], time[order], value[order]
    noted_owner, noted_time, noted, exact_owner, exact_time, numbers = found.beside
    quality = np.zeros(time.size, dtype=np.int64)
    if noted_owner is not None:
        quality[np.searchsorted(keys, keys_of(found.series_of(noted_owner), noted_time))] = noted
    exact: list[Decimal | None] | None = None
    if exact_owner is not None:
        exact = [None] * time.size
        places = np.searchsorted(keys, keys_of(found.series_of(exact_owner), exact_time))
        for place, number in zip(places.tolist(), numbers, strict=True):
            exact[place] = number
    every = ReadingColumns(time, value, quality, exact)
    edges = (
        keys_of(found.series, np.clip(np.array(side, np.int64), began, ended + 1))
        for side in ([r.start for r in ranges], [r.end + 1 for r in ranges])
    )
    first, last = (np.searchsorted(keys, edge).tolist() for edge in edges)
    for n in range(len(ranges)):
        if first[n] < last[n]:
            yield n, every.part(first[n], last[n])


def _order(keys: Int64) -> Int64 | None:
    """The order of keys; None where they have it already."""
    if (keys[1:] > keys[:-1]).all():
        return None
    order = np.argsort(keys)
    # The quicker way does not keep the order of equal ones.
    return order if (np.diff(keys[order]) > 0).all() else np.argsort(keys, kind="stable")


def existing(connection: Connection, ranges: Sequence[Range]) -> QuarterHours:
    """The stored intervals of the ranges [start, end), which do not overlap, in order."""
    parts = [_existing(connection, *piece) for piece in _pieces(ranges)]
    return parts[0] if len(parts) == 1 else joined(parts).ordered()


def _pieces(ranges: Sequence[Range]) -> Iterator[tuple[Sequence[Range], float]]:
    """Ranges that are read at once, and how many rows they may have: an array holds a gigabyte."""
    first, rows = 0, 0.0
    for n, span in enumerate(ranges):
        rows += (span.end - span.start) / QUARTER_MS
        if rows >= LARGEST or n + 1 == len(ranges):
            yield ranges[first : n + 1], rows
            first, rows = n + 1, 0.0


def _existing(connection: Connection, ranges: Sequence[Range], expected: float) -> QuarterHours:
    found = spans.flat(connection, "core.interval", "start", _STORED, ranges, expected=expected)
    point = np.zeros(len(found.names), np.int64)
    point[found.series] = [r.point_id for r in ranges]
    start, quantity = found.columns
    key = key_of(point[found.owner], start)
    order = _order(key)
    if order is not None:
        key, start, quantity = key[order], start[order], quantity[order]
    size = start.size
    rows = QuarterHours(
        key >> 32, start, quantity, np.zeros(size, np.int64), np.full(size, QUARTER_MS // 1000),
        np.zeros(size, np.int64), np.zeros(size, np.int64),
    )  # fmt: skip
    (odd,) = found.beside
    if odd is not None:
        point, start, estimated, packed = odd.T
        place = np.searchsorted(key, key_of(point, start))
        rows.estimated[place], rows.covered_s[place] = estimated, packed % 1024
        rows.status[place], rows.method[place] = packed // 1024 % 8, packed // 8192
    return rows.inside(ranges) if size else rows


def save(
    connection: Connection, park_id: int, found: Difference, enterprises: Mapping[int, int | None]
) -> None:
    """Insert, replace and delete; the caller holds the park's lock, so that nobody else inserts the same."""
    _insert(connection, park_id, found.added, enterprises, "")
    # Where no row can be there already, the search for one is a third of the work.
    _insert(
        connection, park_id, found.changed, enterprises,
        """ON CONFLICT (point_id, start) DO UPDATE SET quantity = excluded.quantity,
             estimated = excluded.estimated, covered_s = excluded.covered_s, status = excluded.status,
             method = excluded.method, computed_at = now()""",
    )  # fmt: skip
    _delete(connection, found.gone)


def _insert(
    connection: Connection,
    park_id: int,
    rows: QuarterHours,
    enterprises: Mapping[int, int | None],
    conflict: str,
) -> None:
    if not rows.size:
        return
    points, place = np.unique(rows.point, return_inverse=True)
    owners = np.array([enterprises[point] or 0 for point in points.tolist()], dtype=np.int32)
    columns.cursor(connection).execute(
        f"""INSERT INTO core.interval (park_id, point_id, enterprise_id, start, quantity, estimated,
             covered_s, status, method)
           SELECT %s, point_id, nullif(enterprise_id, 0), start, quantity, estimated, covered_s, status,
             (%s::text[])[method]
           FROM unnest(%s, %s, %s, %s, %s, %s, %s, %s)
             AS q(enterprise_id, point_id, start, quantity, estimated, covered_s, status, method)
           {conflict}""",  # noqa: S608  # a constant
        (
            park_id,
            list(NAMES),
            columns.numbers(owners[place]),
            columns.numbers(rows.point.astype(np.int32)),
            columns.times(rows.start),
            columns.numbers(rows.quantity),
            columns.numbers(rows.estimated),
            columns.numbers(rows.covered_s.astype(np.int32)),
            columns.numbers(rows.status.astype(np.int16)),
            columns.numbers(rows.method.astype(np.int16) + np.int16(1)),
        ),
    )


def _delete(connection: Connection, rows: QuarterHours) -> None:
    if rows.size:
        columns.cursor(connection).execute(
            """DELETE FROM core.interval i USING unnest(%s, %s) AS q(point_id, start)
               WHERE i.point_id = q.point_id AND i.start = q.start AND i.start BETWEEN %s AND %s""",
            (
                columns.numbers(rows.point.astype(np.int32)),
                columns.times(rows.start),
                moment(int(rows.start.min())),
                moment(int(rows.start.max())),
            ),
        )
