"""For platform administrators: how the platform stands."""

from fastapi import APIRouter
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services import system as services

from parkcarbon_saas.auth import AccessNeeded
from parkcarbon_saas.features.onboarding.api import AdminNeeded
from parkcarbon_saas.features.system import schemas

router = APIRouter(prefix="/admin/system", tags=["system"])


@router.get("")
def system(_: AdminNeeded, access: AccessNeeded) -> schemas.SystemState:
    """What comes in, what waits, what is stored, and which versions run."""
    with access.directory() as connection:
        found = services.overview(connection, access.cache)
    return schemas.system(found, localtime.to_ms(localtime.now()))
