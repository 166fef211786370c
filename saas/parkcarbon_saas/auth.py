"""Who asks: the session cookie, and the CSRF token of unsafe methods."""

import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from parkcarbon_platform.errors import ForbiddenError, UnauthenticatedError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import audit, identity, people
from parkcarbon_platform.services.access.access import Access
from parkcarbon_platform.services.access.identity import MembershipRow, SessionRow
from parkcarbon_platform.services.access.vault import Vault

from parkcarbon_saas.settings import Settings

COOKIE = "pc_session"
CSRF_HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SAME_SITE = frozenset({"same-origin", "none"})  # none: typed by the user, or a program


class CsrfError(ForbiddenError):
    """The request changes something but does not prove that our page sent it."""

    code = "csrf"
    remedy = f"Send the header {CSRF_HEADER} with the `csrf` of GET /api/v1/session."


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who has logged in, and the token of their session."""

    session: SessionRow
    token: str
    memberships: list[MembershipRow] | None = None  # of a program's token: the one that it has


def access_of(request: Request) -> Access:
    """The platform's connections of this process."""
    access: Access = request.app.state.access
    return access


def settings_of(request: Request) -> Settings:
    """The settings of this process."""
    settings: Settings = request.app.state.settings
    return settings


def vault_of(settings: Settings) -> Vault:
    """What seals the secrets of people."""
    return Vault(settings.session_key(), settings.former_keys())


AccessNeeded = Annotated[Access, Depends(access_of)]
SettingsNeeded = Annotated[Settings, Depends(settings_of)]


def caller(request: Request, access: AccessNeeded, settings: SettingsNeeded) -> Caller:
    """The one who asks; refused without a session, or without its CSRF token where something changes."""
    bearer = bearer_of(request)
    if bearer is not None:
        return _program(access, bearer, request.method)
    token = request.cookies.get(COOKIE)
    if not token:
        raise UnauthenticatedError("Nobody is logged in.")
    with access.directory() as connection:
        session = identity.session(connection, token, key=settings.session_key(), now=localtime.now())
    audit.known_as("user", session.login)
    if request.method not in SAFE_METHODS:
        given = request.headers.get(CSRF_HEADER, "")
        if not hmac.compare_digest(given.encode(), session.csrf.encode()):
            raise CsrfError("The CSRF token is missing or wrong.")
    return Caller(session, token)


def bearer_of(request: Request) -> str | None:
    """The token of a program, if the request carries one."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" and token.strip() else None


def _program(access: Access, token: str, method: str) -> Caller:
    """A program: no browser sends its token by itself, so that no CSRF token is needed."""
    with access.directory() as connection:
        found = people.by_token(connection, token, localtime.now())
        membership = identity.membership_of_token(connection, found)
    audit.known_as("token", f"token:{found.name}")
    if method not in SAFE_METHODS and found.scope != "write":
        raise ForbiddenError("This token may only read.", remedy="Use a token with the scope `write`.")
    # Below nought: no person's number, and another one for each token, by which streams are counted.
    session = SessionRow(
        -found.id, identity.program_of(found.created_by, found.name), found.name, "en", is_admin=False,
        csrf="", created_at=found.created_at, expires_at=found.expires_at,
    )  # fmt: skip
    return Caller(session, token, [membership])


def in_person(who: Annotated[Caller, Depends(caller)]) -> Caller:
    """Somebody, not a program."""
    if who.memberships is not None:
        raise ForbiddenError("A token may not do this.", remedy="Log in.")
    return who


def refuse_cross_site(request: Request) -> None:
    """Log-in has no token yet: the browser's own word on where the request comes from stands in."""
    if request.headers.get("Sec-Fetch-Site", "none") not in SAME_SITE:
        raise CsrfError("Another site may not log anybody in.", remedy="Log in on the platform's own page.")


CallerNeeded = Annotated[Caller, Depends(caller)]
PersonNeeded = Annotated[Caller, Depends(in_person)]
