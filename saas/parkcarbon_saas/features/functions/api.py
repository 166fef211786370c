"""Which functions of a digital energy and carbon centre are live in the park, with the evidence."""

from typing import Literal

from fastapi import APIRouter, Response
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.exports.signing import Signer
from parkcarbon_platform.services.national import function_pack, functions

from parkcarbon_saas.auth import SettingsNeeded
from parkcarbon_saas.features.activity.api import DOWNLOAD
from parkcarbon_saas.features.functions import schemas
from parkcarbon_saas.tenancy import OperatorNeeded, ReviewerNeeded

router = APIRouter(prefix="/parks/{park}/functions", tags=["functions"])


@router.get("")
def park_functions(tenant: ReviewerNeeded) -> schemas.ParkFunctions:
    """The twelve functions, judged from what the park has."""
    with tenant.transaction() as connection:
        return functions.functions(connection, localtime.now())


@router.put("/wording")
def reword(tenant: OperatorNeeded, body: schemas.ParkFunctionsReworded) -> schemas.ParkFunctions:
    """Word functions as the park's authority does."""
    with tenant.transaction() as connection:
        functions.reword(connection, tenant.park_id, tenant.actor, body.words, body.note)
        return functions.functions(connection, localtime.now())


@router.get("/evidence", responses=DOWNLOAD, response_class=Response)
def evidence(
    tenant: ReviewerNeeded, settings: SettingsNeeded, *, language: Literal["zh-CN", "en"] = "zh-CN"
) -> Response:
    """The evidence as an archive with a signed manifest."""
    park = tenant.membership.park_code
    with tenant.transaction() as connection:
        content, _ = function_pack.build(
            connection, park, localtime.now(), Signer(settings.required_secret()), language
        )
    headers = {"Content-Disposition": f'attachment; filename="{park}-functions.zip"'}
    return Response(content, media_type="application/zip", headers=headers)
