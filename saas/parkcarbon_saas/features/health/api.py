"""For supervisors and load balancers; open to all, and says nothing but yes or no."""

from fastapi import APIRouter, Response
from parkcarbon_platform.services import readiness

from parkcarbon_saas.auth import AccessNeeded, SettingsNeeded
from parkcarbon_saas.features.health import schemas

router = APIRouter(tags=["health"])


@router.get("/healthz")
def alive() -> schemas.Alive:
    """The process answers."""
    return schemas.Alive(status="ok")


@router.get("/readyz", responses={503: {"model": schemas.Ready, "description": "A server is missing"}})
def ready(access: AccessNeeded, settings: SettingsNeeded, response: Response) -> schemas.Ready:
    """Database, cache and broker can be reached."""
    found = readiness.readiness(access, settings.mqtt_url)
    if not all(found.values()):
        response.status_code = 503
    return schemas.Ready(ready=all(found.values()), **found)
