"""Settle a park: readings and records to intervals to the ledger, in bounded pieces, the newest first."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec
import redis

from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.activity import bill_checks
from parkcarbon_platform.services.ledger import factors, ledger
from parkcarbon_platform.services.ledger.following import Following, clipped, older, state_of
from parkcarbon_platform.services.ledger.revisions import LATE_READING
from parkcarbon_platform.services.ledger.source_hours import Known
from parkcarbon_platform.services.metering import archived, derived, metering, recorded
from parkcarbon_platform.services.metering.ahead import Ahead
from parkcarbon_platform.services.metering.archived import ArchivedError
from parkcarbon_platform.services.metering.metering import Prepared
from parkcarbon_platform.storage import archives, batches, invalidations, live
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.invalidations import Invalidation, Newest
from parkcarbon_platform.storage.live import ParkRow
from parkcarbon_platform.storage.quarter_hours import QuarterHours, joined, of_rows
from parkcarbon_platform.telemetry import tracing
from parkcarbon_platform.telemetry.tracing import Place

log = logging.getLogger(__name__)

# What a transaction takes begins with four days, and doubles each other round of a long recalculation as far
# as its rows (readings, or quarter hours) allow: memory and the wait of live readings (2 s, or 5 s at 10,000
# points) stay bounded.
CHUNK = timedelta(days=4)
ROUNDS = 2
SHORTEST, LONGEST = timedelta(hours=6), timedelta(days=400)
ROWS = 600_000
# Rows that even the first rounds may take: a small park's year needs few transactions.
FEW = 120_000
# What a point costs beside its rows is worth 150 of them: a park of 10,000 points takes two days at once, and
# one of more points no more rows than that (1.0 to 1.3 GB), but six hours.
ROWS_A_POINT, MOST_ROWS = 192, 2_000_000
INVALIDATIONS = 20_000
CHUNK_POINTS = 80
# A span of settlement names no more batches than a collector takes (128 by default) and people look at.
LINKS, LINKED_WORK = 32, 500

Announce = Callable[[int, int, int], None]
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one transaction did: work consumed, where it was cut, [from, to) [ms] of changed hours."""

    consumed: int
    cut: datetime | None
    span: tuple[int, int] | None
    busy: bool = False
    following: Following | None = None


@dataclass(slots=True)
class Settled:
    """Intervals that changed, and [from, to) [ms] of the hours that did.

    `written`: whether quarter hours that are stored are others than before.
    """

    changed: QuarterHours = field(default_factory=lambda: of_rows(()))
    span: tuple[int, int] | None = None
    written: bool = False

    def add(self, other: "Settled") -> None:
        """Take in what another piece changed."""
        self.changed = joined([self.changed, other.changed])
        self.written |= other.written
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
    connection: Connection,
    park_id: int,
    *,
    now: datetime,
    before: datetime | None = None,
    span: timedelta = CHUNK,
    further: timedelta | None = None,
    following: Following | None = None,
    ahead: Ahead | None = None,
) -> Chunk:
    """Settle the newest work of a park that ends before `before`, inside the connection's transaction.

    It reaches back `span`, less where there are many points. `further`: how far back the next one is to
    reach, so that `ahead` may read for it already; `following`: what was so begun for this one. The result is
    the same in whatever portions the readings come: it equals a computation of everything.
    """
    if not invalidations.try_lock(connection, park_id):
        return Chunk(0, None, None, busy=True)
    invalidations.read_largely(connection)
    horizon = archives.horizon(connection)
    if horizon is not None:
        invalidations.hold(connection, horizon)
    newest = invalidations.newest(connection, before)
    if newest is None:
        return Chunk(0, None, None)
    cut = _cut(newest, span, FEW)
    work = invalidations.since(connection, cut, before, INVALIDATIONS, horizon)
    if len({w.reason for w in work}) > 1:
        # Hours say why they were revised: one late reading is not the reason of a year.
        cut = _cut(newest, span, 0)
        work = invalidations.since(connection, cut, before, INVALIDATIONS, horizon)
    park = live.park(connection)
    if park is None:
        raise NotFoundError(f"There is no park {park_id}.", park=park_id)
    ranges = clipped(work, cut)
    everything = any(w.reason == invalidations.RECALCULATION for w in work)
    readings = any(w.reason == invalidations.READINGS for w in work)
    reason = LATE_READING if readings or not work else work[0].reason
    # A thread and a transaction of its own are worth it where whole days of all points are computed again.
    ahead = ahead if everything else None
    prepared = begun = None
    if ahead is not None and following is not None:
        prepared = following.prepared(ranges, state_of(connection, horizon))
    if ahead is not None and further is not None and all(w.from_time < cut for w in work):
        left = newest._replace(end=cut - invalidations.MILLISECOND)
        begun = Following(older(work, cut, _cut(left, further, FEW)), ahead)
    with tracing.span("settle", links=_links(connection, work), park=park.code, work=len(work)) as opened:
        settled = _settle(
            connection, park, ranges, now=now, everything=everything, reason=reason, prepared=prepared,
            ahead=ahead, follow=None if begun is None else begun.begin,
        )  # fmt: skip
        opened.know(quarter_hours=settled.changed.size)
    invalidations.finish(connection, work, cut)
    if begun is not None:
        begun.stand(connection, horizon, written=settled.written)
    return Chunk(len(work), cut, settled.span, following=begun)


def _links(connection: Connection, work: Sequence[Invalidation]) -> list[Place]:
    """The traces of the newest batches that made this work: each of its spans ends with a batch's reading."""
    if not tracing.is_on():
        return []
    readings = [(w.point_id, w.to_time) for w in work if w.reason == invalidations.READINGS][:LINKED_WORK]
    traces = batches.traces_of(connection, readings, LINKS)
    return [Place(t.trace, t.stored) for t in traces if tracing.is_sampled(t.trace)]


def _cut(newest: Newest, span: timedelta, few: int) -> datetime:
    """How far back the newest work is done, at a full hour: `span`, or more where that are `few` rows."""
    rows = min(max(ROWS, ROWS_A_POINT * newest.points), MOST_ROWS)
    possible = span
    if newest.rows_a_day:
        longer = timedelta(days=few * (span / CHUNK) / newest.rows_a_day)
        possible = min(timedelta(days=rows / newest.rows_a_day), max(span, longer), LONGEST)
    cut = newest.end - max(possible, SHORTEST)
    return cut.replace(minute=0, second=0, microsecond=0)


def settle_ranges(
    connection: Connection,
    park_id: int,
    ranges: Sequence[Range],
    *,
    now: datetime,
    reason: str,
    everything: bool = False,
) -> Settled:
    """Settle spans of points now, in the caller's transaction, which holds the park's lock.

    `reason` is what revised ledger hours say of themselves. What settling invalidates in turn (like days,
    dependents) is settled too, so that nothing is left over, but what needs archived readings. With
    `everything` the spans' hours are computed again even where no interval changes. Raises ArchivedError.
    """
    park = live.park(connection)
    if park is None:
        raise NotFoundError(f"There is no park {park_id}.", park=park_id)
    if not everything:
        archived.check(connection, ranges)
    horizon = archives.horizon(connection)
    settled = Settled()
    waiting = list(ranges)
    while waiting:
        last = invalidations.last_id(connection)
        for piece in pieces(waiting):
            settled.add(_settle(connection, park, piece, now=now, reason=reason, everything=everything))
        if horizon is not None:
            invalidations.hold(connection, horizon)
        more = invalidations.follow_ups(connection, last)
        invalidations.remove(connection, [m.id for m in more])
        waiting = spans_of(more)
    return settled


def spans_of(work: Sequence[Invalidation]) -> list[Range]:
    """The spans that work is of."""
    return [Range(w.point_id, localtime.to_ms(w.from_time), localtime.to_ms(w.to_time)) for w in work]


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
    prepared: Prepared | None = None,
    ahead: Ahead | None = None,
    follow: Callable[[], None] | None = None,
) -> Settled:
    with tracing.span("intervals", points=len({r.point_id for r in ranges})):
        if prepared is None:
            prepared = metering.prepare(connection, ranges, everything=everything, ahead=ahead)
        metered = metering.settle_points(
            connection, park, ranges, prepared=prepared, everything=everything, ahead=ahead, follow=follow
        )
        metered = recorded.settle(connection, park, metered, ranges, everything=everything)
        settled = derived.settle(connection, park.id, metered, ranges, everything=everything)
    if not settled.changed.size:
        return Settled(written=settled.written)
    bill_checks.measured_anew(connection, park.id, settled.changed, park.timezone)
    book = factors.book_of_sources(connection)
    known = Known(settled.rows, settled.windows, prepared.points)
    with tracing.span("ledger", quarter_hours=settled.changed.size):
        span = ledger.settle_hours(connection, park, book, settled.changed, known, now=now, reason=reason)
    return Settled(settled.changed, span, settled.written)


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
    consumed = rounds = 0
    before: datetime | None = None
    following: Following | None = None
    deadline = time.monotonic() + seconds
    took = 0.0
    with Ahead(database, park_id) as ahead:
        while True:
            began = time.monotonic()
            # What nobody will use is not read: it would keep the end waiting.
            further = _span(rounds + 1) if began + took < deadline else None
            try:
                with database.tenant(park_id) as connection:
                    chunk = settle_chunk(
                        connection, park_id, now=clock(), before=before, span=_span(rounds),
                        further=further, following=following, ahead=ahead,
                    )  # fmt: skip
            except ArchivedError as error:
                # One that was silent for long reaches beyond what was kept: it waits, and the others go on.
                log.warning("work of park %s waits for archived readings: %s", park_id, error.message)
                with database.tenant(park_id) as connection:
                    # What begins later than where it failed needs none, unless it is all that there is.
                    for until in (error.until, before):
                        if invalidations.hold_points(connection, error.point_ids, until):
                            break
                    else:
                        raise
                continue
            if chunk.span is not None:
                announce(park_id, *chunk.span)
            following, took = chunk.following, time.monotonic() - began
            consumed += chunk.consumed
            rounds += 1
            # Older work may have left newer: gaps that now have another shape.
            if (chunk.cut is None and before is None) or time.monotonic() > deadline:
                break
            before = chunk.cut if before is None else None
    with database.tenant(park_id) as connection:
        if invalidations.try_lock(connection, park_id):
            ledger.promote(connection, clock())
    return consumed


def _span(rounds: int) -> timedelta:
    """How far back the transaction after so many rounds reaches."""
    return min(CHUNK * (1 << min(rounds // ROUNDS, 10)), LONGEST)


def recalculate(database: Database, park_id: int, start: datetime, end: datetime) -> int:
    """Have a span of a park computed again from its readings; how many points."""
    with database.tenant(park_id) as connection:
        return invalidations.add(connection, start, end, invalidations.RECALCULATION)
