"""Locked periods: ledger hours that no reading changes any more, and the differences that wait meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.metering.rules import HOUR_MS
from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import factors, keys, ledger, weighing
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.storage import differences, intervals, invalidations, live, period_locks
from parkcarbon_platform.storage import ledger as entries
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.differences import PAGE, Difference, Summary
from parkcarbon_platform.storage.ledger import SETTLED, Entry
from parkcarbon_platform.storage.parks import ids
from parkcarbon_platform.storage.period_locks import PeriodLock

__all__ = [
    "PAGE",
    "Difference",
    "OpenDifferences",
    "Period",
    "PeriodError",
    "PeriodLock",
    "UnseenError",
    "WorkWaitsError",
    "accept",
    "add",
    "dismiss",
    "every",
    "hold",
    "page",
    "release",
    "spans",
]


class PeriodError(InvalidError):
    """A period that cannot be locked."""

    code = "lock_period"
    remedy = "Correct the two times: a locked period begins before its end, and has ended."


class UnseenError(ConflictError):
    """More is to be decided on than whoever decides has seen."""

    code = "differences_changed"
    remedy = "Read the differences again, and decide on what there is now."


class WorkWaitsError(ConflictError):
    """What is locked should be known to be whole, and is not yet."""

    code = "work_waits"
    remedy = "Try again when they are: a minute, or longer after a back-fill."


@dataclass(frozen=True, slots=True)
class OpenDifferences:
    """The open differences of a source under a lock, added up, in the base unit of its activity.

    `co2e_mg` and `locked_co2e_mg` weigh its gas by the set `gwp`, None where that does not know it.
    """

    row: Summary
    base_unit: str
    gas: str
    gwp: str
    co2e_mg: int | None
    locked_co2e_mg: int | None


@dataclass(frozen=True, slots=True)
class Period:
    """Times [start, end) of an enterprise's ledger, or of the park's."""

    start: datetime
    end: datetime
    enterprise_id: int | None


def every(connection: Connection, *, after: int | None = None, limit: int | None = None) -> list[PeriodLock]:
    """Every lock that there was, the newest first."""
    return period_locks.every(connection, after=after, limit=limit)


def page(
    connection: Connection, state: str | None, *, lock_id: int | None = None, source: str | None = None,
    before: int | None = None,
) -> list[Difference]:  # fmt: skip
    """Differences, the newest first."""
    return differences.page(connection, state, lock_id=lock_id, source=source, before=before)


def summary(connection: Connection) -> list[OpenDifferences]:
    """The open differences by lock, the newest first, and source."""
    rows = differences.summary(connection)
    sources = entries.sources(connection, sorted({row.source_id for row in rows}))
    points = {p.id: p for p in intervals.meters(connection, sorted({p for s in sources for p in s.points}))}
    bases = {
        source.id: units.to_base(point.unit, point.quantity, point.carrier).name
        for source in sources
        if (point := next((points[p] for p in source.points if p in points), None)) is not None
    }
    weights = weighing.weights(connection)
    return [
        OpenDifferences(
            row, bases.get(row.source_id, ""), weights.gas(row.source), weights.gwp,
            weights.co2e(row.source, row.mass_mg), weights.co2e(row.source, row.locked_mass_mg),
        )
        for row in rows
    ]  # fmt: skip


def spans(connection: Connection, enterprise_id: int | None) -> list[tuple[datetime, datetime]]:
    """The periods locked for an enterprise's sources; asked in a transaction that sees the whole park."""
    return [
        (lock.from_time, lock.to_time)
        for lock in period_locks.active(connection)
        if lock.enterprise_id in (None, enterprise_id)
    ]


def add(
    place: Workplace, actor: Actor, start: datetime, end: datetime, *, enterprise: str | None, reason: str
) -> PeriodLock:
    """Lock the ledger hours of [start, end), of one enterprise or of the whole park."""
    with place.database.tenant(place.park_id) as connection:
        period = Period(start, end, _enterprise(connection, enterprise))
        return hold(connection, place.park_id, actor, period, reason=reason, now=place.clock())


def hold(
    connection: Connection, park_id: int, actor: Actor, period: Period, *, reason: str, now: datetime
) -> PeriodLock:
    """`add` inside a transaction that sees the whole park.

    Refused while readings of the period wait to be settled: what is locked should be known to be whole.
    """
    if not period.start < period.end <= now:
        raise PeriodError("The period is empty, or has not ended.")
    invalidations.lock(connection, park_id)
    lock_id = period_locks.add(
        connection, park_id, period.enterprise_id, period.start, period.end, reason=reason, author=actor.name
    )
    lock = found(connection, lock_id)
    if waiting := period_locks.waiting_work(connection, lock):
        raise WorkWaitsError(
            f"{waiting} pieces of work inside the period are not settled yet.", waiting=waiting
        )
    period_locks.settle_hours(connection, lock)
    return lock


def release(place: Workplace, actor: Actor, lock_id: int, reason: str) -> PeriodLock:
    """Release a lock: what its hours would be, they become, as revisions that keep what was."""
    now = place.clock()
    with place.database.tenant(place.park_id) as connection:
        invalidations.lock(connection, place.park_id)
        lock = found(connection, lock_id)
        if lock.released_at is not None:
            raise ConflictError(f"{lock.released_by} has released this lock already.", lock=lock_id)
        hours = [(s, to_ms(hour)) for s, hour in differences.hours_of_lock(connection, lock_id)]
        held = differences.opened(connection, lock_id=lock_id)
        period_locks.release(connection, lock_id, reason=reason, author=actor.name)
        differences.vanish(connection, hours)
        span = _settle(connection, hours, held, now)
        released = found(connection, lock_id)
    if span is not None:
        place.announce(place.park_id, *span)
    return released


def accept(
    place: Workplace, actor: Actor, *, ids: Sequence[int] | None = None, lock_id: int | None = None,
    source: str | None = None, seen: Sequence[str] = (), note: str,
) -> int:  # fmt: skip
    """Let differences into the ledger as restatements; how many hours."""
    with place.database.tenant(place.park_id) as connection:
        invalidations.lock(connection, place.park_id)
        waiting = _opened(connection, ids, lock_id, source, seen)
        _restate(connection, place.park_id, waiting, note)
        differences.resolve(
            connection, [d.id for d in waiting], differences.ACCEPTED, by=actor.name, note=note
        )
    hours = [to_ms(d.hour) for d in waiting]
    place.announce(place.park_id, min(hours), max(hours) + HOUR_MS)
    return len(waiting)


def dismiss(
    place: Workplace, actor: Actor, *, ids: Sequence[int] | None = None, lock_id: int | None = None,
    source: str | None = None, seen: Sequence[str] = (), note: str,
) -> int:  # fmt: skip
    """Leave the ledger as it is; the same difference does not come back, another one does. How many hours."""
    with place.database.tenant(place.park_id) as connection:
        invalidations.lock(connection, place.park_id)
        waiting = _opened(connection, ids, lock_id, source, seen)
        differences.resolve(
            connection, [d.id for d in waiting], differences.DISMISSED, by=actor.name, note=note
        )
    return len(waiting)


def found(connection: Connection, lock_id: int) -> PeriodLock:
    """The lock; raises NotFoundError."""
    lock = period_locks.find(connection, lock_id)
    if lock is None:
        raise NotFoundError(f"There is no lock {lock_id}.", lock=lock_id)
    return lock


def _enterprise(connection: Connection, code: str | None) -> int | None:
    if code is None:
        return None
    enterprise_id = ids(connection, "enterprise").get(code)
    if enterprise_id is None:
        raise NotFoundError(f"There is no enterprise {code}.", enterprise=code)
    return enterprise_id


def _settle(
    connection: Connection, hours: Sequence[tuple[int, int]], held: Sequence[Difference], now: datetime
) -> tuple[int, int] | None:
    """Compute the hours anew, by the factors that restatements have given them meanwhile."""
    park = live.park(connection)
    assert park is not None
    sources = entries.sources(connection, sorted({source_id for source_id, _ in hours}))
    ordered = np.unique(keys.key(*np.array(hours, np.int64).reshape(-1, 2).T))
    return ledger.settle_source_hours(
        connection, park, factors.book(connection), sources, ordered, now=now, reason="lock released",
        held=held,
    )  # fmt: skip


def _opened(
    connection: Connection, ids: Sequence[int] | None, lock_id: int | None, source: str | None,
    seen: Sequence[str],
) -> list[Difference]:  # fmt: skip
    """The open differences that are meant; refuses what is gone or decided, so that nobody decides unseen."""
    now = [
        row.seen for row in differences.summary(connection)
        if row.lock_id == lock_id and source in (None, row.source)
    ]  # fmt: skip
    if not set(now) <= set(seen):
        raise UnseenError("The differences have changed since they were read.", lock=lock_id)
    waiting = differences.opened(connection, ids=ids, lock_id=lock_id, source=source)
    missing = sorted(set(ids or ()) - {d.id for d in waiting})
    if missing:
        raise ConflictError(
            f"{len(missing)} of the differences are not open any more.",
            remedy="Read the list again: a difference vanishes when later readings agree with the ledger.",
            missing=missing[:20],
        )
    if not waiting:
        raise NotFoundError("There is no such difference.")
    return waiting


def _restate(connection: Connection, park_id: int, waiting: Sequence[Difference], note: str) -> None:
    """Supersede the hours as they are, and add them as they would be."""
    sources = [d.source_id for d in waiting]
    starts = [to_ms(d.hour) for d in waiting]
    current = {
        (entry.source_id, entry.hour): entry
        for entry in entries.current(connection, sources, starts, [s + HOUR_MS for s in starts]).rows()
    }
    entries.supersede(connection, list(current.values()))
    made = []
    for difference, hour in zip(waiting, starts, strict=True):
        old = current.get((difference.source_id, hour))
        new = entry_of(difference, hour, 1 if old is None else old.revision + 1)
        if new is not None:
            made.append(new)
    owners = {d.source_id: d.enterprise_id for d in waiting}
    entries.insert(connection, park_id, made, enterprises=owners, reason=f"restatement: {note}")


def entry_of(difference: Difference, hour: int, revision: int) -> Entry | None:
    """The ledger entry that accepting makes; None where the hour loses its entry."""
    d = difference
    if d.quantity is None or d.estimated is None or d.covered_s is None or d.co2_mg is None:
        return None
    assert d.factor_version_id is not None
    return Entry(
        source_id=d.source_id, hour=hour, revision=revision, state=SETTLED, fallback=bool(d.fallback),
        covered_s=d.covered_s, quantity=d.quantity, estimated=d.estimated, co2_mg=d.co2_mg,
        gas_mg=d.gas_mg or 0, factor_version_id=d.factor_version_id,
    )  # fmt: skip
