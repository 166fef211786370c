"""The newest messages of bare devices, kept for a day where the ladder and the mapping's page look."""

import logging
from collections.abc import Sequence
from typing import Literal

import msgspec
import redis

log = logging.getLogger(__name__)

KEPT = 20
KEPT_S = 24 * 3600
SHOWN_BYTES = 16 << 10

MessageOutcome = Literal["stored", "waiting", "ignored", "unmapped", "quarantined", "repeated"]


class DeviceMessage(msgspec.Struct, frozen=True):
    """A message, as it was received, and what became of it."""

    received_ms: int
    topic: str
    qos: int
    size: int
    payload: bytes
    outcome: MessageOutcome
    reason: str | None = None

    @property
    def text(self) -> str:
        """What can be shown of it."""
        return self.payload.decode("utf-8", "replace")


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(DeviceMessage)


def key(device_id: int) -> str:
    """Where the messages of a device are."""
    return f"pc:messages:{device_id}"


def keep(cache: redis.Redis, messages: Sequence[tuple[int, DeviceMessage]]) -> None:
    """Keep the newest messages of each device; (device id, message), the oldest first."""
    by_device: dict[int, list[bytes]] = {}
    for device_id, message in messages:
        by_device.setdefault(device_id, []).append(_encoder.encode(message))
    pipeline = cache.pipeline(transaction=False)
    for device_id, encoded in by_device.items():
        pipeline.lpush(key(device_id), *encoded[-KEPT:])
        pipeline.ltrim(key(device_id), 0, KEPT - 1)
        pipeline.expire(key(device_id), KEPT_S)
    pipeline.execute()


def newest(cache: redis.Redis, device_id: int) -> list[DeviceMessage]:
    """The messages of a device, the newest first; none where the cache does not answer."""
    try:
        found = cache.lrange(key(device_id), 0, KEPT - 1)
        return [_decoder.decode(m) for m in found if isinstance(m, bytes)]
    except redis.RedisError as error:
        log.warning("The cache does not answer; messages of devices are not shown: %s", error)
        return []
