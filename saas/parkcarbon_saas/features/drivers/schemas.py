"""What drives emissions: output, products, area, people. Quantities are decimal strings, days ISO dates."""

from datetime import date

from parkcarbon_platform.services.activity.activity import RecordRow
from pydantic import BaseModel


class DriverValue(BaseModel):
    """A value of a month or a year; `to_day` is not included."""

    from_day: date
    to_day: date
    quantity: str
    unit: str


class DriverSeries(BaseModel):
    """An item of an enterprise (null: the park's own), by time: approved values only."""

    enterprise: str | None
    item: str
    values: list[DriverValue]


class Drivers(BaseModel):
    """The series that there are."""

    series: list[DriverSeries]


def value(row: RecordRow) -> DriverValue:
    """The schema of a value."""
    return DriverValue(
        from_day=row.from_day, to_day=row.to_day, quantity=format(row.quantity, "f"), unit=row.unit
    )
