"""The marks of a back-fill under a clock that is wrong."""

import pytest
from parkcarbon_edge.connectors import opcua_backfill
from parkcarbon_edge.connectors.opcua import OpcuaConnector
from parkcarbon_edge.connectors.opcua_backfill import Backfill
from parkcarbon_edge.settings import OpcuaPoint, OpcuaSettings

from tests.support.opcua import NAMESPACE, running, running_server, until
from tests.support.sink import ListSink

T = 1_790_000_000_000
DAY_MS = 86_400_000


def settings(endpoint: str = "opc.tcp://127.0.0.1:1") -> OpcuaSettings:
    point = OpcuaPoint(key="a", node=f"nsu={NAMESPACE};s=a", sampling="subscribe", period_s=0.2)
    return OpcuaSettings(name="opcua-1", endpoint=endpoint, point=[point])


def test_a_clock_that_was_put_back_moves_no_mark_back(monkeypatch: pytest.MonkeyPatch) -> None:
    sink = ListSink(marks={"a": T})
    backfill = Backfill(settings(), sink)
    backfill.complete = True
    monkeypatch.setattr(opcua_backfill, "now_ms", lambda: T - DAY_MS)
    backfill.live({"a": T + 5000})
    assert sink.marks() == {"a": T}
    monkeypatch.setattr(opcua_backfill, "now_ms", lambda: T + 9000)
    backfill.live({"a": T + 6000})
    assert sink.marks() == {"a": T + 6000}
    backfill.live({"a": T + DAY_MS})  # the source's clock is ahead: what is to come must not be taken for old
    assert sink.marks() == {"a": T + 9000}


async def test_an_outage_is_filled_although_our_clock_is_a_day_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opcua_backfill, "now_ms", lambda: T - DAY_MS)
    async with running_server(["a"], history=True) as server:
        for i in range(20):
            await server.write("a", i, T + i * 1000)
        sink = ListSink(marks={"a": T + 4000})
        connector = OpcuaConnector(settings(server.endpoint), sink, None)
        async with running(connector.run()):
            await until(lambda: {T + i * 1000 for i in range(5, 20)} <= {r[1] for r in sink.readings}, "all")
