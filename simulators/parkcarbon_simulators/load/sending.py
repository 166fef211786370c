"""What one gateway holds and has sent: the sender's side of docs/contracts.md §2, without clock or socket."""

import uuid
from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

WINDOW = 64
RESEND_S, RESEND_MAX_S = 5.0, 60.0
REPEATS_OF_A_HOLE = 2


class Row(NamedTuple):
    """A batch that is held until it is committed; `due_s` is when its meters were read."""

    seq: int
    payload: bytes
    readings: int
    due_s: float


@dataclass
class Counts:
    """What became of batches and readings."""

    batches: int = 0
    readings: int = 0
    bytes: int = 0
    sendings: int = 0
    repeated: int = 0
    committed_batches: int = 0
    committed_readings: int = 0
    lags_s: list[float] = field(default_factory=list)

    def add(self, other: "Counts") -> None:
        """Take in another's."""
        for name, number in vars(other).items():
            setattr(self, name, getattr(self, name) + number)


class Sender:
    """Numbers batches, keeps them until they are committed, and says what to send now."""

    def __init__(self, window: int = WINDOW) -> None:
        self.spool = str(uuid.uuid4())
        self.counts = Counts()
        self._window = self._allowed = window
        self._held: deque[Row] = deque()
        self._seq = self._sent = self._told = 0
        self._repeats = 0
        self._highest = 0
        self._online = False
        self._moved_s, self._resend_s = 0.0, RESEND_S

    @property
    def online(self) -> bool:
        """Whether there is a connection."""
        return self._online

    @property
    def held(self) -> int:
        """Batches that are not known to be committed."""
        return len(self._held)

    @property
    def next_seq(self) -> tuple[int, int]:
        """Sequence of the next batch, and of the one before it that is still held."""
        return self._seq + 1, self._held[-1].seq if self._held else 0

    def take(self, payload: bytes, readings: int, due_s: float) -> None:
        """Hold the next batch."""
        self._seq += 1
        self._held.append(Row(self._seq, payload, readings, due_s))
        self.counts.batches += 1
        self.counts.readings += readings

    def connected(self, now_s: float) -> None:
        """Begin at the oldest."""
        self._online, self._sent, self._allowed = True, 0, self._window
        self._moved_s, self._resend_s = now_s, RESEND_S

    def disconnected(self) -> None:
        """What was sent is unknown."""
        self._online = False

    def due(self, now_s: float) -> list[bytes]:
        """What is to be sent now."""
        if not self._online:
            return []
        if self._sent and self._held and now_s - self._moved_s > self._resend_s:
            self._sent, self._allowed = 0, 1
            self._moved_s, self._resend_s = now_s, min(self._resend_s * 2, RESEND_MAX_S)
        found = [row for row in islice(self._held, self._allowed) if row.seq > self._sent]
        for row in found:
            self._sent = row.seq
            self.counts.sendings += 1
            self.counts.bytes += len(row.payload)
            self.counts.repeated += row.seq <= self._highest
            self._highest = max(self._highest, row.seq)
        return [row.payload for row in found]

    def acknowledged(self, spool: str, committed: int, now_s: float) -> None:
        """The platform has committed all up to here."""
        if spool != self.spool:
            return
        moved = False
        while self._held and self._held[0].seq <= committed:
            row = self._held.popleft()
            moved = True
            self.counts.committed_batches += 1
            self.counts.committed_readings += row.readings
            self.counts.lags_s.append(now_s - row.due_s)
        if moved:
            self._moved_s, self._resend_s = now_s, RESEND_S
            self._allowed = min(self._allowed * 2, self._window)
        self._repeats = self._repeats + 1 if committed == self._told and not moved else 0
        self._told = committed
        if self._repeats == REPEATS_OF_A_HOLE:
            self._sent = 0
