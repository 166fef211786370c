"""The sender of the uplink protocol as a state machine: events in, messages to publish out.

No clock, socket or disk of its own: the shell says what happened and when [s, any monotonic origin], and the
spool is a port. The rules are those of `docs/contracts.md` §2:

- it sends rows in order, at most `window` in flight, starting from the oldest row at each connect;
- it forgets rows only when the platform says that it has committed them, and only of its own spool;
- a file that the platform has more of than the file itself was restored from a copy: it gets a new identity;
- it goes back to the oldest row when acknowledgements repeat (the platform misses a row between), and when
  nothing moved for the resend time. That time doubles up to a limit while nothing moves, and a single row is
  sent then: a platform that is down must not find its broker full of copies.
"""

from collections import deque
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from parkcarbon_edge import wire

# A repeated acknowledgement is also what a duplicate earns; a missing row earns one for each row behind it.
REPEATS_OF_A_HOLE = 2


class SpoolRow(NamedTuple):
    """One row of the spool; `prev` is the sequence of the row before it that is still held, or 0."""

    seq: int
    prev: int
    payload: bytes


class SpoolPort(Protocol):
    """What the sender needs of a spool."""

    @property
    def uuid(self) -> str:
        """Identity of the spool file."""
        ...

    def head(self, after: int, limit: int) -> list[SpoolRow]:
        """At most `limit` rows with a sequence above `after`, in order."""
        ...

    def forget(self, upto: int) -> None:
        """Delete all rows with a sequence up to and including `upto`."""
        ...

    @property
    def last(self) -> int:
        """The largest sequence that the file ever gave to a row."""
        ...

    def renew(self) -> None:
        """Give the file a new identity; its rows stay."""
        ...


class Publish(NamedTuple):
    """Send this batch on the edge's `up` topic with QoS 1."""

    seq: int
    payload: bytes


Action = Publish


@dataclass(frozen=True)
class Timing:
    """Flow control of the sender: batches in flight, first and longest resend time [s]."""

    window: int = 64
    resend_s: float = 5.0
    resend_max_s: float = 60.0


class UplinkCore:
    """The sender's state; each event returns the messages to publish now."""

    def __init__(self, spool: SpoolPort, timing: Timing | None = None) -> None:
        self.spool = spool
        self.timing = timing or Timing()
        self.online = False
        self._in_flight: deque[int] = deque()
        self._sent = 0
        self._allowed = self.timing.window
        self._resend_s = self.timing.resend_s
        self._moved_at = 0.0
        self._committed = -1
        self._repeats = 0

    @property
    def in_flight(self) -> int:
        """Batches published and not yet known to be committed."""
        return len(self._in_flight)

    @property
    def deadline(self) -> float | None:
        """When `tick` will go back to the oldest row if nothing moves until then."""
        return self._moved_at + self._resend_s if self.online and self._in_flight else None

    def connected(self, now: float) -> list[Action]:
        """A connection is up: send from the oldest row."""
        self.online = True
        self._committed = -1
        self._resend_s = self.timing.resend_s
        self._allowed = self.timing.window
        self._go_back(now)
        return self._fill(now)

    def disconnected(self, now: float) -> list[Action]:
        """The connection is gone: what was in flight is unknown."""
        self.online = False
        self._go_back(now)
        return []

    def appended(self, now: float) -> list[Action]:
        """The spool has new rows."""
        return self._fill(now)

    def acknowledged(self, spool: str, committed: int, now: float) -> list[Action]:
        """The platform has committed every row of `spool` up to `committed`."""
        if spool != self.spool.uuid:
            return []
        if committed > self.spool.last:
            return self._begin_anew(now)
        self.spool.forget(committed)
        self._notice(committed, now)
        return self._fill(now)

    def tick(self, now: float) -> list[Action]:
        """Time passed."""
        deadline = self.deadline
        if deadline is not None and now >= deadline:
            self._resend_s = min(self._resend_s * 2, self.timing.resend_max_s)
            self._allowed = 1
            self._go_back(now)
        return self._fill(now)

    def _begin_anew(self, now: float) -> list[Action]:
        """The platform has more of this spool than the file ever held: the file is an older copy of itself.

        Its next sequences are used already, and what came under them would count as a duplicate. Where the
        disk does not take the new identity, what is in flight is let lie until the resend time: it would earn
        the same answer at once, again and again.
        """
        before = self.spool.uuid
        self.spool.renew()
        if self.spool.uuid == before:
            self._allowed = 1
            return []
        self._committed = -1
        self._go_back(now)
        return self._fill(now)

    def _notice(self, committed: int, now: float) -> None:
        moved = False
        while self._in_flight and self._in_flight[0] <= committed:
            self._in_flight.popleft()
            moved = True
        if moved:
            self._moved_at = now
            self._resend_s = self.timing.resend_s
            self._allowed = min(self._allowed * 2, self.timing.window)
        if committed != self._committed:
            self._committed = committed
            self._repeats = 0
        elif self._in_flight:
            self._repeats += 1
            # Once for each hole: the copies in flight earn further repeats, which must not start it anew.
            if self._repeats == REPEATS_OF_A_HOLE:
                self._go_back(now)

    def _go_back(self, now: float) -> None:
        self._in_flight.clear()
        self._sent = 0
        self._moved_at = now

    def _fill(self, now: float) -> list[Action]:
        room = self._allowed - len(self._in_flight)
        if not self.online or room <= 0:
            return []
        rows = self.spool.head(self._sent, room)
        if rows and not self._in_flight:
            self._moved_at = now
        actions: list[Action] = []
        for row in rows:
            self._in_flight.append(row.seq)
            self._sent = row.seq
            actions.append(Publish(row.seq, wire.frame(self.spool.uuid, row.seq, row.prev, row.payload)))
        return actions
