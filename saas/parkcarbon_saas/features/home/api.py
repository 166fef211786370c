"""My enterprise: an enterprise's own start page; operators and verifiers look at it as far as was agreed."""

from typing import Annotated

from fastapi import APIRouter, Path
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services import home, localtime

from parkcarbon_saas.features.home import schemas
from parkcarbon_saas.tenancy import CODE, TenantNeeded

router = APIRouter(prefix="/parks/{park}/enterprises", tags=["home"])


@router.get("/{enterprise}/home")
def enterprise_home(
    tenant: TenantNeeded, enterprise: Annotated[str, Path(pattern=CODE)]
) -> schemas.EnterpriseHome:
    """Its setup, its month against the one before, and what waits for the one who looks."""
    member = tenant.membership
    if member.enterprise_code not in (None, enterprise):
        raise NotFoundError(f"There is no enterprise {enterprise}.", enterprise=enterprise)
    who = home.Looker(tenant.caller.session.login, member.role, member.approves)
    with tenant.transaction() as connection:
        return home.read(connection, enterprise, who, localtime.now())
