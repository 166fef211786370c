"""People, what they may see, and their sessions; for connections of the directory role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from parkcarbon_platform.calculation.accounting.gases import DEFAULT_GWP
from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class UserRow:
    """A person; `password_hash` is Argon2id."""

    id: int
    login: str
    name: str
    locale: str
    password_hash: str
    is_admin: bool
    disabled_at: datetime | None
    failed_logins: int
    locked_until: datetime | None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session that has not expired, with its person."""

    user_id: int
    login: str
    name: str
    locale: str
    is_admin: bool
    csrf: str
    created_at: datetime
    expires_at: datetime
    second_factor: bool = False  # shown when it began


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """A park, and as what somebody may enter it."""

    park_id: int
    park_code: str
    park_name_zh: str
    park_name_en: str
    timezone: str
    role: str
    enterprise_id: int | None
    enterprise_code: str | None
    enterprise_name_zh: str | None
    enterprise_name_en: str | None
    approves: bool = True
    needs_second_factor: bool = False
    park_state: str = "active"
    ruleset: str | None = None
    gwp: str = DEFAULT_GWP


PROGRAM = " token:"  # no log-in name has a blank


def program_of(person: str, token: str) -> str:
    """Under which name a program does something: that of who made its token comes first."""
    return f"{person}{PROGRAM}{token}"


def person_of(name: str) -> str:
    """Who answers for what was done under a name.

    >>> person_of("li.wei token:erp"), person_of("li.wei")
    ('li.wei', 'li.wei')
    """
    return name.partition(PROGRAM)[0]


def user_by_login(connection: Connection, login: str, *, lock: bool = False) -> UserRow | None:
    """The person with this log-in name; `lock` makes simultaneous attempts count one after the other."""
    sql = """SELECT id, login, name, locale, password_hash, is_admin, disabled_at, failed_logins, locked_until
             FROM identity.app_user WHERE login = %s"""
    cursor = connection.cursor(row_factory=class_row(UserRow))
    return cursor.execute(sql + (" FOR UPDATE" if lock else ""), (login,)).fetchone()


def users(connection: Connection) -> list[UserRow]:
    """Everybody, by log-in name."""
    sql = """SELECT id, login, name, locale, password_hash, is_admin, disabled_at, failed_logins, locked_until
             FROM identity.app_user ORDER BY login"""
    return connection.cursor(row_factory=class_row(UserRow)).execute(sql).fetchall()


def insert_user(
    connection: Connection, login: str, name: str, locale: str, password_hash: str, *, is_admin: bool
) -> int | None:
    """Add a person; None where the log-in name is taken."""
    sql = """INSERT INTO identity.app_user (login, name, locale, password_hash, is_admin)
             VALUES (%s, %s, %s, %s, %s) ON CONFLICT (login) DO NOTHING RETURNING id"""
    row = connection.execute(sql, (login, name, locale, password_hash, is_admin)).fetchone()
    return row[0] if row else None


def set_password(connection: Connection, user_id: int, password_hash: str) -> None:
    """A new password also lifts a lock."""
    sql = """UPDATE identity.app_user SET password_hash = %s, failed_logins = 0, locked_until = NULL
             WHERE id = %s"""
    connection.execute(sql, (password_hash, user_id))


def set_hash(connection: Connection, user_id: int, password_hash: str) -> None:
    """The same password hashed with today's parameters."""
    connection.execute(
        "UPDATE identity.app_user SET password_hash = %s WHERE id = %s", (password_hash, user_id)
    )


def set_failures(connection: Connection, user_id: int, failed: int, locked_until: datetime | None) -> None:
    """Count failed log-ins."""
    sql = "UPDATE identity.app_user SET failed_logins = %s, locked_until = %s WHERE id = %s"
    connection.execute(sql, (failed, locked_until, user_id))


def put_membership(
    connection: Connection, user_id: int, park_id: int, role: str, enterprise_id: int | None
) -> None:
    """Let a person into a park, or change as what."""
    sql = """INSERT INTO identity.membership (user_id, park_id, role, enterprise_id) VALUES (%s, %s, %s, %s)
             ON CONFLICT (user_id, park_id) DO UPDATE SET role = excluded.role,
             enterprise_id = excluded.enterprise_id,
             approves = membership.approves OR excluded.role <> 'enterprise'"""
    connection.execute(sql, (user_id, park_id, role, enterprise_id))


_MEMBERSHIP = """p.id AS park_id, p.code AS park_code, p.name_zh AS park_name_zh, p.name_en AS park_name_en,
                 p.timezone, p.state AS park_state, p.ruleset,
                 coalesce(p.gwp, '{gwp}') AS gwp, {role} AS role, {approves} AS approves,
                 e.id AS enterprise_id, {asked} AS needs_second_factor,
                 e.code AS enterprise_code,
                 e.name_zh AS enterprise_name_zh, e.name_en AS enterprise_name_en"""


def _columns(role: str, approves: str, *, is_asked: bool = True) -> str:
    asked = f"coalesce({role} = ANY(y.second_factor_roles), false)" if is_asked else "false"
    return _MEMBERSHIP.format(role=role, approves=approves, asked=asked, gwp=DEFAULT_GWP)


_OWN = f"""SELECT {_columns("m.role", "m.approves")}
           FROM identity.membership m
           JOIN core.park p ON p.id = m.park_id LEFT JOIN core.enterprise e ON e.id = m.enterprise_id
           LEFT JOIN identity.park_policy y ON y.park_id = p.id
           WHERE m.user_id = %s AND p.state <> 'deleted' ORDER BY p.code"""  # noqa: S608  # constants only
_TOKEN = f"""SELECT {_columns("m.role", "false", is_asked=False)} FROM identity.api_token m
             JOIN core.park p ON p.id = m.park_id LEFT JOIN core.enterprise e ON e.id = m.enterprise_id
             WHERE m.id = %s AND p.state <> 'deleted'"""  # noqa: S608  # constants only
_ALL = f"""SELECT {_columns("'operator'", "true")}
           FROM core.park p LEFT JOIN identity.park_policy y ON y.park_id = p.id
           LEFT JOIN core.enterprise e ON false WHERE p.state <> 'deleted' ORDER BY p.code"""  # noqa: S608  # constants only


def token_membership(connection: Connection, token_id: int) -> list[MembershipRow]:
    """The one park of a program's token."""
    cursor = connection.cursor(row_factory=class_row(MembershipRow))
    return cursor.execute(_TOKEN, (token_id,)).fetchall()


def memberships(connection: Connection, user_id: int) -> list[MembershipRow]:
    """The parks of a person."""
    cursor = connection.cursor(row_factory=class_row(MembershipRow))
    return cursor.execute(_OWN, (user_id,)).fetchall()


def every_park(connection: Connection) -> list[MembershipRow]:
    """Every park, entered as its operator: what a platform admin may."""
    return connection.cursor(row_factory=class_row(MembershipRow)).execute(_ALL).fetchall()


def insert_session(
    connection: Connection, digest: bytes, row: SessionRow, *, address: str | None, agent: str | None
) -> None:
    """Remember a session by the digest of its token."""
    sql = """INSERT INTO identity.session
               (token_sha256, user_id, csrf, created_at, expires_at, address, agent, second_factor)
             VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"""
    values = (
        digest,
        row.user_id,
        row.csrf,
        row.created_at,
        row.expires_at,
        address,
        agent,
        row.second_factor,
    )
    connection.execute(sql, values)


def session(connection: Connection, digest: bytes, now: datetime) -> SessionRow | None:
    """The session of a token, unless it expired or its person was disabled."""
    sql = """SELECT s.user_id, u.login, u.name, u.locale, u.is_admin, s.csrf, s.created_at, s.expires_at,
               s.second_factor FROM identity.session s JOIN identity.app_user u ON u.id = s.user_id
             WHERE s.token_sha256 = %s AND s.expires_at > %s AND u.disabled_at IS NULL"""
    return connection.cursor(row_factory=class_row(SessionRow)).execute(sql, (digest, now)).fetchone()


def extend_session(connection: Connection, digest: bytes, expires_at: datetime) -> None:
    """Move the end of a session."""
    connection.execute(
        "UPDATE identity.session SET expires_at = %s WHERE token_sha256 = %s", (expires_at, digest)
    )


def delete_session(connection: Connection, digest: bytes) -> None:
    """Forget a session."""
    connection.execute("DELETE FROM identity.session WHERE token_sha256 = %s", (digest,))


def delete_sessions_of(connection: Connection, user_ids: Sequence[int]) -> None:
    """Forget every session of some people."""
    connection.execute("DELETE FROM identity.session WHERE user_id = ANY(%s)", (list(user_ids),))


def delete_expired(connection: Connection, now: datetime) -> None:
    """Forget sessions that ended."""
    connection.execute("DELETE FROM identity.session WHERE expires_at <= %s", (now,))


def park_id(connection: Connection, code: str) -> int | None:
    """A park by its code."""
    row = connection.execute("SELECT id FROM core.park WHERE code = %s", (code,)).fetchone()
    return row[0] if row else None


def enterprise_id(connection: Connection, park: int, code: str) -> int | None:
    """An enterprise of a park by its code."""
    sql = "SELECT id FROM core.enterprise WHERE park_id = %s AND code = %s"
    row = connection.execute(sql, (park, code)).fetchone()
    return row[0] if row else None
