"""Jobs as rows: what failed, when it is tried again, and what was given up."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.database import Connection, Pool

SETTLE = "settle"
OPEN = ("queued", "running", "failed")
# First key of pg_advisory_xact_lock(int, int); the second is the park.
QUEUE_LOCK = 0x70636A71
# That of a worker that runs a job; the second key is the job, its last 31 bits.
RUN_LOCK, KEY = 0x70636A72, 0x7FFFFFFF


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job of a park."""

    id: int
    park_id: int
    kind: str
    arguments: dict[str, str]
    state: str
    attempts: int
    error: str | None
    created_at: datetime
    run_after: datetime
    progress: float | None
    author: str | None
    step: str | None
    result: dict[str, int] | None
    finished_at: datetime | None


_COLUMNS = """id, park_id, kind, arguments, state, attempts, error, created_at, run_after, progress, author,
  step, result, finished_at"""


def lock(connection: Connection, park_id: int) -> None:
    """Be the only one to queue a job that shall be alone in this park until the transaction ends."""
    connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", (QUEUE_LOCK, park_id))


def add(
    connection: Connection, park_id: int, kind: str, arguments: dict[str, str], author: str | None = None
) -> int:
    """Queue a job; its id."""
    row = connection.execute(
        "INSERT INTO core.job (park_id, kind, arguments, author) VALUES (%s, %s, %s, %s) RETURNING id",
        (park_id, kind, Jsonb(arguments), author),
    ).fetchone()
    assert row is not None
    return int(row[0])


def due(connection: Connection) -> list[tuple[int, int]]:
    """(job, park) of the jobs to be run now (directory role); one whose worker died is due at once."""
    rows = connection.execute(
        """SELECT id, park_id FROM core.job
        WHERE kind <> 'settle' AND (state IN ('queued', 'failed') AND run_after <= now()
          OR state = 'running' AND NOT EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory'
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND l.classid::bigint = %s AND l.objid::bigint = job.id & %s AND l.objsubid = 2))
        ORDER BY run_after, id LIMIT 200""",
        (RUN_LOCK, KEY),
    )
    return [(job, park) for job, park in rows]


@contextmanager
def held(pool: Pool, job_id: int) -> Iterator[bool]:
    """Be its only worker in the block, or until one dies; False where one lives.

    The session holds it, outside of any transaction: a job may wait for a server for long.
    """
    with pool.connection() as connection:
        connection.autocommit = True
        try:
            found = connection.execute(
                "SELECT pg_try_advisory_lock(%s, (%s::bigint & %s)::int)", (RUN_LOCK, job_id, KEY)
            ).fetchone()
            yield found is not None and bool(found[0])
        finally:
            try:
                connection.execute("SELECT pg_advisory_unlock_all()")
                connection.autocommit = False
            except psycopg.Error:
                # With the connection goes what it held; the pool makes another.
                connection.close()


def claim(connection: Connection, job_id: int) -> JobRow | None:
    """Take a job that is due, or whose worker died, for who holds it; None where it is done or waits."""
    cursor = connection.cursor(row_factory=class_row(JobRow))
    return cursor.execute(
        f"""UPDATE core.job SET state = 'running', attempts = attempts + 1, started_at = now()
        WHERE id = (SELECT id FROM core.job WHERE id = %s AND (state = 'running'
                    OR state IN ('queued', 'failed') AND run_after <= now()) FOR UPDATE SKIP LOCKED)
        RETURNING {_COLUMNS}""",  # noqa: S608  # a constant
        (job_id,),
    ).fetchone()


def done(connection: Connection, job_id: int) -> None:
    """It is finished; what was cancelled meanwhile stays so."""
    connection.execute(
        """UPDATE core.job SET state = 'done', error = NULL, progress = 1, step = NULL, finished_at = now()
        WHERE id = %s AND state = 'running'""",
        (job_id,),
    )


def progress(
    connection: Connection, job_id: int, share: float, result: dict[str, int], step: str | None = None
) -> bool:
    """How far it has come, and what it has done so far; False where somebody has cancelled it."""
    cursor = connection.execute(
        """UPDATE core.job SET progress = %s, result = %s, step = %s
        WHERE id = %s AND state = 'running'""",
        (share, Jsonb(result), step, job_id),
    )
    return cursor.rowcount > 0


def cancel(connection: Connection, job_id: int, kind: str, states: Sequence[str] = OPEN) -> bool:
    """Stop a job that has not ended, or is in one of these states; False where there is none."""
    cursor = connection.execute(
        """UPDATE core.job SET state = 'cancelled', finished_at = now()
        WHERE id = %s AND kind = %s AND state = ANY(%s)""",
        (job_id, kind, list(states)),
    )
    return cursor.rowcount > 0


def find(connection: Connection, job_id: int) -> JobRow | None:
    """A job of the transaction's park."""
    cursor = connection.cursor(row_factory=class_row(JobRow))
    query = f"SELECT {_COLUMNS} FROM core.job WHERE id = %s"  # noqa: S608  # a constant
    return cursor.execute(query, (job_id,)).fetchone()


def get(connection: Connection, job_id: int) -> JobRow:
    """One that is there."""
    row = find(connection, job_id)
    assert row is not None
    return row


def of_kind(
    connection: Connection, kind: str, *, after: int | None = None, limit: int | None = None
) -> list[JobRow]:
    """The jobs of a kind, the newest first: a page of them after one."""
    cursor = connection.cursor(row_factory=class_row(JobRow))
    return cursor.execute(
        f"""SELECT {_COLUMNS} FROM core.job
        WHERE kind = %(kind)s AND (%(after)s::bigint IS NULL OR id < %(after)s)
        ORDER BY id DESC LIMIT %(limit)s""",  # noqa: S608  # constant
        {"kind": kind, "after": after, "limit": limit},
    ).fetchall()


def failed(connection: Connection, job_id: int, error: str, *, again: timedelta | None) -> None:
    """It failed: tried again after `again`, given up where that is None."""
    connection.execute(
        """UPDATE core.job SET state = CASE WHEN %(again)s::interval IS NULL THEN 'dead' ELSE 'failed' END,
             error = %(error)s, run_after = now() + coalesce(%(again)s::interval, interval '0'),
             finished_at = now()
        WHERE id = %(id)s AND state <> 'cancelled'""",
        {"id": job_id, "error": error, "again": again},
    )


def begin_settlement_failure(connection: Connection, park_id: int) -> JobRow:
    """The park's settlement job with one more attempt; made where there is none."""
    cursor = connection.cursor(row_factory=class_row(JobRow))
    row = cursor.execute(
        f"""INSERT INTO core.job (park_id, kind, state, attempts) VALUES (%s, 'settle', 'failed', 1)
        ON CONFLICT (park_id) WHERE kind = 'settle'
        DO UPDATE SET attempts = core.job.attempts + 1, state = 'failed'
        RETURNING {_COLUMNS}""",  # noqa: S608  # a constant
        (park_id,),
    ).fetchone()
    assert row is not None
    return row


def clear_settlement_failure(connection: Connection) -> None:
    """The settlement of this transaction's park works."""
    connection.execute("DELETE FROM core.job WHERE kind = 'settle'")


def every(connection: Connection, state: str | None = None) -> list[JobRow]:
    """The jobs of this transaction's park, the newest first."""
    cursor = connection.cursor(row_factory=class_row(JobRow))
    return cursor.execute(
        f"""SELECT {_COLUMNS} FROM core.job WHERE %(state)s::text IS NULL OR state = %(state)s
        ORDER BY id DESC LIMIT 1000""",  # noqa: S608  # a constant
        {"state": state},
    ).fetchall()


def retry(connection: Connection, job_id: int) -> bool:
    """Run a failed or dead job at once, with all its attempts again; False where there is none."""
    cursor = connection.execute(
        """UPDATE core.job SET state = CASE WHEN kind = 'settle' THEN 'failed' ELSE 'queued' END,
             attempts = 0, run_after = now()
        WHERE id = %s AND state IN ('failed', 'dead')""",
        (job_id,),
    )
    return cursor.rowcount > 0
