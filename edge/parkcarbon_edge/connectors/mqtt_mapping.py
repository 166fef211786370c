"""Messages of foreign meters as readings: wildcard topics, paths into JSON, and a gateway's dialect.

All pure: topic and decoded message in, readings out. What is wrong becomes a bad reading; nothing raises.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from parkcarbon_edge import wire
from parkcarbon_edge.connectors import payloads
from parkcarbon_edge.connectors.base import BAD_DECODING, BAD_TIMESTAMP, GOOD
from parkcarbon_edge.fields import at, decode, path_steps, time_of, value_of
from parkcarbon_edge.settings import MqttPoint

PLACE = re.compile(r"\{(\d)\}")
MAX_KEY = 200


class Mapped(Struct, frozen=True):
    """What a mapping makes of one message, for a preview: a point's key, value, time and quality."""

    key: str
    value: wire.Value
    time_ms: int
    quality: int


class Rule(NamedTuple):
    """One point of one topic: where its value is, and its time (None: the receipt)."""

    key: str
    value: tuple[str | int, ...]
    time: tuple[str | int, ...] | None


class Rules(NamedTuple):
    """What a topic speaks of: fields of our own format by name, and paths into anything else.

    Where two points want the same field, its second key is in a second mapping.
    """

    fields: list[dict[str, str]]
    paths: list[Rule]


def matches(pattern: str, topic: str) -> list[str] | None:
    """What stands in the place of each + of the pattern, or None where the topic does not match."""
    wanted, given = pattern.split("/"), topic.split("/")
    if len(wanted) != len(given):
        return None
    found = []
    for want, have in zip(wanted, given, strict=True):
        if want == "+":
            found.append(have)
        elif want != have:
            return None
    return found


def key_of(template: str, levels: Sequence[str]) -> str | None:
    """The key with {1}, {2} … replaced by what the wildcards stood for; None where it is too long."""
    key = PLACE.sub(lambda m: levels[int(m[1]) - 1] if 0 < int(m[1]) <= len(levels) else m[0], template)
    return key if 0 < len(key) <= MAX_KEY else None


def rules_of(points: Sequence[MqttPoint], topic: str) -> Rules:
    """The points of a connector that this topic speaks of."""
    found = Rules([], [])
    for point in points:
        levels = matches(point.topic, topic)
        key = None if levels is None else key_of(point.key, levels)
        if key is None:
            continue
        path = path_steps(point.field)
        if path or point.time:
            time = path_steps(point.time) if point.time else None
            found.paths.append(Rule(key, path or ("values", point.field), time))
        else:
            free = next((names for names in found.fields if point.field not in names), None)
            if free is None:
                found.fields.append(free := {})
            free[point.field] = key
    return found


def readings_of(rules: Rules, message: object, received_ms: int) -> list[wire.Reading]:
    """The readings of one message; a path that leads nowhere has nothing to say."""
    found = [r for names in rules.fields for r in payloads.readings_of(message, names, received_ms)]
    for rule in rules.paths:
        if message is None:
            found.append((rule.key, received_ms, None, BAD_DECODING))
            continue
        raw = at(message, rule.value)
        if raw is not None:
            time_ms = received_ms if rule.time is None else time_of(at(message, rule.time))
            found.append(_reading(rule.key, raw, time_ms, received_ms))
    return found


def _reading(key: str, raw: object, time_ms: int | None, received_ms: int) -> wire.Reading:
    if time_ms is None:
        return (key, received_ms, None, BAD_TIMESTAMP)
    value = value_of(raw)
    return (key, time_ms, value, BAD_DECODING if value is None else GOOD)


def gateway_readings(
    points: Sequence[MqttPoint], topic: str, message: object, received_ms: int
) -> list[wire.Reading]:
    """Readings of ThingsBoard's gateway telemetry: {"device": [{"ts": ms, "values": {"name": number}}]}.

    A point's `device` is the name there; {1} in its key stands for it where it is +.
    """
    if not isinstance(message, dict):
        return []
    found: list[wire.Reading] = []
    for device, entries in message.items():
        for entry in entries if isinstance(entries, list) else ():
            timed = isinstance(entry, dict) and isinstance(entry.get("values"), dict)
            values, said = (entry["values"], entry.get("ts")) if timed else (entry, None)
            time_ms = received_ms if said is None else time_of(said)
            for point in points:
                if matches(point.topic, topic) is None or point.device not in ("+", device):
                    continue
                key = key_of(point.key, [device])
                raw = at(values, (point.field,))
                if key is None or raw is None:
                    continue
                found.append(_reading(key, raw, time_ms, received_ms))
    return found


def mapped(
    points: Sequence[MqttPoint], dialect: str, topic: str, message: object, received_ms: int
) -> list[wire.Reading]:
    """The readings of a decoded message in the connector's dialect."""
    if dialect == "thingsboard":
        return gateway_readings(points, topic, message, received_ms)
    return readings_of(rules_of(points, topic), message, received_ms)


def preview(
    points: Sequence[MqttPoint], dialect: str, topic: str, payload: bytes, received_ms: int
) -> list[Mapped]:
    """What would be collected of this message: for whoever writes a mapping."""
    found = mapped(points, dialect, topic, decode(payload), received_ms)
    return [Mapped(key, value, time_ms, quality) for key, time_ms, value, quality in found]
