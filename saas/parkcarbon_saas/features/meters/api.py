"""Meters: what there is, the life of a point, and many of them from a file."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from parkcarbon_platform.services import localtime, meters

from parkcarbon_saas.features.meters import schemas
from parkcarbon_saas.tenancy import CODE, TenantNeeded

router = APIRouter(prefix="/parks/{park}", tags=["meters"])

Code = Annotated[str, Path(pattern=CODE)]
From = Annotated[int, Query(alias="from", ge=0, le=4_102_444_800_000, description="ms, inclusive")]
To = Annotated[int, Query(alias="to", ge=0, le=4_102_444_800_000, description="ms, exclusive")]


@router.get("/meters")
def every(tenant: TenantNeeded) -> schemas.MeterList:
    """Devices with their points: last reading, state, open findings."""
    with tenant.transaction() as connection:
        return schemas.meters(meters.every(connection, localtime.now()))


@router.get("/points/{point}")
def life(tenant: TenantNeeded, point: Code) -> schemas.PointLife:
    """A point with its events, corrections, inputs, allocations and rules."""
    with tenant.transaction() as connection:
        return schemas.point(meters.life(connection, point, localtime.now()))


@router.get("/points/{point}/series")
def series(
    tenant: TenantNeeded, point: Code, start: From, end: To, *, step: schemas.Step = "quarter"
) -> schemas.PointSeries:
    """A point over time by the quarter hour, the hour or the park's day."""
    with tenant.transaction() as connection:
        found = meters.series(connection, point, localtime.from_ms(start), localtime.from_ms(end), step)
    return schemas.series(point, step, found)
