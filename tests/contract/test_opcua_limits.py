"""A server that allows little in one request: every value still belongs to its point."""

from parkcarbon_edge.connectors.opcua import OpcuaConnector
from parkcarbon_edge.settings import OpcuaPoint, OpcuaSettings

from tests.support.opcua import running, until
from tests.support.peer_server import MANY, NAMESPACE, Peer
from tests.support.sink import ListSink


async def test_polls_and_subscriptions_keep_within_the_limits_and_mix_nothing_up(peer: Peer) -> None:
    points = [
        OpcuaPoint(key=f"{way}{number}", node=f"nsu={NAMESPACE};s=many{number}", sampling=way, period_s=0.5)
        for way in ("poll", "subscribe")
        for number in range(MANY)
    ]
    points.insert(40, OpcuaPoint(key="absent", node=f"nsu={NAMESPACE};s=absent", sampling="subscribe"))
    settings = OpcuaSettings(name="peer", endpoint=peer.endpoint, timeout_s=20, point=points)
    sink = ListSink()
    connector = OpcuaConnector(settings, sink, None)
    async with running(connector.run()):
        await until(lambda: len({key for key, *_ in sink.readings}) == 2 * MANY, "a value of every point")
        await until(lambda: "absent" in (connector.health.error or ""), "the absent point to be named")
    assert {(key, value) for key, _, value, _ in sink.readings} == {
        (f"{way}{number}", number) for way in ("poll", "subscribe") for number in range(MANY)
    }
