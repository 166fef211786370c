"""The uplink protocol in a virtual world: clock, disk, network and broker are here, the two cores are real.

Everything random comes from one seed. A quarter of the worlds have a second platform beside the first.
Faults strike at any step; then they end, and within bounded virtual time everything that the sources
produced must be stored once, or be covered by a stored gap marker, at each.
"""

import heapq
import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from parkcarbon_edge.uplink.core import UplinkCore
from parkcarbon_platform.ingest.core import IngestCore
from parkcarbon_platform.storage.catalogue import Catalogue, Edge, FreshCatalogue
from parkcarbon_platform.storage.delivery import Delivery, Outcome, Result, Session, Stream

from tests.properties.uplink.edge import KEY, Agent, Line, value_of
from tests.properties.uplink.memory_store import MemoryStore
from tests.properties.uplink.platform import Site
from tests.properties.uplink.spools import KEEP_ALL, Clock, MemorySpool, SimulatedSpool

START = datetime(2026, 1, 10, tzinfo=UTC)
CHAOS_S = (3.0, 6.0, 12.0)
CALM_S = 900.0
TWO_DESTINATIONS = 0.25
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
        self.disasters = dict.fromkeys(DISASTERS, 0)
        self._events: list[tuple[float, int, Callable[..., object], tuple[object, ...]]] = []
        self._order = count()
        bound = self.random.choice([4, 12, KEEP_ALL, KEEP_ALL])
        self.max_age_s = self.random.choice([3.0, KEEP_ALL, KEEP_ALL])
        self.bounded = bound < KEEP_ALL or self.max_age_s < KEEP_ALL
        edges = 2 if self.random.random() < 0.2 else 1
        names = ["platform", "historian"] if self.random.random() < TWO_DESTINATIONS else ["platform"]
        self.agents = [
            Agent(self, n, parts.spool(self.name(), bound, self.max_age_s, lambda: self.now), names)
            for n in range(edges)
        ]
        self.sites = {
            name: Site(self, name, parts.store(), [agent.lines[name] for agent in self.agents])
            for name in names
        }
        for agent in self.agents:
            if self.random.random() < 0.7:
                agent.spool.serve(names[1:])
            agent.start()

    @property
    def store(self) -> OrderedStore:
        """What the platform stored."""
        return self.sites["platform"].store

    def name(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128)))

    def catalogue(self) -> FreshCatalogue:
        edges = {("park", f"edge-{a.number}"): Edge(1, a.number + 1, {KEY: a.number}) for a in self.agents}
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
        site = self.random.choice(list(self.sites.values()))
        self.disasters[what] += 1
        if what == "edge" and agent.up:
            agent.crash()
        elif what == "spool" and agent.up:
            agent.break_spool()
        elif what == "ingest" and site.ingest.up:
            site.ingest.crash()
        elif what in ("broker", "session"):
            site.broker.crash(forget_session=what == "session")
        elif len(self.sites) > 1 and self.random.random() < 0.4:
            site.go_dark()
        else:
            agent.lines[site.name].lose_connection()
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
    def judge(self) -> None:
        assert self.is_drained(), "something is still at an edge"
        for site in self.sites.values():
            self.judge_site(site)
        for agent in self.agents:
            agent.lines["platform"].owed = set(agent.source.times)
            for line in agent.lines.values():
                self.judge_line(line)

    def judge_site(self, site: Site) -> None:
        store = site.store
        assert not store.revisions, "two values of one moment"
        assert not store.quarantine, "something could not be read"
        for (point, time), value in store.readings.items():
            assert value == value_of(point, time), "a value is another source's or another time's"
        for order in store.order.values():
            assert order == sorted(set(order)), "batches of a spool entered out of order or twice"

    def judge_line(self, line: Line) -> None:
        """What a destination was owed is there or marked, whatever the other one did."""
        store, number = line.site.store, line.agent.number
        stored = {time for point, time in store.readings if point == number}
        assert stored <= set(line.agent.source.times), "something was stored that nobody produced"
        lost = line.owed - stored
        markers = store.gaps
        for time in lost:
            covered = any(start <= time <= end for start, end, _, _ in markers)
            assert covered, f"reading {time} is lost for {line.name} without a gap marker"
        if not any(reason == "spool_damaged" and count == 0 for _, _, count, reason in markers):
            assert len(lost) <= sum(marker[2] for marker in markers), "markers count fewer than are lost"
        if not self.bounded and not self.disasters["spool"]:
            assert not lost, "readings are missing although the spool had room"
