"""Which messages of a device can be looked at: the newest, and what a Sparkplug node said that it has."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import redis
from parkcarbon_platform.services.connecting import device_messages
from parkcarbon_platform.services.connecting.device_messages import DeviceMessage

EVER = datetime(1970, 1, 1, tzinfo=UTC)
NODE = 4_000_017  # of no device in these tests
LONG = b"x" * (device_messages.SHOWN_BYTES + 5)


@pytest.fixture
def cache(redis_url: str) -> Iterator[redis.Redis]:
    opened = redis.Redis.from_url(redis_url)
    yield opened
    opened.delete(device_messages.key(NODE), device_messages.births_key(NODE))
    opened.close()


def message(kind: str, at: int, device: str = "") -> DeviceMessage:
    topic = f"spBv1.0/park/{kind}/meter{device}"
    return DeviceMessage(at, topic, 0, len(LONG), LONG[: device_messages.shown_bytes(topic)], "waiting")


def seen(found: list[DeviceMessage]) -> list[tuple[str, int, int]]:
    return [(m.topic.split("/")[2], m.received_ms, len(m.payload)) for m in found]


def test_births_outlive_what_comes_after_them_and_are_whole(cache: redis.Redis) -> None:
    told = [
        message("NBIRTH", 1),
        message("DBIRTH", 2, "/panel"),
        *(message("NDATA", n) for n in range(3, 40)),
    ]
    device_messages.keep(cache, [(NODE, one) for one in told])
    newest = device_messages.newest(cache, NODE, EVER)
    assert [m.received_ms for m in newest] == list(range(39, 19, -1))
    assert {len(m.payload) for m in newest} == {device_messages.SHOWN_BYTES}
    assert seen(device_messages.births(cache, NODE, EVER)) == [
        ("DBIRTH", 2, len(LONG)),
        ("NBIRTH", 1, len(LONG)),
    ]
    device_messages.keep(cache, [(NODE, message("NBIRTH", 50))])
    assert seen(device_messages.births(cache, NODE, EVER)) == [("NBIRTH", 50, len(LONG))]
    many = [message("DBIRTH", 60 + n, f"/{n}") for n in range(30)]
    device_messages.keep(cache, [(NODE, one) for one in many])
    assert len(device_messages.births(cache, NODE, EVER)) == device_messages.KEPT_BIRTHS
