"""The dual-carbon path: scenarios, measures, plans and targets. Operators plan, verifiers look."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.planning import (
    curve,
    from_ledger,
    inputs,
    report,
    running,
    targets,
    working,
)
from parkcarbon_platform.services.planning.models import (
    MaccResult,
    PathResult,
    PathwayRequest,
    PlanBase,
    PlanMarket,
    PlanMeasure,
    PlanScenario,
    PortfolioRequest,
)

from parkcarbon_saas import paging
from parkcarbon_saas.auth import SettingsNeeded
from parkcarbon_saas.features.planning import schemas
from parkcarbon_saas.tenancy import OperatorNeeded, ReviewerNeeded, TenantNeeded

router = APIRouter(prefix="/parks/{park}", tags=["planning"])

Code = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
From = Annotated[int, Query(alias="from", ge=0, le=4_102_444_800_000, description="ms, inclusive")]
To = Annotated[int, Query(alias="to", ge=0, le=4_102_444_800_000, description="ms, exclusive")]
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
FILES: dict[int | str, dict[str, Any]] = {200: {"content": {media: {} for media in MEDIA.values()}}}


@router.get("/planning")
def desk(tenant: ReviewerNeeded) -> schemas.PlanDesk:
    """What plans are made of: base year, market, scenarios, measures; what levers can move; a library."""
    with tenant.transaction() as connection:
        return schemas.desk(inputs.every(connection))


@router.get("/planning/base")
def base_from_ledger(
    tenant: ReviewerNeeded, start: From, end: To, output: Annotated[float, Query(gt=0, le=1e12)]
) -> PlanBase:
    """A base year from the ledger's hours of a span, to be completed and saved; output in 10⁴ yuan a year."""
    with tenant.transaction() as connection:
        return from_ledger.proposal(connection, localtime.from_ms(start), localtime.from_ms(end), output)


@router.put("/planning/base")
def save_base(tenant: OperatorNeeded, body: PlanBase) -> schemas.PlanDesk:
    """Save the base year; the first one brings three scenarios to begin with."""
    with tenant.workplace() as place:
        return schemas.desk(inputs.save_base(place, tenant.actor, body))


@router.put("/planning/market")
def save_market(tenant: OperatorNeeded, body: PlanMarket) -> schemas.PlanDesk:
    """Save the discount rate and prices of energy."""
    with tenant.workplace() as place:
        return schemas.desk(inputs.save_market(place, tenant.actor, body))


@router.put("/planning/scenarios/{code}")
def save_scenario(tenant: OperatorNeeded, code: Code, body: PlanScenario) -> schemas.PlanDesk:
    """Save a scenario."""
    with tenant.workplace() as place:
        return schemas.desk(inputs.save_scenario(place, tenant.actor, code, body))


@router.put("/planning/measures/{code}")
def save_measure(tenant: OperatorNeeded, code: Code, body: PlanMeasure) -> schemas.PlanDesk:
    """Save a measure."""
    with tenant.workplace() as place:
        return schemas.desk(inputs.save_measure(place, tenant.actor, code, body))


@router.delete("/planning/{kind}/{code}")
def end(tenant: OperatorNeeded, kind: Literal["scenarios", "measures"], code: Code) -> schemas.PlanDesk:
    """Take a scenario or measure off the list; plans that used it keep theirs."""
    with tenant.workplace() as place:
        found = inputs.end(place, tenant.actor, "scenario" if kind == "scenarios" else "measure", code)
        return schemas.desk(found)


@router.post("/planning/preview")
def preview(tenant: ReviewerNeeded, body: schemas.PlanPreview) -> PathResult:
    """Follow a scenario that is being edited, without saving it."""
    with tenant.transaction() as connection:
        known = inputs.every(connection)
    return working.preview(known, body.scenario, body.end)


@router.get("/planning/macc")
def macc(
    tenant: ReviewerNeeded,
    *,
    scenario: Annotated[str, Query(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")],
    built: Annotated[int, Query(ge=2015, le=2060)] = 2026,
    order: Literal["cost", "pareto"] = "cost",
) -> MaccResult:
    """Every measure judged alone, at the prices and grid factors of a scenario."""
    with tenant.transaction() as connection:
        known = inputs.every(connection)
    return curve.curve(known, scenario, built, order)


@router.get("/plans")
def plans(
    tenant: ReviewerNeeded, *, kind: Literal["pathway", "portfolio"] | None = None,
    limit: paging.Limit = None, after: paging.AfterNumber = None,
) -> schemas.Plans:  # fmt: skip
    """Plans, of one kind or all, the newest first."""
    with tenant.transaction() as connection:
        rows = running.every(connection, kind, after=after, limit=paging.one_more(limit))
    shown, cursor = paging.numbered(rows, limit)
    return schemas.Plans(plans=[schemas.line(row) for row in shown], cursor=cursor)


@router.post("/plans/pathway", status_code=202)
def request_pathway(tenant: OperatorNeeded, body: PathwayRequest) -> schemas.PlanLine:
    """Compare up to four scenarios, in the background."""
    with tenant.workplace() as place:
        return schemas.line(running.request(place, tenant.actor, body))


@router.post("/plans/portfolio", status_code=202)
def request_portfolio(tenant: OperatorNeeded, body: PortfolioRequest) -> schemas.PlanLine:
    """Find the cheapest portfolio of measures, in the background."""
    with tenant.workplace() as place:
        return schemas.line(running.request(place, tenant.actor, body))


@router.get("/plans/{item}")
def plan(tenant: ReviewerNeeded, item: Id) -> schemas.PlanDetail:
    """A plan with what it is made of and its result."""
    with tenant.transaction() as connection:
        return schemas.detail(running.find(connection, item))


@router.post("/plans/{item}/cancel")
def cancel(tenant: OperatorNeeded, item: Id) -> schemas.PlanLine:
    """Stop a plan that has not ended."""
    with tenant.workplace() as place:
        return schemas.line(running.cancel(place, item))


@router.get("/plans/{item}/report", response_class=Response, responses=FILES)
def plan_report(
    tenant: ReviewerNeeded,
    settings: SettingsNeeded,
    item: Id,
    *,
    language: Literal["zh-CN", "en"] = "zh-CN",
    form: Literal["pdf", "xlsx"] = "xlsx",
) -> Response:
    """A plan as PDF or xlsx: what it comes to, how, its inputs, and what it is bound to."""
    with tenant.transaction() as connection:
        found = report.figures(connection, item)
    headers = {"Content-Disposition": f'attachment; filename="plan-{item}.{form}"'}
    content = report.make(found, form, language, settings.font_dir)
    return Response(content, media_type=MEDIA[form], headers=headers)


@router.post("/plans/{item}/targets")
def push(tenant: OperatorNeeded, item: Id, body: schemas.PlanPush) -> schemas.Targets:
    """Make a plan's years the park's targets."""
    with tenant.workplace() as place:
        return schemas.targets(targets.push(place, tenant.actor, item, body.scenario, body.note))


@router.get("/targets")
def every_target(tenant: TenantNeeded) -> schemas.Targets:
    """Targets in force; an enterprise sees its own."""
    with tenant.transaction() as connection:
        return schemas.targets(targets.every(connection))


@router.put("/targets")
def save_targets(tenant: OperatorNeeded, body: schemas.PlanTargetsSaved) -> schemas.Targets:
    """Put targets in force."""
    with tenant.workplace() as place:
        return schemas.targets(targets.save(place, tenant.actor, body.targets, body.note))
