"""The second step of a log-in: a code of an authenticator app, or once each a code kept on paper."""

import base64
import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from parkcarbon_platform.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    UnauthenticatedError,
)
from parkcarbon_platform.services.access import identity, totp
from parkcarbon_platform.services.access.vault import Vault
from parkcarbon_platform.storage import identity as identities
from parkcarbon_platform.storage import people as members
from parkcarbon_platform.storage import second_factor as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.identity import MembershipRow, SessionRow, UserRow

RECOVERY_CODES = 10
RECOVERY_BYTES = 10  # 80 bits: nothing is found from their SHA-256
ROLES = ("operator", "enterprise", "verifier")


class SecondFactorNeededError(UnauthenticatedError):
    """The password is right; the code is still to be given."""

    code = "second_factor_needed"
    remedy = "Send the code of the authenticator app, too, or one of the recovery codes."


class SecondFactorRequiredError(ForbiddenError):
    """The park asks for a second factor, and this session showed none."""

    code = "second_factor_required"
    remedy = "Set up two-factor log-in on the page of your account, then log in with it."


class WrongCodeError(InvalidError):
    """The code is wrong, too old, or was used before."""

    code = "wrong_code"
    remedy = "Wait for the next code. If none is taken, set the clock of the phone right."


class WrongPasswordError(InvalidError):
    """One's own password, asked for again, is wrong, or the account rests."""

    code = "wrong_password"
    remedy = "Type in the password that you log in with."


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A secret to share with a phone: told once."""

    secret: str
    address: str


@dataclass(frozen=True, slots=True)
class State:
    """Whether somebody has a second factor."""

    since: datetime | None
    recovery_codes_left: int


def place(user_id: int) -> str:
    """What a secret is sealed for."""
    return f"second factor of {user_id}"


def state(connection: Connection, user_id: int) -> State:
    """What somebody has."""
    found = storage.factor(connection, user_id)
    since = found.confirmed_at if found else None
    return State(since, storage.recovery_codes_left(connection, user_id))


def begin(
    connection: Connection, session: SessionRow, password: str, vault: Vault, now: datetime
) -> Enrolment | None:
    """A secret for a phone; asked for only once a code was given. None where the password is wrong."""
    user = _tried(connection, session, now)
    if user is None:
        return None
    if not identity.is_password(user.password_hash, password):
        identity.count_failure(connection, user, now)
        return None
    secret = totp.new_secret()
    sealed = vault.seal(totp.text_of(secret), place(user.id))
    if not storage.begin(connection, user.id, sealed):
        raise ConflictError(
            "You have a second factor already.", remedy="Remove it before you set up another."
        )
    return Enrolment(totp.text_of(secret), totp.address(secret, session.login))


def confirm(
    connection: Connection, session: SessionRow, digest: bytes, code: str, *, vault: Vault, now: datetime
) -> list[str] | None:
    """Prove that the phone has it: it is asked for from now on. The recovery codes, once; None: wrong."""
    user, found = _tried(connection, session, now), storage.factor(connection, session.user_id)
    if found is None or found.confirmed_at is not None:
        raise ConflictError("There is nothing to confirm.", remedy="Begin anew.")
    if user is None:
        return None
    if not _take(connection, found, code, vault, now):
        identity.count_failure(connection, user, now)
        return None
    storage.confirm(connection, session.user_id, now)
    storage.session_shown(connection, digest)
    storage.end_other_sessions(connection, session.user_id, digest)
    return _new_recovery_codes(connection, session.user_id)


def _tried(connection: Connection, session: SessionRow, now: datetime) -> UserRow | None:
    """The person, held for one attempt after the other; None while the account rests."""
    user = identities.user_by_login(connection, session.login, lock=True)
    return None if user is None or identity.rests(user, now) else user


def _prove(connection: Connection, session: SessionRow, code: str, vault: Vault, now: datetime) -> bool:
    """Whether the one of the session shows their second factor; what is wrong counts as a failed log-in."""
    user = _tried(connection, session, now)
    if user is None:
        return False
    is_good = bool(is_shown(connection, user.id, code, vault, now))
    if not is_good:
        identity.count_failure(connection, user, now)
    return is_good


def is_shown(connection: Connection, user_id: int, code: str, vault: Vault, now: datetime) -> bool | None:
    """Whether the code is good, which uses it up; None where this person has no second factor."""
    found = storage.factor(connection, user_id)
    if found is None or found.confirmed_at is None:
        return None
    given = "".join(code.split())
    if given.isdecimal() and len(given) == totp.DIGITS:
        return _take(connection, found, given, vault, now)
    return storage.use_recovery_code(connection, user_id, _digest(given), now)


def second_step(
    connection: Connection, code: str, vault: Vault, now: datetime
) -> Callable[[int], bool | None]:
    """For `identity.log_in`: asks for the code where there is a second factor and none was sent."""

    def shown(user_id: int) -> bool | None:
        if code.strip():
            return is_shown(connection, user_id, code, vault, now)
        found = storage.factor(connection, user_id)
        if found is not None and found.confirmed_at is not None:
            raise SecondFactorNeededError("The code of the second factor is missing.")
        return None

    return shown


def _take(connection: Connection, found: storage.FactorRow, code: str, vault: Vault, now: datetime) -> bool:
    secret = _secret(vault.open(found.secret, place(found.user_id)))
    step = totp.matched(secret, "".join(code.split()), now.timestamp(), found.last_step)
    if step is not None:
        storage.take(connection, found.user_id, step)
    return step is not None


def _secret(text: str) -> bytes:
    return base64.b32decode(text + "=" * (-len(text) % 8))


def new_recovery_codes(
    connection: Connection, session: SessionRow, code: str, vault: Vault, now: datetime
) -> list[str] | None:
    """Other recovery codes, for whoever shows a code; None where it is wrong."""
    if not _prove(connection, session, code, vault, now):
        return None
    return _new_recovery_codes(connection, session.user_id)


def _new_recovery_codes(connection: Connection, user_id: int) -> list[str]:
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    storage.put_recovery_codes(connection, user_id, [_digest(code) for code in codes])
    return ["-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes]


def _recovery_code() -> str:
    return base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode().lower()


def _digest(code: str) -> bytes:
    return hashlib.sha256(code.replace("-", "").lower().encode()).digest()


def remove(connection: Connection, session: SessionRow, code: str, vault: Vault, now: datetime) -> bool:
    """Go without from now on; False where the code is wrong."""
    if not _prove(connection, session, code, vault, now):
        return False
    storage.remove(connection, session.user_id)
    return True


def reset(connection: Connection, login: str, park_id: int | None = None) -> None:
    """Take the second factor of somebody who lost it, and end their sessions; in a park of its members."""
    user = identities.user_by_login(connection, login)
    if user is None or (park_id is not None and not members.members(connection, park_id, login)):
        raise NotFoundError(f"{login} is no member of this park.", login=login)
    if not storage.remove(connection, user.id):
        raise NotFoundError(f"{login} has no second factor.", remedy="Nothing is to be reset.", login=login)
    identities.delete_sessions_of(connection, [user.id])


def required_roles(connection: Connection, park_id: int) -> list[str]:
    """The roles of which a park asks a second factor."""
    return storage.required_roles(connection, park_id)


def require(connection: Connection, park_id: int, roles: Sequence[str], who: SessionRow) -> None:
    """Ask a second factor of these roles from now on; who asks it of others has shown their own."""
    if roles and not who.second_factor:
        raise ConflictError(
            "You have shown no second factor yourself.",
            remedy="Set up two-factor log-in on the page of your account first; else you are shut out.",
        )
    storage.require(connection, park_id, [role for role in ROLES if role in roles], who.login)


def check(membership: MembershipRow, session: SessionRow) -> None:
    """Refuse who must show a second factor here, and did not."""
    if membership.needs_second_factor and not session.second_factor:
        raise SecondFactorRequiredError(f"{membership.park_code} asks for two-factor log-in.")


def check_administrator(connection: Connection, session: SessionRow) -> None:
    """Refuse an administrator who showed none, where any park asks operators: they act on all parks."""
    if session.is_admin:
        for membership in identity.memberships(connection, session):
            check(membership, session)


def reseal(connection: Connection, vault: Vault) -> int:
    """Seal every secret with the key of now; how many were sealed with another."""
    due = [found for found in storage.every_secret(connection) if not vault.is_current(found.secret)]
    for found in due:
        text = vault.open(found.secret, place(found.user_id))
        storage.put_secret(connection, found.user_id, vault.seal(text, place(found.user_id)))
    return len(due)
