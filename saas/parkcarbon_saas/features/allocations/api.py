"""Shared meters divided among tenants: operators divide, verifiers look."""

from typing import Annotated

from fastapi import APIRouter, Path
from parkcarbon_platform.services.localtime import from_ms
from parkcarbon_platform.services.meter_life import allocations

from parkcarbon_saas import paging
from parkcarbon_saas.features.allocations import schemas
from parkcarbon_saas.tenancy import OperatorNeeded, ReviewerNeeded

router = APIRouter(prefix="/parks/{park}/allocations", tags=["allocations"])

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("")
def every(
    tenant: ReviewerNeeded, *, limit: paging.Limit = None, after: paging.After = None
) -> schemas.Allocations:
    """Every allocation, ended ones too, by shared meter. A page has all of so many shared meters."""
    with tenant.transaction() as connection:
        found = allocations.every(connection, after=after, meters=paging.one_more(limit))
    shown, cursor = paging.grouped(found, limit, lambda allocation: allocation.row.point)
    return schemas.Allocations(allocations=[schemas.allocation(a) for a in shown], cursor=cursor)


@router.post("", status_code=201)
def add(tenant: OperatorNeeded, body: schemas.NewAllocation) -> schemas.Allocation:
    """Divide a shared meter from a time on; the tenants' points are made."""
    with tenant.workplace() as place:
        return schemas.allocation(allocations.add(place, tenant.actor, body.request()))


@router.post("/preview")
def try_out(tenant: OperatorNeeded, body: schemas.NewAllocation) -> schemas.Divided:
    """How the newest day of the shared meter would be divided; nothing is kept."""
    with tenant.workplace() as place:
        return schemas.divided(allocations.preview(place, body.request()))


@router.post("/{item}/end")
def end(tenant: OperatorNeeded, item: Id, body: schemas.End) -> schemas.Allocation:
    """An allocation holds until a time."""
    with tenant.workplace() as place:
        return schemas.allocation(allocations.end(place, tenant.actor, item, from_ms(body.time), body.reason))
