"""The virtual edge: a source with a memory of its own, a spool, and the real sender."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parkcarbon_edge import wire
from parkcarbon_edge.uplink.core import Publish, SpoolRow, Timing

if TYPE_CHECKING:
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
    """The spool as the sender sees it; nothing may be deleted that the platform has not stored."""

    def __init__(self, agent: "Agent") -> None:
        self.agent = agent

    @property
    def uuid(self) -> str:
        return self.agent.spool.uuid

    def head(self, after: int, limit: int) -> list[SpoolRow]:
        return self.agent.spool.head(after, limit)

    @property
    def last(self) -> int:
        return self.agent.spool.last

    def renew(self) -> None:
        raise AssertionError("an acknowledgement of more than the spool ever held")

    def forget(self, upto: int) -> None:
        for row in self.agent.spool.head(0, 1000):
            if row.seq > upto:
                break
            self.agent.world.assert_safe(self.agent, row)
        self.agent.spool.forget(upto)


class Agent:
    """Reads its source into its spool once a cycle, and obeys the sender."""

    def __init__(self, world: "World", number: int, spool: "SimulatedSpool") -> None:
        self.world, self.number, self.spool = world, number, spool
        self.address = wire.Address("00", "park", f"edge-{number}")
        self.source = Source(world)
        self.up, self.online = True, False
        self.life = 0
        self.acks: list[bytes] = []
        self.read_to = 0
        self.stored_at: dict[int, float] = {}
        self.start()

    def start(self) -> None:
        """A new process: its place in the source is what the spool says."""
        timing = Timing(window=8, resend_s=2.0, resend_max_s=20.0)
        self.core = self.world.parts.uplink(Witness(self), timing)
        self.take_up()
        self.next_tick: float | None = None
        self.up = True
        self.reconnect()

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
        self.judge_age()
        if self.world.faulty(0.01):
            self.crash()
            return
        self.act(self.core.appended(self.world.now))

    def judge_age(self) -> None:
        """Nothing is too old before its time, whatever the clocks of sources do."""
        for time in self.spool.too_old():
            waited_s = self.world.now - self.stored_at[time]
            assert waited_s >= self.world.max_age_s, f"given up after {waited_s} s"

    def configure(self) -> None:
        """Another configuration arrives: the connector begins anew from its mark, and reads some again."""
        self.take_up()
        self.read_to = self.world.random.randint(max(0, self.read_to - 2), self.read_to)

    def act(self, actions: list[Publish]) -> None:
        for publish in actions:
            if self.online and not self.world.faulty(0.05):
                self.world.after(
                    self.world.delay(),
                    lambda p=publish.payload: self.world.broker.published(self.address.topic("up"), p),
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
        if self.world.faulty(0.3):
            self.world.after(0.5, self.connect, life)
            return
        self.online = True
        self.act(self.core.connected(self.world.now))
        retained = self.world.broker.retained.get(self.address.topic("ack"))
        if retained is not None:
            self.world.after(self.world.delay(), self.hear, retained)

    def hear(self, payload: bytes) -> None:
        """An acknowledgement arrives: maybe late, maybe twice, maybe an old one again, maybe never."""
        if not (self.up and self.online) or self.world.faulty(0.1):
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

    def crash(self) -> None:
        """Kill -9 or power loss; the file stays as it is."""
        self.life += 1
        self.up = self.online = False
        self.spool.lose_power(self.world.random)
        self.world.after(self.world.delay() * 5, self.start)

    def break_spool(self) -> None:
        """The file is damaged while nobody looks; found at the next start."""
        self.life += 1
        self.up = self.online = False
        self.spool.break_file(self.world.random)
        self.world.after(self.world.delay() * 5, self.start)
