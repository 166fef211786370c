"""The configuration that an edge shall have: wanted here, checked, applied and acknowledged there."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from parkcarbon_platform.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.access.vault import Sealed, Vault
from parkcarbon_platform.services.connecting import edges
from parkcarbon_platform.storage import edge_orders as storage
from parkcarbon_platform.storage import edges as edge_storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.edge_orders import ConfigRow
from parkcarbon_platform.storage.edges import EdgeRow, Owner
from parkcarbon_platform.storage.parks import has_readings, ids

__all__ = ["Bound", "ConfigRow", "Wanted", "history", "save", "show", "to_change"]

# The broker takes messages of 2 MiB; an edge polls some thousands of points.
MAX_BYTES = 1 << 20
HISTORY = 20
NAME, KEY, POINT, SECRET = "name", "key", "point", "_secret"


class EdgeConfigError(InvalidError):
    """A configuration that no edge could use."""

    code = "edge_config"
    remedy = "Correct the configuration and save it again."


class ConfigChangedError(ConflictError):
    """Somebody else saved a configuration meanwhile."""

    code = "config_changed"
    remedy = "Look at what they saved, and make your change again."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants: sections as the edge reads them, new secrets by name, points by key.

    Secrets that the sections name and that are not given stay as they are, and so do bindings. `max_age_days`
    (how long a row may wait in the spool) None: as in the edge's own file; `keeps_age`: as it was.
    """

    based_on: int
    connector: Sequence[Mapping[str, Any]]
    secrets: Mapping[str, str] = field(default_factory=dict)
    bindings: Mapping[str, str] = field(default_factory=dict)
    max_age_days: int | None = None
    keeps_age: bool = True


@dataclass(frozen=True, slots=True)
class Bound:
    """The configuration that is wanted now, and the point of each key; None: of another enterprise."""

    config: ConfigRow | None
    points: Mapping[str, str | None]


def to_change(connection: Connection, actor: Actor, code: str) -> EdgeRow:
    """The edge, locked for a change by the actor."""
    edge = edges.find(connection, code)
    if not actor.owns(edge.enterprise_id):
        raise ForbiddenError(f"The edge {code} is not your enterprise's.", edge=code)
    edge_storage.lock(connection, Owner(edge.enterprise_id, edge_id=edge.id))
    return edge


def show(connection: Connection, edge: EdgeRow) -> Bound:
    """What the edge shall have; version 0 is what it said is in its own file."""
    points = {key: code for key, (_, code) in storage.bindings(connection, edge.id).items()}
    return Bound(storage.newest_config(connection, edge.id), points)


def history(connection: Connection, edge: EdgeRow) -> list[ConfigRow]:
    """The last versions, the newest first."""
    return storage.configs(connection, edge.id, HISTORY)


def save(connection: Connection, actor: Actor, code: str, wanted: Wanted, vault: Vault) -> ConfigRow:
    """Want another configuration, with the bindings of its keys; both or neither."""
    edge = to_change(connection, actor, code)
    newest = storage.newest_config(connection, edge.id)
    version, before = (newest.version, newest.max_age_days) if newest else (0, None)
    if wanted.based_on != version:
        by = newest.author if newest else "nobody"
        raise ConfigChangedError(
            f"Version {version} was saved by {by}; yours is made from version {wanted.based_on}.",
            version=version,
        )
    keys = check(wanted.connector)
    secrets = _secrets(connection, edge, wanted, vault)
    _bind(connection, edge, keys, wanted.bindings)
    storage.add_config(
        connection,
        {
            "enterprise_id": edge.enterprise_id, "edge_id": edge.id, "version": version + 1,
            "connector": [dict(section) for section in wanted.connector], "secrets": secrets,
            "author": actor.name,
            "max_age_days": before if wanted.keeps_age else wanted.max_age_days,
        },
    )  # fmt: skip
    saved = storage.newest_config(connection, edge.id)
    if saved is None:
        raise LookupError(code)
    return saved


def check(sections: Sequence[Mapping[str, Any]]) -> set[str]:
    """The keys of the points; raises EdgeConfigError. Whether it works only the edge can say."""
    size = len(json.dumps(list(sections)))
    if size > MAX_BYTES:
        raise EdgeConfigError(f"The configuration has {size} bytes, more than {MAX_BYTES}.", size=size)
    names: set[str] = set()
    keys: set[str] = set()
    for section in sections:
        name, points = section.get(NAME), section.get(POINT)
        if not isinstance(name, str) or not isinstance(section.get("type"), str) or name in names:
            raise EdgeConfigError("Every connector needs a type, and a name of its own.", name=str(name))
        names.add(name)
        if not isinstance(points, list) or not points:
            raise EdgeConfigError(f"The connector {name} has no point.", name=name)
        for point in points:
            key = point.get(KEY) if isinstance(point, dict) else None
            if not isinstance(key, str) or not key or key in keys:
                raise EdgeConfigError(
                    f"Every point of {name} needs a key that no other point of the edge has.", key=str(key)
                )
            keys.add(key)
    return keys


def _secrets(connection: Connection, edge: EdgeRow, wanted: Wanted, vault: Vault) -> dict[str, Sealed | str]:
    """The secrets that the sections name, sealed: as given, or as they were."""
    known = storage.secrets(connection, edge.id) | vault.seal_all(wanted.secrets, edge.id)
    named = {
        value
        for section in wanted.connector
        for name, value in section.items()
        if name.endswith(SECRET) and isinstance(value, str)
    }
    if missing := sorted(named - known.keys()):
        raise EdgeConfigError(f"There is no secret {', '.join(missing)}.", secrets=missing)
    return {name: known[name] for name in sorted(named)}


def _bind(connection: Connection, edge: EdgeRow, keys: set[str], bindings: Mapping[str, str]) -> None:
    points = ids(connection, "point")
    there = storage.bindings(connection, edge.id)
    wanted: dict[str, int] = {}
    for key, code in bindings.items():
        if key not in keys:
            raise EdgeConfigError(f"No point of the configuration has the key {key}.", key=key)
        if code not in points:
            raise NotFoundError(f"There is no point {code}.", point=code)
        if key in there and there[key][1] is None:
            raise ConflictError(f"The key {key} stands for a point of another enterprise.", key=key)
        if key in there and there[key][0] != points[code] and has_readings(connection, there[key][0]):
            raise ConflictError(
                f"The key {key} has brought readings of the point {there[key][1]}.",
                remedy="Give the point another key: what waits at the edge still carries this one.", key=key,
            )  # fmt: skip
        wanted[key] = points[code]
    storage.bind(connection, edge.id, wanted)
