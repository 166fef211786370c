"""Water, solid waste and waste heat as quantities."""

from typing import Annotated

from fastapi import APIRouter, Query
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.costs import resources

from parkcarbon_saas.features.resources import schemas
from parkcarbon_saas.tenancy import CODE, TenantNeeded

router = APIRouter(prefix="/parks/{park}/resources", tags=["resources"])

From = Annotated[int, Query(alias="from", ge=0, le=4_102_444_800_000, description="ms, inclusive")]
To = Annotated[int, Query(alias="to", ge=0, le=4_102_444_800_000, description="ms, exclusive")]


@router.get("")
def overview(
    tenant: TenantNeeded, start: From, end: To, enterprise: Annotated[str | None, Query(pattern=CODE)] = None
) -> schemas.Resources:
    """Quantities by day and owner in a span, and of the year so far."""
    with tenant.reading() as connection:
        found = resources.overview(connection, localtime.from_ms(start), localtime.from_ms(end), enterprise)
    return schemas.overview(found, start, end)
