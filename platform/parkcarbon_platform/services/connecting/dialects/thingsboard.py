"""Dialect `thingsboard`: the telemetry of ThingsBoard's devices and gateways, on its topics.

A device publishes {key: value}, {"ts": ms, "values": {key: value}} or a list of these; a gateway
{device: [{"ts": ms, "values": {key: value}}]}, whose keys a mapping names as DEVICE/key.
"""

from collections.abc import Iterator, Mapping, Sequence

from parkcarbon_edge import fields as json_fields
from parkcarbon_edge import wire
from parkcarbon_edge.fields import time_of, value_of

from parkcarbon_platform.services.connecting.dialects.base import (
    MAX_LEAVES,
    Leaf,
    Place,
    Problem,
    Read,
    Value,
    as_number,
    point_problems,
    unreadable,
)
from parkcarbon_platform.services.connecting.dialects.fields import nothing
from parkcarbon_platform.storage.device_mappings import DeviceMapping, PointFacts

OF_DEVICE = "v1/devices/me/telemetry"
OF_GATEWAY = "v1/gateway/telemetry"


def topics(place: Place, mapping: DeviceMapping | None) -> list[str]:
    """Those of ThingsBoard below the device's own: of a device, of a gateway, or both."""
    gateway = mapping is not None and any("/" in key for key in mapping.values.values())
    both = (OF_DEVICE, OF_GATEWAY)
    wanted = both if mapping is None else (OF_GATEWAY,) if gateway else (OF_DEVICE,)
    return [f"{place.root}/{topic}" for topic in wanted]


def hears(place: Place, mapping: DeviceMapping, topic: str) -> bool:  # noqa: ARG001
    """Whether it is one of the two topics."""
    return place.within(topic) in (OF_DEVICE, OF_GATEWAY)


def check(mapping: DeviceMapping, points: Sequence[PointFacts]) -> list[Problem]:
    """Points that are not there, empty keys, and what ThingsBoard fixes itself."""
    found = point_problems(mapping, points)
    found += [
        Problem("path", "The key is empty.", "values", code)
        for code, key in mapping.values.items()
        if not key
    ]
    fixed = (("topic", mapping.topic), ("time", mapping.time))
    return found + [
        Problem("fixed", f"ThingsBoard fixes the {name}.", name) for name, given in fixed if given is not None
    ]


def entries(message: object, *, gateway: bool) -> Iterator[tuple[str, Mapping[str, object], object]]:
    """(prefix of its keys, values by key, time) of each entry; the time None where there is none."""
    if gateway:
        for device, listed in message.items() if isinstance(message, dict) else ():
            for entry in listed if isinstance(listed, list) else ():
                yield from _entry(f"{device}/", entry)
        return
    for entry in message if isinstance(message, list) else [message]:
        yield from _entry("", entry)


def _entry(prefix: str, entry: object) -> Iterator[tuple[str, Mapping[str, object], object]]:
    if not isinstance(entry, dict):
        return
    values = entry.get("values")
    if isinstance(values, dict):
        yield prefix, values, entry.get("ts")
    else:
        yield prefix, entry, None


def read(place: Place, mapping: DeviceMapping, topic: str, payload: bytes) -> Read:
    """The values of the keys that are mapped."""
    message = json_fields.decode(payload)
    if message is None:
        return Read((), [unreadable(payload)])
    wanted: dict[str, list[str]] = {}
    for code, key in mapping.values.items():
        wanted.setdefault(key, []).append(code)
    values: list[Value] = []
    problems: list[Problem] = []
    for prefix, found, said in entries(message, gateway=place.within(topic) == OF_GATEWAY):
        if len(values) > wire.MAX_BATCH_READINGS:
            break  # it is refused as a whole: short entries and many points must not fill the memory
        time_ms = None if said is None else time_of(said)
        if said is not None and time_ms is None:
            shown = f"{said!r:.60}"
            facts = {"path": "ts", "shown": shown}
            problems.append(Problem("time", f"ts is {shown}: it has to be ms since 1970.", facts=facts))
            continue
        for key, raw in found.items():
            if raw is not None:
                values += [Value(code, value_of(raw), time_ms) for code in wanted.get(prefix + key, ())]
    if not values and not problems:
        problems.append(nothing(mapping.values.values()))
    return Read(values, problems)


def leaves(place: Place, topic: str | None, payload: bytes) -> list[Leaf]:
    """The keys that have a number; what a gateway's look like is told from the topic, else from the body."""
    message = json_fields.decode(payload)
    within = None if topic is None else place.within(topic) or topic
    gateway = within == OF_GATEWAY if within else _like_a_gateway(message)
    found = {
        prefix + key: number
        for prefix, values, _ in entries(message, gateway=gateway)
        for key, raw in values.items()
        if not isinstance(raw, bool) and (number := as_number(raw)) is not None
    }
    return [Leaf(path, value) for path, value in found.items()][:MAX_LEAVES]


def _like_a_gateway(message: object) -> bool:
    return isinstance(message, dict) and bool(message) and all(isinstance(v, list) for v in message.values())
