"""Divide shared meters among the tenants of a building: by fixed shares, by area, or by their own meters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from parkcarbon_platform.calculation import units
from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import changes, weighing
from parkcarbon_platform.services.ledger.changes import CarbonChange, Change, Workplace
from parkcarbon_platform.services.localtime import QUARTER, quarter_start, to_ms
from parkcarbon_platform.services.meter_life import virtual_points
from parkcarbon_platform.storage import derived as storage
from parkcarbon_platform.storage import parks, previews
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.derived import AllocationRow, NamedShareRow
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.points import Point
from parkcarbon_platform.storage.previews import Carbon

__all__ = ["Allocation", "Divided", "Part", "Request", "Share", "add", "apply", "end", "every", "preview"]

Method = Literal["share", "area", "submeter"]
LAST_DAY = timedelta(days=1)
PREVIEW = Actor("preview")


class AllocatedError(ConflictError):
    """The shared meter is divided otherwise at this time."""

    code = "allocated"
    remedy = "End the other allocation first, or begin after it ends."


@dataclass(frozen=True, slots=True)
class Share:
    """A tenant's part: a weight (a share, or m² of area), or the code of its own meter."""

    enterprise: str
    weight: Decimal | None = None
    submeter: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """An allocation that somebody wants from a time on."""

    point: str
    method: Method
    valid_from: datetime
    shares: Sequence[Share]
    reason: str


@dataclass(frozen=True, slots=True)
class Allocation:
    """An allocation with its shares."""

    row: AllocationRow
    shares: list[NamedShareRow]


@dataclass(frozen=True, slots=True)
class Part:
    """A tenant's part [base unit]."""

    enterprise: str
    target: str
    quantity: int
    estimated: int


@dataclass(frozen=True, slots=True)
class Divided:
    """The newest day [start, end) of a shared meter as it would be divided [base unit].

    `quantity` is what is divided; `undivided` are quarter hours that lack a tenant's own meter. `carbon` are
    the day's emissions of the sources that parts feed, as they are and as they would be.
    """

    point: Point
    start: datetime
    end: datetime
    quantity: int
    undivided: int
    parts: list[Part]
    carbon: list[CarbonChange]


def every(connection: Connection, *, after: str | None = None, meters: int | None = None) -> list[Allocation]:
    """Every allocation, by shared meter, the newest first; of so many meters behind one."""
    rows = storage.allocations(connection, after=after, meters=meters)
    shares: dict[int, list[NamedShareRow]] = {}
    for share in storage.named_shares(connection, [row.id for row in rows]):
        shares.setdefault(share.allocation_id, []).append(share)
    return [Allocation(row, shares.get(row.id, [])) for row in rows]


def add(place: Workplace, actor: Actor, request: Request) -> Allocation:
    """Divide a shared meter from a time on."""
    return place.do(lambda connection: apply(connection, place.park_id, actor, request))


def apply(connection: Connection, park_id: int, actor: Actor, request: Request) -> Change[Allocation]:
    """The allocation and its tenants' points."""
    point = changes.point_of(connection, request.point)
    _check(point, request)
    _check_free(connection, point, request.valid_from)
    submeters = [
        None if s.submeter is None else _submeter(connection, point, s.submeter) for s in request.shares
    ]
    inputs = sorted({s.id for s in submeters if s is not None})
    targets = [_target(connection, park_id, point, s.enterprise) for s in request.shares]
    virtual_points.check_circle(connection, {t: {point.id, *inputs} for t in targets})
    allocation_id = storage.add_allocation(
        connection, park_id, point.id, method=request.method, valid_from=request.valid_from,
        author=actor.name, reason=request.reason,
    )  # fmt: skip
    for share, target, submeter in zip(request.shares, targets, submeters, strict=True):
        submeter_id = None if submeter is None else submeter.id
        storage.add_share(
            connection, park_id, allocation_id, target, weight=share.weight, submeter_id=submeter_id
        )
        storage.add_inputs(connection, park_id, target, "shared", [point.id])
        storage.add_inputs(connection, park_id, target, "submeter", inputs)
    ranges = _ranges(connection, targets, [point.id], request.valid_from)
    return Change(_found(connection, allocation_id), ranges, "allocation")


def preview(place: Workplace, request: Request) -> Divided:
    """How the newest day of the shared meter would be divided: done from its beginning on, and taken back."""

    before: dict[str, Carbon] = {}

    def act(connection: Connection) -> Change[tuple[Allocation, datetime]]:
        point = changes.point_of(connection, request.point)
        _check(point, request)
        _check_free(connection, point, request.valid_from)
        extent = storage.extent(connection, [point.id])
        last = quarter_start(place.clock()) if extent is None else extent[1] + QUARTER
        parts = {s.target_id for s in storage.shares(connection) if s.point_id == point.id}
        before.update(_carbon(connection, parts, last))
        storage.free(connection, point.id, last - LAST_DAY)
        change = apply(connection, place.park_id, PREVIEW, replace(request, valid_from=last - LAST_DAY))
        return Change((change.result, last), change.ranges, change.reason)

    return place.tried(act, lambda connection, made: _divided(connection, made, before))


def _carbon(connection: Connection, parts: set[int], last: datetime) -> dict[str, Carbon]:
    """The day's emissions of the sources that are made of these points, or of any that is made of them."""
    made = storage.inputs_of_all(connection)
    while more := {point for point, given in made if given in parts} - parts:
        parts = parts | more
    start = (last - LAST_DAY).replace(minute=0)
    return previews.carbon(connection, sorted(parts), None, start, last)


def _divided(
    connection: Connection, made: tuple[Allocation, datetime], before: Mapping[str, Carbon]
) -> Divided:
    allocation, last = made
    point = changes.point_of(connection, allocation.row.point)
    ids = parks.ids(connection, "point")
    targets = [ids[share.target] for share in allocation.shares]
    start = last - LAST_DAY
    energy = previews.energy(connection, [point.id, *targets], start, last)
    parts = []
    for share, target in zip(allocation.shares, targets, strict=True):
        found = energy.get(target)
        amounts = (0, 0) if found is None else (found.quantity, found.estimated)
        parts.append(Part(share.enterprise or "", share.target, *amounts))
    whole = previews.quarters(connection, point.id, start, last)
    divided = previews.quarters(connection, targets[0], start, last)
    quantity = sum(row.quantity for at, row in whole.items() if at in divided)
    carbon = changes.carbon_changes(
        before, _carbon(connection, set(targets), last), weighing.weights(connection)
    )
    return Divided(point, start, last, quantity, len(whole.keys() - divided.keys()), parts, carbon)


def end(place: Workplace, actor: Actor, allocation_id: int, time: datetime, reason: str) -> Allocation:
    """An allocation holds until a time."""

    def act(connection: Connection) -> Change[Allocation]:
        found = _found(connection, allocation_id)
        if found.row.valid_to is not None:
            raise ConflictError(f"The allocation ended at {found.row.valid_to:%F %T} UTC already.")
        if time <= found.row.valid_from or quarter_start(time) != time:
            raise InvalidError("An allocation ends after it begins, at the start of a quarter hour.")
        storage.end_allocation(connection, allocation_id, time, f" | ended by {actor.name}: {reason}")
        ids = parks.ids(connection, "point")
        targets = [ids[s.target] for s in found.shares]
        ranges = _ranges(connection, targets, targets, time)
        return Change(_found(connection, allocation_id), ranges, "allocation")

    return place.do(act)


def _ranges(
    connection: Connection, targets: Sequence[int], given: Sequence[int], start: datetime
) -> list[Range]:
    """The targets from `start` on, as far as `given` points have quarter hours."""
    extent = storage.extent(connection, given)
    if extent is None or extent[1] < start:
        return []
    return [Range(t, to_ms(start), to_ms(extent[1])) for t in targets]


def _check_free(connection: Connection, point: Point, start: datetime) -> None:
    known = [a.row for a in every(connection) if a.row.point == point.code]
    if any(row.valid_to is None or row.valid_to > start for row in known):
        raise AllocatedError(f"{point.code} is allocated already at {start:%F %T} UTC.")


def _check(point: Point, request: Request) -> None:
    if point.kind == "gauge" and not point.integrated:
        raise InvalidError(f"{point.code} is a gauge: it has no amounts.", remedy="Name a register.")
    if quarter_start(request.valid_from) != request.valid_from:
        raise InvalidError("valid_from is not the start of a quarter hour.", remedy="Round it.")
    names = [s.enterprise for s in request.shares]
    if not names or len(set(names)) < len(names):
        raise InvalidError("Each tenant has one share.", remedy="Name each enterprise once.")
    by_meter = request.method == "submeter"
    for share in request.shares:
        if (share.submeter is not None) != by_meter or (share.weight is not None) == by_meter:
            needed = "a submeter" if by_meter else "a weight"
            raise InvalidError(
                f"With the method {request.method} every share has {needed} and nothing else.",
                enterprise=share.enterprise,
            )
        if share.weight is not None and not (share.weight.is_finite() and 0 < share.weight < 10**12):
            raise InvalidError("A weight is above zero.", enterprise=share.enterprise)


def _submeter(connection: Connection, point: Point, code: str) -> Point:
    found = changes.point_of(connection, code)
    bases = {units.to_base(p.unit, p.quantity, p.carrier).name for p in (point, found)}
    if len(bases) > 1 or (found.kind == "gauge" and not found.integrated):
        raise InvalidError(
            f"{code} does not measure what {point.code} measures.", remedy="Name a register of the same unit."
        )
    return found


def _target(connection: Connection, park_id: int, point: Point, enterprise: str) -> int:
    """The tenant's virtual point, made where there is none."""
    owner = parks.enterprise(connection, enterprise)
    if owner is None:
        raise NotFoundError(f"There is no enterprise {enterprise}.", enterprise=enterprise)
    code = f"{point.code}-{enterprise}"
    if len(code) > 63:
        raise InvalidError(f"{code} is too long for a code.", remedy="Give the shared meter a shorter code.")
    enterprise_id, name_zh, name_en = owner
    return parks.put_virtual_point(
        connection,
        {
            "park_id": park_id, "code": code, "name_zh": f"{point.name_zh} · {name_zh}",
            "name_en": f"{point.name_en} · {name_en}", "enterprise_id": enterprise_id,
            "quantity": point.quantity, "carrier": point.carrier, "unit": point.unit,
        },
        None,
        reference_state=point.reference_state,
    )  # fmt: skip


def _found(connection: Connection, allocation_id: int) -> Allocation:
    for allocation in every(connection):
        if allocation.row.id == allocation_id:
            return allocation
    raise NotFoundError(f"There is no allocation {allocation_id}.", allocation=allocation_id)
