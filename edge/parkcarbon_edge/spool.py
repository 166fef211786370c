"""Store and forward: what was collected stays in this file until the platform has committed it.

SQLite in WAL mode with synchronous FULL: a commit survives power loss. One commit a cycle. A row is one
encoded batch; its `seq` never comes back, not even for rows that are gone. The UUID is that of the file.
"""

import fcntl
import json
import logging
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, TextIO
from zlib import crc32

from parkcarbon_edge import wire
from parkcarbon_edge.errors import SpoolInUseError, SpoolUnavailableError
from parkcarbon_edge.salvage import Wreck, is_sound
from parkcarbon_edge.spool_bounds import (
    SPOOL_FULL,
    TOO_OLD,
    Dropped,
    Gap,
    RunningTime,
    merge_gaps,
    running_s,
)
from parkcarbon_edge.spool_destinations import (
    LAST,
    PLATFORM,
    Depth,
    Destination,
    Destinations,
    UnsealedError,
    markers,
)

log = logging.getLogger(__name__)

MAX_ROW_READINGS = 500
KEEP_CORRUPT_FILES = 3
SCHEMA = """
CREATE TABLE IF NOT EXISTS batch (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, readings INTEGER NOT NULL,
    gaps TEXT, content BLOB NOT NULL, crc INTEGER, aged_s REAL, only_for TEXT
);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mark (
    connector TEXT, key TEXT, time_ms INTEGER NOT NULL, PRIMARY KEY (connector, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS progress (connector TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
INSERT = """INSERT INTO batch (first_ms, last_ms, readings, gaps, content, crc, aged_s, only_for)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
# Columns of later versions.
ADDED = (("crc", "INTEGER"), ("aged_s", "REAL"), ("only_for", "TEXT"))
NOTHING = wire.encode_content([])


# Of a damaged file even the message about it may be no text, and a number may be anything.
FILE_ERRORS = (sqlite3.Error, ValueError, TypeError)


class DamagedError(sqlite3.DatabaseError):
    """The file's own check found damage."""


def is_damage(error: Exception) -> bool:
    """Whether the file is beyond use (and not merely locked, full or out of reach)."""
    if isinstance(error, DamagedError | UnsealedError | ValueError | TypeError):
        return True
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    # Python's own complaint about a text that is none has no code.
    is_no_text = "Could not decode" in str(error)
    return is_no_text or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Row(NamedTuple):
    """A stored batch; `prev` is the sequence of the row before it that is still held, or 0."""

    seq: int
    prev: int
    payload: bytes


def chunks(readings: Sequence[wire.Reading]) -> list[Sequence[wire.Reading]]:
    """The readings in rows of at most `MAX_ROW_READINGS`."""
    return [readings[i : i + MAX_ROW_READINGS] for i in range(0, len(readings), MAX_ROW_READINGS)]


class Spool:
    """The open spool file. Not thread-safe: one event loop owns it."""

    def __init__(
        self, path: Path, max_bytes: int, waiting_since_ms: int | None = None, *,
        max_age_s: float | None = None, clock: Callable[[], float] = running_s,
        others: Sequence[str] = (),
    ) -> None:  # fmt: skip
        """`waiting_since_ms`: the oldest source time [ms] that may wait in the file, as last heard of it.

        `max_age_s`: how long a row may wait while the agent runs; see `spool_bounds`.
        `others`: destinations beside the platform; what waited for one that is not named is given up.
        """
        self.path, self.max_bytes, self.max_age_s, self._clock = path, max_bytes, max_age_s, clock
        self._oldest_ms = waiting_since_ms
        self._names = [PLATFORM, *others]
        self.set_aside: Path | None = None
        self._head_s: float | None = None
        self._lock = self._take_lock()
        try:
            self._open()
        except (*FILE_ERRORS, OSError) as error:
            if not is_damage(error):
                self._lock.close()
                raise SpoolUnavailableError(path, str(error)) from error
            self._replace(error)

    def _take_lock(self) -> TextIO:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = self.path.with_name(self.path.name + ".lock").open("w")
        except OSError as error:
            raise SpoolUnavailableError(self.path, str(error)) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise SpoolInUseError(self.path) from error
        return lock

    def _open(self) -> None:
        self._db = db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        self.path.chmod(0o600)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        damage = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if damage != "ok":
            raise DamagedError(damage)
        db.executescript(SCHEMA)
        there = [column[1] for column in db.execute("PRAGMA table_info(batch)")]
        for name, kind in ADDED:
            if name not in there:
                db.execute(f"ALTER TABLE batch ADD COLUMN {name} {kind}")
        db.execute("INSERT OR IGNORE INTO meta VALUES ('aged_s', 0)")
        kept_s = db.execute("SELECT value FROM meta WHERE name = 'aged_s'").fetchone()[0]
        self._running = RunningTime(float(kept_s), self._clock)
        self._destinations = Destinations(db)
        self._settle_destinations()
        self._take_over()
        self._page_size = int(db.execute("PRAGMA page_size").fetchone()[0])
        self._look_at_oldest()

    def _settle_destinations(self) -> None:
        """Those that are wanted and no others; a file of an earlier version has the platform's."""
        db = self._db
        with self._transaction():
            meta = dict(db.execute("SELECT name, value FROM meta WHERE name IN ('uuid', 'collected')"))
            if "uuid" in meta:
                self._destinations.adopt(str(meta["uuid"]), int(meta["collected"]))
                db.execute("DELETE FROM meta WHERE name IN ('uuid', 'collected')")
            self._destinations.serve(self._names)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One commit, or as if nothing had been; what is known of the destinations is what the file says."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except Exception:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            with suppress(*FILE_ERRORS):
                self._destinations.load()
            raise

    def _look_at_oldest(self) -> None:
        found = self._db.execute("SELECT first_ms, aged_s FROM batch ORDER BY seq LIMIT 1").fetchone()
        self._oldest_ms, self._head_s = (int(found[0]), found[1]) if found else (None, None)

    def _replace(self, error: Exception) -> None:
        """Set a damaged file aside and begin a new one, under a new UUID."""
        with suppress(sqlite3.Error):
            self._db.close()
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        aside = self.path.with_name(f"{self.path.name}.corrupt-{stamp}-{os.getpid()}")
        log.error("spool %s is damaged (%s): set aside as %s, a new one begins", self.path, error, aside.name)
        # The log first: alone it is harmless, while a new file would take up an old one's.
        for suffix in ("-wal", "-shm", ""):
            with suppress(FileNotFoundError):
                self.path.with_name(self.path.name + suffix).rename(aside.with_name(aside.name + suffix))
        self.set_aside = aside
        self._prune_set_aside()
        self._open()

    def _set_aside_files(self) -> list[Path]:
        files = self.path.parent.glob(self.path.name + ".corrupt-*")
        return sorted(p for p in files if not p.name.endswith(("-wal", "-shm")))

    def _take_over(self) -> None:
        """Move what a file that was set aside still gives up into this one: once, whenever power goes."""
        files = self._set_aside_files()
        if not files:
            return
        name, wreck = files[-1].name, Wreck(files[-1])
        taken = self._db.execute("SELECT value FROM meta WHERE name = 'salvaged'").fetchone()
        if taken is not None and taken[0] >= name:
            return
        try:
            with self._transaction():
                saved = self._take_rows(wreck)
                self._db.execute("INSERT OR REPLACE INTO meta VALUES ('salvaged', ?)", (name,))
            log.warning("spool %s: %d readings of %s are kept", self.path, saved, name)
        except FILE_ERRORS as error:
            log.error("spool %s: %s is not taken over yet: %s", self.path, name, error)

    def _take_rows(self, wreck: Wreck) -> int:
        """The readings taken over. Where not all are, a marker says so, and sources are asked again."""
        saved, rows, edges = 0, 0, [] if self._oldest_ms is None else [self._oldest_ms]
        for row in wreck.rows():
            edges += [row.first_ms, row.last_ms]
            saved, rows = saved + row.readings, rows + 1
            crc, aged_s = crc32(row.content), self._running.now()
            self._db.execute(INSERT, (*row[1:6], crc, aged_s, row.only_for))
        marks, is_whole = wreck.remains()
        if not is_whole:
            now_ms = time.time_ns() // 1_000_000
            start, end = min([*edges, now_ms]), max([*edges, now_ms])
            rows += self._insert([], [(start, end, 0, "spool_damaged")])
            marks = {key: min(mark, start) for key, mark in marks.items()}
        self._write_marks(marks)
        self._destinations.add(saved, rows)
        return saved

    def _prune_set_aside(self) -> None:
        for old in self._set_aside_files()[:-KEEP_CORRUPT_FILES]:
            for suffix in ("", "-wal", "-shm"):
                old.with_name(old.name + suffix).unlink(missing_ok=True)

    @property
    def uuid(self) -> str:
        """Identity of the spool file for the platform."""
        return self.of(PLATFORM).uuid

    @property
    def collected(self) -> int:
        """Readings that were stored for the platform under this identity."""
        return self.of(PLATFORM).collected

    @property
    def depth(self) -> Depth:
        """How much waits for the platform."""
        return self.of(PLATFORM).depth

    def of(self, name: str) -> Destination:
        """What is known of a destination."""
        return self._destinations.by_name[name]

    @property
    def least_waiting(self) -> int:
        """Batches that wait for the destination that is least behind: history waits for it, for no other."""
        return min(one.depth.batches for one in self._destinations.by_name.values())

    @property
    def names(self) -> list[str]:
        """The destinations, the platform first."""
        return list(self._destinations.by_name)

    def serve(self, others: Sequence[str]) -> None:
        """From now on these are the destinations beside the platform.

        A new one gets what is stored from now on; what waited for one that is gone is given up.
        Raises `SpoolUnavailableError` with nothing changed.
        """
        names = [PLATFORM, *others]
        try:
            with self._transaction():
                self._destinations.serve(names)
        except FILE_ERRORS as error:
            if not is_damage(error):
                raise SpoolUnavailableError(self.path, str(error)) from error
            self._names = names
            self._replace(error)
        self._names = names
        self._look_at_oldest()

    def live_bytes(self) -> int:
        """Bytes of pages in use; the file itself never shrinks."""
        pages, free = (
            int(self._db.execute(f"PRAGMA {n}").fetchone()[0]) for n in ("page_count", "freelist_count")
        )
        return (pages - free) * self._page_size

    def append(
        self,
        readings: Sequence[wire.Reading],
        gaps: Sequence[Gap] = (),
        marks: Mapping[tuple[str, str], int] | None = None,
        progress: Mapping[str, object] | None = None,
    ) -> int:
        """Commit one cycle: readings in rows, marks and progress with them. The number of rows added.

        Where a bound is reached, the oldest rows go and a gap marker takes their place. Raises
        `SpoolUnavailableError` with nothing stored.
        """
        try:
            return self._append(readings, gaps, marks or {}, progress or {})
        except FILE_ERRORS as error:
            if not is_damage(error):
                self._recover_space()
                raise SpoolUnavailableError(self.path, str(error)) from error
            self._replace(error)
            return self._append(readings, gaps, marks or {}, progress or {})

    def _append(
        self,
        readings: Sequence[wire.Reading],
        gaps: Sequence[Gap],
        marks: Mapping[tuple[str, str], int],
        progress: Mapping[str, object],
    ) -> int:
        with self._transaction():
            dropped = Dropped(self._destinations.owed)
            self._retire(dropped)
            self._make_room(dropped)
            self._destinations.give_up(dropped.waited)
            rows = self._insert_markers(dropped, readings, gaps)
            self._db.execute("UPDATE meta SET value = ? WHERE name = 'aged_s'", (self._running.now(),))
            self._destinations.add(len(readings), rows)
            self._write_marks(marks)
            for connector, value in progress.items():
                entry = (connector, json.dumps(value))
                self._db.execute("INSERT OR REPLACE INTO progress VALUES (?, ?)", entry)
        if dropped.rows:
            self._look_at_oldest()
            log.warning("spool %s gave up its oldest readings: %s", self.path, dropped.gaps)
        elif self._oldest_ms is None and rows:
            self._look_at_oldest()
        return rows

    def _insert_markers(self, dropped: Dropped, readings: Sequence[wire.Reading], gaps: Sequence[Gap]) -> int:
        """The rows of a cycle: what only some destinations miss is told to them in rows of their own."""
        common, rows = list(gaps), 0
        for name, lost in markers(dropped.gaps, self.names):
            if name is None:
                common = merge_gaps([*lost, *gaps])
            else:
                rows += self._insert([], lost, name)
        return rows + self._insert(readings, common)

    def _write_marks(self, marks: Mapping[tuple[str, str], int]) -> None:
        self._db.executemany(
            "INSERT INTO mark VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET time_ms = excluded.time_ms",
            [(connector, key, ms) for (connector, key), ms in marks.items()],
        )

    def _insert(self, readings: Sequence[wire.Reading], gaps: list[Gap], only_for: str | None = None) -> int:
        parts = chunks(readings) or ([[]] if gaps else [])
        for i, part in enumerate(parts):
            mine = gaps if i == 0 else []
            times = [r[1] for r in part] or [mine[0][0], mine[0][1]]
            content = wire.encode_content(list(part), mine)
            told = json.dumps(mine) if mine else None
            row = (min(times), max(times), len(part), told, content, crc32(content), self._running.now())
            self._db.execute(INSERT, (*row, only_for))
        return len(parts)

    def _make_room(self, dropped: Dropped) -> None:
        """Drop the oldest rows down to 95 % of the bound, so that it does not happen in every cycle."""
        if self.live_bytes() < self.max_bytes:
            return
        while self.live_bytes() > self.max_bytes * 0.95 and dropped.drop_oldest(self._db, SPOOL_FULL):
            pass

    @property
    def has_aged(self) -> bool:
        """Whether the oldest row has waited for longer than it may: the next `append` gives it up."""
        if self.max_age_s is None or self._head_s is None:
            return False
        return self._running.now() - self._head_s > self.max_age_s

    def _retire(self, dropped: Dropped) -> None:
        """Drop the rows that have waited for too long."""
        if not self.has_aged or self.max_age_s is None:
            return
        before_s = self._running.now() - self.max_age_s
        while dropped.drop_oldest(self._db, TOO_OLD, before_s):
            pass

    def _recover_space(self) -> None:
        """On a full disk the log can still be folded into the file, whose free pages then serve again."""
        with suppress(sqlite3.Error):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def head(self, after: int, limit: int, name: str = PLATFORM) -> list[Row]:
        """At most `limit` rows that wait for a destination, with a sequence above `after`, in order."""
        cursor = self.of(name).cursor
        try:
            prev = self._db.execute(
                "SELECT coalesce(max(seq), 0) FROM batch WHERE seq > ? AND seq <= ?", (cursor, after)
            ).fetchone()
            rows = self._db.execute(
                "SELECT seq, content, crc, only_for FROM batch WHERE seq > ? ORDER BY seq LIMIT ?",
                (max(after, cursor), limit),
            ).fetchall()
            if wrong := [row[0] for row in rows if not is_sound(row[1], row[2])]:
                raise DamagedError(f"the content of row {wrong[0]} is not what was written")
        except FILE_ERRORS as error:
            log.warning("spool %s cannot be read: %s", self.path, error)
            if is_damage(error):
                self._replace(error)
            return []
        before = [int(prev[0]), *(int(row[0]) for row in rows)]
        contents = [bytes(row[1]) if row[3] in (None, name) else NOTHING for row in rows]
        return [Row(int(row[0]), before[i], contents[i]) for i, row in enumerate(rows)]

    def forget(self, upto: int, name: str = PLATFORM) -> None:
        """A destination has everything up to and including `upto`: what none waits for is deleted.

        Where the disk refuses, a later acknowledgement does it.
        """
        one = self.of(name)
        if upto <= one.cursor:
            return
        try:
            with self._transaction():
                self._destinations.forget(one, upto)
            self._look_at_oldest()
        except FILE_ERRORS as error:
            log.warning("spool %s cannot forget what is acknowledged: %s", self.path, error)
            if is_damage(error):
                self._replace(error)
            else:
                self._recover_space()

    @property
    def last(self) -> int:
        """The largest sequence that the file ever gave to a row; where it cannot be read, none is larger."""
        try:
            found = self._db.execute(LAST).fetchone()
        except FILE_ERRORS as error:
            log.warning("spool %s cannot be read: %s", self.path, error)
            return wire.MAX_SEQUENCE
        return 0 if found is None else int(found[0])

    def renew(self) -> None:
        """Give the file a new identity for every destination, under which all that it holds is sent."""
        before = self.uuid
        try:
            with self._transaction():
                self._destinations.renew()
        except FILE_ERRORS as error:
            log.warning("spool %s cannot be given a new identity: %s", self.path, error)
            return
        log.warning(
            "spool %s is an older copy of itself: from now on it is %s, not %s", self.path, self.uuid, before
        )

    def oldest(self) -> int | None:
        """The smallest sequence held, or None where it is empty."""
        found = self._db.execute("SELECT min(seq) FROM batch").fetchone()[0]
        return None if found is None else int(found)

    def marks(self, connector: str) -> dict[str, int]:
        """Source time [ms] by point key up to which everything of the connector has been stored."""
        rows = self._db.execute("SELECT key, time_ms FROM mark WHERE connector = ?", (connector,))
        return {str(key): int(ms) for key, ms in rows}

    def progress(self, connector: str) -> object:
        """What the connector saved of its own progress, or None."""
        found = self._db.execute("SELECT value FROM progress WHERE connector = ?", (connector,)).fetchone()
        return json.loads(found[0]) if found else None

    def close(self) -> None:
        """Fold the log into the file and let go of it."""
        with suppress(sqlite3.Error):
            self._db.close()
        self._lock.close()
