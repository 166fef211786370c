"""Intervals to ledger hours: activity × factor, with the factor's version pinned."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.ledger.factors import Book
from parkcarbon_platform.services.ledger.in_order import among, without
from parkcarbon_platform.services.ledger.pricing import (
    ESTIMATE_SETTLES_AFTER,
    SETTLES_AFTER,
    Pricing,
    last_hour,
    state_of,
    while_valid,
)
from parkcarbon_platform.services.ledger.revisions import (
    HOUR_MS,
    LATE_READING,
    Locks,
    Revisions,
    by_source,
    pinned,
)
from parkcarbon_platform.services.ledger.source_hours import NOTHING, Known, runs
from parkcarbon_platform.services.localtime import from_ms, to_ms
from parkcarbon_platform.services.metering.ranges import merge
from parkcarbon_platform.storage import differences, findings
from parkcarbon_platform.storage import intervals as points_storage
from parkcarbon_platform.storage import ledger as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.differences import Difference
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.ledger import ActivityHours, SourceRow
from parkcarbon_platform.storage.live import ParkRow
from parkcarbon_platform.storage.quarter_hours import QuarterHours

__all__ = ["WAITS", "promote", "settle_hours", "settle_source_hours", "state_of"]

Int64 = npt.NDArray[np.int64]
PROMOTED_OVER = timedelta(days=4)
# Of more hours the quarter hours are read and added up here: 16 microseconds an hour in the database, 4 so.
MANY = 500
WAITS = "difference_waits"


def settle_hours(
    connection: Connection,
    park: ParkRow,
    book: Book,
    changed: QuarterHours,
    known: Known,
    *,
    now: datetime,
    reason: str = LATE_READING,
) -> tuple[int, int] | None:
    """Recompute the hours that the changed intervals touch; [from, to) [ms] of what changed."""
    touched = _touched_hours(changed)
    sources = storage.sources_of(connection, sorted(touched))
    hours = {s.id: np.unique(np.concatenate([touched[p] for p in s.points if p in touched])) for s in sources}
    return settle_source_hours(connection, park, book, sources, hours, known=known, now=now, reason=reason)


def settle_source_hours(
    connection: Connection,
    park: ParkRow,
    book: Book,
    sources: Sequence[SourceRow],
    hours: Mapping[int, Int64],
    *,
    known: Known = NOTHING,
    now: datetime,
    reason: str = LATE_READING,
    held: Sequence[Difference] | None = None,
) -> tuple[int, int] | None:
    """Recompute these hours [ms], in order, of each source; [from, to) [ms] of what changed.

    `held` are differences whose factors their hours shall have (None: the open ones).
    """
    spans = [(s, int(hours[s.id][0]), int(hours[s.id][-1]) + HOUR_MS) for s in sources if hours[s.id].size]
    if not spans:
        return None
    columns = ([s.id for s, _, _ in spans], [a for _, a, _ in spans], [b for _, _, b in spans])
    activity = _activity(connection, [s for s, _, _ in spans], hours, known)
    current = storage.current(connection, *columns)
    points = points_storage.meters(connection, sorted({p for s, _, _ in spans for p in s.points}))
    if held is None:
        first, last = from_ms(min(columns[1])), from_ms(max(columns[2]))
        held = differences.of_sources(connection, columns[0], first, last)
    versions = {*current.factor_version.tolist(), *(d.factor_version_id for d in held)}
    book = factors.including(connection, book, [n for n in versions if n is not None])
    waiting = by_source(d for d in held if d.factor_version_id in book.stored)
    pricing = Pricing(park, book, {point.id: point for point in points}, now)
    change = Revisions(Locks(connection))
    done: dict[int, Int64] = {}
    for source, _, _ in spans:
        before = current.only(_of(source, current.source, current.hour, hours[source.id]))
        kept = pinned(before, waiting.get(source.id, {}))
        mine = while_valid(source, activity[source.id], park.timezone)
        priced = pricing.price(source, hours[source.id], mine, kept)
        done[source.id] = without(hours[source.id], priced.failed)
        possible = before.only(among(before.hour, done[source.id])) if priced.failed.size else before
        change.compare(source, done[source.id], possible, priced.entries)
    _clear(connection, done)
    for found in pricing.found:
        findings.set_of_source(connection, park.id, found)
    change.save(connection, park.id, {s.id: s.enterprise_id for s, _, _ in spans}, reason)
    return change.span()


def _clear(connection: Connection, done: Mapping[int, Int64]) -> None:
    """A finding of a source goes when its hour can be calculated: other hours say nothing of it.

    What waits for a meter is looked for by the checks of meter health.
    """
    found = findings.of_sources(connection, list(done), apart=WAITS)
    gone = [f.id for f in found if to_ms(f.time) in done[f.source_id]]
    findings.delete(connection, gone)


def _activity(
    connection: Connection, sources: Sequence[SourceRow], hours: Mapping[int, Int64], known: Known
) -> dict[int, ActivityHours]:
    """The activity of each source's hours: what is known is not asked for."""
    asked: list[tuple[int, int, int]] = []
    found = {}
    for source in sources:
        wanted = hours[source.id]
        here = known.knows(source, wanted)
        found[source.id] = known.activity(source, wanted[here])
        asked += [(source.id, start, end) for start, end in runs(wanted[~here])]
    if asked and known is NOTHING and sum(end - start for _, start, end in asked) > MANY * HOUR_MS:
        return _activity(connection, sources, hours, _read(connection, sources, asked))
    if asked:
        stored = storage.activity(connection, *zip(*asked, strict=True))
        for source in sources:
            more = stored.only(_of(source, stored.source, stored.hour, hours[source.id]))
            found[source.id] = found[source.id].joined(more)
    return found


def _read(
    connection: Connection, sources: Sequence[SourceRow], asked: Sequence[tuple[int, int, int]]
) -> Known:
    """The quarter hours of these spans (source, start, end) [ms]."""
    points = {source.id: source.points for source in sources}
    spans = merge((Range(p, start, end) for n, start, end in asked for p in points[n]), 0)
    return Known(points_storage.existing(connection, spans), spans)


def _of(source: SourceRow, ids: Int64, hour: Int64, wanted: Int64) -> Int64:
    """Which rows are a source's, in the hours that are wanted; `ids` is in order."""
    first, last = np.searchsorted(ids, (source.id, source.id + 1)).tolist()
    found: Int64 = first + np.nonzero(among(hour[first:last], wanted))[0]
    return found


def _touched_hours(changed: QuarterHours) -> dict[int, Int64]:
    """The hours [ms], in order, of each point."""
    hours = (changed.point << 32) + changed.start // HOUR_MS
    if (np.diff(hours) < 0).any():
        hours = np.sort(hours)
    hours = hours[np.concatenate(([True], np.diff(hours) != 0))]
    points, first = np.unique(hours >> 32, return_index=True)
    starts = np.split((hours & 0xFFFFFFFF) * HOUR_MS, first[1:])
    return dict(zip(points.tolist(), starts, strict=True))


def promote(connection: Connection, now: datetime) -> int:
    """Settle the hours that have become old enough; how many."""
    return storage.promote(
        connection,
        now - PROMOTED_OVER,
        last_hour(now, SETTLES_AFTER),
        last_hour(now, ESTIMATE_SETTLES_AFTER),
    )
