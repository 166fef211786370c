"""Points computed from other points."""

from typing import Annotated

from fastapi import APIRouter, Path
from parkcarbon_platform.services.localtime import from_ms
from parkcarbon_platform.services.meter_life import computed, endings, virtual_points

from parkcarbon_saas import paging
from parkcarbon_saas.features.virtual_points import schemas
from parkcarbon_saas.features.virtual_points.endings import Ending
from parkcarbon_saas.tenancy import CODE, TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/virtual-points", tags=["virtual-points"])

Code = Annotated[str, Path(pattern=CODE)]


@router.get("")
def every(
    tenant: TenantNeeded, *, limit: paging.Limit = None, after: paging.After = None
) -> schemas.VirtualPoints:
    """The virtual points that have a formula, by code."""
    with tenant.transaction() as connection:
        rows = computed.every(connection, "expression", after=after, limit=paging.one_more(limit))
    shown, cursor = paging.coded(rows, limit)
    return schemas.VirtualPoints(points=[schemas.virtual_point(row) for row in shown], cursor=cursor)


@router.get("/{code}")
def one(tenant: TenantNeeded, code: Code) -> schemas.VirtualPoint:
    """A virtual point with its formula."""
    with tenant.transaction() as connection:
        return schemas.virtual_point(computed.one(connection, "expression", code))


@router.put("/{code}")
def put(tenant: WriterNeeded, code: Code, body: schemas.NewVirtualPoint) -> schemas.VirtualPoint:
    """Make a virtual point, or give it another formula: it is computed again from the beginning."""
    with tenant.workplace() as place:
        return schemas.virtual_point(virtual_points.put(place, tenant.actor, code, body.definition()))


@router.post("/{code}/end")
def end(tenant: WriterNeeded, code: Code, body: Ending) -> schemas.VirtualPoint:
    """End a virtual point, with a reason: 409 while something is made of it, or a lock reaches beyond."""
    with tenant.workplace() as place:
        ended = endings.end(place, tenant.actor, code, body.when(), made_by="expression", reason=body.reason)
    return schemas.virtual_point(ended)


@router.post("/check")
def check(tenant: TenantNeeded, body: schemas.Wanted) -> schemas.CheckedExpression:
    """Whether an expression can be computed, what it is, and whether it fits its point."""
    with tenant.transaction() as connection:
        found = virtual_points.check(
            connection, body.expression, body.inputs, measure=body.measure(), code=body.point
        )
    return schemas.checked(found)


@router.post("/evaluate")
def evaluate(tenant: TenantNeeded, body: schemas.Period) -> schemas.ExpressionValue:
    """An expression over a period, from the sums of its inputs: for ratios, which cannot be added up."""
    with tenant.transaction() as connection:
        found = virtual_points.evaluate(
            connection, body.expression, body.inputs, from_ms(body.start), from_ms(body.end)
        )
    return schemas.value(found)
