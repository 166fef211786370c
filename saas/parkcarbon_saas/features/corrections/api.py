"""Corrections of intervals: made, previewed, undone."""

from typing import Annotated

from fastapi import APIRouter, Path
from parkcarbon_platform.services.ledger import changes
from parkcarbon_platform.services.meter_life import corrections

from parkcarbon_saas import paging
from parkcarbon_saas.features.corrections import schemas
from parkcarbon_saas.features.meter_events.schemas import ChangePreview, Why, preview
from parkcarbon_saas.tenancy import CODE, TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/points/{point}/corrections", tags=["corrections"])

Code = Annotated[str, Path(pattern=CODE)]
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.get("")
def every(
    tenant: TenantNeeded, point: Code, *, limit: paging.Limit = None, after: paging.AfterNumber = None
) -> schemas.Corrections:
    """The corrections of a point, the newest first, undone ones too."""
    with tenant.transaction() as connection:
        found = changes.point_of(connection, point)
        rows = corrections.every(connection, point, after=after, limit=paging.one_more(limit))
    shown, cursor = paging.numbered(rows, limit)
    listed = [schemas.correction(row, found) for row in shown]
    return schemas.Corrections(point=point, unit=found.unit, corrections=listed, cursor=cursor)


@router.post("", status_code=201)
def record(tenant: WriterNeeded, point: Code, body: schemas.NewCorrection) -> schemas.Correction:
    """Make a correction; its span is computed again at once."""
    with tenant.workplace() as place:
        made = corrections.record(place, tenant.actor, point, body.request())
        return schemas.correction(made, place.point(tenant.actor, point))


@router.post("/preview")
def try_out(tenant: WriterNeeded, point: Code, body: schemas.NewCorrection) -> ChangePreview:
    """What a correction would change; nothing is kept."""
    with tenant.workplace() as place:
        return preview(corrections.preview(place, tenant.actor, point, body.request()))


@router.post("/{item}/undo", status_code=201)
def undo(tenant: WriterNeeded, point: Code, item: Id, body: Why) -> schemas.Correction:
    """Undo a correction: it counts as if it had never been."""
    with tenant.workplace() as place:
        made = corrections.undo(place, tenant.actor, point, item, body.reason)
        return schemas.correction(made, place.point(tenant.actor, point))


@router.post("/{item}/undo/preview")
def try_undo(tenant: WriterNeeded, point: Code, item: Id) -> ChangePreview:
    """What undoing a correction would change; nothing is kept."""
    with tenant.workplace() as place:
        return preview(corrections.preview_undo(place, tenant.actor, point, item))
