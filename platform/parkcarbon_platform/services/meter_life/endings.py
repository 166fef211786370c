"""End a virtual, converted or record point: from a time on it has no quarter hours, what it was stays."""

from datetime import datetime

from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import changes, locks
from parkcarbon_platform.services.ledger.changes import Change, Workplace
from parkcarbon_platform.services.localtime import quarter_start, to_ms
from parkcarbon_platform.services.meter_life.computed import MadeBy
from parkcarbon_platform.storage import derived, endings
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.points import Point

__all__ = ["InUseError", "LockedError", "end"]


class InUseError(ConflictError):
    """Something is still made of the point."""

    code = "in_use"
    remedy = "Take it out of these first, or end them."


class LockedError(ConflictError):
    """Locked hours may have been made of what would go."""

    code = "locked"
    remedy = "End it after the locked period, or release the lock."


def end(
    place: Workplace, actor: Actor, code: str, time: datetime | None, *, made_by: MadeBy, reason: str
) -> Point:
    """The point, `made_by` an expression, a conversion or records, ends; defining it anew revives it.

    Without `time` now. Refused while anything is made of it, and where a locked period reaches beyond.
    """
    seen = place.point(actor, code)
    now = place.clock()
    at = quarter_start(now) if time is None else time
    if quarter_start(at) != at or at > now:
        raise InvalidError("A point ends at the start of a quarter hour that has begun.", remedy="Round it.")

    def act(connection: Connection) -> Change[Point]:
        point = changes.point_of(connection, code)
        _check(connection, point, made_by, at)
        endings.end(connection, seen.id, to_ms(at), author=actor.name, reason=reason, now=now)
        extent = derived.extent(connection, [seen.id])
        ranges = []
        if extent is not None and extent[1] >= at:
            ranges = [Range(seen.id, to_ms(max(at, extent[0])), to_ms(extent[1]))]
        return Change(changes.point_of(connection, code), ranges, "point ended")

    return place.do(act)


def _check(connection: Connection, point: Point, made_by: MadeBy, at: datetime) -> None:
    formula = point.formula or {}
    if made_by not in formula:
        raise NotFoundError(f"{point.code} is made by no {made_by} that could end.", point=point.code)
    if "ended" in formula:
        raise ConflictError(f"{point.code} has ended already.", point=point.code)
    if users := endings.users(connection, point.id, at):
        raise InUseError(f"{point.code} is used by {', '.join(users[:5])}.", users=users[:50])
    if any(until > at for _, until in locks.spans(connection, point.enterprise_id)):
        raise LockedError(f"A locked period reaches beyond the end of {point.code}.", point=point.code)
