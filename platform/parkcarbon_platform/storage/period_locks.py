"""Locked periods of a park, or of an enterprise of it."""

from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection

_SQL = """SELECT l.id, l.enterprise_id, e.code AS enterprise, l.from_time, l.to_time, l.reason, l.author,
    l.created_at, l.released_at, l.released_by, l.release_reason,
    (SELECT count(*) FROM core.pending_difference d WHERE d.lock_id = l.id AND d.state = 'open')::int AS open
  FROM core.period_lock l LEFT JOIN core.enterprise e ON e.id = l.enterprise_id"""


@dataclass(frozen=True, slots=True)
class PeriodLock:
    """A lock on the ledger hours of [from_time, to_time); `open` differences wait for a decision."""

    id: int
    enterprise_id: int | None
    enterprise: str | None
    from_time: datetime
    to_time: datetime
    reason: str
    author: str
    created_at: datetime
    released_at: datetime | None
    released_by: str | None
    release_reason: str | None
    open: int


def every(connection: Connection, *, after: int | None = None, limit: int | None = None) -> list[PeriodLock]:
    """Every lock that there was, the newest first: a page of them after one."""
    cursor = connection.cursor(row_factory=class_row(PeriodLock))
    return cursor.execute(
        f"""{_SQL} WHERE %(after)s::bigint IS NULL OR l.id < %(after)s
        ORDER BY l.id DESC LIMIT %(limit)s""",
        {"after": after, "limit": limit},
    ).fetchall()


def active(connection: Connection) -> list[PeriodLock]:
    """The locks in force, the oldest first."""
    cursor = connection.cursor(row_factory=class_row(PeriodLock))
    return cursor.execute(f"{_SQL} WHERE l.released_at IS NULL ORDER BY l.id").fetchall()


def find(connection: Connection, lock_id: int) -> PeriodLock | None:
    """A lock."""
    cursor = connection.cursor(row_factory=class_row(PeriodLock))
    return cursor.execute(f"{_SQL} WHERE l.id = %s", (lock_id,)).fetchone()


def add(
    connection: Connection, park_id: int, enterprise_id: int | None, start: datetime, end: datetime,
    *, reason: str, author: str,
) -> int:  # fmt: skip
    """Lock a period; the lock's id."""
    row = connection.execute(
        """INSERT INTO core.period_lock (park_id, enterprise_id, from_time, to_time, reason, author)
        VALUES (%s, %s, %s, %s, %s, %s) RETURNING id""",
        (park_id, enterprise_id, start, end, reason, author),
    ).fetchone()
    assert row is not None
    return int(row[0])


def release(connection: Connection, lock_id: int, *, reason: str, author: str) -> None:
    """It no longer holds."""
    connection.execute(
        """UPDATE core.period_lock SET released_at = now(), released_by = %s, release_reason = %s
        WHERE id = %s""",
        (author, reason, lock_id),
    )


def settle_hours(connection: Connection, lock: PeriodLock) -> int:
    """Hours that are locked are settled, complete or not: nothing will change them in place; how many."""
    return connection.execute(
        """UPDATE core.ledger_entry SET state = 1, known_at = now()
        WHERE state = 0 AND superseded_at IS NULL AND hour > %(start)s - interval '1 hour' AND hour < %(end)s
          AND (%(enterprise)s::int IS NULL OR enterprise_id = %(enterprise)s)""",
        {"start": lock.from_time, "end": lock.to_time, "enterprise": lock.enterprise_id},
    ).rowcount


def waiting_work(connection: Connection, lock: PeriodLock) -> int:
    """Pieces of work inside the period that are not settled yet, of computed points also at their inputs."""
    row = connection.execute(
        """WITH RECURSIVE used AS (
          SELECT point_id FROM core.source_term WHERE enterprise_id = %(enterprise)s
          UNION SELECT n.input_id FROM core.point_input n JOIN used u ON n.point_id = u.point_id)
        SELECT count(*) FROM core.invalidation
        WHERE from_time < %(end)s AND to_time >= %(start)s
          AND (%(enterprise)s::int IS NULL OR point_id IN (SELECT point_id FROM used))""",
        {"start": lock.from_time, "end": lock.to_time, "enterprise": lock.enterprise_id},
    ).fetchone()
    return int(row[0]) if row else 0
