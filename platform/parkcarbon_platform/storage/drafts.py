"""Drafts of parks; for connections of the directory role."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.database import Connection

_SQL = "SELECT id, version, step, answers, author, created_at, updated_at, park FROM identity.park_draft"


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft; `version` counts its changes, `park` is the code of the park that it has become."""

    id: int
    version: int
    step: int
    answers: dict[str, Any]
    author: str
    created_at: datetime
    updated_at: datetime
    park: str | None


def every(connection: Connection) -> list[DraftRow]:
    """The drafts that are no parks yet, the newest first."""
    cursor = connection.cursor(row_factory=class_row(DraftRow))
    return cursor.execute(f"{_SQL} WHERE park IS NULL ORDER BY updated_at DESC LIMIT 200").fetchall()


def find(connection: Connection, draft: int, *, lock: bool = False) -> DraftRow | None:
    """One of them."""
    cursor = connection.cursor(row_factory=class_row(DraftRow))
    return cursor.execute(f"{_SQL} WHERE id = %s" + (" FOR UPDATE" if lock else ""), (draft,)).fetchone()


def add(connection: Connection, answers: dict[str, Any], author: str) -> int:
    """A new one; its id."""
    row = connection.execute(
        "INSERT INTO identity.park_draft (answers, author) VALUES (%s, %s) RETURNING id",
        (Jsonb(answers), author),
    ).fetchone()
    assert row is not None
    return int(row[0])


def save(connection: Connection, draft: int, *, version: int, step: int, answers: dict[str, Any]) -> bool:
    """Keep what was answered; False where somebody has changed it since that version."""
    return bool(
        connection.execute(
            """UPDATE identity.park_draft
               SET answers = %s, step = %s, version = version + 1, updated_at = now()
               WHERE id = %s AND version = %s AND park IS NULL""",
            (Jsonb(answers), step, draft, version),
        ).rowcount
    )


def became(connection: Connection, draft: int, park: str) -> None:
    """It is a park now."""
    connection.execute(
        "UPDATE identity.park_draft SET park = %s, updated_at = now() WHERE id = %s", (park, draft)
    )


def delete(connection: Connection, draft: int) -> bool:
    """Throw a draft away that is no park; whether there was one."""
    return bool(
        connection.execute(
            "DELETE FROM identity.park_draft WHERE id = %s AND park IS NULL", (draft,)
        ).rowcount
    )
