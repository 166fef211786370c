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
        first, last = np.searchsorted(self.time, (start, end + 1)).tolist()
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
_READINGS = """array_agg(r.time) AS time, array_agg(coalesce(r.value, 'NaN')) AS value,
  array_agg(r.time) FILTER (WHERE r.quality <> 0) AS noted,
  array_agg(r.quality) FILTER (WHERE r.quality <> 0) AS quality,
  array_agg(r.time) FILTER (WHERE r.exact IS NOT NULL) AS given,
  array_agg(r.exact) FILTER (WHERE r.exact IS NOT NULL) AS exact"""
_ODD = "r.estimated <> 0 OR r.covered_s <> 900 OR r.status <> 0 OR r.method IS NOT NULL"
# In one aggregate: to look thrice whether a row is odd took as long as to look at the row.
_STORED = f"""array_agg(r.start) AS start, array_agg(r.quantity) AS quantity,
  array_agg(ARRAY[round(date_part('epoch', r.start) * 1000)::bigint, r.estimated,
    (r.covered_s + r.status::int * 1024 + CASE WHEN r.method IS NULL THEN 0
      ELSE 8192 * coalesce(array_position(%(names)s, r.method) - 1, %(unknown)s) END)::bigint])
    FILTER (WHERE {_ODD}) AS odd"""


def readings(
    connection: Connection, ranges: Sequence[Range], expected: float = 0.0
) -> Iterator[tuple[int, ReadingColumns]]:
    """The readings of each range [start, end], by the number of the range; those without any are left out.

    `expected`: about how many there are.
    """
    rows = spans.of_points(
        connection, "core.reading", "time", _READINGS, ranges, closed=True, expected=expected
    )
    for numbers, (time, value, noted, quality, given, exact) in rows:
        everything = _columns(time, value, (noted, quality), (given, exact))
        for n in numbers:
            part = everything.between(ranges[n].start, ranges[n].end)
            if part.time.size:
                yield n, part


def _columns(
    time: Int64,
    value: npt.NDArray[np.float64],
    noted: tuple[Int64 | None, Int64 | None],
    given: tuple[Int64 | None, list[Decimal] | None],
) -> ReadingColumns:
    """Readings in order; `noted` and `given`: times and contents of qualities and of exact values."""
    if not (time[1:] > time[:-1]).all():
        order = np.argsort(time, kind="stable")
        time, value = time[order], value[order]
    quality = np.zeros(time.size, dtype=np.int64)
    if noted[0] is not None and noted[1] is not None:
        quality[np.searchsorted(time, noted[0])] = noted[1]
    exact: list[Decimal | None] | None = None
    if given[0] is not None and given[1] is not None:
        exact = [None] * time.size
        for place, number in zip(np.searchsorted(time, given[0]).tolist(), given[1], strict=True):
            exact[place] = number
    return ReadingColumns(time, value, quality, exact)


def existing(connection: Connection, ranges: Sequence[Range]) -> QuarterHours:
    """The stored intervals of the ranges [start, end), which do not overlap, in order."""
    names = {"names": list(NAMES), "unknown": UNKNOWN}
    expected = sum(r.end - r.start for r in ranges) / QUARTER_MS
    found = spans.of_points(
        connection, "core.interval", "start", _STORED, ranges, given=names, expected=expected
    )
    parts = [(ranges[numbers[0]], numbers[0], *columns) for numbers, columns in found]
    if not parts:
        return joined(())
    # By point: one sort of all rows is a tenth of all that settling costs.
    spanned, _, starts, amounts, unlike = zip(*sorted(parts, key=lambda part: part[:2]), strict=True)
    point = np.repeat(np.array([s.point_id for s in spanned], np.int64), [s.size for s in starts])
    size = point.size
    rows = QuarterHours(
        point, np.concatenate(starts), np.concatenate(amounts), np.zeros(size, np.int64),
        np.full(size, QUARTER_MS // 1000), np.zeros(size, np.int64), np.zeros(size, np.int64),
    ).ordered()  # fmt: skip
    _set_odd(rows, [(s.point_id, odd) for s, odd in zip(spanned, unlike, strict=True) if odd is not None])
    return rows.inside(ranges)


def _set_odd(found: QuarterHours, rows: Sequence[tuple[int, Int64]]) -> None:
    """Columns of the rows that are not measured throughout: of a point start, estimate and what is unlike."""
    if not rows:
        return
    key = found.key
    for point, odd in rows:
        start, estimated, packed = odd.T
        place = np.searchsorted(key, key_of(point, start))
        found.estimated[place], found.covered_s[place] = estimated, packed % 1024
        found.status[place], found.method[place] = packed // 1024 % 8, packed // 8192


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
