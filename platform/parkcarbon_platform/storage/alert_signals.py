"""What rules of alerts look at: gaps in what comes in, hourly carbon, edges, quarantine, findings."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from psycopg import sql

from parkcarbon_platform.storage.database import Connection


class Watched(NamedTuple):
    """A point or an edge that may be watched."""

    id: int
    code: str
    enterprise_id: int | None


class Gap(NamedTuple):
    """Between two readings; `again` None: none came since."""

    id: int
    last: datetime
    again: datetime | None


class HourRate(NamedTuple):
    """CO2 of a local owner in an hour [mg]; `enterprise_id` None: of the whole park."""

    hour: datetime
    enterprise_id: int | None
    mg: int


class EdgeNow(NamedTuple):
    """What an edge last said of itself."""

    code: str
    enterprise_id: int | None
    said_ms: int
    waiting: int | None


class OpenFinding(NamedTuple):
    """What stands open of a point, or of a budget."""

    name: str
    enterprise_id: int | None
    since: datetime


def limit_time(connection: Connection, seconds: int) -> None:
    """Let no statement of the rest of the transaction take longer."""
    connection.execute("SELECT set_config('statement_timeout', %s, true)", (f"{seconds}s",))


def points(connection: Connection, codes: Sequence[str]) -> list[Watched]:
    """The points that readings come for; of these codes, or all."""
    rows = connection.execute(
        """SELECT id, code, enterprise_id FROM core.point
           WHERE kind <> 'virtual' AND (%(codes)s::text[] = '{}' OR code = ANY(%(codes)s)) ORDER BY code""",
        {"codes": list(codes)},
    )
    return [Watched(*row) for row in rows]


def reading_gaps(
    connection: Connection, point_ids: Sequence[int], start: datetime, end: datetime, longest: timedelta
) -> list[Gap]:
    """Every gap of usable readings longer than `longest` within [start, end).

    Such a gap holds a whole slot of half its length without a reading: finding those by the index of points
    and times reads no more than a row a slot, where comparing each reading with the one before reads all.
    """
    half = longest / 2
    rows = connection.execute(
        """WITH empty AS (
             SELECT p.id, s.at FROM unnest(%(ids)s::int[]) p(id)
             CROSS JOIN generate_series(%(start)s::timestamptz, %(end)s - %(half)s::interval, %(half)s) s(at)
             WHERE NOT EXISTS (SELECT FROM core.reading r WHERE r.point_id = p.id AND r.time >= s.at
               AND r.time < s.at + %(half)s AND r.value IS NOT NULL AND r.quality < 2147483648)),
           run AS (
             SELECT id, min(at) AS first, max(at) + %(half)s AS until FROM (
               SELECT id, at, at - %(half)s * row_number() OVER (PARTITION BY id ORDER BY at)::float8 AS run
               FROM empty) x GROUP BY id, run)
           SELECT run.id, former.time, latter.time FROM run
           CROSS JOIN LATERAL (SELECT max(time) AS time FROM core.reading r WHERE r.point_id = run.id
             AND r.time < run.first AND r.value IS NOT NULL AND r.quality < 2147483648
             AND r.time >= run.first - CASE WHEN run.first > %(start)s THEN %(half)s
               ELSE interval '2 days' END
             ) former
           CROSS JOIN LATERAL (SELECT min(time) AS time FROM core.reading r WHERE r.point_id = run.id
             AND r.time >= run.until AND r.time < least(run.until + %(half)s, %(end)s)
             AND r.value IS NOT NULL AND r.quality < 2147483648) latter
           WHERE former.time IS NOT NULL ORDER BY 1, 2""",
        {"ids": list(point_ids), "start": start, "end": end, "half": half},
    )
    return [Gap(*row) for row in rows]


def hourly_carbon(connection: Connection, start: datetime, end: datetime) -> list[HourRate]:
    """CO2 of scopes 1 and 2 by hour of [start, end): of enterprises, and of the park without transfers."""
    rows = connection.execute(
        """SELECT l.hour, s.enterprise_id, sum(l.co2_mg)::bigint,
             coalesce(sum(l.co2_mg) FILTER (WHERE NOT s.internal_transfer), 0)::bigint
           FROM core.ledger_entry l JOIN core.emission_source s ON s.id = l.source_id
           WHERE l.superseded_at IS NULL AND l.hour >= %s AND l.hour < %s AND s.scope IN (1, 2)
           GROUP BY 1, 2 ORDER BY 1, 2""",
        (start, end),
    ).fetchall()
    park: dict[datetime, int] = {}
    for hour, _, _, outside in rows:
        park[hour] = park.get(hour, 0) + outside
    found = [HourRate(hour, owner, mg) for hour, owner, mg, _ in rows if owner is not None]
    return [*(HourRate(hour, None, mg) for hour, mg in park.items()), *found]


def edges(connection: Connection, codes: Sequence[str]) -> list[EdgeNow]:
    """The edges that have said something; of these codes, or all."""
    rows = connection.execute(
        """SELECT code, enterprise_id, (extract(epoch FROM state_at) * 1000)::bigint,
             (state ->> 'spool_depth')::bigint
           FROM core.edge WHERE ended_at IS NULL AND state_at IS NOT NULL
             AND (%(codes)s::text[] = '{}' OR code = ANY(%(codes)s)) ORDER BY code""",
        {"codes": list(codes)},
    )
    return [EdgeNow(*row) for row in rows]


def batch_gaps(
    connection: Connection, codes: Sequence[str], start: datetime, end: datetime, longest: timedelta
) -> list[tuple[str, int | None, datetime, datetime | None]]:
    """When no batch of an edge came for longer than `longest` in [start, end): code, owner, last, again."""
    return connection.execute(
        """SELECT code, enterprise_id, last, again FROM (
             SELECT e.code, e.enterprise_id, b.received_at AS last,
               lead(b.received_at) OVER (PARTITION BY e.id ORDER BY b.received_at) AS again
             FROM core.batch b JOIN core.edge e ON e.id = b.edge_id
             WHERE b.received_at >= %(start)s AND b.received_at < %(end)s AND e.ended_at IS NULL
               AND (%(codes)s::text[] = '{}' OR e.code = ANY(%(codes)s))) x
           WHERE coalesce(again, %(end)s) - last > %(longest)s ORDER BY 1, 3""",
        {"codes": list(codes), "start": start, "end": end, "longest": longest},
    ).fetchall()


def quarantined(
    connection: Connection, start: datetime, end: datetime, step_s: int
) -> list[tuple[datetime, int]]:
    """How many messages and readings went into quarantine in [start, end), by steps."""
    return connection.execute(
        """SELECT to_timestamp(floor(extract(epoch FROM received_at) / %(step)s) * %(step)s), count(*)::int
           FROM core.quarantine WHERE received_at >= %(start)s AND received_at < %(end)s
           GROUP BY 1 ORDER BY 1""",
        {"step": step_s, "start": start, "end": end},
    ).fetchall()


def point_errors(connection: Connection, codes: Sequence[str]) -> list[OpenFinding]:
    """Points with errors that nobody has taken note of, since the earliest was found."""
    rows = connection.execute(
        """SELECT p.code, p.enterprise_id, min(f.created_at) FROM core.finding f
           JOIN core.point p ON p.id = f.point_id
           LEFT JOIN LATERAL (SELECT n.state FROM core.finding_note n WHERE n.point_id = f.point_id
             AND n.rule = f.rule AND n.time = f.time ORDER BY n.id DESC LIMIT 1) said ON true
           WHERE f.severity = 'error' AND coalesce(said.state, 'open') = 'open'
             AND (%(codes)s::text[] = '{}' OR p.code = ANY(%(codes)s))
           GROUP BY p.code, p.enterprise_id ORDER BY p.code""",
        {"codes": list(codes)},
    )
    return [OpenFinding(*row) for row in rows]


def budgets(connection: Connection) -> list[OpenFinding]:
    """Budgets that are, or will be, exceeded: carbon/2026 of the park, carbon/2026/mill of an enterprise."""
    rows = connection.execute(
        """SELECT budget, enterprise_id, min(time) FROM core.finding WHERE budget IS NOT NULL
           GROUP BY 1, 2 ORDER BY 1"""
    )
    return [OpenFinding(*row) for row in rows]


def owners(connection: Connection) -> dict[int, str]:
    """The codes of the enterprises that the transaction sees."""
    return dict(connection.execute("SELECT id, code FROM core.enterprise").fetchall())


def codes(connection: Connection, kind: str, wanted: Sequence[str]) -> set[str]:
    """Which of these points, edges or enterprises there are."""
    table = sql.Identifier("core", kind)
    query = sql.SQL("SELECT code FROM {} WHERE code = ANY(%s)").format(table)
    return {code for (code,) in connection.execute(query, (list(wanted),))}


def named(connection: Connection, kind: str) -> list[tuple[str, str, str]]:
    """Code and names of the enterprises or edges that the transaction sees."""
    query = sql.SQL("SELECT code, name_zh, name_en FROM {} ORDER BY code")
    return connection.execute(query.format(sql.Identifier("core", kind))).fetchall()
