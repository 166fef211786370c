"""Dialect `sparkplug`: a Sparkplug B node, whose group is the park and whose name is the device's code.

What is read here are messages as the ingest's host hands them on, aliases resolved. A mapping names metrics,
those of a device under the node as DEVICE/metric.
"""

from collections.abc import Sequence

import msgspec
from parkcarbon_edge.fields import value_of

from parkcarbon_platform.services.connecting import sparkplug_message as form
from parkcarbon_platform.services.connecting.dialects.base import (
    MAX_LEAVES,
    Leaf,
    Place,
    Problem,
    Read,
    Value,
    as_number,
    point_problems,
)
from parkcarbon_platform.storage.device_mappings import DeviceMapping, PointFacts

# What a node has for its own sake.
CONTROLS = ("Node Control/", "Device Control/", "bdSeq")


def topics(place: Place, mapping: DeviceMapping | None) -> list[str]:
    """Those of the node, and where a mapping may mean them those of a device under it."""
    group = f"{form.ROOT}/{place.park}"
    below = mapping is None or any("/" in name for name in mapping.values.values())
    return [
        *(f"{group}/{kind}/{place.device}" for kind in ("NBIRTH", "NDATA", "NDEATH")),
        *(f"{group}/{kind}/{place.device}/DEVICE" for kind in ("DBIRTH", "DDATA", "DDEATH") if below),
    ]


def hears(place: Place, mapping: DeviceMapping, topic: str) -> bool:  # noqa: ARG001
    """Whether it is one of the node's."""
    address = form.parse_topic(topic)
    return address is not None and (address.group, address.node) == (place.park, place.device)


def check(mapping: DeviceMapping, points: Sequence[PointFacts]) -> list[Problem]:
    """Points that are not there, empty names, what Sparkplug fixes itself, and amounts a period."""
    found = point_problems(mapping, points)
    found += [
        Problem("path", "The name of the metric is empty.", "values", code)
        for code, name in mapping.values.items()
        if not name
    ]
    found += [
        Problem(
            "told_again",
            f"{point.code} is an amount a period: births tell the newest one again, and it would count "
            "twice. Map a register that counts, or send JSON.",
            "values", point.code,
        )
        for point in points
        if point.kind == "interval" and point.code in mapping.values
    ]  # fmt: skip
    fixed = (("topic", mapping.topic), ("time", mapping.time))
    return found + [
        Problem("fixed", f"Sparkplug fixes the {name}.", name) for name, given in fixed if given is not None
    ]


def read(place: Place, mapping: DeviceMapping, topic: str, payload: bytes) -> Read:  # noqa: ARG001
    """The values of the metrics that are mapped: a message says what changed, so it may have none."""
    try:
        message = form.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        words = f"This is no message of a Sparkplug node: {error}."
        return Read((), [Problem("not_sparkplug", words, facts={"said": error})])
    if message.problem:
        return Read((), [Problem("not_sparkplug", message.problem, facts={"said": message.problem})])
    wanted: dict[str, list[str]] = {}
    for code, name in mapping.values.items():
        wanted.setdefault(name, []).append(code)
    return Read([
        Value(code, value_of(metric.value), metric.time, metric.quality)
        for metric in message.metrics
        for code in wanted.get(metric.name, ())
    ])  # fmt: skip


def leaves(place: Place, topic: str | None, payload: bytes) -> list[Leaf]:  # noqa: ARG001
    """The metrics that are numbers."""
    try:
        message = form.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return []
    found = [
        Leaf(metric.name, number)
        for metric in message.metrics
        if not metric.name.startswith(CONTROLS) and (number := as_number(metric.value)) is not None
    ]
    return found[:MAX_LEAVES]
