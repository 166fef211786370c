"""The live process on a real database and cache."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
import redis
from parkcarbon_platform.live.process import LiveProcess
from parkcarbon_platform.services.live import frames, live
from parkcarbon_platform.storage.database import Database as Pools

from tests.saas import seed
from tests.support.processes import wait_until
from tests.support.stack import Database, ServerStack

ALL = 600_300 + 30_000 + 29_700 + 400_500  # g/h: the mains, the rest, the gas of `seed.GAUGES`


class Running:
    """Two parks, one of them unreadable, and a live process over both."""

    def __init__(self, database: Database, cache: "redis.Redis", park: seed.Park) -> None:
        self.database, self.cache, self.park = database, cache, park

    def frame(self, audience: str = "park") -> dict[str, Any] | None:
        found = self.cache.get(frames.frame_key(self.park.id, audience))
        return json.loads(found) if found else None

    def now(self) -> int | None:
        frame = self.frame()
        return frame["now"]["value"] if frame else None

    def terms_ttl(self) -> int:
        """How long the newest frame can be explained [s]."""
        frame = self.frame()
        assert frame is not None
        return int(self.cache.ttl(frames.terms_key(self.park.id, "park", frame["seq"])))

    def totals_ttl(self) -> int:
        """How long the totals of the newest frame can be explained, and those of yesterday [s]."""
        frame = self.frame()
        assert frame is not None
        keys = (frames.totals_key, frames.yesterday_key)
        return min(self.cache.ttl(key(self.park.id, "park", frame["totals"])) for key in keys)

    def commit(self, point: str, value: float | None, quality: int = 0) -> None:
        row = [self.park.points[point], round(datetime.now(UTC).timestamp() * 1000), value, quality]
        self.cache.publish(f"pc:committed:{self.park.id}", json.dumps([row]))


@pytest.fixture(scope="module")
def running(
    new_database: Callable[[], AbstractContextManager[Database]], stack: ServerStack
) -> Iterator[Running]:
    stack.own.valkey.flush()
    with new_database() as database:
        with psycopg.connect(database.owner_url) as connection:
            seed.factors(connection)
            unreadable = seed.park(connection, "unreadable", timezone="Nowhere/Nothing")
            park = seed.park(connection, "readable")
            for made in (unreadable, park):
                seed.readings(connection, made, datetime.now(UTC).replace(microsecond=0))
        pools = Pools(database.app_url, database.directory_url, database.ingest_url, size=2)
        cache = redis.Redis.from_url(stack.redis_url)
        stop = threading.Event()
        thread = threading.Thread(target=LiveProcess(pools, stack.redis_url).run, args=(stop,))
        thread.start()
        made_running = Running(database, cache, park)
        wait_until(made_running.now, "a first frame")
        yield made_running
        stop.set()
        thread.join()
        pools.close()
        cache.close()


def test_a_park_that_cannot_be_read_does_not_stop_the_others(running: Running) -> None:
    assert running.now() == ALL


def test_a_committed_reading_moves_the_next_frame(running: Running) -> None:
    running.commit("steel-gas-flow", 100.0)
    wait_until(lambda: running.now() == ALL - 200_500, "the new value")
    running.commit("steel-gas-flow", 7.0, quality=0x80000000)  # bad: not shown
    running.commit("steel-gas-flow", None)
    running.commit("steel-gas-flow", 200.25)
    wait_until(lambda: running.now() == 600_300 + 30_000 + 29_700 + 400_500, "the value after it")


@pytest.mark.parametrize("message", [b"", b"{}", b"[[1]]", b'[["a", 1, 2, 3]]', b"\xff\xfe"])
def test_a_message_that_is_none_is_passed_over(running: Running, message: bytes) -> None:
    before = running.frame()
    running.cache.publish(f"pc:committed:{running.park.id}", message)
    running.cache.publish("pc:committed:nobody", b"[]")
    assert before is not None
    wait_until(lambda: (running.frame() or before)["seq"] > before["seq"] + 1, "further frames")


def test_settled_hours_are_read_when_they_are_announced(running: Running) -> None:
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    frame = running.frame()
    assert frame is not None
    assert (frame["today"]["value"], frame["now"]["live_share"]) == (0, None)
    with psycopg.connect(running.database.owner_url) as connection:
        seed.hours(connection, running.park, hour, 1)
    running.cache.publish(f"pc:settled:{running.park.id}", b'{"from": 0, "to": 1}')
    steel = 4 * 275_003 * 600 + 4 * 50_000_001 * 2
    wait_until(lambda: (running.frame() or {})["today"]["value"] == round(steel / 1000), "today")
    frame = running.frame()
    assert frame is not None
    assert frame["now"]["live_share"] == 1.0
    assert running.cache.get(frames.totals_key(running.park.id, "park", frame["totals"]))


def test_an_enterprise_s_frame_is_made_while_somebody_watches(running: Running) -> None:
    audience = frames.audience_name(running.park.enterprises["office"])
    assert running.frame(audience) is None
    running.cache.set(frames.watch_key(running.park.id, audience), 1, ex=5)
    wait_until(lambda: running.frame(audience), "the enterprise's frame")
    frame = running.frame(audience)
    assert frame is not None
    assert frame["now"]["value"] == 30_000 + 165_000


def test_terms_are_kept_for_as_long_as_somebody_watches(running: Running) -> None:
    assert 0 < running.terms_ttl() <= 5
    assert 0 < running.totals_ttl() <= 60
    running.cache.set(frames.watch_key(running.park.id, "park"), 1, ex=10)
    wait_until(lambda: running.terms_ttl() > 800, "terms that last")
    assert running.totals_ttl() > 3000


def test_what_somebody_sees_first_is_kept(running: Running) -> None:
    """The frame that was there before anybody watched."""
    running.cache.delete(frames.watch_key(running.park.id, "park"))
    wait_until(lambda: running.terms_ttl() <= 5, "nobody to watch")
    live.snapshot(running.cache, running.park.id, "park")
    assert running.totals_ttl() > 3000


def test_a_cache_that_was_emptied_is_filled_again(running: Running) -> None:
    before = running.now()
    running.cache.flushall()
    assert running.now() is None
    wait_until(lambda: running.now() == before, "the same figure")
