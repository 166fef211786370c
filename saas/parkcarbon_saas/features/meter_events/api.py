"""What happened to a meter: recorded, previewed, undone."""

from typing import Annotated

from fastapi import APIRouter, Path
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.meter_life import meter_events

from parkcarbon_saas import paging
from parkcarbon_saas.features.meter_events import schemas
from parkcarbon_saas.tenancy import CODE, TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/points/{point}/events", tags=["meter-events"])

Code = Annotated[str, Path(pattern=CODE)]
Id = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.get("")
def events(
    tenant: TenantNeeded, point: Code, *, limit: paging.Limit = None, after: paging.AfterPlace = None
) -> schemas.Events:
    """The events of a point, the latest first, undone ones too."""
    with tenant.transaction() as connection:
        found = meter_events.every(
            connection, point, after=paging.place_of(after), limit=paging.one_more(limit)
        )
    shown, cursor = paging.placed(found, limit, lambda event: localtime.to_us(event.time))
    return schemas.Events(point=point, events=[schemas.event(e) for e in shown], cursor=cursor)


@router.post("", status_code=201)
def record(tenant: WriterNeeded, point: Code, body: schemas.NewEvent) -> schemas.Event:
    """Record an event; what it touches is computed again at once."""
    with tenant.workplace() as place:
        return schemas.event(meter_events.record(place, tenant.actor, point, body.request()))


@router.post("/preview")
def preview(tenant: WriterNeeded, point: Code, body: schemas.NewEvent) -> schemas.ChangePreview:
    """What recording the event would change; nothing is kept."""
    with tenant.workplace() as place:
        return schemas.preview(meter_events.preview(place, tenant.actor, point, body.request()))


@router.post("/{item}/undo", status_code=201)
def undo(tenant: WriterNeeded, point: Code, item: Id, body: schemas.Why) -> schemas.Event:
    """Undo an event: it counts as if it had never been."""
    with tenant.workplace() as place:
        return schemas.event(meter_events.undo(place, tenant.actor, point, item, body.reason))


@router.post("/{item}/undo/preview")
def preview_undo(tenant: WriterNeeded, point: Code, item: Id) -> schemas.ChangePreview:
    """What undoing the event would change; nothing is kept."""
    with tenant.workplace() as place:
        return schemas.preview(meter_events.preview_undo(place, tenant.actor, point, item))
