"""Corrections inside settlement: windows hold them whole, and they apply to what the readings gave."""

from collections.abc import Mapping, Sequence

from parkcarbon_platform.calculation.metering.corrections import Correction, Quarter, corrected, widened
from parkcarbon_platform.storage import corrections as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import IntervalRow, Range

Key = tuple[int, int]
ByPoint = dict[int, list[Correction]]


def standing(connection: Connection, windows: Sequence[Range]) -> ByPoint:
    """The corrections of the windows' points that nothing undoes."""
    found: ByPoint = {}
    if windows:
        for row in storage.standing(connection, sorted({w.point_id for w in windows})):
            correction = Correction(row.id, row.start, row.end, row.amount, row.shape)
            found.setdefault(row.point_id, []).append(correction)
    return found


def whole(windows: Sequence[Range], corrections: ByPoint) -> list[Range]:
    """The windows widened to whole corrections: a shape needs the amount of all of its span."""
    return [
        Range(w.point_id, *widened(w.start, w.end, corrections[w.point_id]))
        if w.point_id in corrections
        else w
        for w in windows
    ]


def apply(
    rows: Mapping[Key, IntervalRow], windows: Sequence[Range], corrections: ByPoint
) -> dict[Key, IntervalRow]:
    """The rows of the windows after their corrections."""
    result = dict(rows)
    for window in windows:
        found = [
            c for c in corrections.get(window.point_id, ()) if c.start < window.end and c.end > window.start
        ]
        if not found:
            continue
        first, last = min(c.start for c in found), max(c.end for c in found)
        spans = {
            row.start: Quarter(row.quantity, row.estimated, row.covered_s, row.status, row.method)
            for (point_id, start), row in rows.items()
            if point_id == window.point_id and first <= start < last
        }
        for start, quarter in corrected(spans, found).items():
            result[window.point_id, start] = IntervalRow(window.point_id, start, *quarter)
    return result
