"""Meters: what there is, the life of a point, and many of them from a file."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.meters import (
    choosing,
    grains,
    listing,
    meter_columns,
    meter_import,
    meters,
    remainders,
)
from parkcarbon_platform.services.meters.grains import Step
from pydantic import StringConstraints

from parkcarbon_saas import paging
from parkcarbon_saas.features.meters import choosing_schemas, list_schemas, remainder_schemas, schemas
from parkcarbon_saas.tenancy import CODE, Tenant, TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}", tags=["meters"])

Code = Annotated[str, Path(pattern=CODE)]
From = Annotated[int, Query(alias="from", ge=0, le=4_102_444_800_000, description="ms, inclusive")]
MaxPoints = Annotated[
    int | None,
    Query(
        ge=grains.FEWEST_POINTS, le=grains.MOST_POINTS,
        description="how many points there is room for: then spans of up to 1,100 days",
    ),
]  # fmt: skip
Words = Annotated[
    str, Query(max_length=200, description="words of code, names, meter or serial number, all of them")
]
PointWords = Annotated[str, Query(max_length=200, description="words of code, names or unit, all of them")]
DeviceWords = Annotated[
    str, Query(max_length=200, description="words of code, names or serial number, all of them")
]
# As many as an address has room for: of 100 codes of 63 letters it has 7 kB.
Codes = Annotated[
    list[Annotated[str, StringConstraints(pattern=CODE)]],
    Query(
        alias="code", default_factory=list, max_length=100, description="of these alone, where any is named"
    ),
]
Carrier = Annotated[str | None, Query(max_length=40, description="meters of one carrier alone")]
Quantity = Annotated[str | None, Query(max_length=40, description="what measures one quantity alone")]
Kinds = Annotated[
    list[schemas.Kind],
    Query(alias="kind", default_factory=list, max_length=4, description="of these; of all without it"),
]
WithAmounts = Annotated[bool, Query(description="no gauges but those that are integrated")]
OfDevice = Annotated[str | None, Query(pattern=CODE, description="of one meter alone")]
Owner = Annotated[
    str | None, Query(pattern=rf"^-$|{CODE}", description="of one enterprise alone; '-': of the park itself")
]
To = Annotated[int, Query(alias="to", ge=0, le=4_102_444_800_000, description="ms, exclusive")]


# 5,000 rows as CSV have about 1 MB.
LARGEST_FILE = 4 << 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}
BINARY = {"schema": {"type": "string", "format": "binary"}}
FILE: dict[str, Any] = {"requestBody": {"required": True, "content": {"text/csv": BINARY, XLSX: BINARY}}}
DOWNLOAD: dict[int | str, dict[str, Any]] = {200: {"content": {"application/octet-stream": BINARY}}}


async def body_of(request: Request) -> bytes:
    """The bytes of the request, up to the limit of its route."""
    return await request.body()


@router.get("/meters/template", responses=DOWNLOAD, response_class=Response)
def template(
    _tenant: TenantNeeded, form: Annotated[Literal["csv", "xlsx"], Query(alias="format")] = "xlsx",
    language: Literal["zh-CN", "en"] = "zh-CN",
) -> Response:  # fmt: skip
    """A table of meters to fill in, with what each column means and an example."""
    content = meter_columns.template(form, language)
    disposition = f'attachment; filename="meters.{form}"'
    return Response(content, media_type=MEDIA[form], headers={"Content-Disposition": disposition})


@router.post("/meters/import", max_body_size=LARGEST_FILE, openapi_extra=FILE)
def import_file(
    tenant: WriterNeeded, content: Annotated[bytes, Depends(body_of)], *, dry_run: bool = True
) -> schemas.Import:
    """Create or change the meters of a file: all rows, or none where one is wrong."""
    rows = meter_import.rows_of(content)
    result = _import(tenant, rows, dry_run=dry_run)
    if result.recompute:
        # What has to be computed again is the park's matter, also where an enterprise changed its meters.
        with tenant.access.tenant(tenant.park_id) as connection:
            meter_import.recompute(connection, result.recompute)
    return schemas.imported(result, dry_run=dry_run)


def _import(tenant: Tenant, rows: list[meter_import.Row], *, dry_run: bool) -> meter_import.Result:
    with tenant.access.tenant(tenant.park_id) as connection:
        in_use = meter_import.codes_in_use(connection)
    own = tenant.membership.enterprise_code
    with tenant.transaction() as connection:
        return meter_import.apply(
            connection, tenant.park_id, rows, enterprise=own, in_use=in_use, dry_run=dry_run
        )


@router.get("/meters")
def every(
    tenant: TenantNeeded,
    *,
    q: Words = "",
    carrier: Carrier = None,
    enterprise: Owner = None,
    device: OfDevice = None,
    show: listing.Show = "all",
    sort: listing.Sort = "code",
    limit: paging.Limit = None,
    after: paging.AfterWeighted = None,
) -> list_schemas.MeterList:
    """Devices with their points: last reading, state, open findings; by code, age (the oldest reading
    first) or findings (most errors first)."""
    is_counted = sort == "age"
    skip = paging.counted_of(after) if is_counted else 0
    place = None if is_counted else paging.ranked_of(after, ranked=sort == "findings")
    asked = listing.Asked(tuple(q.split()), carrier, enterprise, device, show, sort, place, skip, limit)
    with tenant.transaction() as connection:
        found = listing.page(connection, asked, localtime.now())
    cursor = None
    if found.has_more:
        last = found.points[-1]
        shown = skip + len(found.points)
        weighted = f"{listing.weight(last)}~{last.row.code}"
        cursor = {"code": last.row.code, "age": f"{paging.COUNTED}{shown}", "findings": weighted}[sort]
    return list_schemas.meters(found, cursor)


@router.get("/points")
def points(
    tenant: TenantNeeded,
    *,
    q: PointWords = "",
    codes: Codes,
    carrier: Carrier = None,
    quantity: Quantity = None,
    kinds: Kinds,
    with_amounts: WithAmounts = False,
    limit: paging.Limit = None,
    after: paging.After = None,
) -> choosing_schemas.PointChoices:
    """Points to choose from, by code: their names and what they measure, and nothing of their readings."""
    asked = choosing.Asked(q.split(), codes, after, paging.one_more(limit))
    measuring = choosing.Measuring(carrier, quantity, kinds, with_amounts)
    with tenant.transaction() as connection:
        found, carriers = choosing.points(connection, asked, measuring)
    shown, cursor = paging.coded(found, limit)
    return choosing_schemas.PointChoices(
        points=[choosing_schemas.point(row) for row in shown],
        carriers=carriers,
        cursor=cursor,
    )


@router.get("/devices")
def devices(
    tenant: TenantNeeded,
    *,
    q: DeviceWords = "",
    codes: Codes,
    limit: paging.Limit = None,
    after: paging.After = None,
) -> choosing_schemas.DeviceChoices:
    """Meters to choose from, by code; words are of their serial numbers, too."""
    asked = choosing.Asked(q.split(), codes, after, paging.one_more(limit))
    with tenant.transaction() as connection:
        found = choosing.devices(connection, asked)
    shown, cursor = paging.coded(found, limit)
    return choosing_schemas.DeviceChoices(
        devices=[choosing_schemas.device(row) for row in shown],
        cursor=cursor,
    )


@router.get("/points/{point}")
def life(tenant: TenantNeeded, point: Code) -> schemas.PointLife:
    """A point with its events, corrections, inputs, allocations and rules."""
    with tenant.transaction() as connection:
        return schemas.point(meters.life(connection, point, localtime.now()))


@router.get("/points/{point}/series")
def series(
    tenant: TenantNeeded, point: Code, start: From, end: To, *, step: Step = "quarter",
    max_points: MaxPoints = None,
) -> schemas.PointSeries:  # fmt: skip
    """A point over time by the quarter hour, the hour or the park's day; or as finely as there is room."""
    with tenant.transaction() as connection:
        found = meters.series(
            connection, point, localtime.from_ms(start), localtime.from_ms(end), step, max_points=max_points
        )
    return schemas.series(point, step, found)


@router.get("/points/{point}/remainder")
def remainder(
    tenant: TenantNeeded, point: Code, start: From, end: To, *, step: Step = "quarter",
    max_points: MaxPoints = None,
) -> remainder_schemas.Remainder:  # fmt: skip
    """What no sub-meter of a meter measures: parent + generation − children in every step."""
    with tenant.access.tenant(tenant.park_id) as connection:
        shared = remainders.shared_meters(connection, tenant.enterprise_id)
    with tenant.transaction() as connection:
        found = remainders.series(
            connection, point, localtime.from_ms(start), localtime.from_ms(end), step,
            max_points=max_points, shared=shared,
        )  # fmt: skip
    return remainder_schemas.remainder(step, found)
