"""Upload and download of evidence."""

from typing import Annotated, Any
from urllib.parse import quote, unquote

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from parkcarbon_platform.services.activity import evidence

from parkcarbon_saas.features.evidence import schemas
from parkcarbon_saas.tenancy import CODE, TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/evidence", tags=["evidence"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Name = Annotated[
    str, Header(alias="X-File-Name", max_length=2000, description="name of the file, URL-encoded")
]
EnterpriseCode = Annotated[
    str | None,
    Query(pattern=CODE, description="of an operator: whose file it is"),
]
FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}} for kind in evidence.MEDIA_TYPES
        },
    }
}
DOWNLOAD: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}


async def body_of(request: Request) -> bytes:
    """The bytes of the request, up to the limit of its route."""
    return await request.body()


Content = Annotated[bytes, Depends(body_of)]


@router.post("", status_code=201, max_body_size=evidence.LARGEST_BYTES, openapi_extra=FILE)
def upload(
    tenant: WriterNeeded, request: Request, name: Name, content: Content, enterprise: EnterpriseCode = None
) -> schemas.Evidence:
    """Keep a file; a record that refers to it comes after."""
    with tenant.transaction() as connection:
        row = evidence.add(
            connection,
            tenant.park_id,
            tenant.enterprise_id,
            name=unquote(name, errors="replace"),
            media_type=request.headers.get("Content-Type", ""),
            content=content,
            author=tenant.caller.session.login,
            enterprise=enterprise,
        )
    return schemas.evidence(row)


@router.get("/{evidence_id}", response_class=Response, responses=DOWNLOAD)
def download(tenant: TenantNeeded, evidence_id: Id) -> Response:
    """The file, as it was given."""
    with tenant.transaction() as connection:
        row, content = evidence.read(connection, evidence_id)
    headers = {
        # Never shown in the page's own origin: what somebody uploads is not ours.
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(row.name, safe='')}",
        "Cache-Control": "private, no-cache",
        "ETag": f'"{row.sha256.hex()}"',
    }
    return Response(content, media_type=row.media_type, headers=headers)
