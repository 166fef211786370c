"""Log in by the provider of one's company (OpenID Connect)."""

from fastapi import APIRouter, Depends, Request, Response
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import audit, sso
from parkcarbon_platform.services.access.sso import SsoError, SsoOffError, SsoUnknownError

from parkcarbon_saas.auth import AccessNeeded, SettingsNeeded, refuse_cross_site, vault_of
from parkcarbon_saas.features.session import api as sessions
from parkcarbon_saas.features.session import schemas as session_schemas
from parkcarbon_saas.features.sso import schemas
from parkcarbon_saas.gate import Gate, TooManyAttemptsError

router = APIRouter(prefix="/session/sso", tags=["sso"])

COOKIE = "pc_sso"
PATH = "/api/v1/session/sso"


def provider_of(request: Request) -> sso.Provider:
    """The provider of this process."""
    found: sso.Provider | None = request.app.state.sso
    if found is None:
        raise SsoOffError("There is no single sign-on here.")
    return found


@router.get("")
def offer(request: Request, settings: SettingsNeeded) -> schemas.SsoOffer:
    """Whether there is one."""
    return schemas.SsoOffer(name=settings.sso_name if request.app.state.sso else None)


@router.post("/start", dependencies=[Depends(refuse_cross_site)])
def start(request: Request, settings: SettingsNeeded, response: Response) -> schemas.SsoStart:
    """Begin: where the browser goes. It keeps what must fit when it comes back."""
    response.headers["Cache-Control"] = "no-store"
    address, kept = sso.begin(provider_of(request), vault_of(settings), localtime.now())
    response.set_cookie(
        COOKIE, kept, max_age=sso.LIFETIME_S, path=PATH, secure=settings.secure, httponly=True,
        samesite="strict",
    )  # fmt: skip
    return schemas.SsoStart(address=address)


@router.post("", dependencies=[Depends(refuse_cross_site)])
def finish(
    body: schemas.SsoAnswer, request: Request, response: Response, access: AccessNeeded,
    settings: SettingsNeeded,
) -> session_schemas.Session:  # fmt: skip
    """Come back: sets the session cookie of the person whom the provider means."""
    gate: Gate = request.app.state.gate
    address = request.client.host if request.client else None
    if gate.is_shut(address):
        raise TooManyAttemptsError("Too many log-ins from this address have failed.")
    response.delete_cookie(COOKIE, path=PATH, secure=settings.secure, httponly=True, samesite="strict")
    now = localtime.now()
    try:
        attempt = sso.opened(request.cookies.get(COOKIE, ""), vault_of(settings))
        proved = provider_of(request).prove(
            attempt, code=body.code, state=body.state, issuer=body.issuer, now_s=now.timestamp()
        )
        with access.directory() as connection:
            begun = sso.let_in(
                connection, proved, key=settings.session_key(), now=now, address=address,
                agent=request.headers.get("User-Agent", "")[:200],
            )  # fmt: skip
            audit.known_as("user", begun.session.login)
    except (SsoError, SsoUnknownError):
        gate.failed(address)
        raise
    sessions.set_cookie(response, begun.token, settings)
    return sessions.answer(access, begun.session)
