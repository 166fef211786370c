"""Points that no meter reads: made by an expression, a conversion or records."""

from typing import Literal

from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.ledger import changes
from parkcarbon_platform.storage import points
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.points import Point

__all__ = ["MadeBy", "every", "one"]

MadeBy = Literal["expression", "conversion", "record"]


def every(
    connection: Connection, made_by: MadeBy, *, after: str | None = None, limit: int | None = None
) -> list[Point]:
    """Those that the transaction sees, by code, so many behind one."""
    return points.made_by(connection, made_by, after=after, limit=limit)


def one(connection: Connection, made_by: MadeBy, code: str) -> Point:
    """The one of this code; raises NotFoundError, also where the point is made by something else."""
    point = changes.point_of(connection, code)
    if made_by not in (point.formula or {}):
        raise NotFoundError(f"{code} is made by no {made_by}.", point=code)
    return point
