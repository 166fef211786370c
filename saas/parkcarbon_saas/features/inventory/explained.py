"""Explain of a figure as JSON: its terms by source and factor, a page at a time, and the months of one."""

from datetime import date

from parkcarbon_platform.services.inventories.explaining import (
    Explanation,
    FactorRow,
    FactorSum,
    Line,
    Month,
    SourceMonths,
    Term,
)
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.inventories.tracing import Use
from pydantic import BaseModel

from parkcarbon_saas.features.inventory.schemas import Basis

PAGE = 50


class ExplainedVersion(BaseModel):
    """A factor version of an explanation."""

    id: int
    factor: str
    version: str
    gas: str
    region: str
    value: str
    unit: str
    citation: str
    source_ref: str
    publisher: str
    grade: str


class ExplainedFactor(BaseModel):
    """What a factor version contributes over all `sources` that use it [mg CO2e]."""

    factor_version: int
    gas: str
    fallback: bool
    value: int
    sources: int


class ExplainedLine(BaseModel):
    """A source's gas at one factor version: `value` [mg CO2e] = Σ months of gas_mg × gwp, each rounded."""

    gas: str
    basis: str
    factor_version: int
    fallback: bool
    gwp: str
    value: int
    quantity: int
    gas_mg: int


class ExplainedSource(BaseModel):
    """What a source contributes [mg CO2e] = Σ lines; `quantity` in the base unit `unit`."""

    source: str
    name_zh: str
    name_en: str
    enterprise: str | None
    category: str
    carrier: str
    scope: int
    value: int
    quantity: int
    unit: str
    estimated_share: float
    deduction: bool
    fallback: bool
    formula: str
    points: list[str]
    lines: list[ExplainedLine]


class InventoryExplanation(BaseModel):
    """A figure [mg CO2e] = Σ by_factor = Σ terms of this page + `rest`, the terms of the other pages.

    `count` is how many terms there are; `total` the whole figure, of which this may be a part; `gwp`: by
    which set of potentials gases count, null where only CO2 does.
    """

    basis: Basis
    ruleset: str
    gwp: str | None
    by: str | None
    key: str | None
    value: int
    total: int
    count: int
    offset: int
    rest: int
    terms: list[ExplainedSource]
    by_factor: list[ExplainedFactor]
    factors: list[ExplainedVersion]


class ExplainedMonth(BaseModel):
    """A source's gas in a month at one factor version."""

    month: date
    gas: str
    basis: str
    value: int
    quantity: int
    estimated: int
    covered_s: int
    expected_s: int
    gas_mg: int
    gwp: str
    factor_version: int
    fallback: bool


class ExplainedEvidence(BaseModel):
    """What is used of a contract or certificate for a month: `amount_wh` of its `supply_wh`.

    Number and whole are null where it is the park's and an enterprise asks.
    """

    month: date
    kind: str
    number: str | None
    technology: str
    generated_from: date
    generated_to: date
    expires_on: date | None
    amount_wh: int
    supply_wh: int | None


class ExplainedMonths(BaseModel):
    """A term of a figure with its months, which add up to it, and the evidence of what was bought."""

    term: ExplainedSource
    months: list[ExplainedMonth]
    evidence: list[ExplainedEvidence]
    factors: list[ExplainedVersion]


def explanation(
    found: Explanation, asked: Question, offset: int = 0, limit: int = PAGE
) -> InventoryExplanation:
    """As JSON, terms from `offset` on."""
    page = found.terms[offset : offset + limit]
    return InventoryExplanation(
        basis=found.part.basis, ruleset=asked.ruleset, gwp=asked.potentials, by=found.part.by,
        key=found.part.key, value=found.value, total=found.total,
        count=len(found.terms), offset=offset, rest=found.value - sum(term.value for term in page),
        terms=[_term(term) for term in page], by_factor=[_factor(row) for row in found.by_factor],
        factors=[_version(row) for row in found.factors.values()],
    )  # fmt: skip


def months(found: SourceMonths, uses: list[Use]) -> ExplainedMonths:
    """As JSON."""
    return ExplainedMonths(
        term=_term(found.term), months=[_month(month) for month in found.months],
        evidence=[_evidence(row) for row in uses],
        factors=[_version(row) for row in found.factors.values()],
    )  # fmt: skip


def _term(term: Term) -> ExplainedSource:
    return ExplainedSource(
        source=term.code, name_zh=term.source.name_zh if term.source else term.code,
        name_en=term.source.name_en if term.source else term.code, enterprise=term.enterprise,
        category=term.category, carrier=term.carrier, scope=term.scope, value=term.value,
        quantity=term.quantity, unit=term.unit, estimated_share=term.estimated_share,
        deduction=term.deduction, fallback=term.fallback, formula=term.formula,
        points=term.source.points if term.source else [], lines=[_line(line) for line in term.lines],
    )  # fmt: skip


def _line(line: Line) -> ExplainedLine:
    return ExplainedLine(**line._asdict() | {"gwp": f"{line.gwp.normalize():f}"})


def _factor(row: FactorSum) -> ExplainedFactor:
    return ExplainedFactor(
        factor_version=row.factor_version, gas=row.gas, fallback=row.fallback, value=row.value,
        sources=row.sources,
    )  # fmt: skip


def _month(row: Month) -> ExplainedMonth:
    item = row.item
    return ExplainedMonth(
        month=item.month, gas=item.gas, basis=item.basis, value=row.value, quantity=item.quantity,
        estimated=item.estimated, covered_s=item.covered_s, expected_s=item.expected_s, gas_mg=item.gas_mg,
        gwp=f"{item.gwp.normalize():f}", factor_version=item.factor_version, fallback=item.fallback,
    )  # fmt: skip


def _evidence(row: Use) -> ExplainedEvidence:
    return ExplainedEvidence(
        month=row.month, kind=row.kind, number=row.number, technology=row.technology,
        generated_from=row.generated_from, generated_to=row.generated_to, expires_on=row.expires_on,
        amount_wh=row.amount_wh, supply_wh=row.supply_wh,
    )  # fmt: skip


def _version(row: FactorRow) -> ExplainedVersion:
    return ExplainedVersion(
        id=row.id, factor=row.factor, version=row.version, gas=row.gas, region=row.region,
        value=f"{row.value.normalize():f}", unit=row.unit, citation=row.citation, source_ref=row.source_ref,
        publisher=row.publisher, grade=row.grade,
    )  # fmt: skip
