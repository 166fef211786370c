"""Links for screens; for connections of the directory role."""

from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class WallLinkRow:
    """A link for a screen, without its token, and the park that it shows."""

    id: int
    park_id: int
    park_code: str
    park_name_zh: str
    park_name_en: str
    timezone: str
    name: str
    created_by: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    revoked_by: str | None


_LINK = """SELECT w.id, w.park_id, p.code AS park_code, p.name_zh AS park_name_zh, p.name_en AS park_name_en,
             p.timezone, w.name, w.created_by, w.created_at, w.expires_at, w.revoked_at, w.revoked_by
           FROM identity.wall_link w JOIN core.park p ON p.id = w.park_id """


def links(
    connection: Connection, park_id: int, *, after: int | None = None, limit: int | None = None
) -> list[WallLinkRow]:
    """The links of a park, the newest first; `after` is the number of the last one seen before."""
    sql = (
        _LINK
        + """WHERE w.park_id = %(park)s AND (%(after)s::bigint IS NULL OR w.id < %(after)s)
                     ORDER BY w.id DESC LIMIT %(limit)s"""
    )
    cursor = connection.cursor(row_factory=class_row(WallLinkRow))
    return cursor.execute(sql, {"park": park_id, "after": after, "limit": limit}).fetchall()


def by_digest(connection: Connection, digest: bytes, now: datetime) -> WallLinkRow | None:
    """The link that shows something now."""
    sql = _LINK + "WHERE w.token_sha256 = %s AND w.expires_at > %s AND w.revoked_at IS NULL"
    return connection.cursor(row_factory=class_row(WallLinkRow)).execute(sql, (digest, now)).fetchone()


def add(
    connection: Connection, digest: bytes, park_id: int, name: str, *, author: str, expires_at: datetime
) -> None:
    """A new link."""
    sql = """INSERT INTO identity.wall_link (token_sha256, park_id, name, created_by, expires_at)
             VALUES (%s, %s, %s, %s, %s)"""
    connection.execute(sql, (digest, park_id, name, author, expires_at))


def revoke(connection: Connection, park_id: int, link_id: int, author: str) -> bool:
    """End a link; whether it was still good."""
    sql = """UPDATE identity.wall_link SET revoked_at = now(), revoked_by = %s
             WHERE id = %s AND park_id = %s AND revoked_at IS NULL"""
    return connection.execute(sql, (author, link_id, park_id)).rowcount == 1
