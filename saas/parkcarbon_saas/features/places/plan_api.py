"""The plan of the site: its image, and the shapes on it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from parkcarbon_platform.services.places import plans

from parkcarbon_saas.features.evidence.api import body_of
from parkcarbon_saas.features.places import schemas
from parkcarbon_saas.tenancy import OperatorNeeded, TenantNeeded

router = APIRouter(prefix="/parks/{park}/site-plan", tags=["site-plan"])

BINARY = {"schema": {"type": "string", "format": "binary"}}
FILE: dict[str, Any] = {
    "requestBody": {"required": True, "content": dict.fromkeys(plans.MEDIA_TYPES, BINARY)}
}
DOWNLOAD: dict[int | str, dict[str, Any]] = {200: {"content": dict.fromkeys(plans.MEDIA_TYPES, BINARY)}}
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("")
def plan(tenant: TenantNeeded) -> schemas.SitePlan:
    """The plan as it is, with the shapes that one may see."""
    with tenant.transaction() as connection:
        return plans.read(connection)


@router.put("")
def save(tenant: OperatorNeeded, body: schemas.PlanBody) -> schemas.SitePlan:
    """Save the plan whole, as a new version; without an image there is none any more."""
    with tenant.transaction() as connection:
        return plans.save(connection, tenant.park_id, body, tenant.caller.session.login)


@router.post("/images", status_code=201, max_body_size=plans.LARGEST_BYTES, openapi_extra=FILE)
def add_image(tenant: OperatorNeeded, content: Annotated[bytes, Depends(body_of)]) -> schemas.PlanImage:
    """Keep an image to draw on."""
    with tenant.transaction() as connection:
        return plans.add_image(connection, tenant.park_id, content, tenant.caller.session.login)


@router.get("/images/{image}", response_class=Response, responses=DOWNLOAD)
def image(tenant: TenantNeeded, image: Id) -> Response:
    """An image: shown by a page as one, opened by nobody as a page."""
    with tenant.transaction() as connection:
        row, content = plans.image(connection, image)
    name = f"site-plan-{row.id}.{row.media_type.partition('/')[2]}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        # Another image has another address.
        "Cache-Control": "private, max-age=86400, immutable",
        "ETag": f'"{row.sha256.hex()}"',
    }
    return Response(content, media_type=row.media_type, headers=headers)
