"""The people of a park: inviting, changing, disabling; their sessions; tokens of programs."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from parkcarbon_platform.errors import (
    ConflictError,
    ForbiddenError,
    GoneError,
    InvalidError,
    NotFoundError,
    UnauthenticatedError,
)
from parkcarbon_platform.services.access import identity, passwords
from parkcarbon_platform.storage import identity as identities
from parkcarbon_platform.storage import people as storage
from parkcarbon_platform.storage import terms
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.identity import UserRow
from parkcarbon_platform.storage.people import MemberRow, OpenSession, TokenRow

__all__ = [
    "INVITATION",
    "LONGEST_TOKEN",
    "InvitationError",
    "LastAdminError",
    "MemberRow",
    "Membership",
    "NewToken",
    "OpenSession",
    "TokenRow",
    "WithheldError",
    "accept",
    "add",
    "add_token",
    "by_token",
    "change",
    "change_own_password",
    "disable",
    "end_session",
    "end_sessions",
    "enterprise_of",
    "invite_again",
    "members",
    "refuse_to_impersonate",
    "refuse_waiting",
    "remove",
    "revoke_token",
    "sessions",
    "tokens",
]

INVITATION = timedelta(days=7)
LONGEST_TOKEN = timedelta(days=366)
TOKEN_PREFIX = "pct_"  # noqa: S105  # by which scanners of leaked secrets know one


class WithheldError(ConflictError):
    """The enterprise keeps data to itself: whoever lets somebody in under its name could come round that."""

    code = "withheld"
    remedy = "Ask the enterprise to share its data again, or an administrator of the platform."


class InvitationError(GoneError):
    """The link is none, was used, or is too old."""

    code = "invitation"
    remedy = "Ask whoever invited you for a new link."


class LastAdminError(ConflictError):
    """Without this person nobody would be left to let others in."""

    code = "last_admin"
    remedy = "Make somebody else an administrator first."


@dataclass(frozen=True, slots=True)
class Membership:
    """As what somebody enters a park."""

    park_id: int
    park: str
    role: str
    enterprise: str | None
    approves: bool


@dataclass(frozen=True, slots=True)
class NewToken:
    """What a program shall be let in as."""

    name: str
    role: str
    scope: str
    enterprise: str | None
    expires_at: datetime


def _digest(token: str) -> bytes:
    """Of a token of 256 random bits: nothing can be guessed from it."""
    return hashlib.sha256(token.encode()).digest()


def members(
    connection: Connection, park_id: int, *, after: str | None = None, limit: int | None = None
) -> list[MemberRow]:
    """Everybody who is a member of the park, by log-in name."""
    return storage.members(connection, park_id, after=after, limit=limit)


def add(
    connection: Connection, login: str, name: str, locale: str, wanted: Membership, *, author: str,
    now: datetime,
) -> str | None:  # fmt: skip
    """Let somebody into the park; a link for a person who is new, None for one who has a password already."""
    user = identities.user_by_login(connection, login)
    if user is None:
        user_id = identities.insert_user(connection, login, name, locale, "", is_admin=False)
        if user_id is None:
            raise ConflictError(f"The log-in name {login} is taken.", remedy="Choose another.", login=login)
        _put(connection, login, user_id, wanted)
        return _invite(connection, user_id, author, now)
    if storage.members(connection, wanted.park_id, login):
        raise ConflictError(f"{login} is a member already.", remedy="Change their role instead.", login=login)
    if _begins_anew(connection, user):
        # Taken out of every park before they came: links of then end, and they begin anew.
        _put(connection, login, user.id, wanted)
        return _invite(connection, user.id, author, now)
    _refuse_waiting(user)
    # Nor may the operator of another park come in with a link made before, and not used.
    storage.end_invitations(connection, user.id)
    _put(connection, login, user.id, wanted)
    return None


def refuse_waiting(connection: Connection, login: str) -> None:
    """Raises ConflictError for somebody whom a new park cannot let in before they have a password."""
    user = identities.user_by_login(connection, login)
    if user is not None and not _begins_anew(connection, user):
        _refuse_waiting(user)


def _begins_anew(connection: Connection, user: UserRow) -> bool:
    has_way_in = user.password_hash or user.is_admin
    return not has_way_in and not identities.memberships(connection, user.id)


def _refuse_waiting(user: UserRow) -> None:
    if not user.password_hash:
        # Whoever holds their link would come into this park, too.
        raise ConflictError(
            f"{user.login} has not accepted an invitation yet.",
            remedy="Ask them to set their password first.",
        )


def change(connection: Connection, login: str, wanted: Membership) -> MemberRow:
    """Give a member another role."""
    member = _member(connection, wanted.park_id, login)
    _put(connection, login, member.user_id, wanted)
    return _member(connection, wanted.park_id, login)


def refuse_to_impersonate(
    connection: Connection, park_id: int, enterprise: str | None, *, by_admin: bool
) -> None:
    """Who oversees a park lets nobody in as an enterprise that keeps something from them; nor themselves."""
    if enterprise is not None and not by_admin and terms.keeps_something(connection, park_id, enterprise):
        raise WithheldError(f"{enterprise} does not share all of its data.", enterprise=enterprise)


def enterprise_of(connection: Connection, park_id: int, login: str) -> str | None:
    """The enterprise of a member, if they are confined to one."""
    found = storage.members(connection, park_id, login)
    return found[0].enterprise if found else None


def _put(connection: Connection, login: str, user_id: int, wanted: Membership) -> None:
    identity.let_in(connection, login, wanted.park, wanted.role, enterprise=wanted.enterprise)
    approves = wanted.approves or wanted.role != "enterprise"
    storage.set_approves(connection, user_id, wanted.park_id, approves=approves)


def remove(connection: Connection, park_id: int, login: str) -> None:
    """Take a member out of the park; their account stays."""
    storage.remove_member(connection, _member(connection, park_id, login).user_id, park_id)


def invite_again(
    connection: Connection, park_id: int, login: str, *, author: str, by_admin: bool, now: datetime
) -> str:
    """A new link with which somebody sets their password; it is not changed before they do."""
    member = _member(connection, park_id, login)
    if not by_admin and (member.is_admin or member.parks > 1):
        # With the link an operator would come into the other parks, too.
        raise ForbiddenError(f"{login} is a member of other parks.", remedy="Ask an administrator.")
    return _invite(connection, member.user_id, author, now)


def _invite(connection: Connection, user_id: int, author: str, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    storage.invite(connection, _digest(token), user_id, author, now + INVITATION)
    return token


def accept(connection: Connection, token: str, password: str, *, now: datetime) -> str:
    """Set the password that goes with an invitation; the log-in name."""
    found = storage.use_invitation(connection, _digest(token), now)
    if found is None:
        raise InvitationError("This link is not good, or not any more.")
    user_id, login = found
    passwords.check(password, login)
    identities.set_password(connection, user_id, identity.hash_password(password))
    identities.delete_sessions_of(connection, [user_id])
    return login


def change_own_password(connection: Connection, login: str, former: str, password: str) -> bool:
    """Change one's password; False where the former one is wrong. Every session ends."""
    user = identities.user_by_login(connection, login, lock=True)
    if user is None or not identity.is_password(user.password_hash, former):
        return False
    passwords.check(password, login)
    identity.change_password(connection, login, password)
    storage.end_invitations(connection, user.id)
    return True


def disable(connection: Connection, login: str, now: datetime, *, disabled: bool) -> None:
    """Lock an account and end its sessions, or open it again."""
    user = _user(connection, login)
    if disabled and user.is_admin and storage.other_admins(connection, user.id) == 0:
        raise LastAdminError(f"{login} is the last administrator.")
    storage.set_disabled(connection, user.id, now if disabled else None)
    if disabled:
        identities.delete_sessions_of(connection, [user.id])


def sessions(connection: Connection, user_id: int, now: datetime) -> list[OpenSession]:
    """Where somebody is logged in."""
    return storage.sessions_of(connection, user_id, now)


def end_session(connection: Connection, user_id: int, key: str) -> None:
    """End one session of somebody."""
    if not storage.end_session(connection, user_id, key):
        raise NotFoundError("There is no such session, or it has ended.")


def end_sessions(connection: Connection, park_id: int, login: str) -> None:
    """End every session of a member."""
    identities.delete_sessions_of(connection, [_member(connection, park_id, login).user_id])


def tokens(
    connection: Connection, park_id: int, *, after: int | None = None, limit: int | None = None
) -> list[TokenRow]:
    """The tokens of a park, the newest first."""
    return storage.tokens(connection, park_id, after=after, limit=limit)


def add_token(connection: Connection, park_id: int, wanted: NewToken, *, author: str, now: datetime) -> str:
    """A token for a program: told now and never again."""
    if not now < wanted.expires_at <= now + LONGEST_TOKEN:
        raise InvalidError(
            f"A token is good for {LONGEST_TOKEN.days} days at most.", remedy="End it earlier."
        )
    enterprise_id = None
    if wanted.enterprise is not None:
        enterprise_id = identities.enterprise_id(connection, park_id, wanted.enterprise)
        if enterprise_id is None:
            raise NotFoundError(f"There is no enterprise {wanted.enterprise}.", enterprise=wanted.enterprise)
    if (wanted.role == "enterprise") != (enterprise_id is not None):
        raise InvalidError("Exactly the enterprise role names an enterprise.", role=wanted.role)
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    values: dict[str, object] = {
        "park_id": park_id, "enterprise_id": enterprise_id, "name": wanted.name, "role": wanted.role,
        "scope": wanted.scope, "author": author, "expires_at": wanted.expires_at,
    }  # fmt: skip
    storage.add_token(connection, _digest(token), values)
    return token


def revoke_token(connection: Connection, park_id: int, token_id: int, author: str) -> None:
    """End a token."""
    if not storage.revoke_token(connection, park_id, token_id, author):
        raise NotFoundError("There is no such token, or it has ended.", token=token_id)


def by_token(connection: Connection, token: str, now: datetime) -> TokenRow:
    """What a token opens."""
    found = storage.token_by_digest(connection, _digest(token), now)
    if found is None:
        raise UnauthenticatedError("The token is none, or it has ended.", remedy="Ask for a new token.")
    return found


def _member(connection: Connection, park_id: int, login: str) -> MemberRow:
    found = storage.members(connection, park_id, login)
    if not found:
        raise NotFoundError(f"{login} is no member of this park.", login=login)
    return found[0]


def _user(connection: Connection, login: str) -> UserRow:
    user = identities.user_by_login(connection, login)
    if user is None:
        raise NotFoundError(f"There is nobody called {login}.", login=login)
    return user
