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
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TextIO
from zlib import crc32

from parkcarbon_edge import wire
from parkcarbon_edge.errors import SpoolInUseError, SpoolUnavailableError
from parkcarbon_edge.salvage import Wreck, is_sound
from parkcarbon_edge.spool_bounds import (
    SPOOL_FULL,
    TOO_OLD,
    Gap,
    RunningTime,
    drop_oldest,
    merge_gaps,
    running_s,
)

log = logging.getLogger(__name__)

MAX_ROW_READINGS = 500
KEEP_CORRUPT_FILES = 3
SCHEMA = """
CREATE TABLE IF NOT EXISTS batch (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, readings INTEGER NOT NULL,
    gaps TEXT, content BLOB NOT NULL, crc INTEGER, aged_s REAL
);
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mark (
    connector TEXT, key TEXT, time_ms INTEGER NOT NULL, PRIMARY KEY (connector, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS progress (connector TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
INSERT = """INSERT INTO batch (first_ms, last_ms, readings, gaps, content, crc, aged_s)
VALUES (?, ?, ?, ?, ?, ?, ?)"""
# Columns of later versions.
ADDED = (("crc", "INTEGER"), ("aged_s", "REAL"))


class DamagedError(sqlite3.DatabaseError):
    """The file's own check found damage."""


def is_damage(error: Exception) -> bool:
    """Whether the file is beyond use (and not merely locked, full or out of reach)."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return isinstance(error, DamagedError) or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Row(NamedTuple):
    """A stored batch; `prev` is the sequence of the row before it that is still held, or 0."""

    seq: int
    prev: int
    payload: bytes


class Depth(NamedTuple):
    """How much waits: batches, and the oldest source time among them [ms]."""

    batches: int
    oldest_ms: int | None


def chunks(readings: Sequence[wire.Reading]) -> list[Sequence[wire.Reading]]:
    """The readings in rows of at most `MAX_ROW_READINGS`."""
    return [readings[i : i + MAX_ROW_READINGS] for i in range(0, len(readings), MAX_ROW_READINGS)]


class Spool:
    """The open spool file. Not thread-safe: one event loop owns it."""

    def __init__(
        self, path: Path, max_bytes: int, waiting_since_ms: int | None = None, *,
        max_age_s: float | None = None, clock: Callable[[], float] = running_s,
    ) -> None:  # fmt: skip
        """`waiting_since_ms`: the oldest source time [ms] that may wait in the file, as last heard of it.

        `max_age_s`: how long a row may wait while the agent runs; see `spool_bounds`.
        """
        self.path, self.max_bytes, self.max_age_s, self._clock = path, max_bytes, max_age_s, clock
        self._oldest_ms = waiting_since_ms
        self.set_aside: Path | None = None
        self._head_s: float | None = None
        self._lock = self._take_lock()
        try:
            self._open()
        except (sqlite3.Error, OSError) as error:
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
        db.execute(
            "INSERT OR IGNORE INTO meta VALUES ('uuid', ?), ('collected', 0), ('aged_s', 0)",
            (str(uuid.uuid4()),),
        )
        kept_s = db.execute("SELECT value FROM meta WHERE name = 'aged_s'").fetchone()[0]
        self._running = RunningTime(float(kept_s), self._clock)
        self._take_over()
        meta = dict(db.execute("SELECT name, value FROM meta").fetchall())
        self._uuid, self.collected = str(meta["uuid"]), int(meta["collected"])
        self._page_size = int(db.execute("PRAGMA page_size").fetchone()[0])
        self._count_rows()

    def _count_rows(self) -> None:
        self._batches = int(self._db.execute("SELECT count(*) FROM batch").fetchone()[0])
        self._look_at_oldest()

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
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        try:
            saved = self._take_rows(wreck)
            db.execute("INSERT OR REPLACE INTO meta VALUES ('salvaged', ?)", (name,))
            db.execute("COMMIT")
            log.warning("spool %s: %d readings of %s are kept", self.path, saved, name)
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            log.error("spool %s: %s is not taken over yet: %s", self.path, name, error)

    def _take_rows(self, wreck: Wreck) -> int:
        """The readings taken over. Where not all are, a marker says so, and sources are asked again."""
        saved, edges = 0, [] if self._oldest_ms is None else [self._oldest_ms]
        for row in wreck.rows():
            edges += [row.first_ms, row.last_ms]
            saved += row.readings
            self._db.execute(INSERT, (*row[1:6], crc32(row.content), self._running.now()))
        marks, is_whole = wreck.remains()
        if not is_whole:
            now_ms = time.time_ns() // 1_000_000
            start, end = min([*edges, now_ms]), max([*edges, now_ms])
            self._insert([], [(start, end, 0, "spool_damaged")])
            marks = {key: min(mark, start) for key, mark in marks.items()}
        self._write_marks(marks)
        self._db.execute("UPDATE meta SET value = value + ? WHERE name = 'collected'", (saved,))
        return saved

    def _prune_set_aside(self) -> None:
        for old in self._set_aside_files()[:-KEEP_CORRUPT_FILES]:
            for suffix in ("", "-wal", "-shm"):
                old.with_name(old.name + suffix).unlink(missing_ok=True)

    @property
    def uuid(self) -> str:
        """Identity of the spool file."""
        return self._uuid

    @property
    def depth(self) -> Depth:
        """How much waits."""
        return Depth(self._batches, self._oldest_ms)

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
        except sqlite3.Error as error:
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
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        try:
            dropped = merge_gaps([*self._retire(), *self._make_room()])
            markers = merge_gaps([*dropped, *gaps])
            rows = self._insert(readings, markers)
            db.execute("UPDATE meta SET value = value + ? WHERE name = 'collected'", (len(readings),))
            db.execute("UPDATE meta SET value = ? WHERE name = 'aged_s'", (self._running.now(),))
            self._write_marks(marks)
            for connector, value in progress.items():
                db.execute("INSERT OR REPLACE INTO progress VALUES (?, ?)", (connector, json.dumps(value)))
            db.execute("COMMIT")
        except sqlite3.Error:
            with suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise
        self.collected += len(readings)
        if dropped:
            self._count_rows()
            log.warning("spool %s gave up its oldest readings: %s", self.path, dropped)
        else:
            self._batches += rows
            if self._oldest_ms is None and rows:
                self._look_at_oldest()
        return rows

    def _write_marks(self, marks: Mapping[tuple[str, str], int]) -> None:
        self._db.executemany(
            "INSERT INTO mark VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET time_ms = excluded.time_ms",
            [(connector, key, ms) for (connector, key), ms in marks.items()],
        )

    def _insert(self, readings: Sequence[wire.Reading], gaps: list[Gap]) -> int:
        parts = chunks(readings) or ([[]] if gaps else [])
        for i, part in enumerate(parts):
            mine = gaps if i == 0 else []
            times = [r[1] for r in part] or [mine[0][0], mine[0][1]]
            content = wire.encode_content(list(part), mine)
            told = json.dumps(mine) if mine else None
            row = (min(times), max(times), len(part), told, content, crc32(content), self._running.now())
            self._db.execute(INSERT, row)
        return len(parts)

    def _make_room(self) -> list[Gap]:
        """Drop the oldest rows down to 95 % of the bound, so that it does not happen in every cycle."""
        if self.live_bytes() < self.max_bytes:
            return []
        dropped: list[Gap] = []
        while self.live_bytes() > self.max_bytes * 0.95 and (gone := drop_oldest(self._db, SPOOL_FULL)):
            dropped += gone
        return merge_gaps(dropped)

    @property
    def has_aged(self) -> bool:
        """Whether the oldest row has waited for longer than it may: the next `append` gives it up."""
        if self.max_age_s is None or self._head_s is None:
            return False
        return self._running.now() - self._head_s > self.max_age_s

    def _retire(self) -> list[Gap]:
        """Drop the rows that have waited for too long."""
        if not self.has_aged or self.max_age_s is None:
            return []
        before_s = self._running.now() - self.max_age_s
        dropped: list[Gap] = []
        while gone := drop_oldest(self._db, TOO_OLD, before_s):
            dropped += gone
        return merge_gaps(dropped)

    def _recover_space(self) -> None:
        """On a full disk the log can still be folded into the file, whose free pages then serve again."""
        with suppress(sqlite3.Error):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def head(self, after: int, limit: int) -> list[Row]:
        """At most `limit` rows with a sequence above `after`, in order."""
        try:
            prev = self._db.execute(
                "SELECT coalesce(max(seq), 0) FROM batch WHERE seq <= ?", (after,)
            ).fetchone()
            rows = self._db.execute(
                "SELECT seq, content, crc FROM batch WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit)
            ).fetchall()
            if wrong := [seq for seq, content, crc in rows if not is_sound(content, crc)]:
                raise DamagedError(f"the content of row {wrong[0]} is not what was written")
        except sqlite3.Error as error:
            log.warning("spool %s cannot be read: %s", self.path, error)
            if is_damage(error):
                self._replace(error)
            return []
        before = [int(prev[0]), *(int(row[0]) for row in rows)]
        return [Row(int(row[0]), before[i], bytes(row[1])) for i, row in enumerate(rows)]

    def forget(self, upto: int) -> None:
        """Delete rows up to and including `upto`; where the disk refuses, a later acknowledgement does."""
        try:
            gone = self._db.execute("DELETE FROM batch WHERE seq <= ?", (upto,)).rowcount
            if gone:
                self._batches -= gone
                self._look_at_oldest()
        except sqlite3.Error as error:
            log.warning("spool %s cannot forget what is acknowledged: %s", self.path, error)
            if is_damage(error):
                self._replace(error)
            else:
                self._recover_space()

    @property
    def last(self) -> int:
        """The largest sequence that the file ever gave to a row; where it cannot be read, none is larger."""
        try:
            found = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'batch'").fetchone()
        except sqlite3.Error as error:
            log.warning("spool %s cannot be read: %s", self.path, error)
            return wire.MAX_SEQUENCE
        return 0 if found is None else int(found[0])

    def renew(self) -> None:
        """Give the file a new identity, under which all that it holds is sent."""
        new, held = str(uuid.uuid4()), "(SELECT coalesce(sum(readings), 0) FROM batch)"
        set_meta = f"UPDATE meta SET value = CASE name WHEN 'uuid' THEN ? ELSE {held} END"  # noqa: S608
        try:
            self._db.execute(f"{set_meta} WHERE name IN ('uuid', 'collected')", (new,))
            self.collected = int(self._db.execute(f"SELECT {held}").fetchone()[0])
        except sqlite3.Error as error:
            log.warning("spool %s cannot be given a new identity: %s", self.path, error)
            return
        log.warning(
            "spool %s is an older copy of itself: from now on it is %s, not %s", self.path, new, self._uuid
        )
        self._uuid = new

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


class SpoolSummary(NamedTuple):
    """What `status` shows of a spool file."""

    uuid: str
    batches: int
    oldest_ms: int | None
    collected: int


def inspect_spool(path: Path) -> SpoolSummary | None:
    """Look at a spool without disturbing the agent that may hold it; None where there is none."""
    if not path.exists():
        return None
    db = sqlite3.connect(path.resolve().as_uri() + "?mode=ro", uri=True)
    try:
        meta = dict(db.execute("SELECT name, value FROM meta").fetchall())
        count, oldest = db.execute("SELECT count(*), min(first_ms) FROM batch").fetchone()
    except sqlite3.Error as error:
        raise SpoolUnavailableError(path, str(error)) from error
    finally:
        db.close()
    return SpoolSummary(str(meta["uuid"]), int(count), oldest, int(meta["collected"]))
