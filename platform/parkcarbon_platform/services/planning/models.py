"""What plans are made of, and what they come to: as stored, as sent, as shown."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_platform.calculation.pathways.drivers import Aspect, Shape
from parkcarbon_platform.calculation.pathways.measures import Kind
from parkcarbon_platform.calculation.pathways.policies import PolicyKind

Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Carrier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Note = Annotated[str, Field(max_length=2000)]
Year = Annotated[int, Field(ge=2000, le=2100)]
Amount = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]
Signed = Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Currency = Literal["CNY", "EUR", "USD"]
MOST_SCENARIOS, MOST_MEASURES = 4, 120


class Strict(BaseModel):
    """Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid")


class PlanSector(Strict):
    """A part of the park: share of output, energy [GJ] and process [t] per 10⁴ yuan, mix of carriers."""

    name: Name
    share: Share
    intensity: Amount
    process: Amount = 0.0
    mix: dict[Carrier, Share] = Field(max_length=30)


class LedgerSnapshot(Strict):
    """The ledger hours [from, to) [ms] behind a base year: what they were when it was read.

    `scaled`: what the figures of these days were multiplied by to stand for a year.
    """

    start: int
    end: int
    hours: int
    co2_mg: int
    known_at: int
    scaled: float


class PlanBase(Strict):
    """A base year: output [10⁴ yuan], growth [%/a], grid [t/MWh], zero-carbon share of electricity, sectors.

    `factors` [t/GJ] of every carrier but electricity.
    """

    year: Annotated[int, Field(ge=2015, le=2050)]
    output: Amount
    growth: Annotated[float, Field(ge=-20, le=30)] = 0.0
    grid: Annotated[float, Field(ge=0, le=2)]
    zero: Share = 0.0
    sectors: list[PlanSector] = Field(min_length=1, max_length=30)
    factors: dict[Carrier, Annotated[float, Field(ge=0, le=1)]] = Field(max_length=30)
    ledger: LedgerSnapshot | None = None
    assumed: list[str] = Field(default_factory=list, max_length=20)
    note: Note = ""


class PlanLever(Strict):
    """One driver on its way to a target."""

    driver: Annotated[str, Field(max_length=60)]
    start: Year
    end: Year
    target: Signed
    shape: Shape = "linear"
    item: Annotated[str, Field(max_length=120)] = ""


class PlanRange(Strict):
    """Lowest, likeliest, highest."""

    low: Annotated[float, Field(ge=0, le=3)]
    mode: Annotated[float, Field(ge=0, le=3)]
    high: Annotated[float, Field(ge=0, le=3)]


class PlanUncertainty(Strict):
    """What part of each aspect is reached, the spread of growth [points of %/a] and of fuel factors [-]."""

    achieved: dict[Aspect, PlanRange] = Field(default_factory=dict)
    growth_sd: Annotated[float, Field(ge=0, le=10)] = 0.0
    factor_sd: Annotated[float, Field(ge=0, le=1)] = 0.0


class PlanScenario(Strict):
    """A planned future: levers, what is not known of them, and what is assumed in words."""

    name_zh: Name
    name_en: Name
    levers: list[PlanLever] = Field(max_length=60)
    uncertainty: PlanUncertainty = Field(default_factory=PlanUncertainty)
    assumptions: Note = ""


class PlanMarket(Strict):
    """Discount rate [1/a], prices [yuan/GJ] by carrier, and what one unit of a currency costs [yuan]."""

    rate: Annotated[float, Field(ge=0, le=0.5)] = 0.08
    prices: dict[Carrier, Amount] = Field(default_factory=dict)
    exchange: dict[Literal["EUR", "USD"], Annotated[float, Field(gt=0, le=100)]] = Field(default_factory=dict)


class PlanCited(Strict):
    """A figure of a publication, for the whole measure: `value` in `currency` at prices of `price_year`.

    `basis`: as the publication has it, before it was brought to the size of the measure. `single`: no second
    source was found that says the same.
    """

    field: Literal["capex", "opex", "lifetime", "saved", "other"]
    value: Signed
    unit: Annotated[str, Field(max_length=40)] = ""
    currency: Currency | None = None
    price_year: Year | None = None
    basis: Annotated[str, Field(max_length=300)] = ""
    source: Annotated[str, Field(min_length=1, max_length=500)]
    year: Year
    single: bool = True


class PlanMeasure(Strict):
    """A measure at its full potential, as the calculation's `Measure`; `source`: where figures are from.

    `cited` costs count as long as `capex` is empty: `opex` is then added to the cited one.
    """

    name_zh: Name
    name_en: Name
    kind: Kind
    capex: Amount | None = None
    opex: Signed = 0.0
    lifetime: Annotated[int, Field(ge=1, le=60)]
    saved: dict[Carrier, Signed] = Field(default_factory=dict, max_length=20)
    contracted: dict[Carrier, Signed] = Field(default_factory=dict, max_length=20)
    other: Signed = 0.0
    first: Year = 2025
    ramp: Annotated[float, Field(gt=0, le=1)] = 1.0
    whole: bool = False
    needs: list[Code] = Field(default_factory=list, max_length=20)
    excludes: list[Code] = Field(default_factory=list, max_length=20)
    overlaps: dict[Code, Share] = Field(default_factory=dict, max_length=20)
    source: Note = ""
    note: Note = ""
    cited: list[PlanCited] = Field(default_factory=list, max_length=20)


class PlanPolicy(Strict):
    """A price, a cap, a subsidy, a standard, a peak year or a budget of capital."""

    kind: PolicyKind
    start: Year
    value: Amount = 0.0
    item: Annotated[str, Field(max_length=63)] = ""


StirpatDriver = Literal["output", "industrial_structure", "energy_structure", "energy", "energy_intensity"]


class PlanFit(Strict):
    """The stored analysis that elasticities are of: what it was of and its digits.

    `held`: drivers of the analysis that the plan does not move. Times in ms.
    """

    run: int
    title: str
    method: str
    k: float | None
    observations: int
    first: str
    last: str
    columns: dict[str, StirpatDriver]
    held: list[str] = Field(default_factory=list)
    ledger_known_at: int | None
    results_sha256: str
    warnings: list[str] = Field(default_factory=list)


class PlanElasticities(Strict):
    """A STIRPAT fit: coefficients with their covariance; `sector`: whose share is the structure."""

    names: list[StirpatDriver] = Field(min_length=1, max_length=5)
    mean: list[Signed] = Field(min_length=1, max_length=5)
    covariance: list[list[Signed]] = Field(min_length=1, max_length=5)
    sector: str = ""
    fit: PlanFit | None = None


class PlanAnalysis(Strict):
    """A stored STIRPAT analysis to take elasticities of; `drivers`: what its columns are in a plan.

    Columns that are not named are guessed by their names, and held where nothing fits.
    """

    run: Annotated[int, Field(ge=1, le=2**31 - 1)]
    drivers: dict[Annotated[str, Field(max_length=80)], StirpatDriver] = Field(
        default_factory=dict, max_length=10
    )
    sector: Annotated[str, Field(max_length=120)] = ""


class PathwayRequest(Strict):
    """Up to four scenarios to be compared; wedges go from the first to each other one."""

    name: Name
    scenarios: list[Code] = Field(min_length=1, max_length=MOST_SCENARIOS)
    end: Annotated[int, Field(ge=2026, le=2070)] = 2060
    draws: Annotated[int, Field(ge=100, le=20_000)] = 2_000
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    budget: Amount | None = None
    elasticities: PlanElasticities | None = None
    analysis: PlanAnalysis | None = None


class PortfolioRequest(Strict):
    """Measures against the emissions of a scenario, under policies."""

    name: Name
    scenario: Code
    start: Year = 2026
    end: Annotated[int, Field(ge=2026, le=2070)] = 2060
    measures: list[Code] | None = Field(default=None, max_length=MOST_MEASURES)
    policies: list[PlanPolicy] = Field(default_factory=list, max_length=100)
    seconds: Annotated[float, Field(ge=1, le=120)] = 60.0


class PlanInputs(Strict):
    """Everything of a park that plans are made of; a plan keeps its own."""

    base: PlanBase | None = None
    market: PlanMarket = Field(default_factory=PlanMarket)
    scenarios: dict[str, PlanScenario] = Field(default_factory=dict)
    measures: dict[str, PlanMeasure] = Field(default_factory=dict)


class PathResult(BaseModel):
    """A scenario's years [t, GJ], its bands (5, 25, 50, 75, 95 %), peak years, gap and sum.

    `peaks`: shares of draws by year; `no_peak`: of those without a peak before the horizon.
    """

    scenario: str
    total: list[float]
    net: list[float]
    direct: list[float]
    indirect: list[float]
    process: list[float]
    removals: list[float]
    energy: list[float]
    electricity_share: list[float]
    output: list[float]
    bands: list[list[float]]
    peak: int | None
    peaks: dict[int, float]
    no_peak: float
    gap: list[float]
    cumulative: list[float]
    spent: list[float]
    exhausted: int | None
    elastic: list[list[float]] | None = None
    elastic_no_peak: float | None = None


class WedgeResult(BaseModel):
    """What each aspect avoids [t/a] between two scenarios; they add up to the difference in every year."""

    before: str
    after: str
    by_aspect: dict[Aspect, list[float]]


class PathwayResult(BaseModel):
    """Scenarios over the same years."""

    years: list[int]
    percentiles: list[int]
    paths: list[PathResult]
    wedges: list[WedgeResult]
    implied_rate: float | None
    draws: int
    seed: int


class BuiltMeasure(BaseModel):
    """A part [-] of a measure that is built in a year."""

    measure: str
    year: int
    share: float


class MissedLimit(BaseModel):
    """A limit that cannot be kept, and by how much [t, yuan or share]."""

    kind: Literal["cap", "capital", "peak", "standard"]
    year: int
    amount: float
    item: str


class CapMarginal(BaseModel):
    """What one tonne less under a year's cap would cost [yuan/t]."""

    year: int
    yuan_per_t: float


class PortfolioResult(BaseModel):
    """The cheapest choice found, and how far it may be from the cheapest there is."""

    status: Literal["optimal", "limit", "infeasible"]
    gap: float | None
    cost: float
    without: float
    years: list[int]
    emissions: list[float]
    baseline: list[float]
    cap: list[float | None]
    capital: list[float]
    yearly: list[float]
    built: list[BuiltMeasure]
    service: dict[str, list[float]]
    marginal: list[CapMarginal]
    missed: list[MissedLimit]
    left_out: list[str]


class MaccBar(BaseModel):
    """A measure of the curve; money in yuan, widths in t/a. Null: the figure does not exist."""

    measure: str
    cost: float | None
    width: float
    start: float
    front: int | None
    npv: float | None
    payback: float | None
    irr: list[float]
    irr_verdict: Literal["one", "none", "several"] | None
    abated: float


class MaccResult(BaseModel):
    """Measures in order; `conflicts`: pairs whose widths do not simply add up."""

    order: Literal["cost", "pareto"]
    built: int
    bars: list[MaccBar]
    idle: list[str]
    conflicts: list[tuple[str, str, str]]
    has_negative: bool


class PlanTarget(Strict):
    """A target of a year: carbon [t CO2] or energy [GJ], of an enterprise or (null) the park."""

    kind: Literal["carbon", "energy"]
    year: Year
    value: Amount
    enterprise: Code | None = None
