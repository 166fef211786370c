"""Kill -9 of every part under load: all that the plant produced is stored, once; nothing else is."""

import time
from collections.abc import Callable, Iterator

import pytest

from tests.faults.world import World, wait_for
from tests.support.processes import wait_until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900), pytest.mark.xdist_group("faults")]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    running = World()
    try:
        running.start()
        yield running
    finally:
        running.stop()


def now_ms() -> int:
    return round(time.time() * 1000)


def cut_uplink(world: World) -> None:
    # The demo park collects 31 readings a second: 10 minutes of it are 19,000 readings, 55 s of this load.
    world.proxy.set_cut(True)
    wait_for(55)
    world.proxy.set_cut(False)


OLD_WORK = "SELECT count(*) FROM core.invalidation WHERE created_at < now() - interval '20 s'"
FAULTS: dict[str, Callable[[World], None]] = {
    "edge": lambda world: world.processes.restart_after_kill("edge"),
    "ingest": lambda world: world.processes.restart_after_kill("ingest"),
    "worker": lambda world: world.processes.restart_after_kill("worker"),
    "broker": lambda world: world.kill_server(world.stack.mosquitto),
    "database": lambda world: world.kill_server(world.stack.postgres),
    "cache": lambda world: world.kill_server(world.stack.valkey),
    "uplink": cut_uplink,
}


def assert_stored_once(world: World, from_ms: int, to_ms: int, *, ended: bool = False) -> None:
    if not ended:
        wait_until(lambda: world.produced_until() > to_ms, "the plant's log", timeout_s=150, every_s=1)
    produced = world.produced(from_ms, to_ms)
    assert len(produced) > 1000
    wait_until(
        lambda: len(world.stored(from_ms, to_ms)) >= len(produced),
        "everything produced to be stored", timeout_s=150, every_s=1,
    )  # fmt: skip
    rows = world.stored(from_ms, to_ms)
    stored = {(point, at): value for point, at, value in rows}
    assert len(rows) == len(stored), "a reading is stored twice"
    assert stored == produced


def assert_settled(world: World) -> None:
    """With the plant's last reading settled, intervals hold exactly the registers' advance."""
    wait_until(
        lambda: world.one(OLD_WORK) == 0,
        "no work older than 20 s", timeout_s=120, every_s=1,
    )  # fmt: skip
    assert world.one("SELECT count(*) FROM core.job WHERE state = 'dead'") == 0


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_lost_and_nothing_is_twice(world: World, fault: str) -> None:
    start = now_ms()
    for _ in range(1 if fault == "uplink" else 3):
        wait_for(3)
        FAULTS[fault](world)
    wait_for(3)
    assert_stored_once(world, start, now_ms() - 1000)
    assert world.one("SELECT count(*) FROM core.reading_revision") == 0
    assert world.one("SELECT count(*) FROM core.quarantine") == 0
    assert world.one("SELECT sum(missing) FROM core.spool_cursor") == 0
    assert_settled(world)


def test_intervals_hold_exactly_what_the_registers_advanced(world: World) -> None:
    start = now_ms() - 10_000
    world.processes.kill("plant", 15)
    assert_stored_once(world, start, now_ms(), ended=True)
    wait_until(
        lambda: world.one("SELECT count(*) FROM core.invalidation") == 0,
        "all work done",
        timeout_s=120,
        every_s=1,
    )
    # Registers are kWh with two decimals, intervals Wh: the sum of all intervals is the sum of all advances.
    advanced = world.one(
        "SELECT sum(round((last - first) * 1000)) FROM (SELECT max(value)::numeric AS last,"
        " min(value)::numeric AS first FROM series.reading GROUP BY point_id) AS registers"
    )
    assert world.one("SELECT sum(quantity) FROM series.interval") == advanced
