"""Intervals to ledger hours: activity × factor, with the factor's version pinned."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.metering.rules import HOUR_MS
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.ledger.factors import Book
from parkcarbon_platform.services.ledger.in_order import among, without
from parkcarbon_platform.services.ledger.keys import firsts, hour_of, key, keys_of
from parkcarbon_platform.services.ledger.pricing import (
    ESTIMATE_SETTLES_AFTER,
    SETTLES_AFTER,
    Pricing,
    last_hour,
    state_of,
    while_valid,
)
from parkcarbon_platform.services.ledger.revisions import LATE_READING, Locks, Revisions, by_key, pinned
from parkcarbon_platform.services.ledger.source_hours import NOTHING, Known, of_points, runs
from parkcarbon_platform.services.localtime import from_ms, to_ms
from parkcarbon_platform.services.metering.ahead import Ahead
from parkcarbon_platform.services.metering.ranges import merge
from parkcarbon_platform.storage import differences, findings
from parkcarbon_platform.storage import intervals as points_storage
from parkcarbon_platform.storage import ledger as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.differences import Difference
from parkcarbon_platform.storage.findings import SourceFinding
from parkcarbon_platform.storage.intervals import MeterRow, Range
from parkcarbon_platform.storage.ledger import ActivityHours, Entries, SourceRow, joined
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
    touched = _in_order(key(changed.point, changed.start))
    sources = storage.sources_of(connection, firsts(touched)[0].tolist())
    hours = of_points(sources, touched)
    return settle_source_hours(connection, park, book, sources, hours, known=known, now=now, reason=reason)


def settle_source_hours(
    connection: Connection,
    park: ParkRow,
    book: Book,
    sources: Sequence[SourceRow],
    hours: Int64,
    *,
    known: Known = NOTHING,
    now: datetime,
    reason: str = LATE_READING,
    held: Sequence[Difference] | None = None,
) -> tuple[int, int] | None:
    """Recompute these hours of sources (keys, in order); [from, to) [ms] of what changed.

    `held` are differences whose factors their hours shall have (None: the open ones).
    """
    found = compare_source_hours(connection, park, book, sources, hours, known=known, now=now, held=held)
    found.save(connection, park.id, reason)
    return found.change.span()


@dataclass(frozen=True, slots=True)
class Compared:
    """What hours are against what they would be: `done` (keys) were calculated, `problems` say why not."""

    change: Revisions
    done: Int64
    problems: list[SourceFinding]
    owners: dict[int, int | None]

    def save(self, connection: Connection, park_id: int, reason: str) -> None:
        """Write down what differs, and what could not be calculated."""
        if not self.owners:
            return
        _clear(connection, self.done, list(self.owners))
        for problem in self.problems:
            findings.set_of_source(connection, park_id, problem)
        self.change.save(connection, park_id, self.owners, reason)


def compare_source_hours(
    connection: Connection,
    park: ParkRow,
    book: Book,
    sources: Sequence[SourceRow],
    hours: Int64,
    *,
    known: Known = NOTHING,
    now: datetime,
    held: Sequence[Difference] | None = None,
    ahead: Ahead | None = None,
) -> Compared:
    """Compute these hours as `settle_source_hours` does, and write nothing; `ahead` reads meanwhile."""
    change = Revisions(Locks(connection))
    if not hours.size:
        return Compared(change, hours, [], {})
    by_id = {s.id: s for s in sources}
    ids = firsts(hours)[0].tolist()
    points = _points(connection, [by_id[n] for n in ids], known)
    if held is None:
        span = hour_of(hours)
        first, last = int(span.min()), int(span.max())
        held = differences.of_sources(connection, ids, from_ms(first), from_ms(last + HOUR_MS))
    owners = {n: by_id[n].enterprise_id for n in ids}
    done, problems = [], []
    for part, activity, current in _read(connection, by_id, hours, known, ahead):
        versions = {*np.unique(current.factor_version).tolist(), *(d.factor_version_id for d in held)}
        book = factors.including(connection, book, [n for n in versions if n is not None])
        waiting = by_key(d for d in held if d.factor_version_id in book.stored)
        pricing = Pricing(park, book, points, now)
        group = _sources_of(by_id, part)
        before = current.only(among(keys_of(current), part))
        valid = while_valid(group, activity, park.timezone)
        priced = pricing.price(group, part, valid, pinned(before, waiting))
        done.append(without(part, priced.failed))
        possible = before.only(among(keys_of(before), done[-1])) if priced.failed.size else before
        change.compare(owners, done[-1], possible, priced.entries)
        problems += pricing.found
    return Compared(change, np.concatenate(done), problems, owners)


def _points(connection: Connection, sources: Sequence[SourceRow], known: Known) -> Mapping[int, MeterRow]:
    """The points of sources: those that are known, and the others."""
    missing = {p for source in sources for p in source.points} - known.points.keys()
    if not missing:
        return known.points
    return {**known.points, **{row.id: row for row in points_storage.meters(connection, sorted(missing))}}


Read = tuple[Int64, ActivityHours, Entries]


def _read(
    connection: Connection,
    by_id: Mapping[int, SourceRow],
    hours: Int64,
    known: Known,
    ahead: Ahead | None,
) -> Iterator[Read]:
    """Hours of sources in parts, with activity and current entries: memory does not grow with sources."""
    parts = list(_parts(hours))
    if ahead is None:
        for part in parts:
            yield (
                part,
                _activity(connection, _sources_of(by_id, part), part, known),
                _current(connection, part),
            )
        return

    def begin(part: Int64) -> tuple[Future[ActivityHours], Future[Entries]]:
        group = _sources_of(by_id, part)
        return (
            ahead.read(lambda other: _activity(other, group, part, known)),
            ahead.read(lambda other: _current(other, part)),
        )

    following = begin(parts[0])
    for n, part in enumerate(parts):
        activity, current = following
        if n + 1 < len(parts):
            following = begin(parts[n + 1])
        yield part, activity.result(), current.result()


def _parts(hours: Int64) -> Iterator[Int64]:
    """The hours of whole sources, so many that they are GROUP or more."""
    _, first = firsts(hours)
    begin = 0
    for end in [*first[1:].tolist(), hours.size]:
        if end - begin >= GROUP or end == hours.size:
            yield hours[begin:end]
            begin = end


def _sources_of(by_id: Mapping[int, SourceRow], hours: Int64) -> list[SourceRow]:
    return [by_id[n] for n in firsts(hours)[0].tolist()]


def _current(connection: Connection, hours: Int64) -> Entries:
    ids, first = firsts(hours)
    hour = hour_of(hours)
    last = np.append(first[1:], hours.size) - 1
    return storage.current(connection, ids.tolist(), hour[first].tolist(), (hour[last] + HOUR_MS).tolist())


def _clear(connection: Connection, done: Int64, source_ids: Sequence[int]) -> None:
    """A finding of a source goes when its hour can be calculated: other hours say nothing of it.

    What waits for a meter is looked for by the checks of meter health.
    """
    found = findings.of_sources(connection, source_ids, apart=WAITS)
    if found:
        ids, times = (
            np.array(c, np.int64) for c in zip(*((f.source_id, to_ms(f.time)) for f in found), strict=True)
        )
        here = among(key(ids, times), done) & (times % HOUR_MS == 0)
        findings.delete(connection, [f.id for f, gone in zip(found, here.tolist(), strict=True) if gone])


def _activity(
    connection: Connection, sources: Sequence[SourceRow], hours: Int64, known: Known
) -> ActivityHours:
    """The activity of hours of sources: what is known is not asked for."""
    here, activity = known.of_sources(sources, hours)
    asked = runs(hours[~here])
    if not asked:
        return activity
    if known is NOTHING and sum(end - start for _, start, end in asked) > MANY * HOUR_MS:
        return _activity(connection, sources, hours, _quarter_hours(connection, sources, asked))
    stored = storage.activity(connection, *zip(*asked, strict=True))
    return joined([activity, stored.only(among(keys_of(stored), hours))])


def _quarter_hours(
    connection: Connection, sources: Sequence[SourceRow], asked: Sequence[tuple[int, int, int]]
) -> Known:
    """The quarter hours of these spans (source, start, end) [ms]."""
    points = {source.id: source.points for source in sources}
    spans = merge((Range(p, start, end) for n, start, end in asked for p in points[n]), 0)
    return Known(points_storage.existing(connection, spans), spans)


def _in_order(keys: Int64) -> Int64:
    """The numbers that there are, each once: rows are in order of point and time nearly always."""
    if (np.diff(keys) < 0).any():
        keys = np.sort(keys)
    return keys[np.concatenate(([True], np.diff(keys) != 0))] if keys.size else keys


def promote(connection: Connection, now: datetime) -> int:
    """Settle the hours that have become old enough; how many."""
    return storage.promote(
        connection,
        now - PROMOTED_OVER,
        last_hour(now, SETTLES_AFTER),
        last_hour(now, ESTIMATE_SETTLES_AFTER),
    )
