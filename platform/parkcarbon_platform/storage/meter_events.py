"""The life of meters: events are added and undone by further events, never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.database import Connection

_SQL = """SELECT e.id, e.point_id, e.kind, e.time, e.details, e.author, e.reason, e.evidence_id,
    e.created_at, e.undoes, u.id AS undone_by_id, u.author AS undone_by, u.reason AS undone_reason,
    u.created_at AS undone_at, v.name AS evidence_name
  FROM core.meter_event e LEFT JOIN core.meter_event u ON u.undoes = e.id
  LEFT JOIN core.evidence v ON v.id = e.evidence_id"""


@dataclass(frozen=True, slots=True)
class MeterEvent:
    """An event, and what undid it."""

    id: int
    point_id: int
    kind: str
    time: datetime
    details: dict[str, Any]
    author: str
    reason: str
    evidence_id: int | None
    created_at: datetime
    undoes: int | None
    undone_by_id: int | None
    undone_by: str | None
    undone_reason: str | None
    undone_at: datetime | None
    evidence_name: str | None

    @property
    def is_valid(self) -> bool:
        """Whether it counts: an undone event does not, nor does the undoing one by itself."""
        return self.undoes is None and self.undone_by_id is None


def of_point(
    connection: Connection, point_id: int, *, after: tuple[int, int] | None = None, limit: int | None = None
) -> list[MeterEvent]:
    """Every event of a point, the latest time first: a page of them, behind a time [µs] and a number."""
    sql = f"""{_SQL} WHERE e.point_id = %(point)s AND (%(time)s::bigint IS NULL OR
      ((extract(epoch FROM e.time) * 1000000)::bigint, e.id) < (%(time)s::bigint, %(id)s::bigint))
    ORDER BY e.time DESC, e.id DESC LIMIT %(limit)s"""  # constant
    cursor = connection.cursor(row_factory=class_row(MeterEvent))
    return cursor.execute(
        sql, {"point": point_id, "time": after and after[0], "id": after and after[1], "limit": limit}
    ).fetchall()


def find(connection: Connection, point_id: int, event_id: int) -> MeterEvent | None:
    """An event of a point."""
    sql = f"{_SQL} WHERE e.point_id = %s AND e.id = %s"
    return connection.cursor(row_factory=class_row(MeterEvent)).execute(sql, (point_id, event_id)).fetchone()


def add(
    connection: Connection,
    point_id: int,
    *,
    kind: str,
    time: datetime,
    details: dict[str, Any],
    author: str,
    reason: str,
    evidence_id: int | None = None,
    undoes: int | None = None,
) -> int:
    """Add an event; its id."""
    row = connection.execute(
        """INSERT INTO core.meter_event (park_id, enterprise_id, point_id, kind, time, details, author,
          reason, evidence_id, undoes)
        SELECT park_id, enterprise_id, id, %s, %s, %s, %s, %s, %s, %s FROM core.point WHERE id = %s
        RETURNING id""",
        (kind, time, Jsonb(details), author, reason, evidence_id, undoes, point_id),
    ).fetchone()
    if row is None:
        raise LookupError(point_id)
    return int(row[0])
