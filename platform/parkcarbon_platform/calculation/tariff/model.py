"""A tariff as data: prices with validity, periods of the day, demand and power factor."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta, Struct

# Chinese practice in falling order of price: 尖 峰 平 谷 深谷.
Period = Literal["sharp", "peak", "flat", "valley", "deep_valley"]
PERIODS: tuple[Period, ...] = ("sharp", "peak", "flat", "valley", "deep_valley")
DayType = Literal["workday", "weekend", "holiday"]
DAY_TYPES: tuple[DayType, ...] = ("workday", "weekend", "holiday")
Clock = Annotated[str, Meta(pattern="^([01][0-9]|2[0-4]):[0-5][0-9]$")]
Month = Annotated[int, Meta(ge=1, le=12)]
Code = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{1,62}$")]
Name = Annotated[str, Meta(min_length=1, max_length=200)]


class Range(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Local wall-clock time [start, end) on quarter hours; the end of the day is 24:00."""

    start: Clock
    end: Clock
    period: Period


class Schedule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The 24 hours of some months and kinds of day."""

    months: list[Month]
    days: list[DayType]
    ranges: list[Range]


class DemandTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The monthly charge for power.

    `contract`: the contract's demand is paid; what was measured above `above` times it costs `factor` times
    the price. `measured`: the measured demand is paid. `capacity`: the transformers' capacity is paid.
    `below` says what is paid once at the plain price in a month of overshoot: the contract's demand, or the
    threshold. `feeds`: several feeds each have their own maximum, added up, or one common maximum.
    """

    mode: Literal["none", "contract", "measured", "capacity"]
    price: Decimal = Decimal(0)
    above: Decimal = Decimal("1.05")
    factor: Decimal = Decimal(2)
    below: Literal["contract", "threshold"] = "contract"
    feeds: Literal["separate", "together"] = "separate"


class PowerFactorTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The adjustment by power factor.

    `adjustment`: knots (power factor, percent) of a line drawn through them, by falling power factor; above
    the first the first percent holds. Without knots the table of 1983 for the reference is used.
    """

    reference: Literal["0.90", "0.85", "0.80"]
    adjustment: list[tuple[Decimal, Decimal]] = []


class Version(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Prices that hold on local days from `valid_from` to `valid_to`, both included.

    Prices are in the currency per kWh. `surcharge` [per kWh] is on every kWh and no part of what the power
    factor adjusts (government funds). `holidays` are days of the type holiday; `workdays` are weekend days on
    which people work instead.
    """

    valid_from: date
    valid_to: date | None = None
    source: Annotated[str, Meta(min_length=1, max_length=1000)]
    prices: dict[Period, Decimal]
    surcharge: Decimal = Decimal(0)
    schedules: list[Schedule]
    holidays: list[date] = []
    workdays: list[date] = []
    demand: DemandTerms = DemandTerms(mode="none")
    power_factor: PowerFactorTerms | None = None


class Contract(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who buys by the tariff: an enterprise, or the park itself at its incomers (enterprise None)."""

    enterprise: str | None
    valid_from: date
    valid_to: date | None = None
    demand_kw: Decimal | None = None
    capacity_kva: Decimal | None = None


class Tariff(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tariff with its versions and contracts; `example` where it is made up."""

    code: Code
    name_zh: Name
    name_en: Name
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")] = "CNY"
    example: bool = False
    versions: list[Version]
    contracts: list[Contract] = []
