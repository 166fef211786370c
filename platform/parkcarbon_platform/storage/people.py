"""Who is a member of a park, invitations, and tokens of programs; for connections of the directory role."""

from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row, dict_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a park."""

    user_id: int
    login: str
    name: str
    locale: str
    is_admin: bool
    role: str
    approves: bool
    enterprise: str | None
    disabled_at: datetime | None
    has_password: bool
    invited_until: datetime | None
    sessions: int
    parks: int
    has_second_factor: bool


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that has not ended; `key` names it and opens nothing."""

    key: str
    created_at: datetime
    expires_at: datetime
    address: str | None
    agent: str | None


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A program's token, without the token."""

    id: int
    park_id: int
    enterprise_id: int | None
    enterprise: str | None
    name: str
    role: str
    scope: str
    created_by: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    revoked_by: str | None
    is_backed: bool  # who made it may still enter the park as its operator


def members(
    connection: Connection, park_id: int, login: str | None = None, *, after: str | None = None,
    limit: int | None = None,
) -> list[MemberRow]:  # fmt: skip
    """The members of a park by log-in name, or the one; `after` is the last log-in name seen before."""
    sql = """SELECT u.id AS user_id, u.login, u.name, u.locale, u.is_admin, m.role, m.approves,
               e.code AS enterprise, u.disabled_at, u.password_hash <> '' AS has_password,
               (SELECT max(i.expires_at) FROM identity.invitation i
                WHERE i.user_id = u.id AND i.used_at IS NULL AND i.expires_at > now()) AS invited_until,
               (SELECT count(*) FROM identity.session s
                WHERE s.user_id = u.id AND s.expires_at > now()) AS sessions,
               (SELECT count(*) FROM identity.membership o WHERE o.user_id = u.id) AS parks,
               EXISTS (SELECT FROM identity.second_factor f
                       WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS has_second_factor
             FROM identity.membership m JOIN identity.app_user u ON u.id = m.user_id
             LEFT JOIN core.enterprise e ON e.id = m.enterprise_id
             WHERE m.park_id = %(park)s AND (%(login)s::text IS NULL OR u.login = %(login)s)
               AND (%(after)s::text IS NULL OR u.login > %(after)s) ORDER BY u.login LIMIT %(limit)s"""
    cursor = connection.cursor(row_factory=class_row(MemberRow))
    given = {"park": park_id, "login": login, "after": after, "limit": limit}
    return cursor.execute(sql, given).fetchall()


def logins_of(connection: Connection, park: str) -> set[str]:
    """The log-in names of a park's members."""
    sql = """SELECT u.login FROM identity.membership m JOIN identity.app_user u ON u.id = m.user_id
             JOIN core.park p ON p.id = m.park_id WHERE p.code = %s"""
    return {row[0] for row in connection.execute(sql, (park,))}


def set_approves(connection: Connection, user_id: int, park_id: int, *, approves: bool) -> None:
    """Whether a member may approve what others entered."""
    sql = """UPDATE identity.membership SET approves = %s WHERE user_id = %s AND park_id = %s
             AND approves <> %s"""
    connection.execute(sql, (approves, user_id, park_id, approves))


def set_approves_of(connection: Connection, login: str, park: str, *, approves: bool) -> None:
    """The same by the names of both."""
    connection.execute(
        """UPDATE identity.membership SET approves = %(approves)s
           WHERE user_id = (SELECT id FROM identity.app_user WHERE login = %(login)s)
             AND park_id = (SELECT id FROM core.park WHERE code = %(park)s) AND approves <> %(approves)s""",
        {"approves": approves, "login": login, "park": park},
    )


def remove_member(connection: Connection, user_id: int, park_id: int) -> None:
    """Take a membership away."""
    connection.execute(
        "DELETE FROM identity.membership WHERE user_id = %s AND park_id = %s", (user_id, park_id)
    )


def set_disabled(connection: Connection, user_id: int, at: datetime | None) -> None:
    """Let nobody in under this log-in, or let them in again."""
    connection.execute("UPDATE identity.app_user SET disabled_at = %s WHERE id = %s", (at, user_id))


def other_admins(connection: Connection, user_id: int) -> int:
    """How many more admins there are; they stay as they are until the transaction ends."""
    sql = "SELECT id FROM identity.app_user WHERE is_admin AND disabled_at IS NULL ORDER BY id FOR UPDATE"
    return sum(found != user_id for (found,) in connection.execute(sql))


def end_invitations(connection: Connection, user_id: int) -> None:
    """No link that somebody was given opens anything any more."""
    connection.execute(
        """UPDATE identity.invitation SET expires_at = now()
           WHERE user_id = %s AND used_at IS NULL AND expires_at > now()""",
        (user_id,),
    )


def invite(connection: Connection, digest: bytes, user_id: int, author: str, expires_at: datetime) -> None:
    """A new invitation; those before end."""
    end_invitations(connection, user_id)
    sql = """INSERT INTO identity.invitation (token_sha256, user_id, created_by, expires_at)
             VALUES (%s, %s, %s, %s)"""
    connection.execute(sql, (digest, user_id, author, expires_at))


def use_invitation(connection: Connection, digest: bytes, now: datetime) -> tuple[int, str] | None:
    """Use an invitation up: whose it is; None where it is none, used or too old."""
    sql = """UPDATE identity.invitation i SET used_at = %s FROM identity.app_user u
             WHERE i.token_sha256 = %s AND i.used_at IS NULL AND i.expires_at > %s AND u.id = i.user_id
               AND u.disabled_at IS NULL RETURNING u.id, u.login"""
    row = connection.execute(sql, (now, digest, now)).fetchone()
    return (row[0], row[1]) if row else None


def sessions_of(connection: Connection, user_id: int, now: datetime) -> list[OpenSession]:
    """Somebody's sessions, the newest first."""
    sql = """SELECT encode(token_sha256, 'hex') AS key, created_at, expires_at, address, agent
             FROM identity.session WHERE user_id = %s AND expires_at > %s ORDER BY created_at DESC"""
    cursor = connection.cursor(row_factory=class_row(OpenSession))
    return cursor.execute(sql, (user_id, now)).fetchall()


def end_session(connection: Connection, user_id: int, key: str) -> bool:
    """End one session of somebody; whether it was there."""
    sql = "DELETE FROM identity.session WHERE user_id = %s AND encode(token_sha256, 'hex') = %s"
    return connection.execute(sql, (user_id, key)).rowcount == 1


# A token is worth no more than its maker: it rests while they are no operator of the park.
_BACKED = """EXISTS (SELECT FROM identity.app_user u LEFT JOIN identity.membership m
               ON m.user_id = u.id AND m.park_id = t.park_id
             WHERE u.login = t.created_by AND u.disabled_at IS NULL
               AND (u.is_admin OR m.role = 'operator'))"""
_PROGRAM = f"""SELECT t.id, t.park_id, t.enterprise_id, e.code AS enterprise, t.name, t.role, t.scope,
              t.created_by, t.created_at, t.expires_at, t.revoked_at, t.revoked_by,
              {_BACKED} AS is_backed
            FROM identity.api_token t LEFT JOIN core.enterprise e ON e.id = t.enterprise_id """  # noqa: S608


def tokens(
    connection: Connection, park_id: int, *, after: int | None = None, limit: int | None = None
) -> list[TokenRow]:
    """The tokens of a park, the newest first; `after` is the number of the last one seen before."""
    sql = (
        _PROGRAM
        + """WHERE t.park_id = %(park)s AND (%(after)s::bigint IS NULL OR t.id < %(after)s)
                        ORDER BY t.id DESC LIMIT %(limit)s"""
    )
    cursor = connection.cursor(row_factory=class_row(TokenRow))
    return cursor.execute(sql, {"park": park_id, "after": after, "limit": limit}).fetchall()


def token_by_digest(connection: Connection, digest: bytes, now: datetime) -> TokenRow | None:
    """The token that opens something now."""
    sql = (
        _PROGRAM
        + f"""WHERE t.token_sha256 = %s AND t.expires_at > %s AND t.revoked_at IS NULL
                        AND {_BACKED}"""
    )  # constants only
    return connection.cursor(row_factory=class_row(TokenRow)).execute(sql, (digest, now)).fetchone()


def add_token(connection: Connection, digest: bytes, values: dict[str, object]) -> int:
    """A new token; its number."""
    sql = """INSERT INTO identity.api_token
               (park_id, enterprise_id, name, role, scope, token_sha256, created_by, expires_at)
             VALUES (%(park_id)s, %(enterprise_id)s, %(name)s, %(role)s, %(scope)s, %(digest)s, %(author)s,
               %(expires_at)s) RETURNING id"""
    cursor = connection.cursor(row_factory=dict_row)
    row = cursor.execute(sql, {**values, "digest": digest}).fetchone()
    assert row is not None
    return int(row["id"])


def revoke_token(connection: Connection, park_id: int, token_id: int, author: str) -> bool:
    """End a token; whether it was still good."""
    sql = """UPDATE identity.api_token SET revoked_at = now(), revoked_by = %s
             WHERE id = %s AND park_id = %s AND revoked_at IS NULL"""
    return connection.execute(sql, (author, token_id, park_id)).rowcount == 1
