"""Converted points: heat of steam, and volumes of gas at reference conditions."""

from typing import Annotated

from fastapi import APIRouter, Path
from parkcarbon_platform.services.meter_life import computed, conversions, endings

from parkcarbon_saas import paging
from parkcarbon_saas.features.conversions import schemas
from parkcarbon_saas.features.virtual_points.endings import Ending
from parkcarbon_saas.tenancy import CODE, TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/conversions", tags=["conversions"])

Code = Annotated[str, Path(pattern=CODE)]


@router.get("")
def every(
    tenant: TenantNeeded, *, limit: paging.Limit = None, after: paging.After = None
) -> schemas.Conversions:
    """The converted points, by code."""
    with tenant.transaction() as connection:
        rows = computed.every(connection, "conversion", after=after, limit=paging.one_more(limit))
    shown, cursor = paging.coded(rows, limit)
    return schemas.Conversions(points=[schemas.conversion(row) for row in shown], cursor=cursor)


@router.get("/{code}")
def one(tenant: TenantNeeded, code: Code) -> schemas.Conversion:
    """A converted point."""
    with tenant.transaction() as connection:
        return schemas.conversion(computed.one(connection, "conversion", code))


@router.post("/{code}/preview")
def preview(tenant: WriterNeeded, code: Code, body: schemas.NewConversion) -> schemas.TriedConversion:
    """What the newest day of the amount would be as such a point: made, computed and taken back."""
    with tenant.workplace() as place:
        return schemas.tried(conversions.preview(place, tenant.actor, body.definition(code)))


@router.post("/{code}/end")
def end(tenant: WriterNeeded, code: Code, body: Ending) -> schemas.Conversion:
    """End a converted point, with a reason: 409 while something is made of it, or a lock reaches beyond."""
    with tenant.workplace() as place:
        ended = endings.end(place, tenant.actor, code, body.when(), made_by="conversion", reason=body.reason)
    return schemas.conversion(ended)


@router.put("/{code}")
def put(tenant: WriterNeeded, code: Code, body: schemas.NewConversion) -> schemas.Conversion:
    """Make a converted point, or change its gauges and parameters: it is computed from the beginning."""
    with tenant.workplace() as place:
        return schemas.conversion(conversions.put(place, tenant.actor, body.definition(code)))
