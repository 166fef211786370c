import uuid

from parkcarbon_edge import wire
from parkcarbon_edge.broker import Access
from parkcarbon_edge.uplink.core import SpoolRow, Timing
from parkcarbon_edge.uplink.mqtt import Uplink

from tests.support.committer import Committer, connect
from tests.support.opcua import running, until
from tests.support.processes import Proxy
from tests.support.stack import Broker

ADDRESS = wire.Address("0a", "demo", "plant-a")


class MemorySpool:
    """Rows in a dict."""

    def __init__(self) -> None:
        self.uuid = str(uuid.uuid4())
        self.rows: dict[int, bytes] = {}
        self.last = 0

    def append(self, value: float) -> None:
        self.last += 1
        self.rows[self.last] = wire.encode_content([("p", self.last, value, 0)])

    def head(self, after: int, limit: int) -> list[SpoolRow]:
        seqs = sorted(self.rows)
        found = [s for s in seqs if s > after][:limit]
        return [SpoolRow(s, max((x for x in seqs if x < s), default=0), self.rows[s]) for s in found]

    def forget(self, upto: int) -> None:
        self.rows = {s: p for s, p in self.rows.items() if s > upto}

    def renew(self) -> None:
        self.uuid = str(uuid.uuid4())


def make(mqtt: Broker, spool: MemorySpool, port: int | None = None) -> Uplink:
    access = Access(f"mqtt://127.0.0.1:{port or mqtt.port}", "edge-up", mqtt.username, mqtt.password)
    return Uplink(
        access, ADDRESS, spool, lambda online: wire.State(online=online, spool=spool.uuid),
        timing=Timing(window=8, resend_s=1.0, resend_max_s=2.0),
    )  # fmt: skip


async def test_rows_are_forgotten_once_they_are_committed(mqtt: Broker) -> None:
    platform, spool = Committer(mqtt), MemorySpool()
    for i in range(50):
        spool.append(i)
    uplink = make(mqtt, spool)
    async with running(uplink.run()):
        await until(lambda: not spool.rows, "the spool to drain")
        spool.append(50)
        uplink.appended()
        await until(lambda: not spool.rows, "the new row")
    assert [value for value, _ in platform.readings.values()] == list(range(51))
    assert platform.missing == 0
    platform.close()


async def test_without_a_commit_nothing_is_forgotten_and_rows_are_sent_again(mqtt: Broker) -> None:
    platform, spool = Committer(mqtt, silent=True), MemorySpool()
    for i in range(3):
        spool.append(i)
    uplink = make(mqtt, spool)
    async with running(uplink.run()):
        await until(lambda: platform.received.count(1) >= 2, "the first row again")
        assert len(spool.rows) == 3
        platform.silent = False
        await until(lambda: not spool.rows, "the spool to drain")
    platform.close()


async def test_a_way_that_is_refused_says_so_until_something_is_committed(mqtt: Broker) -> None:
    platform, spool = Committer(mqtt, silent=True), MemorySpool()
    spool.append(1)
    uplink = make(mqtt, spool)
    async with running(uplink.run()):
        await until(lambda: platform.received, "the row")
        uplink._refused("takes nothing")
        assert (uplink.broker.connected, uplink.error) == (True, "takes nothing")
        platform.silent = False
        await until(lambda: not spool.rows, "the commit")
        assert uplink.error is None
    platform.close()


async def test_a_cut_line_loses_nothing(mqtt: Broker) -> None:
    proxy, platform, spool = Proxy(mqtt.port), Committer(mqtt), MemorySpool()
    uplink = make(mqtt, spool, proxy.port)
    async with running(uplink.run()):
        for i in range(200):
            spool.append(i)
            uplink.appended()
            if i % 50 == 20:
                await until(lambda: uplink.broker.connected, "the connection")
                proxy.set_cut(True)
                await until(lambda: not uplink.broker.connected, "the loss")
                proxy.set_cut(False)
        await until(lambda: not spool.rows, "the spool to drain")
    assert [value for value, _ in platform.readings.values()] == list(range(200))
    assert platform.missing == 0
    proxy.close()
    platform.close()


async def test_the_acknowledgement_of_another_spool_and_nonsense_are_ignored(mqtt: Broker) -> None:
    spool, other = MemorySpool(), connect(mqtt, "other")
    uplink = make(mqtt, spool)
    spool.append(1)
    async with running(uplink.run()):
        await until(lambda: uplink.core.in_flight, "the row in flight")
        for payload in (b"nonsense", wire.encode(wire.Ack(spool=str(uuid.uuid4()), committed=9))):
            other.publish(ADDRESS.topic("ack"), payload, qos=1).wait_for_publish(10)
        other.publish(ADDRESS.topic("ack"), wire.encode(wire.Ack(spool=spool.uuid, committed=0)), qos=1)
        await until(lambda: uplink.core._committed == 0, "the real acknowledgement")
        assert list(spool.rows) == [1]
    other.disconnect()
    other.loop_stop()


async def test_a_replaced_spool_is_sent_from_its_first_row(mqtt: Broker) -> None:
    platform, spool = Committer(mqtt), MemorySpool()
    for i in range(5):
        spool.append(i)
    uplink = make(mqtt, spool)
    async with running(uplink.run()):
        await until(lambda: not spool.rows, "the first spool")
        spool.uuid, spool.last = str(uuid.uuid4()), 0
        spool.append(100)
        uplink.restart()
        await until(lambda: not spool.rows, "the new spool")
    assert platform.committed[spool.uuid] == 1
    platform.close()


async def test_the_state_is_retained_and_says_good_bye(mqtt: Broker) -> None:
    uplink = make(mqtt, MemorySpool())
    async with running(uplink.run()):
        await until(lambda: uplink.broker.connected, "the connection")
        await uplink.broker.flush()
        first = Committer(mqtt)
        await until(lambda: first.states, "the retained state")
        assert first.states[0].online
        await uplink.close()
        await until(lambda: not first.states[-1].online, "the good-bye")
    first.close()


async def test_the_last_will_says_offline_when_the_edge_vanishes(mqtt: Broker) -> None:
    proxy, platform = Proxy(mqtt.port), Committer(mqtt)
    uplink = make(mqtt, MemorySpool(), proxy.port)
    async with running(uplink.run()):
        # The retained state of an earlier edge is online, too: the broker must have taken this one's will.
        await until(lambda: uplink.broker.connected, "the connection")
        await uplink.broker.flush()
        await until(lambda: platform.states and platform.states[-1].online, "the state")
        proxy.set_cut(True)
        await until(lambda: not platform.states[-1].online, "the last will")
    proxy.close()
    platform.close()
