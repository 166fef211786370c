"""Who asks: the session cookie, and the CSRF token of unsafe methods."""

import hmac
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from parkcarbon_platform.errors import ForbiddenError, UnauthenticatedError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import audit, identity
from parkcarbon_platform.services.access.access import Access
from parkcarbon_platform.services.access.identity import SessionRow

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


def access_of(request: Request) -> Access:
    """The platform's connections of this process."""
    access: Access = request.app.state.access
    return access


def settings_of(request: Request) -> Settings:
    """The settings of this process."""
    settings: Settings = request.app.state.settings
    return settings


AccessNeeded = Annotated[Access, Depends(access_of)]
SettingsNeeded = Annotated[Settings, Depends(settings_of)]


def caller(request: Request, access: AccessNeeded, settings: SettingsNeeded) -> Caller:
    """The one who asks; refused without a session, or without its CSRF token where something changes."""
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


def refuse_cross_site(request: Request) -> None:
    """Log-in has no token yet: the browser's own word on where the request comes from stands in."""
    if request.headers.get("Sec-Fetch-Site", "none") not in SAME_SITE:
        raise CsrfError("Another site may not log anybody in.", remedy="Log in on the platform's own page.")


CallerNeeded = Annotated[Caller, Depends(caller)]
