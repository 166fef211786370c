"""What is approved feeds record points: a decision has their quarter hours of its days computed again."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from parkcarbon_platform.calculation.activity import stock
from parkcarbon_platform.calculation.activity.stock import Balance
from parkcarbon_platform.services.localtime import day_start, to_ms
from parkcarbon_platform.storage import activity as storage
from parkcarbon_platform.storage import activity_stock, invalidations, live, records
from parkcarbon_platform.storage.activity import RecordRow
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.records import KINDS, RecordPointRow

REPORT, STOCK = "report approved", "stock balance"


def approved(connection: Connection, park_id: int, rows: Sequence[RecordRow]) -> None:
    """These versions have been approved: their days count anew, and so do those of the versions before."""
    feeds: dict[tuple[int | None, str], list[RecordPointRow]] = {}
    ranges: list[Range] = []
    for row in rows:
        key = (row.enterprise_id, row.item)
        if key not in feeds:
            feeds[key] = records.of_item(connection, *key)
        points = [p.point_id for p in feeds[key] if row.kind in KINDS.get(p.records, ())]
        if points:
            ranges += _days(connection, points, row)
    invalidations.add_ranges(connection, park_id, ranges, REPORT)


def _days(connection: Connection, points: Iterable[int], row: RecordRow) -> list[Range]:
    park = live.park(connection)
    assert park is not None
    versions = storage.versions(connection, row.root_id) if row.version > 1 else [row]
    days = {(v.from_day, v.to_day) for v in versions if v.id == row.id or v.state == "approved"}
    spans = [tuple(to_ms(day_start(day, park.timezone)) for day in pair) for pair in sorted(days)]
    return [Range(point, start, end - 1) for point in points for start, end in spans]


@contextmanager
def balance(connection: Connection, park_id: int, enterprise_id: int | None, item: str) -> Iterator[None]:
    """Something is done to the stock of a fuel inside: the periods that it changes count anew."""
    # Whoever makes a record point holds the same lock: one of the two sees what the other has done.
    storage.lock(connection, park_id)
    points = [p for p in records.of_item(connection, enterprise_id, item) if p.records == "stock"]
    before = _periods(connection, enterprise_id, item) if points else set()
    yield
    if points:
        changed = before ^ _periods(connection, enterprise_id, item)
        ranges = [
            Range(point.point_id, to_ms(period.start), to_ms(period.end))
            for point in points
            for period in sorted(changed, key=lambda p: (p.start, p.end))
        ]
        invalidations.add_ranges(connection, park_id, ranges, STOCK)


def _periods(connection: Connection, enterprise_id: int | None, item: str) -> set[Balance]:
    entries = activity_stock.entries(connection, enterprise_id, item)
    return set(stock.balances(*activity_stock.moves(entries))[0])
