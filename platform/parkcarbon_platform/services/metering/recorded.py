"""Record points: quarter hours from approved reports and fuel stock, as meters' are from readings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from parkcarbon_platform.calculation.activity import items, stock
from parkcarbon_platform.calculation.activity.items import Group, Item
from parkcarbon_platform.calculation.activity.stock import Balance
from parkcarbon_platform.calculation.metering.records import Told, spread
from parkcarbon_platform.calculation.metering.rules import QUARTER_MS, REPORTED
from parkcarbon_platform.calculation.units import to_base
from parkcarbon_platform.services.localtime import day_start, from_ms, local_date, to_ms
from parkcarbon_platform.services.metering.metering import Metering
from parkcarbon_platform.services.metering.ranges import merge
from parkcarbon_platform.storage import activity_stock, endings, records
from parkcarbon_platform.storage import intervals as rows_storage
from parkcarbon_platform.storage.activity_stock import EntryRow
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import IntervalRow, Range
from parkcarbon_platform.storage.live import ParkRow
from parkcarbon_platform.storage.quarter_hours import difference, joined, of_rows
from parkcarbon_platform.storage.records import Approved, RecordPointRow

METHODS = {"bills": "report", "output": "report", "stock": "stock_balance"}
FOREVER = 1 << 62


@dataclass(frozen=True, slots=True)
class Record:
    """What a point is told of a period, and by what: an approved report, or the balance between stock takes.

    It does not `count` where it cannot be the point's: a product reported in pieces has no tonnes. A balance
    always does: where more was found in stock than there can have been, it is below zero, a finding says so,
    and the sum over several stock takes stays what came in less what is left.
    """

    told: Told
    counts: bool
    report: Approved | None = None
    balance: Balance | None = None
    entries: tuple[EntryRow, ...] = ()

    @property
    def evidence(self) -> list[int]:
        """The files that were attached to it."""
        given = () if self.report is None else self.report.evidence
        return sorted({*given, *(e.evidence_id for e in self.entries if e.evidence_id is not None)})


def settle(
    connection: Connection,
    park: ParkRow,
    metered: Metering,
    ranges: Iterable[Range],
    *,
    everything: bool = False,
) -> Metering:
    """Compute the record points of the ranges anew; all of it together with what was metered.

    With `everything` rows that stayed as they were count as changed.
    """
    wanted = list(ranges)
    points = {p.point_id: p for p in records.of_points(connection, sorted({r.point_id for r in wanted}))}
    if not points:
        return metered
    windows = merge((_quarters(r) for r in wanted if r.point_id in points), 0)
    ended = endings.ended(connection)
    new = of_rows(
        row
        for window in windows
        for row in _rows(connection, points[window.point_id], window, park.timezone)
        if row.start < ended.get(row.point_id, FOREVER)
    ).ordered()
    found = difference(rows_storage.existing(connection, windows), new)
    rows_storage.save(connection, park.id, found, {p.point_id: p.enterprise_id for p in points.values()})
    changed = joined([new, found.gone]) if everything else found.all
    return Metering(
        joined([metered.changed, changed]),
        joined([metered.rows, new]).ordered(),
        [*metered.windows, *windows],
        metered.written or found.all.size > 0,
    )


def _quarters(wanted: Range) -> Range:
    start, end = (time - time % QUARTER_MS for time in (wanted.start, wanted.end))
    return Range(wanted.point_id, start, end + QUARTER_MS)


def _rows(connection: Connection, point: RecordPointRow, window: Range, timezone: str) -> list[IntervalRow]:
    found = of(connection, point, timezone, (window.start, window.end))
    parts = spread([r.told for r in found if r.counts], window.start, window.end)
    return [
        IntervalRow(point.point_id, start, amount, 0, covered_s, REPORTED, METHODS[point.records])
        for start, amount, covered_s in parts
    ]


def of(
    connection: Connection, point: RecordPointRow, timezone: str, span: tuple[int, int] | None = None
) -> list[Record]:
    """What a point is made of: what touches [start, end) [ms], or all of it."""
    if point.records == "stock":
        return [r for r in _stock(connection, point) if span is None or _touches(r.told, span)]
    days = None if span is None else [local_date(from_ms(time), timezone) for time in span]
    first, last = days or (None, None)
    reports = records.approved(connection, point, first, last and last + timedelta(days=1))
    found = [Record(_told(r, timezone), _fits(point, r), report=r) for r in reports]
    return [r for r in found if span is None or _touches(r.told, span)]


def _touches(told: Told, span: tuple[int, int]) -> bool:
    return told.start < span[1] and told.end > span[0]


def _told(report: Approved, timezone: str) -> Told:
    start, end = (to_ms(day_start(day, timezone)) for day in (report.from_day, report.to_day))
    return Told(start, end, report.base_quantity)


def _fits(point: RecordPointRow, report: Approved) -> bool:
    group: Group = "driver" if point.records == "output" else "carrier"
    item = Item(point.item, group, point.item, point.item, (report.unit,))
    return items.base_of(item, report.unit)[0] == to_base(point.unit, point.quantity, point.carrier).name


def _stock(connection: Connection, point: RecordPointRow) -> list[Record]:
    entries = activity_stock.entries(connection, point.enterprise_id, point.item)
    return [
        Record(
            Told(to_ms(b.start), to_ms(b.end), b.consumption),
            counts=True,
            balance=b,
            entries=tuple(e for e in entries if b.start <= e.time <= b.end),
        )
        for b in stock.balances(*activity_stock.moves(entries))[0]
    ]
