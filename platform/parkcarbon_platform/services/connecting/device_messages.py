"""The newest messages of bare devices, kept for a day where the ladder and the mapping's page look.

Sparkplug's births are kept apart as well, and more of them: they alone say all that a node has, come rarely,
and would be gone after some data.
"""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec
import redis

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.connecting import sparkplug_message

log = logging.getLogger(__name__)

KEPT = 20
KEPT_S = 24 * 3600
SHOWN_BYTES = 16 << 10
KEPT_BIRTHS, BIRTH_BYTES = 10, 64 << 10

MessageOutcome = Literal["stored", "waiting", "ignored", "unmapped", "quarantined", "repeated"]


class DeviceMessage(msgspec.Struct, frozen=True):
    """A message, as it was received, and what became of it; `code` and `reason` say why it was put aside."""

    received_ms: int
    topic: str
    qos: int
    size: int
    payload: bytes
    outcome: MessageOutcome
    reason: str | None = None
    code: str | None = None

    @property
    def text(self) -> str:
        """What can be shown of it."""
        return self.payload.decode("utf-8", "replace")


def is_birth(topic: str) -> bool:
    """Whether it says what a Sparkplug node has, or a device under it."""
    address = sparkplug_message.parse_topic(topic)
    return address is not None and address.kind in ("NBIRTH", "DBIRTH")


def shown_bytes(topic: str) -> int:
    """How much of a message on this topic is kept."""
    return BIRTH_BYTES if is_birth(topic) else SHOWN_BYTES


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(DeviceMessage)


def key(device_id: int) -> str:
    """Where the messages of a device are."""
    return f"pc:messages:{device_id}"


def births_key(device_id: int) -> str:
    """Where its births are."""
    return f"pc:births:{device_id}"


def keep(cache: redis.Redis, messages: Sequence[tuple[int, DeviceMessage]]) -> None:
    """Keep the newest messages of each device; (device id, message), the oldest first."""
    by_device: dict[int, list[bytes]] = {}
    pipeline = cache.pipeline(transaction=False)
    for device_id, message in messages:
        short = msgspec.structs.replace(message, payload=message.payload[:SHOWN_BYTES])
        by_device.setdefault(device_id, []).append(_encoder.encode(short))
        if is_birth(message.topic):
            _keep_birth(pipeline, device_id, message)
    for device_id, encoded in by_device.items():
        pipeline.lpush(key(device_id), *encoded[-KEPT:])
        pipeline.ltrim(key(device_id), 0, KEPT - 1)
        pipeline.expire(key(device_id), KEPT_S)
    pipeline.execute()


def _keep_birth(pipeline: redis.client.Pipeline, device_id: int, message: DeviceMessage) -> None:
    """A birth of the node ends what was known of the devices under it."""
    place = births_key(device_id)
    if "/NBIRTH/" in message.topic:
        pipeline.delete(place)
    pipeline.lpush(place, _encoder.encode(message))
    pipeline.ltrim(place, 0, KEPT_BIRTHS - 1)
    pipeline.expire(place, KEPT_S)


def newest(cache: redis.Redis, device_id: int, since: datetime) -> list[DeviceMessage]:
    """The messages of a device since then, the newest first; none where the cache does not answer."""
    return _read(cache, key(device_id), since)


def births(cache: redis.Redis, device_id: int, since: datetime) -> list[DeviceMessage]:
    """What a Sparkplug node and the devices under it said since then that they have, the newest first."""
    return _read(cache, births_key(device_id), since)


def _read(cache: redis.Redis, place: str, since: datetime) -> list[DeviceMessage]:
    try:
        found = cache.lrange(place, 0, -1)
        messages = [_decoder.decode(m) for m in found if isinstance(m, bytes)]
        return [m for m in messages if m.received_ms >= localtime.to_ms(since)]
    except redis.RedisError as error:
        log.warning("The cache does not answer; messages of devices are not shown: %s", error)
        return []
