"""Tell the live tier what has been committed. A cache that is down must not stop or slow the ingest."""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Sequence

import msgspec
import redis

from parkcarbon_platform.storage.delivery import Delivery, Result

log = logging.getLogger(__name__)

_encode = msgspec.json.Encoder().encode
PAUSE_S = 5.0


def announcements(deliveries: Sequence[Delivery], result: Result) -> dict[int, bytes]:
    """For each park the readings that a commit brought: JSON rows of point id, time [ms], value, quality."""
    rows: dict[int, list[tuple[int, int, float | None, int]]] = defaultdict(list)
    for delivery, outcome in zip(deliveries, result.outcomes, strict=True):
        readings = delivery.readings
        if outcome.stored and delivery.park_id is not None and readings:
            columns = (readings.points, readings.times, readings.values, readings.qualities)
            rows[delivery.park_id].extend(zip(*columns, strict=True))
    return {park_id: _encode(found) for park_id, found in rows.items()}


class Announcer:
    """Publishes on `pc:committed:{park id}`; after a failure it leaves the cache alone for a while."""

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._redis = redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
        self._clock = clock
        self._silent_until = float("-inf")

    def announce(self, deliveries: Sequence[Delivery], result: Result) -> None:
        """Publish what was stored, if the cache lets us."""
        if self._clock() < self._silent_until:
            return
        try:
            for park_id, payload in announcements(deliveries, result).items():
                self._redis.publish(f"pc:committed:{park_id}", payload)
        except redis.RedisError as error:
            self._silent_until = self._clock() + PAUSE_S
            log.warning("The cache does not answer; live pages wait: %s", error)

    def close(self) -> None:
        """Close the connection."""
        self._redis.close()
