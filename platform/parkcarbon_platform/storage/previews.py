"""Pictures of what is stored, taken before and after something is tried."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Energy:
    """A point's intervals of a span, added up [base unit]."""

    point_id: int
    quantity: int
    estimated: int


@dataclass(frozen=True, slots=True)
class Quarter:
    """An interval [base unit]."""

    start: datetime
    quantity: int
    status: int


@dataclass(frozen=True, slots=True)
class Carbon:
    """A source's current hours of a span, added up [mg CO2; mg of its gas]; `held_*`: differences that wait.

    `unpriced_hours` have activity and no entry: no factor answers, or something else is wrong.
    """

    source: str
    co2_mg: int = 0
    mass_mg: int = 0
    held_hours: int = 0
    held_mg: int = 0
    held_mass_mg: int = 0
    unpriced_hours: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of a point."""

    point: str
    rule: str
    severity: str
    time: datetime
    detail: str


@contextmanager
def trial(connection: Connection) -> Iterator[None]:
    """What is done inside is undone at its end."""
    with connection.transaction() as attempt:
        yield
        raise psycopg.Rollback(attempt)


def energy(
    connection: Connection, points: Sequence[int], start: datetime, end: datetime
) -> dict[int, Energy]:
    """Sums of points over [start, end)."""
    sql = """SELECT point_id, sum(quantity)::bigint AS quantity, sum(estimated)::bigint AS estimated
             FROM core.interval WHERE point_id = ANY(%s) AND start >= %s AND start < %s GROUP BY 1"""
    cursor = connection.cursor(row_factory=class_row(Energy))
    return {row.point_id: row for row in cursor.execute(sql, (list(points), start, end))}


def quarters(
    connection: Connection, point_id: int, start: datetime, end: datetime
) -> dict[datetime, Quarter]:
    """The intervals of a point in [start, end)."""
    sql = """SELECT start, quantity, status FROM core.interval
             WHERE point_id = %s AND start >= %s AND start < %s ORDER BY 1"""
    cursor = connection.cursor(row_factory=class_row(Quarter))
    return {row.start: row for row in cursor.execute(sql, (point_id, start, end))}


def carbon(
    connection: Connection, points: Sequence[int], enterprise_id: int | None, start: datetime, end: datetime
) -> dict[str, Carbon]:
    """Sources whose activity holds any of the points, over the hours of [start, end)."""
    sql = """SELECT s.code AS source, coalesce(l.co2_mg, 0)::bigint AS co2_mg,
                    coalesce(l.mass_mg, 0)::bigint AS mass_mg,
                    coalesce(d.hours, 0)::int AS held_hours, coalesce(d.co2_mg, 0)::bigint AS held_mg,
                    coalesce(d.mass_mg, 0)::bigint AS held_mass_mg,
                    (SELECT count(*) FROM (
                       SELECT DISTINCT date_trunc('hour', i.start, 'UTC') AS hour FROM core.source_term t
                       JOIN core.interval i ON i.point_id = t.point_id
                         AND i.start >= %(start)s AND i.start < %(end)s
                       WHERE t.source_id = s.id AND t.role = 'activity') h
                     JOIN core.park k ON k.id = s.park_id
                     WHERE (s.valid_from IS NULL OR (h.hour AT TIME ZONE k.timezone)::date >= s.valid_from)
                       AND (s.valid_to IS NULL OR (h.hour AT TIME ZONE k.timezone)::date <= s.valid_to)
                       AND NOT EXISTS (SELECT FROM core.ledger_entry e WHERE e.source_id = s.id
                         AND e.hour = h.hour AND e.superseded_at IS NULL))::int AS unpriced_hours
             FROM core.emission_source s
             LEFT JOIN (SELECT source_id, sum(co2_mg) AS co2_mg,
                               sum(co2_mg + coalesce(gas_mg, 0)) AS mass_mg FROM core.ledger_entry
                        WHERE superseded_at IS NULL AND hour >= %(start)s AND hour < %(end)s GROUP BY 1) l
               ON l.source_id = s.id
             LEFT JOIN (SELECT source_id, count(*) AS hours,
                               sum(coalesce(co2_mg, 0) - coalesce(locked_co2_mg, 0)) AS co2_mg,
                               sum(coalesce(co2_mg, 0) + coalesce(gas_mg, 0)
                                 - coalesce(locked_co2_mg, 0) - coalesce(locked_gas_mg, 0)) AS mass_mg
                        FROM core.pending_difference
                        WHERE state = 'open' AND hour >= %(start)s AND hour < %(end)s GROUP BY 1) d
               ON d.source_id = s.id
             WHERE s.id IN (SELECT source_id FROM core.source_term
                            WHERE role = 'activity' AND point_id = ANY(%(points)s))
               AND (%(enterprise)s::int IS NULL OR s.enterprise_id = %(enterprise)s)
             ORDER BY s.code"""
    cursor = connection.cursor(row_factory=class_row(Carbon))
    found = cursor.execute(
        sql, {"points": list(points), "enterprise": enterprise_id, "start": start, "end": end}
    )
    return {row.source: row for row in found}


def findings(connection: Connection, points: Sequence[int], start: datetime, end: datetime) -> set[Found]:
    """The findings of points in [start, end)."""
    sql = """SELECT p.code AS point, f.rule, f.severity, f.time, f.detail
             FROM core.finding f JOIN core.point p ON p.id = f.point_id
             WHERE f.point_id = ANY(%s) AND f.time >= %s AND f.time < %s"""
    cursor = connection.cursor(row_factory=class_row(Found))
    return set(cursor.execute(sql, (list(points), start, end)))
