"""The stream: frames arrive each second, and go on after the cache was restarted."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import redis
from parkcarbon_platform.live.process import LiveProcess
from parkcarbon_saas.features.live.schemas import Frame

from tests.saas.conftest import Login, World
from tests.support.stack import ServerStack

STREAM = "/api/v1/parks/alpha/live/stream"


def events(answer: httpx.Response) -> Iterator[dict[str, Any]]:
    event = ""
    for line in answer.iter_lines():
        if line.startswith("event: "):
            event = line.removeprefix("event: ")
        elif line.startswith("data: ") and event == "frame":
            yield json.loads(line.removeprefix("data: "))


def named(answer: httpx.Response) -> Iterator[str]:
    return (line.removeprefix("event: ") for line in answer.iter_lines() if line.startswith("event: "))


def test_frames_follow_each_other(live: LiveProcess, login: Login) -> None:
    with login("operator").stream("GET", STREAM) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert answer.headers["X-Accel-Buffering"] == "no"
        assert answer.headers["Cache-Control"] == "no-store"
        found = [frame for frame, _ in zip(events(answer), range(3), strict=False)]
    for frame in found:
        Frame.model_validate(frame)
    first = found[0]["seq"]
    assert [f["seq"] for f in found] == [first, first + 1, first + 2]


def test_an_enterprise_gets_its_own_frames(live: LiveProcess, login: Login, world: World) -> None:
    with login("steelworker").stream("GET", STREAM) as answer:
        frame = next(events(answer))
    assert frame["audience"] == f"enterprise-{world.alpha.enterprises['steel']}"
    assert [e["key"] for e in frame["enterprises"]] == ["steel"]
    assert frame["now"]["value"] == 600_300 + 400_500
    assert frame["unallocated"] == frame["transfers"] == 0
    assert "office" not in json.dumps(frame)


def test_the_stream_survives_a_restart_of_the_cache(
    live: LiveProcess, login: Login, stack: ServerStack
) -> None:
    with login("operator").stream("GET", STREAM) as answer:
        stream = events(answer)
        before = next(stream)
        stack.own.stop_one(stack.own.valkey)
        stack.own.start_one(stack.own.valkey)
        seen = next(frame for frame in stream if frame["seq"] > before["seq"] + 1)
    assert seen["now"]["value"] == before["now"]["value"]


def test_a_stream_is_told_that_its_park_s_settled_figures_have_changed(
    live: LiveProcess, login: Login, world: World, stack: ServerStack
) -> None:
    with login("operator").stream("GET", STREAM) as answer, redis.Redis.from_url(stack.redis_url) as cache:
        stream = named(answer)
        assert next(stream) == "frame"
        cache.publish(f"pc:settled:{world.beta.id}", b'{"from": 0, "to": 1}')
        first = [name for name, _ in zip(stream, range(3), strict=False)]
        assert first == ["frame"] * 3, "another park's is nothing to this one"
        cache.publish(f"pc:settled:{world.alpha.id}", b'{"from": 0, "to": 1}')
        seen = [name for name, _ in zip(stream, range(6), strict=False)]
    assert seen.count("settled") == 1
    assert seen[-1] == "frame"
