"""What stands beside an inventory's tonnes: integers [mg, g of coal, base units] and decimal strings."""

from typing import Any, Literal

from pydantic import BaseModel


class FigureBounds(BaseModel):
    """An interval by error propagation [mg]; `relative`: half-width ÷ total."""

    half_width_mg: int
    relative: float | None
    lower_mg: int
    upper_mg: int


class FigureDraws(BaseModel):
    """An interval by Monte Carlo [mg], with the histogram of its totals."""

    draws: int
    seed: int
    mean_mg: int
    median_mg: int
    lower_mg: int
    upper_mg: int
    edges_mg: list[int]
    counts: list[int]


class FigureCause(BaseModel):
    """A cause of error: bounds as shares of the value, `distribution` null where nobody knows them.

    `share` of the variance by error propagation, `drawn_share` by Monte Carlo; `amount_mg` of an unknown one:
    what depends on it.
    """

    key: str
    kind: str
    subject: str
    distribution: str | None
    lower: float
    upper: float
    level: float
    citation: str
    drawn_share: float | None
    share: float | None = None
    half_width_mg: int | None = None
    amount_mg: int | None = None


class FigureSource(BaseModel):
    """A source's share of the variance, and the half-width that it would have alone [mg]."""

    source: str
    share: float
    half_width_mg: int


class FigureUncertainty(BaseModel):
    """How well a total is known; below a `covered_share` of 1 the intervals are at least this wide."""

    basis: Literal["location", "market"]
    total_mg: int
    level: float
    covered_share: float
    approach_1: FigureBounds | None
    approach_2: FigureDraws | None
    contributors: list[FigureCause]
    sources: list[FigureSource]
    unknown: list[FigureCause]


class FigureCoefficient(BaseModel):
    """Standard coal of an amount of energy."""

    value: str
    unit: str
    citation: str
    region: str
    fallback: bool


class FigureEnergyLine(BaseModel):
    """Energy that crosses the boundary [base unit], in standard coal [g]; what is passed on is negative."""

    code: str
    carrier: str
    role: Literal["fuel", "bought", "generated", "passed_on"]
    quantity: int
    unit: str
    coefficient: FigureCoefficient | None
    calorific_g: int | None
    equivalent_g: int | None


class FigureCarrier(BaseModel):
    """A carrier in standard coal [g]."""

    carrier: str
    calorific_g: int | None
    equivalent_g: int | None


class FigureEnergy(BaseModel):
    """Net energy [g of coal]; null where a coefficient is lacking. `equivalent`: that of electricity."""

    calorific_g: int | None
    equivalent_g: int | None
    lacking: list[str]
    equivalent: FigureCoefficient | None
    lines: list[FigureEnergyLine]
    carriers: list[FigureCarrier]


class FigureIntensity(BaseModel):
    """A ratio, or why there is none: days that have a report, enterprises that have none."""

    numerator: Literal["co2e", "tce_calorific", "tce_equivalent"]
    denominator: str
    unit: str
    value: str | None
    amount: str | None
    gap: Literal["not_reported", "days_missing", "enterprises_missing", "nothing", "numerator"] | None
    days: int
    of_days: int
    missing: list[str]


class InventoryFigures(BaseModel):
    """The figures of an inventory."""

    uncertainty: list[FigureUncertainty]
    energy: FigureEnergy
    intensities: list[FigureIntensity]


def figures(document: dict[str, Any]) -> InventoryFigures:
    """As JSON."""
    return InventoryFigures.model_validate(document)
