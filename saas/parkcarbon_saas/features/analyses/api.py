"""Analyses of what drives emissions: everybody looks, operators and enterprises ask."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Response
from parkcarbon_platform.services.analysis import runs, this_month, uploaded
from parkcarbon_platform.services.analysis.this_month import Against

from parkcarbon_saas import paging
from parkcarbon_saas.features.activity.api import DOWNLOAD, FILE, MEDIA, body_of
from parkcarbon_saas.features.analyses import schemas
from parkcarbon_saas.tenancy import TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/analyses", tags=["analyses"])

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
LARGEST = 4 << 20


@router.get("")
def analyses(
    tenant: TenantNeeded, *, kind: schemas.Kind | None = None, limit: paging.Limit = None,
    after: paging.AfterNumber = None,
) -> schemas.Analyses:  # fmt: skip
    """The runs, of one kind or all, the newest first."""
    with tenant.transaction() as connection:
        rows = runs.every(connection, kind, after=after, limit=paging.one_more(limit))
    shown, cursor = paging.numbered(rows, limit)
    return schemas.Analyses(analyses=[schemas.analysis(row) for row in shown], cursor=cursor)


@router.post("", status_code=202, max_body_size=LARGEST)
def analyse(tenant: WriterNeeded, body: schemas.NewAnalysis) -> schemas.AnalysisRun:
    """Ask for an analysis; it is computed in the background."""
    table = None if body.table is None else body.table.model_dump()
    with tenant.workplace() as place:
        found = runs.request(
            place.database, place.park_id, tenant.actor, kind=body.kind, title=body.title,
            source=body.source, options=body.options.given(), table=table, seed=body.seed,
        )  # fmt: skip
    return schemas.analysis_run(found)


@router.get("/template", responses=DOWNLOAD, response_class=Response)
def template(
    _tenant: TenantNeeded,
    kind: schemas.Kind,
    form: Annotated[Literal["csv", "xlsx"], Query(alias="format")] = "xlsx",
) -> Response:
    """A table with example rows to fill in."""
    disposition = f'attachment; filename="{kind}.{form}"'
    content = uploaded.template(kind, form)
    return Response(content, media_type=MEDIA[form], headers={"Content-Disposition": disposition})


@router.post("/table", max_body_size=LARGEST, openapi_extra=FILE)
def read_table(_tenant: WriterNeeded, content: Annotated[bytes, Depends(body_of)]) -> schemas.ReadTable:
    """What a CSV or xlsx file holds; nothing is kept."""
    return schemas.read_table(uploaded.read(content))


@router.get("/this-month")
def this_month_change(tenant: TenantNeeded, against: Against = "last_month") -> schemas.MonthChange:
    """Why this month is up or down: its whole days so far against the same days of another month."""
    with tenant.transaction() as connection:
        found = this_month.change(connection, against, is_enterprise=tenant.enterprise_id is not None)
    return schemas.month_change(found, against)


@router.get("/{run}")
def analysis(tenant: TenantNeeded, run: Id) -> schemas.AnalysisRun:
    """A run with everything."""
    with tenant.transaction() as connection:
        return schemas.analysis_run(runs.get(connection, run))


@router.post("/{run}/cancel")
def cancel(tenant: WriterNeeded, run: Id) -> schemas.AnalysisRun:
    """Stop one that has not ended."""
    with tenant.workplace() as place:
        return schemas.analysis_run(runs.cancel(place.database, place.park_id, tenant.actor, run))
