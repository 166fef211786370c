"""Settle a park: readings to intervals to the ledger, in bounded transactions, the newest first."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec
import redis

from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services import bill_checks, derived, factors, ledger, localtime, metering
from parkcarbon_platform.services.revisions import LATE_READING
from parkcarbon_platform.storage import invalidations, live
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.intervals import IntervalRow, Range
from parkcarbon_platform.storage.live import ParkRow

log = logging.getLogger(__name__)

# Four days of 80 points are 31,000 intervals: about a second. Back-fill delivers a day at a time anyway.
CHUNK = timedelta(days=4)
ROWS = 20_000
CHUNK_POINTS = 80

Announce = Callable[[int, int, int], None]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one transaction did: work consumed, where it was cut, [from, to) [ms] of changed hours."""

    consumed: int
    cut: datetime | None
    span: tuple[int, int] | None
    busy: bool = False


@dataclass(slots=True)
class Settled:
    """Intervals that changed, and [from, to) [ms] of the hours that did."""

    changed: list[IntervalRow] = field(default_factory=list)
    span: tuple[int, int] | None = None

    def add(self, other: "Settled") -> None:
        """Take in what another piece changed."""
        self.changed += other.changed
        spans = [span for span in (self.span, other.span) if span is not None]
        if spans:
            self.span = min(s[0] for s in spans), max(s[1] for s in spans)


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def announcer(client: redis.Redis) -> Announce:
    """Publishes to those who show the park that hours have changed; without a cache nobody shows it."""

    def announce(park_id: int, start: int, end: int) -> None:
        try:
            client.publish(f"pc:settled:{park_id}", msgspec.json.encode({"from": start, "to": end}))
        except redis.RedisError as error:
            log.warning("settled hours of park %s could not be announced: %s", park_id, error)

    return announce


def settle_chunk(
    connection: Connection, park_id: int, *, now: datetime, before: datetime | None = None
) -> Chunk:
    """Settle the newest work of a park that ends before `before`, inside the connection's transaction.

    The result is the same in whatever portions the readings come: it equals a computation of everything.
    """
    if not invalidations.try_lock(connection, park_id):
        return Chunk(0, None, None, busy=True)
    work, cut = invalidations.newest(connection, before, CHUNK, ROWS)
    if cut is None:
        return Chunk(0, None, None)
    park = live.park(connection)
    if park is None:
        raise NotFoundError(f"There is no park {park_id}.", park=park_id)
    ranges = [
        Range(w.point_id, localtime.to_ms(max(w.from_time, cut)), localtime.to_ms(w.to_time)) for w in work
    ]
    everything = any(w.reason == invalidations.RECALCULATION for w in work)
    readings = any(w.reason == invalidations.READINGS for w in work)
    reason = LATE_READING if readings or not work else work[0].reason
    settled = _settle(connection, park, ranges, now=now, everything=everything, reason=reason)
    invalidations.finish(connection, work, cut)
    return Chunk(len(work), cut, settled.span)


def settle_ranges(
    connection: Connection, park_id: int, ranges: Sequence[Range], *, now: datetime, reason: str
) -> Settled:
    """Settle spans of points now, in the caller's transaction, which holds the park's lock.

    `reason` is what revised ledger hours say of themselves. What settling invalidates in turn (like days,
    dependents) is settled too, so that nothing is left over.
    """
    park = live.park(connection)
    if park is None:
        raise NotFoundError(f"There is no park {park_id}.", park=park_id)
    settled = Settled()
    waiting = list(ranges)
    while waiting:
        last = invalidations.last_id(connection)
        for piece in pieces(waiting):
            settled.add(_settle(connection, park, piece, now=now, reason=reason))
        more = invalidations.follow_ups(connection, last)
        invalidations.remove(connection, [m.id for m in more])
        waiting = [Range(m.point_id, localtime.to_ms(m.from_time), localtime.to_ms(m.to_time)) for m in more]
    return settled


def pieces(ranges: Sequence[Range]) -> Iterator[list[Range]]:
    """The ranges cut at the same times, the newest first, so that none holds more than a chunk does."""
    if not ranges:
        return
    step = round(CHUNK.total_seconds() * 1000) * max(1, CHUNK_POINTS // len({r.point_id for r in ranges}))
    first, end = min(r.start for r in ranges), max(r.end for r in ranges)
    while end >= first:
        start = max(end - step, first)
        piece = [
            r._replace(start=max(r.start, start), end=min(r.end, end))
            for r in ranges
            if r.start <= end and r.end >= start
        ]
        if piece:
            yield piece
        end = start - 1


def _settle(
    connection: Connection,
    park: ParkRow,
    ranges: Sequence[Range],
    *,
    now: datetime,
    reason: str,
    everything: bool = False,
) -> Settled:
    changed = metering.settle_points(connection, park, ranges, everything=everything)
    changed += derived.settle(connection, park.id, changed, ranges, everything=everything)
    if not changed:
        return Settled()
    bill_checks.measured_anew(connection, park.id, changed, park.timezone)
    book = factors.book(connection)
    return Settled(changed, ledger.settle_hours(connection, park, book, changed, now=now, reason=reason))


def settle(
    database: Database,
    park_id: int,
    announce: Announce,
    *,
    seconds: float = 20.0,
    clock: Clock = utc_now,
) -> int:
    """Settle a park until nothing is left or the time is up; how many invalidations were consumed.

    Live readings and back-fill take turns: each round begins with the newest work, then goes on where the
    older work begins, so that neither waits for the other.
    """
    consumed = 0
    before: datetime | None = None
    deadline = time.monotonic() + seconds
    while True:
        with database.tenant(park_id) as connection:
            chunk = settle_chunk(connection, park_id, now=clock(), before=before)
        if chunk.span is not None:
            announce(park_id, *chunk.span)
        consumed += chunk.consumed
        # Older work may have left newer: gaps that now have another shape.
        if (chunk.cut is None and before is None) or time.monotonic() > deadline:
            break
        before = chunk.cut if before is None else None
    with database.tenant(park_id) as connection:
        if invalidations.try_lock(connection, park_id):
            ledger.promote(connection, clock())
    return consumed


def recalculate(database: Database, park_id: int, start: datetime, end: datetime) -> int:
    """Have a span of a park computed again from its readings; how many points."""
    with database.tenant(park_id) as connection:
        return invalidations.add(connection, start, end, invalidations.RECALCULATION)
