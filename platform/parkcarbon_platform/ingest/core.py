"""The receiver of the uplink protocol as a state machine: events in, actions out.

It groups what is waiting into commits, keeps one commit under way, and acknowledges only afterwards: first
the committed cursor to each edge, then the broker. What cannot be committed now is tried again without
acknowledging anything; content that the database refuses is found by halving the group and quarantined: no
message can block those behind it. Which batches may enter is decided by the store, inside its transaction
(`storage.delivery.decide`).

Times are seconds of any monotonic clock. A message's acknowledgement belongs to the connection (generation)
that delivered it: after a lost session the broker's message numbers start anew, and a late one would
acknowledge, and so lose, another message.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from parkcarbon_edge import wire

from parkcarbon_platform.storage.delivery import Cursor, Delivery, Result


class Message(NamedTuple):
    """A message as the broker delivered it."""

    generation: int
    mid: int
    topic: str
    payload: bytes
    received_at: datetime
    fresh: bool = False  # sent just now: nothing that the broker had kept
    repeated: bool = False  # the broker handed it over before, and does not know whether it came
    qos: int = 1
    excess: bool = False  # more than its device may send
    traceparent: str | None = None  # told beside it


class Commit(NamedTuple):
    """Decode and store these messages in one transaction; with `refuse` only their places, content aside."""

    messages: tuple[Message, ...]
    refuse: bool = False


class PublishAck(NamedTuple):
    """Publish a commit acknowledgement, retained, with QoS 1."""

    topic: str
    payload: bytes


class PubAck(NamedTuple):
    """Acknowledge a message to the broker, on the connection that delivered it and no other."""

    generation: int
    mid: int


Action = Commit | PublishAck | PubAck


@dataclass(frozen=True)
class Grouping:
    """How much goes into one commit and how failures are repeated; times in seconds."""

    max_bytes: int = 1_000_000  # some 20,000 readings; larger groups gain nothing (measured)
    max_messages: int = 2_000
    linger_s: float = 0.02
    retry_s: float = 0.2
    retry_max_s: float = 10.0


class IngestCore:
    """The receiver's state; each event returns what to do now, in order."""

    def __init__(self, grouping: Grouping | None = None) -> None:
        self._grouping = grouping or Grouping()
        self._generation: int | None = None
        self._waiting: deque[tuple[float, Message]] = deque()
        self._waiting_bytes = 0
        self._under_way: Commit | None = None
        # Commits to make before anything new: a failed one, or the halves of a refused one.
        self._again: deque[Commit] = deque()
        self._again_at = 0.0
        self._retry_s = self._grouping.retry_s

    @property
    def waiting(self) -> int:
        """Messages taken in and not yet committed."""
        again = sum(len(commit.messages) for commit in self._again)
        return len(self._waiting) + again + (len(self._under_way.messages) if self._under_way else 0)

    @property
    def deadline(self) -> float | None:
        """When `tick` has something to do even if nothing else happens; None: not by itself."""
        if self._under_way is not None:
            return None
        if self._again:
            return self._again_at
        return self._waiting[0][0] + self._grouping.linger_s if self._waiting else None

    def connected(self, generation: int) -> list[Action]:
        """A new connection; messages of an older one will come again, from the broker or from their edge."""
        self._generation = generation
        self._forget_waiting()
        return []

    def disconnected(self) -> list[Action]:
        """The connection is gone; a commit under way goes on, its messages cannot be acknowledged."""
        self._generation = None
        self._forget_waiting()
        return []

    def message(self, message: Message, now: float) -> list[Action]:
        """The broker delivered a message."""
        if message.generation != self._generation:
            return []
        self._waiting.append((now, message))
        self._waiting_bytes += len(message.payload)
        return self._next(now)

    def tick(self, now: float) -> list[Action]:
        """Time passed."""
        return self._next(now)

    def committed(self, deliveries: Sequence[Delivery], result: Result, now: float) -> list[Action]:
        """The commit under way is durable."""
        commit = self._finish()
        self._retry_s = self._grouping.retry_s
        self._again_at = now
        actions: list[Action] = [PublishAck(topic, payload) for topic, payload in acks(deliveries, result)]
        actions += [PubAck(m.generation, m.mid) for m in commit.messages if m.generation == self._generation]
        return actions + self._next(now)

    def commit_failed(self, now: float) -> list[Action]:
        """The commit under way was not made; try the same again later."""
        self._again.appendleft(self._finish())
        self._again_at = now + self._retry_s
        self._retry_s = min(self._retry_s * 2, self._grouping.retry_max_s)
        return []

    def commit_refused(self, now: float) -> list[Action]:
        """The database will not have the content of the commit under way: find the message."""
        commit = self._finish()
        if commit.refuse:
            # Not even the place of a single message: nothing is wrong with the content then.
            self._again.appendleft(commit._replace(refuse=False))
            self._again_at = now + self._retry_s
            self._retry_s = min(self._retry_s * 2, self._grouping.retry_max_s)
            return []
        if len(commit.messages) == 1:
            self._again.appendleft(commit._replace(refuse=True))
        else:
            middle = len(commit.messages) // 2
            halves = (Commit(commit.messages[:middle]), Commit(commit.messages[middle:]))
            self._again.extendleft(reversed(halves))
        self._again_at = now
        return self._next(now)

    def _finish(self) -> Commit:
        if self._under_way is None:
            raise RuntimeError("no commit is under way")
        commit, self._under_way = self._under_way, None
        return commit

    def _forget_waiting(self) -> None:
        self._waiting.clear()
        self._waiting_bytes = 0

    def _next(self, now: float) -> list[Action]:
        if self._under_way is not None:
            return []
        if self._again:
            if now < self._again_at:
                return []
            self._under_way = self._again.popleft()
        elif self._ready(now):
            self._under_way = self._take()
        return [self._under_way] if self._under_way is not None else []

    def _ready(self, now: float) -> bool:
        if not self._waiting:
            return False
        full = (
            self._waiting_bytes >= self._grouping.max_bytes
            or len(self._waiting) >= self._grouping.max_messages
        )
        return full or now >= self._waiting[0][0] + self._grouping.linger_s

    def _take(self) -> Commit:
        messages: list[Message] = []
        size = 0
        while (
            self._waiting and size < self._grouping.max_bytes and len(messages) < self._grouping.max_messages
        ):
            message = self._waiting.popleft()[1]
            messages.append(message)
            size += len(message.payload)
        self._waiting_bytes -= size
        return Commit(tuple(messages))


def acks(deliveries: Sequence[Delivery], result: Result) -> list[tuple[str, bytes]]:
    """One acknowledgement (topic, payload) for each stream touched; the one touched last stays retained."""
    found: dict[tuple[str, str], bytes] = {}
    for delivery in deliveries:
        stream = delivery.stream
        parsed = wire.parse_topic(delivery.topic)
        if stream is None or parsed is None:
            continue
        key = (parsed[0].topic("ack"), stream.spool)
        found.pop(key, None)
        committed = result.cursors.get(stream, Cursor()).committed
        found[key] = wire.encode(wire.Ack(spool=stream.spool, committed=committed))
    return [(topic, payload) for (topic, _), payload in found.items()]
