"""Bare devices without a time of their own: each message is taken once, in order, whatever breaks.

The broker is virtual and does what MQTT has it do (it numbers, keeps order, hands over again what it has no
acknowledgement of, under the same number); the ingest's worker, core and rules are the real ones.
"""

import random
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from parkcarbon_platform.ingest.core import Grouping, IngestCore, Message
from parkcarbon_platform.ingest.inlet import Connected, Disconnected
from parkcarbon_platform.ingest.shell import Worker
from parkcarbon_platform.storage import handed_over
from parkcarbon_platform.storage.delivery import Delivery, Result, Session
from parkcarbon_platform.storage.readings import StoreUnavailableError

from tests.properties.bare_devices import PAYLOADS, TOPIC, alone
from tests.properties.uplink.memory_store import MemoryStore

WINDOW = 6
NUMBERS = 40  # in place of 65,535: they come again often
REMEMBERED = 20
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Store(MemoryStore):
    """Fails at times, also after the commit was made; notes which messages it took."""

    def __init__(self, world: "World") -> None:
        super().__init__()
        self.world = world
        self.took: list[int] = []
        self.settled = True
        self.committed: set[datetime] = set()

    def commit(self, deliveries: Sequence[Delivery], session: Session | None = None) -> Result:
        if self.world.faulty(0.15):
            raise StoreUnavailableError("away")
        result = super().commit(deliveries, session)
        self.settled |= session is not None and session.new
        for delivery, outcome in zip(deliveries, result.outcomes, strict=True):
            # The ingest's own repetition has the same time of receipt, which makes it the same readings.
            if outcome.stored and delivery.received_at not in self.committed:
                self.took.append(self.world.handed[delivery.received_at])
            self.committed.add(delivery.received_at)
        if self.world.faulty(0.05):
            raise StoreUnavailableError("the answer is lost")
        return result


class World:
    """A device, the broker's session with the ingest, and the ingest's process."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.chaos = True
        self.queue: deque[tuple[int, bytes]] = deque()
        self.in_flight: dict[int, tuple[int, bytes, bool]] = {}
        self.number = self.generation = self.published = 0
        self.session = False
        self.lost: set[int] = set()
        self.handed: dict[datetime, int] = {}
        self.redelivered = 0
        self.store = Store(self)
        self.start()

    def faulty(self, probability: float) -> bool:
        return self.chaos and self.chance.random() < probability

    # ------------------------------------------------------------------ the ingest
    def start(self) -> None:
        self.worker = Worker(self.store, alone(), self, client="ingest")
        self.worker.core = IngestCore(Grouping(linger_s=0.0, max_messages=3, retry_s=0.0, retry_max_s=0.0))
        self.connect()

    def connect(self) -> None:
        self.generation += 1
        self.up = True
        self.store.settled &= self.session
        self.worker.feed(Connected(self.generation, self.session))
        self.session = True
        for number in list(self.in_flight):
            if self.up and number in self.in_flight:
                self.hand_over(number)
        self.deliver()

    def publish(self, topic: str, payload: bytes) -> None:
        """No edge is here to be told."""

    def ack(self, generation: int, mid: int) -> None:
        """An acknowledgement arrives at the broker, or is lost with its connection."""
        if generation != self.generation or not self.up:
            return
        if self.faulty(0.1):
            self.up = False
        else:
            self.in_flight.pop(mid, None)

    # ------------------------------------------------------------------ the broker
    def deliver(self) -> None:
        while self.up and self.queue and len(self.in_flight) < WINDOW:
            self.number = self.number % NUMBERS + 1
            self.in_flight[self.number] = (*self.queue.popleft(), False)
            self.hand_over(self.number)

    def hand_over(self, number: int) -> None:
        index, payload, again = self.in_flight[number]
        self.in_flight[number] = (index, payload, True)
        if self.faulty(0.1):
            self.up = False  # it got no further than the broker's socket, nor does what follows
            return
        at = NOW + timedelta(seconds=len(self.handed))
        self.handed[at] = index
        self.redelivered += again
        self.worker.feed(Message(self.generation, number, TOPIC, payload, at, repeated=again))

    # ------------------------------------------------------------------ what happens
    def step(self) -> None:
        what = self.chance.random()
        if what < 0.6:
            self.queue.append((self.published, self.chance.choice(PAYLOADS[:2])))
            self.published += 1
            self.deliver()
        elif what < 0.8:
            self.worker.tick()
            self.deliver()
        elif what < 0.9:
            self.break_connection()
        elif what < 0.96 and self.store.settled:
            # Killed. In the instant between a new session and the first word to the database nothing helps.
            self.start()
        elif what < 0.97:
            self.lose_session()

    def break_connection(self) -> None:
        self.up = False
        self.worker.feed(Disconnected())
        if self.chance.random() < 0.5:
            self.worker.tick()
        self.connect()

    def lose_session(self) -> None:
        """The broker forgets what it kept: that is lost, as nobody can mend."""
        kept = [index for index, _, _ in self.in_flight.values()] + [index for index, _ in self.queue]
        self.lost |= set(kept)
        self.queue.clear()
        self.in_flight.clear()
        self.number, self.session = 0, False
        self.break_connection()


def run(seed: int) -> World:
    world = World(seed)
    for _ in range(300):
        world.step()
    world.chaos = False
    while world.queue or world.in_flight:
        world.break_connection()
        while world.worker.core.waiting:
            world.worker.tick()
    return world


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_each_message_is_taken_once_and_in_order(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handed_over, "REMEMBERED", REMEMBERED)
    redelivered = 0
    for seed in range(first, first + 20):
        world = run(seed)
        taken = world.store.took
        assert taken == sorted(set(taken)), f"seed {seed}: twice or out of order"
        missing = set(range(world.published)) - set(taken) - world.lost
        assert not missing, f"seed {seed}: {sorted(missing)} are lost"
        redelivered += world.redelivered
    assert redelivered > 200
