"""What the live tier hears of a commit, and that a cache which is away costs little."""

from datetime import UTC, datetime

import msgspec
import redis
from parkcarbon_platform.ingest.announce import PAUSE_S, Announcer, announcements
from parkcarbon_platform.storage.delivery import Delivery, Outcome, Readings, Result

AT = datetime(2026, 3, 1, tzinfo=UTC)


def delivery(park_id: int, *rows: tuple[int, int, float | None, int]) -> Delivery:
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]
    return Delivery("t", AT, b"", park_id=park_id, edge_id=1, readings=Readings(*columns))


def test_what_was_stored_is_told_by_park() -> None:
    deliveries = [
        delivery(1, (7, 100, 1.5, 0)),
        delivery(2, (8, 100, None, 5)),
        delivery(1, (7, 200, 2.5, 0)),
        delivery(1, (7, 300, 9.0, 0)),
        delivery(3),
    ]
    outcomes = [Outcome.STORED, Outcome.STRAGGLER, Outcome.STORED, Outcome.DUPLICATE, Outcome.STORED]
    told = announcements(deliveries, Result(outcomes, {}))
    assert {park: msgspec.json.decode(payload) for park, payload in told.items()} == {
        1: [[7, 100, 1.5, 0], [7, 200, 2.5, 0]],
        2: [[8, 100, None, 5]],
    }


def test_a_cache_that_is_away_is_left_alone_for_a_while(redis_url: str) -> None:
    now = [0.0]
    away = Announcer("redis://127.0.0.1:1/0", clock=lambda: now[0])
    stored = Result([Outcome.STORED], {})
    away.announce([delivery(1, (7, 100, 1.5, 0))], stored)
    away.close()
    back = redis.Redis.from_url(redis_url)
    listener = back.pubsub(ignore_subscribe_messages=True)
    listener.subscribe("pc:committed:1")
    away._redis = back  # the same announcer, its cache back at once
    away.announce([delivery(1, (7, 200, 1.5, 0))], stored)
    now[0] = PAUSE_S
    away.announce([delivery(1, (7, 300, 1.5, 0))], stored)
    heard = []
    while not heard:
        message = listener.get_message(timeout=1.0)
        if message is not None:
            heard.append(msgspec.json.decode(message["data"]))
    assert heard == [[[7, 300, 1.5, 0]]]
    listener.close()
    back.close()
