"""Whose a message is: an edge's or a bare device's; each is decoded its own way."""

from datetime import datetime

from parkcarbon_platform.services.connecting import decode, device_decode
from parkcarbon_platform.storage.catalogue import FreshCatalogue
from parkcarbon_platform.storage.delivery import Delivery


def read(
    topic: str, payload: bytes, received_at: datetime, catalogue: FreshCatalogue, *, fresh: bool = False
) -> Delivery:
    """The message as it can be stored. Raises only what reading the catalogue raises.

    `fresh`: it was received right after it was sent.
    """
    place = device_decode.place_of(topic)
    if place is None:
        return decode.decode(topic, payload, received_at, catalogue, fresh=fresh)
    return device_decode.decode_device(place, topic, payload, received_at, catalogue)
