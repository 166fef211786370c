"""Stored inventories: begun and moved by operators and enterprises, verified by verifiers."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Annotated

from fastapi import APIRouter, Path, Query
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.inventories import computing, differing, storing, tracing, workflow
from parkcarbon_platform.services.inventories.question import Question

from parkcarbon_saas import paging
from parkcarbon_saas.features.inventory import explained, schemas, stored
from parkcarbon_saas.features.inventory.api import Limit, Offset, PartNeeded, SourceCode
from parkcarbon_saas.tenancy import CODE, Tenant, TenantNeeded, WriterNeeded, approver

router = APIRouter(prefix="/parks/{park}", tags=["inventory"])

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]
FAILED = "It could not be computed yet; an operator of the park sees why."


@router.get("/inventories")
def inventories(
    tenant: TenantNeeded, *, limit: paging.Limit = None, after: paging.AfterPlace = None
) -> stored.StoredInventories:
    """Those that are kept, the newest period first."""
    with tenant.transaction() as connection:
        rows = storing.every(connection, after=paging.place_of(after), limit=paging.one_more(limit))
    shown, cursor = paging.placed(rows, limit, lambda row: row.from_day.toordinal())
    jobs = _jobs(tenant, shown)
    return stored.StoredInventories(
        inventories=[stored.stored(row, jobs.get(row.job_id or 0)) for row in shown], cursor=cursor
    )


@router.post("/inventories", status_code=202)
def begin(tenant: WriterNeeded, body: stored.NewInventory) -> stored.StoredInventory:
    """Compute an inventory in the background, and keep it."""
    enterprise = body.enterprise or tenant.membership.enterprise_code
    with tenant.transaction() as connection:
        gwp, approach = storing.inherited(
            connection, body.replaces, body.gwp, body.approach, is_named="approach" in body.model_fields_set
        )
    gwp = gwp or tenant.membership.gwp
    asked = Question(body.start, body.end, body.ruleset, enterprise, gwp, approach)
    with tenant.workplace() as place:
        made = storing.request(place, tenant.actor, tenant.membership.role, asked, replaces=body.replaces)
    return stored.stored(made, _jobs(tenant, [made]).get(made.job_id or 0))


@router.get("/inventories/{item}")
def inventory_detail(tenant: TenantNeeded, item: Id) -> stored.InventoryDetail:
    """One, with its figures, checklist and history."""
    return _detail(tenant, item)


@router.post("/inventories/{item}/transitions")
def transition(tenant: TenantNeeded, item: Id, body: stored.InventoryStep) -> stored.InventoryDetail:
    """Take a step."""
    if body.to in workflow.DECISIONS:
        approver(tenant)
    with tenant.workplace() as place:
        workflow.move(place, tenant.actor, tenant.membership.role, item, to=body.to, note=body.note)
    return _detail(tenant, item)


@router.post("/inventories/{item}/comments")
def comment(tenant: TenantNeeded, item: Id, body: stored.InventorySaying) -> stored.InventoryDetail:
    """Comment, raise a finding, answer it, or resolve it."""
    with tenant.workplace() as place:
        workflow.say(
            place, tenant.actor, tenant.membership.role, item, kind=body.kind, note=body.note,
            figure=body.figure, answers=body.answers,
        )  # fmt: skip
    return _detail(tenant, item)


@router.post("/inventories/{item}/cancel")
def stop(tenant: WriterNeeded, item: Id) -> stored.InventoryDetail:
    """Stop its computation."""
    with tenant.workplace() as place:
        storing.cancel(place, tenant.actor, tenant.membership.role, item)
    return _detail(tenant, item)


@router.get("/inventories/{item}/items")
def rows(tenant: TenantNeeded, item: Id) -> stored.InventoryItems:
    """Its rows."""
    with tenant.transaction() as connection:
        row = storing.found(connection, item)
        found = storing.items(connection, row)
    assert row.sha256 is not None
    return stored.InventoryItems(sha256=row.sha256.hex(), items=[asdict(each) for each in found])


@router.get("/inventories/{item}/explain")
def explain_stored(
    tenant: TenantNeeded, item: Id, part: PartNeeded, *, offset: Offset = 0, limit: Limit = explained.PAGE
) -> explained.InventoryExplanation:
    """The terms of one of its figures by source and factor, the largest first."""
    with tenant.transaction() as connection:
        row = storing.found(connection, item)
        made = tracing.explain_kept(connection, row, part)
    return explained.explanation(made, storing.question_of(row), offset, limit)


@router.get("/inventories/{item}/explain/months")
def explain_stored_months(
    tenant: TenantNeeded, item: Id, part: PartNeeded, source: SourceCode, *, deduction: bool = False
) -> explained.ExplainedMonths:
    """The months of one of its terms, and the evidence that was used when it was computed."""
    with tenant.transaction() as connection:
        row = storing.found(connection, item)
        return explained.months(*tracing.open_kept_term(connection, row, part, source, deduction=deduction))


@router.get("/inventories/{item}/differences")
def differences(
    tenant: TenantNeeded, item: Id, basis: schemas.Basis = "location"
) -> stored.InventoryDifferences:
    """What the ledger says now, and what the version before said, by cause."""
    with tenant.transaction() as connection:
        row = storing.found(connection, item)
        before = differing.versus(connection, row, basis)
        since = differing.since(connection, row, basis, localtime.now())
    return stored.InventoryDifferences(
        since=stored.bridge(since), versus=None if before is None else stored.bridge(before)
    )


@router.get("/base-year")
def base_year(
    tenant: TenantNeeded, *, enterprise: Annotated[str | None, Query(pattern=CODE)] = None,
    basis: schemas.Basis = "location",
) -> stored.BaseYearOut | None:  # fmt: skip
    """The base year in force, and how far the ledger has moved away from it."""
    with tenant.transaction() as connection:
        code = enterprise or tenant.membership.enterprise_code
        found = differing.of_base_year(connection, code, basis, localtime.now())
    return None if found is None else stored.base_year(found)


@router.put("/base-year")
def choose_base_year(tenant: WriterNeeded, body: stored.NewBaseYear) -> stored.BaseYearOut:
    """Make an approved inventory the base year of its boundary."""
    with tenant.workplace() as place:
        differing.choose_base_year(
            place, tenant.actor, body.inventory, threshold=body.threshold, policy=body.policy
        )
    with tenant.transaction() as connection:
        row = storing.found(connection, body.inventory)
        found = differing.of_base_year(connection, row.enterprise, "location", localtime.now())
    assert found is not None
    return stored.base_year(found)


def _detail(tenant: Tenant, item: int) -> stored.InventoryDetail:
    with tenant.transaction() as connection:
        row = storing.found(connection, item)
        events = workflow.history(connection, row)
        sources = [schemas.source(*pair) for pair in computing.named_sources(connection, row.enterprise)]
    steps = workflow.steps(
        row, tenant.membership.role, tenant.actor.name, approves=tenant.membership.approves
    )
    return stored.detail(row, _jobs(tenant, [row]).get(row.job_id or 0), sources, events, steps)


def _jobs(tenant: Tenant, rows: Sequence[storing.InventoryRow]) -> dict[int, storing.JobRow]:
    """Jobs are the park's: looked up only for inventories that the caller sees."""
    waiting = [row.job_id for row in rows if row.job_id is not None and row.sha256 is None]
    with tenant.workplace() as place:
        found = storing.jobs_of(place, waiting) if waiting else {}
    if tenant.enterprise_id is None:
        return found
    # What a job failed of may name whatever the park has.
    return {number: replace(job, error=job.error and FAILED) for number, job in found.items()}
