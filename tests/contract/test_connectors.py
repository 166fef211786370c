"""What every connector promises, whatever its protocol."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import groupby
from pathlib import Path

import pytest
from parkcarbon_edge import connectors
from parkcarbon_edge.connectors.base import Connector, now_ms
from parkcarbon_edge.settings import Settings, SpoolSettings, UplinkSettings

from tests.contract.sources import POINTS, SOURCES, Mode, Source, Value
from tests.support.opcua import running, until
from tests.support.sink import ListSink
from tests.support.stack import Broker

MINUTE_MS, HOUR_MS = 60_000, 3_600_000


async def _source(request: pytest.FixtureRequest, mqtt: Broker, tmp_path: Path) -> AsyncIterator[Source]:
    made: Source = SOURCES[request.param](mqtt, tmp_path)
    yield made
    await made.close()


def with_memory(has_memory: bool) -> list[str]:
    """The protocols whose devices have, or have not, a memory."""
    return [protocol for protocol in sorted(SOURCES) if SOURCES[protocol].has_memory is has_memory]


# A device, not yet reachable: of each protocol, of those with a memory, and of those without.
source = pytest.fixture(_source, name="source", params=sorted(SOURCES))
remembering = pytest.fixture(_source, name="remembering", params=with_memory(True))
forgetful = pytest.fixture(_source, name="forgetful", params=with_memory(False))


def made(source: Source, sink: ListSink, mode: Mode = "live") -> Connector:
    """The connector, made as the agent makes it."""
    return connectors.make_connector(source.settings(mode), sink, "park.edge")


@asynccontextmanager
async def collecting(source: Source, sink: ListSink) -> AsyncIterator[Connector]:
    """A connector that runs and has reached its device."""
    connector = made(source, sink)
    async with running(connector.run()) as task:
        await until(lambda: connector.health.ok, "the device to be reached")
        yield connector
        assert not task.done(), "a connector collects until it is cancelled"


def series(count: int, start_ms: int, step_ms: int = 1000, first: float = 1) -> list[Value]:
    """`count` values of every point, different for each, so that a mix-up shows."""
    return [
        Value(point, start_ms + i * step_ms, first + i + 1e5 * POINTS.index(point))
        for i in range(count)
        for point in POINTS
    ]


def has(source: Source, sink: ListSink, values: list[Value]) -> Callable[[], bool]:
    """Whether every one of the values has arrived, with the device's time if it has one, and as Good."""
    if not source.has_clock:
        return lambda: {(v.point, v.number, 0) for v in values} <= {(r[0], *r[2:]) for r in sink.readings}
    return lambda: {(v.point, v.time_ms, v.number, 0) for v in values} <= set(sink.readings)


async def shown(source: Source, sink: ListSink, values: list[Value]) -> None:
    """Produce the values slowly enough for a polling connector to see each."""
    for at in range(0, len(values), len(POINTS)):
        now = values[at : at + len(POINTS)]
        await source.produce(now)
        await until(has(source, sink, now), f"{now}")


def test_every_connector_is_proved_here() -> None:
    assert set(SOURCES) == {protocol for protocol, _ in connectors.TABLE}


async def test_each_value_arrives_with_its_points_key_and_the_devices_time(source: Source) -> None:
    """Twice is allowed (live and from the history): the platform stores a point and time once."""
    await source.start()
    began = now_ms()
    sink, values = ListSink(), series(5, began - MINUTE_MS)
    async with collecting(source, sink) as connector:
        await shown(source, sink, values)
        times = {v.time_ms for v in values}
        if source.has_clock:
            of_ours = {r for r in sink.readings if r[1] in times}
            assert of_ours == {(v.point, v.time_ms, v.number, 0) for v in values}
        else:  # the time of the read; before the first there was nothing but 0
            assert all(began <= r[1] <= now_ms() for r in sink.readings)
            assert {(r[0], *r[2:]) for r in sink.readings} - {(p, 0, 0) for p in POINTS} == {
                (v.point, v.number, 0) for v in values
            }
        assert connector.health.points == len(POINTS)
        # A server's variable has a value, of the time it started, before the test writes its first.
        assert connector.health.last_reading_ms == max(time_ms for _, time_ms, _, _ in sink.readings)


async def test_a_bad_value_is_never_good_and_stops_nothing(source: Source) -> None:
    await source.start()
    start = now_ms() - MINUTE_MS
    sink, before, after = ListSink(), series(1, start), series(1, start + 2000, first=9)
    bad = [Value(point, start + 1000, None) for point in POINTS]
    async with collecting(source, sink):
        await shown(source, sink, before)
        await source.produce(bad)
        await until(
            lambda: all(any(r[3] for r in sink.readings if r[0] == p) for p in POINTS), "bad readings"
        )
        await shown(source, sink, after)
    if source.has_clock:
        assert {r[1] for r in sink.readings if r[3]} == {start + 1000}
        assert not any(r[1] == start + 1000 and r[3] == 0 for r in sink.readings)
    for point in POINTS:  # nothing Good while it was bad
        turns = [bool(quality) for _, _, quality in sink.of(point)]
        assert [turn for turn, _ in groupby(turns)] == [False, True, False] or source.has_clock
    assert all(value is None for _, _, value, quality in sink.readings if quality) or source.has_clock


async def test_a_device_that_is_away_is_reported_and_found_when_it_comes(source: Source) -> None:
    sink, values = ListSink(), series(1, now_ms() - MINUTE_MS)
    connector = made(source, sink)
    async with running(connector.run()) as task:
        await until(lambda: not connector.health.ok and connector.health.error != "starting", "the report")
        assert not task.done()
        await source.start()
        await until(lambda: connector.health.ok, "the device to be reached")
        await shown(source, sink, values)
        assert connector.health.error is None


async def test_a_device_that_goes_away_is_collected_again_when_it_is_back(source: Source) -> None:
    await source.start()
    start = now_ms() - MINUTE_MS
    sink = ListSink()
    async with collecting(source, sink) as connector:
        await shown(source, sink, series(1, start))
        for turn in (1, 2):
            await source.stop()
            await until(lambda: not connector.health.ok, "the loss to be noticed")
            assert connector.health.error
            await source.start()
            await until(lambda: connector.health.ok, "the device to be reached again")
            await shown(source, sink, series(1, start + turn * 10_000, first=turn * 10))


async def test_what_was_shown_while_the_edge_was_down_arrives_afterwards(remembering: Source) -> None:
    source = remembering
    await source.start()
    start = now_ms() - MINUTE_MS
    sink, missed = ListSink(), series(20, start + 10_000, first=100)
    async with collecting(source, sink):
        await shown(source, sink, series(2, start))
    assert not has(source, sink, missed)()
    await source.produce(missed)
    async with collecting(source, sink):
        await until(has(source, sink, missed), "what was missed")
    for point in POINTS:
        numbers = {v.time_ms: v.number for v in missed if v.point == point}
        assert numbers == {ms: number for ms, number, _ in sink.of(point) if ms in numbers}


async def test_a_register_without_memory_shows_all_that_it_counted_meanwhile(forgetful: Source) -> None:
    """What was missed is in the next reading: energy is whole, only its course is not known."""
    source = forgetful
    await source.start()
    sink, missed = ListSink(), series(20, now_ms(), first=100)
    async with collecting(source, sink):
        await shown(source, sink, series(2, now_ms()))
    await source.produce(missed)
    async with collecting(source, sink):
        await until(has(source, sink, missed[-len(POINTS) :]), "the registers as they stand")
    for point in POINTS:
        assert sink.of(point)[-1][1] == max(v.number or 0 for v in missed if v.point == point)


async def test_what_was_not_committed_comes_again(source: Source) -> None:
    """An edge that dies before its spool has the readings gets them again."""
    await source.start()
    values = series(1, now_ms() - MINUTE_MS)
    dying, sink = ListSink(commit=False), ListSink()
    async with collecting(source, dying):
        await shown(source, dying, values)
    async with collecting(source, sink):
        await until(has(source, sink, values), "the readings again")


async def test_the_past_is_read_once_and_then_the_run_ends(remembering: Source) -> None:
    source, now = remembering, now_ms()
    past = series(30, now - 20 * HOUR_MS, step_ms=HOUR_MS // 2)
    past += series(3, now - 50 * HOUR_MS, first=5000)  # older than was asked for
    wanted = [v for v in past if v.time_ms > now - 24 * HOUR_MS]
    await source.start()
    await source.store(past)
    sink = ListSink()
    history = made(source, sink, "history")
    await asyncio.wait_for(history.run(), 120)
    assert sorted(sink.readings) == sorted((v.point, v.time_ms, v.number, 0) for v in wanted)
    assert history.health.ok
    arrived = len(sink.readings)
    await asyncio.wait_for(made(source, sink, "history").run(), 120)
    assert len(sink.readings) == arrived


@pytest.mark.parametrize("reachable", [True, False])
@pytest.mark.parametrize(("source", "mode"), sorted(connectors.TABLE), indirect=["source"])
async def test_a_cancelled_connector_leaves_nothing_running(
    source: Source, mode: Mode, reachable: bool
) -> None:
    if reachable:
        await source.start()
    tasks, threads = asyncio.all_tasks(), set(threading.enumerate())
    connector = made(source, ListSink(), mode)
    task = asyncio.create_task(connector.run())
    await until(lambda: connector.health.error != "starting", "the first word of its health")
    task.cancel()
    await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), 30)
    await until(lambda: asyncio.all_tasks() <= tasks, "its tasks to end")
    # The loop's own helpers (look-up of names) stay; what a connector started does not.
    ours = lambda: {t for t in set(threading.enumerate()) - threads if not t.name.startswith("asyncio_")}  # noqa: E731
    await until(lambda: not ours(), "its threads to end")


async def test_check_reads_each_point(source: Source) -> None:
    """`parkcarbon-edge check` of the same settings."""
    from parkcarbon_edge.connectors.probe import probe_all

    await source.start()
    settings = source.settings()
    up = UplinkSettings(url="mqtt://127.0.0.1:1")
    whole = Settings(
        park="park",
        edge="edge",
        partition="00",
        uplink=up,
        spool=SpoolSettings(path="x"),
        connector=[settings],
    )
    values = series(1, now_ms() - MINUTE_MS)
    await source.produce(values)
    listening = asyncio.create_task(probe_all(whole))
    while not listening.done():
        await source.produce(values)
        await asyncio.sleep(0.2)
    rows = {row.point: row for row in await listening if row.connector == settings.name}
    assert {point: rows[point].value for point in POINTS} == {v.point: v.number for v in values}
    assert all(row.ok for row in rows.values())
