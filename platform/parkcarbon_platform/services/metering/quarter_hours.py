"""Readings to quarter hours (steps 1 to 4 of the method), in the windows that new readings touch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.exact import Int64
from parkcarbon_platform.calculation.metering.batch import Part, join
from parkcarbon_platform.calculation.metering.intervals import Found, Intervals, compute, with_gaps
from parkcarbon_platform.calculation.metering.meters import END, Event, Kind, Meter, Timeline, timeline
from parkcarbon_platform.calculation.metering.pairs import NEIGHBOURS, REACH
from parkcarbon_platform.calculation.metering.rates import LARGEST_RATE
from parkcarbon_platform.calculation.metering.registers import LARGEST
from parkcarbon_platform.calculation.metering.rules import HOUR_MS, QUARTER_MS, RULES, Flag, values
from parkcarbon_platform.services.metering import correcting, gaps
from parkcarbon_platform.services.metering.archived import Horizon
from parkcarbon_platform.services.metering.ranges import merge
from parkcarbon_platform.storage import intervals as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.findings import PointFinding
from parkcarbon_platform.storage.intervals import EventRow, MeterRow, Range, ReadingColumns
from parkcarbon_platform.storage.neighbours import Life, Neighbours
from parkcarbon_platform.storage.quarter_hours import QuarterHours, joined, of_rows

# Ranges of one point closer than this are read as one.
MERGE_MS = 4 * QUARTER_MS
# Readings that are computed at once, as far as expected periods tell: 40 bytes each, several times over. More
# of them leave the processor's cache (0.2 to 0.3 µs a reading).
BATCH = 32_000
# Those that are read at once, 30 bytes each: one scan of all points costs less than two of a half of them.
READ = 1_000_000

EVERYTHING = Horizon()
_KINDS: Mapping[str, Kind] = {"register": "register", "interval": "interval", "gauge": "integral"}
Key = tuple[int, int]
# Those of a window, by its number.
Readings = tuple[int, ReadingColumns]


@dataclass(frozen=True, slots=True)
class Computed:
    """What readings give inside `windows`: quarter hours, what rules found, and at which (point, time [ms])
    a gap was shaped as a whole."""

    windows: list[Range]
    rows: QuarterHours
    findings: list[PointFinding]
    shaped: set[Key]


@dataclass(frozen=True, slots=True)
class Metered:
    """A point with its meter, and its time line where it has life events."""

    row: MeterRow
    meter: Meter
    line: Timeline | None


class _Alike(NamedTuple):
    """What makes the meter of a point without rules of its own: a thousand points differ in a few of them."""

    unit: str
    quantity: str
    carrier: str
    kind: str
    multiplier: Decimal
    digits: int | None
    max_rate: Decimal | None
    expected_period_s: int


def meter_of(row: MeterRow) -> Meter:
    """What turns the point's readings into base units, before any event; one object for all alike."""
    meter = _meter(_Alike(*(getattr(row, name) for name in _Alike._fields)))
    return replace(meter, rules=values(row.rules)) if row.rules else meter


@lru_cache(1000)
def _meter(alike: _Alike) -> Meter:
    scale = units.to_base(alike.unit, alike.quantity, alike.carrier).scale
    return Meter(
        kind=_KINDS[alike.kind],
        scale=scale,
        multiplier=Fraction(alike.multiplier),
        digits=alike.digits,
        # The largest rate is given after the multiplier, in the point's unit per hour.
        max_rate=None if alike.max_rate is None else Fraction(alike.max_rate) * scale,
        expected_period_s=alike.expected_period_s,
    )


class Group(NamedTuple):
    """Numbers of windows of one kind that are computed at once, and how many readings they may have."""

    kind: Kind
    numbers: list[int]
    expected: float


@dataclass(frozen=True, slots=True)
class Plan:
    """In which windows quarter hours are computed, and from which readings [first, last] of each.

    `reads`: the windows in groups that are computed at once, and those groups that are read at once.

    Nothing of it depends on quarter hours that are stored: it can be made before those of newer times are.
    """

    metered: Mapping[int, Metered]
    windows: list[Range]
    needed: list[Range]
    reads: list[list[Group]]


def plan(
    connection: Connection,
    points: Mapping[int, MeterRow],
    ranges: Iterable[Range],
    horizon: Horizon = EVERYTHING,
) -> Plan:
    """What readings or events in `ranges` touch. Raises ArchivedError where readings lie in files."""
    wanted = merge(ranges, MERGE_MS)
    metered = _metered(connection, [row for row in points.values() if row.kind != "virtual"])
    touched = [r for r in wanted if r.point_id in metered]
    if not touched:
        return Plan(metered, [], [], [])
    life = _life(metered.values())
    neighbours = Neighbours(connection, life)
    reached = neighbours.surroundings(touched, REACH)
    windows = merge((_quarters(r, _before(metered[r.point_id])) for r in reached), 0)
    windows = merge(correcting.whole(windows, correcting.standing(connection, windows)), 0)
    # The end of a window is the start of the next quarter hour: a reading there belongs to both.
    needed = neighbours.surroundings(windows, NEIGHBOURS)
    horizon.check_needed(needed, life)
    return Plan(metered, windows, needed, list(_together(list(_groups(metered, windows, needed)))))


def read(connection: Connection, planned: Plan, groups: Sequence[Group]) -> list[Readings]:
    """The readings of groups of windows, by number of the window."""
    numbers = [n for group in groups for n in group.numbers]
    expected = sum(group.expected for group in groups)
    found = storage.readings(connection, [planned.needed[n] for n in numbers], expected)
    return [(numbers[place], columns) for place, columns in found]


def compute_windows(
    connection: Connection, timezone: str, planned: Plan, readings: Iterable[tuple[Group, list[Readings]]]
) -> Computed:
    """The quarter hours of a plan's windows, from the readings of each group."""
    if not planned.windows:
        return Computed([], of_rows(()), [], set())
    found = [_compute_group(planned.metered, planned.needed, group.kind, given) for group, given in readings]
    return _finished(connection, timezone, planned.metered, windows=planned.windows, found=found)


def _metered(connection: Connection, rows: Sequence[MeterRow]) -> dict[int, Metered]:
    events: dict[int, list[Event]] = {}
    for event in storage.events(connection, [row.id for row in rows]):
        events.setdefault(event.point_id, []).append(_event(event))
    found = {}
    for row in rows:
        meter = meter_of(row)
        line = timeline(meter, events[row.id]) if row.id in events else None
        found[row.id] = Metered(row, meter, line)
    return found


def _event(row: EventRow) -> Event:
    return Event(row.id, row.kind, row.time, row.details, row.undoes)


def _life(metered: Iterable[Metered]) -> Life:
    """What decides which readings count as neighbours."""
    points = list(metered)
    lines = [(p.row.id, p.line) for p in points if p.line is not None]
    alike = {id(p.meter): p for p in points if p.line is None}
    largest = {key: _largest(p) for key, p in alike.items()}
    return Life(
        {p.row.id: p.meter.expected_period_s for p in points},
        {p.row.id: largest[id(p.meter)] if p.line is None else _largest(p) for p in points},
        [Range(n, start, end) for n, line in lines for start, end in line.excluded],
        [(n, epoch.end) for n, line in lines for epoch in line.epochs if epoch.end < END]
        + [(n, line.epochs[0].start) for n, line in lines if line.epochs[0].start > 0],
    )


def _largest(point: Metered) -> float:
    """The largest value as read that can be used in any epoch."""
    epochs = [point.meter.register()] if point.line is None else [e.register for e in point.line.epochs]
    if point.meter.kind == "register":
        return max(float(LARGEST / r.scale) for r in epochs)
    hours = 1.0 if point.meter.kind == "integral" else epochs[0].period_ms / HOUR_MS
    limits = [LARGEST_RATE if r.limit is None else min(float(r.limit), LARGEST_RATE) for r in epochs]
    return max(limit * hours / float(r.scale) for limit, r in zip(limits, epochs, strict=True))


def _groups(
    metered: Mapping[int, Metered], windows: Sequence[Range], needed: Sequence[Range]
) -> Iterator[Group]:
    """The windows in groups: memory does not grow with the work."""
    for kind in ("register", "interval", "integral"):
        numbers: list[int] = []
        expected = 0.0
        for n, window in enumerate(windows):
            meter = metered[window.point_id].meter
            if meter.kind != kind:
                continue
            numbers.append(n)
            expected += (needed[n].end - needed[n].start) / (meter.expected_period_s * 1000)
            if expected > BATCH:
                yield Group(kind, numbers, expected)
                numbers, expected = [], 0.0
        if numbers:
            yield Group(kind, numbers, expected)


def _together(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """The groups that are read at once."""
    found: list[Group] = []
    for group in groups:
        if found and sum(g.expected for g in found) + group.expected > READ:
            yield found
            found = []
        found.append(group)
    if found:
        yield found


def by_group(
    read_at_once: Sequence[Group], found: Sequence[Readings]
) -> Iterator[tuple[Group, list[Readings]]]:
    """Each of the groups that were read at once with its readings."""
    owner = {number: place for place, group in enumerate(read_at_once) for number in group.numbers}
    parts: list[list[Readings]] = [[] for _ in read_at_once]
    for number, columns in found:
        parts[owner[number]].append((number, columns))
    yield from zip(read_at_once, parts, strict=True)


def _compute_group(
    metered: Mapping[int, Metered], needed: Sequence[Range], kind: Kind, readings: Iterable[Readings]
) -> Found:
    """The batch of some windows; series are numbers of windows."""
    numbers, parts = [], []
    for number, columns in readings:
        span = needed[number]
        point = metered[span.point_id]
        numbers.append(number)
        parts.append(
            Part(
                point.meter, span.start, span.end, columns.time, columns.value, columns.quality,
                columns.exact, point.line,
            )
        )  # fmt: skip
    found = compute(join(parts), kind)
    which = np.array(numbers, dtype=np.int64)
    return Found(
        replace(found.intervals, series=which[found.intervals.series]),
        tuple(replace(gap, series=numbers[gap.series]) for gap in found.gaps),
        tuple(
            None if pieces is None else replace(pieces, series=which[pieces.series])
            for pieces in found.fallback
        ),
        [(numbers[series], flag) for series, flag in found.flags],
    )


def _finished(
    connection: Connection,
    timezone: str,
    metered: Mapping[int, Metered],
    *,
    windows: list[Range],
    found: Sequence[Found],
) -> Computed:
    """Gaps shaped, everything clipped to its window, and as rows."""
    start = np.array([w.start for w in windows], dtype=np.int64)
    end = np.array([w.end for w in windows], dtype=np.int64)
    point = np.array([w.point_id for w in windows], dtype=np.int64)
    clipped = [replace(f, intervals=_clip(f.intervals, start, end)) for f in found]
    rows = []
    shapes = gaps.History(connection, timezone, {n: m.row for n, m in metered.items()}, windows, clipped)
    shaped: set[Key] = set()
    for part, estimates in zip(clipped, shapes.estimates(), strict=True):
        final = _clip(with_gaps(part.intervals, estimates), start, end)
        rows.append(_rows(point[final.series], final))
        for gap in part.gaps:
            window = windows[gap.series]
            if window.start <= gap.start and gap.end <= window.end:
                shaped |= {(window.point_id, gap.start), (window.point_id, gap.end)}
    flags = [
        _finding(metered[windows[n].point_id].row, flag)
        for part in found
        for n, flag in part.flags
        if windows[n].start <= flag.time < windows[n].end
    ]
    return Computed(windows, joined(rows).ordered(), flags, shaped)


def _clip(intervals: Intervals, start: np.ndarray, end: np.ndarray) -> Intervals:
    series = intervals.series
    return intervals.only((intervals.start >= start[series]) & (intervals.start < end[series]))


def _before(point: Metered) -> int:
    """How far a reading tells of the time before it, though no other reading lies there [ms]."""
    return point.meter.expected_period_s * 1000 if point.meter.kind == "interval" else 0


def _quarters(found: Range, before: int) -> Range:
    """The quarter hours [start, end) that hold the range; a reading on a boundary touches both sides."""
    start = found.start - before
    return found._replace(
        start=start - start % QUARTER_MS, end=found.end - found.end % QUARTER_MS + QUARTER_MS
    )


def _rows(point: Int64, computed: Intervals) -> QuarterHours:
    return QuarterHours(
        point, computed.start, computed.quantity, computed.estimated, computed.covered_ms // 1000,
        computed.status.astype(np.int64), computed.method.astype(np.int64),
    )  # fmt: skip


def _finding(point: MeterRow, flag: Flag) -> PointFinding:
    severity = RULES[flag.rule].severity
    time = storage.moment(flag.time)
    return PointFinding(point.id, point.enterprise_id, time, flag.rule, severity, flag.detail)
