"""Readings to intervals: recompute what new readings touch, and write only what changed."""

from collections.abc import Iterable
from fractions import Fraction

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.metering.intervals import Flag, Intervals, from_registers
from parkcarbon_platform.calculation.metering.pairs import NEIGHBOURS
from parkcarbon_platform.calculation.metering.registers import Register
from parkcarbon_platform.calculation.metering.rules import QUARTER_MS, RULES
from parkcarbon_platform.storage import findings
from parkcarbon_platform.storage import intervals as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.findings import PointFinding
from parkcarbon_platform.storage.intervals import IntervalRow, Range, RegisterRow
from parkcarbon_platform.storage.neighbours import surroundings

# Ranges of one point closer than this are read as one.
MERGE_MS = 4 * QUARTER_MS
REACH = 4


def register_of(row: RegisterRow) -> Register:
    """What turns the point's readings into base units."""
    scale = units.to_base(row.unit, row.quantity, row.carrier).scale
    multiplied = scale * Fraction(row.multiplier)
    # The largest rate is given after the multiplier, in the point's unit per hour.
    max_rate = None if row.max_rate is None else Fraction(row.max_rate) * scale
    return Register(multiplied, row.digits, max_rate, row.expected_period_s)


def settle_points(
    connection: Connection, park_id: int, ranges: Iterable[Range], *, everything: bool = False
) -> list[IntervalRow]:
    """Recompute the intervals that readings in `ranges` touch.

    Returns the rows that changed, deleted ones too; with `everything` also those that stayed as they were.
    """
    wanted = merge(ranges, MERGE_MS)
    points = {row.id: row for row in storage.registers(connection, sorted({r.point_id for r in wanted}))}
    touched = [r for r in wanted if r.point_id in points]
    if not touched:
        return []
    periods = {row.id: row.expected_period_s for row in points.values()}
    windows = merge(map(_quarters, surroundings(connection, touched, periods, REACH)), 0)
    old = {(row.point_id, row.start): row for row in storage.existing(connection, windows)}
    new: dict[tuple[int, int], IntervalRow] = {}
    found: list[PointFinding] = []
    # The end of a window is the start of the next quarter hour: a reading there belongs to both.
    needed = surroundings(connection, windows, periods, NEIGHBOURS)
    for n, columns in storage.readings(connection, needed):
        window = windows[n]
        point = points[window.point_id]
        computed = from_registers(
            columns.time, columns.value, columns.quality, register_of(point), columns.exact
        ).between(window.start, window.end)
        new |= {(row.point_id, row.start): row for row in _rows(point.id, computed)}
        found += [_finding(point, flag) for flag in computed.flags]
    changed = [row for key, row in new.items() if old.get(key) != row]
    gone = [row for key, row in old.items() if key not in new]
    storage.write(connection, park_id, changed, {p.id: p.enterprise_id for p in points.values()})
    storage.delete(connection, gone)
    findings.replace_of_points(connection, park_id, windows, found)
    return (list(new.values()) if everything else changed) + gone


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


def _finding(point: RegisterRow, flag: Flag) -> PointFinding:
    severity = RULES[flag.rule].severity
    time = storage.moment(flag.time)
    return PointFinding(point.id, point.enterprise_id, time, flag.rule, severity, flag.detail)
