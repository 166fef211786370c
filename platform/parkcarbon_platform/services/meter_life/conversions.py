"""Define converted points: heat of steam, and volumes of gas at reference conditions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from parkcarbon_platform.errors import ConflictError, ForbiddenError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import changes
from parkcarbon_platform.services.ledger.changes import QUARTER, Change, Workplace
from parkcarbon_platform.services.localtime import quarter_start, to_ms
from parkcarbon_platform.services.meter_life import virtual_points
from parkcarbon_platform.services.parks import conversion_rules
from parkcarbon_platform.services.parks.conversion_rules import ConversionError
from parkcarbon_platform.services.parks.park_file import ConvertedPoint
from parkcarbon_platform.storage import buckets, parks, points, previews
from parkcarbon_platform.storage import derived as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.points import Point
from parkcarbon_platform.storage.previews import Energy

__all__ = [
    "ConversionError",
    "ConvertedPoint",
    "Tried",
    "describe",
    "join",
    "preview",
    "put",
    "whole",
]

LAST_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tried:
    """The newest day [start, end) of an amount as it would be converted; amounts in base units."""

    point: Point
    amount: Point
    start: datetime
    end: datetime
    quantity: int
    estimated: int
    quarters: int
    amount_quantity: int
    methods: list[str]


def put(place: Workplace, actor: Actor, wanted: ConvertedPoint) -> Point:
    """Make a converted point, or change its definition: what it was is computed again."""
    _check(place, actor, wanted)

    def act(connection: Connection) -> Change[Point]:
        describe(connection, place.park_id, wanted)
        join(connection, place.park_id, wanted)
        return Change(changes.point_of(connection, wanted.code), whole(connection, wanted), "conversion")

    return place.do(act)


def preview(place: Workplace, actor: Actor, wanted: ConvertedPoint) -> Tried:
    """What the newest day of the amount would be: made, computed, looked at and taken back."""
    _check(place, actor, wanted)

    def act(connection: Connection) -> Change[tuple[datetime, datetime]]:
        describe(connection, place.park_id, wanted)
        join(connection, place.park_id, wanted)
        point, amount = (changes.point_of(connection, code) for code in (wanted.code, wanted.amount))
        extent = storage.extent(connection, [amount.id])
        end = quarter_start(place.clock()) if extent is None else extent[1] + QUARTER
        start = end - LAST_DAY
        ranges = [Range(point.id, to_ms(start), to_ms(end) - 1)]
        return Change((start, end), [] if extent is None else ranges, "preview")

    return place.tried(act, lambda connection, day: _tried(connection, wanted, *day))


def _tried(connection: Connection, wanted: ConvertedPoint, start: datetime, end: datetime) -> Tried:
    point, amount = (changes.point_of(connection, code) for code in (wanted.code, wanted.amount))
    sums = previews.energy(connection, [point.id, amount.id], start, end)
    made, given = (sums.get(p.id, Energy(p.id, 0, 0)) for p in (point, amount))
    rows = buckets.amounts(connection, point.id, start, end, step="1 day", timezone="UTC")
    methods = sorted({method for row in rows for method in row.methods})
    quarters = sum(row.intervals for row in rows)
    return Tried(point, amount, start, end, made.quantity, made.estimated, quarters, given.quantity, methods)


def _check(place: Workplace, actor: Actor, wanted: ConvertedPoint) -> None:
    with place.database.tenant(place.park_id, actor.enterprise_id) as connection:
        if wanted.enterprise is None and actor.enterprise_id is not None:
            raise ForbiddenError("A point of the park is for its operators.", remedy="Name your enterprise.")
        inputs = {name: changes.point_of(connection, code) for name, code in wanted.inputs.items()}
        _owner(connection, wanted)
    conversion_rules.check(wanted, inputs)


def describe(connection: Connection, park_id: int, wanted: ConvertedPoint) -> bool:
    """Store the point and its formula; whether anything changed. `join` connects it to its inputs."""
    old = points.find(connection, wanted.code)
    owner = _owner(connection, wanted)
    if old is not None:
        _check_same(old, wanted, owner)
    parks.put_virtual_point(
        connection,
        {
            "park_id": park_id, "code": wanted.code, "name_zh": wanted.name_zh, "name_en": wanted.name_en,
            "enterprise_id": owner, "quantity": wanted.quantity, "carrier": wanted.carrier,
            "unit": wanted.unit,
        },
        {
            "conversion": wanted.kind, "inputs": dict(sorted(wanted.inputs.items())),
            "parameters": conversion_rules.parameters(wanted),
        },
        reference_state=wanted.reference_state,
    )  # fmt: skip
    return points.find(connection, wanted.code) != old


def join(connection: Connection, park_id: int, wanted: ConvertedPoint) -> int:
    """Its inputs are these; how many rows changed. Readings of its gauges invalidate it from now on."""
    ids = parks.ids(connection, "point")
    inputs = sorted({ids[code] for code in wanted.inputs.values()})
    changed = storage.set_inputs(connection, park_id, ids[wanted.code], "formula", inputs)
    virtual_points.check_circle(connection, {})
    return changed


def whole(connection: Connection, wanted: ConvertedPoint) -> list[Range]:
    """All of the time that its amount has quarter hours for."""
    ids: Mapping[str, int] = parks.ids(connection, "point")
    return virtual_points.spans_of(connection, [ids[wanted.code]], [ids[wanted.amount]])


def _owner(connection: Connection, wanted: ConvertedPoint) -> int | None:
    if wanted.enterprise is None:
        return None
    found = parks.ids(connection, "enterprise").get(wanted.enterprise)
    if found is None:
        raise NotFoundError(f"There is no enterprise {wanted.enterprise}.", enterprise=wanted.enterprise)
    return found


def _check_same(old: Point, wanted: ConvertedPoint, owner: int | None) -> None:
    formula = old.formula or {}
    if "conversion" not in formula:
        raise ConflictError(f"{old.code} is the code of another point.", remedy="Choose another code.")
    now = (wanted.kind, wanted.quantity, wanted.carrier, wanted.unit, wanted.reference_state, owner)
    was = (formula["conversion"], old.quantity, old.carrier, old.unit, old.reference_state, old.enterprise_id)
    if now != was:
        raise ConflictError(
            f"What {old.code} means and whose it is cannot change.", remedy="Give the new meaning a new code."
        )
