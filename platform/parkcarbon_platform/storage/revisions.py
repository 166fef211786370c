"""Readings of the same point and time with different values: the first is kept until somebody decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.spans import Range


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A second value beside the stored one; once accepted they have changed places."""

    id: int
    point: str
    name_zh: str
    name_en: str
    enterprise: str | None
    unit: str
    time: datetime
    value: float | None
    exact: Decimal | None
    quality: int
    stored_value: float | None
    stored_exact: Decimal | None
    edge: str
    received_at: datetime
    state: str
    resolved_at: datetime | None
    resolved_by: str | None
    note: str | None


def page(
    connection: Connection, *, state: str, point: str | None, before: int | None, limit: int
) -> list[RevisionRow]:
    """Revisions, the newest first, below the id `before`."""
    sql = """SELECT v.id, p.code AS point, p.name_zh, p.name_en, e.code AS enterprise, p.unit, v.time,
               v.value, v.exact, v.quality, r.value AS stored_value, r.exact AS stored_exact,
               coalesce(g.code, t.code) AS edge,
               b.received_at, v.state, v.resolved_at, v.resolved_by, v.note
             FROM (SELECT * FROM core.reading_revision
                   WHERE state = %(state)s AND (%(before)s::bigint IS NULL OR id < %(before)s)
                     AND (%(point)s::text IS NULL
                          OR point_id = (SELECT id FROM core.point WHERE code = %(point)s))
                   ORDER BY id DESC LIMIT %(limit)s) v
             JOIN core.point p ON p.id = v.point_id
             LEFT JOIN core.enterprise e ON e.id = p.enterprise_id
             JOIN core.batch b ON b.id = v.batch_id LEFT JOIN core.edge g ON g.id = b.edge_id
             LEFT JOIN core.device t ON t.id = b.device_id
             LEFT JOIN LATERAL (SELECT value, exact FROM core.reading
               WHERE point_id = v.point_id AND time = v.time) r ON true
             ORDER BY v.id DESC"""
    values = {"state": state, "point": point, "before": before, "limit": limit}
    return connection.cursor(row_factory=class_row(RevisionRow)).execute(sql, values).fetchall()


def count_open(connection: Connection) -> int:
    """How many nobody has decided."""
    row = connection.execute("SELECT count(*) FROM core.reading_revision WHERE state = 'open'").fetchone()
    return int(row[0]) if row else 0


def still_open(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Which of these the transaction sees, open."""
    found = connection.execute(
        "SELECT id FROM core.reading_revision WHERE id = ANY(%s) AND state = 'open'", (list(ids),)
    )
    return {row[0] for row in found}


def exist(connection: Connection, ids: Sequence[int]) -> set[int]:
    """Which of these the transaction sees at all."""
    found = connection.execute("SELECT id FROM core.reading_revision WHERE id = ANY(%s)", (list(ids),))
    return {row[0] for row in found}


def places(connection: Connection, ids: Sequence[int]) -> list[Range]:
    """Point and time of each."""
    rows = connection.execute(
        """SELECT point_id, round(extract(epoch FROM time) * 1000)::bigint FROM core.reading_revision
           WHERE id = ANY(%s)""",
        (list(ids),),
    )
    return [Range(point, time, time) for point, time in rows]


def accept(connection: Connection, ids: Sequence[int], *, by: str, note: str) -> None:
    """The second values are right: each changes places with the stored one, and is computed with."""
    for revision in ids:
        connection.execute("SELECT core.accept_revision(%s, %s, %s)", (revision, by, note))
    connection.execute(
        """INSERT INTO core.invalidation (park_id, point_id, from_time, to_time, reason)
           SELECT park_id, point_id, min(time), max(time), 'revision' FROM core.reading_revision
           WHERE id = ANY(%s) GROUP BY park_id, point_id, time""",
        (list(ids),),
    )


def dismiss(connection: Connection, ids: Sequence[int], *, by: str, note: str) -> None:
    """The stored values are right."""
    connection.execute(
        """UPDATE core.reading_revision
           SET state = 'dismissed', resolved_at = now(), resolved_by = %s, note = %s
           WHERE id = ANY(%s) AND state = 'open'""",
        (by, note, list(ids)),
    )
