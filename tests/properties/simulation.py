"""The uplink protocol in a virtual world: clock, disk, network and broker are here, the two cores are real.

Everything random comes from one seed. Faults strike at any step; then they end, and within bounded virtual
time everything that was collected must be stored once, or be covered by a stored gap marker.
"""

import heapq
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from parkcarbon_edge import wire
from parkcarbon_edge.uplink.core import Publish, SpoolRow, Timing, UplinkCore
from parkcarbon_platform.ingest.core import Action as IngestAction
from parkcarbon_platform.ingest.core import Commit, Grouping, IngestCore, Message, PubAck, PublishAck
from parkcarbon_platform.services.connecting import decode
from parkcarbon_platform.storage.catalogue import Catalogue, Edge, FreshCatalogue
from parkcarbon_platform.storage.delivery import Stream

from tests.properties.memory_store import MemoryStore

START = datetime(2026, 1, 1, tzinfo=UTC)
START_MS = int(START.timestamp() * 1000)
ADDRESS = wire.Address("00", "park", "edge")
POINT = 7
CHAOS_S = 60.0
CALM_S = 900.0


@dataclass
class Spool:
    """A durable spool: what `append` returns from survives power loss; deleting may not have."""

    world: "World"
    uuid: str
    rows: dict[int, bytes] = field(default_factory=dict)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    undeleted: dict[int, bytes] = field(default_factory=dict)
    last: int = 0

    def append(self, times: list[int], bound: int) -> None:
        gaps = []
        while len(self.rows) >= bound:
            oldest = min(self.rows)
            del self.rows[oldest]
            # Its own gap markers lie within the span, so that the new one covers them too.
            gaps.append((*self.spans[oldest], 1, "spool_full"))
        self.last += 1
        edges = [*times, *(t for gap in gaps for t in gap[:2])]
        self.spans[self.last] = (min(edges), max(edges))
        self.rows[self.last] = wire.encode_content([("key", t, float(t % 1000), 0) for t in times], gaps)

    def head(self, after: int, limit: int) -> list[SpoolRow]:
        seqs = sorted(self.rows)
        before = {seq: prev for prev, seq in zip([0, *seqs], seqs, strict=False)}
        return [SpoolRow(s, before[s], self.rows[s]) for s in seqs if s > after][:limit]

    def forget(self, upto: int) -> None:
        for seq in [s for s in self.rows if s <= upto]:
            # The one rule that must never break: nothing is deleted that the platform has not committed.
            assert (Stream(1, self.uuid), seq) in self.world.store.batches, f"row {seq} deleted, not stored"
            self.undeleted[seq] = self.rows.pop(seq)

    def oldest(self) -> int | None:
        return min(self.rows, default=None)

    def power_loss(self, undo: bool) -> None:
        if undo:
            self.rows.update(self.undeleted)
        self.undeleted.clear()


@dataclass
class Broker:
    """One persistent session of the ingest, retained acknowledgements; may lose, double and shuffle."""

    world: "World"
    queue: list[tuple[str, bytes]] = field(default_factory=list)
    in_flight: dict[int, tuple[str, bytes]] = field(default_factory=dict)
    retained: dict[str, bytes] = field(default_factory=dict)
    mids: "count[int]" = field(default_factory=lambda: count(1))

    def published(self, topic: str, payload: bytes) -> None:
        """A message from an edge reached the broker."""
        copies = 2 if self.world.faulty(0.05) else 1
        for _ in range(copies):
            place = len(self.queue)
            if self.world.faulty(0.05):
                place = self.world.random.randrange(place + 1)
            self.queue.insert(place, (topic, payload))
        self.world.after(self.world.delay(), self.deliver)

    def deliver(self) -> None:
        """Hand the ingest what its window allows."""
        ingest = self.world.ingest
        while self.queue and ingest.connection is not None and len(self.in_flight) < 20:
            mid = next(self.mids)
            self.in_flight[mid] = self.queue.pop(0)
            ingest.receive(mid, *self.in_flight[mid])

    def acknowledged(self, mid: int) -> None:
        """The ingest's PUBACK."""
        self.in_flight.pop(mid, None)
        self.deliver()

    def connected(self) -> None:
        """The ingest is back: what it had not acknowledged comes again, in order."""
        for mid, message in self.in_flight.items():
            self.world.ingest.receive(mid, *message)
        self.deliver()

    def retain(self, topic: str, payload: bytes) -> None:
        """An acknowledgement from the ingest."""
        self.retained[topic] = payload
        self.world.after(self.world.delay(), lambda: self.world.edge.hear(payload))

    def crash(self, forget_session: bool) -> None:
        """Everybody loses the connection; a lost session also begins its message numbers anew."""
        if forget_session:
            self.queue.clear()
            self.in_flight.clear()
            self.mids = count(1)
            if self.world.random.random() < 0.5:
                self.retained.clear()
        self.world.edge.lose_connection()
        self.world.ingest.lose_connection()


@dataclass
class EdgeAgent:
    """Collects readings into its spool and runs the real sender."""

    world: "World"
    spool: Spool
    core: UplinkCore = field(init=False)
    epoch: int = 0
    up: bool = True
    online: bool = False

    def __post_init__(self) -> None:
        self.core = self._new_core()

    def _new_core(self) -> UplinkCore:
        return UplinkCore(self.spool, Timing(window=8, resend_s=2.0, resend_max_s=20.0))

    def collect(self) -> None:
        """A cycle: some readings into the spool."""
        if self.world.chaos and self.up:
            fresh = [self.world.next_time() for _ in range(self.world.random.randint(1, 4))]
            if not self.world.faulty(0.02):  # power loss before the commit: never collected
                self.spool.append(fresh, self.world.bound)
                self.world.collected.update(fresh)
                self.act(self.core.appended(self.world.now))
        if self.world.chaos:
            self.world.after(0.5, self.collect)

    def act(self, actions: list[Publish]) -> None:
        for publish in actions:
            if self.online and not self.world.faulty(0.05):
                payload = publish.payload
                self.world.after(
                    self.world.delay(), lambda p=payload: self.world.broker.published(ADDRESS.topic("up"), p)
                )

    def tick(self) -> None:
        if self.up:
            self.act(self.core.tick(self.world.now))
            if not self.online:
                self.connect()
        self.world.after(0.5, self.tick)

    def connect(self) -> None:
        if self.world.faulty(0.3):
            return
        self.online = True
        self.act(self.core.connected(self.world.now))
        retained = self.world.broker.retained.get(ADDRESS.topic("ack"))
        if retained is not None:
            self.world.after(self.world.delay(), lambda: self.hear(retained))

    def hear(self, payload: bytes) -> None:
        """An acknowledgement arrives, maybe late, maybe twice, maybe never."""
        if not (self.up and self.online) or self.world.faulty(0.1):
            return
        for _ in range(2 if self.world.faulty(0.1) else 1):
            ack = wire.decode_ack(payload)
            self.act(self.core.acknowledged(ack.spool, ack.committed, self.world.now))

    def lose_connection(self) -> None:
        if self.online:
            self.online = False
            self.core.disconnected(self.world.now)

    def crash(self) -> None:
        """kill -9 or power loss; the file stays."""
        self.up = self.online = False
        self.spool.power_loss(undo=self.world.random.random() < 0.5)
        self.world.after(self.world.delay() * 10, self.restart)

    def restart(self) -> None:
        self.up = True
        self.core = self._new_core()


@dataclass
class Ingest:
    """Runs the real receiver on the store; its commits take time and may fail, even after they were made."""

    world: "World"
    known: FreshCatalogue
    core: IngestCore = field(init=False)
    connection: int | None = None
    generations: "count[int]" = field(default_factory=lambda: count(1))
    life: int = 0
    up: bool = True

    def __post_init__(self) -> None:
        self.core = self._new_core()

    @staticmethod
    def _new_core() -> IngestCore:
        return IngestCore(Grouping(max_messages=5, retry_s=0.2, retry_max_s=2.0))

    def receive(self, mid: int, topic: str, payload: bytes) -> None:
        if self.connection is None:
            return
        at = START + timedelta(seconds=self.world.now)
        message = Message(self.connection, mid, topic, payload, at)
        life = self.life
        self.world.after(
            self.world.delay() / 10,
            lambda: self.act(self.core.message(message, self.world.now)) if life == self.life else None,
        )

    def act(self, actions: list[IngestAction]) -> None:
        life = self.life
        for action in actions:
            if self.world.faulty(0.01):
                self.crash()
            if life != self.life:
                return
            if isinstance(action, PublishAck):
                if self.connection is not None and not self.world.faulty(0.05):
                    self.world.broker.retain(action.topic, action.payload)
            elif isinstance(action, PubAck):
                self.acknowledge(action)
            else:
                self.world.after(self.world.delay(), lambda c=action: self.commit(c, life))

    def commit(self, commit: Commit, life: int) -> None:
        if life == self.life:
            self.act(self.outcome(commit))

    def acknowledge(self, ack: PubAck) -> None:
        if self.connection is None:
            return
        assert ack.generation == self.connection, "a stale acknowledgement would lose a message"
        if self.world.faulty(0.02):  # TCP loses nothing but the whole connection
            self.lose_connection()
        else:
            self.world.broker.acknowledged(ack.mid)

    def outcome(self, commit: Commit) -> list[IngestAction]:
        """Make the commit, or not, or make it and never hear of it."""
        if self.world.faulty(0.1):
            return self.core.commit_failed(self.world.now)
        deliveries = [decode.decode(m.topic, m.payload, m.received_at, self.known) for m in commit.messages]
        result = self.world.store.commit(deliveries)
        if self.world.faulty(0.05):
            return self.core.commit_failed(self.world.now)
        return self.core.committed(deliveries, result, self.world.now)

    def tick(self) -> None:
        if self.up:
            self.act(self.core.tick(self.world.now))
        if self.up and self.connection is None and not self.world.faulty(0.3):
            self.connection = next(self.generations)
            self.core.connected(self.connection)
            self.world.broker.connected()
        self.world.after(0.1, self.tick)

    def lose_connection(self) -> None:
        if self.connection is not None:
            self.connection = None
            self.core.disconnected()

    def crash(self) -> None:
        self.life += 1
        self.up, self.connection = False, None
        self.world.after(self.world.delay() * 10, self.restart)

    def restart(self) -> None:
        self.up = True
        self.core = self._new_core()


class World:
    """Virtual time and everything in it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.now = 0.0
        self.chaos = True
        self.severity = self.random.choice([0.2, 1.0, 1.0, 2.0])
        self.bound = self.random.choice([10, 40, 10_000])
        self.collected: set[int] = set()
        self.store = MemoryStore()
        self._events: list[tuple[float, int, Callable[[], object]]] = []
        self._order = count()
        self._times = count(START_MS, 10)
        catalogue = Catalogue({"park": 1}, {("park", "edge"): Edge(1, 1, {"key": POINT})})
        known = FreshCatalogue(lambda: catalogue)
        known.missed()
        self.broker = Broker(self)
        self.edge = EdgeAgent(self, Spool(self, str(uuid.UUID(int=self.random.getrandbits(128)))))
        self.ingest = Ingest(self, known)

    def next_time(self) -> int:
        return next(self._times)

    def faulty(self, probability: float) -> bool:
        """Whether a fault strikes here; never once the chaos is over."""
        return self.chaos and self.random.random() < probability * self.severity

    def delay(self) -> float:
        return self.random.expovariate(20.0) if self.random.random() < 0.95 else self.random.uniform(0.5, 5.0)

    def after(self, delay: float, event: Callable[[], object]) -> None:
        heapq.heappush(self._events, (self.now + delay, next(self._order), event))

    def disaster(self) -> None:
        """Something big breaks every few seconds."""
        if not self.chaos:
            return
        what = self.random.choice(["edge", "ingest", "broker", "session", "network", "network"])
        if what == "edge" and self.edge.up:
            self.edge.crash()
        elif what == "ingest" and self.ingest.up:
            self.ingest.crash()
        elif what in ("broker", "session"):
            self.broker.crash(forget_session=what == "session")
        else:
            self.edge.lose_connection()
        self.after(self.random.expovariate(0.3 * self.severity), self.disaster)

    def run_until(self, end: float, done: Callable[[], bool] = lambda: False) -> None:
        while self._events and self._events[0][0] <= end and not done():
            self.now, _, event = heapq.heappop(self._events)
            event()

    def run(self) -> None:
        """The chaos, then the calm, then the judgement."""
        for start in (self.edge.tick, self.ingest.tick, self.edge.collect, self.disaster):
            self.after(self.random.random(), start)
        self.run_until(CHAOS_S)
        self.chaos = False
        self.run_until(CHAOS_S + CALM_S, lambda: not self.edge.spool.rows)
        self.judge()

    def judge(self) -> None:
        assert not self.edge.spool.rows, f"{len(self.edge.spool.rows)} rows are still at the edge"
        stored = {time for _, time in self.store.readings}
        assert stored <= self.collected, "something was stored that nobody collected"
        assert not self.store.revisions
        for time in self.collected - stored:
            covered = any(start <= time <= end for start, end, _, _ in self.store.gaps)
            assert covered, f"reading {time} is lost without a gap marker"
        if self.bound > len(self.store.batches):
            assert stored == self.collected
