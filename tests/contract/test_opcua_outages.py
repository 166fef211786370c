"""Outages between the edge and a server of another maker: nothing is lost that the server remembers."""

from collections.abc import AsyncIterator

import pytest
from parkcarbon_edge.connectors.base import now_ms
from parkcarbon_edge.connectors.opcua import OpcuaConnector
from parkcarbon_edge.settings import OpcuaPoint, OpcuaSettings

from tests.support.opcua import running, until
from tests.support.peer_server import NAMESPACE, Peer
from tests.support.processes import Proxy
from tests.support.sink import ListSink

NSU = f"nsu={NAMESPACE};s="


class Collection:
    """A connector behind a proxy, and the values that the server has shown."""

    def __init__(self, peer: Peer, proxy: Proxy) -> None:
        self.peer, self.proxy, self.sink = peer, proxy, ListSink()
        points = [
            OpcuaPoint(key="energy", node=NSU + "energy", sampling="subscribe", period_s=0.2),
            OpcuaPoint(key="polled", node=NSU + "energy", period_s=0.2),
            OpcuaPoint(key="second", node=NSU + "phases", period_s=0.2, index=1),
        ]
        self.connector = OpcuaConnector(
            OpcuaSettings(
                name="peer", endpoint=f"opc.tcp://127.0.0.1:{proxy.port}", timeout_s=3, point=points,
                backfill_first_s=0,
            ),
            self.sink, None,
        )  # fmt: skip
        self.shown: dict[int, float] = {}
        self.last_ms = 0

    async def show(self, count: int) -> None:
        """Let the server measure on."""
        for _ in range(count):
            self.last_ms = max(self.last_ms + 1, now_ms())
            self.shown[self.last_ms] = float(self.last_ms % 10_000_000)
            await self.peer.write("energy", self.shown[self.last_ms], self.last_ms)

    async def arrived(self, what: str) -> None:
        """Wait for all that was shown (a poll sees the last of it), and look at it."""
        await until(lambda: set(self.shown) <= self.times("energy"), what)
        await until(lambda: self.last_ms in self.times("polled"), f"{what}, polled")
        for key in ("energy", "polled"):
            found = {ms: (value, quality) for ms, value, quality in self.sink.of(key) if ms in self.shown}
            assert found == {ms: (self.shown[ms], 0) for ms in found}

    def times(self, key: str) -> set[int]:
        return {ms for ms, _, _ in self.sink.of(key)}

    async def lost(self) -> None:
        await until(lambda: not self.connector.health.ok, "the loss to be noticed")
        assert self.connector.health.error

    async def back(self) -> None:
        await until(lambda: self.connector.health.ok, "the server to be reached again")


@pytest.fixture
async def collection(peer: Peer) -> AsyncIterator[Collection]:
    proxy = Proxy(peer.port)
    one = Collection(peer, proxy)
    try:
        async with running(one.connector.run()):
            await until(lambda: one.connector.health.ok and one.sink.of("energy"), "the first values")
            yield one
    finally:
        proxy.close()
        if not peer.alive():
            peer.start()  # for the tests that come after


async def test_resets_silence_and_a_restart_lose_nothing(collection: Collection) -> None:
    await collection.show(3)
    await collection.arrived("live values")
    await until(lambda: collection.sink.times.get("energy") == collection.last_ms, "the mark to follow")

    collection.proxy.set_cut(True)
    await collection.lost()
    await collection.show(12)
    collection.proxy.set_cut(False)
    await collection.back()
    await collection.arrived("after a reset")

    collection.proxy.freeze(True)
    await collection.show(12)
    await collection.lost()
    collection.proxy.freeze(False)
    await collection.back()
    await collection.arrived("after a silence")

    collection.peer.kill()
    await collection.lost()
    collection.peer.start(padding=3)  # its namespaces have other numbers now, and its history is gone
    collection.shown.clear()
    await collection.back()
    await collection.show(3)
    await collection.arrived("after a restart")
    assert {(value, quality) for _, value, quality in collection.sink.of("second")} == {(2.0, 0)}
