"""Inventories: computed from the ledger as it is."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.inventories import computing, differing, shown, tracing
from parkcarbon_platform.services.inventories.explaining import Part
from parkcarbon_platform.services.inventories.question import Question

from parkcarbon_saas.etags import SettledNeeded
from parkcarbon_saas.features.inventory import explained, schemas, stored
from parkcarbon_saas.tenancy import CODE, TenantNeeded

router = APIRouter(prefix="/parks/{park}", tags=["inventory"])

From = Annotated[date, Query(alias="from", description="local day")]
To = Annotated[date, Query(alias="to", description="local day, not included")]


def question(
    tenant: TenantNeeded, start: From, end: To, ruleset: Annotated[str, Query(pattern=r"^[a-z0-9_]{1,40}$")],
    *, enterprise: Annotated[str | None, Query(pattern=CODE)] = None,
    gwp: Annotated[str | None, Query(max_length=10)] = None,
    approach: Annotated[str | None, Query(max_length=40)] = None,
) -> Question:  # fmt: skip
    """What is asked for; an enterprise user's boundary is their enterprise unless they name it,
    the potentials are the park's."""
    if enterprise is None and tenant.membership.enterprise_code is not None:
        enterprise = tenant.membership.enterprise_code
    return Question(start, end, ruleset, enterprise, gwp or tenant.membership.gwp, approach)


def part_of(
    basis: schemas.Basis = "location", by: schemas.Dimension | None = None,
    key: Annotated[str | None, Query(max_length=200)] = None,
) -> Part:  # fmt: skip
    """The figure; without a dimension the whole."""
    return Part(basis, by, key)


QuestionNeeded = Annotated[Question, Depends(question)]
PartNeeded = Annotated[Part, Depends(part_of)]
Offset = Annotated[int, Query(ge=0, le=10**6, description="how many terms come before this page")]
Limit = Annotated[int, Query(ge=1, le=1000)]
SourceCode = Annotated[str, Query(pattern=CODE)]


@router.get("/rulesets")
def rulesets(_tenant: TenantNeeded) -> list[schemas.RulesetOut]:
    """The ways to count that there are."""
    return [schemas.ruleset(found) for found in computing.rulesets()]


@router.get("/inventory")
def inventory(
    tenant: TenantNeeded, asked: QuestionNeeded, settled: SettledNeeded
) -> schemas.ComputedInventory:
    """The inventory by the ledger as it is now; nothing is stored."""
    with tenant.reading() as connection:
        settled.check(connection, asked.end)
        return schemas.computed(shown.shown(connection, asked, localtime.now()))


@router.get("/inventory/explain")
def explain_computed(
    tenant: TenantNeeded, asked: QuestionNeeded, part: PartNeeded, settled: SettledNeeded, *,
    offset: Offset = 0, limit: Limit = explained.PAGE,
) -> explained.InventoryExplanation:  # fmt: skip
    """The terms of one of its figures by source and factor, the largest first."""
    with tenant.reading() as connection:
        settled.check(connection, asked.end)
        made = tracing.explain(connection, asked, part, localtime.now())
        return explained.explanation(made, asked, offset, limit)


@router.get("/inventory/explain/months")
def explain_computed_months(
    tenant: TenantNeeded, asked: QuestionNeeded, part: PartNeeded, source: SourceCode, *,
    deduction: bool = False,
) -> explained.ExplainedMonths:  # fmt: skip
    """The months of one of its terms, and the evidence of what was bought."""
    with tenant.reading() as connection:
        return explained.months(
            *tracing.open_term(connection, asked, part, source, localtime.now(), deduction=deduction)
        )


@router.get("/inventory/bridge")
def year_bridge(
    tenant: TenantNeeded, asked: QuestionNeeded, *, basis: schemas.Basis = "location"
) -> stored.InventoryBridge:
    """From the same days of last year to this period, by cause."""
    with tenant.reading() as connection:
        return stored.bridge(differing.bridge(connection, asked, basis, localtime.now()))
