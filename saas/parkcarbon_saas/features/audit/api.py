"""The audit log of a park: operators and verifiers look, nobody changes it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from parkcarbon_platform.services.access import audit
from parkcarbon_platform.services.localtime import from_ms
from parkcarbon_platform.services.tables import table_files

from parkcarbon_saas.features.audit import schemas
from parkcarbon_saas.tenancy import ReviewerNeeded

router = APIRouter(prefix="/parks/{park}/audit", tags=["audit"])

Ms = Annotated[int | None, Query(ge=0, le=253_402_300_799_000)]
Word = Annotated[str | None, Query(max_length=200)]


@router.get("")
def events(
    tenant: ReviewerNeeded,
    *,
    from_: Annotated[int | None, Query(alias="from", ge=0, le=253_402_300_799_000)] = None,
    to: Ms = None,
    actor: Word = None,
    action: Annotated[str | None, Query(max_length=200, description="how the action's name begins")] = None,
    outcome: Literal["done", "refused"] | None = None,
    cursor: Annotated[int | None, Query(ge=1, le=2**63 - 1, description="of the page before")] = None,
) -> schemas.AuditEvents:
    """Who did what, the newest first."""
    wanted = audit.AuditFilter(
        None if from_ is None else from_ms(from_), None if to is None else from_ms(to), actor, action,
        outcome, cursor,
    )  # fmt: skip
    with tenant.transaction() as connection:
        rows = audit.page(connection, tenant.park_id, wanted)
        actors = audit.actors(connection, tenant.park_id)
    return schemas.AuditEvents(
        events=[schemas.event(row) for row in rows],
        actors=actors,
        cursor=str(rows[-1].number) if len(rows) == audit.PAGE else None,
    )


@router.get("/chain")
def chain(tenant: ReviewerNeeded) -> schemas.AuditChain:
    """Compute every hash again: up to where the log is whole."""
    with tenant.transaction() as connection:
        return schemas.chain(audit.verify(connection, tenant.park_id))


@router.get("/export", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
def export(tenant: ReviewerNeeded) -> Response:
    """Every event as CSV, hashes included."""
    with tenant.transaction() as connection:
        rows = [audit.EXPORT_COLUMNS, *audit.exported(connection, tenant.park_id)]
    name = f"audit-{tenant.membership.park_code}.csv"
    return Response(
        table_files.write_csv(rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
