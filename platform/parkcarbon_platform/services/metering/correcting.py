"""Corrections inside settlement: windows hold them whole, and they apply to what the readings gave."""

from collections.abc import Sequence

import numpy as np

from parkcarbon_platform.calculation.metering.corrections import Correction, Quarter, corrected, widened
from parkcarbon_platform.storage import corrections as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import IntervalRow, Range
from parkcarbon_platform.storage.quarter_hours import QuarterHours, joined, of_rows

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


def apply(rows: QuarterHours, windows: Sequence[Range], corrections: ByPoint) -> QuarterHours:
    """The rows of the windows after their corrections."""
    parts = []
    kept = np.ones(rows.size, np.bool_)
    for window in windows:
        found = [
            c for c in corrections.get(window.point_id, ()) if c.start < window.end and c.end > window.start
        ]
        if not found:
            continue
        first, last = min(c.start for c in found), max(c.end for c in found)
        touched = (rows.point == window.point_id) & (rows.start >= first) & (rows.start < last)
        quarters = {
            row.start: Quarter(row.quantity, row.estimated, row.covered_s, row.status, row.method)
            for row in rows.only(touched).rows()
        }
        kept &= ~touched
        parts.append(
            of_rows(IntervalRow(window.point_id, s, *q) for s, q in corrected(quarters, found).items())
        )
    return joined([rows.only(kept), *parts]).ordered() if parts else rows
