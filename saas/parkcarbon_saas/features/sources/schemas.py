"""Emission sources: what each is, how it stands, and what somebody wants it to be. Times are ms, days ISO."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.services.sources import effects, listing, templates, trials
from parkcarbon_platform.services.sources.definitions import Definition, Term
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.features.factors.schemas import FactorVersion
from parkcarbon_saas.features.factors.schemas import version as factor_version
from parkcarbon_saas.tenancy import CODE

Scene = Literal["energy", "industry", "building", "transport", "infrastructure"]
Name = Field(min_length=1, max_length=200)
Reason = Field(min_length=1, max_length=1000, description="why, for those who look later")


class SourceTerm(BaseModel):
    """A point in a signed sum."""

    model_config = ConfigDict(extra="forbid")

    point: str = Field(pattern=CODE)
    weight: Literal[1, -1] = 1


class SourceDefinition(BaseModel):
    """A source as it shall be; without enterprise the park's own."""

    model_config = ConfigDict(extra="forbid")

    name_zh: str = Name
    name_en: str = Name
    enterprise: str | None = Field(default=None, pattern=CODE)
    category: str = Field(max_length=40)
    carrier: str = Field(min_length=1, max_length=64)
    scope: Literal[1, 2, 3]
    formula: str = Field(max_length=40)
    factor: str = Field(min_length=1, max_length=100)
    factor_region: str | None = Field(default=None, max_length=32)
    internal_transfer: bool = False
    gas: str = Field(default="CO2", max_length=20)
    unit_code: str | None = Field(default=None, pattern=CODE)
    scope3_category: int | None = Field(default=None, ge=1, le=15)
    biogenic: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    activity: list[SourceTerm] = Field(default_factory=list, max_length=100)
    live: list[SourceTerm] = Field(default_factory=list, max_length=100)
    scenes: dict[Scene, Decimal] = Field(max_length=5)

    def definition(self) -> Definition:
        """As the service takes it."""
        given = self.model_dump()
        sums = {
            role: tuple(Term(term["point"], term["weight"]) for term in given[role])
            for role in ("activity", "live")
        }
        return Definition(**{**given, **sums})


class NewSource(BaseModel):
    """A source to make."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(pattern=CODE)
    definition: SourceDefinition
    reason: str = Reason


class Replacement(BaseModel):
    """What stands in a source's place from a local day on."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    code: str = Field(pattern=CODE)
    since: date = Field(alias="from")
    definition: SourceDefinition
    reason: str = Reason


class SourceEnd(BaseModel):
    """The last local day on which a source emits."""

    model_config = ConfigDict(extra="forbid")

    last_day: date
    reason: str = Reason


class SceneAssignment(BaseModel):
    """The shares of scenes from a local day on; without a day, ever since."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    since: date | None = Field(default=None, alias="from")
    shares: dict[Scene, Decimal] = Field(max_length=5)


class SourceEdit(BaseModel):
    """What changes no figure: names, the plant, scenes. What is absent stays."""

    model_config = ConfigDict(extra="forbid")

    name_zh: str | None = Field(default=None, min_length=1, max_length=200)
    name_en: str | None = Field(default=None, min_length=1, max_length=200)
    unit_code: str | None = Field(default=None, pattern=CODE)
    scenes: SceneAssignment | None = None
    reason: str = Reason


class NamedTerm(BaseModel):
    """A point in a signed sum, with what it measures."""

    point: str
    name_zh: str
    name_en: str
    weight: int
    carrier: str
    quantity: str
    unit: str


class SceneShare(BaseModel):
    """A share and the local days on which it holds, both inclusive; `from` 1970-01-01: ever since."""

    model_config = ConfigDict(serialize_by_alias=True)

    scene: Scene
    share: Decimal
    since: date = Field(alias="from")
    until: date | None = Field(alias="to")


class SourceFormula(BaseModel):
    """A formula in symbols and words, and what it takes."""

    name: str
    symbols: str
    words_zh: str
    words_en: str
    citation: str
    categories: list[str]
    gases: list[str]
    bases: list[str]


class RecentFigures(BaseModel):
    """The current hours of the last 30 days, added up [base unit, mg]."""

    hours: int
    provisional_hours: int
    fallback_hours: int
    quantity: int
    estimated: int
    co2_mg: int
    gas_mg: int
    last_hour: int


class SourceProblem(BaseModel):
    """Why something cannot be calculated."""

    code: str
    detail: str


class EmissionSource(BaseModel):
    """A source; `factor` null: none answers today; `base` is the unit of its activity."""

    code: str
    name_zh: str
    name_en: str
    enterprise: str | None
    category: str
    carrier: str
    scope: int
    formula: str
    factor_name: str
    factor_region: str | None
    internal_transfer: bool
    gas: str
    unit_code: str | None
    scope3_category: int | None
    biogenic: bool
    sink: bool
    valid_from: date | None
    valid_to: date | None
    replaces: str | None
    activity: list[NamedTerm]
    live: list[NamedTerm]
    scenes: list[SceneShare]
    base: str
    state: Literal["complete", "incomplete", "missing", "no_points", "ended", "future"]
    coverage: float
    recent: RecentFigures | None
    factor: FactorVersion | None
    fallback: bool
    findings: list[SourceProblem]


class EmissionSources(BaseModel):
    """Every source that one sees, or a page of them; `cursor` where there are more.

    `total` counts those that match on all pages; `categories` are those of all sources.
    """

    sources: list[EmissionSource]
    total: int
    categories: list[str]
    cursor: str | None


class SourceChange(BaseModel):
    """What somebody did to a source."""

    action: str
    body: dict[str, Any]
    reason: str
    author: str
    time: int


class SourceDetail(BaseModel):
    """A source with its formula and its history."""

    source: EmissionSource
    formula: SourceFormula | None
    changes: list[SourceChange]
    has_figures: bool = Field(description="it had figures, or would under a lock: it is ended, never deleted")


class SourceAfter(BaseModel):
    """A source's figures from a local day on [mg of its gas]; `held`: of locked periods, which stay."""

    hours: int
    mass_mg: int
    held_hours: int
    held_mg: int


class TriedPoint(BaseModel):
    """A point's amount of the month [base unit]."""

    point: str
    name_zh: str
    name_en: str
    weight: int
    quantity: int
    estimated: int


class SourceTrial(BaseModel):
    """What the source would have emitted in the last full month; `mass_mg` null: `problems` say why."""

    model_config = ConfigDict(serialize_by_alias=True)

    start: int = Field(alias="from")
    end: int = Field(alias="to")
    base: str
    points: list[TriedPoint]
    quantity: int
    factor: FactorVersion | None
    fallback: bool
    gas: str
    mass_mg: int | None
    problems: list[SourceProblem]
    also_used_by: list[str]


class UncoveredPoint(BaseModel):
    """A point of activity that no source has."""

    point: str
    name_zh: str
    name_en: str
    enterprise: str | None
    quantity: str
    carrier: str
    unit: str
    kind: str
    direction: str


class UncoveredPoints(BaseModel):
    """Points of activity that no source has; `total` of all pages, `cursor` where there are more."""

    points: list[UncoveredPoint]
    total: int
    cursor: str | None


class SourceTemplate(BaseModel):
    """A usual source, and what to measure or report for it."""

    key: str
    name_zh: str
    name_en: str
    category: str
    scope: int
    formula: str
    factor: str
    carrier: str
    quantity: str
    unit: str
    scene: str
    gas: str
    biogenic: bool
    unit_code: str | None
    scope3_category: int | None
    weight: int
    activity_zh: str
    activity_en: str


class SourceSector(BaseModel):
    """An industry by GB/T 4754, and its usual sources."""

    code: str
    name_zh: str
    name_en: str
    templates: list[SourceTemplate]


class SourceTemplates(BaseModel):
    """The sectors, the one that is asked for, and every formula."""

    sector: str
    sectors: list[SourceSector]
    formulas: list[SourceFormula]


def term(row: listing.Term) -> NamedTerm:
    """A term."""
    return NamedTerm(
        point=row.point, name_zh=row.name_zh, name_en=row.name_en, weight=row.weight, carrier=row.carrier,
        quantity=row.quantity, unit=row.unit,
    )  # fmt: skip


def formula(row: listing.Formula) -> SourceFormula:
    """A formula."""
    return SourceFormula(
        name=row.name, symbols=row.symbols, words_zh=row.words_zh, words_en=row.words_en,
        citation=row.citation, categories=sorted(row.categories), gases=sorted(row.gases),
        bases=sorted(row.bases),
    )  # fmt: skip


def recent(row: listing.Sum) -> RecentFigures:
    """The last 30 days."""
    return RecentFigures(
        hours=row.hours, provisional_hours=row.provisional, fallback_hours=row.fallback,
        quantity=row.quantity, estimated=row.estimated, co2_mg=row.co2_mg, gas_mg=row.gas_mg,
        last_hour=to_ms(row.last_hour),
    )  # fmt: skip


def sources(found: Sequence[listing.Listed]) -> list[EmissionSource]:
    """Sources; most have a factor in common, which is told once for all of them."""
    known: dict[int, FactorVersion] = {}
    for one in found:
        if one.factor is not None and one.factor.id not in known:
            known[one.factor.id] = factor_version(one.factor)
    return [source(one, None if one.factor is None else known[one.factor.id]) for one in found]


def source(found: listing.Listed, factor: FactorVersion | None) -> EmissionSource:
    """A source, with its factor as it is told."""
    row = found.row
    return EmissionSource(
        code=row.code,
        name_zh=row.name_zh,
        name_en=row.name_en,
        enterprise=row.enterprise,
        category=row.category,
        carrier=row.carrier,
        scope=row.scope,
        formula=row.formula,
        factor_region=row.factor_region,
        internal_transfer=row.internal_transfer,
        gas=row.gas,
        unit_code=row.unit_code,
        scope3_category=row.scope3_category,
        biogenic=row.biogenic,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        replaces=row.replaces,
        factor_name=row.factor,
        sink=row.category == "sink",
        activity=[term(t) for t in found.activity],
        live=[term(t) for t in found.live],
        scenes=[
            SceneShare.model_validate(
                {"scene": s.scene, "share": s.share, "from": s.valid_from, "to": s.valid_to}
            )
            for s in found.shares
        ],
        base=found.base,
        state=found.state,
        coverage=found.coverage,
        recent=None if found.sum is None else recent(found.sum),
        factor=factor,
        fallback=found.fallback,
        findings=problems(found.findings),
    )


def problems(found: Iterable[tuple[str, str]]) -> list[SourceProblem]:
    """Problems."""
    return [SourceProblem(code=code, detail=detail) for code, detail in found]


def detail(found: listing.Listed, changes: Iterable[listing.Change], has_figures: bool) -> SourceDetail:
    """A source with everything."""
    return SourceDetail(
        source=sources([found])[0],
        formula=None if found.formula is None else formula(found.formula),
        changes=[
            SourceChange(
                action=c.action, body=c.body, reason=c.reason, author=c.author, time=to_ms(c.created_at)
            )
            for c in changes
        ],
        has_figures=has_figures,
    )


def after(found: effects.After) -> SourceAfter:
    """What an end takes back, and what locks hold."""
    return SourceAfter(
        hours=found.hours, mass_mg=found.mass_mg, held_hours=found.held_hours, held_mg=found.held_mg
    )


def trial(found: trials.Trial, gas: str) -> SourceTrial:
    """A trial."""
    points = [
        TriedPoint(
            point=p.point.code, name_zh=p.point.name_zh, name_en=p.point.name_en, weight=p.weight,
            quantity=p.quantity, estimated=p.estimated,
        )
        for p in found.points
    ]  # fmt: skip
    return SourceTrial.model_validate({
        "from": to_ms(found.start), "to": to_ms(found.end), "base": found.base, "points": points,
        "quantity": found.quantity, "factor": None if found.factor is None else factor_version(found.factor),
        "fallback": found.fallback, "gas": gas, "mass_mg": found.mass_mg,
        "problems": problems(found.problems), "also_used_by": found.also_used_by,
    })  # fmt: skip


def uncovered(row: listing.Uncovered) -> UncoveredPoint:
    """A point."""
    names = ("name_zh", "name_en", "enterprise", "quantity", "carrier", "unit", "kind", "direction")
    return UncoveredPoint(point=row.code, **{name: getattr(row, name) for name in names})


def sectors(industry: str | None) -> SourceTemplates:
    """Every sector with its usual sources."""
    return SourceTemplates(
        sector=templates.sector_of(industry).code,
        sectors=[
            SourceSector(
                code=sector.code, name_zh=sector.name_zh, name_en=sector.name_en,
                templates=[template(t) for t in templates.proposed(sector)],
            )
            for sector in templates.SECTORS
        ],
        formulas=[formula(found) for found in listing.formulas().values()],
    )  # fmt: skip


def template(row: templates.Template) -> SourceTemplate:
    """A template."""
    return SourceTemplate(**{name: getattr(row, name) for name in SourceTemplate.model_fields})
