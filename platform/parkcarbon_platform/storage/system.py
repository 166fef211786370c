"""How the database stands, across all parks: counts and ages, nothing of anybody's content."""

from typing import NamedTuple

from parkcarbon_platform.storage.database import Connection


class JobCount(NamedTuple):
    """Jobs of a kind in a state."""

    kind: str
    state: str
    number: int


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
              FROM core.invalidation) AS waiting"""
    ).fetchone()
    assert row is not None
    return SystemRow(*row)
