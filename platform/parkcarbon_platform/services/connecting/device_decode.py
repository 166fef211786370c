"""From a bare device's message to what can be stored of it, by the device's mapping.

A device says no sequence, so a message with times of its own is known by its content, and may come any number
of times. Without, the time of receipt holds, to the second: the broker's own repetition to the ingest is
recognised by its number (`storage.handed_over`), and the ingest's after a commit that failed by that time. A
device that sends again what the broker has, because it missed the acknowledgement, brings the same value at a
later second: nothing in MQTT tells that from a new reading. Registers and gauges lose nothing by it; amounts
a period must say their time.
"""

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from parkcarbon_edge import wire

from parkcarbon_platform.services.connecting import decode, sparkplug_message
from parkcarbon_platform.services.connecting.dialects.base import Place, Problem, Value
from parkcarbon_platform.services.connecting.dialects.table import DIALECTS
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.storage import quarantine
from parkcarbon_platform.storage.catalogue import Device, FreshCatalogue
from parkcarbon_platform.storage.delivery import Delivery, Quarantined, Readings

log = logging.getLogger(__name__)

MAX_VALUES = wire.MAX_BATCH_READINGS
UNMAPPED = "unmapped"
TOO_MANY = quarantine.TOO_MANY


class Taken(NamedTuple):
    """Values that can be stored, and what keeps others out: (reason, words)."""

    readings: Readings
    refused: Sequence[tuple[str, str]]


def place_of(topic: str) -> Place | None:
    """The device that a topic belongs to; None where it is no device's."""
    node = sparkplug_message.parse_topic(topic)
    if node is not None:
        return Place("", node.group, node.node)
    levels = topic.split("/", 6)
    if len(levels) < 7 or "/".join(levels[:2]) != wire.ROOT or levels[4] != "device":
        return None
    return Place(levels[2], levels[3], levels[5])


def known_device(topic: str, catalogue: FreshCatalogue) -> Device | None:
    """The device of a topic as far as it is known already."""
    place = place_of(topic)
    return None if place is None else catalogue.current.devices.get((place.park, place.device))


def excess(topic: str, payload: bytes, received_at: datetime, device: Device) -> Delivery:
    """A message that is more than its device may send: it is counted, and not kept."""
    sha256 = hashlib.sha256(payload).digest()
    delivery = Delivery(topic, received_at, sha256, device.park_id, device_id=device.device_id)
    words = "The device sends more than it may; this message was counted and not kept."
    delivery.quarantined = [Quarantined(TOO_MANY, words, b"", sha256)]
    return delivery


def decode_device(
    place: Place, topic: str, payload: bytes, received_at: datetime, catalogue: FreshCatalogue
) -> Delivery:
    """The message as it can be stored. Raises only what reading the catalogue raises.

    Where nothing can be made of it, the mapping may have been saved just now: it is looked at once more.
    """
    found = decoded(place, topic, payload, received_at, catalogue)
    if found.device_id is not None and (found.left or found.quarantined) and catalogue.look():
        return decoded(place, topic, payload, received_at, catalogue)
    return found


def decoded(
    place: Place, topic: str, payload: bytes, received_at: datetime, catalogue: FreshCatalogue
) -> Delivery:
    """The message by the catalogue as it is known."""
    delivery = Delivery(topic, received_at, hashlib.sha256(payload).digest())
    device = find(place, catalogue)
    if device is None:
        delivery.park_id = catalogue.current.parks.get(place.park)
        reason = "unknown_park" if delivery.park_id is None else "unknown_device"
        name = place.park if delivery.park_id is None else place.device
        return decode.aside(delivery, reason, f"{name} is not known here", payload)
    delivery.park_id, delivery.device_id = device.park_id, device.device_id
    if device.mapping is None:
        delivery.left = "waiting"
        return delivery
    try:
        return by_mapping(delivery, place, device, payload)
    except decode.CONTENT_ERRORS as error:
        log.exception("A message on %r broke the decoder; it goes to quarantine", topic)
        return decode.refuse(delivery, payload, f"the decoder failed: {type(error).__name__}")


def find(place: Place, catalogue: FreshCatalogue) -> Device | None:
    """The device, after another look at the database where it is not known."""
    key = (place.park, place.device)
    if key not in catalogue.current.devices:
        catalogue.missed()
    return catalogue.current.devices.get(key)


def by_mapping(delivery: Delivery, place: Place, device: Device, payload: bytes) -> Delivery:
    """What the mapping makes of the message; all of it goes aside as well where a part is wrong."""
    assert device.mapping is not None
    dialect = DIALECTS[device.mapping.dialect]
    if not dialect.hears(place, device.mapping, delivery.topic):
        delivery.left = "ignored"
        return delivery
    if len(payload) > decode.MAX_BYTES:
        words = f"{len(payload)} bytes, {decode.MAX_BYTES} are allowed"
        return decode.aside(delivery, "oversized", words, payload)
    read = dialect.read(place, device.mapping, delivery.topic, payload)
    if len(read.values) > MAX_VALUES:
        return decode.aside(
            delivery, "oversized", f"{len(read.values)} values, {MAX_VALUES} are allowed", payload
        )
    if not read.values and not read.problems:
        delivery.left = "ignored"
        return delivery
    taken = take(read.values, device, delivery.received_at)
    refused = [(UNMAPPED, problem.message) for problem in read.problems] + list(taken.refused)
    if refused:
        reason = refused[0][0]
        delivery = decode.aside(delivery, reason, " ".join(said(refused)), payload)
    if len(taken.readings):
        delivery.readings, delivery.sent = taken.readings, len(read.values)
        delivery.mapping_version = device.version
        delivery.once = all(value.time_ms is not None for value in read.values)
    return delivery


def said(refused: Sequence[tuple[str, str]]) -> list[str]:
    """The words, each once, not too many."""
    return list(dict.fromkeys(words for _, words in refused))[:5]


def take(values: Sequence[Value], device: Device, received_at: datetime) -> Taken:
    """Check each value; the good ones in columns."""
    received_ms, latest = to_ms(received_at) // 1000 * 1000, decode.latest_ms(received_at)
    readings = Readings([], [], [], [])
    exact: dict[int, Decimal] = {}
    columns: list[tuple[int, int, float | None, int]] = []
    refused: list[tuple[str, str]] = []
    for value in values:
        problem = wrong(value, device, latest)
        if problem is not None:
            refused.append((problem.code, problem.message))
            continue
        try:
            number, precise = decode.read_value(value.value)
        except ValueError as error:
            refused.append(("wrong_type", f"{value.point}: {error}."))
            continue
        if precise is not None:
            exact[len(columns)] = precise
        time_ms = received_ms if value.time_ms is None else value.time_ms
        columns.append((device.points[value.point], time_ms, number, value.quality))
    if columns:
        points, times, numbers, qualities = zip(*columns, strict=True)
        readings = Readings(points, times, numbers, qualities, exact)
    return Taken(readings, refused)


def wrong(value: Value, device: Device, latest: int) -> Problem | None:
    """What keeps a value out before its number is looked at."""
    if value.point not in device.points:
        return Problem(UNMAPPED, f"The device has no point {value.point} any more.")
    if value.time_ms is None:
        words = f"{value.point} is an amount a period, and the message does not say which."
        return Problem(UNMAPPED, words) if value.point in device.timed else None
    reason, detail = decode.judge_time(value.time_ms, latest)
    return Problem(reason, f"{value.point}: {detail}.") if reason else None
