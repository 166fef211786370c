"""Stored inventories as JSON, and what people send to move them along."""

from datetime import date
from typing import Annotated, Any

from parkcarbon_platform.services.inventories import storing, workflow
from parkcarbon_platform.services.inventories.differing import BaseYear, Bridge
from parkcarbon_platform.services.inventories.storing import EventRow, InventoryRow, JobRow
from parkcarbon_platform.services.localtime import to_ms
from pydantic import BaseModel, Field

from parkcarbon_saas.features.inventory import schemas
from parkcarbon_saas.features.inventory.schemas import (
    InventoryLack,
    InventorySource,
    InventoryTotals,
    RulesetOut,
)
from parkcarbon_saas.tenancy import CODE

Note = Annotated[str, Field(max_length=4000)]
Code = Annotated[str, Field(pattern=CODE)]


class InventoryProgress(BaseModel):
    """How far its computation is, and at which step."""

    state: str
    progress: float
    step: str | None
    error: str | None


class StoredInventory(BaseModel):
    """An inventory that is kept; `totals` [mg CO2e] by basis, null until it is computed."""

    id: int
    enterprise: str | None
    ruleset: str
    gwp: str
    approach: str | None
    start: date = Field(serialization_alias="from")
    end: date = Field(serialization_alias="to")
    state: str
    version: int
    replaces: int | None
    replaced_by: int | None
    lock: int | None
    author: str
    created_at: int
    known_at: int | None
    sha256: str | None
    items: int | None
    totals: dict[str, int] | None
    open_findings: int
    job: InventoryProgress | None


class StoredInventories(BaseModel):
    """The newest period first."""

    inventories: list[StoredInventory]
    cursor: str | None


class InventoryEvent(BaseModel):
    """A step of the history."""

    id: int
    kind: str
    from_state: str | None
    to_state: str | None
    answers: int | None
    figure: str | None
    note: str
    author: str
    role: str
    created_at: int
    resolved: bool


class InventoryDetail(BaseModel):
    """An inventory with its figures, its history, and the steps that the reader may take."""

    inventory: StoredInventory
    ruleset: RulesetOut
    totals: list[InventoryTotals]
    sources: list[InventorySource]
    findings: list[InventoryLack]
    events: list[InventoryEvent]
    steps: list[str]


class NewInventory(BaseModel):
    """What to compute and keep; `replaces`: the version whose place it takes.

    Where `gwp` or `approach` is left out, such a version counts as the one before; `"approach": null` counts
    all of the boundary whole.
    """

    start: date = Field(alias="from")
    end: date = Field(alias="to")
    ruleset: str = Field(pattern=r"^[a-z0-9_]{1,40}$")
    enterprise: Code | None = None
    gwp: str | None = Field(None, max_length=10)
    approach: str | None = Field(None, max_length=40)
    replaces: int | None = Field(None, ge=1, le=2**31 - 1)


class InventoryStep(BaseModel):
    """A step to another state."""

    to: str = Field(max_length=40)
    note: Note = ""


class InventorySaying(BaseModel):
    """A comment, a finding, an answer to one, or its resolution; `figure`: `dimension=key`."""

    kind: workflow.Saying = "comment"
    note: str = Field(min_length=1, max_length=4000)
    figure: str | None = Field(None, max_length=200)
    answers: int | None = Field(None, ge=1, le=2**63 - 1)


class NewBaseYear(BaseModel):
    """The base year of the inventory's boundary."""

    inventory: int = Field(ge=1, le=2**31 - 1)
    threshold: float = Field(gt=0, lt=1)
    policy: str = Field(min_length=1, max_length=4000)


class InventoryChange(BaseModel):
    """What a cause did to a source [mg CO2e]; the source of a restatement is empty."""

    source: str
    cause: str
    value: int


class InventoryBridge(BaseModel):
    """after − before = Σ changes [mg CO2e]."""

    before: int
    after: int
    changes: list[InventoryChange]


class InventoryDifferences(BaseModel):
    """What the ledger says now, and what the version before said."""

    since: InventoryBridge
    versus: InventoryBridge | None


class BaseYearOut(BaseModel):
    """The base year, and how far the ledger has moved away from it."""

    inventory: StoredInventory
    threshold: float
    policy: str
    author: str
    created_at: int
    bridge: InventoryBridge
    share: float
    is_material: bool


class InventoryItems(BaseModel):
    """The rows, in their order; the hash is over them."""

    sha256: str
    items: list[dict[str, Any]]


def stored(row: InventoryRow, job: JobRow | None = None) -> StoredInventory:
    """As JSON."""
    return StoredInventory(
        id=row.id, enterprise=row.enterprise, ruleset=row.ruleset, gwp=row.gwp, approach=row.approach,
        start=row.from_day, end=row.to_day, state=row.state, version=row.version, replaces=row.replaces_id,
        replaced_by=row.replaced_by, lock=row.lock_id, author=row.author, created_at=to_ms(row.created_at),
        known_at=None if row.known_at is None else to_ms(row.known_at),
        sha256=None if row.sha256 is None else row.sha256.hex(), items=row.items,
        totals=None if row.totals is None else {b: found["total"] for b, found in row.totals.items()},
        open_findings=row.open_findings,
        job=None if job is None or row.sha256 is not None
        else InventoryProgress(
            state=job.state, progress=job.progress or 0.0, step=job.step, error=job.error
        ),
    )  # fmt: skip


def detail(
    row: InventoryRow, job: JobRow | None, sources: list[InventorySource], events: list[EventRow],
    steps: list[str],
) -> InventoryDetail:  # fmt: skip
    """As JSON."""
    resolved = {event.answers_id for event in events if event.kind == "resolved"}
    rules = storing.question_of(row).rules
    return InventoryDetail(
        inventory=stored(row, job), ruleset=schemas.ruleset(rules),
        totals=[schemas.totals(t, basis, rules) for basis, t in storing.totals_of(row).items()],
        sources=sources,
        findings=[InventoryLack.model_validate(schemas.with_remedy(lack)) for lack in row.lacks or []],
        events=[_event(event, resolved=event.id in resolved) for event in events], steps=steps,
    )  # fmt: skip


def _event(row: EventRow, *, resolved: bool) -> InventoryEvent:
    return InventoryEvent(
        id=row.id, kind=row.kind, from_state=row.from_state, to_state=row.to_state, answers=row.answers_id,
        figure=row.figure, note=row.note, author=row.author, role=row.role, created_at=to_ms(row.created_at),
        resolved=resolved,
    )  # fmt: skip


def bridge(found: Bridge) -> InventoryBridge:
    """As JSON."""
    return InventoryBridge(
        before=found.before, after=found.after,
        changes=[InventoryChange(source=c.source, cause=c.cause, value=c.value) for c in found.changes],
    )  # fmt: skip


def base_year(found: BaseYear) -> BaseYearOut:
    """As JSON."""
    return BaseYearOut(
        inventory=stored(found.inventory), threshold=found.row.threshold, policy=found.row.policy,
        author=found.row.author, created_at=to_ms(found.row.created_at), bridge=bridge(found.bridge),
        share=found.share, is_material=found.is_material,
    )  # fmt: skip
