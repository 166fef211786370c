import asyncio
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_edge.connectors import base
from parkcarbon_edge.connectors.base import Health, backoff_s, next_tick, sleep_until


@given(st.floats(1e9, 2e9), st.sampled_from([0.2, 0.25, 1.0, 5.0, 60.0, 900.0]))
def test_the_next_tick_is_a_multiple_of_the_period_ahead(now_s: float, period_s: float) -> None:
    tick = next_tick(now_s, period_s)
    assert now_s < tick <= now_s + period_s + 1e-6
    assert abs(tick / period_s - round(tick / period_s)) < 1e-6


async def test_sleeping_until_a_moment_of_the_past_returns_at_once() -> None:
    await sleep_until(time.time() - 5)


async def test_a_clock_that_is_put_back_does_not_prolong_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    real, steps = time.time, iter([0.0, 0.0])
    # The second look at the clock, and all after it, see it a day earlier.
    monkeypatch.setattr(base.time, "time", lambda: real() - next(steps, 86_400.0))
    await asyncio.wait_for(sleep_until(real() + 0.3), 60)


async def test_a_clock_that_is_put_forward_ends_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    real, steps = time.time, iter([0.0])
    monkeypatch.setattr(base.time, "time", lambda: real() + next(steps, 86_400.0))
    await asyncio.wait_for(sleep_until(real() + 3600), 60)


async def test_a_cancellation_that_a_library_has_lost_ends_a_group_of_loops() -> None:
    asked = asyncio.Event()

    async def poll() -> None:
        while True:
            asked.set()
            # As `asyncio.wait_for` of Python 3.11 where the answer came in the same moment.
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(3600)
            await sleep_until(time.time())

    async def collect() -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(poll())

    task = asyncio.create_task(collect())
    await asked.wait()
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=60)
    assert done == {task}
    assert task.cancelled()


def test_pauses_grow_up_to_a_limit() -> None:
    pauses = [backoff_s(n) for n in range(20)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 30


def test_health_keeps_the_newest_reading_and_the_last_error() -> None:
    health = Health()
    health.saw(5)
    health.saw(3)
    health.fails("x" * 9000)
    assert (health.last_reading_ms, health.ok, len(health.error or "")) == (5, False, 500)
    health.works()
    assert (health.ok, health.error) == (True, None)
