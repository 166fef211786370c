"""Reports and verification packs: asked for, made by the worker, downloaded, checked."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Response
from fastapi.responses import StreamingResponse
from parkcarbon_platform.errors import ConflictError
from parkcarbon_platform.services.exports import checking, everything, making
from parkcarbon_platform.services.inventories.question import Question

from parkcarbon_saas import paging
from parkcarbon_saas.features.exports import schemas
from parkcarbon_saas.tenancy import TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/exports", tags=["exports"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
DOWNLOAD: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}


@router.get("")
def exports(
    tenant: TenantNeeded, *, limit: paging.Limit = None, after: paging.AfterNumber = None
) -> schemas.Exports:
    """The files that there are."""
    with tenant.transaction() as connection:
        rows = making.every(connection, after=after, limit=paging.one_more(limit))
    shown, cursor = paging.numbered(rows, limit)
    return schemas.Exports(exports=[schemas.export(row) for row in shown], cursor=cursor)


@router.post("", status_code=202)
def request(tenant: TenantNeeded, body: schemas.ExportRequest) -> schemas.Export:
    """Have a file made; an enterprise user's boundary is their enterprise."""
    enterprise = tenant.membership.enterprise_code or body.enterprise
    gwp = body.gwp or tenant.membership.gwp
    question = Question(body.start, body.end, body.ruleset, enterprise, gwp, body.approach)
    with tenant.access.guarded() as database:
        row = making.request(
            database, tenant.park_id, tenant.actor, question, kind=body.kind, language=body.language
        )
    return schemas.export(row)


@router.post("/of-inventory", status_code=202)
def request_stored(tenant: TenantNeeded, body: schemas.StoredExportRequest) -> schemas.Export:
    """Have a file of a stored inventory made."""
    with tenant.access.guarded() as database:
        row = making.request_stored(
            database, tenant.park_id, tenant.actor, body.inventory, kind=body.kind, language=body.language
        )
    return schemas.export(row)


@router.post("/everything", status_code=202)
def request_everything(tenant: WriterNeeded, body: schemas.EverythingRequest) -> schemas.Export:
    """Have a file of everything made, in open formats."""
    enterprise = tenant.membership.enterprise_code or body.enterprise
    with tenant.access.guarded() as database:
        return schemas.export(everything.request(database, tenant.park_id, tenant.actor, enterprise))


@router.get("/{item}")
def export(tenant: TenantNeeded, item: Id) -> schemas.Export:
    """One file's state."""
    with tenant.transaction() as connection:
        return schemas.export(making.get(connection, item))


@router.get("/{item}/file", response_class=Response, responses=DOWNLOAD)
def download(tenant: TenantNeeded, item: Id) -> Response:
    """The file."""
    with tenant.transaction() as connection:
        row = making.get(connection, item)
        content = b"" if row.kind == everything.KIND else making.read(connection, item)[1]
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(row.name or 'file', safe='')}",
        "Cache-Control": "private, no-cache",
    }
    if row.kind != everything.KIND:
        return Response(content, media_type=row.media_type, headers=headers)

    def part(number: int) -> bytes | None:
        with tenant.transaction() as connection:
            return everything.part(connection, item, number)

    blocks = everything.parts(part)
    headers |= {"Content-Length": str(everything.done(row).size)}
    return StreamingResponse(blocks, media_type=row.media_type, headers=headers)


@router.get("/{item}/check")
def check(tenant: TenantNeeded, item: Id) -> schemas.PackCheck:
    """Whether readings, hours, factors and totals are still those that the pack rests on."""
    with tenant.transaction() as connection:
        row = making.get(connection, item)
    if row.manifest is None:
        raise ConflictError(
            "Only a verification pack that is made can be checked.", remedy="Make a verification pack first."
        )
    with tenant.access.guarded() as database:
        return schemas.check(checking.check_now(database, tenant.park_id, row.manifest))
