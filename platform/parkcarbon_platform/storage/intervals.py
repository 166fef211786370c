"""Readings of registers as arrays, and the intervals made of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from psycopg.rows import class_row

from parkcarbon_platform.storage import columns, spans
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.quarter_hours import (
    NAMES,
    UNKNOWN,
    Difference,
    IntervalRow,
    QuarterHours,
    joined,
)
from parkcarbon_platform.storage.spans import Range, moment

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


@dataclass(frozen=True, slots=True)
class MeterRow:
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
    rules: dict[str, Any]
    check_point_id: int | None


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
        first, last = np.searchsorted(self.time, (start, end + 1)).tolist()
        exact = None if self.exact is None else self.exact[first:last]
        return ReadingColumns(self.time[first:last], self.value[first:last], self.quality[first:last], exact)


def meters(connection: Connection, point_ids: Sequence[int]) -> list[MeterRow]:
    """The points among these that have intervals: all but gauges that are not integrated."""
    sql = """SELECT id, enterprise_id, unit, quantity, carrier, multiplier, digits, max_rate,
                    expected_period_s, reference_state, kind, rules, check_point_id
             FROM core.point WHERE id = ANY(%s) AND (kind <> 'gauge' OR integrated) ORDER BY id"""
    cursor = connection.cursor(row_factory=class_row(MeterRow))
    return cursor.execute(sql, (list(point_ids),)).fetchall()


def events(connection: Connection, point_ids: Sequence[int]) -> list[EventRow]:
    """Every life event of the points, undone ones and undoings too, in order of recording."""
    found = connection.execute(
        """SELECT id, point_id, kind, round(date_part('epoch', time) * 1000)::bigint, details, undoes
        FROM core.meter_event WHERE point_id = ANY(%s) ORDER BY id""",
        (list(point_ids),),
    )
    return [EventRow(*row) for row in found]


def readings(connection: Connection, ranges: Sequence[Range]) -> Iterator[tuple[int, ReadingColumns]]:
    """The readings of each range [start, end], by the number of the range; those without any are left out."""
    aggregates = """array_agg(r.time) AS time, array_agg(coalesce(r.value, 'NaN')) AS value,
      array_agg(r.quality) AS quality, CASE WHEN count(r.exact) > 0 THEN array_agg(r.exact) END AS exact"""
    rows = spans.of_points(connection, "core.reading", "time", aggregates, ranges, closed=True)
    for numbers, found in rows:
        everything = _in_order(ReadingColumns(*found))
        for n in numbers:
            part = everything.between(ranges[n].start, ranges[n].end)
            if part.time.size:
                yield n, part


def _in_order(found: ReadingColumns) -> ReadingColumns:
    if (np.diff(found.time) > 0).all():
        return found
    order = np.argsort(found.time)
    exact = None if found.exact is None else [found.exact[i] for i in order.tolist()]
    return ReadingColumns(found.time[order], found.value[order], found.quality[order], exact)


def existing(connection: Connection, ranges: Sequence[Range]) -> QuarterHours:
    """The stored intervals of the ranges [start, end), which do not overlap, in order."""
    # Of most rows the last three columns are alike: one number carries them.
    aggregates = """array_agg(r.start) AS start, array_agg(r.quantity) AS quantity,
      array_agg(r.estimated) AS estimated, array_agg(r.covered_s + r.status::int * 1024 + CASE
        WHEN r.method IS NULL THEN 0
        ELSE 8192 * coalesce(array_position(%(names)s, r.method) - 1, %(unknown)s) END) AS packed"""
    names = {"names": list(NAMES), "unknown": UNKNOWN}
    parts = []
    rows = spans.of_points(connection, "core.interval", "start", aggregates, ranges, given=names)
    for numbers, found in rows:
        start, quantity, estimated, packed = found
        packed = packed.astype(np.int64)
        point = np.full(start.size, ranges[numbers[0]].point_id, dtype=np.int64)
        stored = QuarterHours(
            point, start, quantity, estimated, packed % 1024, packed // 1024 % 8, packed // 8192
        )
        kept = np.logical_or.reduce([(start >= ranges[n].start) & (start < ranges[n].end) for n in numbers])
        parts.append(stored if kept.all() else stored.only(kept))
    return joined(parts).ordered()


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
