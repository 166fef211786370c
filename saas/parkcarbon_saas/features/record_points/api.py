"""Record points: points made of approved reports, and the reports that a quarter hour is made of."""

from typing import Annotated

from fastapi import APIRouter, Path
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.activity import evidence
from parkcarbon_platform.services.meter_life import endings, record_points

from parkcarbon_saas import paging
from parkcarbon_saas.features.explain.api import From, To
from parkcarbon_saas.features.record_points import schemas
from parkcarbon_saas.features.virtual_points.endings import Ending
from parkcarbon_saas.tenancy import CODE, Tenant, TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}", tags=["record-points"])

Code = Annotated[str, Path(pattern=CODE)]


@router.get("/record-points")
def every(
    tenant: TenantNeeded, *, limit: paging.Limit = None, after: paging.After = None
) -> schemas.RecordPoints:
    """The record points, by code, each with what feeds it."""
    with tenant.transaction() as connection:
        rows = record_points.every(connection, after=after, limit=paging.one_more(limit))
    shown, has_more = paging.cut(rows, limit)
    return schemas.RecordPoints(
        points=[schemas.record_point(row) for row in shown],
        cursor=shown[-1].point.code if has_more else None,
    )


@router.get("/record-points/{code}")
def one(tenant: TenantNeeded, code: Code) -> schemas.RecordPoint:
    """A record point with what feeds it."""
    return _one(tenant, code)


@router.post("/record-points/{code}/preview")
def preview(tenant: WriterNeeded, code: Code, body: schemas.NewRecordPoint) -> schemas.FedBy:
    """What would feed such a point; nothing is stored."""
    with tenant.workplace() as place:
        return schemas.feed(record_points.preview(place, tenant.actor, body.definition(code)))


@router.post("/record-points/{code}/end")
def end(tenant: WriterNeeded, code: Code, body: Ending) -> schemas.RecordPoint:
    """End a record point, with a reason: 409 while something is made of it, or a lock reaches beyond."""
    with tenant.workplace() as place:
        endings.end(place, tenant.actor, code, body.when(), made_by="record", reason=body.reason)
    return _one(tenant, code)


@router.put("/record-points/{code}")
def put(tenant: WriterNeeded, code: Code, body: schemas.NewRecordPoint) -> schemas.RecordPoint:
    """Make a record point, or choose other reports for it: it is computed from the beginning."""
    with tenant.workplace() as place:
        record_points.put(place, tenant.actor, body.definition(code))
    return _one(tenant, code)


def _one(tenant: Tenant, code: str) -> schemas.RecordPoint:
    with tenant.transaction() as connection:
        return schemas.record_point(record_points.one(connection, code))


@router.get("/points/{point}/records")
def records(
    tenant: TenantNeeded, point: Code, start: From, end: To, *, limit: paging.Limit = None,
    after: paging.AfterPlace = None,
) -> schemas.Records:  # fmt: skip
    """The reports and stock balances that a point's quarter hours are made of, the newest first; of a meter
    none."""
    span = localtime.from_ms(start), localtime.from_ms(end)
    record_points.check_span(*span)
    with tenant.transaction() as connection:
        found = record_points.found(connection, point, *span, before=paging.place_of(after))
        shown, has_more = paging.cut(found, limit)
        ids = sorted({i for record in shown for i in record.evidence})
        files = {file.id: file for file in evidence.visible(connection, ids)}
    cursor = "{}-{}".format(*record_points.place_of(shown[-1])) if has_more else None
    return schemas.Records(point=point, records=[schemas.record(r, files) for r in shown], cursor=cursor)
