"""The states of parks; for connections of the directory role."""

from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection

_SQL = """SELECT p.id, p.code, p.name_zh, p.name_en, p.timezone, p.grid_region, p.type, p.created_at, p.state,
    p.state_reason, p.state_by, p.state_at,
    (SELECT count(*) FROM core.enterprise e WHERE e.park_id = p.id)::int AS enterprises,
    (SELECT count(*) FROM identity.membership m WHERE m.park_id = p.id)::int AS people
  FROM core.park p"""


@dataclass(frozen=True, slots=True)
class ParkState:
    """A park as administrators see it."""

    id: int
    code: str
    name_zh: str
    name_en: str
    timezone: str
    grid_region: str
    type: str | None
    created_at: datetime
    state: str
    state_reason: str | None
    state_by: str | None
    state_at: datetime | None
    enterprises: int
    people: int


def every(connection: Connection, *, after: str | None = None, limit: int | None = None) -> list[ParkState]:
    """Every park that is not deleted, by code; `after` is the last one seen before."""
    cursor = connection.cursor(row_factory=class_row(ParkState))
    return cursor.execute(
        f"""{_SQL} WHERE p.state <> 'deleted' AND (%(after)s::text IS NULL OR p.code > %(after)s)
        ORDER BY p.code LIMIT %(limit)s""",
        {"after": after, "limit": limit},
    ).fetchall()


def find(connection: Connection, code: str, *, lock: bool = False) -> ParkState | None:
    """The park with a code."""
    cursor = connection.cursor(row_factory=class_row(ParkState))
    end = " FOR UPDATE OF p" if lock else ""
    return cursor.execute(f"{_SQL} WHERE p.code = %s{end}", (code,)).fetchone()


def set_state(
    connection: Connection, park_id: int, state: str, *, reason: str, author: str, at: datetime
) -> None:
    """Write down the state of a park, who changed it and why."""
    connection.execute(
        """UPDATE core.park SET state = %s, state_reason = %s, state_by = %s, state_at = %s WHERE id = %s""",
        (state, reason, author, at, park_id),
    )
