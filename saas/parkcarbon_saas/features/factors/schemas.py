"""The factor library. Values are decimal strings, days ISO dates, times ms since the epoch."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from parkcarbon_platform.services.factor_library import adopting, library, own_factors
from parkcarbon_platform.services.factor_library.own_factors import Proposal
from parkcarbon_platform.services.localtime import from_ms, to_ms
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.tenancy import CODE

Verb = Literal["approve", "reject", "withdraw"]
DECISIONS: Mapping[str, own_factors.Decision] = {
    "approve": "approved", "reject": "rejected", "withdraw": "withdrawn",
}  # fmt: skip
Reason = Field(min_length=1, max_length=1000, description="why, for those who look later")
SetCode = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,63}$")]


class FactorComponent(BaseModel):
    """A part that a value is computed from."""

    name: str
    value: str
    unit: str


class FactorVersion(BaseModel):
    """One value of a factor, with where it is from."""

    id: int
    factor: str
    name_zh: str
    name_en: str
    set: str
    version: str
    gas: str
    value: str
    unit: str
    region: str
    valid_from: date | None
    valid_to: date | None
    reference_state: str | None
    formula: str | None
    components: list[FactorComponent]
    citation: str
    source_ref: str
    grade: str
    single_source: bool
    own: bool


class FactorLine(BaseModel):
    """A factor in a region: its newest version (in force, if any is), how many there are in which sets."""

    newest: FactorVersion
    versions: int
    sets: list[str]
    in_force: bool
    used_hours: int


class Factors(BaseModel):
    """Some of the factors that match, and how many do."""

    factors: list[FactorLine]
    total: int


class FactorUse(BaseModel):
    """Ledger hours of a source that a version priced."""

    version: int
    source: str
    name_zh: str
    name_en: str
    enterprise: str | None
    hours: int
    first_hour: int
    last_hour: int
    co2_mg: int
    fallback_hours: int


class FactorNeed(BaseModel):
    """What a source asks for today, and what answers; null: nothing does."""

    source: str
    name_zh: str
    name_en: str
    enterprise: str | None
    factor: str
    region: str
    version: FactorVersion | None
    fallback: bool


class FactorTimeline(BaseModel):
    """Every version of a factor, which are in force, how many sources they priced, and the region of what
    answers those that ask for it today."""

    versions: list[FactorVersion]
    in_force: list[int]
    users: int
    region: str | None


class FactorUses(BaseModel):
    """Ledger hours by source and version; `cursor` where there are more sources."""

    uses: list[FactorUse]
    cursor: str | None


class FactorGap(BaseModel):
    """What no set has, or sources disagree on."""

    code: str
    kind: str
    words_zh: str
    words_en: str


class FactorNeeds(BaseModel):
    """What sources ask for today, and the known gaps. On all pages: how many sources there are, how many have
    no factor and how many a fallback, and which factors are asked for. `cursor` where there are more."""

    needs: list[FactorNeed]
    total: int
    missing: int
    fallback: int
    factors: list[str]
    gaps: list[FactorGap]
    cursor: str | None


class FactorSet(BaseModel):
    """A set that came with the platform; an optional one counts where it is adopted."""

    code: str
    title: str
    publisher: str
    licence: str
    published: date | None
    optional: bool
    loaded_at: int
    factors: int
    versions: int


class Adoption(BaseModel):
    """What was chosen, by whom and why."""

    id: int
    sets: list[str]
    reason: str
    author: str
    created_at: int


class FactorChoice(BaseModel):
    """The sets there are, those in force in order, and what was chosen before; `gwp`: by which set of
    potentials gases count where nobody chooses another."""

    sets: list[FactorSet]
    in_force: list[str]
    chosen: bool
    history: list[Adoption]
    gwp: str


class ChosenPotentials(BaseModel):
    """By which set of global warming potentials gases count from now on."""

    model_config = ConfigDict(extra="forbid")

    gwp: Literal["AR4", "AR5", "AR6"]


class Adopt(BaseModel):
    """Sets in order; `based_on` is the newest adoption that one has seen, null where there was none."""

    model_config = ConfigDict(extra="forbid")

    sets: list[SetCode] = Field(min_length=1, max_length=100)
    reason: str = Reason
    based_on: int | None = None


class FactorSpan(BaseModel):
    """A period [from, to) in full hours; `sets` instead of those in force."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    start: int = Field(alias="from", ge=0, le=4_102_444_800_000)
    end: int = Field(alias="to", ge=0, le=4_102_444_800_000)
    sets: list[SetCode] | None = Field(default=None, min_length=1, max_length=100)

    def times(self) -> tuple[datetime, datetime]:
        """As the platform takes them."""
        return from_ms(self.start), from_ms(self.end)


class Restate(BaseModel):
    """A period [from, to) in full hours, priced by the sets in force."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    start: int = Field(alias="from", ge=0, le=4_102_444_800_000)
    end: int = Field(alias="to", ge=0, le=4_102_444_800_000)
    reason: str = Reason

    def times(self) -> tuple[datetime, datetime]:
        """As the platform takes them."""
        return from_ms(self.start), from_ms(self.end)


class RestatedLine(BaseModel):
    """Hours of a source whose factor changes; of the held ones a lock decides, `held_mg` is their change."""

    source: str
    before: FactorVersion
    after: FactorVersion
    hours: int
    before_mg: int
    after_mg: int
    before_co2e_mg: int
    after_co2e_mg: int
    held_hours: int
    held_mg: int
    held_co2e_mg: int
    fallback_before: int
    fallback_after: int


class UnpricedHours(BaseModel):
    """Hours of a source that none of these sets has a factor for: they keep theirs."""

    source: str
    hours: int


class Restated(BaseModel):
    """What a restatement changes, by source and factor; CO2, and all gases weighed by the set `gwp`."""

    lines: list[RestatedLine]
    unpriced: list[UnpricedHours]
    gwp: str
    before_mg: int
    after_mg: int
    held_mg: int
    before_co2e_mg: int
    after_co2e_mg: int
    held_co2e_mg: int


class Restatement(BaseModel):
    """One that runs or ran; `progress` is 0 to 1, sums are of what has been done so far."""

    model_config = ConfigDict(serialize_by_alias=True)

    id: int
    start: int = Field(alias="from")
    end: int = Field(alias="to")
    reason: str
    author: str | None
    state: Literal["queued", "running", "done", "failed", "dead", "cancelled"]
    progress: float
    error: str | None
    created_at: int
    finished_at: int | None
    hours: int
    before_mg: int
    after_mg: int
    held_hours: int


class Restatements(BaseModel):
    """Restatements, the newest first."""

    restatements: list[Restatement]
    cursor: str | None


class NewOwnFactor(BaseModel):
    """A factor that somebody determined: kg of gas for each unit, with a file that shows it."""

    model_config = ConfigDict(extra="forbid")

    factor: str = Field(pattern=r"^[a-z][a-z0-9_.]{0,199}$")
    version: str = Field(min_length=1, max_length=40)
    gas: Literal["CO2"] = "CO2"
    value: Decimal = Field(ge=0, max_digits=20, decimal_places=10)
    unit: str = Field(pattern=r"^kg/(kWh|MWh|GJ|m3|t|kg|L)$")
    valid_from: date
    valid_to: date | None = None
    reference_state: Literal["293.15K_101.325kPa", "273.15K_101.325kPa"] | None = None
    citation: str = Field(min_length=3, max_length=1000)
    evidence: int = Field(ge=1, le=2**53)
    enterprise: str | None = Field(default=None, pattern=CODE)

    def proposal(self) -> Proposal:
        """As the platform takes it."""
        return Proposal(**self.model_dump())


class FactorDecision(BaseModel):
    """What is said to it."""

    model_config = ConfigDict(extra="forbid")

    note: str | None = Field(default=None, max_length=1000)


class OwnFactor(BaseModel):
    """A proposal, and what was decided."""

    id: int
    enterprise: str | None
    factor: str
    version: str
    gas: str
    value: str
    unit: str
    region: str
    valid_from: date
    valid_to: date | None
    reference_state: str | None
    citation: str
    evidence: int
    author: str
    created_at: int
    state: Literal["proposed", "approved", "rejected", "withdrawn"]
    decided_by: str | None
    decided_at: int | None
    note: str | None


class OwnFactors(BaseModel):
    """Proposals, the newest first."""

    factors: list[OwnFactor]
    cursor: str | None = Field(description="of the next page; null: there is none")


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def version(row: library.StoredVersion) -> FactorVersion:
    """The schema of a version."""
    parts = row.components
    return FactorVersion(
        id=row.id, factor=row.factor, name_zh=parts.get("name_zh", ""), name_en=parts.get("name_en", ""),
        set=row.set_code, version=row.version, gas=row.gas, value=_plain(row.value), unit=row.unit,
        region=row.region, valid_from=row.valid_from, valid_to=row.valid_to,
        reference_state=row.reference_state, formula=parts.get("formula"),
        components=[
            FactorComponent(name=name, value=part["value"], unit=part["unit"])
            for name, part in parts.items() if isinstance(part, dict)
        ],
        citation=row.citation, source_ref=row.source_ref, grade=row.grade,
        single_source=bool(parts.get("single_source")), own=row.set_code == "own",
    )  # fmt: skip


def line(row: library.Line) -> FactorLine:
    """The schema of a line."""
    return FactorLine(
        newest=version(row.version),
        versions=row.versions,
        sets=row.sets,
        in_force=row.in_force,
        used_hours=row.used_hours,
    )


def need(row: library.Need) -> FactorNeed:
    """The schema of what a source asks for."""
    source = row.source
    return FactorNeed(
        source=source.source, name_zh=source.name_zh, name_en=source.name_en, enterprise=source.enterprise,
        factor=source.factor, region=source.region,
        version=None if row.version is None else version(row.version), fallback=row.fallback,
    )  # fmt: skip


def use(row: library.Use) -> FactorUse:
    """The schema of a use."""
    return FactorUse(
        version=row.version_id, source=row.source, name_zh=row.name_zh, name_en=row.name_en,
        enterprise=row.enterprise, hours=row.hours, first_hour=to_ms(row.first_hour),
        last_hour=to_ms(row.last_hour), co2_mg=row.co2_mg, fallback_hours=row.fallback_hours,
    )  # fmt: skip


def timeline(found: library.Timeline) -> FactorTimeline:
    """The schema of a timeline."""
    return FactorTimeline(
        versions=[version(row) for row in found.versions],
        in_force=sorted(found.in_force),
        users=found.users,
        region=found.region,
    )


def needs(every: Sequence[library.Need], shown: Sequence[library.Need], *, cursor: str | None) -> FactorNeeds:
    """The schema of a page of what sources ask for."""
    ranks = [library.rank(one) for one in every]
    return FactorNeeds(
        needs=[need(row) for row in shown],
        total=len(every),
        missing=ranks.count(0),
        fallback=ranks.count(1),
        factors=sorted({one.source.factor for one in every}),
        gaps=[gap(row) for row in library.known_gaps()],
        cursor=cursor,
    )


def gap(row: library.Gap) -> FactorGap:
    """The schema of a gap."""
    return FactorGap(code=row.code, kind=row.kind, words_zh=row.words_zh, words_en=row.words_en)


def choice(found: adopting.Choice) -> FactorChoice:
    """The schema of a choice."""
    return FactorChoice(
        sets=[
            FactorSet(
                code=s.code, title=s.title, publisher=s.publisher, licence=s.licence, published=s.published,
                optional=s.optional, loaded_at=to_ms(s.loaded_at), factors=s.factors, versions=s.versions,
            )
            for s in found.sets
        ],
        in_force=found.in_force,
        chosen=found.chosen,
        gwp=found.gwp,
        history=[
            Adoption(
                id=a.id, sets=a.sets, reason=a.reason, author=a.author, created_at=to_ms(a.created_at)
            )
            for a in found.history
        ],
    )  # fmt: skip


def restated(found: adopting.Sums, versions: Mapping[int, library.StoredVersion], gwp: str) -> Restated:
    """The schema of a diff, the largest change first."""
    changed = {key: value for key, value in found.items() if value.hours}
    ordered = sorted(changed.items(), key=lambda item: -abs(item[1].after_co2e_mg - item[1].before_co2e_mg))
    unpriced: dict[str, int] = {}
    for key, value in found.items():
        if value.unpriced_hours:
            unpriced[key.source] = unpriced.get(key.source, 0) + value.unpriced_hours
    totals = {
        name: sum(getattr(s, name) for s in found.values())
        for name in ("before_mg", "after_mg", "held_mg", "before_co2e_mg", "after_co2e_mg", "held_co2e_mg")
    }
    return Restated(
        lines=[
            RestatedLine(
                source=key.source, before=version(versions[key.before]), after=version(versions[key.after]),
                hours=s.hours, before_mg=s.before_mg, after_mg=s.after_mg, before_co2e_mg=s.before_co2e_mg,
                after_co2e_mg=s.after_co2e_mg, held_hours=s.held_hours, held_mg=s.held_mg,
                held_co2e_mg=s.held_co2e_mg, fallback_before=s.fallback_before,
                fallback_after=s.fallback_after,
            )
            for key, s in ordered
        ],
        unpriced=[UnpricedHours(source=source, hours=hours) for source, hours in sorted(unpriced.items())],
        gwp=gwp,
        **totals,
    )  # fmt: skip


def restatement(row: adopting.JobRow) -> Restatement:
    """The schema of a restatement."""
    start, end = (datetime.fromisoformat(row.arguments[name]) for name in ("from", "to"))
    sums = row.result or {}
    return Restatement.model_validate(
        {
            "id": row.id, "from": to_ms(start), "to": to_ms(end), "reason": row.arguments["reason"],
            "author": row.author, "state": row.state, "progress": row.progress or 0.0, "error": row.error,
            "created_at": to_ms(row.created_at),
            "finished_at": None if row.finished_at is None else to_ms(row.finished_at),
            **{name: sums.get(name, 0) for name in ("hours", "before_mg", "after_mg", "held_hours")},
        }
    )  # fmt: skip


def own_factor(row: own_factors.OwnFactor) -> OwnFactor:
    """The schema of a proposal."""
    return OwnFactor.model_validate(
        {
            "id": row.id, "enterprise": row.enterprise, "factor": row.factor, "version": row.version,
            "gas": row.gas, "value": _plain(row.value), "unit": row.unit, "region": row.region,
            "valid_from": row.valid_from, "valid_to": row.valid_to, "reference_state": row.reference_state,
            "citation": row.citation, "evidence": row.evidence_id, "author": row.author,
            "created_at": to_ms(row.created_at), "state": row.state, "decided_by": row.decided_by,
            "decided_at": None if row.decided_at is None else to_ms(row.decided_at), "note": row.note,
        }
    )  # fmt: skip
