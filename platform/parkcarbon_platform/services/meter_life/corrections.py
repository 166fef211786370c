"""Correct the intervals of a meter, or undo that; what is corrected is computed again at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation import units
from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import changes
from parkcarbon_platform.services.ledger.changes import Change, Preview, Workplace
from parkcarbon_platform.storage import corrections as storage
from parkcarbon_platform.storage.corrections import CorrectionRow
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.points import Point

__all__ = ["CorrectionError", "CorrectionRow", "Request", "every", "preview", "record", "undo"]

QUARTER = timedelta(minutes=15)
LONGEST = timedelta(days=400)
LARGEST = 1 << 62


class CorrectionError(InvalidError):
    """A correction that cannot be made; `field` names what is wrong."""

    code = "correction"
    remedy = "Correct the field named."


@dataclass(frozen=True, slots=True)
class Request:
    """A correction that somebody wants; `amount` of the whole span, a decimal string in the point's unit."""

    kind: Literal["substitute", "edit"]
    start: datetime
    end: datetime
    reason: str
    amount: str | None = None
    shape: Sequence[int] | None = None
    evidence_id: int | None = None


def every(
    connection: Connection, code: str, *, after: int | None = None, limit: int | None = None
) -> list[CorrectionRow]:
    """The corrections of a point, the newest first."""
    return storage.of_point(connection, changes.point_of(connection, code).id, after=after, limit=limit)


def record(place: Workplace, actor: Actor, code: str, request: Request) -> CorrectionRow:
    """Make a correction."""
    point = place.point(actor, code, request.evidence_id)
    return place.do(lambda connection: _record(connection, actor, point, request, place.clock()))


def preview(place: Workplace, actor: Actor, code: str, request: Request) -> Preview:
    """What a correction would change."""
    point = place.point(actor, code, request.evidence_id)
    return place.attempt(
        lambda connection: _record(connection, actor, point, request, place.clock()), actor, point
    )


def undo(place: Workplace, actor: Actor, code: str, correction_id: int, reason: str) -> CorrectionRow:
    """Undo a correction by another."""
    point = place.point(actor, code)
    return place.do(lambda connection: _undo(connection, actor, point, correction_id, reason))


def preview_undo(place: Workplace, actor: Actor, code: str, correction_id: int) -> Preview:
    """What undoing a correction would change."""
    point = place.point(actor, code)
    return place.attempt(
        lambda connection: _undo(connection, actor, point, correction_id, "preview"), actor, point
    )


def _record(
    connection: Connection, actor: Actor, point: Point, request: Request, now: datetime
) -> Change[CorrectionRow]:
    amount = _checked(point, request, now)
    correction_id = storage.add(
        connection, point.id, kind=request.kind, start=request.start, end=request.end, amount=amount,
        shape=request.shape, author=actor.name, reason=request.reason, evidence_id=request.evidence_id,
    )  # fmt: skip
    made = _found(connection, point, correction_id)
    return Change(made, [_range(made)], f"correction: {made.kind}")


def _undo(
    connection: Connection, actor: Actor, point: Point, correction_id: int, reason: str
) -> Change[CorrectionRow]:
    correction = _found(connection, point, correction_id)
    if correction.undoes is not None:
        raise ConflictError("An undo cannot be undone.", remedy="Make the correction again.")
    if correction.undone_by is not None:
        raise ConflictError(f"{correction.undone_by} has undone this correction already.")
    undo_id = storage.add(
        connection, point.id, kind="undo", start=correction.from_time, end=correction.to_time, amount=None,
        shape=None, author=actor.name, reason=reason, undoes=correction_id,
    )  # fmt: skip
    made = _found(connection, point, undo_id)
    return Change(made, [_range(correction)], "correction undone")


def _checked(point: Point, request: Request, now: datetime) -> int | None:
    """The amount of an edit [base unit]; refuses what cannot be corrected."""
    if point.kind == "virtual":
        raise CorrectionError(
            f"{point.code} is computed from other points.", remedy="Correct those.", field="point"
        )
    if point.kind == "gauge" and not point.integrated:
        raise CorrectionError(f"{point.code} is a gauge: it has no amounts.", field="point")
    for name, time in (("from", request.start), ("to", request.end)):
        if localtime.quarter_start(time) != time:
            raise CorrectionError(f"{name} is not the start of a quarter hour.", field=name)
    if not request.start < request.end <= min(now, request.start + LONGEST):
        raise CorrectionError(
            f"A correction begins before its end, has ended, and lasts at most {LONGEST.days} days.",
            field="to",
        )
    _check_shape(request)
    if (request.kind == "edit") != (request.amount is not None):
        raise CorrectionError("Exactly an edit gives an amount.", field="amount")
    return None if request.amount is None else _base(point, request.amount)


def _check_shape(request: Request) -> None:
    if request.shape is None:
        return
    wanted = (request.end - request.start) // QUARTER
    if len(request.shape) != wanted or min(request.shape) < 0 or not any(request.shape):
        raise CorrectionError(
            f"The shape needs {wanted} whole numbers, none below zero and not all zero.", field="shape"
        )
    if max(request.shape) >= 1 << 53:
        raise CorrectionError("A weight of the shape is too large.", field="shape")


def _base(point: Point, amount: str) -> int:
    try:
        number = Decimal(amount)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite() or abs(number.adjusted()) > 18:
        raise CorrectionError('amount is no decimal string like "123.4".', field="amount")
    base = round(Fraction(number) * units.to_base(point.unit, point.quantity, point.carrier).scale)
    if abs(base) > LARGEST:
        raise CorrectionError("amount is too large.", field="amount")
    return base


def _range(correction: CorrectionRow) -> Range:
    # Ranges of settlement include their end: one millisecond less stays out of the next quarter hour.
    start, end = localtime.to_ms(correction.from_time), localtime.to_ms(correction.to_time)
    return Range(correction.point_id, start, end - 1)


def _found(connection: Connection, point: Point, correction_id: int) -> CorrectionRow:
    correction = storage.find(connection, point.id, correction_id)
    if correction is None:
        raise NotFoundError(f"{point.code} has no correction {correction_id}.", correction=correction_id)
    return correction
