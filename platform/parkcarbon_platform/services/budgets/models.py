"""Budgets as they are told: carbon in t CO2e, energy in tce by calorific value, electricity in MWh."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_platform.storage.budgets import Kind

BudgetKind = Kind
BudgetBasis = Literal["entered", "last_year", "last_twelve_months", "plan"]
BudgetShape = Literal["last_twelve_months", "last_year", "days"]
BudgetStatus = Literal["ok", "at_risk", "exceeded", "unknown"]
BudgetReason = Literal[
    "used_up",
    "forecast_above",
    "ahead_of_plan",
    "forecast_within",
    "behind_plan",
    "not_begun",
    "days_missing",
    "never_seen",
]
BudgetYear = Annotated[int, Field(ge=2000, le=2100)]
# Nine million million tonnes do not fit the integers of the ledger.
BudgetAmount = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
BudgetNote = Annotated[str, Field(max_length=1000)]
BudgetOwner = Annotated[str | None, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,62}$")]


class BudgetWanted(BaseModel):
    """A budget to be set: month by month, a total with a shape, or so much less than what was.

    `basis` entered: `months`, or `total` over the months by `shape`. Else `percent` less than what came to be
    in the year before, or in the last twelve whole months; its months are those of that time.
    """

    model_config = ConfigDict(extra="forbid")

    kind: BudgetKind
    year: BudgetYear
    enterprise: BudgetOwner = None
    basis: Literal["entered", "last_year", "last_twelve_months"] = "entered"
    total: BudgetAmount | None = None
    months: Annotated[list[BudgetAmount], Field(min_length=12, max_length=12)] | None = None
    percent: Annotated[float, Field(ge=-100, le=100, allow_inf_nan=False)] | None = None
    shape: BudgetShape = "days"
    note: BudgetNote = ""


class BudgetOfPlan(BaseModel):
    """A plan's years as the park's budgets; `divide` them among the enterprises by what these used lately."""

    model_config = ConfigDict(extra="forbid")

    plan: Annotated[int, Field(ge=1, le=2**31 - 1)]
    scenario: Annotated[str, Field(max_length=63)] | None = None
    first: BudgetYear | None = None
    last: BudgetYear | None = None
    divide: bool = False
    note: BudgetNote = ""


class BudgetPushed(BaseModel):
    """How many budgets a plan made, and of which years."""

    budgets: int
    years: list[int]
    shape: BudgetShape


class BudgetForecast(BaseModel):
    """The year's end between `lower` and `upper` with the probability `level`.

    `missing` is what days without data are taken to have come to; `chance` the probability to end above the
    budget. `method`: by the shape of the year before, or by days; `months` are the whole months behind it.
    """

    value: float
    lower: float
    upper: float
    level: float
    missing: float
    method: Literal["last_year", "days"]
    months: int
    chance: float | None


class BudgetLine(BaseModel):
    """An owner (None: the park) against its budget of a kind; amounts in `unit`.

    `lacking` are sources without a coefficient, `unseen` those that have never had data: neither counts.
    """

    enterprise: str | None
    name_zh: str
    name_en: str
    kind: BudgetKind
    unit: str
    budget: float | None
    used: float
    to_date: float | None
    status: BudgetStatus | None
    reason: BudgetReason | None
    forecast: BudgetForecast | None
    refusal: Literal["too_few_months", "nothing_known"] | None
    basis: BudgetBasis | None
    percent: float | None
    plan: int | None
    note: str
    author: str | None
    saved_at: int | None
    lacking: list[str]
    unseen: list[str]


class BudgetsYear(BaseModel):
    """All budgets of a year; `through` is the last day that counts (ISO), None before the year begins."""

    year: int
    through: str | None
    years: list[int]
    lines: list[BudgetLine]


class BudgetMonth(BaseModel):
    """A month: its budget, what came, days known of those passed, and sums from January to its end."""

    month: str
    days: int
    passed: int
    known: int
    budget: float | None
    used: float
    before: float | None
    budget_sum: float | None
    used_sum: float | None
    forecast_sum: float | None
    lower_sum: float | None
    upper_sum: float | None


class BudgetVersion(BaseModel):
    """A version of a budget, with who wrote it."""

    id: int
    total: float
    basis: BudgetBasis
    percent: float | None
    plan: int | None
    ended: bool
    note: str
    author: str
    saved_at: int


class BudgetDetail(BaseModel):
    """One budget, month by month, with its versions."""

    line: BudgetLine
    year: int
    through: str | None
    months: list[BudgetMonth]
    history: list[BudgetVersion]


class BudgetProposal(BaseModel):
    """What a wanted budget would be: its months add up to the total exactly."""

    unit: str
    total: float
    months: list[float]
