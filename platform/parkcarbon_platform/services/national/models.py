"""What the national rules leave open and come to: as stored, as sent, as shown."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_platform.calculation.zero_carbon.differences import Cause
from parkcarbon_platform.calculation.zero_carbon.indicators import Verdict
from parkcarbon_platform.calculation.zero_carbon.method import Evidence, Flow, Group
from parkcarbon_platform.calculation.zero_carbon.settings import CleanShare, Exports

Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Year = Annotated[int, Field(ge=2000, le=2100)]


class ZeroCarbonSettings(BaseModel):
    """What annexes 3 and 4 print, and what they leave open; null: nobody has decided it."""

    model_config = ConfigDict(extra="forbid")

    grid_kg_per_kwh: Annotated[Decimal, Field(ge=0, le=2, max_digits=12)] = Decimal("0.8325")
    heat_kg_per_gj: Annotated[Decimal, Field(ge=0, le=500, max_digits=12)] = Decimal(110)
    equivalent_kgce_per_kwh: Annotated[Decimal, Field(ge=Decimal("0.1"), le=Decimal("0.6"))] | None = None
    small_limit: Annotated[Decimal, Field(gt=0, le=10, max_digits=12)] | None = None
    clean_share: CleanShare = "unset"
    vintage_months: Annotated[int, Field(ge=0, le=120)] | None = None
    direct_share: Annotated[Decimal, Field(ge=0, le=1, max_digits=12)] = Decimal("0.5")
    onsite_direct: bool | None = None
    exports: Exports = "own_first"
    base_year: Year = 2025
    target_year: Year = 2030
    bunkers: list[Code] = Field(
        default=[], max_length=200, description="sources of ships and aircraft abroad"
    )
    feedstock: list[Code] = Field(default=[], max_length=200, description="sources that are not burnt")


class ZeroCarbonVersion(BaseModel):
    """A version of the settings: what it changed, why, by whom."""

    id: int
    changed: list[str]
    note: str
    author: str
    at: int = Field(description="ms")


class ZeroCarbonDecided(BaseModel):
    """The settings in force, what is still open, and the versions before, the newest first."""

    settings: ZeroCarbonSettings
    open: list[str]
    history: list[ZeroCarbonVersion]


class ZeroCarbonLine(BaseModel):
    """An amount with the factor that it got, and what it emits; what goes out is negative."""

    code: str
    source: str
    name_zh: str
    name_en: str
    enterprise: str | None
    carrier: str
    origin: Literal["ledger", "point", "report"]
    flow: Flow
    group: Group
    quantity: int
    unit: str
    evidence: Evidence
    numbers: list[str] = Field(description="contracts and certificates")
    factor: str
    factor_unit: str
    factor_name: str
    factor_from: Literal["annex", "database", "ledger", "own"]
    citation: str
    rule: str
    mg: int
    bunker: bool


class ZeroCarbonFinding(BaseModel):
    """What has to be put right, or known, before the figure is good."""

    code: str
    subject: str
    detail: str


class ZeroCarbonIndicator(BaseModel):
    """An indicator with its limit: a share, or t CO2 per tce; `part` of `whole` are what it is made of."""

    code: str
    value: float | None
    limit: float | None
    verdict: Verdict
    origin: Literal["computed", "metered", "entered", "none"]
    part: str | None = None
    whole: str | None = None
    unit: str = ""
    evidence: int | None = None
    evidence_name: str | None = None
    note: str = ""
    author: str = ""


class ZeroCarbonEnergyLine(BaseModel):
    """Energy of a source or point: `coal_g` by calorific value; of electricity `electricity_wh` instead."""

    code: str
    carrier: str
    role: str
    quantity: int
    unit: str
    coefficient: str | None
    coefficient_unit: str | None
    citation: str
    coal_g: int | None


class ZeroCarbonEnergy(BaseModel):
    """The denominator: tce = (other_g ÷ 1000 + electricity_wh ÷ 1000 × equivalent) ÷ 1000."""

    tce: float | None
    other_g: int
    electricity_wh: int
    direct_wh: int
    certified_wh: int
    onsite_wh: int
    lines: list[ZeroCarbonEnergyLine]


class ZeroCarbonYear(BaseModel):
    """A year by the method: total = Σ groups = Σ lines; `days` have data."""

    year: int
    days: int
    of_days: int
    is_over: bool
    total_mg: int
    groups: dict[Group, int]
    bunker_mg: int
    lines: list[ZeroCarbonLine]
    energy: ZeroCarbonEnergy | None
    core: ZeroCarbonIndicator
    direct: ZeroCarbonIndicator
    guiding: list[ZeroCarbonIndicator]
    findings: list[ZeroCarbonFinding]
    provisional: bool
    provisional_lines: int
    database_values: int


class ZeroCarbonPoint(BaseModel):
    """A year of the outlook: what was, or what would be between two bounds."""

    year: int
    total_mg: int | None = None
    tce: float | None = None
    core: float | None = None
    days: int = 0
    is_whole: bool = False
    expected: float | None = None
    lower: float | None = None
    upper: float | None = None
    needed: float | None = None
    target_t: float | None = None


class ZeroCarbonOutlook(BaseModel):
    """Past years, the base year, and the way to the target year."""

    base_year: int
    target_year: int
    limit: float | None
    level: float
    method: Literal["trend", "too_few_years"]
    figure: Literal["core", "total"]
    whole_years: int
    points: list[ZeroCarbonPoint]


class ZeroCarbonBeside(BaseModel):
    """Another ruleset's total [mg], and the differences by cause: total + Σ causes = the method's."""

    ruleset: str
    name_zh: str
    name_en: str
    basis: str
    gas: str
    total_mg: int
    causes: dict[Cause, int]
    sources: list["ZeroCarbonDifference"]


class ZeroCarbonDifference(BaseModel):
    """A source that the two rulesets count differently."""

    source: str
    name_zh: str
    name_en: str
    before_mg: int
    after_mg: int
    causes: dict[Cause, int]


class ZeroCarbonComparison(BaseModel):
    """All rulesets for the park, side by side with the method."""

    year: int
    total_mg: int
    beside: list[ZeroCarbonBeside]


class ZeroCarbonEntry(BaseModel):
    """A figure of a year that no meter has; both amounts null take it back."""

    year: Year
    code: str = Field(
        pattern=r"^(water_reuse|solid_waste|waste_(heat|cold|pressure)|product:[\w .()（）-]{1,60})$"
    )
    part: Annotated[Decimal, Field(ge=0, max_digits=20)] | None = None
    whole: Annotated[Decimal, Field(ge=0, max_digits=20)] | None = None
    unit: str = Field(default="", max_length=40)
    evidence: int | None = None
    note: str = Field(min_length=1, max_length=2000)


class ParkFunctionWords(BaseModel):
    """How the park words a function, and whether it is asked for there."""

    model_config = ConfigDict(extra="forbid")

    name_zh: str = Field(min_length=1, max_length=80)
    name_en: str = Field(min_length=1, max_length=80)


class ParkFunctionFact(BaseModel):
    """Something that is there or lacks: how many, and when the last one was made."""

    code: str
    count: int
    last: int | None = Field(description="ms")
    needed: bool
    is_there: bool


class ParkFunction(BaseModel):
    """A function of the guide: whether it is live in this park, on which facts, on which page."""

    number: int
    code: str
    name_zh: str
    name_en: str
    state: Literal["live", "partly", "not_live"]
    page: str | None
    facts: list[ParkFunctionFact]


class ParkFunctions(BaseModel):
    """The twelve functions, judged from what the park has; where the wording is from."""

    source: str
    as_of: int
    live: int
    functions: list[ParkFunction]
    wording: ZeroCarbonVersion | None
