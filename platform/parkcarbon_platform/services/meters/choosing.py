"""Points and meters to choose from, by a few letters or by their codes: nothing is judged or counted."""

from parkcarbon_platform.storage import choosing as storage
from parkcarbon_platform.storage.choosing import Asked, DeviceChoice, Measuring, PointChoice
from parkcarbon_platform.storage.database import Connection

__all__ = ["Asked", "DeviceChoice", "Measuring", "PointChoice"]


def points(connection: Connection, asked: Asked, measuring: Measuring) -> tuple[list[PointChoice], list[str]]:
    """The points that the transaction sees and that are asked for, by code; the carriers of all."""
    return storage.points(connection, asked, measuring), storage.carriers(connection)


def devices(connection: Connection, asked: Asked) -> list[DeviceChoice]:
    """The meters that the transaction sees and that are asked for, by code."""
    return storage.devices(connection, asked)
