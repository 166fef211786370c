"""Enterprises: who there is, as far as one sees them. Pages that only name them ask for nothing else."""

from fastapi import APIRouter
from parkcarbon_platform.services.meters import meters

from parkcarbon_saas import paging
from parkcarbon_saas.features.enterprises import schemas
from parkcarbon_saas.features.meters.schemas import named
from parkcarbon_saas.tenancy import TenantNeeded

router = APIRouter(prefix="/parks/{park}", tags=["enterprises"])


@router.get("/enterprises")
def every(
    tenant: TenantNeeded, *, limit: paging.Limit = None, after: paging.After = None
) -> schemas.EnterpriseList:
    """The enterprises that one sees, by code, with their names."""
    with tenant.transaction() as connection:
        found = meters.enterprises(connection, after=after, limit=paging.one_more(limit))
    shown, cursor = paging.coded(found, limit)
    return schemas.EnterpriseList(enterprises=[named(row) for row in shown], cursor=cursor)
