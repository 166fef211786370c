"""How the database stands, across all parks: counts and ages, nothing of anybody's content."""

from datetime import datetime
from typing import Literal, NamedTuple

from parkcarbon_platform.storage.database import Connection


class JobCount(NamedTuple):
    """Jobs of a kind in a state."""

    kind: str
    state: Literal["queued", "running", "done", "failed", "dead", "cancelled"]
    number: int


class Arrivals(NamedTuple):
    """What came of a park lately: readings in the last minute and five minutes, and when the newest came."""

    park: str
    name_zh: str
    name_en: str
    readings_1min: int
    readings_5min: int
    newest_at: datetime | None


class Waiting(NamedTuple):
    """Work of a park that waits: changed spans that are not settled, for how long the oldest [s]."""

    park: str
    unsettled: int
    settle_age_s: float


class TableSize(NamedTuple):
    """A table, or a hypertable with its chunks and indexes."""

    name: str
    size_bytes: int
    chunks: int


class Versions(NamedTuple):
    """Of the database, its extension, and the schema's migration."""

    postgresql: str
    timescaledb: str
    schema: str


class SystemRow(NamedTuple):
    """Ages are in seconds, 0 where nothing waits."""

    parks: int
    unsettled: int
    settle_age_s: float
    job_wait_s: float
    database_bytes: int


def jobs(connection: Connection) -> list[JobCount]:
    """Work by kind and state (directory role)."""
    rows = connection.execute("SELECT kind, state, count(*) FROM core.job GROUP BY kind, state ORDER BY 1, 2")
    return [JobCount(*row) for row in rows]


def state(connection: Connection) -> SystemRow:
    """One look (directory role)."""
    row = connection.execute(
        """SELECT (SELECT count(*) FROM core.park),
          waiting.count, waiting.age,
          (SELECT coalesce(extract(epoch FROM now() - min(run_after)), 0)::float8 FROM core.job
           WHERE kind <> 'settle' AND state IN ('queued', 'failed') AND run_after <= now()),
          pg_database_size(current_database())
        FROM (SELECT count(*) AS count,
                coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS age
              FROM core.invalidation WHERE NOT held) AS waiting"""
    ).fetchone()
    assert row is not None
    return SystemRow(*row)


class Run(NamedTuple):
    """An attempt at a job: how long it took, or has taken so far, and when it ended."""

    id: int
    kind: str
    taken_s: float
    finished_at: datetime | None


def runs(connection: Connection, since: datetime | None) -> list[Run]:
    """Attempts that are under way, and those that ended after `since` (directory role), in order."""
    rows = connection.execute(
        """SELECT id, kind, extract(epoch FROM coalesce(finished_at, now()) - started_at)::float8, finished_at
        FROM core.job WHERE started_at IS NOT NULL
          AND (state = 'running' OR finished_at > %s AND finished_at >= started_at)
        ORDER BY finished_at NULLS LAST, id""",
        (since,),
    )
    return [Run(*row) for row in rows]


def arrivals(connection: Connection) -> list[Arrivals]:
    """What came lately by park, of all of them (directory role)."""
    rows = connection.execute(
        """SELECT p.code, p.name_zh, p.name_en, lately.one, lately.five,
          (SELECT max(received_at) FROM core.batch WHERE park_id = p.id)
        FROM core.park p CROSS JOIN LATERAL (
          SELECT coalesce(sum(readings) FILTER (WHERE received_at > now() - interval '1 min'), 0) AS one,
            coalesce(sum(readings), 0) AS five
          FROM core.batch WHERE park_id = p.id AND received_at > now() - interval '5 min') lately
        ORDER BY p.code"""
    )
    return [Arrivals(*row) for row in rows]


def waiting(connection: Connection) -> list[Waiting]:
    """Parks with unsettled work (directory role)."""
    rows = connection.execute(
        """SELECT p.code, count(*), extract(epoch FROM now() - min(i.created_at))::float8
        FROM core.invalidation i JOIN core.park p ON p.id = i.park_id WHERE NOT i.held
        GROUP BY p.code ORDER BY 3 DESC"""
    )
    return [Waiting(*row) for row in rows]


def tables(connection: Connection, limit: int) -> list[TableSize]:
    """The largest tables, hypertables with all their chunks."""
    rows = connection.execute(
        """SELECT n.nspname || '.' || t.relname, sum(pg_total_relation_size(part.id))::bigint,
          count(*) FILTER (WHERE part.id <> t.oid)::int
        FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
        CROSS JOIN LATERAL (SELECT t.oid AS id
          UNION ALL SELECT inhrelid FROM pg_inherits WHERE inhparent = t.oid) part
        WHERE t.relkind IN ('r', 'p') AND n.nspname IN ('core', 'series', 'factors', 'identity')
        GROUP BY n.nspname, t.relname ORDER BY 2 DESC, 1 LIMIT %s""",
        (limit,),
    )
    return [TableSize(*row) for row in rows]


def versions(connection: Connection) -> Versions:
    """Of what the data lie in (directory role)."""
    row = connection.execute(
        """SELECT current_setting('server_version'),
          (SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'),
          (SELECT version_num FROM alembic_version)"""
    ).fetchone()
    assert row is not None
    return Versions(*row)
