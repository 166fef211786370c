"""Readings of registers as arrays, and the intervals made of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from psycopg.rows import class_row

from parkcarbon_platform.storage.arrays import literal, names
from parkcarbon_platform.storage.database import Connection

Int64 = npt.NDArray[np.int64]


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


class Range(NamedTuple):
    """A span of a point [ms]."""

    point_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReadingColumns:
    """Readings of one range, in order of time [ms]; `value` is NaN where there is none."""

    time: Int64
    value: npt.NDArray[np.float64]
    quality: Int64
    exact: list[Decimal | None] | None


class IntervalRow(NamedTuple):
    """A quarter hour of a point; `start` [ms], amounts in the base unit."""

    point_id: int
    start: int
    quantity: int
    estimated: int
    covered_s: int
    status: int
    method: str | None


def moment(milliseconds: int) -> datetime:
    """The time of milliseconds since the epoch."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


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
    sql = """SELECT q.n, array_agg(round(date_part('epoch', r.time) * 1000)::bigint ORDER BY r.time),
                    array_agg(r.value ORDER BY r.time), array_agg(r.quality ORDER BY r.time),
                    CASE WHEN count(r.exact) > 0 THEN array_agg(r.exact ORDER BY r.time) END
             FROM unnest(%s::int[], %s::int[], %s::timestamptz[], %s::timestamptz[])
               AS q(n, point_id, start, until)
             CROSS JOIN LATERAL (SELECT time, value, quality, exact FROM core.reading
               WHERE point_id = q.point_id AND time >= q.start AND time <= q.until
                 AND time >= %s AND time <= %s) r
             GROUP BY q.n ORDER BY q.n"""
    found = connection.cursor(binary=True).execute(sql, _columns(ranges))
    for n, time, value, quality, exact in found:
        yield (
            n,
            ReadingColumns(
                np.array(time, dtype=np.int64),
                np.array(value, dtype=np.float64),
                np.array(quality, dtype=np.int64),
                exact,
            ),
        )


def existing(connection: Connection, ranges: Sequence[Range]) -> list[IntervalRow]:
    """The stored intervals of the ranges [start, end)."""
    found = connection.cursor(binary=True).execute(
        """SELECT i.point_id, round(date_part('epoch', i.start) * 1000)::bigint, i.quantity, i.estimated,
                  i.covered_s, i.status, i.method
           FROM unnest(%s::int[], %s::int[], %s::timestamptz[], %s::timestamptz[])
             AS q(n, point_id, start, until)
           CROSS JOIN LATERAL (SELECT * FROM core.interval WHERE point_id = q.point_id AND start >= q.start
                               AND start < q.until AND start >= %s AND start < %s) i""",
        _columns(ranges),
    )
    return [IntervalRow(*row) for row in found]


def write(
    connection: Connection, park_id: int, rows: Sequence[IntervalRow], enterprises: dict[int, int | None]
) -> None:
    """Insert the rows, or replace those of the same point and start."""
    if not rows:
        return
    *numbers, method = zip(*rows, strict=True)
    connection.execute(
        """INSERT INTO core.interval (park_id, point_id, enterprise_id, start, quantity, estimated, covered_s,
             status, method)
           SELECT %s, point_id, enterprise_id, to_timestamp(start / 1000.0), quantity, estimated, covered_s,
             status, method
           FROM unnest(%s::int[], %s::int[], %s::bigint[], %s::bigint[], %s::bigint[], %s::int[],
             %s::smallint[], %s::text[])
             AS q(enterprise_id, point_id, start, quantity, estimated, covered_s, status, method)
           ON CONFLICT (point_id, start) DO UPDATE SET quantity = excluded.quantity,
             estimated = excluded.estimated, covered_s = excluded.covered_s, status = excluded.status,
             method = excluded.method, computed_at = now()""",
        (
            park_id,
            literal([enterprises[row.point_id] for row in rows]),
            *(literal(column) for column in numbers),
            names(method),
        ),
    )


def delete(connection: Connection, rows: Sequence[IntervalRow]) -> None:
    """Delete intervals that no longer have readings on both sides."""
    if rows:
        starts = [moment(row.start) for row in rows]
        connection.execute(
            """DELETE FROM core.interval i USING unnest(%s::int[], %s::timestamptz[]) AS q(point_id, start)
               WHERE i.point_id = q.point_id AND i.start = q.start AND i.start BETWEEN %s AND %s""",
            ([row.point_id for row in rows], starts, min(starts), max(starts)),
        )


def _columns(
    ranges: Sequence[Range],
) -> tuple[list[int], list[int], list[datetime], list[datetime], datetime, datetime]:
    """The ranges by column, then the bounds of all of them: only a constant excludes chunks from a plan."""
    starts, ends = [moment(r.start) for r in ranges], [moment(r.end) for r in ranges]
    return list(range(len(ranges))), [r.point_id for r in ranges], starts, ends, min(starts), max(ends)
