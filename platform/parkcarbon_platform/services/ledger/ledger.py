"""Intervals to ledger hours: activity × factor, with the factor's version pinned."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
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
from parkcarbon_platform.services.metering.ahead import Ahead
from parkcarbon_platform.services.metering.ranges import merge
from parkcarbon_platform.storage import differences, findings
from parkcarbon_platform.storage import intervals as points_storage
from parkcarbon_platform.storage import ledger as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.differences import Difference
from parkcarbon_platform.storage.findings import SourceFinding
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.ledger import ActivityHours, Entries, SourceRow
from parkcarbon_platform.storage.live import ParkRow
from parkcarbon_platform.storage.quarter_hours import QuarterHours

__all__ = ["WAITS", "compare_source_hours", "promote", "settle_hours", "settle_source_hours", "state_of"]

Int64 = npt.NDArray[np.int64]
PROMOTED_OVER = timedelta(days=4)
# Of more hours the quarter hours are read and added up here: 16 microseconds an hour in the database, 4 so.
MANY = 500
# Hours that are read at once.
GROUP = 20_000
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
    found = compare_source_hours(connection, park, book, sources, hours, known=known, now=now, held=held)
    found.save(connection, park.id, reason)
    return found.change.span()


@dataclass(frozen=True, slots=True)
class Compared:
    """What hours are against what they would be: `done` [ms] could be calculated, `problems` say why not."""

    change: Revisions
    done: dict[int, Int64]
    problems: list[SourceFinding]
    owners: dict[int, int | None]

    def save(self, connection: Connection, park_id: int, reason: str) -> None:
        """Write down what differs, and what could not be calculated."""
        if not self.owners:
            return
        _clear(connection, self.done)
        for problem in self.problems:
            findings.set_of_source(connection, park_id, problem)
        self.change.save(connection, park_id, self.owners, reason)


def compare_source_hours(
    connection: Connection,
    park: ParkRow,
    book: Book,
    sources: Sequence[SourceRow],
    hours: Mapping[int, Int64],
    *,
    known: Known = NOTHING,
    now: datetime,
    held: Sequence[Difference] | None = None,
    ahead: Ahead | None = None,
) -> Compared:
    """Compute these hours as `settle_source_hours` does, and write nothing; `ahead` reads meanwhile."""
    mine = [s for s in sources if hours[s.id].size]
    change = Revisions(Locks(connection))
    found = Compared(change, {}, [], {s.id: s.enterprise_id for s in mine})
    if not mine:
        return found
    points = points_storage.meters(connection, sorted({p for s in mine for p in s.points}))
    if held is None:
        first, last = min(int(hours[s.id][0]) for s in mine), max(int(hours[s.id][-1]) for s in mine)
        ids = [s.id for s in mine]
        held = differences.of_sources(connection, ids, from_ms(first), from_ms(last + HOUR_MS))
    for group, activity, current in _read(connection, mine, hours, known, ahead):
        versions = {*current.factor_version.tolist(), *(d.factor_version_id for d in held)}
        book = factors.including(connection, book, [n for n in versions if n is not None])
        waiting = by_source(d for d in held if d.factor_version_id in book.stored)
        pricing = Pricing(park, book, {point.id: point for point in points}, now)
        for source in group:
            before = current.only(_of(source, current.source, current.hour, hours[source.id]))
            kept = pinned(before, waiting.get(source.id, {}))
            valid = while_valid(source, activity[source.id], park.timezone)
            priced = pricing.price(source, hours[source.id], valid, kept)
            done = found.done[source.id] = without(hours[source.id], priced.failed)
            possible = before.only(among(before.hour, done)) if priced.failed.size else before
            change.compare(source, done, possible, priced.entries)
        found.problems.extend(pricing.found)
    return found


Read = tuple[list[SourceRow], dict[int, ActivityHours], Entries]


def _read(
    connection: Connection,
    sources: Sequence[SourceRow],
    hours: Mapping[int, Int64],
    known: Known,
    ahead: Ahead | None,
) -> Iterator[Read]:
    """Sources in groups with their activity and current entries: memory does not grow with the sources."""
    groups = list(_groups(sources, hours))
    if ahead is None:
        for group in groups:
            yield group, _activity(connection, group, hours, known), _current(connection, group, hours)
        return

    def begin(group: list[SourceRow]) -> tuple[Future[dict[int, ActivityHours]], Future[Entries]]:
        return (
            ahead.read(lambda other: _activity(other, group, hours, known)),
            ahead.read(lambda other: _current(other, group, hours)),
        )

    following = begin(groups[0])
    for n, group in enumerate(groups):
        activity, current = following
        if n + 1 < len(groups):
            following = begin(groups[n + 1])
        yield group, activity.result(), current.result()


def _groups(sources: Sequence[SourceRow], hours: Mapping[int, Int64]) -> Iterator[list[SourceRow]]:
    group: list[SourceRow] = []
    size = 0
    for source in sources:
        group.append(source)
        size += hours[source.id].size
        if size >= GROUP:
            yield group
            group, size = [], 0
    if group:
        yield group


def _current(connection: Connection, sources: Sequence[SourceRow], hours: Mapping[int, Int64]) -> Entries:
    return storage.current(
        connection,
        [s.id for s in sources],
        [int(hours[s.id][0]) for s in sources],
        [int(hours[s.id][-1]) + HOUR_MS for s in sources],
    )


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
    for number, (here, activity) in known.of_sources(sources, hours).items():
        found[number] = activity
        if not here.all():
            asked += [(number, start, end) for start, end in runs(hours[number][~here])]
    if asked and known is NOTHING and sum(end - start for _, start, end in asked) > MANY * HOUR_MS:
        return _activity(connection, sources, hours, _quarter_hours(connection, sources, asked))
    if asked:
        stored = storage.activity(connection, *zip(*asked, strict=True))
        for source in sources:
            more = stored.only(_of(source, stored.source, stored.hour, hours[source.id]))
            found[source.id] = found[source.id].joined(more)
    return found


def _quarter_hours(
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
