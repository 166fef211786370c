"""Who somebody is and what they may see: passwords, sessions, memberships. For the directory role."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError, UnauthenticatedError
from parkcarbon_platform.services.access import audit, passwords
from parkcarbon_platform.storage import identity as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.identity import MembershipRow, SessionRow, UserRow, program_of
from parkcarbon_platform.storage.people import TokenRow

__all__ = [
    "ABSOLUTE",
    "EXTEND_STEP",
    "FREE_ATTEMPTS",
    "IDLE",
    "MembershipRow",
    "NewSession",
    "SessionRow",
    "UserRow",
    "WrongCredentialsError",
    "begin",
    "change_password",
    "count_failure",
    "create_user",
    "digest",
    "hash_password",
    "is_alive",
    "is_password",
    "let_in",
    "log_in",
    "log_out",
    "membership_of_token",
    "memberships",
    "program_of",
    "rests",
    "session",
    "users",
]

ABSOLUTE = timedelta(hours=12)
IDLE = timedelta(hours=2)
# Only a move of this size is worth a write.
EXTEND_STEP = timedelta(minutes=1)
FREE_ATTEMPTS = 5
FIRST_LOCK, LONGEST_LOCK = timedelta(seconds=30), timedelta(minutes=15)

# RFC 9106, second recommended option (64 MiB, 3 passes, 4 lanes).
_hasher = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
# Verified for unknown names, so that the answer takes as long as for known ones.
_nobody = _hasher.hash(secrets.token_hex(16))


class WrongCredentialsError(UnauthenticatedError):
    """The name, the password, or neither is right; which one is not said."""

    code = "wrong_credentials"
    remedy = (
        f"Check the log-in name and the password. After {FREE_ATTEMPTS} failures the account rests for up to "
        f"{LONGEST_LOCK.seconds // 60} minutes: the right password is refused, too, until then."
    )


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session just begun; `token` is known to the browser only."""

    token: str
    session: SessionRow


def hash_password(password: str) -> str:
    """Argon2id of a password that is long enough to be one."""
    passwords.check(password)
    return _hasher.hash(password)


def is_password(password_hash: str, password: str) -> bool:
    """Whether it is the password; somebody without one takes as long to refuse."""
    try:
        return _hasher.verify(password_hash or _nobody, password)
    except (VerificationError, InvalidHashError):
        return False


def digest(token: str, key: str) -> bytes:
    """What is stored of a token: SHA-256 keyed with the secret, so that a new secret ends every session."""
    return hmac.new(key.encode(), token.encode(), hashlib.sha256).digest()


def log_in(
    connection: Connection, login: str, password: str, *, key: str, now: datetime,
    address: str | None = None, agent: str | None = None, second: Callable[[int], bool | None] | None = None,
) -> NewSession | None:  # fmt: skip
    """Begin a session; None where the credentials are wrong (the caller commits the count of failures).

    `second` is asked once the password is right: whether a second factor was shown, None where there is none.
    """
    user = storage.user_by_login(connection, login, lock=True)
    known = is_password(user.password_hash if user else "", password)
    if user is None or user.disabled_at is not None or rests(user, now):
        return None
    shown = second(user.id) if known and second else None
    if not known or shown is False:
        count_failure(connection, user, now)
        return None
    if user.failed_logins:
        storage.set_failures(connection, user.id, 0, None)
    if _hasher.check_needs_rehash(user.password_hash):
        storage.set_hash(connection, user.id, _hasher.hash(password))
    storage.delete_expired(connection, now)
    return begin(connection, user, key=key, now=now, address=address, agent=agent, second_factor=bool(shown))


def rests(user: UserRow, now: datetime) -> bool:
    """Whether so many attempts failed that nothing is let in for a while."""
    return user.locked_until is not None and user.locked_until > now


def count_failure(connection: Connection, user: UserRow, now: datetime) -> None:
    """A password or a code was wrong; from the fifth time on the account rests."""
    storage.set_failures(connection, user.id, user.failed_logins + 1, _lock(user.failed_logins + 1, now))


def _lock(failures: int, now: datetime) -> datetime | None:
    if failures < FREE_ATTEMPTS:
        return None
    doublings = min(failures - FREE_ATTEMPTS, 16)
    return now + min(LONGEST_LOCK, FIRST_LOCK * (1 << doublings))


def begin(
    connection: Connection, user: UserRow, *, key: str, now: datetime, address: str | None,
    agent: str | None, second_factor: bool,
) -> NewSession:  # fmt: skip
    """A session of somebody who has proved who they are."""
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    expires = now + IDLE
    row = SessionRow(
        user.id, user.login, user.name, user.locale, user.is_admin, csrf, now, expires, second_factor
    )
    storage.insert_session(connection, digest(token, key), row, address=address, agent=agent)
    return NewSession(token, row)


def session(connection: Connection, token: str, *, key: str, now: datetime) -> SessionRow:
    """The session of a token, kept alive by being used, for 12 hours at most."""
    stored = digest(token, key)
    found = storage.session(connection, stored, now)
    if found is None:
        raise UnauthenticatedError("There is no session, or it has ended.")
    until = min(now + IDLE, found.created_at + ABSOLUTE)
    if until - found.expires_at > EXTEND_STEP:
        storage.extend_session(connection, stored, until)
    return found


def is_alive(connection: Connection, token: str, *, key: str, now: datetime) -> bool:
    """Whether a session still holds; asking does not keep it alive."""
    return storage.session(connection, digest(token, key), now) is not None


def log_out(connection: Connection, token: str, *, key: str) -> None:
    """End a session."""
    storage.delete_session(connection, digest(token, key))


def memberships(connection: Connection, user: SessionRow) -> list[MembershipRow]:
    """The parks that somebody may enter; a platform admin enters every park as its operator."""
    if user.is_admin:
        return storage.every_park(connection)
    return storage.memberships(connection, user.user_id)


def membership_of_token(connection: Connection, token: TokenRow) -> MembershipRow:
    """As what a program enters the park of its token."""
    (found,) = storage.token_membership(connection, token.id)
    return found


def create_user(
    connection: Connection, login: str, password: str, *, name: str, locale: str = "zh-CN",
    is_admin: bool = False,
) -> int:  # fmt: skip
    """Add a person; their id."""
    user_id = storage.insert_user(connection, login, name, locale, hash_password(password), is_admin=is_admin)
    if user_id is None:
        raise ConflictError(f"The log-in name {login} is taken.", remedy="Choose another.", login=login)
    return user_id


def change_password(connection: Connection, login: str, password: str) -> None:
    """Give somebody a new password, lift a lock, and end their sessions."""
    user = _known(connection, login)
    storage.set_password(connection, user.id, hash_password(password))
    storage.delete_sessions_of(connection, [user.id])


def let_in(
    connection: Connection, login: str, park: str, role: str, *, enterprise: str | None = None
) -> None:
    """Make somebody a member of a park."""
    user = _known(connection, login)
    park_id = storage.park_id(connection, park)
    if park_id is None:
        raise NotFoundError(f"There is no park {park}.", park=park)
    enterprise_id = None if enterprise is None else storage.enterprise_id(connection, park_id, enterprise)
    if enterprise is not None and enterprise_id is None:
        raise NotFoundError(f"There is no enterprise {enterprise} in {park}.", enterprise=enterprise)
    if (role == "enterprise") != (enterprise_id is not None):
        raise InvalidError("Exactly the enterprise role names an enterprise.", role=role)
    audit.entered(park_id)
    storage.put_membership(connection, user.id, park_id, role, enterprise_id)


def users(connection: Connection) -> list[UserRow]:
    """Everybody."""
    return storage.users(connection)


def _known(connection: Connection, login: str) -> UserRow:
    user = storage.user_by_login(connection, login)
    if user is None:
        raise NotFoundError(f"There is nobody called {login}.", login=login)
    return user
