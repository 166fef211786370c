"""Log in, look who one is, log out."""

from fastapi import APIRouter, Depends, Request, Response
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import audit, identity, second_factor
from parkcarbon_platform.services.access.access import Access
from parkcarbon_platform.services.access.identity import WrongCredentialsError
from parkcarbon_platform.services.directory import entries

from parkcarbon_saas.auth import (
    COOKIE,
    AccessNeeded,
    CallerNeeded,
    PersonNeeded,
    SettingsNeeded,
    refuse_cross_site,
    vault_of,
)
from parkcarbon_saas.features.session import schemas
from parkcarbon_saas.gate import Gate
from parkcarbon_saas.settings import Settings

router = APIRouter(prefix="/session", tags=["session"])


@router.post("", dependencies=[Depends(refuse_cross_site)])
def log_in(
    body: schemas.LogIn, request: Request, response: Response, access: AccessNeeded, settings: SettingsNeeded
) -> schemas.Session:
    """Log in: sets the session cookie."""
    gate: Gate = request.app.state.gate
    address = request.client.host if request.client else None
    now = localtime.now()
    with gate.attempt(address), access.directory() as connection:
        begun = identity.log_in(
            connection,
            body.login,
            body.password,
            key=settings.session_key(),
            now=now,
            address=address,
            agent=request.headers.get("User-Agent", "")[:200],
            second=second_factor.second_step(connection, body.code, vault_of(settings), now),
        )
        if begun is not None:
            audit.known_as("user", begun.session.login)
    if begun is None:
        gate.failed(address)
        raise WrongCredentialsError("The log-in name or the password is wrong.")
    set_cookie(response, begun.token, settings)
    return answer(access, begun.session)


def set_cookie(response: Response, token: str, settings: Settings) -> None:
    """Give the browser its token, out of reach of scripts and other sites."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(identity.ABSOLUTE.total_seconds()),
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="strict",
    )


def answer(access: Access, session: identity.SessionRow) -> schemas.Session:
    """What a browser is told that has just logged in."""
    with access.directory() as connection:
        elsewhere = entries.of_person(connection, session.user_id)
        return schemas.session(session, identity.memberships(connection, session), elsewhere)


@router.get("")
def who_am_i(who: CallerNeeded, access: AccessNeeded, response: Response) -> schemas.Session:
    """The session, its CSRF token and the parks that one may enter."""
    response.headers["Cache-Control"] = "no-store"
    if who.memberships is not None:
        return schemas.session(who.session, who.memberships, [])
    return answer(access, who.session)


@router.delete("", status_code=204)
def log_out(who: PersonNeeded, access: AccessNeeded, settings: SettingsNeeded, response: Response) -> None:
    """End the session."""
    with access.directory() as connection:
        identity.log_out(connection, who.token, key=settings.session_key())
    response.delete_cookie(COOKIE, path="/", secure=settings.secure, httponly=True, samesite="strict")
