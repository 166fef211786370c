"""The data-quality control plan: generated from what is known, with fields that people fill in."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.inventories import notes, plan_sheet
from parkcarbon_platform.services.inventories import plan as service

from parkcarbon_saas.features.activity.api import actor_of
from parkcarbon_saas.features.meters.api import DOWNLOAD, MEDIA
from parkcarbon_saas.features.quality_plan import schemas
from parkcarbon_saas.tenancy import CODE, Tenant, TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/quality-plan", tags=["quality_plan"])

EnterpriseOf = Annotated[str | None, Query(pattern=CODE)]


def _boundary(tenant: Tenant, enterprise: str | None) -> str | None:
    return enterprise or tenant.membership.enterprise_code


@router.get("")
def quality_plan(tenant: TenantNeeded, *, enterprise: EnterpriseOf = None) -> schemas.QualityPlan:
    """As it stands, with what is missing."""
    with tenant.transaction() as connection:
        found = service.plan_of(connection, _boundary(tenant, enterprise), localtime.now())
        return schemas.plan(plan_sheet.document(found))


@router.get("/file", responses=DOWNLOAD, response_class=Response)
def plan_file(
    tenant: TenantNeeded, *, enterprise: EnterpriseOf = None,
    form: Annotated[Literal["csv", "xlsx"], Query(alias="format")] = "xlsx",
    language: Literal["zh-CN", "en"] = "zh-CN",
) -> Response:  # fmt: skip
    """As a table."""
    with tenant.transaction() as connection:
        found = service.plan_of(connection, _boundary(tenant, enterprise), localtime.now())
    disposition = f'attachment; filename="quality-plan.{form}"'
    return Response(
        plan_sheet.sheet(found, language, form), media_type=MEDIA[form],
        headers={"Content-Disposition": disposition},
    )  # fmt: skip


@router.put("/notes")
def say(tenant: WriterNeeded, body: schemas.PlanNote) -> schemas.PlanHistory:
    """Fill in fields; what was there before stays readable."""
    with tenant.transaction() as connection:
        notes.write(
            connection, actor_of(tenant), body.subject, body.values, reason=body.reason,
            enterprise=_boundary(tenant, body.enterprise), owners=lambda: service.subjects(connection),
        )  # fmt: skip
        return schemas.history(body.subject, notes.history(connection, body.subject))


@router.get("/notes")
def said(tenant: TenantNeeded, subject: Annotated[str, Query(max_length=120)]) -> schemas.PlanHistory:
    """Everything that was said of a subject."""
    with tenant.transaction() as connection:
        return schemas.history(subject, notes.history(connection, subject))
