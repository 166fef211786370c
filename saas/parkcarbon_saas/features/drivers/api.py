"""Drivers as series, and by month or year as they are reported. Their states are those of reports."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from parkcarbon_platform.services.activity import activity, activity_items, activity_view

from parkcarbon_saas import paging
from parkcarbon_saas.features.activity.api import YearOf, grid_of, today_of
from parkcarbon_saas.features.activity.schemas import Grid
from parkcarbon_saas.features.drivers import schemas
from parkcarbon_saas.tenancy import CODE, TenantNeeded

router = APIRouter(prefix="/parks/{park}/drivers", tags=["drivers"])

DayOf = Annotated[date | None, Query()]


@router.get("")
def series(
    tenant: TenantNeeded,
    item: Annotated[str | None, Query(max_length=60)] = None,
    enterprise: Annotated[str | None, Query(pattern=CODE)] = None,
    first: Annotated[date | None, Query(alias="from")] = None,
    end: Annotated[date | None, Query(alias="to")] = None,
) -> schemas.Drivers:
    """What was approved, by enterprise and item, for intensities and decomposition."""
    with tenant.transaction() as connection:
        rows = activity.drivers(connection, first or date(1990, 1, 1), end or date(9999, 1, 1), item)
    groups: dict[tuple[str | None, str], list[schemas.DriverValue]] = {}
    for row in rows:
        if enterprise is None or row.enterprise == enterprise:
            groups.setdefault((row.enterprise, row.item), []).append(schemas.value(row))
    return schemas.Drivers(
        series=[
            schemas.DriverSeries(enterprise=owner, item=code, values=values)
            for (owner, code), values in groups.items()
        ]
    )


@router.get("/grid")
def grid(
    tenant: TenantNeeded, year: YearOf, *, limit: paging.Limit = None, after: paging.AfterLine = None
) -> Grid:
    """The months of a year: which values were reported. A yearly value is divided by days."""
    with tenant.transaction() as connection:
        known = activity_items.catalogue(connection)
        lines = activity_view.grid(
            connection, year, today_of(tenant), tenant.membership.timezone, kinds=("driver",)
        )
    return grid_of(known, year, lines, limit, after)
