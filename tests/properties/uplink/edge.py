"""The virtual edge: a source with a memory of its own, a spool, and the real sender of each destination."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parkcarbon_edge import wire
from parkcarbon_edge.uplink.core import Publish, SpoolRow, Timing
from parkcarbon_platform.storage.delivery import Stream

if TYPE_CHECKING:
    from tests.properties.uplink.platform import Site
    from tests.properties.uplink.spools import SimulatedSpool
    from tests.properties.uplink.world import World

COLLECT_S = 0.4
REREAD = 6  # readings read again where a mark is missing: what a first connection reads of the past
KEY = "key"
DAY_MS = 86_400_000


def value_of(edge: int, time_ms: int) -> float:
    """Names its edge and its time."""
    return float(time_ms // 10 % 1_000_000) + edge / 8


@dataclass
class Source:
    """What the meters produced, in order. Its clock may jump by days; no time comes twice."""

    world: "World"
    times: list[int] = field(default_factory=list)
    offset_ms: int = -3 * DAY_MS

    def produce(self) -> None:
        if self.world.faulty(0.02):
            self.offset_ms = self.world.random.choice([-4, -3, -2]) * DAY_MS
        for _ in range(self.world.random.randint(1, 3)):
            self.times.append(self.world.start_ms + self.offset_ms + 10 * len(self.times))


class Witness:
    """The spool as the sender of one destination sees it; nothing may be deleted that it has not stored."""

    def __init__(self, line: "Line") -> None:
        self.line = line

    @property
    def spool(self) -> "SimulatedSpool":
        return self.line.agent.spool

    @property
    def uuid(self) -> str:
        return self.spool.uuid_of(self.line.name)

    def head(self, after: int, limit: int) -> list[SpoolRow]:
        return self.spool.head(after, limit, self.line.name)

    @property
    def last(self) -> int:
        return self.spool.last

    def renew(self) -> None:
        raise AssertionError("an acknowledgement of more than the spool ever held")

    def forget(self, upto: int) -> None:
        for row in self.spool.head(0, 1000, self.line.name):
            if row.seq > upto:
                break
            self.line.assert_safe(row)
        self.spool.forget(upto, self.line.name)


class Line:
    """The way to one destination: the real sender, its connection, and what it owes."""

    def __init__(self, agent: "Agent", name: str) -> None:
        self.agent, self.world, self.name = agent, agent.world, name
        self.address = wire.Address("00", "park", f"edge-{agent.number}")
        self.online = self.served = False
        self.life = 0
        self.acks: list[bytes] = []
        self.owed: set[int] = set()

    @property
    def site(self) -> "Site":
        return self.world.sites[self.name]

    def start(self) -> None:
        """A new process, or a new destination of one."""
        timing = Timing(window=8, resend_s=2.0, resend_max_s=20.0)
        self.core = self.world.parts.uplink(Witness(self), timing)
        self.next_tick: float | None = None
        self.served = True
        self.reconnect()

    def stop(self) -> None:
        """The process is gone."""
        self.life += 1
        self.online = self.served = False

    def give_up(self) -> None:
        """It is no destination any more: what it lacks is nobody's duty."""
        self.stop()
        self.owed.clear()

    def assert_safe(self, row: SpoolRow) -> None:
        """A row that this destination needs no more is in its database, all of it."""
        spool, store = self.agent.spool.uuid_of(self.name), self.site.store
        assert (Stream(self.agent.number + 1, spool), row.seq) in store.batches, (
            f"row {row.seq} is deleted and not stored"
        )
        batch = wire.decode_batch(wire.frame(spool, row.seq, row.prev, row.payload))
        for _, time, value, _ in batch.readings:
            assert store.readings.get((self.agent.number, time)) == value, "stored with other content"

    def appended(self) -> None:
        if self.served:
            self.act(self.core.appended(self.world.now))

    def act(self, actions: list[Publish]) -> None:
        topic = self.address.topic("up")
        for publish in actions:
            if self.online and not self.world.faulty(0.05):
                self.world.after(
                    self.world.delay(),
                    lambda p=publish.payload: self.site.broker.published(topic, p),
                )
        self.plan_tick()

    def plan_tick(self) -> None:
        deadline = self.core.deadline
        if deadline is not None and self.next_tick is None:
            self.next_tick = max(deadline, self.world.now + 0.1)
            self.world.after(self.next_tick - self.world.now, self.tick, self.life)

    def tick(self, life: int) -> None:
        if life == self.life:
            self.next_tick = None
            self.act(self.core.tick(self.world.now))

    def reconnect(self) -> None:
        self.world.after(self.world.delay(), self.connect, self.life)

    def connect(self, life: int) -> None:
        if life != self.life or self.online:
            return
        if self.world.faulty(0.3) or self.world.now < self.site.dark_until:
            self.world.after(0.5, self.connect, life)
            return
        self.online = True
        self.act(self.core.connected(self.world.now))
        retained = self.site.broker.retained.get(self.address.topic("ack"))
        if retained is not None:
            self.world.after(self.world.delay(), self.hear, retained)

    def hear(self, payload: bytes) -> None:
        """An acknowledgement arrives: maybe late, maybe twice, maybe an old one again, maybe never."""
        if not (self.served and self.online) or self.world.faulty(0.1):
            return
        self.acks.append(payload)
        for _ in range(2 if self.world.faulty(0.1) else 1):
            self.take(payload)
        if self.world.faulty(0.05):
            self.take(self.world.random.choice(self.acks))

    def take(self, payload: bytes) -> None:
        ack = wire.decode_ack(payload)
        self.act(self.core.acknowledged(ack.spool, ack.committed, self.world.now))

    def lose_connection(self) -> None:
        if self.online:
            self.online = False
            self.core.disconnected(self.world.now)
            self.reconnect()


class Agent:
    """Reads its source into its spool once a cycle, and obeys the senders of its destinations."""

    def __init__(self, world: "World", number: int, spool: "SimulatedSpool", names: Sequence[str]) -> None:
        self.world, self.number, self.spool = world, number, spool
        self.lines = {name: Line(self, name) for name in names}
        self.source = Source(world)
        self.up = True
        self.life = 0
        self.read_to = 0
        self.stored_at: dict[int, float] = {}

    def start(self) -> None:
        """A new process: its place in the source is what the spool says."""
        self.take_up()
        self.up = True
        for name in self.spool.names:
            self.lines[name].start()

    def take_up(self) -> None:
        """Where reading goes on; without a mark some of the past is read again."""
        mark = self.spool.mark()
        self.read_to = max(0, self.read_to - REREAD) if mark is None else mark

    def collect(self) -> None:
        if self.world.chaos:
            self.source.produce()
        if self.up:
            self.cycle()
        if self.world.chaos or not self.up or self.read_to < len(self.source.times):
            self.world.after(COLLECT_S, self.collect)

    def cycle(self) -> None:
        """What the source has beyond the mark, in one commit with the new mark; at times power goes first."""
        if self.world.faulty(0.03):
            self.configure()
        if len(self.lines) > 1 and self.world.faulty(0.03):
            self.exchange_destinations()
        times = self.source.times
        fresh = times[self.read_to :]
        if not fresh:
            return
        if self.world.faulty(0.01):
            self.crash()
            return
        readings = [(KEY, t, value_of(self.number, t), 0) for t in fresh]
        self.read_to = len(times)
        self.spool.append(readings, (), self.read_to)
        for time in fresh:
            self.stored_at.setdefault(time, self.world.now)
        for name in self.spool.names:
            self.lines[name].owed.update(fresh)
        self.judge_age()
        if self.world.faulty(0.01):
            self.crash()
            return
        for line in self.lines.values():
            line.appended()

    def judge_age(self) -> None:
        """Nothing is too old before its time, whatever the clocks of sources do."""
        for time in self.spool.too_old():
            waited_s = self.world.now - self.stored_at[time]
            assert waited_s >= self.world.max_age_s, f"given up after {waited_s} s"

    def configure(self) -> None:
        """Another configuration arrives: the connector begins anew from its mark, and reads some again."""
        self.take_up()
        self.read_to = self.world.random.randint(max(0, self.read_to - 2), self.read_to)

    def exchange_destinations(self) -> None:
        """The second destination goes, or comes back as a new one; the first stays."""
        _, other = self.lines.values()
        if other.name in self.spool.names:
            self.spool.serve([])
            other.give_up()
        else:
            self.spool.serve([other.name])
            other.start()

    def crash(self) -> None:
        """Kill -9 or power loss; the file stays as it is."""
        self.go_down()
        self.spool.lose_power(self.world.random)

    def break_spool(self) -> None:
        """The file is damaged while nobody looks; found at the next start."""
        self.go_down()
        self.spool.break_file(self.world.random)

    def go_down(self) -> None:
        self.life += 1
        self.up = False
        for line in self.lines.values():
            line.stop()
        self.world.after(self.world.delay() * 5, self.start)
