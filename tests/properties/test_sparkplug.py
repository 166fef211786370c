"""A Sparkplug node over a broker that loses, doubles and delays, and the host that has to make sense of it.

The node gives its aliases anew with every birth, which is as bad as can be: a value that was taken
for another metric's would show, for no two of its data have the same value.
"""

import random

import pytest

from tests.platform.ingest.sparkplug.nodes import T0, Heard, Host, Publisher

PLACES = [(None, "energy"), (None, "power"), ("panel", "energy"), ("panel", "power")]


class World:
    """One node, one host, and what lies between; everything random comes from the seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.host, self.node = Host(), Publisher()
        self.sound = False
        self.sent: dict[tuple[str, int], int] = {}
        self.taken: list[tuple[str, int, object, int]] = []
        self.late: list[Heard] = []
        self.count = 0

    def value(self, device: str | None, name: str) -> tuple[int, int]:
        """A new value and its time, remembered as sent."""
        self.count += 1
        self.sent[f"{device}/{name}" if device else name, T0 + self.count] = self.count
        return self.count, T0 + self.count

    def births(self) -> None:
        """The node tells everything anew."""
        numbers = self.chance.sample(range(50), len(PLACES))
        self.node.aliases = dict(zip(PLACES, numbers, strict=True))
        self.count += 1
        for device, name in PLACES:
            self.sent[f"{device}/{name}" if device else name, T0 + self.count] = self.count
        both, time = {"energy": self.count, "power": self.count}, T0 + self.count
        self.carry(self.node.node_birth(both, time), self.node.device_birth("panel", both, time))

    def data(self) -> None:
        """One value of any metric."""
        device, name = self.chance.choice(PLACES)
        value, time = self.value(device, name)
        self.carry(self.node.data({name: value}, device, time))

    def carry(self, *messages: Heard) -> None:
        """Deliver what the broker does not lose; time passes."""
        for one in messages:
            if not self.sound and self.chance.random() < 0.1:
                continue
            due = [one, *self.late] if self.chance.random() < 0.5 and not self.sound else [*self.late, one]
            self.late = []
            if not self.sound and self.chance.random() < 0.15:
                self.late = due
                continue
            for heard in due if self.sound or self.chance.random() < 0.9 else due * 2:
                self.deliver(heard)
        self.taken += self.host.after(self.chance.choice((0, 0, 1, 3, 400)))
        self.answer()

    def deliver(self, heard: Heard) -> None:
        """The host hears a message, and the node what the host asks."""
        self.taken += self.host.hears(heard)
        self.answer()

    def answer(self) -> None:
        """The node does what it was asked, if it hears it."""
        if self.host.asked and (self.sound or self.chance.random() < 0.7):
            self.host.asked = []
            self.births()


@pytest.mark.parametrize("seed", range(60))
def test_no_reading_is_wrong_and_a_sound_broker_mends_it(seed: int) -> None:
    world = World(seed)
    world.births()
    for _ in range(110):
        world.data() if world.chance.random() < 0.95 else world.births()
    world.sound = True
    for _ in range(20):
        world.data()
    for name, time, value, quality in world.taken:
        assert (world.sent.get((name, time)), quality) == (value, 0)
    before = len(world.taken)
    world.births()
    for _ in range(10):
        world.data()
    assert len(world.taken) - before == 14
