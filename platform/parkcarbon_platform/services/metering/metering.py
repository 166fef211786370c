"""Settle points: compute what changed readings touch, finish it, and write only what differs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace

import numpy as np

from parkcarbon_platform.calculation.metering.rules import QUARTER_MS, SETTLEMENT_RULES
from parkcarbon_platform.services.metering import archived, correcting, gaps
from parkcarbon_platform.services.metering.ahead import Ahead
from parkcarbon_platform.services.metering.quarter_hours import (
    Computed,
    Group,
    Plan,
    Readings,
    by_group,
    compute_windows,
    plan,
    read,
)
from parkcarbon_platform.services.metering.ranges import merge
from parkcarbon_platform.storage import findings, invalidations
from parkcarbon_platform.storage import intervals as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import MeterRow, Range
from parkcarbon_platform.storage.live import ParkRow
from parkcarbon_platform.storage.quarter_hours import QuarterHours, difference, joined, of_rows


@dataclass(frozen=True, slots=True)
class Metering:
    """`changed`: rows that changed, deleted ones too; `rows`: all that there are now in `windows`.

    `written`: whether quarter hours that are stored are others than before.
    """

    changed: QuarterHours
    rows: QuarterHours
    windows: Sequence[Range]
    written: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """What settling spans of points begins with; nothing is written by it.

    `standing`: spans whose readings lie in files; `first` and `stored`, where there is something to compute:
    the first readings, and what quarter hours there are in the windows, both read meanwhile.
    """

    points: Mapping[int, MeterRow]
    standing: Sequence[Range]
    plan: Plan
    first: Future[list[Readings]] | None = None
    stored: Future[QuarterHours] | None = None


def prepare(
    connection: Connection, ranges: Sequence[Range], *, everything: bool, ahead: Ahead | None
) -> Prepared:
    """Look what readings in `ranges` touch, and begin to read it ahead.

    Raises ArchivedError where readings lie in files and `ranges` would have their quarter hours changed.
    """
    horizon = archived.horizon(connection)
    # What is computed from records or other points needs no readings: it is computed anew where it belongs.
    standing = archived.metered(connection, horizon.frozen(ranges))
    if standing and not everything:
        raise archived.refusal(standing[0])
    wanted = horizon.open(ranges) if horizon.time else list(ranges)
    points = {row.id: row for row in storage.meters(connection, sorted({r.point_id for r in wanted}))}
    planned = plan(connection, points, wanted, horizon)
    if ahead is None or not planned.windows:
        return Prepared(points, standing, planned)
    groups = planned.reads[0]
    return Prepared(
        points,
        standing,
        planned,
        stored=ahead.read(lambda other: storage.existing(other, planned.windows)),
        first=ahead.read(lambda other: read(other, planned, groups)),
    )


def settle_points(
    connection: Connection,
    park: ParkRow,
    ranges: Sequence[Range],
    *,
    prepared: Prepared,
    everything: bool = False,
    ahead: Ahead | None = None,
    follow: Callable[[], None] | None = None,
) -> Metering:
    """Recompute the intervals that readings in `ranges` touch, which `prepared` was made of.

    With `everything` rows of the ranges that stayed as they were count as changed. `ahead` reads meanwhile,
    where this transaction has written no quarter hours yet; `follow` is called when nothing is left that it
    shall read.
    """
    readings = _readings(connection, prepared, ahead, follow)
    computed = compute_windows(connection, park.timezone, prepared.plan, readings)
    final = _finish(connection, computed)
    untouched = _standing(connection, prepared.standing, final.windows)
    if not final.windows:
        return untouched
    stored = prepared.stored
    old = storage.existing(connection, final.windows) if stored is None else stored.result()
    changed = _save(connection, park.id, prepared.points, final, old)
    written = changed.size > 0
    if everything:
        # Windows begin before the horizon; what stands is counted up to where they do.
        changed = _counted(final.rows, changed, ranges)
    return Metering(
        joined([untouched.changed, changed]),
        joined([untouched.rows, final.rows]).ordered(),
        [*untouched.windows, *final.windows],
        written,
    )


def _readings(
    connection: Connection, prepared: Prepared, ahead: Ahead | None, follow: Callable[[], None] | None
) -> Iterator[tuple[Group, list[Readings]]]:
    """Each group of windows with its readings; `ahead` reads more of them meanwhile."""
    planned = prepared.plan
    reads = planned.reads

    def begin(groups: Sequence[Group]) -> Callable[[], list[Readings]]:
        if ahead is None:
            return lambda: read(connection, planned, groups)
        return ahead.read(lambda other: read(other, planned, groups)).result

    following: Callable[[], list[Readings]] | None = None if prepared.first is None else prepared.first.result
    for n, groups in enumerate(reads):
        found = begin(groups)() if following is None else following()
        following = begin(reads[n + 1]) if n + 1 < len(reads) else None
        if following is None and follow is not None:
            follow()
        yield from by_group(groups, found)


def _standing(connection: Connection, spans: Sequence[Range], windows: Sequence[Range]) -> Metering:
    """The stored quarter hours of spans, up to where a window begins: as if they were computed again."""
    if not spans:
        nothing = of_rows(())
        return Metering(nothing, nothing, [], written=False)
    first: dict[int, int] = {}
    for window in windows:
        first[window.point_id] = min(first.get(window.point_id, window.start), window.start)
    left = [
        s._replace(start=s.start - s.start % QUARTER_MS, end=min(s.end, first.get(s.point_id, s.end)))
        for s in spans
    ]
    kept = merge((s for s in left if s.start < s.end), 0)
    rows = storage.existing(connection, kept)
    return Metering(rows, rows, kept, written=False)


def _finish(connection: Connection, computed: Computed) -> Computed:
    """Step 5: what people corrected, in the same windows, which hold corrections whole."""
    standing = correcting.standing(connection, computed.windows)
    return replace(computed, rows=correcting.apply(computed.rows, computed.windows, standing))


def _save(
    connection: Connection,
    park_id: int,
    points: Mapping[int, MeterRow],
    final: Computed,
    old: QuarterHours,
) -> QuarterHours:
    """Write what differs from what is stored (`old`), and have computed again what depends on it."""
    found = difference(old, final.rows)
    storage.save(connection, park_id, found, {p.id: p.enterprise_id for p in points.values()})
    findings.replace_of_points(connection, park_id, final.windows, final.findings, SETTLEMENT_RULES)
    changed = found.all
    if changed.size:
        virtual = {p.id for p in points.values() if p.kind == "virtual"}
        waiting = gaps.waiting(connection, old, found, final.shaped, virtual)
        invalidations.add_ranges(connection, park_id, waiting, invalidations.SHAPE)
    return changed


def _counted(rows: QuarterHours, changed: QuarterHours, ranges: Sequence[Range]) -> QuarterHours:
    """The rows of the ranges, and what changed beside them.

    Windows reach further, into hours that they do not hold whole: those would be asked of the database.
    """
    asked = merge(
        (
            r._replace(start=r.start - r.start % QUARTER_MS, end=r.end - r.end % QUARTER_MS + 1)
            for r in ranges
        ),
        0,
    )
    mine = rows.inside(asked)
    if not changed.size:
        return mine
    return joined([mine, changed.only(~np.isin(changed.key, mine.key))])
