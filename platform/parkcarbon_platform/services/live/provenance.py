"""From a source down to the batch: ledger hours, intervals, raw readings."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from parkcarbon_platform.errors import InvalidError, NotFoundError
from parkcarbon_platform.storage import archives, differences
from parkcarbon_platform.storage import explain as storage
from parkcarbon_platform.storage.archives import Absent
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.differences import Difference
from parkcarbon_platform.storage.explain import FactorRow, HourRow, IntervalRow, ReadingRow

__all__ = [
    "LONGEST",
    "PAGE",
    "Absent",
    "Difference",
    "FactorRow",
    "HourRow",
    "Hours",
    "IntervalRow",
    "Page",
    "ReadingRow",
    "check_span",
    "intervals",
    "ledger",
    "readings",
]

LONGEST = timedelta(days=32)
PAGE = 500


@dataclass(frozen=True, slots=True)
class Hours:
    """A source's ledger hours, every revision, with the factor versions that they pin.

    `pending` are differences of locked hours that wait for a decision, by hour.
    """

    hours: list[HourRow]
    factors: dict[int, FactorRow]
    enterprise_id: int | None
    pending: dict[datetime, Difference]


@dataclass(frozen=True, slots=True)
class Page:
    """Some readings, the newest first; `next_end` continues where there are more.

    `archived`: spans whose readings lie in files.
    """

    readings: list[ReadingRow]
    next_end: datetime | None
    archived: list[Absent]


def check_span(start: datetime, end: datetime) -> None:
    """Refuse spans that are empty, or longer than a request should read."""
    if not start < end <= start + LONGEST:
        raise InvalidError(
            f"A span is longer than nothing and at most {LONGEST.days} days.",
            remedy="Choose `from` before `to`, closer together.",
            start=start,
            end=end,
        )


def ledger(connection: Connection, source: str, start: datetime, end: datetime) -> Hours:
    """The hours of a source in [start, end)."""
    check_span(start, end)
    found = storage.source(connection, source)
    if found is None:
        raise NotFoundError(f"There is no source {source}.", source=source)
    source_id, enterprise_id = found
    hours = storage.hours(connection, source_id, start, end)
    factors = storage.factor_versions(connection, sorted({h.factor_version_id for h in hours}))
    pending = differences.of_source(connection, source_id, start, end)
    return Hours(hours, {f.id: f for f in factors}, enterprise_id, {d.hour: d for d in pending})


def intervals(connection: Connection, point: str, start: datetime, end: datetime) -> list[IntervalRow]:
    """The quarter hours of a point in [start, end)."""
    check_span(start, end)
    return storage.intervals(connection, [_point(connection, point)], start, end)


def readings(
    connection: Connection, point: str, start: datetime, end: datetime, *, limit: int = PAGE
) -> Page:
    """Raw readings of a point in [start, end), the newest first."""
    check_span(start, end)
    rows = storage.readings(connection, _point(connection, point), start, end, limit=limit + 1)
    more = len(rows) > limit
    return Page(rows[:limit], rows[limit - 1].time if more else None, archives.absent(connection, start, end))


def _point(connection: Connection, code: str) -> int:
    found = storage.point_id(connection, code)
    if found is None:
        raise NotFoundError(f"There is no point {code}.", point=code)
    return found
