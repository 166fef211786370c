"""From the hours that are to the hours that are computed: new, revised, superseded, or held by a lock."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.metering.rules import HOUR_MS
from parkcarbon_platform.services.ledger.in_order import among, without
from parkcarbon_platform.services.ledger.keys import SHIFT, hour_of, keys_of, one_of, source_of
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.storage import differences, period_locks
from parkcarbon_platform.storage import ledger as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.differences import Difference, Held
from parkcarbon_platform.storage.ledger import PROVISIONAL, SETTLED, Entries, Entry

Int64 = npt.NDArray[np.int64]
# Whose a source is, by its id; None: the park's.
Owners = Mapping[int, int | None]
# What an hour is apart from its revision and state.
COMPARED = ("fallback", "covered_s", "quantity", "estimated", "co2_mg", "gas_mg", "factor_version")
LATE_READING = "late reading"
# Open differences by the key of their hour.
Waiting = Mapping[int, Difference]


def by_key(found: Iterable[Difference]) -> dict[int, Difference]:
    """Open differences by the key of their hour."""
    return {(d.source_id << SHIFT) + to_ms(d.hour) // HOUR_MS: d for d in found}


def pinned(before: Entries, waiting: Waiting) -> Entries:
    """Entries with the factors that they would have: a restatement of locked hours gives them theirs."""
    if not waiting:
        return before
    version, fallback, keys = before.factor_version.copy(), before.fallback.copy(), keys_of(before)
    for place in np.nonzero(np.isin(keys, list(waiting)))[0].tolist():
        held = waiting[int(keys[place])]
        if held.factor_version_id is not None:
            version[place], fallback[place] = held.factor_version_id, bool(held.fallback)
    return replace(before, factor_version=version, fallback=fallback)


class Locks:
    """The locks in force; an hour is locked where any part of it is."""

    def __init__(self, connection: Connection) -> None:
        self._locks = [
            (lock.id, lock.enterprise_id, to_ms(lock.from_time) - HOUR_MS, to_ms(lock.to_time))
            for lock in period_locks.active(connection)
        ]

    def among(self, owners: Owners, keys: Int64) -> dict[int, int]:
        """The first lock that holds it, of each of these hours (keys) of sources."""
        found: dict[int, int] = {}
        if not self._locks:
            return found
        hour = hour_of(keys)
        numbers, source = np.unique(source_of(keys), return_inverse=True)
        for lock_id, enterprise, after, before in reversed(self._locks):
            held = (after < hour) & (hour < before)
            if enterprise is not None:
                held &= np.array([owners[n] == enterprise for n in numbers.tolist()], np.bool_)[source]
            found |= dict.fromkeys(keys[held].tolist(), lock_id)
        return found


class Revisions:
    """What has to be written so that the current entries become the computed ones."""

    def __init__(self, locks: Locks) -> None:
        self._locks = locks
        self.new: list[Entry] = []
        self.revised: list[Entry] = []
        self.superseded: list[Entry] = []
        self.updated: list[Entry] = []
        self.deleted: list[Entry] = []
        self.held: list[Held] = []
        self.agreed: list[tuple[int, int]] = []

    def compare(self, owners: Owners, keys: Int64, before: Entries, after: Entries) -> None:
        """Take in these hours of sources: what a lock holds waits for a decision, the rest is written."""
        locked = self._locks.among(owners, keys)
        looked_at = np.union1d(_differing(before, after), np.array(sorted(locked), dtype=np.int64))
        if not looked_at.size:
            return
        old, new = (_by_key(entries, looked_at) for entries in (before, after))
        for number in sorted(locked):
            self._hold(number, locked[number], old.pop(number, None), new.pop(number, None))
        self._revise(old, new)

    def _hold(self, number: int, lock_id: int, old: Entry | None, new: Entry | None) -> None:
        source_id, hour = one_of(number)
        same = old == new or (
            old is not None
            and new is not None
            and new._replace(revision=old.revision, state=old.state) == old
        )
        if same:
            self.agreed.append((source_id, hour))
        else:
            self.held.append(Held(source_id, hour, lock_id, old, new))

    def _revise(self, before: Mapping[int, Entry], after: Mapping[int, Entry]) -> None:
        for number, entry in after.items():
            old = before.get(number)
            if old is None:
                self.new.append(entry)
            elif old.state == PROVISIONAL:
                if entry._replace(revision=old.revision) != old:
                    self.updated.append(entry._replace(revision=old.revision))
            elif entry._replace(revision=old.revision, state=old.state) != old:
                self.superseded.append(old)
                self.revised.append(entry._replace(revision=old.revision + 1))
        for number, old in before.items():
            if number not in after:
                (self.superseded if old.state == SETTLED else self.deleted).append(old)

    def save(
        self, connection: Connection, park_id: int, enterprises: dict[int, int | None], reason: str
    ) -> None:
        """Write it; revised hours say why they are."""
        storage.supersede(connection, self.superseded)
        storage.delete(connection, self.deleted)
        storage.update(connection, self.updated)
        storage.insert(connection, park_id, self.new, enterprises=enterprises, reason="settlement")
        storage.insert(connection, park_id, self.revised, enterprises=enterprises, reason=reason)
        differences.vanish(connection, self.agreed)
        differences.hold(connection, park_id, self.held, enterprises, cause=reason)

    @property
    def size(self) -> int:
        """Hours that are not what is computed, without those that a lock holds."""
        # Each revised hour supersedes one.
        return sum(map(len, (self.new, self.superseded, self.updated, self.deleted)))

    def span(self) -> tuple[int, int] | None:
        """[from, to) [ms] of the hours that changed."""
        lists = (self.new, self.revised, self.superseded, self.updated, self.deleted)
        hours = [entry.hour for entries in lists for entry in entries]
        return (min(hours), max(hours) + HOUR_MS) if hours else None


def _differing(before: Entries, after: Entries) -> Int64:
    """The hours (keys) whose entry is not what is computed; the state of a settled one stays."""
    keys, other = keys_of(before), keys_of(after)
    both = keys[among(keys, other)]
    old = before if keys.size == both.size else before.only(among(keys, both))
    new = after if other.size == both.size else after.only(among(other, both))
    same = np.logical_and.reduce(
        [getattr(old, name) == getattr(new, name) for name in COMPARED]
        + [(old.state == new.state) | (old.state == SETTLED)]
    )
    if same.all() and keys.size == both.size == other.size:
        return both[:0]
    return without(np.union1d(keys, other), both[same])


def _by_key(entries: Entries, wanted: Int64) -> dict[int, Entry]:
    keys = keys_of(entries)
    found = among(keys, wanted)
    return dict(zip(keys[found].tolist(), entries.only(found).rows(), strict=True))
