"""Water, solid waste and waste heat: quantities by day, by owner and of the year so far.

The carriers pair up: what is taken in, arises or is to be had, and what is reused, used or recovered of it.
Their rates are the guiding indicators of the national zero-carbon park list (发改环资〔2025〕910号, annex 3).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from parkcarbon_platform.calculation.units import to_base
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.costs.accounts import check_span
from parkcarbon_platform.storage import live, quarters
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.quarters import EnterpriseRow, PointRow

SOURCE = "国家级零碳园区建设指标体系（试行）, 发改环资〔2025〕910号, 附件3"


@dataclass(frozen=True, slots=True)
class Kind:
    """A carrier and the unit that people read it in."""

    carrier: str
    unit: str
    quantity: str


KINDS = (
    Kind("water", "m3", "volume"),
    Kind("water_reused", "m3", "volume"),
    Kind("solid_waste", "t", "mass"),
    Kind("solid_waste_used", "t", "mass"),
    Kind("waste_heat_available", "GJ", "energy"),
    Kind("waste_heat", "GJ", "energy"),
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A rate with the least that the national list asks for: part ÷ whole, or part ÷ (part + whole)."""

    code: str
    part: str
    whole: str
    is_of_sum: bool
    target: Fraction


INDICATORS = (
    # Reuse: reused ÷ (taken in + reused), as GB/T 7119 defines it.
    Indicator("water_reuse", "water_reused", "water", is_of_sum=True, target=Fraction(80, 100)),
    Indicator(
        "solid_waste_use", "solid_waste_used", "solid_waste", is_of_sum=False, target=Fraction(80, 100)
    ),
    Indicator(
        "waste_heat_use", "waste_heat", "waste_heat_available", is_of_sum=False, target=Fraction(50, 100)
    ),
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount and its estimated part [base unit: mL, g, J]."""

    quantity: int = 0
    estimated: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.quantity + other.quantity, self.estimated + other.estimated)


@dataclass(frozen=True, slots=True)
class Resource:
    """A carrier in the span and in the local calendar year so far."""

    kind: Kind
    points: list[PointRow]
    total: Amount
    year: Amount
    days: dict[str, Amount]
    owners: dict[str | None, Amount]

    @property
    def per_unit(self) -> int:
        """Base units in the unit that people read."""
        return int(to_base(self.kind.unit, self.kind.quantity, self.kind.carrier).scale)


@dataclass(frozen=True, slots=True)
class Rate:
    """An indicator of the year so far; None where one of its amounts is not measured."""

    indicator: Indicator
    value: Fraction | None


@dataclass(frozen=True, slots=True)
class Resources:
    """What the caller may see, with the owners' names."""

    resources: list[Resource]
    rates: list[Rate]
    owners: list[EnterpriseRow]
    year_start: datetime


def overview(
    connection: Connection, start: datetime, end: datetime, enterprise: str | None = None
) -> Resources:
    """Every resource that is measured in [start, end), of the park or of one enterprise."""
    check_span(start, end)
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    owners = quarters.enterprises(connection)
    if enterprise is not None and enterprise not in {owner.code for owner in owners}:
        raise NotFoundError(f"There is no enterprise {enterprise}, or not for you.", enterprise=enterprise)
    found = quarters.points_of(connection, [kind.carrier for kind in KINDS])
    points = [p for p in found if enterprise in (None, p.enterprise)]
    last_day = localtime.local_date(end - localtime.QUARTER, park.timezone)
    year_start = localtime.day_start(last_day.replace(month=1, day=1), park.timezone)
    rows = quarters.by_day(connection, [p.id for p in points], min(start, year_start), end, park.timezone)
    first = localtime.local_date(start, park.timezone).isoformat()
    new_year = last_day.replace(month=1, day=1).isoformat()
    days = [(p, day, Amount(q, e)) for p, day, q, e in rows]
    resources = [
        resource(kind, [p for p in points if p.carrier == kind.carrier], days, first, new_year)
        for kind in KINDS
    ]
    measured = [r for r in resources if r.points]
    return Resources(measured, [rate(i, measured) for i in INDICATORS], owners, year_start)


def resource(
    kind: Kind, points: list[PointRow], days: Iterable[tuple[int, str, Amount]], first: str, new_year: str
) -> Resource:
    """The sums of one carrier: days from `first` are in the span, those from `new_year` in the year."""
    owner = {p.id: p.enterprise for p in points}
    by_day: dict[str, Amount] = {}
    owners: dict[str | None, Amount] = {}
    span = [(p, day, amount) for p, day, amount in days if p in owner and day >= first]
    year = [amount for p, day, amount in days if p in owner and day >= new_year]
    for point, day, amount in span:
        by_day[day] = by_day.get(day, Amount()) + amount
        owners[owner[point]] = owners.get(owner[point], Amount()) + amount
    return Resource(kind, points, total(a for _, _, a in span), total(year), by_day, owners)


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum."""
    return sum(amounts, Amount())


def rate(indicator: Indicator, resources: Iterable[Resource]) -> Rate:
    """An indicator of the year so far."""
    year = {r.kind.carrier: r.year.quantity for r in resources}
    part, whole = year.get(indicator.part), year.get(indicator.whole)
    if part is None or whole is None:
        return Rate(indicator, None)
    base = part + whole if indicator.is_of_sum else whole
    return Rate(indicator, Fraction(part, base) if base else None)
