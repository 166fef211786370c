"""The operator's quarantine."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from parkcarbon_platform.services.connecting import quarantine

from parkcarbon_saas.features.quarantine import schemas
from parkcarbon_saas.tenancy import OperatorNeeded, ReviewerNeeded

router = APIRouter(prefix="/parks/{park}/quarantine", tags=["quarantine"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Cursor = Annotated[int | None, Query(ge=1, le=2**63 - 1, description="of the page before")]


@router.get("")
def page(
    tenant: ReviewerNeeded, state: schemas.State | None = "open", cursor: Cursor = None
) -> schemas.QuarantinePage:
    """Items of the park, the newest first."""
    with tenant.access.guarded() as database:
        rows = quarantine.page(database, tenant.park_id, state=state, before=cursor)
    following = str(rows[-1].id) if len(rows) == quarantine.PAGE else None
    return schemas.QuarantinePage(items=[schemas.item(row) for row in rows], cursor=following)


@router.post("/{item}/replay")
def replay(tenant: OperatorNeeded, item: Id, body: schemas.Replay) -> schemas.Replayed:
    """Store an item after all, corrected where needed."""
    with tenant.access.guarded() as database:
        brought = quarantine.replay(
            database,
            tenant.park_id,
            item,
            by=tenant.caller.session.login,
            payload=None if body.payload is None else body.payload.encode(),
            point=body.point,
        )
    return schemas.Replayed(readings=brought.readings, quarantined=brought.quarantined)


@router.post("/{item}/dismiss", status_code=204)
def dismiss(tenant: OperatorNeeded, item: Id, body: schemas.Dismiss) -> None:
    """Decide that an item will not be stored."""
    with tenant.access.guarded() as database:
        quarantine.dismiss(database, tenant.park_id, item, by=tenant.caller.session.login, note=body.note)
