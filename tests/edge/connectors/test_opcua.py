import asyncio
import itertools

from asyncua import ua
from parkcarbon_edge.connectors.base import now_ms
from parkcarbon_edge.connectors.opcua import OpcuaConnector
from parkcarbon_edge.settings import OpcuaPoint, OpcuaSettings

from tests.support.opcua import NAMESPACE, TestServer, at, running, running_server, until
from tests.support.sink import ListSink

BAD_COMMUNICATION = int(ua.StatusCodes.BadCommunicationError)
START = 1_790_000_000_000


def point(name: str, sampling: str = "poll", period_s: float = 0.2, namespace: str = NAMESPACE) -> OpcuaPoint:
    return OpcuaPoint(
        key=f"key-{name}", node=f"nsu={namespace};s={name}", sampling=sampling, period_s=period_s
    )


def settings(server: TestServer, points: list[OpcuaPoint], first_s: float = 0) -> OpcuaSettings:
    return OpcuaSettings(
        name="opcua-1", endpoint=server.endpoint, timeout_s=5, backfill_first_s=first_s, point=points
    )


async def test_polling_attributes_every_value_to_its_node_within_the_servers_limit() -> None:
    names = [f"n{i}" for i in range(25)]
    async with running_server(names, max_nodes_per_read=10) as server:
        for i, name in enumerate(names):
            await server.write(name, i + 0.5, START + i)
        sink = ListSink()
        connector = OpcuaConnector(settings(server, [point(n) for n in names]), sink, None)
        async with running(connector.run()):
            await until(lambda: len(sink.readings) >= 25, "all values")
            for i, name in enumerate(names):
                await server.write(name, i + 100.5, START + 1000 + i)
            await until(lambda: len(sink.readings) >= 50, "all values again")
            assert server.largest_read <= 10
            for i, name in enumerate(names):
                assert sink.of(f"key-{name}") == [(START + i, i + 0.5, 0), (START + 1000 + i, i + 100.5, 0)]
            assert connector.health.ok
            assert connector.health.points == 25
            assert connector.health.last_reading_ms == START + 1024


async def test_a_server_that_hides_its_limit_is_read_in_smaller_parts() -> None:
    names = [f"n{i}" for i in range(25)]
    async with running_server(names) as server:
        server.limit = 4  # enforced, but not declared
        for i, name in enumerate(names):
            await server.write(name, i + 0.5, START + i)
        sink = ListSink()
        async with running(OpcuaConnector(settings(server, [point(n) for n in names]), sink, None).run()):
            await until(lambda: len(sink.readings) >= 25, "all values")
        assert sorted(sink.readings) == sorted((f"key-n{i}", START + i, i + 0.5, 0) for i in range(25))


async def test_a_float_that_is_too_coarse_for_its_register_is_a_warning() -> None:
    async with running_server(["fine"]) as server:
        coarse = await server.server.nodes.objects.add_variable(
            ua.NodeId("coarse", server.index), "coarse", 1.0e9, ua.VariantType.Float
        )
        server.nodes["coarse"] = coarse
        sink = ListSink()
        connector = OpcuaConnector(settings(server, [point("coarse"), point("fine")]), sink, None)
        async with running(connector.run()):
            for second in range(8):
                found = ua.DataValue(
                    ua.Variant(1.0e9, ua.VariantType.Float), SourceTimestamp=at(START + second)
                )
                await coarse.write_value(found)
                await until(lambda second=second: (START + second, 1.0e9, 0) in sink.of("key-coarse"), "it")
            await until(lambda: connector.health.warnings, "the warning")
        [warning] = connector.health.warnings
        assert warning.startswith("1 of 2 points: key-coarse: its Float moves in steps of 64")
        assert connector.health.ok


async def test_polls_are_aligned_and_repeat_nothing() -> None:
    async with running_server(["a"]) as server:
        await server.write("a", 1.0, START)
        sink = ListSink()
        async with running(OpcuaConnector(settings(server, [point("a")]), sink, None).run()):
            await until(lambda: sink.readings, "a value")
            reads = server.largest_read
            await asyncio.sleep(1)
            assert reads
            assert sink.of("key-a") == [(START, 1.0, 0)]


async def test_a_subscription_loses_nothing_at_four_hertz() -> None:
    names = [f"n{i}" for i in range(5)]
    async with running_server(names) as server:
        sink = ListSink()
        connector = OpcuaConnector(settings(server, [point(n, "subscribe", 0.25) for n in names]), sink, None)
        async with running(connector.run()):
            await until(lambda: connector.health.ok and len(sink.readings) == 5, "the initial values")
            for tick in range(16):
                for i, name in enumerate(names):
                    await server.write(name, i * 1000 + tick, START + tick * 250)
                await asyncio.sleep(0.25)
            await until(lambda: len(sink.readings) >= 5 + 5 * 16, "all values")
        for i, name in enumerate(names):
            assert sink.of(f"key-{name}")[1:] == [(START + t * 250, i * 1000 + t, 0) for t in range(16)]


async def test_a_burst_within_one_publishing_interval_is_queued() -> None:
    async with running_server(["a"]) as server:
        sink = ListSink()
        async with running(OpcuaConnector(settings(server, [point("a", "subscribe")]), sink, None).run()):
            await until(lambda: sink.readings, "the initial value")
            for tick in range(90):
                await server.write("a", tick, START + tick)
            await until(lambda: len(sink.readings) >= 91, "the burst")
            assert sink.of("key-a")[1:] == [(START + t, t, 0) for t in range(90)]


async def test_a_register_at_rest_is_still_seen() -> None:
    async with running_server(["a"]) as server:
        sink = ListSink()
        async with running(OpcuaConnector(settings(server, [point("a", "subscribe")]), sink, None).run()):
            await until(lambda: sink.readings, "the initial value")
            for tick in range(3):
                await server.write("a", 7.0, START + tick * 1000)
            await until(lambda: len(sink.readings) >= 4, "the same value with new times")
            assert sink.of("key-a")[1:] == [(START + t * 1000, 7.0, 0) for t in range(3)]


async def test_a_bad_value_is_never_good() -> None:
    async with running_server(["polled", "subscribed"]) as server:
        sink = ListSink()
        points = [point("polled"), point("subscribed", "subscribe")]
        async with running(OpcuaConnector(settings(server, points), sink, None).run()):
            await until(lambda: len(sink.readings) >= 2, "the initial values")
            for name in ("polled", "subscribed"):
                await server.write(name, 5.0, START, BAD_COMMUNICATION)
            await until(lambda: len(sink.readings) >= 4, "the bad values")
        for key in ("key-polled", "key-subscribed"):
            ((time_ms, _, quality),) = sink.of(key)[1:]
            assert (time_ms, quality) == (START, BAD_COMMUNICATION)


async def test_a_point_that_is_not_on_the_server_hurts_no_other() -> None:
    async with running_server(["a"]) as server:
        sink = ListSink()
        points = [
            point("a"),
            point("absent"),
            point("b", namespace="urn:nowhere"),
            point("gone", "subscribe"),
        ]
        connector = OpcuaConnector(settings(server, points), sink, None)
        async with running(connector.run()):
            await until(lambda: sink.of("key-a"), "the good point")
            await until(lambda: "3 of 4 points" in (connector.health.error or ""), "the report")
            assert not connector.health.ok
        assert {r[0] for r in sink.readings} == {"key-a"}


async def test_a_restarted_server_is_found_again_by_namespace_uri() -> None:
    server = TestServer(["a"])
    await server.start()
    sink = ListSink()
    connector = OpcuaConnector(settings(server, [point("a")]), sink, None)
    async with running(connector.run()):
        await server.write("a", 1.0, START)
        await until(lambda: sink.of("key-a"), "a value")
        await server.stop()
        await until(lambda: not connector.health.ok, "the loss to be noticed")
        assert connector.health.error
        await server.start(padding=3)
        await server.write("a", 2.0, START + 5000)
        await until(lambda: (START + 5000, 2.0, 0) in sink.of("key-a"), "the value after the restart")
        assert connector.health.ok
    await server.stop()


async def test_an_outage_is_filled_from_the_servers_history() -> None:
    server = TestServer(["reg", "fast"], history=True)
    await server.start()
    sink = ListSink()
    points = [point("reg", "poll", 0.2), point("fast", "subscribe", 0.2)]
    connector = OpcuaConnector(settings(server, points, first_s=60), sink, None)
    times = itertools.count(now_ms() - 20_000, 200)
    produced: list[int] = []

    async def produce(count: int, live: bool) -> None:
        for _ in range(count):
            time_ms = next(times)
            produced.append(time_ms)
            for name in ("reg", "fast"):
                await server.write(name, float(time_ms), time_ms, live=live)

    async with running(connector.run()):
        await produce(4, live=True)
        await until(lambda: sink.times.get("key-fast") == produced[-1], "marks to reach the live values")
        await server.stop()
        await until(lambda: not connector.health.ok, "the loss to be noticed")
        await produce(20, live=False)  # more than the connector could see
        await server.start()
        await produce(1, live=True)
        await until(lambda: sink.times.get("key-fast") == produced[-1], "the back-fill")
        await until(lambda: sink.times.get("key-reg") == produced[-1], "the back-fill of polled points")
    await server.stop()
    for key in ("key-fast", "key-reg"):
        found = {ms: value for ms, value, quality in sink.of(key) if not quality and ms in produced}
        assert sorted(found) == produced
        assert all(value == ms for ms, value in found.items())


async def test_a_restarted_edge_reads_from_its_mark() -> None:
    async with running_server(["a"], history=True) as server:
        base = now_ms() - 3_600_000
        for tick in range(30):
            await server.write("a", tick, base + tick * 1000)
        sink = ListSink({"key-a": base + 9000})
        async with running(OpcuaConnector(settings(server, [point("a", "subscribe")]), sink, None).run()):
            await until(lambda: sink.times["key-a"] >= base + 29_000, "the back-fill")
        times = {ms for ms, _, _ in sink.of("key-a")}
        assert {base + tick * 1000 for tick in range(10, 30)} <= times
        assert base + 8000 not in times


async def test_marks_wait_for_the_back_fill() -> None:
    """A crash within the back-fill must not leave a mark beyond what is missing."""
    async with running_server(["a"], history=True) as server:
        base = now_ms() - 60_000
        for tick in range(10):
            await server.write("a", tick, base + tick * 1000)
        sink = ListSink({"key-a": base})
        asked = asyncio.Event()

        async def never() -> None:
            asked.set()
            await asyncio.Event().wait()

        sink.room = never
        async with running(OpcuaConnector(settings(server, [point("a", "subscribe")]), sink, None).run()):
            await until(lambda: sink.readings and asked.is_set(), "live values while the back-fill waits")
            await server.write("a", 99.0, base + 30_000)
            await until(lambda: (base + 30_000, 99.0, 0) in sink.of("key-a"), "the live value")
            assert sink.times == {"key-a": base}


async def test_a_server_without_history_is_collected_all_the_same() -> None:
    async with running_server(["a"]) as server:
        sink = ListSink({"key-a": now_ms() - 60_000})
        async with running(OpcuaConnector(settings(server, [point("a", "subscribe")]), sink, None).run()):
            await until(lambda: sink.readings, "the initial value")
            later = now_ms() - 1000
            await server.write("a", 5.0, later)
            await until(lambda: sink.times["key-a"] >= later, "the mark to follow")


async def test_a_server_that_is_away_is_reported_with_a_reason() -> None:
    server = TestServer(["a"])
    connector = OpcuaConnector(settings(server, [point("a")]), ListSink(), None)
    async with running(connector.run()):
        await until(lambda: "refuses the connection" in (connector.health.error or ""), "the report")
        assert not connector.health.ok


async def test_values_that_a_server_threw_away_are_read_from_its_history() -> None:
    async with running_server(["a"], history=True) as server:
        sink = ListSink()
        connector = OpcuaConnector(settings(server, [point("a", "subscribe")]), sink, None)
        async with running(connector.run()):
            await until(lambda: connector._backfill.complete, "the first back-fill")
            base = now_ms()
            await server.write("a", 1.0, base + 10, live=False)
            overflow = 0x480
            await server.write("a", 2.0, base + 20, overflow)
            await until(lambda: (base + 10, 1.0, 0) in sink.of("key-a"), "the value from the history")
            assert (base + 20, 2.0, 0) in sink.of("key-a")


async def test_a_gap_in_the_notifications_is_noticed() -> None:
    async with running_server(["a"]) as server:
        connector = OpcuaConnector(settings(server, [point("a", "subscribe")]), ListSink(), None)
        connector._backfill.complete = True
        for sequence in (7, 8, 8, 1, 2):
            connector._count(sequence)
        assert connector._backfill.complete
        connector._count(4)
        assert not connector._backfill.complete
