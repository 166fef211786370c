"""Inventories: computed from the ledger as it is."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.inventories import computing, differing, explaining
from parkcarbon_platform.services.inventories.explaining import Part
from parkcarbon_platform.services.inventories.question import DEFAULT_GWP, Question

from parkcarbon_saas.features.inventory import schemas, stored
from parkcarbon_saas.tenancy import CODE, TenantNeeded

router = APIRouter(prefix="/parks/{park}", tags=["inventory"])

From = Annotated[date, Query(alias="from", description="local day")]
To = Annotated[date, Query(alias="to", description="local day, not included")]


def question(
    tenant: TenantNeeded, start: From, end: To, ruleset: Annotated[str, Query(pattern=r"^[a-z0-9_]{1,40}$")],
    *, enterprise: Annotated[str | None, Query(pattern=CODE)] = None, gwp: str = DEFAULT_GWP,
    approach: Annotated[str | None, Query(max_length=40)] = None,
) -> Question:  # fmt: skip
    """What is asked for; an enterprise user's boundary is their enterprise unless they name it."""
    if enterprise is None and tenant.membership.enterprise_code is not None:
        enterprise = tenant.membership.enterprise_code
    return Question(start, end, ruleset, enterprise, gwp, approach)


QuestionNeeded = Annotated[Question, Depends(question)]


@router.get("/rulesets")
def rulesets(_tenant: TenantNeeded) -> list[schemas.RulesetOut]:
    """The ways to count that there are."""
    return [schemas.ruleset(found) for found in computing.rulesets()]


@router.get("/inventory")
def inventory(tenant: TenantNeeded, asked: QuestionNeeded) -> schemas.ComputedInventory:
    """The inventory by the ledger as it is now; nothing is stored."""
    with tenant.transaction() as connection:
        return schemas.computed(computing.computed(connection, asked, localtime.now()))


@router.get("/inventory/explain")
def explain_computed(
    tenant: TenantNeeded, asked: QuestionNeeded, *, basis: schemas.Basis = "location",
    by: schemas.Dimension | None = None, key: Annotated[str | None, Query(max_length=200)] = None,
) -> stored.InventoryExplanation:  # fmt: skip
    """The terms of one of its figures."""
    with tenant.transaction() as connection:
        items, sources = computing.items_of(connection, asked, localtime.now())
        made = explaining.explain(connection, asked, items, Part(basis, by, key), sources)
        return stored.explanation(made)


@router.get("/inventory/bridge")
def year_bridge(
    tenant: TenantNeeded, asked: QuestionNeeded, *, basis: schemas.Basis = "location"
) -> stored.InventoryBridge:
    """From the same days of last year to this period, by cause."""
    with tenant.transaction() as connection:
        return stored.bridge(differing.bridge(connection, asked, basis, localtime.now()))
