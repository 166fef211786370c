"""Corrections of intervals: added and undone by further rows, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from psycopg.rows import class_row

from parkcarbon_platform.storage.arrays import literal
from parkcarbon_platform.storage.database import Connection

_SQL = """SELECT c.id, c.point_id, c.kind, c.from_time, c.to_time, c.amount, c.shape, c.author, c.reason,
    c.evidence_id, c.created_at, c.undoes, u.id AS undone_by_id, u.author AS undone_by,
    u.reason AS undone_reason, u.created_at AS undone_at, v.name AS evidence_name
  FROM core.correction c LEFT JOIN core.correction u ON u.undoes = c.id
  LEFT JOIN core.evidence v ON v.id = c.evidence_id"""


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """A correction [base unit], and what undid it."""

    id: int
    point_id: int
    kind: str
    from_time: datetime
    to_time: datetime
    amount: int | None
    shape: list[int] | None
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
        """Whether it counts."""
        return self.undoes is None and self.undone_by_id is None


class StandingRow(NamedTuple):
    """A correction that counts; times [ms]."""

    point_id: int
    id: int
    start: int
    end: int
    amount: int | None
    shape: list[int] | None


def standing(connection: Connection, point_ids: Sequence[int]) -> list[StandingRow]:
    """The corrections of points that nothing undoes."""
    found = connection.execute(
        """SELECT c.point_id, c.id, round(date_part('epoch', c.from_time) * 1000)::bigint,
             round(date_part('epoch', c.to_time) * 1000)::bigint, c.amount, c.shape
        FROM core.correction c WHERE c.point_id = ANY(%s::int[]) AND c.kind <> 'undo'
          AND NOT EXISTS (SELECT FROM core.correction u WHERE u.undoes = c.id)
        ORDER BY c.id""",
        (literal(point_ids),),
    )
    return [StandingRow(*row) for row in found]


def newest(connection: Connection) -> int:
    """The number of the park's newest correction or undoing, 0 where there is none."""
    row = connection.execute("SELECT coalesce(max(id), 0) FROM core.correction").fetchone()
    return int(row[0]) if row else 0


def of_point(
    connection: Connection, point_id: int, *, after: int | None = None, limit: int | None = None
) -> list[CorrectionRow]:
    """Every correction of a point, the newest first: a page of them after one."""
    sql = f"""{_SQL} WHERE c.point_id = %(point)s AND (%(after)s::bigint IS NULL OR c.id < %(after)s)
    ORDER BY c.id DESC LIMIT %(limit)s"""
    cursor = connection.cursor(row_factory=class_row(CorrectionRow))
    return cursor.execute(sql, {"point": point_id, "after": after, "limit": limit}).fetchall()


def find(connection: Connection, point_id: int, correction_id: int) -> CorrectionRow | None:
    """A correction of a point."""
    sql = f"{_SQL} WHERE c.point_id = %s AND c.id = %s"
    cursor = connection.cursor(row_factory=class_row(CorrectionRow))
    return cursor.execute(sql, (point_id, correction_id)).fetchone()


def add(
    connection: Connection,
    point_id: int,
    *,
    kind: str,
    start: datetime,
    end: datetime,
    amount: int | None,
    shape: Sequence[int] | None,
    author: str,
    reason: str,
    evidence_id: int | None = None,
    undoes: int | None = None,
) -> int:
    """Add a correction; its id."""
    row = connection.execute(
        """INSERT INTO core.correction (park_id, enterprise_id, point_id, kind, from_time, to_time, amount,
          shape, author, reason, evidence_id, undoes)
        SELECT park_id, enterprise_id, id, %s, %s, %s, %s, %s, %s, %s, %s, %s FROM core.point WHERE id = %s
        RETURNING id""",
        (
            kind, start, end, amount, None if shape is None else list(shape), author, reason, evidence_id,
            undoes, point_id,
        ),
    ).fetchone()  # fmt: skip
    if row is None:
        raise LookupError(point_id)
    return int(row[0])
