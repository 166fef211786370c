"""The park by the method of national zero-carbon parks. Operators decide and enter, verifiers look."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.national import (
    comparing,
    entries,
    factor_database,
    files,
    outlook,
    settings,
    showing,
    years,
)
from parkcarbon_platform.services.tables import tables

from parkcarbon_saas.auth import SettingsNeeded
from parkcarbon_saas.features.activity.api import DOWNLOAD, FILE, LARGEST_FILE, MEDIA, body_of
from parkcarbon_saas.features.zero_carbon import schemas
from parkcarbon_saas.tenancy import OperatorNeeded, ReviewerNeeded

router = APIRouter(prefix="/parks/{park}/zero-carbon", tags=["zero_carbon"])

YearOf = Annotated[int, Query(ge=2000, le=2100)]
Language = Literal["zh-CN", "en"]
ReportForm = Literal["xlsx", "pdf"]
REPORT_MEDIA = {"xlsx": MEDIA["xlsx"], "pdf": "application/pdf"}
Form = Annotated[Literal["csv", "xlsx"], Query(alias="format")]


@router.get("")
def year(tenant: ReviewerNeeded, year: YearOf) -> schemas.ZeroCarbonYear:
    """A year with every line, the denominator, the indicators, and what was found."""
    with tenant.transaction() as connection:
        return showing.year(connection, years.reader(connection, localtime.now()).year(year))


@router.get("/outlook")
def zero_carbon_outlook(tenant: ReviewerNeeded) -> schemas.ZeroCarbonOutlook:
    """Past years, the base year, and the way to the target year."""
    with tenant.transaction() as connection:
        return outlook.outlook(connection, localtime.now())


@router.get("/comparison")
def comparison(tenant: ReviewerNeeded, year: YearOf) -> schemas.ZeroCarbonComparison:
    """The other rulesets of the same year, and every difference by its cause."""
    with tenant.transaction() as connection:
        return comparing.comparison(connection, year, localtime.now())


@router.get("/report", responses=DOWNLOAD, response_class=Response)
def report(
    tenant: ReviewerNeeded, year: YearOf, settings: SettingsNeeded, *, language: Language = "zh-CN",
    form: ReportForm = "xlsx",
) -> Response:  # fmt: skip
    """A year as a workbook that recomputes itself, or as a PDF of the same figures."""
    now = localtime.now()
    with tenant.transaction() as connection:
        if form == "xlsx":
            content = files.workbook(connection, year, now, language)
        else:
            found = files.figures(connection, year, now)
    if form == "pdf":
        content = files.document(found, language, settings.font_dir)
    headers = {"Content-Disposition": f'attachment; filename="zero-carbon-{year}.{form}"'}
    return Response(content, media_type=REPORT_MEDIA[form], headers=headers)


@router.get("/settings")
def decided(tenant: ReviewerNeeded) -> schemas.ZeroCarbonDecided:
    """What the rules leave open: what is decided, by whom and why, and what is not."""
    with tenant.transaction() as connection:
        return settings.read(connection)


@router.put("/settings")
def decide(tenant: OperatorNeeded, body: schemas.ZeroCarbonDecision) -> schemas.ZeroCarbonDecided:
    """Decide; every save is a version."""
    with tenant.transaction() as connection:
        return settings.save(connection, tenant.park_id, tenant.actor, body.settings, body.note)


@router.post("/entries", status_code=204)
def enter(tenant: OperatorNeeded, body: schemas.ZeroCarbonEntry) -> None:
    """Enter a figure that no meter has, with its evidence; without amounts it is taken back."""
    with tenant.transaction() as connection:
        entries.save(connection, tenant.park_id, tenant.actor, body)


@router.get("/factors/template", responses=DOWNLOAD, response_class=Response)
def factors_template(
    _tenant: ReviewerNeeded, *, form: Form = "xlsx", language: Language = "zh-CN"
) -> Response:
    """The table of the national factor database to fill in."""
    content = tables.template(factor_database.COLUMNS, form, language)
    headers = {"Content-Disposition": f'attachment; filename="factor-database.{form}"'}
    return Response(content, media_type=MEDIA[form], headers=headers)


@router.post("/factors", max_body_size=LARGEST_FILE, openapi_extra=FILE)
def factors_import(
    tenant: OperatorNeeded, content: Annotated[bytes, Depends(body_of)], *, dry_run: bool = True
) -> schemas.ZeroCarbonImported:
    """The national factor database from a file: all rows, or none where one is wrong."""
    with tenant.transaction() as connection:
        return schemas.imported(factor_database.load(connection, tenant.park_id, content, dry_run=dry_run))
