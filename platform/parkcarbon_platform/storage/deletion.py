"""Parks that are deleted, and what is left of them; for connections of the directory role."""

from dataclasses import dataclass
from datetime import datetime
from graphlib import TopologicalSorter

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.lifecycle import ParkState

STAYS = ("park", "audit_event", "audit_head", "deletion", "app_user")
_SQL = """SELECT id, park_id, code, name_zh, name_en, reason, author, requested_at, deleted_at, record,
    signature, public_key
  FROM identity.deletion"""


@dataclass(frozen=True, slots=True)
class DeletionRow:
    """A park that was deleted, or shall be; the record is exactly what was signed."""

    id: int
    park_id: int
    code: str
    name_zh: str
    name_en: str
    reason: str
    author: str
    requested_at: datetime
    deleted_at: datetime | None
    record: str | None
    signature: str | None
    public_key: str | None


def every(connection: Connection, *, after: int | None = None, limit: int | None = None) -> list[DeletionRow]:
    """The newest first; `after` is the number of the last one seen before."""
    cursor = connection.cursor(row_factory=class_row(DeletionRow))
    return cursor.execute(
        f"{_SQL} WHERE %(after)s::bigint IS NULL OR id < %(after)s ORDER BY id DESC LIMIT %(limit)s",
        {"after": after, "limit": limit},
    ).fetchall()


def running(connection: Connection) -> int:
    """How many parks shall be deleted and are not yet."""
    row = connection.execute("SELECT count(*) FROM identity.deletion WHERE deleted_at IS NULL").fetchone()
    return int(row[0]) if row else 0


def of_park(connection: Connection, park_id: int) -> DeletionRow:
    """That of a park."""
    cursor = connection.cursor(row_factory=class_row(DeletionRow))
    row = cursor.execute(f"{_SQL} WHERE park_id = %s", (park_id,)).fetchone()
    if row is None:
        raise LookupError(park_id)
    return row


def add(connection: Connection, park: ParkState, *, reason: str, author: str) -> bool:
    """It shall be deleted; False where that was said already."""
    return bool(
        connection.execute(
            """INSERT INTO identity.deletion (park_id, code, name_zh, name_en, reason, author)
               VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (park_id) DO NOTHING""",
            (park.id, park.code, park.name_zh, park.name_en, reason, author),
        ).rowcount
    )


def places(connection: Connection) -> list[str]:
    """Every table with rows of a park, those first that others do not refer to; partitions go with theirs."""
    rows = connection.execute(
        """SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname IN ('core', 'series', 'factors', 'identity') AND c.relkind IN ('r', 'p')
             AND NOT c.relispartition AND c.relname <> ALL(%s)
             AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'park_id'
                         AND NOT a.attisdropped)""",
        (list(STAYS),),
    )
    referring: dict[str, set[str]] = {name: set() for (name,) in rows}
    known = connection.execute(
        """SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
           WHERE contype = 'f' AND conrelid <> confrelid"""
    )
    for child, parent in known:
        if child in referring and parent in referring:
            referring[parent].add(child)
    return list(TopologicalSorter(referring).static_order())


def remove(connection: Connection, park_id: int) -> dict[str, int]:
    """Delete everything of the park; how many rows of which table."""
    removed = {}
    for place in places(connection):
        row = connection.execute("SELECT core.remove_rows(%s, %s)", (place, park_id)).fetchone()
        assert row is not None
        if row[0]:
            removed[place] = int(row[0])
    connection.execute("SELECT core.entomb(%s)", (park_id,))
    return removed


def finish(
    connection: Connection, deletion: int, *, record: str, signature: str, public_key: str, at: datetime
) -> None:
    """It is done, and this is what is left."""
    connection.execute(
        """UPDATE identity.deletion SET record = %s, signature = %s, public_key = %s, deleted_at = %s
           WHERE id = %s""",
        (record, signature, public_key, at, deletion),
    )
