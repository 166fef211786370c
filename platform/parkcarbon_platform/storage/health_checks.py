"""What the checks of meter health read and write: fresh readings, samples of gauges, findings as a set."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.findings import PointFinding

# First key of pg_try_advisory_xact_lock(int, int); the second is the park.
CHECK_LOCK = 0x70636863


@dataclass(frozen=True, slots=True)
class CheckedPoint:
    """A point that readings come for."""

    id: int
    enterprise_id: int | None
    device_id: int
    parent_id: int | None
    kind: str
    integrated: bool
    quantity: str
    carrier: str
    direction: str
    unit: str
    multiplier: Decimal
    expected_period_s: int
    rules: dict[str, Any]
    reference_state: str | None


class Received(NamedTuple):
    """When a reading was taken by its own clock, and when it arrived."""

    point_id: int
    time: datetime
    received_at: datetime


class Contradiction(NamedTuple):
    """Open revisions of a point and day: how many, the first time with the stored and the other value."""

    point_id: int
    time: datetime
    number: int
    stored: float | None
    other: float | None


class Quarter(NamedTuple):
    """A measured quarter hour, covered whole; `start` [ms], quantity [base unit]."""

    point_id: int
    start: int
    quantity: int


class DaySum(NamedTuple):
    """Measured quarter hours of a point's local day: days since 1970-01-01, first [ms], sum, number."""

    point_id: int
    day: int
    first: int
    quantity: int
    quarters: int


class PeriodSum(NamedTuple):
    """A point's intervals of a period [base unit, s]."""

    point_id: int
    quantity: int
    estimated: int
    covered_s: int


class Span(NamedTuple):
    """Findings of a point with start <= time < end."""

    point_id: int
    start: datetime
    end: datetime


def try_lock(connection: Connection, park_id: int) -> bool:
    """Be the only one to check this park until the transaction ends; False where another does."""
    row = connection.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", (CHECK_LOCK, park_id)).fetchone()
    return bool(row and row[0])


def parks_due(connection: Connection, every: timedelta) -> list[int]:
    """Parks whose check nobody has begun for so long (directory role)."""
    rows = connection.execute(
        """SELECT p.id FROM core.park p LEFT JOIN core.health_check c ON c.park_id = p.id
        WHERE c.attempted_at IS NULL OR c.attempted_at <= now() - %s ORDER BY p.id""",
        (every,),
    )
    return [row[0] for row in rows]


def attempt(connection: Connection, park_id: int, every: timedelta) -> bool:
    """Begin a check; False where another has begun one just now."""
    return (
        connection.execute(
            """INSERT INTO core.health_check (park_id, attempted_at) VALUES (%s, now())
            ON CONFLICT (park_id) DO UPDATE SET attempted_at = now()
            WHERE core.health_check.attempted_at <= now() - %s""",
            (park_id, every),
        ).rowcount
        == 1
    )


def checked(connection: Connection, at: datetime, points: int, seconds: float) -> None:
    """The meters of this transaction's park have been checked."""
    connection.execute(
        "UPDATE core.health_check SET checked_at = %s, points = %s, seconds = %s", (at, points, seconds)
    )


def points(connection: Connection) -> list[CheckedPoint]:
    """The points of the park that readings come for."""
    sql = """SELECT id, enterprise_id, device_id, parent_id, kind, integrated, quantity, carrier, direction,
                    unit, multiplier, expected_period_s, rules, reference_state
             FROM core.point WHERE kind <> 'virtual' ORDER BY id"""
    return connection.cursor(row_factory=class_row(CheckedPoint)).execute(sql).fetchall()


def freshest(
    connection: Connection, since: Sequence[tuple[int, datetime]], until: datetime, count: int
) -> list[Received]:
    """The newest `count` readings of each (point, since) by their own time, with their time of receipt."""
    if not since:
        return []
    ids, starts = zip(*since, strict=True)
    rows = connection.execute(
        """SELECT r.point_id, r.time, b.received_at FROM (
             SELECT q.id AS point_id, r.time, r.batch_id,
               row_number() OVER (PARTITION BY q.id ORDER BY r.time DESC) AS n
             FROM unnest(%s::int[], %s::timestamptz[]) AS q(id, since)
             CROSS JOIN LATERAL (SELECT time, batch_id FROM core.reading
               WHERE point_id = q.id AND time >= q.since AND time >= %s AND time < %s) r) r
           JOIN core.batch b ON b.id = r.batch_id WHERE r.n <= %s ORDER BY r.point_id, r.time""",
        (list(ids), list(starts), min(starts), until, count),
    )
    return [Received(*row) for row in rows]


def repeating(connection: Connection, point_ids: Sequence[int], since: datetime) -> list[int]:
    """The points among these with a value that comes more than once since then."""
    rows = connection.execute(
        """SELECT point_id FROM core.reading WHERE point_id = ANY(%s) AND time >= %s AND value IS NOT NULL
           GROUP BY point_id HAVING count(*) > count(DISTINCT value)""",
        (list(point_ids), since),
    )
    return [row[0] for row in rows]


def samples(
    connection: Connection, point_ids: Sequence[int], since: datetime, until: datetime
) -> list[tuple[int, int, float]]:
    """(point, time [ms], value) of a good reading each half minute, in order of time."""
    return connection.execute(
        """SELECT p.id, round(date_part('epoch', r.time) * 1000)::bigint, r.value
           FROM unnest(%s::int[]) AS p(id)
           CROSS JOIN generate_series(%s::timestamptz, %s::timestamptz, interval '30 seconds') AS m(moment)
           CROSS JOIN LATERAL (SELECT time, value FROM core.reading
             WHERE point_id = p.id AND time >= m.moment AND time < m.moment + interval '30 seconds'
               AND time >= %s AND time < %s AND value IS NOT NULL AND quality < 2147483648 LIMIT 1) r
           ORDER BY 1, 2""",
        (list(point_ids), since, until, since, until + timedelta(minutes=1)),
    ).fetchall()


def contradictions(connection: Connection) -> list[Contradiction]:
    """Open revisions, by point and day (UTC)."""
    rows = connection.execute(
        """SELECT v.point_id, v.time, v.number, r.value, v.other FROM (
             SELECT point_id, min(time) AS time, count(*) AS number,
               (array_agg(value ORDER BY time, id))[1] AS other
             FROM core.reading_revision WHERE state = 'open'
             GROUP BY point_id, date_trunc('day', time, 'UTC')) v
           LEFT JOIN LATERAL (SELECT value FROM core.reading
             WHERE point_id = v.point_id AND time = v.time) r ON true"""
    )
    return [Contradiction(*row) for row in rows]


def with_zeros(
    connection: Connection, point_ids: Sequence[int], since: datetime, until: datetime
) -> list[tuple[int, int]]:
    """Those of the points that measured zero in [since, until), with the number of such quarter hours."""
    return connection.execute(
        """SELECT point_id, count(*) FROM core.interval
           WHERE point_id = ANY(%s) AND start >= %s AND start < %s AND quantity = 0 AND status = 0
             AND covered_s = 900 GROUP BY point_id""",
        (list(point_ids), since, until),
    ).fetchall()


def day_sums(
    connection: Connection, point_ids: Sequence[int], since: datetime, until: datetime, timezone: str
) -> list[DaySum]:
    """The measured quarter hours of the points in [since, until) by local day, in order."""
    rows = connection.cursor(binary=True).execute(
        """SELECT point_id, (start AT TIME ZONE %s)::date - DATE '1970-01-01',
             round(date_part('epoch', min(start)) * 1000)::bigint, sum(quantity)::bigint, count(*)::int
           FROM core.interval
           WHERE point_id = ANY(%s) AND start >= %s AND start < %s AND status = 0 AND covered_s = 900
           GROUP BY 1, 2 ORDER BY 1, 2""",
        (timezone, list(point_ids), since, until),
    )
    return [DaySum(*row) for row in rows]


def quarters(
    connection: Connection, point_ids: Sequence[int], since: datetime, until: datetime
) -> list[Quarter]:
    """The measured quarter hours of the points in [since, until), in order."""
    rows = connection.cursor(binary=True).execute(
        """SELECT point_id, round(date_part('epoch', start) * 1000)::bigint, quantity FROM core.interval
           WHERE point_id = ANY(%s) AND start >= %s AND start < %s AND status = 0 AND covered_s = 900
           ORDER BY point_id, start""",
        (list(point_ids), since, until),
    )
    return [Quarter(*row) for row in rows]


def sums(
    connection: Connection, point_ids: Sequence[int], since: datetime, until: datetime
) -> dict[int, PeriodSum]:
    """The intervals of the points in [since, until), added up."""
    rows = connection.execute(
        """SELECT point_id, sum(quantity)::bigint, sum(estimated)::bigint, sum(covered_s)::bigint
           FROM core.interval WHERE point_id = ANY(%s) AND start >= %s AND start < %s GROUP BY point_id""",
        (list(point_ids), since, until),
    )
    return {row[0]: PeriodSum(*row) for row in rows}


def existing(connection: Connection, rules: Sequence[str]) -> list[tuple[int, str, datetime]]:
    """(point, rule, time) of the findings of some rules, the earliest first."""
    return connection.execute(
        """SELECT point_id, rule, time FROM core.finding
           WHERE rule = ANY(%s) AND point_id IS NOT NULL ORDER BY time""",
        (list(rules),),
    ).fetchall()


def reconcile(
    connection: Connection,
    park_id: int,
    rules: Sequence[str],
    spans: Sequence[Span],
    found: Sequence[PointFinding],
) -> None:
    """Of these rules the spans hold these findings and no other; those that stay keep their row."""
    keys = (
        [f.point_id for f in found],
        [f.time for f in found],
        [f.rule for f in found],
    )
    if spans:
        ids, starts, ends = zip(*spans, strict=True)
        connection.execute(
            """DELETE FROM core.finding f
               USING unnest(%s::int[], %s::timestamptz[], %s::timestamptz[]) AS q(point_id, start, until)
               WHERE f.point_id = q.point_id AND f.time >= q.start AND f.time < q.until AND f.rule = ANY(%s)
                 AND (f.point_id, f.time, f.rule) NOT IN (
                   SELECT * FROM unnest(%s::int[], %s::timestamptz[], %s::text[]))""",
            (list(ids), list(starts), list(ends), list(rules), *keys),
        )
    if found:
        with connection.cursor() as cursor:
            cursor.executemany(
                """INSERT INTO core.finding (park_id, point_id, enterprise_id, time, rule, severity, detail)
                   VALUES (%s, %s, %s, %s, %s, %s, %s)
                   ON CONFLICT (point_id, time, rule) WHERE point_id IS NOT NULL
                   DO UPDATE SET detail = excluded.detail, severity = excluded.severity""",
                [(park_id, *row) for row in found],
            )
