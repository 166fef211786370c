"""Whether values that a source shows can be what points measure."""

from fastapi import APIRouter
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.connecting import plausibility

from parkcarbon_saas.features.plausible import schemas
from parkcarbon_saas.tenancy import TenantNeeded

router = APIRouter(prefix="/parks/{park}", tags=["meters"])


@router.post("/points/plausible")
def judge(tenant: TenantNeeded, body: schemas.Values) -> schemas.Judgements:
    """Each value beside what its point says of itself; stores nothing."""
    asked = [(entry.point, schemas.value(entry)) for entry in body.values]
    with tenant.transaction() as connection:
        found = plausibility.judge(connection, asked, localtime.now())
    return schemas.Judgements(judgements=[schemas.plausible(one) for one in found])
