"""Edges, the tokens that enrol them, and who has a password at the broker."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import psycopg
from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """An edge, what it last said of itself, its log-in at the broker, and the token that waits for it."""

    id: int
    code: str
    name_zh: str
    name_en: str
    enterprise_id: int | None
    enterprise: str | None
    created_at: datetime
    created_by: str | None
    enrolled_at: datetime | None
    enrolled_host: str | None
    enrolled_version: str | None
    state: Mapping[str, Any] | None
    state_at: datetime | None
    login: str | None
    login_since: datetime | None
    login_by: str | None
    token_expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class LoginRow:
    """A password at the broker: whose, and since when; `ended_at` where it is none any more."""

    login: str
    client_id: str
    created_at: datetime
    created_by: str
    ended_at: datetime | None
    ended_by: str | None


class Owner(NamedTuple):
    """What a log-in is for: an edge or a device of an enterprise (None: of the park)."""

    enterprise_id: int | None
    edge_id: int | None = None
    device_id: int | None = None


class Device(NamedTuple):
    """A meter that may get a log-in of its own."""

    id: int
    code: str
    enterprise_id: int | None
    owned_since: datetime  # by this enterprise: what came before is another's


class Token(NamedTuple):
    """A token by its hash: of which edge, and whether it can be used."""

    id: int
    park_id: int
    edge_id: int
    created_by: str
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class Use(NamedTuple):
    """Who used a token, when and from where."""

    time: datetime
    host: str
    version: str
    address: str | None


_EDGES = """
SELECT e.id, e.code, e.name_zh, e.name_en, e.enterprise_id, n.code AS enterprise, e.created_at, e.created_by,
  e.enrolled_at, e.enrolled_host, e.enrolled_version, e.state, e.state_at,
  l.login, l.created_at AS login_since, l.created_by AS login_by,
  (SELECT max(t.expires_at) FROM core.edge_token t
   WHERE t.edge_id = e.id AND t.used_at IS NULL AND t.revoked_at IS NULL AND t.expires_at > now()
  ) AS token_expires_at
FROM core.edge e LEFT JOIN core.enterprise n ON n.id = e.enterprise_id
LEFT JOIN core.broker_login l ON l.edge_id = e.id AND l.ended_at IS NULL
"""


def every(connection: Connection, *, after: str | None = None, limit: int | None = None) -> list[EdgeRow]:
    """The edges of the park that the caller may see, by code; none that is no more.

    `after` is the last code seen before.
    """
    sql = (
        _EDGES
        + """WHERE e.ended_at IS NULL AND (%(after)s::text IS NULL OR e.code > %(after)s)
                      ORDER BY e.code LIMIT %(limit)s"""
    )
    cursor = connection.cursor(row_factory=class_row(EdgeRow))
    return cursor.execute(sql, {"after": after, "limit": limit}).fetchall()


def find(connection: Connection, code: str) -> EdgeRow | None:
    """The edge with a code, unless it is no more."""
    cursor = connection.cursor(row_factory=class_row(EdgeRow))
    return cursor.execute(_EDGES + "WHERE e.code = %s AND e.ended_at IS NULL", (code,)).fetchone()


def delete(connection: Connection, edge_id: int) -> bool:
    """Remove an edge that nothing names; False where something does, and nothing is changed."""
    try:
        with connection.transaction():
            connection.execute("DELETE FROM core.edge WHERE id = %s", (edge_id,))
    except psycopg.errors.ForeignKeyViolation:
        return False
    return True


def end(connection: Connection, edge_id: int, author: str) -> None:
    """Hide an edge from now on."""
    connection.execute(
        "UPDATE core.edge SET ended_at = now(), ended_by = %s WHERE id = %s", (author, edge_id)
    )


def lock(connection: Connection, owner: Owner) -> None:
    """Let whoever else changes the same log-in wait."""
    name = f"edge:{owner.edge_id}" if owner.device_id is None else f"device:{owner.device_id}"
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (name,))


def insert(connection: Connection, values: Mapping[str, object]) -> int | None:
    """Make an edge; None where the park has one of this code."""
    row = connection.execute(
        """INSERT INTO core.edge (park_id, enterprise_id, code, name_zh, name_en, created_by)
        VALUES (core.current_park(), %(enterprise_id)s, %(code)s, %(name_zh)s, %(name_en)s, %(created_by)s)
        ON CONFLICT (park_id, code) DO NOTHING RETURNING id""",
        values,
    ).fetchone()
    return int(row[0]) if row else None


def note_enrolment(connection: Connection, edge_id: int, use: Use) -> None:
    """Remember which machine the edge is on."""
    connection.execute(
        "UPDATE core.edge SET enrolled_at = %s, enrolled_host = %s, enrolled_version = %s WHERE id = %s",
        (use.time, use.host, use.version, edge_id),
    )


def park(connection: Connection) -> tuple[int, str]:
    """(id, code) of the park of this transaction."""
    row = connection.execute("SELECT id, code FROM core.park").fetchone()
    if row is None:
        raise LookupError("no park")
    return int(row[0]), str(row[1])


def edge_of(connection: Connection, edge_id: int) -> EdgeRow:
    """The edge with an id that is known to exist."""
    cursor = connection.cursor(row_factory=class_row(EdgeRow))
    row = cursor.execute(_EDGES + "WHERE e.id = %s", (edge_id,)).fetchone()
    if row is None:
        raise LookupError(edge_id)
    return row


def device(connection: Connection, code: str) -> Device | None:
    """The meter with a code."""
    row = connection.execute(
        "SELECT id, code, enterprise_id, owned_since FROM core.device WHERE code = %s", (code,)
    ).fetchone()
    return Device(*row) if row else None


# ------------------------------------------------------------------ tokens


def add_token(
    connection: Connection, edge: EdgeRow, digest: bytes, expires_at: datetime, author: str
) -> None:
    """Keep the hash of a new token; those that waited for the edge are void."""
    revoke_tokens(connection, edge.id, author)
    connection.execute(
        """INSERT INTO core.edge_token (park_id, enterprise_id, edge_id, token_sha256, expires_at, created_by)
        VALUES (core.current_park(), %s, %s, %s, %s, %s)""",
        (edge.enterprise_id, edge.id, digest, expires_at, author),
    )


def revoke_tokens(connection: Connection, edge_id: int, author: str) -> int:
    """Void the tokens that wait for an edge; how many."""
    return connection.execute(
        """UPDATE core.edge_token SET revoked_at = now(), revoked_by = %s
        WHERE edge_id = %s AND used_at IS NULL AND revoked_at IS NULL""",
        (author, edge_id),
    ).rowcount


def claim_token(connection: Connection, digest: bytes, use: Use) -> Token | None:
    """Use a token up if it can be used; of several at once, one succeeds. For the directory role."""
    row = connection.execute(
        """UPDATE core.edge_token SET used_at = %s, used_host = %s, used_version = %s, used_address = %s
        WHERE token_sha256 = %s AND used_at IS NULL AND revoked_at IS NULL AND expires_at > %s
        RETURNING id, park_id, edge_id, created_by, expires_at, used_at, revoked_at""",
        (use.time, use.host, use.version, use.address, digest, use.time),
    ).fetchone()
    return Token(*row) if row else None


def token(connection: Connection, digest: bytes) -> Token | None:
    """A token by its hash, usable or not; for the directory role."""
    row = connection.execute(
        """SELECT id, park_id, edge_id, created_by, expires_at, used_at, revoked_at FROM core.edge_token
        WHERE token_sha256 = %s""",
        (digest,),
    ).fetchone()
    return Token(*row) if row else None


# ------------------------------------------------------------------ log-ins at the broker


def logins(connection: Connection, owner: Owner) -> list[LoginRow]:
    """Every password that there was, the newest first."""
    sql = """SELECT login, client_id, created_at, created_by, ended_at, ended_by FROM core.broker_login
             WHERE edge_id IS NOT DISTINCT FROM %s AND device_id IS NOT DISTINCT FROM %s ORDER BY id DESC"""
    return connection.cursor(row_factory=class_row(LoginRow)).execute(sql, owner[1:]).fetchall()


def end_login(connection: Connection, owner: Owner, author: str) -> str | None:
    """Record that a password is none any more; its log-in, None where there was none."""
    row = connection.execute(
        """UPDATE core.broker_login SET ended_at = now(), ended_by = %s
        WHERE edge_id IS NOT DISTINCT FROM %s AND device_id IS NOT DISTINCT FROM %s AND ended_at IS NULL
        RETURNING login""",
        (author, *owner[1:]),
    ).fetchone()
    return str(row[0]) if row else None


def add_login(connection: Connection, owner: Owner, login: str, client_id: str, author: str) -> bool:
    """Record a new password; False where another log-in has the name or the client id."""
    return bool(
        connection.execute(
            """INSERT INTO core.broker_login
              (park_id, enterprise_id, edge_id, device_id, login, client_id, created_by)
            VALUES (core.current_park(), %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING""",
            (*owner, login, client_id, author),
        ).rowcount
    )
