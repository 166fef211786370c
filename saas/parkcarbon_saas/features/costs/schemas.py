"""Costs: lines of money with their terms. Energies are integers [Wh, varh], money and powers decimals."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from parkcarbon_platform.services.costs import cost_figures
from parkcarbon_platform.services.costs.cost_figures import Cost, EnterpriseRow, Month
from parkcarbon_platform.services.localtime import to_ms
from pydantic import BaseModel, Field

from parkcarbon_saas.features.costs.tariff_schemas import Period

LineKind = Literal["energy", "surcharge", "demand", "power_factor"]


class Owner(BaseModel):
    """Who pays; enterprise null: the park at its incomers."""

    enterprise: str | None
    name_zh: str | None
    name_en: str | None


class LinePoint(BaseModel):
    """A meter's part of a line."""

    point: str
    name_zh: str
    name_en: str
    quantity_wh: int
    estimated_wh: int


class Line(BaseModel):
    """`amount` = `quantity` [`unit`] × `price` × `multiple`, rounded once to 0.01.

    Of kind power_factor `quantity` is the sum of money that is adjusted and `multiple` the percent ÷ 100.
    """

    kind: LineKind
    rule: str
    month: str
    quantity: str
    unit: str
    price: str | None
    multiple: str
    amount: str
    estimated_share: float
    tariff: str
    version: date
    points: list[LinePoint]


class PeriodEnergy(BaseModel):
    """Energy and its cost in one period; the money of a day is rounded by itself."""

    period: Period
    energy_wh: int
    estimated_wh: int
    amount: str


class CostDay(BaseModel):
    """A local day."""

    day: date
    energy_wh: int
    amount: str
    periods: list[PeriodEnergy]


class Feed(BaseModel):
    """A feed's highest mean power over a quarter hour; point null: all feeds together."""

    point: str | None
    name_zh: str | None
    name_en: str | None
    kw: str
    start: int
    estimated: bool


class Demand(BaseModel):
    """A month's highest power against what was agreed."""

    mode: Literal["none", "contract", "measured", "capacity"]
    separate: bool
    measured_kw: str | None
    contract_kw: str | None
    capacity_kva: str | None
    above: str
    feeds: list[Feed]


class PowerFactor(BaseModel):
    """A month's power factor; `percent` of `basis` is added (positive) or taken off."""

    factor: str | None
    reference: str
    percent: str | None
    basis: str
    active_wh: int
    reactive_varh: int


class CostMonth(BaseModel):
    """What is charged by the month; not `whole`: so far."""

    month: str
    whole: bool
    demand: Demand | None
    power_factor: PowerFactor | None


class CostTariff(BaseModel):
    """A tariff that priced a part of the span."""

    code: str
    name_zh: str
    name_en: str
    example: bool
    version: date
    source: str


class Costs(BaseModel):
    """What an account's electricity costs in a span. `total` null: no tariff is agreed."""

    owner: Owner
    start: int
    end: int
    as_of: int | None
    currency: str | None
    total: str | None
    energy_wh: int
    estimated_share: float
    unpriced_wh: int
    coverage: float | None
    points: list[str]
    tariffs: list[CostTariff]
    periods: list[PeriodEnergy]
    days: list[CostDay]
    months: list[CostMonth]
    lines: list[Line]


class Ranked(BaseModel):
    """An account's figures in a list."""

    owner: Owner
    energy_wh: int
    total: str | None
    mean_price: str | None
    estimated_share: float
    coverage: float | None
    power_factor: str | None
    demand_share: float | None


class Ranking(BaseModel):
    """Every account that the caller may see, the park's own first, then by cost."""

    start: int
    end: int
    currency: str | None
    accounts: list[Ranked]
    largest: str | None = Field(description="total of the dearest enterprise of all pages")
    cursor: str | None = Field(description="of the next page; null: there is none")


class CurrentQuarter(BaseModel):
    """The quarter hour that runs: mean so far, and what the rest may have below the contract [kW]."""

    start: int
    covered_s: int
    mean_kw: str | None
    allowed_kw: str | None


class DemandNow(BaseModel):
    """A month's demand, and of the month that runs the quarter hour."""

    owner: Owner
    month: str
    whole: bool
    demand: Demand | None
    current: CurrentQuarter | None


def owner(enterprise: EnterpriseRow | None) -> Owner:
    """The schema of who pays."""
    if enterprise is None:
        return Owner(enterprise=None, name_zh=None, name_en=None)
    return Owner(enterprise=enterprise.code, name_zh=enterprise.name_zh, name_en=enterprise.name_en)


def costs(found: Cost) -> Costs:
    """The schema of an account's cost."""
    return Costs.model_validate(
        {
            "owner": owner(found.account.enterprise),
            "start": to_ms(found.start),
            "end": to_ms(found.end),
            "as_of": found.as_of,
            "currency": found.currency,
            "total": None if found.total is None else str(found.total),
            "energy_wh": found.energy_wh,
            "estimated_share": found.estimated_share,
            "unpriced_wh": found.unpriced_wh,
            "coverage": found.coverage,
            "points": [p.code for p in found.account.active],
            "tariffs": cost_figures.tariffs_of(found),
            "periods": cost_figures.by_period(found),
            "days": cost_figures.by_day(found),
            "months": [month(found, m) for m in found.months],
            "lines": cost_figures.lines(found),
        }
    )


def month(found: Cost, row: Month) -> CostMonth:
    """The schema of what a month adds."""
    return CostMonth(
        month=row.month.isoformat()[:7],
        whole=row.whole,
        demand=demand(found, row),
        power_factor=power_factor(row),
    )


def demand(found: Cost, row: Month) -> Demand | None:
    """The schema of a month's demand."""
    return None if row.demand is None else Demand.model_validate(cost_figures.demand(found, row.demand))


def power_factor(row: Month) -> PowerFactor | None:
    """The schema of a month's power factor."""
    if row.power_factor is None:
        return None
    return PowerFactor.model_validate(cost_figures.power_factor(row.power_factor))


def largest(found: Iterable[Cost]) -> str | None:
    """What the dearest enterprise pays."""
    totals = [cost.total for cost in found if cost.account.enterprise and cost.total is not None]
    return str(max(totals)) if totals else None


def ranked(found: Cost) -> Ranked:
    """The schema of an account in a list."""
    return Ranked.model_validate({"owner": owner(found.account.enterprise), **cost_figures.summary(found)})
