"""Where energy comes from and goes. Operators see the park and each enterprise, enterprises see their own."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.exports import energy_tables
from parkcarbon_platform.services.flows import files, showing
from parkcarbon_platform.services.inventories.question import Question

from parkcarbon_saas.auth import SettingsNeeded
from parkcarbon_saas.etags import SettledNeeded
from parkcarbon_saas.features.activity.api import DOWNLOAD, MEDIA
from parkcarbon_saas.features.flows import schemas
from parkcarbon_saas.tenancy import CODE, TenantNeeded

router = APIRouter(prefix="/parks/{park}/flows", tags=["flows"])

TABLE_MEDIA = {"xlsx": MEDIA["xlsx"], "pdf": "application/pdf"}
From = Annotated[date, Query(alias="from", description="local day")]
To = Annotated[date, Query(alias="to", description="local day, not included")]


def question(
    tenant: TenantNeeded, start: From, end: To,
    *, enterprise: Annotated[str | None, Query(pattern=CODE)] = None,
) -> Question:  # fmt: skip
    """What is asked for; an enterprise user's boundary is their enterprise."""
    return showing.question(start, end, tenant.membership.enterprise_code or enterprise)


Asked = Annotated[Question, Depends(question)]


@router.get("")
def flows(tenant: TenantNeeded, asked: Asked, settled: SettledNeeded) -> schemas.EnergyFlows:
    """The diagram, the balance, and every measured term of them."""
    with tenant.reading() as connection:
        settled.check(connection, asked.end)
        return showing.flows(connection, asked, localtime.now())


@router.get("/file", responses=DOWNLOAD, response_class=Response)
def flows_file(
    tenant: TenantNeeded, asked: Asked, *, table: Literal["links", "balance"] = "balance",
    language: Literal["zh-CN", "en"] = "zh-CN",
) -> Response:  # fmt: skip
    """The same as CSV."""
    with tenant.reading() as connection:
        content = files.table(showing.flows(connection, asked, localtime.now()), table, language)
    name = f"energy-{table}-{asked.start.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=MEDIA["csv"], headers=headers)


@router.get("/tables", responses=DOWNLOAD, response_class=Response)
def energy_and_emission_tables(
    tenant: TenantNeeded, asked: Asked, settings: SettingsNeeded, *, form: Literal["xlsx", "pdf"] = "xlsx",
    language: Literal["zh-CN", "en"] = "zh-CN",
) -> Response:  # fmt: skip
    """Tables of energy and emissions in the style of energy users' reports: a workbook, or a PDF."""
    with tenant.reading() as connection:
        found = energy_tables.figures(connection, asked, localtime.now())
    content = energy_tables.make(found, form, language, settings.font_dir)
    name = f"energy-tables-{asked.start.isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=TABLE_MEDIA[form], headers=headers)
