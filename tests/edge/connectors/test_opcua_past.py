import asyncio

from parkcarbon_edge.connectors.base import now_ms
from parkcarbon_edge.connectors.opcua_history import Thinner
from parkcarbon_edge.connectors.opcua_past import OpcuaHistory
from parkcarbon_edge.connectors.windows import DAY_MS, HOUR_MS
from parkcarbon_edge.settings import OpcuaPoint, OpcuaSettings

from tests.support.opcua import NAMESPACE, TestServer, running, running_server, until
from tests.support.sink import ListSink

STEP_MS = 900_000


def settings(server: TestServer, names: list[str], days: int = 1) -> OpcuaSettings:
    points = [OpcuaPoint(key=f"key-{n}", node=f"nsu={NAMESPACE};s={n}") for n in names]
    return OpcuaSettings(
        name="past", endpoint=server.endpoint, mode="history", history_days=days, timeout_s=5, point=points
    )


async def fill(server: TestServer, names: list[str], hours: int, every_ms: int = STEP_MS) -> list[int]:
    end = now_ms() // STEP_MS * STEP_MS
    times = list(range(end - hours * HOUR_MS, end, every_ms))
    for i, name in enumerate(names):
        for t in times:
            await server.write(name, i * 1e9 + t / 1000, t, live=False)
    return times


async def test_the_whole_past_of_every_point_arrives_and_the_run_ends() -> None:
    names = [f"n{i}" for i in range(3)]
    async with running_server(names, history=True) as server:
        times = await fill(server, names, 30)
        sink = ListSink()
        history = OpcuaHistory(settings(server, names), sink, None)
        await asyncio.wait_for(history.run(), 120)
        [(progress, _)] = history.passes
        wanted = [t for t in times if t >= progress.anchor - DAY_MS]
        for i, name in enumerate(names):
            assert sorted(sink.of(f"key-{name}")) == [(t, i * 1e9 + t / 1000, 0) for t in wanted]
        assert progress.done_to == progress.anchor - DAY_MS
        assert sink.saved[-1] == {"passes": [{**progress.dump(), "keys": ["key-n0", "key-n1", "key-n2"]}]}
        newest = [t for t in times if t >= progress.anchor - 6 * HOUR_MS]
        assert {r[1] for r in sink.readings[: len(newest) * 3]} == set(newest)
        assert history.health.ok


async def test_points_that_are_added_when_it_was_done_get_their_past() -> None:
    names = ["a", "b"]
    async with running_server(names, history=True) as server:
        await fill(server, names, 3)
        sink = ListSink()
        await asyncio.wait_for(OpcuaHistory(settings(server, ["a"]), sink, None).run(), 120)
        first = list(sink.readings)
        assert {key for key, *_ in first} == {"key-a"}
        again = OpcuaHistory(settings(server, names), sink, None)
        await asyncio.wait_for(again.run(), 120)
        added = sink.readings[len(first) :]
        assert {key for key, *_ in added} == {"key-b"}
        assert len(added) >= len(first)
        await asyncio.wait_for(OpcuaHistory(again.settings, sink, None).run(), 120)
        assert len(sink.readings) == len(first) + len(added)


async def test_dense_history_is_thinned_to_its_step() -> None:
    async with running_server(["a"], history=True) as server:
        times = await fill(server, ["a"], 3, every_ms=STEP_MS // 5)
        sink = ListSink()
        await asyncio.wait_for(OpcuaHistory(settings(server, ["a"]), sink, None).run(), 120)
        assert sorted(ms for ms, _, _ in sink.of("key-a")) == [t for t in times if t % STEP_MS == 0]


async def test_a_broken_connection_costs_only_the_window_at_hand() -> None:
    server = TestServer(["a"], history=True)
    await server.start()
    times = await fill(server, ["a"], 30)
    sink = ListSink()
    history = OpcuaHistory(settings(server, ["a"], days=1), sink, None)
    room = asyncio.Semaphore(2)

    async def limited() -> None:
        await room.acquire()

    sink.room = limited
    async with running(history.run()):
        await until(lambda: len(sink.saved) == 2, "two windows")
        await server.stop()
        room.release()
        await until(lambda: not history.health.ok, "the loss to be noticed")
        await server.start()
        for _ in range(20):
            room.release()
        anchor = history.passes[0].progress.anchor
        await until(lambda: history.passes[0].progress.done_to == anchor - DAY_MS, "the rest")
    await server.stop()
    wanted = [t for t in times if t >= anchor - DAY_MS]
    assert sorted(ms for ms, _, _ in sink.of("key-a")) == wanted


async def test_a_server_without_history_is_reported() -> None:
    async with running_server(["a"]) as server:
        history = OpcuaHistory(settings(server, ["a"]), ListSink(), None)
        async with running(history.run()):
            await until(lambda: history.health.error == "the server keeps no history", "the report")


def test_thinning_keeps_the_first_of_each_step() -> None:
    readings = [("k", t, t, 0) for t in (0, 5, 10, 19, 20, 41)]
    thinner = Thinner()
    assert [r[1] for r in thinner.keep(readings[:2], 10)] == [0]
    assert [r[1] for r in thinner.keep(readings[1:], 10)] == [10, 20, 41]
    assert Thinner().keep(readings, 0) == readings
