"""A tariff as the API says it; the platform checks what must hold in it. Prices are decimal strings."""

from datetime import date
from typing import Annotated, Literal

from parkcarbon_platform.services.costs import tariffs
from parkcarbon_platform.services.localtime import to_ms
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.tenancy import CODE

Period = Literal["sharp", "peak", "flat", "valley", "deep_valley"]
Number = Annotated[str, Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,6})?$", description="decimal")]
Signed = Annotated[str, Field(pattern=r"^-?[0-9]{1,9}(\.[0-9]{1,6})?$", description="decimal")]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-4]):[0-5][0-9]$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Range(_Part):
    """Local time [start, end) on quarter hours."""

    start: Clock
    end: Clock
    period: Period


class Schedule(_Part):
    """The 24 hours of some months and kinds of day."""

    months: list[Annotated[int, Field(ge=1, le=12)]] = Field(max_length=12)
    days: list[Literal["workday", "weekend", "holiday"]] = Field(max_length=3)
    ranges: list[Range] = Field(max_length=96)


class DemandTerms(_Part):
    """The monthly charge for power; `above` and `factor` are the overshoot rule."""

    mode: Literal["none", "contract", "measured", "capacity"]
    price: Number = "0"
    above: Number = "1.05"
    factor: Number = "2"
    below: Literal["contract", "threshold"] = "contract"
    feeds: Literal["separate", "together"] = "separate"


class PowerFactorTerms(_Part):
    """The adjustment: knots (power factor, percent); without knots the table of 1983 for the reference."""

    reference: Literal["0.90", "0.85", "0.80"]
    adjustment: list[tuple[Signed, Signed]] = Field(default=[], max_length=50)


class Version(_Part):
    """Prices [currency per kWh] that hold from `valid_from` to `valid_to`, local days, both included."""

    valid_from: date
    valid_to: date | None = None
    source: str = Field(min_length=1, max_length=1000)
    prices: dict[Period, Number]
    surcharge: Number = "0"
    schedules: list[Schedule] = Field(max_length=60)
    holidays: list[date] = Field(default=[], max_length=400)
    workdays: list[date] = Field(default=[], max_length=400)
    demand: DemandTerms = DemandTerms(mode="none")
    power_factor: PowerFactorTerms | None = None


class Contract(_Part):
    """Who buys by the tariff; enterprise null: the park at its incomers."""

    enterprise: Annotated[str, Field(pattern=CODE)] | None
    valid_from: date
    valid_to: date | None = None
    demand_kw: Number | None = None
    capacity_kva: Number | None = None


class TariffBody(_Part):
    """A tariff as it shall be."""

    name_zh: str = Field(min_length=1, max_length=200)
    name_en: str = Field(min_length=1, max_length=200)
    currency: str = Field(default="CNY", pattern="^[A-Z]{3}$")
    example: bool = False
    versions: list[Version] = Field(max_length=100)
    contracts: list[Contract] = Field(default=[], max_length=1000)


class Tariff(TariffBody):
    """A tariff in force; `knots` by version: what its power factor adjustment uses."""

    code: str
    author: str | None
    changed_at: int | None
    knots: list[list[tuple[str, str]]]


class Tariffs(BaseModel):
    """The tariffs of the park, by code; contracts only as far as the caller may see them."""

    tariffs: list[Tariff]
    cursor: str | None = Field(description="of the next page; null: there is none")


def tariff(known: tariffs.Known) -> Tariff:
    """The schema of a tariff."""
    return Tariff.model_validate(
        {
            **tariffs.plain(known.tariff),
            "author": known.author,
            "changed_at": None if known.changed_at is None else to_ms(known.changed_at),
            "knots": [tariffs.resolved_knots(version) for version in known.tariff.versions],
        }
    )
