"""Keep the newest messages of bare devices where people look; a cache that is down stops no ingest."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence

import redis

from parkcarbon_platform.ingest.core import Message
from parkcarbon_platform.services.connecting import device_messages
from parkcarbon_platform.services.connecting.device_decode import UNMAPPED
from parkcarbon_platform.services.connecting.device_messages import DeviceMessage, MessageOutcome
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.storage.delivery import Delivery, Outcome, Result

log = logging.getLogger(__name__)

PAUSE_S = 5.0


def kept(
    messages: Sequence[Message], deliveries: Sequence[Delivery], result: Result
) -> Iterator[tuple[int, DeviceMessage]]:
    """Each message of a device with what became of it, as (device id, message)."""
    for message, delivery, outcome in zip(messages, deliveries, result.outcomes, strict=True):
        if delivery.device_id is None:
            continue
        shown = message.payload[: device_messages.shown_bytes(message.topic)]
        reason = delivery.quarantined[0] if delivery.quarantined else None
        yield (
            delivery.device_id,
            DeviceMessage(
                received_ms=to_ms(message.received_at), topic=message.topic[:500], qos=message.qos,
                size=len(message.payload), payload=shown,
                outcome=became(delivery, outcome), reason=None if reason is None else reason.detail,
                code=None if reason is None else reason.reason,
            ),
        )  # fmt: skip


def became(delivery: Delivery, outcome: Outcome) -> MessageOutcome:
    """What became of a message, in one word."""
    if outcome is Outcome.DUPLICATE:
        return "repeated"
    if delivery.left is not None:
        return delivery.left
    if outcome.stored:
        return "stored"
    return "unmapped" if [q.reason for q in delivery.quarantined] == [UNMAPPED] else "quarantined"


class Keeper:
    """Writes to the cache; after a failure it leaves it alone for a while."""

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._redis = redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
        self._clock = clock
        self._silent_until = float("-inf")

    def keep(self, messages: Sequence[Message], deliveries: Sequence[Delivery], result: Result) -> None:
        """Keep what bare devices sent, if the cache lets us."""
        found = list(kept(messages, deliveries, result))
        if not found or self._clock() < self._silent_until:
            return
        try:
            device_messages.keep(self._redis, found)
        except redis.RedisError as error:
            self._silent_until = self._clock() + PAUSE_S
            log.warning("The cache does not answer; messages of devices are not shown: %s", error)

    def close(self) -> None:
        """Close the connection."""
        self._redis.close()
