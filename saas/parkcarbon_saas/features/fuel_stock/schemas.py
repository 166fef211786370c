"""Fuel in stock over the API: tonnes as decimal strings, times in ms, `to_day` not included."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from parkcarbon_platform.services.activity import fuel_stock
from parkcarbon_platform.services.activity.fuel_stock import Analysis, Entry, EntryRow, LotRow, Mean, Stock
from parkcarbon_platform.services.localtime import from_ms, to_ms
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.features.activity.schemas import ItemCode
from parkcarbon_saas.tenancy import CODE

Tonnes = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6)]
Percent = Annotated[Decimal, Field(ge=0, lt=100, max_digits=8, decimal_places=4)]
Time = Annotated[int, Field(ge=0, le=4_102_444_800_000, description="ms")]


class NewEntry(BaseModel):
    """A load over the weighbridge, or a stock take (`time` to `until`); net alone, or gross and tare [t]."""

    model_config = ConfigDict(extra="forbid")

    enterprise: str | None = Field(default=None, pattern=CODE)
    item: ItemCode
    kind: Literal["purchase", "sale", "take"]
    time: Time
    until: Time | None = None
    gross: Tonnes | None = None
    tare: Tonnes | None = None
    net: Tonnes | None = None
    vehicle: str = Field(default="", max_length=40)
    ticket: str = Field(default="", max_length=60)
    note: str = Field(default="", max_length=1000)
    evidence: int | None = Field(default=None, ge=1)

    def entry(self) -> Entry:
        """As the service takes it."""
        until = None if self.until is None else from_ms(self.until)
        return Entry(**{**self.model_dump(), "time": from_ms(self.time), "until": until})


class NewLot(BaseModel):
    """What a laboratory found: moistures and carbon in percent of mass, NCV [GJ/t], on `basis`."""

    model_config = ConfigDict(extra="forbid")

    enterprise: str | None = Field(default=None, pattern=CODE)
    item: ItemCode
    code: str = Field(min_length=1, max_length=60)
    from_day: date
    to_day: date
    mass: Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=6)]
    basis: Literal["ar", "ad", "d"]
    moisture_ar: Percent | None = None
    moisture_ad: Percent | None = None
    ncv: Annotated[Decimal, Field(gt=0, lt=200, max_digits=10, decimal_places=6)] | None = None
    carbon: Annotated[Decimal, Field(ge=0, le=100, max_digits=10, decimal_places=6)] | None = None
    note: str = Field(default="", max_length=1000)
    evidence: int | None = Field(default=None, ge=1)

    def analysis(self) -> Analysis:
        """As the service takes it."""
        return Analysis(**self.model_dump())


class Cancel(BaseModel):
    """Why it does not count."""

    model_config = ConfigDict(extra="forbid")

    note: str = Field(min_length=1, max_length=1000)


class StockEntry(BaseModel):
    """A load or a stock take [t]."""

    id: int
    kind: str
    time: int
    until: int | None
    vehicle: str
    ticket: str
    gross: str | None
    tare: str | None
    net: str
    note: str
    evidence: int | None
    author: str


class StockLot(BaseModel):
    """A laboratory's lot, as reported."""

    id: int
    code: str
    from_day: date
    to_day: date
    mass: str
    basis: str
    moisture_ar: str | None
    moisture_ad: str | None
    ncv: str | None
    carbon: str | None
    note: str
    evidence: int | None
    author: str


class StockEntries(BaseModel):
    """Loads and stock takes, the newest first; `cursor` where there are more."""

    entries: list[StockEntry]
    cursor: str | None


class StockLots(BaseModel):
    """A laboratory's lots, the newest first; `cursor` where there are more."""

    lots: list[StockLot]
    cursor: str | None


class LotMean(BaseModel):
    """The mean by mass of the lots of a period, as received: NCV [GJ/t], carbon [%] and [tC/GJ]."""

    mass: str
    ncv: float | None
    carbon: float | None
    carbon_per_energy: float | None


class StockPeriod(BaseModel):
    """A period between two stock takes [t]: consumption = opening + purchases − sold − closing."""

    start: int
    end: int
    opening: str
    purchases: str
    sold: str
    closing: str
    consumption: str
    lots: LotMean | None


class StockFault(BaseModel):
    """What cannot be right; `entries` are the ids."""

    rule: Literal["negative_consumption", "overlapping_takes", "moved_during_take", "not_between_takes"]
    time: int
    entries: list[int]
    mass: str


class FuelStock(BaseModel):
    """What a fuel of an enterprise came to between stock takes."""

    item: str
    periods: list[StockPeriod]
    findings: list[StockFault]


def tonnes(grams: int) -> str:
    """Grams as tonnes, exact."""
    return format(Decimal(grams) / fuel_stock.GRAMS_PER_TONNE, "f")


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _real(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def entry(row: EntryRow) -> StockEntry:
    """The schema of an entry."""
    return StockEntry(
        id=row.id,
        kind=row.kind,
        time=to_ms(row.time),
        until=None if row.until is None else to_ms(row.until),
        vehicle=row.vehicle,
        ticket=row.ticket,
        gross=None if row.gross_g is None else tonnes(row.gross_g),
        tare=None if row.tare_g is None else tonnes(row.tare_g),
        net=tonnes(row.mass_g),
        note=row.note,
        evidence=row.evidence_id,
        author=row.author,
    )


def lot(row: LotRow) -> StockLot:
    """The schema of a lot."""
    return StockLot(
        id=row.id,
        code=row.code,
        from_day=row.from_day,
        to_day=row.to_day,
        mass=tonnes(row.mass_g),
        basis=row.basis,
        moisture_ar=_text(row.moisture_ar),
        moisture_ad=_text(row.moisture_ad),
        ncv=_text(row.ncv),
        carbon=_text(row.carbon),
        note=row.note,
        evidence=row.evidence_id,
        author=row.author,
    )


def _mean(found: Mean | None) -> LotMean | None:
    if found is None:
        return None
    return LotMean(
        mass=tonnes(found.mass),
        ncv=_real(found.ncv),
        carbon=_real(found.carbon),
        carbon_per_energy=_real(found.carbon_per_energy),
    )


def stock(found: Stock) -> FuelStock:
    """The schema of a fuel's stock."""
    periods = [
        StockPeriod(
            start=to_ms(p.balance.start),
            end=to_ms(p.balance.end),
            opening=tonnes(p.balance.opening),
            purchases=tonnes(p.balance.purchases),
            sold=tonnes(p.balance.sold),
            closing=tonnes(p.balance.closing),
            consumption=tonnes(p.balance.consumption),
            lots=_mean(p.mean),
        )
        for p in found.periods
    ]
    faults = [
        StockFault(rule=f.rule, time=to_ms(f.time), entries=list(f.ids), mass=tonnes(f.mass))
        for f in found.findings
    ]
    return FuelStock(
        item=found.item.code,
        periods=periods,
        findings=faults,
    )
