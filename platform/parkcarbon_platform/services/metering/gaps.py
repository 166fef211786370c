"""Long gaps: what their shape is taken from, and which gaps wait for another shape when it changes."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.exact import Int64
from parkcarbon_platform.calculation.metering.intervals import Found
from parkcarbon_platform.calculation.metering.likeness import HISTORY_MS, Quarters
from parkcarbon_platform.calculation.metering.rules import QUARTER_MS, values
from parkcarbon_platform.calculation.metering.shapes import Gap, Known, Pieces, estimate, quarters_of
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.metering.ranges import merge
from parkcarbon_platform.storage import shapes as storage
from parkcarbon_platform.storage.corrections import standing
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import MeterRow, Range
from parkcarbon_platform.storage.quarter_hours import Difference, QuarterHours, amounts_at, joined

NOTHING = np.zeros(0, dtype=np.int64)
DAY_MS = 86_400_000


class History:
    """Measured quarter hours of points: those just computed in `windows`, else those that are stored."""

    def __init__(
        self,
        connection: Connection,
        timezone: str,
        points: Mapping[int, MeterRow],
        windows: Sequence[Range],
        found: Sequence[Found],
    ) -> None:
        self._connection = connection
        self._timezone = timezone
        self._windows = windows
        self._found = found
        self._points = points if not any(f.gaps for f in found) else self._with_checks(points)
        self._quarters = self._load()

    def estimates(self) -> Iterator[list[Pieces]]:
        """The gaps of each batch in pieces; gaps of which nothing is known have none."""
        for found in self._found:
            shaped = (
                self._estimate(gap) or fallback
                for gap, fallback in zip(found.gaps, found.fallback, strict=True)
            )
            yield [pieces for pieces in shaped if pieces is not None]

    def _with_checks(self, points: Mapping[int, MeterRow]) -> Mapping[int, MeterRow]:
        missing = {p.check_point_id for p in points.values() if p.check_point_id is not None} - points.keys()
        return {**points, **{row.id: row for row in storage.meters(self._connection, sorted(missing))}}

    def _estimate(self, gap: Gap) -> Pieces | None:
        point = self._points[self._windows[gap.series].point_id]
        check = None if point.check_point_id is None else self._points.get(point.check_point_id)
        known = Known(
            self._quarters.get(point.id, Quarters(NOTHING, NOTHING, NOTHING)),
            None if check is None else self._quarters.get(check.id),
            check is not None and _base(check) == _base(point),
            int(values(point.rules)["long_gap"]["min_days"]),
        )
        return estimate(gap, localtime.offsets_ms(quarters_of(gap.start, gap.end), self._timezone), known)

    def _load(self) -> dict[int, Quarters]:
        wanted = merge(self._needed(), DAY_MS)
        if not wanted:
            return {}
        columns: dict[int, list[tuple[Int64, Int64]]] = {}
        for point_id, start, quantity in storage.measured(self._connection, wanted):
            stored = _outside(start, [w for w in self._windows if w.point_id == point_id])
            columns.setdefault(point_id, []).append((start[stored], quantity[stored]))
        ids = {r.point_id for r in wanted}
        # What people put there is not measured.
        corrected = [Range(c.point_id, c.start, c.end) for c in standing(self._connection, sorted(ids))]
        for point_id, start, quantity in self._computed(ids):
            measured = _outside(start, [c for c in corrected if c.point_id == point_id])
            columns.setdefault(point_id, []).append((start[measured], quantity[measured]))
        return {point_id: self._sorted(parts) for point_id, parts in columns.items()}

    def _needed(self) -> Iterator[Range]:
        """What is looked at for the gaps: like days before, and the check meter's quarter hours inside."""
        for gap in (gap for found in self._found for gap in found.gaps):
            point = self._points[self._windows[gap.series].point_id]
            first = gap.start - gap.start % QUARTER_MS
            yield Range(point.id, first - HISTORY_MS, first)
            if point.check_point_id is not None:
                yield Range(point.check_point_id, first, gap.end)

    def _computed(self, ids: set[int]) -> Iterator[tuple[int, Int64, Int64]]:
        """Measured quarter hours of the points, from this computation."""
        point = np.array([w.point_id for w in self._windows], dtype=np.int64)
        for found in self._found:
            rows = found.intervals.only(found.intervals.measured)
            owner = point[rows.series]
            for point_id in ids.intersection(np.unique(owner).tolist()):
                mine = owner == point_id
                yield point_id, rows.start[mine], rows.quantity[mine]

    def _sorted(self, parts: Sequence[tuple[Int64, Int64]]) -> Quarters:
        start = np.concatenate([s for s, _ in parts])
        quantity = np.concatenate([q for _, q in parts])
        order = np.argsort(start)
        return Quarters(start[order], quantity[order], localtime.offsets_ms(start[order], self._timezone))


def _outside(start: Int64, spans: Sequence[Range]) -> np.ndarray:
    """Which quarter hours lie in none of the spans [start, end)."""
    kept = np.ones(start.shape, dtype=np.bool_)
    for span in spans:
        kept &= (start < span.start) | (start >= span.end)
    return kept


def _base(point: MeterRow) -> str:
    return units.to_base(point.unit, point.quantity, point.carrier).name


def waiting(
    connection: Connection,
    before: QuarterHours,
    difference: Difference,
    shaped: set[tuple[int, int]],
    virtual: set[int],
) -> list[Range]:
    """Long gaps whose shape comes from quarter hours that differ, unless they were `shaped` just now.

    A gap that is shaped by a virtual point was shaped before that was computed.
    """
    changed, gone = joined([difference.added, difference.changed]), difference.gone
    amounts, known = amounts_at(before, changed)
    same = (known == changed.measured) & (~known | (amounts == changed.quantity))
    differ = joined([changed.only(~same), gone.only(gone.measured)])
    found = storage.dependents(connection, merge(_days(differ), DAY_MS))
    return [
        Range(d.point_id, d.time, d.time)
        for d in found
        if (d.point_id, d.time) not in shaped or d.cause_id in virtual
    ]


def _days(rows: QuarterHours) -> Iterator[Range]:
    """The hulls of the rows of each point and day."""
    if not rows.size:
        return
    order = np.lexsort((rows.start, rows.point))
    point, start = rows.point[order], rows.start[order]
    new = (np.diff(point) != 0) | (np.diff(start // DAY_MS) != 0)
    first = np.concatenate(([0], np.nonzero(new)[0] + 1))
    last = np.concatenate((first[1:], [point.size])) - 1
    columns = (point[first].tolist(), start[first].tolist(), (start[last] + QUARTER_MS).tolist())
    yield from (Range(*span) for span in zip(*columns, strict=True))
