"""Define record points: points whose quarter hours come from approved reports."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from parkcarbon_platform.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.activity import activity_items
from parkcarbon_platform.services.ledger import changes
from parkcarbon_platform.services.ledger.changes import Change, Workplace
from parkcarbon_platform.services.localtime import from_ms, to_ms
from parkcarbon_platform.services.meter_life import computed, virtual_points
from parkcarbon_platform.services.metering import recorded
from parkcarbon_platform.services.metering.recorded import Record
from parkcarbon_platform.services.parks import record_rules
from parkcarbon_platform.services.parks.park_file import RecordPoint
from parkcarbon_platform.services.parks.record_rules import RecordPointError
from parkcarbon_platform.storage import activity as reports
from parkcarbon_platform.storage import live, parks, points, records
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.points import Point

__all__ = [
    "Fed", "Record", "RecordPoint", "RecordPointError", "Summary", "check_span", "describe", "every", "found",
    "one", "place_of", "preview", "put", "whole",
]  # fmt: skip

LONGEST = timedelta(days=800)
FIELDS = ("item", "purpose", "account")
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fed:
    """What feeds a record point: number of reports or stock periods, their time, and their sum [base unit].

    `left_out` are reports in a unit that the point cannot be told in.
    """

    reports: int
    start: datetime | None
    end: datetime | None
    amount: int
    base: str
    left_out: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A record point and what feeds it."""

    point: Point
    fed: Fed


def every(connection: Connection, *, after: str | None = None, limit: int | None = None) -> list[Summary]:
    """The record points that the transaction sees, by code, so many behind one."""
    known = computed.every(connection, "record", after=after, limit=limit)
    return [Summary(point, _fed(connection, point)) for point in known]


def one(connection: Connection, code: str) -> Summary:
    """A record point by its code."""
    point = computed.one(connection, "record", code)
    return Summary(point, _fed(connection, point))


def put(place: Workplace, actor: Actor, wanted: RecordPoint) -> Point:
    """Make a record point, or choose other reports for it: what it was is computed again."""
    _check(place, actor, wanted)

    def act(connection: Connection) -> Change[Point]:
        describe(connection, place.park_id, wanted)
        return Change(changes.point_of(connection, wanted.code), whole(connection, wanted), "record point")

    return place.do(act)


def preview(place: Workplace, actor: Actor, wanted: RecordPoint) -> Fed:
    """What would feed the point; made and taken back."""
    _check(place, actor, wanted)

    def act(connection: Connection) -> Change[None]:
        describe(connection, place.park_id, wanted)
        return Change(None, [], "preview")

    return place.tried(act, lambda connection, _: _fed(connection, changes.point_of(connection, wanted.code)))


def _check(place: Workplace, actor: Actor, wanted: RecordPoint) -> None:
    if wanted.enterprise is None and actor.enterprise_id is not None:
        raise ForbiddenError("A point of the park is for its operators.", remedy="Name your enterprise.")
    with place.database.tenant(place.park_id, actor.enterprise_id) as connection:
        _owner(connection, wanted)


def describe(connection: Connection, park_id: int, wanted: RecordPoint) -> bool:
    """Store the point and what it is made of; whether anything changed."""
    record_rules.check(wanted)
    item = activity_items.find(activity_items.catalogue(connection), wanted.item)
    record_rules.check_item(wanted, item)
    # Whoever approves a report holds the same lock: one of the two sees what the other has done.
    reports.lock(connection, park_id)
    old = points.find(connection, wanted.code)
    owner = _owner(connection, wanted)
    if old is not None:
        _check_same(old, wanted, owner)
    made_of = {name: getattr(wanted, name) for name in FIELDS}
    parks.put_virtual_point(
        connection,
        {
            "park_id": park_id, "code": wanted.code, "name_zh": wanted.name_zh, "name_en": wanted.name_en,
            "enterprise_id": owner, "quantity": wanted.quantity, "carrier": wanted.carrier,
            "unit": wanted.unit,
        },
        {"record": wanted.records} | {name: value for name, value in made_of.items() if value is not None},
        reference_state=wanted.reference_state,
    )  # fmt: skip
    return points.find(connection, wanted.code) != old


def whole(connection: Connection, wanted: RecordPoint) -> list[Range]:
    """All of the time that it has quarter hours for, and that reports are of."""
    point = changes.point_of(connection, wanted.code)
    ranges = virtual_points.spans_of(connection, [point.id], [])
    fed = _fed(connection, point)
    if fed.start is not None and fed.end is not None:
        ranges.append(Range(point.id, to_ms(fed.start), to_ms(fed.end) - 1))
    return ranges


def check_span(start: datetime, end: datetime) -> None:
    """Refuse spans that are empty, or longer than a page shows."""
    if not start < end <= start + LONGEST:
        raise InvalidError(
            f"A span is longer than nothing and at most {LONGEST.days} days.",
            remedy="Choose `from` before `to`, closer together.",
        )


def found(
    connection: Connection, code: str, start: datetime, end: datetime, *, before: Place | None = None
) -> list[Record]:
    """What a record point is made of in [start, end), the newest first; of any other point nothing.

    With `before` what is older than what stands at that place.
    """
    rows = records.of_points(connection, [changes.point_of(connection, code).id])
    if not rows:
        return []
    made_of = recorded.of(connection, rows[0], _timezone(connection), (to_ms(start), to_ms(end)))
    newest_first = sorted(made_of, key=place_of, reverse=True)
    return newest_first if before is None else [r for r in newest_first if place_of(r) < before]


def place_of(record: Record) -> Place:
    """When it begins [ms], and the number of its report; of balances one at most begins at a time."""
    return record.told.start, record.report.id if record.report else 1


def _fed(connection: Connection, point: Point) -> Fed:
    rows = records.of_points(connection, [point.id])
    known = recorded.of(connection, rows[0], _timezone(connection)) if rows else []
    told = [r.told for r in known if r.counts]
    return Fed(
        len(told),
        from_ms(min(t.start for t in told)) if told else None,
        from_ms(max(t.end for t in told)) if told else None,
        sum(t.amount for t in told),
        changes.base_of(point).name,
        len(known) - len(told),
    )


def _timezone(connection: Connection) -> str:
    park = live.park(connection)
    assert park is not None
    return park.timezone


def _owner(connection: Connection, wanted: RecordPoint) -> int | None:
    if wanted.enterprise is None:
        return None
    owner = parks.ids(connection, "enterprise").get(wanted.enterprise)
    if owner is None:
        raise NotFoundError(f"There is no enterprise {wanted.enterprise}.", enterprise=wanted.enterprise)
    return owner


def _check_same(old: Point, wanted: RecordPoint, owner: int | None) -> None:
    if "record" not in (old.formula or {}):
        raise ConflictError(f"{old.code} is the code of another point.", remedy="Choose another code.")
    now = (wanted.quantity, wanted.carrier, wanted.unit, wanted.reference_state, owner)
    was = (old.quantity, old.carrier, old.unit, old.reference_state, old.enterprise_id)
    if now != was:
        raise ConflictError(
            f"What {old.code} means and whose it is cannot change.", remedy="Give the new meaning a new code."
        )
