"""Second factors of people and what parks ask; for connections of the directory role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class FactorRow:
    """The second factor of a person; `secret` is sealed."""

    user_id: int
    secret: dict[str, Any]
    confirmed_at: datetime | None
    last_step: int


def factor(connection: Connection, user_id: int) -> FactorRow | None:
    """Somebody's second factor, begun or confirmed; held until the end, so that no code is taken twice."""
    sql = """SELECT user_id, secret, confirmed_at, last_step FROM identity.second_factor
             WHERE user_id = %s FOR UPDATE"""
    return connection.cursor(row_factory=class_row(FactorRow)).execute(sql, (user_id,)).fetchone()


def begin(connection: Connection, user_id: int, secret: Mapping[str, object]) -> bool:
    """A new secret that is asked of nobody yet; False where there is a confirmed one."""
    sql = """INSERT INTO identity.second_factor (user_id, secret) VALUES (%s, %s)
             ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = now(), last_step = 0
             WHERE second_factor.confirmed_at IS NULL"""
    return connection.execute(sql, (user_id, Jsonb(dict(secret)))).rowcount == 1


def confirm(connection: Connection, user_id: int, now: datetime) -> None:
    """From now on it is asked for."""
    sql = "UPDATE identity.second_factor SET confirmed_at = %s WHERE user_id = %s AND confirmed_at IS NULL"
    connection.execute(sql, (now, user_id))


def take(connection: Connection, user_id: int, step: int) -> None:
    """A code was taken: neither it nor an older one is taken again."""
    connection.execute("UPDATE identity.second_factor SET last_step = %s WHERE user_id = %s", (step, user_id))


def put_recovery_codes(connection: Connection, user_id: int, digests: Sequence[bytes]) -> None:
    """New codes; those before end."""
    connection.execute("DELETE FROM identity.recovery_code WHERE user_id = %s", (user_id,))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO identity.recovery_code (user_id, recovery_sha256) VALUES (%s, %s)",
            [(user_id, digest) for digest in digests],
        )


def use_recovery_code(connection: Connection, user_id: int, digest: bytes, now: datetime) -> bool:
    """Use a code up; whether it was good."""
    sql = """UPDATE identity.recovery_code SET used_at = %s
             WHERE user_id = %s AND recovery_sha256 = %s AND used_at IS NULL"""
    return connection.execute(sql, (now, user_id, digest)).rowcount == 1


def recovery_codes_left(connection: Connection, user_id: int) -> int:
    """How many codes are unused."""
    sql = "SELECT count(*) FROM identity.recovery_code WHERE user_id = %s AND used_at IS NULL"
    row = connection.execute(sql, (user_id,)).fetchone()
    return int(row[0]) if row else 0


def remove(connection: Connection, user_id: int) -> bool:
    """No second factor any more; whether there was one."""
    connection.execute("DELETE FROM identity.recovery_code WHERE user_id = %s", (user_id,))
    return (
        connection.execute("DELETE FROM identity.second_factor WHERE user_id = %s", (user_id,)).rowcount == 1
    )


def session_shown(connection: Connection, digest: bytes) -> None:
    """Whoever has this session has shown their second factor."""
    connection.execute("UPDATE identity.session SET second_factor = true WHERE token_sha256 = %s", (digest,))


def end_other_sessions(connection: Connection, user_id: int, digest: bytes) -> None:
    """End all sessions of somebody but this one."""
    connection.execute(
        "DELETE FROM identity.session WHERE user_id = %s AND token_sha256 <> %s", (user_id, digest)
    )


def every_secret(connection: Connection) -> list[FactorRow]:
    """All of them, for a new key."""
    sql = """SELECT user_id, secret, confirmed_at, last_step FROM identity.second_factor
             ORDER BY user_id FOR UPDATE"""
    return connection.cursor(row_factory=class_row(FactorRow)).execute(sql).fetchall()


def put_secret(connection: Connection, user_id: int, secret: Mapping[str, object]) -> None:
    """The same secret, sealed anew."""
    sql = "UPDATE identity.second_factor SET secret = %s WHERE user_id = %s"
    connection.execute(sql, (Jsonb(dict(secret)), user_id))


def required_roles(connection: Connection, park_id: int) -> list[str]:
    """The roles of which a park asks a second factor."""
    sql = "SELECT second_factor_roles FROM identity.park_policy WHERE park_id = %s"
    row = connection.execute(sql, (park_id,)).fetchone()
    return list(row[0]) if row else []


def require(connection: Connection, park_id: int, roles: Sequence[str], author: str) -> None:
    """Ask a second factor of these roles from now on."""
    sql = """INSERT INTO identity.park_policy (park_id, second_factor_roles, changed_by) VALUES (%s, %s, %s)
             ON CONFLICT (park_id) DO UPDATE SET second_factor_roles = excluded.second_factor_roles,
             changed_by = excluded.changed_by, changed_at = now()"""
    connection.execute(sql, (park_id, list(roles), author))
