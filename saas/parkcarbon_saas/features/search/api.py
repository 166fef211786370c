"""One search over everything of a park that has a name."""

from typing import Annotated

from fastapi import APIRouter, Query
from parkcarbon_platform.services import searching

from parkcarbon_saas.features.search import schemas
from parkcarbon_saas.tenancy import TenantNeeded

router = APIRouter(prefix="/parks/{park}/search", tags=["search"])


@router.get("")
def search(
    tenant: TenantNeeded, q: Annotated[str, Query(min_length=1, max_length=100)]
) -> schemas.SearchHits:
    """Meters, enterprises, gateways and factors by a few letters of name or code."""
    with tenant.transaction() as connection:
        return searching.find(connection, q)
