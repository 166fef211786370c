"""Where a gateway becomes an edge: it has a token and no session."""

from fastapi import APIRouter, Depends, Request, Response
from parkcarbon_platform.errors import GoneError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.connecting import edges
from parkcarbon_platform.services.connecting.broker_logins import Desk
from parkcarbon_platform.services.connecting.edges import TokenElsewhereError, TokenUnknownError, Use

from parkcarbon_saas.auth import AccessNeeded, SettingsNeeded, refuse_cross_site
from parkcarbon_saas.features.enrolment import schemas
from parkcarbon_saas.gate import Gate

router = APIRouter(prefix="/edge", tags=["enrolment"])


@router.post("/enrol", dependencies=[Depends(refuse_cross_site)])
def enrol(
    body: schemas.Enrol, request: Request, response: Response, access: AccessNeeded, settings: SettingsNeeded
) -> schemas.Enrolled:
    """Use a token up; 401 for one that nobody made, 410 for one that is used or too old, 421 for another
    platform's.
    """
    gate: Gate = request.app.state.gate
    address = request.client.host if request.client else None
    response.headers["Cache-Control"] = "no-store"
    use = Use(localtime.now(), body.host, body.version, address)
    try:
        with gate.attempt(address), access.guarded() as database:
            desk, takes = Desk.of(settings, database), body.takes_client_id
            return schemas.enrolled(edges.enrol(desk, body.token, use, takes_client_id=takes))
    except (GoneError, TokenUnknownError, TokenElsewhereError):
        gate.failed(address)
        raise
