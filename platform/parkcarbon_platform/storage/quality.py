"""What people say of how data come about, by subject and field; the newest counts."""

from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A value of a field, who said it, and why."""

    id: int
    enterprise: str | None
    subject: str
    field: str
    value: str
    reason: str
    author: str
    created_at: datetime


_COLUMNS = """n.id, e.code AS enterprise, n.subject, n.field, n.value, n.reason, n.author, n.created_at
  FROM core.quality_note n LEFT JOIN core.enterprise e ON e.id = n.enterprise_id"""


def newest(connection: Connection) -> list[NoteRow]:
    """The newest row of each owner, subject and field that the transaction sees."""
    cursor = connection.cursor(row_factory=class_row(NoteRow))
    return cursor.execute(
        f"""SELECT DISTINCT ON (n.enterprise_id, n.subject, n.field) {_COLUMNS}
            ORDER BY n.enterprise_id, n.subject, n.field, n.id DESC"""
    ).fetchall()


def history(connection: Connection, subject: str) -> list[NoteRow]:
    """Everything that was said of a subject, the newest first."""
    cursor = connection.cursor(row_factory=class_row(NoteRow))
    sql = f"SELECT {_COLUMNS} WHERE n.subject = %s ORDER BY n.id DESC LIMIT 500"
    return cursor.execute(sql, (subject,)).fetchall()


def add(
    connection: Connection,
    park_id: int,
    enterprise_id: int | None,
    *,
    subject: str,
    field: str,
    value: str,
    reason: str,
    author: str,
) -> None:
    """Say something; what was said before stays."""
    connection.execute(
        """INSERT INTO core.quality_note (park_id, enterprise_id, subject, field, value, reason, author)
           VALUES (%s, %s, %s, %s, %s, %s, %s)""",
        (park_id, enterprise_id, subject, field, value, reason, author),
    )
