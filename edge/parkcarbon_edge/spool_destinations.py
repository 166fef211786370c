"""To whom the rows of a spool go: each destination has its own identity of the file, cursor and count.

A row is deleted once every destination has acknowledged it. A row with `only` is for one of them: the marker
of what was given up while that one had not taken it. To the others it travels empty, so that nobody's
sequence has holes. What is kept here is sealed: a cursor that a failing disk moved would lose rows unseen.
"""

import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from parkcarbon_edge.errors import SpoolUnavailableError
from parkcarbon_edge.spool_bounds import Gap, merge_gaps

PLATFORM = "platform"  # the destination that every spool has, whatever it is called in the configuration
SCHEMA = """
CREATE TABLE IF NOT EXISTS destination (
    name TEXT PRIMARY KEY, uuid TEXT NOT NULL, cursor INTEGER NOT NULL, collected INTEGER NOT NULL,
    seal INTEGER NOT NULL
) WITHOUT ROWID;
"""
SAVE = "INSERT OR REPLACE INTO destination VALUES (?, ?, ?, ?, ?)"
WAITING = "SELECT count(*) FROM batch WHERE seq > ? AND seq <= ?"
OLDEST = """SELECT first_ms FROM batch WHERE seq > ? AND (only_for IS NULL OR only_for = ?)
ORDER BY seq LIMIT 1"""
HELD = "SELECT coalesce(sum(readings), 0) FROM batch WHERE seq > ?"
LAST = "SELECT seq FROM sqlite_sequence WHERE name = 'batch'"
MAX_SEQUENCE = (1 << 63) - 1


class Depth(NamedTuple):
    """How much waits: batches, and the oldest source time among them [ms]."""

    batches: int
    oldest_ms: int | None


EMPTY = Depth(0, None)


@dataclass
class Destination:
    """One of them: `cursor` is the sequence up to which it has acknowledged everything.

    `collected` counts the readings that were stored for it under this `uuid`.
    """

    name: str
    uuid: str
    cursor: int
    collected: int
    depth: Depth = EMPTY

    @property
    def seal(self) -> int:
        """Checksum of what is kept."""
        return crc32(f"{self.name} {self.uuid} {self.cursor} {self.collected}".encode())

    @property
    def row(self) -> tuple[str, str, int, int, int]:
        """As it is kept."""
        return (self.name, self.uuid, self.cursor, self.collected, self.seal)


class UnsealedError(sqlite3.DatabaseError):
    """What the file says of a destination is not what was written."""


class Destinations:
    """Those of one open file, the platform first. Callers hold the transaction; `load` after a rollback."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.executescript(SCHEMA)
        self.by_name: dict[str, Destination] = {}

    def load(self) -> None:
        """Take up what the file says; raises `UnsealedError`."""
        found = {}
        for name, identity, cursor, collected, seal in self._db.execute("SELECT * FROM destination"):
            one = Destination(str(name), str(identity), cursor, collected)
            if one.seal != seal:
                raise UnsealedError(f"what it says of the destination {name!r} is not what was written")
            found[one.name] = one
        self.by_name = {name: found[name] for name in sorted(found, key=lambda n: (n != PLATFORM, n))}
        self.count()

    def count(self) -> None:
        """Count anew what waits for each."""
        for one in self.by_name.values():
            self._count(one, int(self._db.execute(WAITING, (one.cursor, MAX_SEQUENCE)).fetchone()[0]))

    def _count(self, one: Destination, batches: int) -> None:
        found = self._db.execute(OLDEST, (one.cursor, one.name)).fetchone()
        one.depth = Depth(batches, None if found is None else int(found[0]))

    def serve(self, names: Sequence[str]) -> None:
        """Let it be these: a new one gets what is stored from now on, one that is gone holds nothing back."""
        self.load()
        for name in set(self.by_name).difference(names):
            self._db.execute("DELETE FROM destination WHERE name = ?", (name,))
        last = self._db.execute(LAST).fetchone()
        for name in names:
            if name not in self.by_name:
                # Whatever a file holds is the platform's, too.
                start = 0 if last is None or name == PLATFORM else int(last[0])
                made = Destination(name, str(uuid.uuid4()), start, 0)
                self._db.execute(SAVE, made.row)
        self.load()
        self._sweep()

    def adopt(self, identity: str, collected: int) -> None:
        """A file of a version that knew the platform only."""
        self._db.execute(SAVE, Destination(PLATFORM, identity, 0, collected).row)

    def add(self, readings: int, batches: int) -> None:
        """So many readings and rows more wait for everyone."""
        for one in self.by_name.values():
            one.collected += readings
            self._db.execute(SAVE, one.row)
            if one.depth.oldest_ms is None and batches:
                self._count(one, one.depth.batches + batches)
            else:
                one.depth = one.depth._replace(batches=one.depth.batches + batches)

    def give_up(self, waited: Mapping[str, int]) -> None:
        """So many rows, the oldest, wait for each no more; to count them all would read the whole file."""
        for name, batches in waited.items():
            one = self.by_name[name]
            self._count(one, one.depth.batches - batches)

    def forget(self, one: Destination, upto: int) -> None:
        """It has acknowledged everything up to `upto`."""
        taken = int(self._db.execute(WAITING, (one.cursor, upto)).fetchone()[0])
        one.cursor = upto
        self._db.execute(SAVE, one.row)
        self._count(one, one.depth.batches - taken)
        self._sweep()

    def _sweep(self) -> None:
        """Delete what nobody waits for any more."""
        taken = min(one.cursor for one in self.by_name.values())
        self._db.execute("DELETE FROM batch WHERE seq <= ?", (taken,))

    def renew(self) -> None:
        """New identities, under which all that is held is sent."""
        for one in self.by_name.values():
            one.uuid = str(uuid.uuid4())
            one.collected = int(self._db.execute(HELD, (one.cursor,)).fetchone()[0])
            self._db.execute(SAVE, one.row)

    def owed(self, seq: int, only_for: str | None) -> list[str]:
        """Who has not taken this row yet."""
        return [
            one.name for one in self.by_name.values() if one.cursor < seq and only_for in (None, one.name)
        ]


def markers(owed: Mapping[str, Sequence[Gap]], names: Sequence[str]) -> list[tuple[str | None, list[Gap]]]:
    """The gaps by destination as rows to write: one for all where all miss the same (None), else one each."""
    merged = {name: merge_gaps(owed.get(name, ())) for name in names}
    first = merged[names[0]]
    if all(gaps == first for gaps in merged.values()):
        return [(None, first)] if first else []
    return [(name, gaps) for name, gaps in merged.items() if gaps]


class SpoolSummary(NamedTuple):
    """What `status` shows of a spool file: the platform's part of it, and what waits for each destination."""

    uuid: str
    batches: int
    oldest_ms: int | None
    collected: int
    destinations: dict[str, Depth]


def inspect_spool(path: Path) -> SpoolSummary | None:
    """Look at a spool without disturbing the agent that may hold it; None where there is none."""
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(path.resolve().as_uri() + "?mode=ro", uri=True)) as db:
            return _summary(db)
    except sqlite3.Error as error:
        raise SpoolUnavailableError(path, str(error)) from error


def _summary(db: sqlite3.Connection) -> SpoolSummary:
    there = {str(name) for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "destination" not in there:  # no agent of this version has opened it yet
        meta = dict(db.execute("SELECT name, value FROM meta").fetchall())
        count, oldest = db.execute("SELECT count(*), min(first_ms) FROM batch").fetchone()
        known = Destination(PLATFORM, str(meta["uuid"]), 0, int(meta["collected"]), Depth(int(count), oldest))
        return SpoolSummary(known.uuid, *known.depth, known.collected, {PLATFORM: known.depth})
    found: dict[str, Destination] = {}
    for name, identity, cursor, collected, _ in db.execute("SELECT * FROM destination").fetchall():
        count = int(db.execute(WAITING, (cursor, MAX_SEQUENCE)).fetchone()[0])
        oldest = db.execute(OLDEST, (cursor, name)).fetchone()
        depth = Depth(count, None if oldest is None else int(oldest[0]))
        found[str(name)] = Destination(str(name), str(identity), cursor, int(collected), depth)
    platform = found[PLATFORM]
    depths = {name: one.depth for name, one in found.items()}
    return SpoolSummary(platform.uuid, *platform.depth, platform.collected, depths)
