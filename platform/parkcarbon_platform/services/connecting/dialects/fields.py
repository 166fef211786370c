"""Dialect `fields`: any JSON, with a path for each point and one for the time; a message may be a list."""

from collections.abc import Iterable, Sequence

from parkcarbon_edge import fields as json_fields
from parkcarbon_edge.fields import path_steps, time_of, value_of

from parkcarbon_platform.services.connecting.dialects.base import (
    Leaf,
    Place,
    Problem,
    Read,
    Value,
    filter_problems,
    flat,
    matches,
    point_problems,
    unreadable,
)
from parkcarbon_platform.storage.device_mappings import DeviceMapping, PointFacts

EXAMPLE = "telemetry"
# Entries × paths of one message: what takes longer would hold up the messages of everybody.
MAX_LOOKS = 200_000


def steps_of(path: str) -> tuple[str | int, ...]:
    """The steps of a path; a plain name is a field of the message itself."""
    return path_steps(path) if path.startswith("$") else (path,)


def topics(place: Place, mapping: DeviceMapping | None) -> list[str]:
    """As the mapping narrows it, else any topic of the device's own."""
    narrowed = mapping.topic if mapping is not None and mapping.topic else EXAMPLE
    return [f"{place.root}/{narrowed.replace('+', EXAMPLE).replace('#', EXAMPLE)}"]


def hears(place: Place, mapping: DeviceMapping, topic: str) -> bool:
    """Whether the topic is the device's own and within the filter."""
    within = place.within(topic)
    return within is not None and (mapping.topic is None or matches(mapping.topic, within))


def check(mapping: DeviceMapping, points: Sequence[PointFacts]) -> list[Problem]:
    """Points that are not there, paths that are none, and amounts that nothing tells the time of."""
    found = point_problems(mapping, points) + filter_problems(mapping.topic)
    for code, path in mapping.values.items():
        if not path or not steps_of(path):
            words = "Write a path as $.a.b, $.list[0] or $['a b'], or the name of a field."
            found.append(Problem("path", f"{path!r} is no path. {words}", "values", code))
    if mapping.time is not None and not (mapping.time and steps_of(mapping.time)):
        found.append(Problem("path", f"{mapping.time!r} is no path.", "time"))
    if mapping.time is None:
        found += [
            Problem(
                "time_needed",
                f"{point.code} is an amount a period: a message that came twice would count twice, unless it "
                "has a time of its own.",
                "time", point.code,
            )
            for point in points
            if point.kind == "interval" and point.code in mapping.values
        ]  # fmt: skip
    return found


def read(place: Place, mapping: DeviceMapping, topic: str, payload: bytes) -> Read:  # noqa: ARG001
    """The values that are there; a message with none of them, or without its time, says why."""
    message = json_fields.decode(payload)
    if message is None:
        return Read((), [unreadable(payload)])
    entries = message if isinstance(message, list) else [message]
    if len(entries) * len(mapping.values) > MAX_LOOKS:
        words = f"The list has {len(entries)} entries: send it in parts."
        return Read((), [Problem("too_long", words, facts={"entries": len(entries)})])
    values: list[Value] = []
    problems: list[Problem] = []
    for entry in entries:
        time_ms = None
        if mapping.time is not None:
            raw = json_fields.at(entry, steps_of(mapping.time))
            time_ms = time_of(raw)
            if time_ms is None:
                problems.append(no_time(mapping.time, raw))
                continue
        for code, path in mapping.values.items():
            raw = json_fields.at(entry, steps_of(path))
            if raw is not None:
                values.append(Value(code, value_of(raw), time_ms))
    if not values and not problems:
        problems.append(nothing(mapping.values.values()))
    return Read(values, problems)


def no_time(path: str, raw: object) -> Problem:
    """What stands where the time should."""
    shown = "nothing" if raw is None else repr(raw)[:60]
    words = "It has to be seconds or milliseconds since 1970, or ISO 8601 with its offset."
    facts = {"path": path, "shown": shown if raw is not None else "–"}
    return Problem("time", f"At {path} stands {shown}. {words}", "time", facts=facts)


def nothing(paths: Iterable[object]) -> Problem:
    """None of the paths leads anywhere."""
    listed = ", ".join(str(path) for path in list(paths)[:5])
    return Problem("no_values", f"The message has nothing at {listed}.", "values", facts={"paths": listed})


def leaves(place: Place, topic: str | None, payload: bytes) -> list[Leaf]:  # noqa: ARG001
    """Every number; of a list those of its first entry."""
    message = json_fields.decode(payload)
    if isinstance(message, list):
        message = message[0] if message else None
    return flat(message)
