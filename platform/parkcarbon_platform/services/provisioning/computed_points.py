"""What a park file says of points beyond their meters: rules, check meters, formulas, shared meters."""

from parkcarbon_platform.errors import ConflictError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.meter_life import allocations, conversions, record_points, virtual_points
from parkcarbon_platform.services.parks.park_file import Allocation, ParkFile, VirtualPoint
from parkcarbon_platform.storage import derived, endings, invalidations, parks, points
from parkcarbon_platform.storage.database import Connection

AUTHOR = Actor("park file")
REASON = "park file"


def apply(connection: Connection, park_id: int, park: ParkFile) -> int:
    """Bring all of it into the database; how many rows changed. Settlement computes it afterwards.

    A computed point that somebody has ended stays so: it is revived on its page, not by the same file again.
    """
    changed = 0
    known, ended = parks.ids(connection, "point"), endings.ended(connection)
    virtual = [p for p in park.virtual_points if known.get(p.code) not in ended]
    conversion = [p for p in park.conversions if known.get(p.code) not in ended]
    for point in park.points:
        changed += parks.describe_point(
            connection, point.code, integrated=point.integrated, rules=point.rules,
            accuracy_class=point.accuracy_class,
        )  # fmt: skip
    # A computed point may be made of one that stands below it in the file: all exist before any is joined.
    new = {p.code for p in virtual if _virtual_point(connection, park_id, p)}
    new |= {p.code for p in conversion if conversions.describe(connection, park_id, p)}
    changed += len(new)
    for recorded in park.record_points:
        if known.get(recorded.code) not in ended and record_points.describe(connection, park_id, recorded):
            changed += 1
            spans = record_points.whole(connection, recorded)
            invalidations.add_ranges(connection, park_id, spans, REASON)
    for converted in conversion:
        joined = conversions.join(connection, park_id, converted)
        changed += joined
        if joined or converted.code in new:
            spans = conversions.whole(connection, converted)
            invalidations.add_ranges(connection, park_id, spans, REASON)
    for virtual_point in virtual:
        changed += _join(connection, park_id, virtual_point, is_new=virtual_point.code in new)
    for point in park.points:
        changed += parks.set_check_point(connection, point.code, point.check_point)
    return changed + sum(_allocate(connection, park_id, allocation) for allocation in park.allocations)


def _virtual_point(connection: Connection, park_id: int, wanted: VirtualPoint) -> bool:
    old = points.find(connection, wanted.code)
    if old is not None and "expression" not in (old.formula or {}):
        raise ConflictError(f"{wanted.code} is the code of another point.", remedy="Choose another code.")
    owner = None if wanted.enterprise is None else parks.enterprise(connection, wanted.enterprise)
    parks.put_virtual_point(
        connection,
        {
            "park_id": park_id, "code": wanted.code, "name_zh": wanted.name_zh, "name_en": wanted.name_en,
            "enterprise_id": None if owner is None else owner[0], "quantity": wanted.quantity,
            "carrier": wanted.carrier, "unit": wanted.unit,
        },
        {"expression": wanted.expression, "inputs": dict(sorted(wanted.inputs.items()))},
    )  # fmt: skip
    return points.find(connection, wanted.code) != old


def _join(connection: Connection, park_id: int, wanted: VirtualPoint, *, is_new: bool) -> int:
    """Join a virtual point to what it is made of; how many rows changed."""
    ids = parks.ids(connection, "point")
    point_id = ids[wanted.code]
    inputs = sorted({ids[code] for code in wanted.inputs.values()})
    changed = derived.set_inputs(connection, park_id, point_id, "formula", inputs)
    virtual_points.check_circle(connection, {})
    spans = virtual_points.spans_of(connection, [point_id], inputs)
    if changed or is_new:
        virtual_points.check_heat(connection, point_id)
        invalidations.add_ranges(connection, park_id, spans, REASON)
    return changed


def _allocate(connection: Connection, park_id: int, wanted: Allocation) -> int:
    """The allocation, unless it stands already as the file says; how many are new."""
    shares = [allocations.Share(s.enterprise, s.weight, s.submeter) for s in wanted.shares]
    for known in allocations.every(connection):
        if (known.row.point, known.row.valid_from) == (wanted.point, wanted.valid_from):
            stored = {(s.enterprise, s.weight, s.submeter) for s in known.shares}
            if stored == {(s.enterprise, s.weight, s.submeter) for s in shares}:
                return 0
    request = allocations.Request(wanted.point, wanted.method, wanted.valid_from, shares, wanted.reason)
    change = allocations.apply(connection, park_id, AUTHOR, request)
    if wanted.valid_to is not None:
        derived.end_allocation(connection, change.result.row.id, wanted.valid_to, "")
    invalidations.add_ranges(connection, park_id, change.ranges, change.reason)
    return 1
