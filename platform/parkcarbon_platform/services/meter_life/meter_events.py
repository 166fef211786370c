"""Record what happened to a meter, or undo it; the spans that it touches are computed again at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import changes
from parkcarbon_platform.services.ledger.changes import Change, Preview, Workplace
from parkcarbon_platform.services.meter_life import event_details, event_indexes
from parkcarbon_platform.services.meter_life.event_details import CUTS
from parkcarbon_platform.services.meter_life.event_indexes import EventIndexError
from parkcarbon_platform.storage import invalidations, waiting_hours
from parkcarbon_platform.storage import meter_events as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.meter_events import MeterEvent
from parkcarbon_platform.storage.points import Point

__all__ = [
    "EventIndexError",
    "EventOrderError",
    "MeterEvent",
    "Request",
    "every",
    "preview",
    "record",
    "undo",
]

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


class EventOrderError(ConflictError):
    """The event does not fit between those that are recorded already."""

    code = "event_order"
    remedy = "Undo the later event, record this one, then record the later one again."


@dataclass(frozen=True, slots=True)
class Request:
    """An event that somebody wants recorded; `details` as in docs/contracts.md §11.2."""

    kind: event_details.Kind
    time: datetime
    details: Mapping[str, Any]
    reason: str
    evidence_id: int | None = None


def every(
    connection: Connection, code: str, *, after: tuple[int, int] | None = None, limit: int | None = None
) -> list[MeterEvent]:
    """The events of a point, the latest first; behind a time [µs] and a number."""
    return storage.of_point(connection, changes.point_of(connection, code).id, after=after, limit=limit)


def record(place: Workplace, actor: Actor, code: str, request: Request) -> MeterEvent:
    """Record an event and compute again what it touches."""
    point = place.point(actor, code, request.evidence_id)

    def act(connection: Connection) -> Change[MeterEvent]:
        return _record(connection, actor, point, request, place.clock())

    return place.do(act)


def preview(place: Workplace, actor: Actor, code: str, request: Request) -> Preview:
    """What recording the event would change: it is recorded, computed, and rolled back."""
    point = place.point(actor, code, request.evidence_id)

    def act(connection: Connection) -> Change[MeterEvent]:
        return _record(connection, actor, point, request, place.clock())

    return place.attempt(act, actor, point)


def undo(place: Workplace, actor: Actor, code: str, event_id: int, reason: str) -> MeterEvent:
    """Undo an event by another; it counts as if it had never been."""
    point = place.point(actor, code)
    return place.do(
        lambda connection: _undo(connection, actor, point, event_id, reason=reason, now=place.clock())
    )


def preview_undo(place: Workplace, actor: Actor, code: str, event_id: int) -> Preview:
    """What undoing the event would change."""
    point = place.point(actor, code)
    return place.attempt(
        lambda connection: _undo(connection, actor, point, event_id, reason="preview", now=place.clock()),
        actor,
        point,
    )


def _record(
    connection: Connection, actor: Actor, point: Point, request: Request, now: datetime
) -> Change[MeterEvent]:
    if request.kind not in event_details.ALLOWED[point.kind]:
        allowed = ", ".join(sorted(event_details.ALLOWED[point.kind]))
        raise InvalidError(
            f"{request.kind} cannot happen to {point.code}, a point of kind {point.kind}.",
            remedy=f"Possible are: {allowed}." if allowed else "Record it at the meters it is computed from.",
            kind=request.kind,
        )
    if not EARLIEST <= request.time <= now:
        raise InvalidError(
            f"{request.time:%F %T} UTC is no time at which something can have happened.",
            remedy="Give a time since 2000 that is not in the future.",
            time=request.time,
        )
    details = event_details.normalised(request.kind, request.details, request.time, now)
    valid = _valid(connection, point)
    if request.kind in CUTS:
        _check_order(request, _cuts(valid))
        event_indexes.check(connection, point, request.kind, request.time, details, valid=valid)
    event_id = storage.add(
        connection, point.id, kind=request.kind, time=request.time, details=details, author=actor.name,
        reason=request.reason, evidence_id=request.evidence_id,
    )  # fmt: skip
    event = found(connection, point, event_id)
    _free_differences(connection, event)
    return Change(event, touched(event, _cuts(valid), now), f"meter event: {event.kind}")


def _undo(
    connection: Connection, actor: Actor, point: Point, event_id: int, *, reason: str, now: datetime
) -> Change[MeterEvent]:
    event = found(connection, point, event_id)
    if event.undoes is not None:
        raise ConflictError("An undo cannot be undone.", remedy="Record the event again.", event=event_id)
    if event.undone_by is not None:
        raise ConflictError(f"{event.undone_by} has undone this event already.", event=event_id)
    cuts = _cuts(_valid(connection, point))
    undo_id = storage.add(
        connection, point.id, kind="undo", time=event.time, details={}, author=actor.name, reason=reason,
        undoes=event_id,
    )  # fmt: skip
    undone = found(connection, point, undo_id)
    _free_differences(connection, event)
    return Change(undone, touched(event, cuts, now), f"meter event undone: {event.kind}")


def _free_differences(connection: Connection, event: MeterEvent) -> None:
    """Differences do not wait for a meter that was not there yet: the worker computes them again."""
    if event.kind == "install":
        waiting_hours.invalidate_before(connection, event.point_id, event.time, invalidations.RECALCULATION)


def found(connection: Connection, point: Point, event_id: int) -> MeterEvent:
    """The event of the point; raises NotFoundError."""
    event = storage.find(connection, point.id, event_id)
    if event is None:
        raise NotFoundError(f"{point.code} has no event {event_id}.", event=event_id)
    return event


def touched(event: MeterEvent, cuts: Sequence[MeterEvent], now: datetime) -> list[Range]:
    """The readings whose meaning changes with an event, as spans of its point.

    A new multiplier reaches on to today, since later epochs may have taken it over; an installation
    makes everything before it unused.
    """
    time, end = localtime.to_ms(event.time), localtime.to_ms(now)
    if event.kind == "calibration":
        return []
    if event.kind in event_details.SPANS:
        return [Range(event.point_id, time, int(event.details["to"]))]
    if event.kind == "install":
        before = [e.time for e in cuts if e.time < event.time]
        return [Range(event.point_id, localtime.to_ms(max(before, default=EARLIEST)), time)]
    if {"multiplier", "digits", "max_rate"} & event.details.keys() and event.kind != "rollover":
        return [Range(event.point_id, time, end)]
    return [Range(event.point_id, time, time)]


def _valid(connection: Connection, point: Point) -> list[MeterEvent]:
    return [e for e in storage.of_point(connection, point.id) if e.is_valid]


def _cuts(events: Sequence[MeterEvent]) -> list[MeterEvent]:
    """Those that cut the time line, by time."""
    return sorted((e for e in events if e.kind in CUTS), key=lambda e: e.time)


def _check_order(request: Request, cuts: Sequence[MeterEvent]) -> None:
    if not cuts:
        return
    if request.kind == "install":
        raise EventOrderError(
            f"The meter has been in use since before its {cuts[0].kind} on {cuts[0].time:%F %T} UTC.",
            remedy="Use replace for another meter, or undo the earlier events first.",
            event=cuts[0].id,
        )
    last = cuts[-1]
    if request.time <= last.time:
        raise EventOrderError(
            f"{request.time:%F %T} UTC is not after the {last.kind} recorded at {last.time:%F %T} UTC.",
            event=last.id,
        )
