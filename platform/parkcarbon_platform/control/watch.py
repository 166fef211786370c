"""Watches the broker's log for whoever connects a device. A cache that is down must not stop `control`."""

import logging
import time
from collections.abc import Callable

import redis

from parkcarbon_platform.services.connecting import broker_log
from parkcarbon_platform.services.connecting.broker_log import LogReader

log = logging.getLogger(__name__)

TOPIC = "$SYS/broker/log/"
# Not kept for us while we are away: nobody needs to know in an hour who was refused just now.
SUBSCRIPTION = (f"{TOPIC}#", 0)
PAUSE_S = 5.0
SAY_S = 5.0
# Anybody can try to log in under any number of names, and each is kept for an hour.
STRANGERS_A_SECOND = 20
PROVEN = ("connected", "ended", "replaced")


class BrokerWatch:
    """Reads lines and keeps their events; after a failure it leaves the cache alone for a while."""

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._redis = redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
        self._reader = LogReader()
        self._clock = clock
        self._silent_until = self._say_at = self._second_from = float("-inf")
        self._strangers = 0

    def read(self, topic: str, payload: bytes) -> bool:
        """Take a message, if it is a line of the log."""
        if not topic.startswith(TOPIC):
            return False
        event = self._reader.read(payload.decode("utf-8", "replace"), int(time.time() * 1000))
        if event is not None and (event.kind in PROVEN or self._has_room()):
            self._try(lambda: broker_log.keep(self._redis, [event]))
        return True

    def _has_room(self) -> bool:
        """Whether one more of those who are not logged in is kept."""
        now = self._clock()
        if now - self._second_from >= 1.0:
            self._second_from, self._strangers = now, 0
        self._strangers += 1
        return self._strangers <= STRANGERS_A_SECOND

    def say_listening(self) -> None:
        """The broker answers; said again now and then."""
        if self._clock() >= self._say_at:
            self._say_at = self._clock() + SAY_S
            self._try(lambda: broker_log.note_listening(self._redis))

    def _try(self, write: Callable[[], None]) -> None:
        if self._clock() < self._silent_until:
            return
        try:
            write()
        except redis.RedisError as error:
            self._silent_until = self._clock() + PAUSE_S
            log.warning("The cache does not answer; what the broker says is not kept: %s", error)

    def close(self) -> None:
        """Close the connection."""
        self._redis.close()
