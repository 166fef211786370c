"""What a damaged spool file still gives up: every row that can be read and is what was written."""

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import msgspec

from parkcarbon_edge import wire

log = logging.getLogger(__name__)

_content = msgspec.json.Decoder(wire.Content)


class SavedRow(NamedTuple):
    """A row as the damaged file had it; `gaps` is JSON or None, `only_for` the one destination it is for."""

    seq: int
    first_ms: int
    last_ms: int
    readings: int
    gaps: str | None
    content: bytes
    crc: int | None
    only_for: str | None


class Remains(NamedTuple):
    """What else the file says: marks by (connector, key), and whether every row of it was read."""

    marks: dict[tuple[str, str], int]
    is_whole: bool


def is_sound(content: bytes, crc: int | None) -> bool:
    """Whether the content is what was written; rows of earlier versions have no checksum."""
    if crc is not None:
        return crc32(content) == crc
    try:
        _content.decode(content)
    except msgspec.DecodeError:
        return False
    return True


def is_typed(row: SavedRow) -> bool:
    """Whether every column has what its type says: what a damaged page gives may be anything."""
    numbers = all(isinstance(number, int) for number in row[:4])
    texts = isinstance(row.gaps, str | None) and isinstance(row.only_for, str | None)
    return numbers and isinstance(row.content, bytes) and texts


class Wreck:
    """A damaged file, opened for reading what is left of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: list[int] = []
        self._doubt = False

    def rows(self) -> Iterator[SavedRow]:
        """Sound rows in order: from the beginning as far as it goes, then from the end backwards."""
        with suppress(sqlite3.Error, ValueError), closing(sqlite3.connect(self.path)) as db:
            columns = [str(c[1]) for c in db.execute("PRAGMA table_info(batch)")]
            later = ", ".join(name if name in columns else "NULL" for name in ("crc", "only_for"))
            query = f"SELECT seq, first_ms, last_ms, readings, gaps, content, {later} FROM batch"  # noqa: S608
            yield from self._forwards(db, query)
            yield from self._backwards(db, query)
            self._look_for_the_end(db)
            return
        self._doubt = True

    def _forwards(self, db: sqlite3.Connection, query: str) -> Iterator[SavedRow]:
        cursor = db.execute(f"{query} ORDER BY seq")
        while True:
            try:
                found = cursor.fetchone()
            except (sqlite3.Error, ValueError):
                self._doubt = True
                return
            if found is None:
                return
            yield from self._checked(found)

    def _backwards(self, db: sqlite3.Connection, query: str) -> Iterator[SavedRow]:
        """What lies behind a place that cannot be read."""
        if not self._doubt:
            return
        behind: list[int] = []
        reached = self._seen[-1] if self._seen else 0
        with suppress(sqlite3.Error, ValueError):
            for (seq,) in db.execute("SELECT seq FROM batch WHERE seq > ? ORDER BY seq DESC", (reached,)):
                behind.append(seq)
        for seq in reversed(behind):
            with suppress(sqlite3.Error, ValueError):
                if (found := db.execute(f"{query} WHERE seq = ?", (seq,)).fetchone()) is not None:
                    yield from self._checked(found)

    def _checked(self, found: Sequence[Any]) -> Iterator[SavedRow]:
        row = SavedRow(*found)
        if is_typed(row) and is_sound(row.content, row.crc):
            self._seen.append(row.seq)
            yield row
        else:
            self._doubt = True

    def _look_for_the_end(self, db: sqlite3.Connection) -> None:
        """Rows only ever go from the front, so that those held follow one another up to the last one made."""
        last = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'batch'").fetchone()
        held = self._seen
        if held and (last is None or held[-1] != last[0] or held[-1] - held[0] != len(held) - 1):
            self._doubt = True

    def remains(self) -> Remains:
        """To be asked once `rows` is at its end."""
        marks: dict[tuple[str, str], int] = {}
        try:
            with closing(sqlite3.connect(self.path)) as db:
                for connector, key, time_ms in db.execute("SELECT connector, key, time_ms FROM mark"):
                    marks[str(connector), str(key)] = int(time_ms)
        except (sqlite3.Error, ArithmeticError, TypeError, ValueError):
            self._doubt = True
        return Remains(marks, not self._doubt)
