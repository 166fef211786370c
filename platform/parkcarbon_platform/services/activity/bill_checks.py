"""Bills beside their meters: what was measured of a bill's period, and the finding where the two differ.

The finding follows both sides: whoever submits, approves or withdraws a bill has it judged again, and so does
settlement where quarter hours of its period change.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import numpy as np

from parkcarbon_platform.calculation.activity import periods
from parkcarbon_platform.calculation.activity.reconcile import (
    TOLERANCE,
    Measured,
    Reconciliation,
    reconcile,
)
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.activity import activity
from parkcarbon_platform.services.activity.activity import REPORTED
from parkcarbon_platform.storage import activity as storage
from parkcarbon_platform.storage import activity_meters
from parkcarbon_platform.storage.activity import RecordRow
from parkcarbon_platform.storage.activity_meters import DayRow
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.quarter_hours import QuarterHours

__all__ = [
    "TOLERANCE", "Checked", "beside_meters", "days_of", "decided", "inside", "measured_anew",
    "reconciliations", "whole_days",
]  # fmt: skip

COUNTING = ("submitted", "approved")


@dataclass(frozen=True, slots=True)
class Checked:
    """A bill beside its meter, and its parts by month [base unit]."""

    record: RecordRow
    result: Reconciliation
    months: dict[date, int]


def reconciliations(connection: Connection, first: date, end: date, timezone: str) -> list[Checked]:
    """The bills that touch [first, end) and name a meter, each against it."""
    newest = activity.heads(storage.touching(connection, first, end, kinds=REPORTED))
    return beside_meters(connection, activity.within(newest, first, end), timezone)


def beside_meters(connection: Connection, records: Sequence[RecordRow], timezone: str) -> list[Checked]:
    """Those of the versions that name a meter, each against it; nothing is written."""
    with_meter = [row for row in records if row.point_id is not None]
    days = days_of(connection, with_meter, timezone)
    return [_check(row, days, timezone) for row in with_meter]


def decided(connection: Connection, park_id: int, records: Sequence[RecordRow], timezone: str) -> None:
    """Judge the reports of these versions again: something was decided on them."""
    roots = {r.root_id for r in records if r.kind in REPORTED}
    _judge(connection, park_id, sorted(roots), timezone)


def measured_anew(connection: Connection, park_id: int, changed: QuarterHours, timezone: str) -> None:
    """Judge the bills again in whose periods quarter hours of their meters have changed."""
    rows = changed.ordered()
    first = np.concatenate(([0], np.nonzero(np.diff(rows.point))[0] + 1))
    last = np.concatenate((first[1:], [rows.size])) - 1
    columns = (rows.point[first].tolist(), rows.start[first].tolist(), rows.start[last].tolist())
    # The spans of most points are alike: a day of the calendar is looked up once.
    day = cache(lambda time: localtime.local_date(localtime.from_ms(time), timezone))
    spans = [(point, day(start), day(end)) for point, start, end in zip(*columns, strict=True)]
    roots = storage.roots_of_points(connection, spans)
    _judge(connection, park_id, roots, timezone)


def _judge(connection: Connection, park_id: int, roots: Sequence[int], timezone: str) -> None:
    """Of each report the newest version that somebody handed in has a finding where it differs; no other."""
    known = storage.with_meter(connection, roots)
    places = {(v.point_id, v.from_day, v.from_day) for v in known if v.point_id is not None}
    # Another report of the meter that begins on the same day has its finding in the same place.
    beside = storage.roots_of_points(connection, sorted(places))
    versions = storage.with_meter(connection, sorted({*roots, *beside}))
    newest = {v.root_id: v for v in sorted(versions, key=lambda v: v.version) if v.state in COUNTING}
    details: dict[tuple[int | None, datetime], str] = {}
    for checked in beside_meters(connection, [newest[root] for root in sorted(newest)], timezone):
        place, detail = _place(checked.record, timezone), _detail(checked)
        if detail is not None:
            details[place] = f"{details[place]} {detail}" if place in details else detail
    for version in versions:
        place = _place(version, timezone)
        if version.point_id is not None:
            activity_meters.set_finding(
                connection, park_id, version.enterprise_id, version.point_id, place[1],
                detail=details.get(place),
            )  # fmt: skip


def _place(record: RecordRow, timezone: str) -> tuple[int | None, datetime]:
    return record.point_id, localtime.day_start(record.from_day, timezone)


def _detail(checked: Checked) -> str | None:
    if checked.result.state != "differs":
        return None
    record, share = checked.record, checked.result.difference_share
    told = "nothing was measured" if share is None else f"{float(share):+.1%} of what was measured"
    return f"The bill of {record.from_day} to {record.to_day} (report {record.id}) differs: {told}."


def _check(record: RecordRow, days: Mapping[int, list[DayRow]], timezone: str) -> Checked:
    found = inside(record, days)
    span = localtime.day_start(record.to_day, timezone) - localtime.day_start(record.from_day, timezone)
    measured = Measured(
        sum(d.quantity for d in found), sum(d.estimated for d in found), sum(d.intervals for d in found),
        sum(d.covered_s for d in found),
    )  # fmt: skip
    shape = whole_days(found, timezone)
    parts = periods.split_by_month(record.base_quantity, record.from_day, record.to_day, shape)
    return Checked(
        record, reconcile(record.base_quantity, measured, round(span.total_seconds()), TOLERANCE), parts
    )


def inside(record: RecordRow, days: Mapping[int, list[DayRow]]) -> list[DayRow]:
    """The days of a version's period."""
    rows = days.get(record.point_id or 0, [])
    return [d for d in rows if record.from_day <= d.day < record.to_day]


def whole_days(days: Iterable[DayRow], timezone: str) -> dict[date, int]:
    """What was measured on the days that were measured whole [base unit]."""
    return {d.day: d.quantity for d in days if d.intervals * 900 >= _seconds(d.day, timezone)}


def _seconds(day: date, timezone: str) -> float:
    start, end = localtime.day_bounds(day, timezone)
    return (end - start).total_seconds()


def days_of(connection: Connection, rows: Sequence[RecordRow], timezone: str) -> dict[int, list[DayRow]]:
    """By meter: its days over the periods of the versions."""
    points = sorted({row.point_id for row in rows if row.point_id is not None})
    if not points:
        return {}
    start, end = _span(rows, timezone)
    found: dict[int, list[DayRow]] = {}
    for day in activity_meters.days(connection, points, start, end, timezone):
        found.setdefault(day.point_id, []).append(day)
    return found


def _span(rows: Sequence[RecordRow], timezone: str) -> tuple[datetime, datetime]:
    first, end = min(row.from_day for row in rows), max(row.to_day for row in rows)
    return localtime.day_start(first, timezone), localtime.day_start(end, timezone)
