"""Files that people attach to what they say: invoices, photographs of a register, certificates."""

from datetime import datetime
from typing import NamedTuple

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


class EvidenceRow(NamedTuple):
    """A file without its content."""

    id: int
    enterprise_id: int | None
    name: str
    media_type: str
    size: int
    sha256: bytes
    author: str
    created_at: datetime


def insert(
    connection: Connection, park_id: int, enterprise_id: int | None, *, name: str, media_type: str,
    sha256: bytes, content: bytes, author: str,
) -> int:  # fmt: skip
    """Store a file; its id."""
    row = connection.execute(
        """INSERT INTO core.evidence (park_id, enterprise_id, name, media_type, size, sha256, content, author)
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id""",
        (park_id, enterprise_id, name, media_type, len(content), sha256, content, author),
    ).fetchone()
    assert row is not None
    return int(row[0])


def find(connection: Connection, evidence_ids: list[int]) -> list[EvidenceRow]:
    """Those of the files that the transaction sees."""
    with connection.cursor(row_factory=class_row(EvidenceRow)) as cursor:
        return cursor.execute(
            """SELECT id, enterprise_id, name, media_type, size, sha256, author, created_at
            FROM core.evidence WHERE id = ANY(%s) ORDER BY id""",
            (evidence_ids,),
        ).fetchall()


def content(connection: Connection, evidence_id: int) -> bytes:
    """The bytes of a file that the transaction sees."""
    row = connection.execute("SELECT content FROM core.evidence WHERE id = %s", (evidence_id,)).fetchone()
    assert row is not None
    return bytes(row[0])
