"""A virtual platform: its broker, its store and its ingest process around the real receiver."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

from parkcarbon_edge import wire
from parkcarbon_platform.ingest.core import Action, Commit, Grouping, Message, PubAck, PublishAck
from parkcarbon_platform.services.connecting import decode
from parkcarbon_platform.storage.catalogue import FreshCatalogue
from parkcarbon_platform.storage.delivery import Cursor, Stream

if TYPE_CHECKING:
    from tests.properties.uplink.edge import Line
    from tests.properties.uplink.world import OrderedStore, World

WINDOW = 20


@dataclass
class Broker:
    """One persistent session of the ingest, retained acknowledgements; may lose, double and shuffle."""

    site: "Site"
    queue: list[tuple[str, bytes]] = field(default_factory=list)
    in_flight: dict[int, tuple[str, bytes]] = field(default_factory=dict)
    retained: dict[str, bytes] = field(default_factory=dict)
    mids: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def world(self) -> "World":
        return self.site.world

    def published(self, topic: str, payload: bytes) -> None:
        """A message from an edge reached the broker."""
        for _ in range(2 if self.world.faulty(0.05) else 1):
            place = len(self.queue)
            if self.world.faulty(0.05):
                place = self.world.random.randrange(place + 1)
            self.queue.insert(place, (topic, payload))
        self.deliver()

    def deliver(self) -> None:
        """Hand the ingest what its window allows."""
        ingest = self.site.ingest
        while self.queue and ingest.connection is not None and len(self.in_flight) < WINDOW:
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
            self.site.ingest.receive(mid, *message)
        self.deliver()

    def retain(self, topic: str, payload: bytes) -> None:
        """An acknowledgement from the ingest."""
        self.retained[topic] = payload
        self.world.after(self.world.delay(), self.site.line_at[topic].hear, payload)

    def crash(self, forget_session: bool) -> None:
        """Everybody loses the connection; a lost session also begins its message numbers anew."""
        if forget_session:
            self.queue.clear()
            self.in_flight.clear()
            self.mids = count(1)
            if self.world.random.random() < 0.5:
                self.retained.clear()
        for line in self.site.line_at.values():
            line.lose_connection()
        self.site.ingest.lose_connection()


class Ingest:
    """Runs the real receiver on the store; its commits take time and may fail, even after they were made."""

    def __init__(self, site: "Site", known: FreshCatalogue) -> None:
        self.site, self.world, self.known = site, site.world, known
        self.generations = count(1)
        self.life = 0
        self.start()

    def start(self) -> None:
        """A new process."""
        self.core = self.world.parts.ingest(Grouping(max_messages=5, retry_s=0.2, retry_max_s=2.0))
        self.connection: int | None = None
        self.next_tick: float | None = None
        self.up = True
        self.reconnect()

    def receive(self, mid: int, topic: str, payload: bytes) -> None:
        if self.connection is not None:
            at = self.world.received_at + timedelta(seconds=self.world.now)
            message = Message(self.connection, mid, topic, payload, at)
            self.world.after(self.world.delay() / 10, self.hand_over, message, self.life)

    def hand_over(self, message: Message, life: int) -> None:
        if life == self.life:
            self.act(self.core.message(message, self.world.now))

    def act(self, actions: list[Action]) -> None:
        life = self.life
        for action in actions:
            if self.world.faulty(0.01):
                self.crash()
            if life != self.life:
                return
            if isinstance(action, PublishAck):
                self.publish(action)
            elif isinstance(action, PubAck):
                self.acknowledge(action)
            else:
                self.world.after(self.world.delay(), self.commit, action, life)
        self.plan_tick()

    def plan_tick(self) -> None:
        deadline = self.core.deadline
        if deadline is not None and (self.next_tick is None or self.next_tick > deadline + 0.05):
            self.next_tick = max(deadline, self.world.now) + 0.001
            self.world.after(self.next_tick - self.world.now, self.tick, self.life)

    def tick(self, life: int) -> None:
        if life == self.life:
            self.next_tick = None
            self.act(self.core.tick(self.world.now))

    def publish(self, action: PublishAck) -> None:
        """The acknowledgement goes out, unless it is lost; it must never be ahead of what is stored."""
        ack = wire.decode_ack(action.payload)
        edge = self.site.line_at[action.topic].agent.number + 1
        cursor = self.site.store.cursors.get(Stream(edge, ack.spool), Cursor())
        assert ack.committed <= cursor.committed, "an acknowledgement is ahead of the commit"
        if self.connection is not None and not self.world.faulty(0.05):
            self.site.broker.retain(action.topic, action.payload)

    def acknowledge(self, ack: PubAck) -> None:
        if self.connection is None:
            return
        assert ack.generation == self.connection, "a stale acknowledgement would lose a message"
        if self.world.faulty(0.02):  # TCP loses nothing but the whole connection
            self.lose_connection()
        else:
            self.site.broker.acknowledged(ack.mid)

    def commit(self, commit: Commit, life: int) -> None:
        """Make the commit, or not, or make it and never hear of it."""
        if life != self.life:
            return
        now = self.world.now
        if self.world.faulty(0.1):
            self.act(self.core.commit_failed(now))
            return
        deliveries = [decode.decode(m.topic, m.payload, m.received_at, self.known) for m in commit.messages]
        result = self.site.store.commit(deliveries)
        if self.world.faulty(0.05):
            self.act(self.core.commit_failed(now))
        else:
            self.act(self.core.committed(deliveries, result, now))

    def reconnect(self) -> None:
        self.world.after(self.world.delay(), self.connect, self.life)

    def connect(self, life: int) -> None:
        if life != self.life or self.connection is not None:
            return
        if self.world.faulty(0.3):
            self.world.after(0.3, self.connect, life)
            return
        self.connection = next(self.generations)
        self.core.connected(self.connection)
        self.site.broker.connected()

    def lose_connection(self) -> None:
        if self.connection is not None:
            self.connection = None
            self.core.disconnected()
            self.reconnect()

    def crash(self) -> None:
        self.life += 1
        self.up, self.connection = False, None
        self.world.after(self.world.delay() * 5, self.start)


class Site:
    """A destination of the edges: `name` is what they call it. It may be out of reach for a while."""

    def __init__(self, world: "World", name: str, store: "OrderedStore", lines: "list[Line]") -> None:
        self.world, self.name, self.store = world, name, store
        self.dark_until = 0.0
        self.line_at = {line.address.topic("ack"): line for line in lines}
        self.broker = Broker(self)
        self.ingest = Ingest(self, world.catalogue())

    def go_dark(self) -> None:
        """Nobody reaches it for some seconds."""
        self.dark_until = self.world.now + self.world.random.uniform(1.0, 6.0)
        for line in self.line_at.values():
            line.lose_connection()
