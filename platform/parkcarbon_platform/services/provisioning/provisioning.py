"""Bring a park into the database as its park file says; applying the same file twice changes nothing."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from parkcarbon_platform.errors import ConflictError, NotFoundError
from parkcarbon_platform.services.access import identity
from parkcarbon_platform.services.costs import tariffs
from parkcarbon_platform.services.directory import entries
from parkcarbon_platform.services.parks import park_rules
from parkcarbon_platform.services.parks.park_file import Binding, Device, ParkFile, Point, Source, Term
from parkcarbon_platform.services.provisioning import choices, computed_points
from parkcarbon_platform.storage import emission_sources, park_tree, parks, people
from parkcarbon_platform.storage.database import Connection, Database

# What the amounts of a point rest upon: changing it under stored readings would change history silently.
DEFINITION = ("quantity", "carrier", "unit", "kind", "direction", "multiplier")


class Applied(NamedTuple):
    """What applying did: the park, rows changed, and people without a password who cannot log in yet.

    `left_alone` are sources of the file that people have made, edited or deleted: they stay as they are.
    """

    park_id: int
    created: bool
    changed: int
    without_password: list[str]
    left_alone: list[str]


def apply(database: Database, park: ParkFile, passwords: Mapping[str, str] | None = None) -> Applied:
    """Apply a park file. New people need a password in `passwords`; those known keep theirs."""
    park_rules.check(park)
    fields = park_fields(park)
    with database.directory.connection() as connection:
        entries.refuse_new(connection, park.park.code)
        park_id, created = parks.create(connection, fields)
    with database.tenant(park_id) as connection:
        changed = apply_inside(connection, park_id, park)
        edited = emission_sources.edited(connection)
    with database.directory.connection() as connection:
        waiting = apply_users(connection, park, passwords or {})
    left_alone = sorted(edited & {source.code for source in park.sources})
    return Applied(park_id, created, changed, waiting, left_alone)


def apply_inside(connection: Connection, park_id: int, park: ParkFile) -> int:
    """All but the people, in a transaction inside the park that is there; how many rows changed."""
    return parks.update(connection, park_id, park_fields(park)) + apply_tree(connection, park_id, park)


def park_fields(park: ParkFile) -> dict[str, object]:
    """The row of the park itself; what the file does not say stays as it is."""
    always = ("code", "name_zh", "name_en", "timezone", "grid_region", "latitude", "longitude")
    profile = fields_of(park.park, "type", "boundary", "scopes", "ruleset", "gwp")
    said = {name: value for name, value in profile.items() if value is not None}
    return fields_of(park.park, *always) | said


def apply_tree(connection: Connection, park_id: int, park: ParkFile) -> int:
    """Everything inside the park, in the order in which it refers to each other; how many rows changed."""
    return (
        apply_places(connection, park_id, park)
        + apply_points(connection, park_id, park)
        + apply_bindings(connection, park_id, park)
        + apply_sources(connection, park_id, park)
        + tariffs.apply(connection, park.tariffs)
        + choices.apply(connection, park_id, park)
    )


def apply_places(connection: Connection, park_id: int, park: ParkFile) -> int:
    """Enterprises, nodes, edges and devices."""
    names = ("code", "name_zh", "name_en")
    key = ("park_id", "code")
    base = {"park_id": park_id}
    changed = parks.upsert(
        connection, "enterprise", [base | fields_of(e, *names, "industry") for e in park.enterprises], key
    )
    enterprises = optional(parks.ids(connection, "enterprise"))
    rows = [
        base | fields_of(n, *names, "kind") | {"enterprise_id": enterprises[n.enterprise]} for n in park.nodes
    ]
    changed += parks.upsert(connection, "node", rows, key)
    nodes = optional(parks.ids(connection, "node"))
    parents = {nodes[n.code]: nodes[n.parent] for n in park.nodes}
    changed += parks.set_parents(connection, "node", present(parents))
    changed += apply_edges(connection, park_id, park, enterprises)
    return changed + write_devices(connection, park_id, park.devices)


def apply_edges(
    connection: Connection, park_id: int, park: ParkFile, enterprises: Mapping[str | None, int | None]
) -> int:
    """The edges; whose one is, with its log-in and configurations, does not change."""
    owners = park_tree.edge_owners(connection)
    for edge in park.edges:
        if edge.enterprise is not None and owners.get(edge.code, edge.enterprise) != edge.enterprise:
            raise ConflictError(
                f"edges: {edge.code} is {owners[edge.code] or 'the park'}'s.",
                remedy="End that edge and make a new one with its own code.",
                edge=edge.code,
            )
    names = ("code", "name_zh", "name_en")
    key = ("park_id", "code")
    known = [{"park_id": park_id} | fields_of(e, *names) for e in park.edges if e.code in owners]
    new = [
        {"park_id": park_id, "enterprise_id": enterprises[e.enterprise]} | fields_of(e, *names)
        for e in park.edges
        if e.code not in owners
    ]
    return parks.upsert(connection, "edge", known, key) + parks.upsert(connection, "edge", new, key)


def write_devices(connection: Connection, park_id: int, devices: Iterable[Device]) -> int:
    """Create or change these meters; how many."""
    enterprises = optional(parks.ids(connection, "enterprise"))
    nodes = optional(parks.ids(connection, "node"))
    rows = [
        {"park_id": park_id, "enterprise_id": enterprises[d.enterprise], "node_id": nodes[d.node]}
        | fields_of(d, "code", "name_zh", "name_en", "serial")
        for d in devices
    ]
    return parks.upsert(connection, "device", rows, ("park_id", "code"))


def apply_points(connection: Connection, park_id: int, park: ParkFile) -> int:
    """The points, with the enterprise of their device."""
    refuse_new_meaning(connection, park)
    changed = write_points(connection, park_id, park.points, {d.code: d.enterprise for d in park.devices})
    changed += hang(connection, park.points)
    return changed + computed_points.apply(connection, park_id, park)


def write_points(
    connection: Connection, park_id: int, points: Iterable[Point], owners: Mapping[str, str | None]
) -> int:
    """Create or change these points; `owners` are the enterprises of their devices. How many."""
    enterprises = optional(parks.ids(connection, "enterprise"))
    devices = parks.ids(connection, "device")
    fields = (
        "code", "name_zh", "name_en", *DEFINITION, "digits", "max_rate", "expected_period_s",
        "reference_state",
    )  # fmt: skip
    rows = [
        {"park_id": park_id, "device_id": devices[p.device], "enterprise_id": enterprises[owners[p.device]]}
        | fields_of(p, *fields)
        for p in points
    ]
    return parks.upsert(connection, "point", rows, ("park_id", "code"))


def hang(connection: Connection, points: Iterable[Point]) -> int:
    """Hang these points under their parents; how many moved."""
    ids = optional(parks.ids(connection, "point"))
    return parks.set_parents(connection, "point", present({ids[p.code]: ids[p.parent] for p in points}))


def refuse_new_meaning(connection: Connection, park: ParkFile) -> None:
    """A point that has readings must go on meaning the same."""
    for code, what in new_meanings(connection, park.points):
        i = next(i for i, point in enumerate(park.points) if point.code == code)
        raise ConflictError(
            f"points[{i}]: {code} has readings; its {', '.join(what)} cannot change.",
            remedy="Record a meter event for a new multiplier, or give the new meaning a new point code.",
            point=code,
            fields=what,
        )


def new_meanings(connection: Connection, points: Iterable[Point]) -> Iterator[tuple[str, list[str]]]:
    """The points that have readings and would no longer mean the same, and what of them changes."""
    known = parks.definitions(connection)
    ids = parks.ids(connection, "point")
    for point in points:
        wanted = tuple(getattr(point, name) for name in DEFINITION)
        stored = known.get(point.code)
        if stored is None or stored == wanted or not parks.has_readings(connection, ids[point.code]):
            continue
        yield point.code, [n for n, old, new in zip(DEFINITION, stored, wanted, strict=True) if old != new]


def apply_bindings(connection: Connection, park_id: int, park: ParkFile) -> int:
    """Exactly the bindings of the file; but what a key of an edge that people configure stands for stays."""
    edges = parks.ids(connection, "edge")
    taken = parks.configured_keys(connection)
    changed = bind(connection, park_id, [b for b in park.bindings if (edges[b.edge], b.key) not in taken])
    return changed + parks.keep_only_bindings(connection, [(edges[b.edge], b.key) for b in park.bindings])


def bind(connection: Connection, park_id: int, bindings: Iterable[Binding]) -> int:
    """Let these keys of edges stand for these points; how many changed."""
    edges, points = parks.ids(connection, "edge"), parks.ids(connection, "point")
    rows = [
        {"park_id": park_id, "edge_id": edges[b.edge], "key": b.key, "point_id": points[b.point]}
        for b in bindings
    ]
    return parks.upsert(connection, "point_binding", rows, ("edge_id", "key"))


def apply_sources(connection: Connection, park_id: int, park: ParkFile) -> int:
    """The emission sources with exactly the terms and shares of the file, but for those that people edit."""
    edited = emission_sources.edited(connection)
    sources = [s for s in park.sources if s.code not in edited]
    enterprises, points = optional(parks.ids(connection, "enterprise")), parks.ids(connection, "point")
    fields = (
        "code", "name_zh", "name_en", "category", "carrier", "scope", "formula", "factor", "factor_region",
        "internal_transfer", "gas", "unit_code", "scope3_category", "biogenic", "valid_from", "valid_to",
    )  # fmt: skip
    owners = {s.code: {"park_id": park_id, "enterprise_id": enterprises[s.enterprise]} for s in sources}
    rows = [owners[s.code] | fields_of(s, *fields) for s in sources]
    changed = parks.upsert(connection, "emission_source", rows, ("park_id", "code"))
    ids = parks.ids(connection, "emission_source")
    terms = [owners[s.code] | term for s in sources for term in terms_of(s, ids[s.code], points)]
    changed += parks.upsert(connection, "source_term", terms, ("source_id", "point_id", "role"))
    shares = [
        owners[s.code]
        | {"source_id": ids[s.code], "scene": scene, "share": share, "valid_from": "1970-01-01"}
        for s in sources
        for scene, share in s.scenes.items()
    ]
    changed += parks.upsert(connection, "scene_share", shares, ("source_id", "scene", "valid_from"))
    mine = [ids[s.code] for s in sources]
    kept = [(ids[s.code], points[t.point], role) for s in sources for role, t in roles_of(s)]
    changed += parks.keep_only_terms(connection, mine, kept)
    kept_shares = [(ids[s.code], scene) for s in sources for scene in s.scenes]
    return changed + parks.keep_only_shares(connection, mine, kept_shares)


def roles_of(source: Source) -> list[tuple[str, Term]]:
    """The terms of a source with their roles."""
    return [("activity", t) for t in source.activity] + [("live", t) for t in source.live]


def terms_of(source: Source, source_id: int, points: Mapping[str, int]) -> list[dict[str, object]]:
    """The rows of a source's terms."""
    return [
        {"source_id": source_id, "point_id": points[t.point], "role": role, "weight": t.weight}
        for role, t in roles_of(source)
    ]


def apply_users(connection: Connection, park: ParkFile, passwords: Mapping[str, str]) -> list[str]:
    """Let the people of the file in; those who are new and have no password are returned."""
    known = {user.login: user.id for user in identity.users(connection)}
    inside = people.logins_of(connection, park.park.code)
    waiting = []
    for user in park.users:
        if user.login not in known:
            if user.login not in passwords:
                waiting.append(user.login)
                continue
            identity.create_user(
                connection, user.login, passwords[user.login], name=user.name, locale=user.locale
            )
        elif user.login not in inside:
            # Nor may the operator of another park come in with a link made before, and not used.
            people.end_invitations(connection, known[user.login])
        identity.let_in(connection, user.login, park.park.code, user.role, enterprise=user.enterprise)
        if user.approves is not None:
            people.set_approves_of(connection, user.login, park.park.code, approves=user.approves)
    return waiting


def every_park(database: Database) -> list[parks.ParkRow]:
    """All parks, by code."""
    with database.directory.connection() as connection:
        return parks.every(connection)


def park_id(database: Database, code: str) -> int:
    """The id of a park by its code."""
    return find(database, code).id


def find(database: Database, code: str) -> parks.ParkRow:
    """A park by its code."""
    for found in every_park(database):
        if found.code == code:
            return found
    raise NotFoundError(f"There is no park {code}.", park=code)


def fields_of(item: Struct, *names: str) -> dict[str, object]:
    """Some fields of an item as a row."""
    return {name: getattr(item, name) for name in names}


def optional(ids: Mapping[str, int]) -> dict[str | None, int | None]:
    """Ids by code, where no code is no id."""
    found: dict[str | None, int | None] = dict.fromkeys([None])
    for code, row_id in ids.items():
        found[code] = row_id
    return found


def present(parents: Mapping[int | None, int | None]) -> dict[int, int | None]:
    """The rows that exist with their parents."""
    return {child: parent for child, parent in parents.items() if child is not None}
