"""Water, solid waste, waste heat: integers in base units [mL, g, J], `per_unit` of which are one `unit`."""

from datetime import date
from typing import Literal

from parkcarbon_platform.services.costs import resources
from parkcarbon_platform.services.localtime import to_ms
from pydantic import BaseModel

Carrier = Literal[
    "water", "water_reused", "solid_waste", "solid_waste_used", "waste_heat_available", "waste_heat"
]


class ResourceDay(BaseModel):
    """A local day's amount."""

    day: date
    quantity: int
    estimated: int


class ResourceOwner(BaseModel):
    """An enterprise's amount; enterprise null: the park's own meters."""

    enterprise: str | None
    name_zh: str | None
    name_en: str | None
    quantity: int


class Resource(BaseModel):
    """A carrier in the span, and in the calendar year of its last day up to its end."""

    carrier: Carrier
    unit: str
    per_unit: int
    quantity: int
    estimated: int
    year_quantity: int
    points: list[str]
    days: list[ResourceDay]
    owners: list[ResourceOwner]


class ResourceRate(BaseModel):
    """A guiding indicator of the year so far; value null: not measured."""

    code: Literal["water_reuse", "solid_waste_use", "waste_heat_use"]
    value: float | None
    target: float


class Resources(BaseModel):
    """What is measured; `source` is where the targets are from."""

    start: int
    end: int
    year_start: int
    resources: list[Resource]
    rates: list[ResourceRate]
    source: str


def overview(found: resources.Resources, start: int, end: int) -> Resources:
    """The schema of everything measured."""
    return Resources(
        start=start,
        end=end,
        year_start=to_ms(found.year_start),
        resources=[resource(found, row) for row in found.resources],
        rates=[
            ResourceRate.model_validate(
                {
                    "code": rate.indicator.code,
                    "value": None if rate.value is None else round(float(rate.value), 6),
                    "target": float(rate.indicator.target),
                }
            )
            for rate in found.rates
        ],
        source=resources.SOURCE,
    )


def resource(found: resources.Resources, row: resources.Resource) -> Resource:
    """The schema of a carrier."""
    names = {owner.code: owner for owner in found.owners}
    return Resource.model_validate(
        {
            "carrier": row.kind.carrier,
            "unit": row.kind.unit,
            "per_unit": row.per_unit,
            "quantity": row.total.quantity,
            "estimated": row.total.estimated,
            "year_quantity": row.year.quantity,
            "points": [p.code for p in row.points],
            "days": [
                {"day": day, "quantity": amount.quantity, "estimated": amount.estimated}
                for day, amount in sorted(row.days.items())
            ],
            "owners": [
                {
                    "enterprise": code,
                    "name_zh": names[code].name_zh if code in names else None,
                    "name_en": names[code].name_en if code in names else None,
                    "quantity": amount.quantity,
                }
                for code, amount in sorted(row.owners.items(), key=lambda item: -item[1].quantity)
            ],
        }
    )
