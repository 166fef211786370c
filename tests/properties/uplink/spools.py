"""Spools for the simulation: one in memory for ten thousand schedules, and the real one in a file."""

import random
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from parkcarbon_edge import wire
from parkcarbon_edge.spool import Spool, chunks
from parkcarbon_edge.spool_bounds import Gap, merge_gaps
from parkcarbon_edge.spool_destinations import PLATFORM
from parkcarbon_edge.uplink.core import SpoolRow

CONNECTOR = "source"
KEEP_ALL = 1_000_000_000
Clock = Callable[[], float]


class SimulatedSpool(Protocol):
    """What the virtual edge and its senders need of a spool."""

    @property
    def names(self) -> list[str]:
        """The destinations, the platform first."""
        ...

    def serve(self, others: Sequence[str]) -> None:
        """From now on these are the destinations beside the platform."""
        ...

    def uuid_of(self, name: str) -> str:
        """Identity of the file for a destination."""
        ...

    def head(self, after: int, limit: int, name: str) -> list[SpoolRow]:
        """At most `limit` rows for a destination with a sequence above `after`, in order."""
        ...

    def forget(self, upto: int, name: str) -> None:
        """A destination has acknowledged everything up to `upto`."""
        ...

    @property
    def last(self) -> int:
        """The largest sequence that the file ever gave to a row."""
        ...

    def append(self, readings: Sequence[wire.Reading], gaps: Sequence[Gap], mark: int) -> None:
        """Commit one cycle and the place in the source up to which it goes."""
        ...

    def oldest(self) -> int | None:
        """The smallest sequence held, or None where it is empty."""
        ...

    def mark(self) -> int | None:
        """The place in the source up to which everything is in the spool; None where nothing is known."""
        ...

    def too_old(self) -> list[int]:
        """Source times of what was given up for its age since this was asked last, as far as it says so."""
        ...

    def lose_power(self, chance: random.Random) -> None:
        """The process and its file as they are after a power cut."""
        ...

    def break_file(self, chance: random.Random) -> None:
        """The file as it is after a part of it was overwritten; it is opened again."""
        ...


class MemorySpool:
    """The rules of `parkcarbon_edge.spool` in a dictionary.

    What `append` returns from survives power loss; deleting may not have, nor the cursor that it came with.
    `bound` counts rows; those go too that have waited for `max_age_s` by `clock`, as far as the process that
    counted it wrote it down.
    """

    def __init__(
        self, name: str, bound: int = KEEP_ALL, max_age_s: float = KEEP_ALL, clock: Clock = lambda: 0.0
    ) -> None:
        self.bound, self.max_age_s, self.clock = bound, max_age_s, clock
        self.uuids = {PLATFORM: name}
        self.cursors = {PLATFORM: 0}
        self._durable = dict(self.cursors)
        self.aged: dict[int, float] = {}
        self._counted_s, self._from_s = 0.0, clock()
        self._too_old: list[int] = []
        self.rows: dict[int, bytes] = {}
        self.parts: dict[int, tuple[list[wire.Reading], list[Gap]]] = {}
        self.only_for: dict[int, str] = {}
        self._undeleted: list[int] = []
        self._mark: int | None = None
        self.last = 0

    @property
    def names(self) -> list[str]:
        return list(self.uuids)

    def uuid_of(self, name: str) -> str:
        return self.uuids[name]

    def serve(self, others: Sequence[str]) -> None:
        for name in set(self.names) - {PLATFORM, *others}:
            for known in (self.uuids, self.cursors, self._durable):
                del known[name]
        for name in others:
            if name not in self.uuids:
                seed = f"{self.uuids[PLATFORM]} {name} {self.last} {self.clock()}"
                self.uuids[name] = str(uuid.uuid5(uuid.NAMESPACE_OID, seed))
                self.cursors[name] = self._durable[name] = self.last
        self.sweep()

    def append(self, readings: Sequence[wire.Reading], gaps: Sequence[Gap] = (), mark: int = 0) -> None:
        self.count()
        gone = [*self._retire(), *self._make_room()]
        common = list(gaps)
        for name, lost in self.markers(gone):
            if name is None:
                common = merge_gaps([*lost, *gaps])
            else:
                self._put([], lost)
                self.only_for[self.last] = name
        markers = common
        for part in chunks(readings) or ([[]] if markers else []):
            self._put(part, markers)
            markers = []
        self._mark = mark

    def _put(self, readings: Sequence[wire.Reading], gaps: list[Gap]) -> None:
        self.last = self.next_sequence()
        self.parts[self.last] = (list(readings), gaps)
        self.aged[self.last] = self.stored_when(readings)
        self.rows[self.last] = wire.encode_content(list(readings), gaps)

    def markers(self, gone: Sequence[tuple[int, str]]) -> list[tuple[str | None, list[Gap]]]:
        """Rows to write for rows that are gone (sequence, why), and for whom: None is for all."""
        lost = {name: self._lost(gone, name) for name in self.names}
        if all(gaps == lost[PLATFORM] for gaps in lost.values()):
            return [(None, lost[PLATFORM])] if lost[PLATFORM] else []
        return [(name, gaps) for name, gaps in lost.items() if gaps]

    def _lost(self, gone: Sequence[tuple[int, str]], name: str) -> list[Gap]:
        mine = [
            given
            for seq, why in gone
            if seq > self.cursors[name] and self.only_for.get(seq, name) == name
            for given in self.given_up([self.parts[seq]], why)
        ]
        return merge_gaps(mine)

    def next_sequence(self) -> int:
        return self.last + 1

    def _make_room(self) -> list[tuple[int, str]]:
        over = len(self.rows) - self.bound
        gone = [seq for i, seq in enumerate(self.rows) if i < over]
        return [self._drop(seq, "spool_full") for seq in gone]

    def count(self) -> None:
        """How long it has run; a commit writes it down."""
        self._counted_s += self.clock() - self._from_s
        self._from_s = self.clock()

    def stored_when(self, readings: Sequence[wire.Reading]) -> float:
        """What the age of a row is measured from [s]."""
        return self._counted_s

    def _retire(self) -> list[tuple[int, str]]:
        gone = [seq for seq in self.rows if self._counted_s - self.aged[seq] > self.max_age_s]
        self._too_old += [reading[1] for seq in gone for reading in self.parts[seq][0]]
        return [self._drop(seq, "too_old") for seq in gone]

    def too_old(self) -> list[int]:
        found, self._too_old = self._too_old, []
        return found

    def given_up(self, parts: Sequence[tuple[list[wire.Reading], list[Gap]]], why: str) -> list[Gap]:
        """The gap markers that take the place of rows."""
        dropped: list[Gap] = []
        for readings, gaps in parts:
            times = [r[1] for r in readings]
            dropped += [*gaps, *([(min(times), max(times), len(times), why)] if times else [])]
        return merge_gaps(dropped)

    def _drop(self, seq: int, why: str) -> tuple[int, str]:
        del self.rows[seq]
        return seq, why

    def head(self, after: int, limit: int, name: str = PLATFORM) -> list[SpoolRow]:
        found: list[SpoolRow] = []
        before = 0
        for seq, payload in self.rows.items():
            if seq <= self.cursors[name]:
                continue
            if seq > after:
                mine = self.only_for.get(seq, name) == name
                found.append(SpoolRow(seq, before, payload if mine else wire.encode_content([])))
                if len(found) == limit:
                    break
            before = seq
        return found

    def forget(self, upto: int, name: str = PLATFORM) -> None:
        self.cursors[name] = max(self.cursors[name], upto)
        self.sweep()

    def sweep(self) -> None:
        taken = self.taken()
        gone = [seq for seq in self.rows if seq <= taken]
        for seq in gone:
            del self.rows[seq]
        self._undeleted += gone

    def taken(self) -> int:
        """Up to where nobody waits for anything."""
        return min(self.cursors.values())

    def oldest(self) -> int | None:
        return next(iter(self.rows), None)

    def mark(self) -> int | None:
        return self._mark

    def lose_power(self, chance: random.Random) -> None:
        if chance.random() < 0.5:
            held = sorted({*self.rows, *self._undeleted})
            self.rows = {seq: wire.encode_content(*self.parts[seq]) for seq in held}
            self.cursors = dict(self._durable)
        self._undeleted, self._durable = [], dict(self.cursors)
        self._from_s = self.clock()

    def break_file(self, chance: random.Random) -> None:
        """What can still be read moves into the new file, as new rows; a marker stands for the rest."""
        kept = {seq for seq in self.rows if chance.random() < 0.5}
        whole = [(self.parts[seq], self.only_for.get(seq)) for seq in self.rows if seq in kept]
        lost = self.given_up([self.parts[seq] for seq in self.rows if seq not in kept], "spool_damaged")
        self.rename(chance)
        for (readings, gaps), only_for in whole:
            self._put(readings, gaps)
            if only_for is not None:
                self.only_for[self.last] = only_for
        if lost:
            self._put([], lost)
        self._mark = None

    def rename(self, chance: random.Random) -> None:
        """A new file has a new identity, and counts from one."""
        self.uuids = {name: str(uuid.UUID(int=chance.getrandbits(128))) for name in self.names}
        self.cursors = dict.fromkeys(self.names, 0)
        self._durable = dict(self.cursors)
        self.rows, self.parts, self.only_for, self._undeleted, self.last = {}, {}, {}, [], 0
        self.aged = {}


class FileSpool:
    """`parkcarbon_edge.spool.Spool` itself, in a file."""

    def __init__(self, folder: Path, max_bytes: int, max_age_s: float, clock: Clock) -> None:
        self.path, self.max_bytes = folder / "spool.db", max_bytes
        self.max_age_s, self.clock = max_age_s, clock
        self.waiting_since_ms: int | None = None
        self.others: Sequence[str] = ()
        self.spool = self._open()

    def _open(self) -> Spool:
        since = self.waiting_since_ms
        age, clock = self.max_age_s, self.clock
        return Spool(self.path, self.max_bytes, since, max_age_s=age, clock=clock, others=self.others)

    @property
    def names(self) -> list[str]:
        return self.spool.names

    def serve(self, others: Sequence[str]) -> None:
        self.others = others
        self.spool.serve(others)

    def uuid_of(self, name: str) -> str:
        return self.spool.of(name).uuid

    def append(self, readings: Sequence[wire.Reading], gaps: Sequence[Gap] = (), mark: int = 0) -> None:
        known = [] if self.waiting_since_ms is None else [self.waiting_since_ms]
        self.waiting_since_ms = min([*known, *(r[1] for r in readings)], default=None)
        self.spool.append(readings, gaps, {(CONNECTOR, "mark"): mark})

    def head(self, after: int, limit: int, name: str) -> list[SpoolRow]:
        return [SpoolRow(*row) for row in self.spool.head(after, limit, name)]

    def forget(self, upto: int, name: str) -> None:
        self.spool.forget(upto, name)

    @property
    def last(self) -> int:
        return self.spool.last

    def oldest(self) -> int | None:
        return self.spool.oldest()

    def mark(self) -> int | None:
        return self.spool.marks(CONNECTOR).get("mark")

    def lose_power(self, chance: random.Random) -> None:
        """What is in the log need not be in the file."""
        self._reopen(fold=chance.random() < 0.5)

    def _reopen(self, fold: bool) -> None:
        if not fold:
            kept = {path: path.read_bytes() for path in self._files()}
            self.spool.close()
            for path in self._files():
                path.unlink()
            for path, content in kept.items():
                path.write_bytes(content)
        else:
            self.spool.close()
        self.spool = self._open()

    def _files(self) -> list[Path]:
        return [p for end in ("", "-wal") if (p := self.path.with_name(self.path.name + end)).exists()]

    def break_file(self, chance: random.Random) -> None:
        """A piece of the file, at a place of chance, is something else; at times all of it."""
        self.spool.close()
        size = self.path.stat().st_size
        start = 0 if chance.random() < 0.2 else chance.randrange(size // 2)
        with self.path.open("r+b") as file:
            file.seek(start)
            file.write(chance.randbytes(min(chance.choice([64, 4096, size]), size - start)))
        self.spool = self._open()

    def too_old(self) -> list[int]:
        return []  # tests/edge/spool/test_age.py looks at each reading

    def close(self) -> None:
        self.spool.close()
