"""How a bare device's messages are understood: shown, saved in versions, and tried on a message before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import redis
from parkcarbon_edge import wire

from parkcarbon_platform.errors import ConflictError, InvalidError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.connecting import candidates, device_messages, plausibility
from parkcarbon_platform.services.connecting.candidates import Candidate
from parkcarbon_platform.services.connecting.device_messages import DeviceMessage
from parkcarbon_platform.services.connecting.dialects.base import Dialect, Place, Problem, Read, Value
from parkcarbon_platform.services.connecting.dialects.table import DIALECTS
from parkcarbon_platform.services.connecting.plausibility import Plausible
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.storage import device_mappings as storage
from parkcarbon_platform.storage import edges as edge_storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.device_mappings import DeviceMapping, MappingRow, PointFacts
from parkcarbon_platform.storage.edges import Device, Owner

__all__ = [
    "Candidate",
    "Device",
    "DeviceMapping",
    "DeviceMessage",
    "MappingRow",
    "Place",
    "Plausible",
    "Preview",
    "Previewed",
    "Problem",
    "device",
    "dialect_of",
    "judge",
    "messages",
    "place_of",
    "preview",
    "save",
    "show",
    "topics",
]

SHOWN_VALUES = 500  # of a preview: a sample may be a list of thousands


class MappingError(InvalidError):
    """A mapping that nothing could be read by."""

    code = "mapping"
    remedy = "Correct the mapping and save it again."


class MappingChangedError(ConflictError):
    """Somebody else saved a mapping meanwhile."""

    code = "mapping_changed"
    remedy = "Look at what they saved, and make your change again."


@dataclass(frozen=True, slots=True)
class Previewed:
    """A reading that a mapping would make of a message."""

    point: str
    value: wire.Value
    time_ms: int
    unit: str
    plausible: Plausible


@dataclass(frozen=True, slots=True)
class Preview:
    """What a mapping would make of a message, and what else there is in it."""

    readings: list[Previewed]
    candidates: list[Candidate]
    problems: list[Problem]


def device(connection: Connection, code: str) -> Device:
    """The device with a code."""
    found = edge_storage.device(connection, code)
    if found is None:
        raise NotFoundError(f"There is no meter {code}.", device=code)
    return found


def place_of(connection: Connection, partitions: int, code: str) -> Place:
    """Where the device lives in the topic tree."""
    _, park = edge_storage.park(connection)
    return Place(wire.partition_of(park, partitions), park, code)


def dialect_of(name: str) -> Dialect:
    """The dialect of a name; raises MappingError."""
    found = DIALECTS.get(name)
    if found is None:
        raise MappingError(f"There is no dialect {name}.", field="dialect", known=", ".join(DIALECTS))
    return found


def topics(place: Place, mapping: DeviceMapping | None) -> list[str]:
    """What the device is to publish to."""
    return DIALECTS[mapping.dialect if mapping else "fields"].topics(place, mapping)


def show(connection: Connection, code: str) -> MappingRow | None:
    """The mapping of a device, where it has one."""
    return storage.newest(connection, device(connection, code).id)


def messages(
    connection: Connection, cache: redis.Redis, code: str
) -> tuple[list[DeviceMessage], list[DeviceMessage]]:
    """(the newest messages of a device, its newest births where it is a Sparkplug node)."""
    found = device(connection, code)
    since = found.owned_since
    newest = device_messages.newest(cache, found.id, since)
    return newest, device_messages.births(cache, found.id, since)


def save(
    connection: Connection, actor: Actor, code: str, mapping: DeviceMapping, based_on: int | None
) -> MappingRow:
    """Have messages be understood another way from now on; `based_on` None: whatever there is."""
    found = device(connection, code)
    edge_storage.lock(connection, Owner(found.enterprise_id, device_id=found.id))
    newest = storage.newest(connection, found.id)
    version = newest.version if newest else 0
    if based_on is not None and based_on != version:
        by = newest.author if newest else "nobody"
        raise MappingChangedError(
            f"Version {version} was saved by {by}; yours is made from version {based_on}.", version=version
        )
    problems = dialect_of(mapping.dialect).check(mapping, storage.points(connection, found.id))
    if problems:
        raise refusal(problems)
    storage.add(
        connection, found.id, found.enterprise_id, version=version + 1, mapping=mapping, author=actor.name
    )
    saved = storage.newest(connection, found.id)
    if saved is None:
        raise LookupError(code)
    return saved


def refusal(problems: Sequence[Problem]) -> MappingError:
    """Every problem in words; the first as facts."""
    first = problems[0]
    said = {"problem": first.code, "field": first.field, "point": first.point}
    facts = {name: fact for name, fact in said.items() if fact is not None}
    return MappingError(" ".join(problem.message for problem in problems[:5]), remedy=None, **facts)


def preview(
    connection: Connection, cache: redis.Redis, place: Place, mapping: DeviceMapping, *, sample: bytes,
    topic: str | None, now: datetime,
) -> Preview:  # fmt: skip
    """What a mapping would make of a message that came just now; it stores nothing and may be incomplete."""
    found = device(connection, place.device)
    points = storage.points(connection, found.id)
    dialect = dialect_of(mapping.dialect)
    is_full = topic and (place.within(topic) is not None or dialect.hears(place, mapping, topic))
    full = topic if is_full else None
    heard = full or (f"{place.root}/{topic}" if topic else dialect.topics(place, mapping)[0])
    problems = [p for p in dialect.check(mapping, points) if p.code != "no_values"]
    if not dialect.hears(place, mapping, heard):
        problems.append(Problem("not_heard", f"Messages on {heard} are not meant by the mapping.", "topic"))
    read = dialect.read(place, mapping, heard, sample) if mapping.values else Read(())
    problems += read.problems
    earlier = [
        {leaf.path: leaf.value for leaf in dialect.leaves(place, message.topic, message.payload)}
        for message in reversed(device_messages.newest(cache, found.id, found.owned_since))
    ]
    leaves = dialect.leaves(place, heard, sample)
    if not leaves and not mapping.values:
        problems += dialect.read(place, mapping, heard, sample).problems
    return Preview(
        judge(connection, points, read.values[:SHOWN_VALUES], now),
        candidates.rank(leaves, earlier, points, paths_of(mapping, [leaf.path for leaf in leaves])),
        problems,
    )


def paths_of(mapping: DeviceMapping, leaves: Sequence[str]) -> dict[str, str]:
    """Points by the path of a leaf; a plain name stands for a field of the message itself."""
    known = set(leaves)
    by_path = {path: code for code, path in mapping.values.items() if path in known}
    plain = {f"$.{path}": code for code, path in mapping.values.items() if f"$.{path}" in known}
    return by_path | plain


def judge(
    connection: Connection, points: Sequence[PointFacts], values: Sequence[Value], now: datetime
) -> list[Previewed]:
    """Values beside what their points say of themselves and what they read before."""
    units = {point.code: point.unit for point in points}
    known = [value for value in values if value.point in units]
    times = [to_ms(now) if value.time_ms is None else value.time_ms for value in known]
    asked = [
        (v.point, plausibility.Value(v.value, ms, quality=v.quality))
        for v, ms in zip(known, times, strict=True)
    ]
    verdicts = plausibility.judge(connection, asked, now)
    return [
        Previewed(v.point, v.value, ms, units[v.point], verdict)
        for v, ms, verdict in zip(known, times, verdicts, strict=True)
    ]
