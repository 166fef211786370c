"""The uplink protocol in a virtual world: clock, disk, network and broker are here, the two cores are real.

Everything random comes from one seed. Faults strike at any step; then they end, and within bounded virtual
time everything that the sources produced must be stored once, or be covered by a stored gap marker.
"""

import heapq
import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from parkcarbon_edge import wire
from parkcarbon_edge.uplink.core import SpoolRow, UplinkCore
from parkcarbon_platform.ingest.core import IngestCore
from parkcarbon_platform.storage.catalogue import Catalogue, Edge, FreshCatalogue
from parkcarbon_platform.storage.delivery import Delivery, Outcome, Result, Session, Stream

from tests.properties.uplink.edge import KEY, Agent, value_of
from tests.properties.uplink.memory_store import MemoryStore
from tests.properties.uplink.platform import Broker, Ingest
from tests.properties.uplink.spools import KEEP_ALL, Clock, MemorySpool, SimulatedSpool

START = datetime(2026, 1, 10, tzinfo=UTC)
CHAOS_S = (3.0, 6.0, 12.0)
CALM_S = 900.0
DISASTERS = ("edge", "ingest", "broker", "session", "network", "network", "spool")
MakeSpool = Callable[[str, int, float, Clock], SimulatedSpool]


class OrderedStore(MemoryStore):
    """Also writes down in which order what was stored."""

    def __init__(self) -> None:
        super().__init__()
        self.order: dict[Stream, list[int]] = {}
        self.counted = dict.fromkeys(Outcome, 0)

    def commit(self, deliveries: Sequence[Delivery], session: Session | None = None) -> Result:
        result = super().commit(deliveries, session)
        for delivery, outcome in zip(deliveries, result.outcomes, strict=True):
            self.counted[outcome] += 1
            if outcome is Outcome.STORED and delivery.stream is not None and delivery.envelope is not None:
                self.order.setdefault(delivery.stream, []).append(delivery.envelope.seq)
        return result


@dataclass(frozen=True)
class Parts:
    """What the world is made of; a mutation exchanges one of them for a faulty one."""

    uplink: type[UplinkCore] = UplinkCore
    ingest: type[IngestCore] = IngestCore
    store: type[OrderedStore] = OrderedStore
    spool: MakeSpool = MemorySpool


PARTS = Parts()


class World:
    """Virtual time and everything in it."""

    def __init__(self, seed: int, parts: Parts = PARTS) -> None:
        self.random = random.Random(seed)
        self.parts = parts
        self.now = 0.0
        self.chaos = True
        self.severity = self.random.choice([0.3, 1.0, 1.0, 2.0])
        self.received_at, self.start_ms = START, int(START.timestamp() * 1000)
        self.store = parts.store()
        self.disasters = dict.fromkeys(DISASTERS, 0)
        self._events: list[tuple[float, int, Callable[..., object], tuple[object, ...]]] = []
        self._order = count()
        self.broker = Broker(self)
        bound = self.random.choice([4, 12, KEEP_ALL, KEEP_ALL])
        self.max_age_s = self.random.choice([3.0, KEEP_ALL, KEEP_ALL])
        self.bounded = bound < KEEP_ALL or self.max_age_s < KEEP_ALL
        edges = 2 if self.random.random() < 0.2 else 1
        self.agents = [
            Agent(self, n, parts.spool(self.name(), bound, self.max_age_s, lambda: self.now))
            for n in range(edges)
        ]
        self.agent_at = {agent.address.topic("ack"): agent for agent in self.agents}
        self.ingest = Ingest(self, self.catalogue())

    def name(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128)))

    def catalogue(self) -> FreshCatalogue:
        edges = {("park", a.address.edge): Edge(1, a.number + 1, {KEY: a.number}) for a in self.agents}
        loaded = Catalogue({"park": 1}, edges)
        known = FreshCatalogue(lambda: loaded)
        known.missed()
        return known

    # ------------------------------------------------------------------ chance and time
    def faulty(self, probability: float) -> bool:
        """Whether a fault strikes here; never once the chaos is over."""
        return self.chaos and self.random.random() < probability * self.severity

    def delay(self) -> float:
        return self.random.expovariate(20.0) if self.random.random() < 0.95 else self.random.uniform(0.5, 5.0)

    def after(self, delay: float, event: Callable[..., object], *arguments: object) -> None:
        heapq.heappush(self._events, (self.now + delay, next(self._order), event, arguments))

    def disaster(self) -> None:
        """Something big breaks every other second."""
        if not self.chaos:
            return
        what = self.random.choice(DISASTERS)
        agent = self.random.choice(self.agents)
        self.disasters[what] += 1
        if what == "edge" and agent.up:
            agent.crash()
        elif what == "spool" and agent.up:
            agent.break_spool()
        elif what == "ingest" and self.ingest.up:
            self.ingest.crash()
        elif what in ("broker", "session"):
            self.broker.crash(forget_session=what == "session")
        else:
            agent.lose_connection()
        self.after(self.random.expovariate(0.6 * self.severity), self.disaster)

    # ------------------------------------------------------------------ the run
    def run_until(self, end: float, done: Callable[[], bool] = lambda: False) -> None:
        events = self._events
        while events and events[0][0] <= end and not done():
            self.now, _, event, arguments = heapq.heappop(events)
            event(*arguments)

    def run(self) -> None:
        """The chaos, then the calm, then the judgement."""
        for agent in self.agents:
            self.after(self.random.random(), agent.collect)
        self.after(self.random.random(), self.disaster)
        chaos_s = self.random.choice(CHAOS_S)
        self.run_until(chaos_s)
        self.chaos = False
        self.run_until(chaos_s + CALM_S, self.is_drained)
        self.judge()

    def is_drained(self) -> bool:
        return all(
            a.up and a.read_to >= len(a.source.times) and a.spool.oldest() is None for a in self.agents
        )

    # ------------------------------------------------------------------ the laws
    def assert_safe(self, agent: Agent, row: SpoolRow) -> None:
        """A row that is about to be deleted is in the database, all of it."""
        stream = Stream(agent.number + 1, agent.spool.uuid)
        assert (stream, row.seq) in self.store.batches, f"row {row.seq} is deleted and not stored"
        batch = wire.decode_batch(wire.frame(agent.spool.uuid, row.seq, row.prev, row.payload))
        for _, time, value, _ in batch.readings:
            assert self.store.readings.get((agent.number, time)) == value, "stored with other content"

    def judge(self) -> None:
        assert self.is_drained(), "something is still at an edge"
        assert not self.store.revisions, "two values of one moment"
        assert not self.store.quarantine, "something could not be read"
        for (point, time), value in self.store.readings.items():
            assert value == value_of(point, time), "a value is another source's or another time's"
        for order in self.store.order.values():
            assert order == sorted(set(order)), "batches of a spool entered out of order or twice"
        for agent in self.agents:
            self.judge_source(agent)

    def judge_source(self, agent: Agent) -> None:
        produced = set(agent.source.times)
        stored = {time for point, time in self.store.readings if point == agent.number}
        assert stored <= produced, "something was stored that nobody produced"
        lost = produced - stored
        markers = self.store.gaps
        for time in lost:
            covered = any(start <= time <= end for start, end, _, _ in markers)
            assert covered, f"reading {time} is lost without a gap marker"
        if not any(reason == "spool_damaged" and count == 0 for _, _, count, reason in markers):
            assert len(lost) <= sum(marker[2] for marker in markers), "markers count fewer than are lost"
        if not self.bounded and not self.disasters["spool"]:
            assert not lost, "readings are missing although the spool had room"
