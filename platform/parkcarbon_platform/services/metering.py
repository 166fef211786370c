"""Readings to intervals: recompute what new readings touch, and write only what changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.metering.intervals import Intervals, from_registers
from parkcarbon_platform.calculation.metering.meters import Meter
from parkcarbon_platform.calculation.metering.pairs import NEIGHBOURS
from parkcarbon_platform.calculation.metering.rules import QUARTER_MS, RULES, SETTLEMENT_RULES, Flag, values
from parkcarbon_platform.storage import findings
from parkcarbon_platform.storage import intervals as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.findings import PointFinding
from parkcarbon_platform.storage.intervals import IntervalRow, MeterRow, Range
from parkcarbon_platform.storage.neighbours import surroundings

# Ranges of one point closer than this are read as one.
MERGE_MS = 4 * QUARTER_MS
REACH = 4

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Computed:
    """What readings give: quarter hours by (point, start), and what rules found, inside `windows`."""

    windows: list[Range]
    rows: dict[Key, IntervalRow]
    findings: list[PointFinding]


def meter_of(row: MeterRow) -> Meter:
    """What turns the point's readings into base units, before any event."""
    scale = units.to_base(row.unit, row.quantity, row.carrier).scale
    return Meter(
        kind="register",
        scale=scale,
        multiplier=Fraction(row.multiplier),
        digits=row.digits,
        # The largest rate is given after the multiplier, in the point's unit per hour.
        max_rate=None if row.max_rate is None else Fraction(row.max_rate) * scale,
        expected_period_s=row.expected_period_s,
        rules=values(row.rules),
    )


def settle_points(
    connection: Connection, park_id: int, ranges: Iterable[Range], *, everything: bool = False
) -> list[IntervalRow]:
    """Recompute the intervals that readings in `ranges` touch.

    Returns the rows that changed, deleted ones too; with `everything` also those that stayed as they were.
    """
    wanted = merge(ranges, MERGE_MS)
    points = {row.id: row for row in storage.meters(connection, sorted({r.point_id for r in wanted}))}
    computed = _compute(connection, points, wanted)
    final = _finish(connection, computed)
    return _save(connection, park_id, points, final, everything=everything)


def _compute(connection: Connection, points: Mapping[int, MeterRow], wanted: Sequence[Range]) -> Computed:
    """Steps 1 to 4 of the method: what the readings of the points give."""
    touched = [r for r in wanted if r.point_id in points and points[r.point_id].kind == "register"]
    if not touched:
        return Computed([], {}, [])
    periods = {row.id: row.expected_period_s for row in points.values()}
    windows = merge(map(_quarters, surroundings(connection, touched, periods, REACH)), 0)
    rows: dict[Key, IntervalRow] = {}
    found: list[PointFinding] = []
    # The end of a window is the start of the next quarter hour: a reading there belongs to both.
    needed = surroundings(connection, windows, periods, NEIGHBOURS)
    for n, columns in storage.readings(connection, needed):
        window = windows[n]
        point = points[window.point_id]
        computed = from_registers(
            columns.time, columns.value, columns.quality, meter_of(point).register(), columns.exact
        ).between(window.start, window.end)
        rows |= {(row.point_id, row.start): row for row in _rows(point.id, computed)}
        found += [_finding(point, flag) for flag in computed.flags]
    return Computed(windows, rows, found)


def _finish(_connection: Connection, computed: Computed) -> Computed:
    """Steps 5 and 6: what people corrected, and what is computed from other points, in the same windows."""
    return computed


def _save(
    connection: Connection,
    park_id: int,
    points: Mapping[int, MeterRow],
    final: Computed,
    *,
    everything: bool,
) -> list[IntervalRow]:
    """Write what differs from what is stored, and have dependents computed again."""
    if not final.windows:
        return []
    old = {(row.point_id, row.start): row for row in storage.existing(connection, final.windows)}
    changed = [row for key, row in final.rows.items() if old.get(key) != row]
    gone = [row for key, row in old.items() if key not in final.rows]
    storage.write(connection, park_id, changed, {p.id: p.enterprise_id for p in points.values()})
    storage.delete(connection, gone)
    findings.replace_of_points(connection, park_id, final.windows, final.findings, SETTLEMENT_RULES)
    return (list(final.rows.values()) if everything else changed) + gone


def merge(ranges: Iterable[Range], distance: int) -> list[Range]:
    """Ranges of the same point that overlap or lie within `distance` [ms] become one."""
    merged: list[Range] = []
    for found in sorted(ranges):
        last = merged[-1] if merged else None
        if last is not None and last.point_id == found.point_id and found.start <= last.end + distance:
            merged[-1] = last._replace(end=max(last.end, found.end))
        else:
            merged.append(found)
    return merged


def _quarters(found: Range) -> Range:
    """The quarter hours [start, end) that hold the range; a reading on a boundary touches both sides."""
    start = found.start - found.start % QUARTER_MS
    return found._replace(start=start, end=found.end - found.end % QUARTER_MS + QUARTER_MS)


def _rows(point_id: int, computed: Intervals) -> Iterable[IntervalRow]:
    columns = (
        computed.start.tolist(),
        computed.quantity.tolist(),
        computed.estimated.tolist(),
        (computed.covered_ms // 1000).tolist(),
        computed.status.tolist(),
        computed.methods,
    )
    return (IntervalRow(point_id, *row) for row in zip(*columns, strict=True))


def _finding(point: MeterRow, flag: Flag) -> PointFinding:
    severity = RULES[flag.rule].severity
    time = storage.moment(flag.time)
    return PointFinding(point.id, point.enterprise_id, time, flag.rule, severity, flag.detail)
