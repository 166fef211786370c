"""Price hours anew by the factors in force now: shown before, done as revisions, by source and factor.

Settled hours keep their factor until somebody restates them: a factor that arrives later changes no history
by itself. A restatement takes the stored activity; what a lock holds waits as a difference.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.metering.rules import HOUR_MS
from parkcarbon_platform.errors import InvalidError, NotFoundError
from parkcarbon_platform.factors.resolver import FactorMissingError
from parkcarbon_platform.services.ledger import factors, weighing
from parkcarbon_platform.services.ledger.factors import Book
from parkcarbon_platform.services.ledger.in_order import among
from parkcarbon_platform.services.ledger.keys import keys_of
from parkcarbon_platform.services.ledger.pricing import Pricing
from parkcarbon_platform.services.ledger.revisions import Locks, Revisions, Waiting, by_key
from parkcarbon_platform.services.ledger.weighing import Weights
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.storage import differences, findings, invalidations, live
from parkcarbon_platform.storage import intervals as points_storage
from parkcarbon_platform.storage import ledger as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.findings import SourceFinding
from parkcarbon_platform.storage.ledger import PROVISIONAL, SETTLED, ActivityHours, Entries, SourceRow
from parkcarbon_platform.storage.live import ParkRow

Int64 = npt.NDArray[np.int64]
# What one transaction restates: 1,000 sources have 720,000 hours in it.
STEP = timedelta(days=30)
LONGEST = timedelta(days=3660)
HOUR = timedelta(hours=1)


class SpanError(InvalidError):
    """The span of a restatement cannot be used."""

    code = "restatement_span"
    remedy = "Give two full hours in order, at most ten years apart."


class Key(NamedTuple):
    """What changes of a source: from which factor version to which."""

    source: str
    before: int
    after: int


@dataclass(slots=True)
class Sum:
    """Hours of a source whose factor changes [mg CO2; mg CO2e of its gas]; of `held` ones a lock decides.

    `unpriced_hours`, whose factor version stays, have no factor among those that would be in force.
    """

    hours: int = 0
    before_mg: int = 0
    after_mg: int = 0
    before_co2e_mg: int = 0
    after_co2e_mg: int = 0
    held_hours: int = 0
    held_mg: int = 0
    held_co2e_mg: int = 0
    unpriced_hours: int = 0
    fallback_before: int = 0
    fallback_after: int = 0

    def add(self, other: "Sum") -> None:
        """Take in more."""
        for name in Sum.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


Sums = dict[Key, Sum]


def check_span(start: datetime, end: datetime) -> None:
    """Refuse what is no span of full hours; raises SpanError."""
    if not start < end or end - start > LONGEST or to_ms(start) % HOUR_MS or to_ms(end) % HOUR_MS:
        raise SpanError("The span is empty, too long, or not in full hours.")


def steps(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """[start, end) in pieces, the newest first."""
    while end > start:
        first = max(start, end - STEP)
        yield first, end
        end = first


def preview(
    connection: Connection, start: datetime, end: datetime, now: datetime, sets: Sequence[str] | None
) -> Sums:
    """What pricing [start, end) by these sets would change; None: by what the park has adopted."""
    check_span(start, end)
    book = factors.book(connection) if sets is None else factors.book_of(connection, sets)
    found: Sums = {}
    for first, last in steps(start, end):
        for key, value in _priced(connection, book, (first, last), now).sums.items():
            found.setdefault(key, Sum()).add(value)
    return found


def restate(connection: Connection, start: datetime, end: datetime, now: datetime, reason: str) -> Sums:
    """Price the hours of [start, end) by what the park has adopted; the caller holds the park's lock.

    Doing it twice changes nothing the second time.
    """
    done = _priced(connection, factors.book(connection), (start, end), now)
    done.save(connection, reason)
    return done.sums


def reprice_provisional(connection: Connection, now: datetime, reason: str) -> None:
    """Price the hours that are not settled yet by what the park has adopted; the caller holds its lock.

    Hours that no factor was there for have no entry that could be priced: the worker computes them again.
    """
    invalidations.add_of_finding(connection, FactorMissingError.code, now, invalidations.RECALCULATION)
    span = storage.provisional_span(connection)
    if span is None:
        return
    book = factors.book(connection)
    for first, last in steps(*span):
        _priced(connection, book, (first, last), now, states=(PROVISIONAL,)).save(connection, reason)


def _park(connection: Connection) -> ParkRow:
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    return park


@dataclass(frozen=True, slots=True)
class _Priced:
    park: ParkRow
    change: Revisions
    sums: Sums
    owners: dict[int, int | None]
    problems: list[SourceFinding]

    def save(self, connection: Connection, reason: str) -> None:
        """Write it down, and what could not be priced as findings."""
        self.change.save(connection, self.park.id, self.owners, reason)
        for problem in self.problems:
            findings.set_of_source(connection, self.park.id, problem)


def _priced(
    connection: Connection, book: Book, span: tuple[datetime, datetime], now: datetime,
    states: Sequence[int] = (PROVISIONAL, SETTLED),
) -> _Priced:  # fmt: skip
    """The hours of a span in these states, by a book."""
    sources = storage.every_source(connection)
    locks = Locks(connection)
    change, sums = Revisions(locks), Sums()
    weights = weighing.weights(connection)
    if not sources:
        return _Priced(_park(connection), change, sums, {}, [])
    points = points_storage.meters(connection, sorted({p for s in sources for p in s.points}))
    pricing = Pricing(_park(connection), book, {point.id: point for point in points}, now)
    start, end = ([to_ms(time)] * len(sources) for time in span)
    current = storage.current(connection, [s.id for s in sources], start, end)
    current = current.only(np.isin(current.state, states))
    waiting = by_key(differences.of_sources(connection, [s.id for s in sources], *span))
    owners = {s.id: s.enterprise_id for s in sources}
    before, after, unpriced = _repriced(pricing, sources, current, waiting)
    wanted = keys_of(before)
    change.compare(owners, wanted, before, after)
    held = np.isin(wanted, list(locks.among(owners, wanted)))
    for source in sources:
        mine = np.arange(*np.searchsorted(before.source, (source.id, source.id + 1)).tolist())
        pair = before.only(mine), after.only(mine)
        for key, value in _sums(source, *pair, held[mine], weights).items():
            sums.setdefault(key, Sum()).add(value)
        versions = unpriced.factor_version[unpriced.source == source.id]
        for version, hours in zip(*np.unique(versions, return_counts=True), strict=True):
            key = Key(source.code, int(version), int(version))
            sums.setdefault(key, Sum()).add(Sum(unpriced_hours=int(hours)))
    return _Priced(_park(connection), change, sums, owners, pricing.found)


def _repriced(
    pricing: Pricing, sources: Sequence[SourceRow], entries: Entries, waiting: Waiting
) -> tuple[Entries, Entries, Entries]:
    """Entries of sources as they are, and by the factors in force; and those that no factor is there for.

    Hours whose difference waits by this factor already stay out.
    """
    nothing = entries.only(np.zeros(0, np.int64))
    if not entries.hour.size:
        return nothing, nothing, nothing
    keys, activity = keys_of(entries), _activity(entries, waiting)
    priced = pricing.price(sources, keys, activity, nothing).entries
    found = keys_of(priced)
    unpriced = entries.only(among(keys, keys_of(activity)) & ~among(keys, found))
    told = [
        key for key, version in zip(found.tolist(), priced.factor_version.tolist(), strict=True)
        if key in waiting and waiting[key].factor_version_id == version
    ] if waiting else []  # fmt: skip
    if told:
        priced = priced.only(~np.isin(found, told))
    before = entries.only(among(keys, keys_of(priced)))
    return before, replace(priced, state=before.state, revision=before.revision), unpriced


def _activity(entries: Entries, waiting: Waiting) -> ActivityHours:
    """The activity of hours; of those that wait under a lock what it would be, if there would be any.

    Otherwise a restatement would take back what late readings have brought.
    """
    quantity, estimated, covered_s = (
        column.copy() for column in (entries.quantity, entries.estimated, entries.covered_s)
    )
    there = np.ones(entries.hour.size, np.bool_)
    keys = keys_of(entries)
    for place in np.nonzero(np.isin(keys, list(waiting)))[0].tolist():
        held = waiting[int(keys[place])]
        if held.quantity is None or held.estimated is None or held.covered_s is None:
            there[place] = False
        else:
            quantity[place], estimated[place] = held.quantity, held.estimated
            covered_s[place] = held.covered_s
    return ActivityHours(entries.source, entries.hour, quantity, estimated, covered_s).only(there)


def _sums(
    source: SourceRow, before: Entries, after: Entries, held: npt.NDArray[np.bool_], weights: Weights
) -> Sums:
    pair = (before.factor_version << 32) + after.factor_version
    different = (pair >> 32 != pair & 0xFFFFFFFF) | (before.co2_mg != after.co2_mg)
    different |= before.gas_mg != after.gas_mg
    found: Sums = {}
    for value in np.unique(pair[different]).tolist():
        rows = different & (pair == value)
        kept = rows & held
        found[Key(source.code, value >> 32, value & 0xFFFFFFFF)] = Sum(
            hours=int(rows.sum()),
            before_mg=_total(before.co2_mg[rows]),
            after_mg=_total(after.co2_mg[rows]),
            before_co2e_mg=_co2e(source, before, rows, weights),
            after_co2e_mg=_co2e(source, after, rows, weights),
            held_hours=int(kept.sum()),
            held_mg=_total(after.co2_mg[kept]) - _total(before.co2_mg[kept]),
            held_co2e_mg=_co2e(source, after, kept, weights) - _co2e(source, before, kept, weights),
            fallback_before=int(before.fallback[rows].sum()),
            fallback_after=int(after.fallback[rows].sum()),
        )
    return found


def _co2e(source: SourceRow, entries: Entries, rows: npt.NDArray[np.bool_], weights: Weights) -> int:
    """Of a gas that the set of potentials does not have nothing counts: inventories name it as missing."""
    return weights.co2e(source.code, _total(entries.co2_mg[rows]) + _total(entries.gas_mg[rows])) or 0


def _total(values: Int64) -> int:
    # As Python's integers: a sum of hours may be larger than 64 bits hold.
    return sum(values.tolist())
