"""One's own account: the first password by invitation, another one, and where one is logged in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import audit, identity, people
from parkcarbon_platform.services.access.identity import WrongCredentialsError
from parkcarbon_platform.services.access.people import InvitationError

from parkcarbon_saas.auth import AccessNeeded, PersonNeeded, SettingsNeeded, refuse_cross_site
from parkcarbon_saas.features.account import schemas
from parkcarbon_saas.gate import Gate

router = APIRouter(tags=["account"])

Key = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


@router.post("/invitation", dependencies=[Depends(refuse_cross_site)])
def accept(body: schemas.Acceptance, request: Request, access: AccessNeeded) -> schemas.Accepted:
    """Set a password with the link of an invitation: once."""
    gate: Gate = request.app.state.gate
    address = request.client.host if request.client else None
    try:
        with gate.attempt(address), access.directory() as connection:
            login = people.accept(connection, body.token, body.password, now=localtime.now())
            audit.known_as("user", login)
    except InvitationError:
        gate.failed(address)
        raise
    return schemas.Accepted(login=login)


@router.post("/session/password", status_code=204)
def change_password(
    who: PersonNeeded, body: schemas.NewPassword, request: Request, access: AccessNeeded
) -> None:
    """Change one's password: every session ends."""
    gate: Gate = request.app.state.gate
    address = request.client.host if request.client else None
    with gate.attempt(address), access.directory() as connection:
        changed = people.change_own_password(connection, who.session.login, body.former, body.password)
    if not changed:
        gate.failed(address)
        raise WrongCredentialsError("The password of before is wrong.", remedy="Type it again.")


@router.get("/session/others")
def sessions(who: PersonNeeded, access: AccessNeeded, settings: SettingsNeeded) -> schemas.OpenSessions:
    """Where one is logged in."""
    this = identity.digest(who.token, settings.session_key()).hex()
    with access.directory() as connection:
        rows = people.sessions(connection, who.session.user_id, localtime.now())
    return schemas.OpenSessions(sessions=[schemas.session(row, this) for row in rows])


@router.delete("/session/others/{key}", status_code=204)
def end_session(who: PersonNeeded, key: Key, access: AccessNeeded) -> None:
    """Log oneself out somewhere else."""
    with access.directory() as connection:
        people.end_session(connection, who.session.user_id, key)
