"""The coverage calendar: measured ÷ expected energy, by point or enterprise, carrier and local day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from parkcarbon_platform.calculation.metering.coverage import (
    NOTHING,
    Amounts,
    Coverage,
    coverage,
    together,
    usual_rate,
)
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.storage import live
from parkcarbon_platform.storage import meter_health as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.meter_health import DaySum, MeteredRow

LONGEST = 62
# A quarter hour is settled some time after it has ended: it is not missing before that.
SETTLING = timedelta(minutes=20)
BEFORE = timedelta(days=35)
QUARTER = timedelta(minutes=15)
Spans = Mapping[date, tuple[datetime, datetime]]


class Cell(NamedTuple):
    """A day of a row; `gaps` counts its estimated quarter hours. `estimated` is a share of the quantity."""

    coverage: Coverage
    estimated: float
    gaps: int


@dataclass(frozen=True, slots=True)
class Row:
    """One point, or one enterprise and carrier: its days (None: not there yet) and the whole period."""

    point: MeteredRow | None
    name_zh: str
    name_en: str
    enterprise: str | None
    carrier: str
    days: list[Cell | None]
    total: Cell


@dataclass(frozen=True, slots=True)
class Calendar:
    """Rows over the same local days; `by_carrier` is each carrier's whole period."""

    timezone: str
    days: list[datetime]
    end: datetime
    rows: list[Row]
    by_carrier: Mapping[str, Cell]


def calendar(
    connection: Connection, start: datetime, end: datetime, now: datetime, *, by_enterprise: bool
) -> Calendar:
    """The calendar of the local days that [start, end) touches, as far as they have passed."""
    park = live.park(connection)
    assert park is not None, "a tenant's transaction is inside a park"
    days = _days(start, min(end, now), park.timezone)
    points = storage.metered(connection)
    bounds = [localtime.day_bounds(day, park.timezone) for day in days]
    until = min(bounds[-1][1], localtime.quarter_start(now - SETTLING))
    ids = [p.id for p in points]
    by_point: dict[int, dict[date, DaySum]] = defaultdict(dict)
    later = (until, bounds[-1][1])
    for row in storage.day_sums(connection, (days[0], days[-1]), later, park.timezone, ids):
        by_point[row.point_id][row.day] = row
    spans = {day: (start, min(end, until)) for day, (start, end) in zip(days, bounds, strict=True)}
    begun = _begun(connection, by_point, spans, ids)
    lengths = {day: _seconds(*span) for day, span in spans.items()}
    rows = [_row(p, by_point[p.id], spans, lengths, begun.get(p.id)) for p in points]
    carriers = {c: _add(r.total for r in rows if r.carrier == c) for c in sorted({r.carrier for r in rows})}
    shown = rows
    if by_enterprise:
        names = {e.code: (e.name_zh, e.name_en) for e in live.enterprises(connection)}
        shown = _by_enterprise(rows, len(days), names)
    return Calendar(park.timezone, [b[0] for b in bounds], until, shown, carriers)


def _days(start: datetime, end: datetime, timezone: str) -> list[date]:
    if end <= start:
        raise InvalidError("The period has not begun yet, or is empty.", remedy="Choose `from` before `to`.")
    first = localtime.local_date(start, timezone)
    last = localtime.local_date(end - timedelta(microseconds=1), timezone)
    count = (last - first).days + 1
    if count > LONGEST:
        raise InvalidError(f"At most {LONGEST} days at once.", remedy="Choose a shorter period.", days=count)
    return [first + timedelta(days=n) for n in range(count)]


def _begun(
    connection: Connection, by_point: Mapping[int, Mapping[date, DaySum]], spans: Spans, ids: Sequence[int]
) -> dict[int, datetime]:
    """Since when each point is there, where that matters: its first interval, or before the first day."""
    first = min(spans)
    opening = spans[first][0]
    begun = dict.fromkeys(storage.measured_between(connection, first - BEFORE, first, ids), opening)
    asked = []
    for point in ids:
        if point in begun or not by_point.get(point):
            continue
        day = min(by_point[point])
        start, end = spans[day]
        # A whole day begins with it: only of the others somebody has to look.
        if by_point[point][day].quarters * QUARTER >= end - start:
            begun[point] = start
        else:
            asked.append((point, start, end))
    return begun | storage.first_starts(connection, asked)


def _row(
    point: MeteredRow, sums: Mapping[date, DaySum], spans: Spans, lengths: Mapping[date, int],
    begun: datetime | None,
) -> Row:  # fmt: skip
    """What is before a point has begun is not missing: it was not there. `lengths` of the spans [s]."""
    amounts: dict[date, Amounts] = {}
    for day, (start, end) in spans.items():
        if begun is None:
            continue
        is_whole = begun <= start
        found = sums.get(day)
        if found is not None:
            span_s = lengths[day] if is_whole else _seconds(begun, end)
            amounts[day] = Amounts(found.quantity, found.estimated, found.covered_s, span_s)
        elif is_whole:
            amounts[day] = Amounts(0, 0, 0, lengths[day])
    # The usual rate stands for days of which nothing is covered: most points have none.
    usual = None if all(one.covered_s > 0 for one in amounts.values()) else usual_rate(amounts.values())
    days = [_cell(day, amounts, sums, usual) for day in spans]
    return Row(point, point.name_zh, point.name_en, point.enterprise, point.carrier, days, _add(days))


def _seconds(start: datetime, end: datetime) -> int:
    return max(0, round((end - start).total_seconds()))


def _cell(
    day: date, amounts: Mapping[date, Amounts], sums: Mapping[date, DaySum], usual: Fraction | None
) -> Cell | None:
    if day not in amounts or amounts[day].span_s == 0:
        return None
    found = amounts[day]
    share = abs(found.estimated / found.quantity) if found.quantity else 0.0
    return Cell(coverage(found, usual), min(share, 1.0), sums[day].gaps if day in sums else 0)


def _add(cells: Iterable[Cell | None]) -> Cell:
    """Cells of one carrier together; the estimated share is weighted by the expected amount."""
    found = [c for c in cells if c is not None]
    whole = together(c.coverage for c in found) if found else NOTHING
    weighted = sum(c.estimated * float(c.coverage.expected) for c in found)
    share = weighted / float(whole.expected) if whole.expected else 0.0
    return Cell(whole, share, sum(c.gaps for c in found))


def _by_enterprise(rows: Sequence[Row], days: int, names: Mapping[str, tuple[str, str]]) -> list[Row]:
    """Only meters without a parent: a sub-meter's energy is in its parent's already."""

    def key(row: Row) -> tuple[str, str]:
        return row.enterprise or "", row.carrier

    found = []
    top = sorted((r for r in rows if r.point is not None and r.point.parent_id is None), key=key)
    for (enterprise, carrier), group in groupby(top, key=key):
        members = list(group)
        cells = [
            _add(r.days[n] for r in members) if any(r.days[n] for r in members) else None for n in range(days)
        ]
        found.append(
            Row(None, *names.get(enterprise, ("", "")), enterprise or None, carrier, cells, _add(cells))
        )
    return found
