"""Green supply: contracts and certificates with their evidence, used for months of sources, never twice."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.sources import green

from parkcarbon_saas import paging
from parkcarbon_saas.features.green import schemas
from parkcarbon_saas.tenancy import TenantNeeded, WriterNeeded

router = APIRouter(prefix="/parks/{park}", tags=["green supply"])

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/green-supplies")
def every(
    tenant: TenantNeeded, *, limit: paging.Limit = None, after: paging.AfterPlace = None
) -> schemas.GreenSupplies:
    """Every supply that one sees, the newest generation first; which of all of them expire."""
    with tenant.transaction() as connection:
        rows = green.supplies(connection, after=paging.place_of(after), limit=paging.one_more(limit))
        findings = green.findings(connection, localtime.now())
    shown, cursor = paging.placed(rows, limit, lambda row: row.generated_from.toordinal())
    return schemas.GreenSupplies(
        supplies=[schemas.supply(row) for row in shown],
        findings=[schemas.finding(row) for row in findings],
        cursor=cursor,
    )


@router.get("/green-uses")
def uses(
    tenant: TenantNeeded, *, supply: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    limit: paging.Limit = None, after: paging.AfterPlace = None,
) -> schemas.GreenUses:  # fmt: skip
    """What is used of a supply or of all of them, the newest month first."""
    with tenant.transaction() as connection:
        rows = green.uses(
            connection, supply_id=supply, after=paging.place_of(after), limit=paging.one_more(limit)
        )
    shown, cursor = paging.placed(rows, limit, lambda row: row.month.toordinal())
    return schemas.GreenUses(uses=[schemas.use(row) for row in shown], cursor=cursor)


@router.post("/green-supplies", status_code=201)
def add(tenant: WriterNeeded, body: schemas.NewGreenSupply) -> schemas.GreenSupply:
    """Register a contract or certificate; its evidence is uploaded before."""
    with tenant.transaction() as connection:
        return schemas.supply(green.add(connection, tenant.park_id, tenant.actor, body.supply()))


@router.post("/green-supplies/{item}/uses", status_code=201)
def use(tenant: WriterNeeded, item: Id, body: schemas.NewGreenUse) -> schemas.GreenUse:
    """Use an amount for a month of a source; no more than is left, and than was bought."""
    with tenant.transaction() as connection:
        made = green.use(
            connection, tenant.park_id, tenant.actor, item, source=body.source, month=body.month,
            amount_wh=body.amount_wh,
        )  # fmt: skip
    return schemas.use(made)


@router.post("/green-supplies/{item}/withdraw", status_code=204)
def withdraw(tenant: WriterNeeded, item: Id, body: schemas.GreenNote) -> None:
    """A supply of which nothing is used counts no more."""
    with tenant.transaction() as connection:
        green.withdraw(connection, tenant.actor, item, body.note)


@router.post("/green-uses/{item}/release", status_code=204)
def release(tenant: WriterNeeded, item: Id, body: schemas.GreenNote) -> None:
    """An amount was not used after all."""
    with tenant.transaction() as connection:
        green.release(connection, tenant.actor, item, body.note)
