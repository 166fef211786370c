"""What norms, benchmarks and what-ifs carry: one form for the API, the command line and the page."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_platform.services.budgets.models import BudgetKind, BudgetNote, BudgetOwner

NormVerdict = Literal["advanced", "within", "above"]
NormUnit = Literal[
    "kg/m2", "kg/ha", "kg/t", "kg/m3", "kg/MWh", "kg/GJ", "kg/piece",
    "kgce/m2", "kgce/ha", "kgce/t", "kgce/m3", "kgce/MWh", "kgce/GJ", "kgce/piece",
    "kWh/m2", "kWh/ha", "kWh/t", "kWh/m3", "kWh/MWh", "kWh/GJ", "kWh/piece",
]  # fmt: skip
Gap = Literal["no_month", "other_unit", "never_seen", "no_coefficient"]
NormValue = Annotated[float, Field(gt=0, le=1e12, allow_inf_nan=False)]
NormDay = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class NormWanted(BaseModel):
    """A norm to be kept: emissions, energy or electricity by a product or an area; less is better.

    `unit` is kg, kgce or kWh by t, m3, MWh, GJ or piece of a product, m2 of floor, ha of land.
    """

    model_config = ConfigDict(extra="forbid")

    name_zh: Annotated[str, Field(min_length=1, max_length=200)]
    name_en: Annotated[str, Field(min_length=1, max_length=200)]
    kind: BudgetKind
    item: Annotated[str, Field(pattern=r"^(product:[a-z0-9][a-z0-9-]{0,39}|floor_area|land_area)$")]
    unit: NormUnit
    limit: NormValue
    advanced: NormValue | None = None
    citation: Annotated[str, Field(min_length=3, max_length=1000)]
    valid_from: NormDay
    valid_to: NormDay | None = None
    note: BudgetNote = ""


class NormTold(NormWanted):
    """A norm with who wrote it."""

    code: str
    author: str
    saved_at: int


class BenchmarkNamed(BaseModel):
    """An enterprise."""

    enterprise: str
    name_zh: str
    name_en: str


class BenchmarkPast(BaseModel):
    """The same months of a former year; None where these are not all known."""

    year: int
    value: float | None


class BenchmarkLine(BenchmarkNamed):
    """An enterprise against a norm.

    `months` of the year are known in both parts (1: January). `rank` of `ranked` is its place, the lowest
    first; an enterprise is told its own only where three or more are compared. `saving` is what reaching the
    advanced value, else the limit, would save [t, tce or MWh]: of a product in these months, of an area in a
    year, as `value` is; `amount` is what it is by. `others` are its other products, which the same energy
    served.
    """

    value: float
    amount: float
    months: list[int]
    verdict: NormVerdict
    rank: int | None
    ranked: int | None
    past: list[BenchmarkPast]
    saving: float
    others: list[str]


class BenchmarkLacking(BenchmarkNamed):
    """An enterprise that a norm is for and that cannot be compared.

    `never_seen`: `sources` have never had data; `no_coefficient`: theirs is not in standard coal, or their
    gas has no weight.
    """

    reason: Gap
    sources: list[str]


class BenchmarkNorm(BaseModel):
    """A norm with the enterprises that it is for, the best first."""

    norm: NormTold
    lines: list[BenchmarkLine]
    lacking: list[BenchmarkLacking]


class Benchmark(BaseModel):
    """A year's benchmark; `products` are reported items that a norm could be for.

    `withheld` are enterprises that keep their production to themselves: they are in no line.
    """

    year: int
    norms: list[BenchmarkNorm]
    products: list[str]
    withheld: list[BenchmarkNamed]


class NormsTold(BaseModel):
    """The norms in force."""

    norms: list[NormTold]


WhatIfAmount = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]


class WhatIfAsked(BaseModel):
    """A new enterprise: what it uses in a year, or an enterprise's last twelve whole months x `scale`.

    Electricity [MWh], natural gas [10^4 m3], heat [GJ], process emissions [t CO2e]; `start` is the month in
    which it comes.
    """

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200)]
    copy_of: BudgetOwner = None
    scale: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 1.0
    electricity: WhatIfAmount = 0
    natural_gas: WhatIfAmount = 0
    heat: WhatIfAmount = 0
    process: WhatIfAmount = 0
    start: Annotated[int, Field(ge=1, le=12)] = 1


class WhatIfLine(BaseModel):
    """A part of a newcomer's year: amount x factor = t CO2e, and its energy [tce]; `citation`: of the factor,
    or empty where the ledger has it so."""

    carrier: str
    amount: float
    unit: str
    factor: float | None
    factor_unit: str
    citation: str
    carbon: float
    energy: float


class WhatIfYear(BaseModel):
    """A year of the park without and with the newcomer [t CO2e]; `share` is of the year that it is there.

    `basis`: this year by its forecast, the next by the last twelve whole months. A chance is that of more
    than the budget.
    """

    year: int
    basis: Literal["forecast", "last_twelve_months"]
    share: float
    budget: float | None
    without: float | None
    added: float
    with_it: float | None
    chance_without: float | None
    chance_with: float | None


class WhatIfCore(BaseModel):
    """The core indicator of zero-carbon parks [t CO2 per tce], of the days that are known, and its limit.

    `added_t` [t CO2] and `added_tce` are what the newcomer adds by the national method.
    """

    year: int
    without: float | None
    with_it: float | None
    limit: float | None
    added_t: float
    added_tce: float | None


class WhatIf(BaseModel):
    """What a newcomer would do to the park; nothing of it is stored. `park` is its last twelve months [t]."""

    asked: WhatIfAsked
    lines: list[WhatIfLine]
    carbon: float
    energy: float
    park: float | None
    years: list[WhatIfYear]
    core: WhatIfCore


class WhatIfKept(BaseModel):
    """A what-if that somebody kept, as it was asked."""

    id: int
    asked: WhatIfAsked
    author: str
    saved_at: int


class WhatIfs(BaseModel):
    """What is kept, the newest first."""

    kept: list[WhatIfKept]
    cursor: str | None = Field(description="of the next page; null: there is none")
