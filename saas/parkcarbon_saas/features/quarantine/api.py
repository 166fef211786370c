"""The quarantine: operators have the park's, an enterprise what its own meters and edges sent."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from parkcarbon_platform.services.connecting import quarantine

from parkcarbon_saas.features.quarantine import schemas
from parkcarbon_saas.tenancy import TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/quarantine", tags=["quarantine"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
Cursor = Annotated[int | None, Query(ge=1, le=2**63 - 1, description="of the page before")]


@router.get("")
def page(
    tenant: TenantNeeded, state: schemas.State | None = "open", cursor: Cursor = None
) -> schemas.QuarantinePage:
    """Items of the park, the newest first; the first page says what waits by sender and reason."""
    own = tenant.enterprise_id
    with tenant.access.guarded() as database:
        rows = quarantine.page(database, tenant.park_id, enterprise_id=own, state=state, before=cursor)
        groups = quarantine.groups(database, tenant.park_id, enterprise_id=own) if cursor is None else []
    following = str(rows[-1].id) if len(rows) == quarantine.PAGE else None
    return schemas.QuarantinePage(
        items=[schemas.item(row) for row in rows], cursor=following,
        groups=[schemas.group(group) for group in groups],
    )  # fmt: skip


@router.post("/replay")
def replay_all(tenant: WriterNeeded, body: schemas.ReplayAll) -> schemas.ReplayedAll:
    """Store what waits for one reason or of one sender, as it is, up to 500 items."""
    with tenant.access.guarded() as database:
        done = quarantine.replay_all(
            database, tenant.park_id, by=tenant.caller.session.login, reason=body.reason, device=body.device,
            edge=body.edge, after=body.after, enterprise_id=tenant.enterprise_id,
        )  # fmt: skip
    return schemas.ReplayedAll(**done._asdict())


@router.post("/{item}/replay")
def replay(tenant: WriterNeeded, item: Id, body: schemas.Replay) -> schemas.Replayed:
    """Store an item after all, corrected where needed."""
    with tenant.access.guarded() as database:
        brought = quarantine.replay(
            database,
            tenant.park_id,
            item,
            by=tenant.caller.session.login,
            payload=None if body.payload is None else body.payload.encode(),
            point=body.point,
            enterprise_id=tenant.enterprise_id,
        )
    return schemas.Replayed(readings=brought.readings, quarantined=brought.quarantined)


@router.post("/{item}/dismiss", status_code=204)
def dismiss(tenant: WriterNeeded, item: Id, body: schemas.Dismiss) -> None:
    """Decide that an item will not be stored."""
    with tenant.access.guarded() as database:
        quarantine.dismiss(
            database, tenant.park_id, item, by=tenant.caller.session.login, note=body.note,
            enterprise_id=tenant.enterprise_id,
        )  # fmt: skip
