"""Inventories. Amounts are integers [mg CO2e, base units]; days are ISO dates and `to` is not included."""

from datetime import date
from typing import Any, Literal

from parkcarbon_platform.services.inventories import computing
from parkcarbon_platform.services.inventories.computing import Lack, Ruleset, SourceRow, Totals
from parkcarbon_platform.services.inventories.shown import Shown
from pydantic import BaseModel, Field

Basis = Literal["location", "market"]
Dimension = Literal[
    "scope", "group", "scene", "enterprise", "carrier", "gas", "month", "source", "category", "transfers",
    "unallocated",
]  # fmt: skip


class RulesetGroup(BaseModel):
    """A heading of a ruleset's table."""

    key: str
    name_zh: str
    name_en: str


class RulesetOut(BaseModel):
    """A ruleset, as far as people choose by it."""

    code: str
    name_zh: str
    name_en: str
    boundaries: list[str]
    gases: list[str] | None
    netting: str
    bases: list[Basis]
    fallback: str
    heat: str
    evidence: list[str]
    approaches: list[str]
    groups: list[RulesetGroup]
    provisional: bool
    note_zh: str
    note_en: str
    citation: str


class InventoryPart(BaseModel):
    """A part of the total [mg CO2e]."""

    key: str
    value: int


class InventoryLack(BaseModel):
    """A line of the completeness checklist."""

    rule: str
    severity: str
    source: str | None
    months: list[date]
    share: float | None
    count: int | None
    detail: str
    remedy: str


class InventoryTotals(BaseModel):
    """total = Σ of each of `by`; of the enterprises Σ − transfers + unallocated. `gas`: CO2 or CO2e."""

    basis: Basis
    unit_gas: str
    total: int
    transfers: int
    unallocated: int
    estimated: int
    fallback: int
    by: dict[str, list[InventoryPart]]
    scope3: list[InventoryPart]
    biogenic: int
    sinks: int


class InventorySource(BaseModel):
    """A source of the inventory."""

    source: str
    name_zh: str
    name_en: str
    enterprise: str | None
    category: str
    carrier: str
    scope: int
    unit: str


class ComputedInventory(BaseModel):
    """An inventory computed now."""

    start: date = Field(serialization_alias="from")
    end: date = Field(serialization_alias="to")
    ruleset: RulesetOut
    enterprise: str | None
    gwp: str
    totals: list[InventoryTotals]
    sources: list[InventorySource]
    findings: list[InventoryLack]


def ruleset(found: Ruleset) -> RulesetOut:
    """As JSON."""
    return RulesetOut(
        code=found.code, name_zh=found.name_zh, name_en=found.name_en, boundaries=sorted(found.boundaries),
        gases=None if found.gases is None else sorted(found.gases), netting=found.netting,
        bases=list(found.bases), fallback=found.fallback, heat=found.heat, evidence=sorted(found.evidence),
        approaches=list(found.approaches),
        groups=[RulesetGroup(key=g.key, name_zh=g.name_zh, name_en=g.name_en) for g in found.groups],
        provisional=found.is_provisional, note_zh=found.note_zh, note_en=found.note_en,
        citation=found.citation,
    )  # fmt: skip


def lack(found: Lack) -> InventoryLack:
    """As JSON."""
    return InventoryLack(
        rule=found.rule, severity=found.severity, source=found.source, months=list(found.months),
        share=found.share, count=found.count, detail=found.detail, remedy=found.remedy,
    )  # fmt: skip


def with_remedy(kept: dict[str, Any]) -> dict[str, Any]:
    """A kept line with what is done about it today."""
    return kept | {"remedy": computing.remedy_of(kept["rule"])}


def totals(found: Totals, basis: Basis, rules: Ruleset) -> InventoryTotals:
    """As JSON, the largest parts first; months and headings in their order."""
    return InventoryTotals(
        basis=basis, unit_gas=rules.unit_gas, total=found.total,
        transfers=found.transfers, unallocated=found.unallocated, estimated=found.estimated,
        fallback=found.fallback, biogenic=found.biogenic, sinks=found.sinks,
        by={name: _parts(values, name) for name, values in found.by.items()},
        scope3=[InventoryPart(key=str(k), value=v) for k, v in sorted(found.scope3.items())],
    )  # fmt: skip


def _parts(values: dict[str, int], name: str) -> list[InventoryPart]:
    by_key = name in ("month", "scope", "group")
    pairs = sorted(values.items(), key=(lambda p: p[0]) if by_key else (lambda p: (-p[1], p[0])))
    return [InventoryPart(key=key, value=value) for key, value in pairs]


def source(row: SourceRow, unit: str) -> InventorySource:
    """As JSON."""
    return InventorySource(
        source=row.code, name_zh=row.name_zh, name_en=row.name_en, enterprise=row.enterprise,
        category=row.category, carrier=row.carrier, scope=row.scope, unit=unit,
    )  # fmt: skip


def computed(found: Shown) -> ComputedInventory:
    """As JSON."""
    question = found.question
    return ComputedInventory(
        start=question.start, end=question.end, ruleset=ruleset(found.rules), enterprise=question.enterprise,
        gwp=question.gwp, totals=[totals(found.totals[b], b, found.rules) for b in found.rules.bases],
        sources=[source(row, unit) for row, unit in found.named()],
        findings=[lack(row) for row in found.lacks],
    )  # fmt: skip
