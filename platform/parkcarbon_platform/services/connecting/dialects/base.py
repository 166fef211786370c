"""What a dialect of bare devices is: how topics and bodies of messages become values of points.

A dialect is a module with the functions of `Dialect`, named in the table of `dialects.table`. It is pure:
a mapping, a topic and bytes in, values out. What it cannot make sense of it says as a problem.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, Protocol

from parkcarbon_edge import fields, wire

from parkcarbon_platform.storage.device_mappings import DeviceMapping, PointFacts

MAX_LEAVES = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a device lives in the topic tree."""

    partition: str
    park: str
    device: str

    @property
    def root(self) -> str:
        """The topic under which everything is its own."""
        return f"{wire.ROOT}/{self.partition}/{self.park}/device/{self.device}"

    def within(self, topic: str) -> str | None:
        """The part of a topic below the device's own; None where it is not below."""
        return topic[len(self.root) + 1 :] if topic.startswith(f"{self.root}/") else None


class Value(NamedTuple):
    """A value of a point in a message; `time_ms` None: the message says none, so the receipt's holds.

    `quality` is an OPC UA StatusCode, 0 where the dialect knows none.
    """

    point: str
    value: wire.Value
    time_ms: int | None
    quality: int = 0


class Problem(NamedTuple):
    """What a mapping or a message cannot be used for; `field` of the mapping, `point` where it is one's.

    `facts` are what stands in the message: pages say it in their language.
    """

    code: str
    message: str
    field: str | None = None
    point: str | None = None
    facts: Mapping[str, object] = MappingProxyType({})


class Read(NamedTuple):
    """What a message says."""

    values: Sequence[Value]
    problems: Sequence[Problem] = ()


class Leaf(NamedTuple):
    """A number somewhere in a message: a path that a mapping may name."""

    path: str
    value: wire.Value


class Dialect(Protocol):
    """How the messages of one kind of device are understood."""

    def topics(self, place: Place, mapping: DeviceMapping | None) -> list[str]:
        """What such a device is to publish to."""

    def hears(self, place: Place, mapping: DeviceMapping, topic: str) -> bool:
        """Whether a message on this topic of the device is meant."""

    def check(self, mapping: DeviceMapping, points: Sequence[PointFacts]) -> list[Problem]:
        """What is wrong with a mapping."""

    def read(self, place: Place, mapping: DeviceMapping, topic: str, payload: bytes) -> Read:
        """The values of a message."""

    def leaves(self, place: Place, topic: str | None, payload: bytes) -> list[Leaf]:
        """Every number of a message with the path that a mapping would name, `MAX_LEAVES` at most."""


UNREADABLE = Problem("unreadable", "The message is no JSON.")


def unreadable(payload: bytes) -> Problem:
    """Why bytes are no JSON, in words that name their beginning."""
    if not payload:
        return Problem("unreadable", "The message is empty; it has to be JSON.", facts={"begins": '""'})
    shown = repr(payload[:40].decode("utf-8", "replace"))
    words = f"The message is no JSON: it begins with {shown}."
    return Problem("unreadable", words, facts={"begins": shown})


def matches(pattern: str, topic: str) -> bool:
    """Whether a topic matches an MQTT filter with + and a closing #."""
    wanted, given = pattern.split("/"), topic.split("/")
    for index, want in enumerate(wanted):
        if want == "#":
            return True
        if index >= len(given) or want not in ("+", given[index]):
            return False
    return len(wanted) == len(given)


def filter_problems(topic: str | None) -> list[Problem]:
    """What is wrong with a topic filter that is told relative to the device's own topics."""
    if topic is None:
        return []
    levels = topic.split("/")
    wrong = not topic or topic.startswith(("/", wire.ROOT)) or "#" in topic[:-1] or len(topic) > 200
    wrong = wrong or any(("+" in level or "#" in level) and len(level) > 1 for level in levels)
    if not wrong:
        return []
    words = "The topic is told below the device's own, with + for one level and # for the rest."
    return [Problem("topic", words, "topic")]


def point_problems(mapping: DeviceMapping, points: Sequence[PointFacts]) -> list[Problem]:
    """Points that the device does not have; no point at all."""
    known = {point.code for point in points}
    found = [
        Problem("unknown_point", f"The device has no point {code}.", "values", code)
        for code in mapping.values
        if code not in known
    ]
    return found or ([] if mapping.values else [Problem("no_values", "No point has a value.", "values")])


def flat(value: object, path: str = "$") -> list[Leaf]:
    """Every number below a JSON value, texts that are numbers among them, with its path.

    What no path can name (an empty name, one with both kinds of quotes) is left out: it cannot be mapped.
    """
    found: list[Leaf] = []
    _walk(value, path, found, 0)
    return found[:MAX_LEAVES]


def _walk(value: object, path: str, found: list[Leaf], depth: int) -> None:
    if depth > 12 or len(found) >= MAX_LEAVES:
        return
    if isinstance(value, dict):
        for name, below in value.items():
            if name and not ("'" in name and '"' in name):
                _walk(below, path + step(str(name)), found, depth + 1)
    elif isinstance(value, list):
        for index, below in enumerate(value[:20]):
            _walk(below, f"{path}[{index}]", found, depth + 1)
    elif not isinstance(value, bool) and (number := as_number(value)) is not None:
        found.append(Leaf(path, number))


def step(name: str) -> str:
    """A name as a step of a path."""
    plain = name and not any(c in ".[]'\"$" for c in name)
    if plain and " " not in name:
        return f".{name}"
    quote = '"' if "'" in name else "'"
    return f"[{quote}{name}{quote}]"


def as_number(value: object) -> wire.Value:
    """A JSON value that is a number, or the text of one; None for others, and beyond what a float64 holds."""
    if isinstance(value, int | float):
        return value if isinstance(value, int) or math.isfinite(value) else None
    if isinstance(value, str) and fields.is_decimal(value):
        return value
    return None
