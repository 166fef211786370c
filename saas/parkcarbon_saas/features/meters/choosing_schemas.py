"""Points and meters to choose from."""

from parkcarbon_platform.services.meters.choosing import DeviceChoice as DeviceRow
from parkcarbon_platform.services.meters.choosing import PointChoice as PointRow
from pydantic import BaseModel

from parkcarbon_saas.features.meters import schemas


class PointChoice(schemas.Named):
    """A point by its name, with what it measures."""

    unit: str
    quantity: str
    carrier: str
    kind: schemas.Kind
    integrated: bool


class PointChoices(BaseModel):
    """Points by code; `cursor` where there are more. `carriers`: of all points that one sees."""

    points: list[PointChoice]
    carriers: list[str]
    cursor: str | None


class DeviceChoice(schemas.Named):
    """A meter by its name."""

    serial: str | None


class DeviceChoices(BaseModel):
    """Meters by code; `cursor` where there are more."""

    devices: list[DeviceChoice]
    cursor: str | None


def point(row: PointRow) -> PointChoice:
    """The schema of a point to choose."""
    return PointChoice.model_validate(row, from_attributes=True)


def device(row: DeviceRow) -> DeviceChoice:
    """The schema of a meter to choose."""
    return DeviceChoice.model_validate(row, from_attributes=True)
