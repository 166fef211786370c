"""The park file of a park as it is now, whoever made its parts: a file, the web, a command.

No secret is in it: no password, no log-in of a device, no configuration of an edge.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Struct

from parkcarbon_platform.services.costs import tariffs
from parkcarbon_platform.services.meter_life import allocations
from parkcarbon_platform.services.parks import park_file
from parkcarbon_platform.services.parks.park_file import ParkFile, Source, User
from parkcarbon_platform.storage import adoptions, emission_sources, park_tree, people, planning, points
from parkcarbon_platform.storage.database import Connection, Database

SCHEMA = "parkcarbon/park/v1"
Plain = dict[str, object]


def of(database: Database, park_id: int) -> ParkFile:
    """The whole file, people included."""
    with database.tenant(park_id) as connection:
        found = within(connection)
    with database.directory.connection() as connection:
        return msgspec.structs.replace(found, users=users(connection, park_id))


def within(connection: Connection) -> ParkFile:
    """What a transaction inside the park sees of it: everything but its people."""
    known = points.every(connection)
    made = [p for p in known if p.kind == "virtual" and "ended" not in (p.formula or {})]
    plain = {
        "schema": SCHEMA,
        "park": said(park_tree.park(connection), park_file.Park),
        "enterprises": [said(e, park_file.Enterprise) for e in park_tree.enterprises(connection)],
        "nodes": [said(n, park_file.Node) for n in park_tree.nodes(connection)],
        "edges": [said(e, park_file.Edge) for e in park_tree.edges(connection)],
        "devices": [said(d, park_file.Device) for d in park_tree.devices(connection)],
        "points": [said(p, park_file.Point) for p in known if p.kind != "virtual"],
        "virtual_points": [_virtual(p) for p in made if "expression" in (p.formula or {})],
        "conversions": [_converted(p) for p in made if "conversion" in (p.formula or {})],
        "record_points": [_recorded(p) for p in made if "record" in (p.formula or {})],
        "allocations": _allocations(connection),
        "bindings": [said(b, park_file.Binding) for b in park_tree.bindings(connection)],
        "sources": _sources(connection),
        "factor_sets": adoptions.newest(connection),
        "targets": [said(t, park_file.Target) for t in planning.targets(connection)],
    }
    found = msgspec.convert(plain, ParkFile)
    return msgspec.structs.replace(found, tariffs=[known.tariff for known in tariffs.listing(connection)])


def users(connection: Connection, park_id: int) -> list[User]:
    """Who may enter the park, for a connection of the directory."""
    found = [said(member, User) for member in people.members(connection, park_id)]
    return msgspec.convert(found, list[User])


def said(row: object, kind: type[Struct], without: Iterable[str] = ()) -> Plain:
    """A row whose columns have the names of the file's keys."""
    names = [field.name for field in msgspec.structs.fields(kind) if field.name not in without]
    return {name: getattr(row, name) for name in names}


def _named(row: points.Point) -> Plain:
    names = ("code", "name_zh", "name_en", "enterprise", "carrier", "unit")
    return {name: getattr(row, name) for name in names}


def _virtual(row: points.Point) -> Plain:
    formula = row.formula or {}
    said_of = {"expression": formula["expression"], "inputs": formula["inputs"]}
    return _named(row) | {"quantity": row.quantity} | said_of


def _converted(row: points.Point) -> Plain:
    formula = row.formula or {}
    words = ("pressure_is", "basis")
    parameters: Mapping[str, str] = formula["parameters"]
    numbers = {name: Decimal(value) for name, value in parameters.items() if name not in words}
    chosen = {name: value for name, value in parameters.items() if name in words}
    kind = {"kind": formula["conversion"], "reference_state": row.reference_state}
    inputs: Mapping[str, str] = formula["inputs"]
    return {**_named(row), **kind, **inputs, **numbers, **chosen}


def _recorded(row: points.Point) -> Plain:
    formula = row.formula or {}
    chosen = {name: formula[name] for name in ("item", "purpose", "account") if name in formula}
    means = {"quantity": row.quantity, "reference_state": row.reference_state}
    return _named(row) | {"records": formula["record"]} | means | chosen


def _allocations(connection: Connection) -> list[Plain]:
    """In the order in which they can be made again."""

    def order(known: allocations.Allocation) -> tuple[str, datetime]:
        return known.row.point, known.row.valid_from

    return [
        {
            "point": known.row.point, "method": known.row.method, "valid_from": known.row.valid_from,
            "valid_to": known.row.valid_to, "reason": known.row.reason,
            "shares": [said(share, park_file.AllocationShare) for share in known.shares],
        }
        for known in sorted(allocations.every(connection), key=order)
    ]  # fmt: skip


def _sources(connection: Connection) -> list[Plain]:
    rows = emission_sources.every(connection)
    terms: dict[int, dict[str, list[Plain]]] = {}
    for term in emission_sources.terms(connection, [row.id for row in rows]):
        roles = terms.setdefault(term.source_id, {})
        roles.setdefault(term.role, []).append({"point": term.point, "weight": term.weight})
    scenes: dict[int, dict[str, Any]] = {}
    for share in emission_sources.shares(connection, [row.id for row in rows]):
        # The newest shares: what held before them is of the past, and of no use to another park.
        known = scenes.get(share.source_id)
        if known is None or known["from"] < share.valid_from:
            known = scenes[share.source_id] = {"from": share.valid_from, "shares": {}}
        known["shares"][share.scene] = share.share
    return [
        said(row, Source, without=("activity", "live", "scenes"))
        | {role: terms.get(row.id, {}).get(role, []) for role in ("activity", "live")}
        | {"scenes": scenes[row.id]["shares"] if row.id in scenes else {}}
        for row in rows
    ]
