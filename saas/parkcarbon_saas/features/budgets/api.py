"""Budgets of the park and its enterprises: operators set all, an enterprise its own, verifiers look."""

from typing import Annotated

from fastapi import APIRouter, Query
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.budgets import alerts, following, keeping, pushing

from parkcarbon_saas.features.budgets import schemas
from parkcarbon_saas.tenancy import CODE, OperatorNeeded, Tenant, TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}/budgets", tags=["budgets"])

YearOf = Annotated[int, Query(ge=2000, le=2100)]
OwnerOf = Annotated[
    str | None, Query(pattern=CODE, description="an enterprise; the park where none is named")
]


@router.get("")
def of_year(tenant: TenantNeeded, year: YearOf) -> schemas.BudgetsYear:
    """Every budget of a year against what came to be; an enterprise sees its own."""
    with tenant.transaction() as connection:
        return following.year(connection, year, localtime.now(), is_park=tenant.enterprise_id is None)


@router.get("/{kind}")
def one(
    tenant: TenantNeeded, kind: schemas.BudgetKind, *, year: YearOf, enterprise: OwnerOf = None
) -> schemas.BudgetDetail:
    """One budget month by month, with its forecast and its versions."""
    with tenant.transaction() as connection:
        return following.detail(connection, kind, year, owner_of(tenant, enterprise), localtime.now())


@router.post("/proposal")
def proposal(tenant: WriterNeeded, body: schemas.BudgetWanted) -> schemas.BudgetProposal:
    """What a wanted budget would be, month by month; nothing is stored."""
    wanted = body.model_copy(update={"enterprise": owner_of(tenant, body.enterprise)})
    with tenant.transaction() as connection:
        return keeping.proposal(connection, wanted, localtime.now())


@router.put("", status_code=204)
def save(tenant: WriterNeeded, body: schemas.BudgetWanted) -> None:
    """Set a budget; an enterprise its own."""
    wanted = body.model_copy(update={"enterprise": owner_of(tenant, body.enterprise)})
    now = localtime.now()
    with tenant.transaction() as connection:
        keeping.save(connection, tenant.park_id, tenant.actor, wanted, now)
        alerts.compare(connection, tenant.park_id, now, tenant.enterprise_id)


@router.delete("/{kind}", status_code=204)
def end(tenant: WriterNeeded, kind: schemas.BudgetKind, *, year: YearOf, enterprise: OwnerOf = None) -> None:
    """Take a budget back; its versions stay."""
    with tenant.transaction() as connection:
        owner = owner_of(tenant, enterprise)
        keeping.end(connection, tenant.park_id, tenant.actor, kind=kind, year=year, enterprise=owner)
        alerts.compare(connection, tenant.park_id, localtime.now(), tenant.enterprise_id)


@router.post("/of-plan")
def of_plan(tenant: OperatorNeeded, body: schemas.BudgetOfPlan) -> schemas.BudgetPushed:
    """Make a plan's years the park's budgets."""
    now = localtime.now()
    with tenant.transaction() as connection:
        pushed = pushing.push(connection, tenant.park_id, tenant.actor, body, now)
        alerts.compare(connection, tenant.park_id, now)
        return pushed


def owner_of(tenant: Tenant, enterprise: str | None) -> str | None:
    """Whose budget is meant: an enterprise's own where it asks; raises NotFoundError for another's."""
    own = tenant.membership.enterprise_code
    if own is None or enterprise in (None, own):
        return own or enterprise
    raise NotFoundError(f"There is no enterprise {enterprise}.", enterprise=enterprise)
