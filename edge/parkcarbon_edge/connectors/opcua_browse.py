"""A look at an OPC UA server: one level of its tree, nodes by name, likely counters; nothing is changed."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from asyncua import ua
from msgspec.structs import replace

from parkcarbon_edge import wire
from parkcarbon_edge.connectors import counters
from parkcarbon_edge.connectors import opcua_tree as tree
from parkcarbon_edge.connectors import opcua_values as values
from parkcarbon_edge.connectors.opcua_session import Session, value_of
from parkcarbon_edge.connectors.units import unece_code, unit_of
from parkcarbon_edge.errors import UnknownNodeError
from parkcarbon_edge.survey import Found, Level, Node, NodeKind, Suggestion, Unit

OBJECTS = "i=85"
PAGE = 200  # children described in one call
MAX_VISITED = 20_000
WATCHED = 40  # the likeliest are watched, the others judged as they are
SAMPLES = 4
KINDS: Mapping[ua.NodeClass, NodeKind] = {
    ua.NodeClass.Object: "object", ua.NodeClass.Variable: "variable", ua.NodeClass.Method: "method",
}  # fmt: skip
# Of the server itself, not of what it measures: some 2,000 nodes.
OWN_AFFAIRS = frozenset(
    ua.NodeId(ua.Int32(i)) for i in (ua.ObjectIds.Server, ua.ObjectIds.Locations, ua.ObjectIds.Aliases)
)
ATTRIBUTES = ("DataType", "ValueRank", "Description", "AccessLevel", "Historizing", "Value")


class Seen(NamedTuple):
    """A node with the names that lead to it."""

    place: tree.Place
    path: list[str]


def node_of(session: Session, address: str) -> ua.NodeId:
    """The node of an address; raises `UnknownNodeError` where its namespace is not on the server."""
    try:
        node = session.resolve(address)
    except (ua.UaError, ValueError) as error:
        raise UnknownNodeError(address, "is no node id") from error
    if node is None:
        raise UnknownNodeError(address, "is in a namespace that the server does not have")
    return node


async def browse(session: Session, address: str = OBJECTS, *, offset: int = 0, limit: int = PAGE) -> Level:
    """One level: the children of a node, `limit` of them from `offset` on, with their values."""
    node = node_of(session, address)
    [exists] = await session.read([ua.ReadValueId(node, ua.AttributeIds.NodeClass)])
    if exists.StatusCode is not None and exists.StatusCode.is_bad():
        raise UnknownNodeError(address, f"is not on the server ({exists.StatusCode.name})")
    path = await tree.path_of(session, node)
    [places] = await tree.children(session, [node])
    part = [Seen(place, [*path, place.name]) for place in places[offset : offset + limit]]
    return Level(
        node=tree.address_of(session, node), path=path, total=len(places), offset=offset,
        children=await describe(session, part),
    )  # fmt: skip


async def search(
    session: Session, words: str, start: str = OBJECTS, *, limit: int = 100, max_visited: int = MAX_VISITED
) -> Found:
    """Nodes in whose path every word occurs, the last of them in the name; near ones first."""
    wanted = words.casefold().split()

    def matches(seen: Seen) -> bool:
        path = " ".join(seen.path).casefold()
        own = f"{seen.place.name} {seen.place.node.Identifier!s}".casefold()
        return all(word in path or word in own for word in wanted) and any(word in own for word in wanted)

    found, visited, complete = await _walk(session, start, matches, limit, max_visited)
    return Found(nodes=await describe(session, found), visited=visited, complete=complete)


async def _walk(
    session: Session, start: str, wanted: Callable[[Seen], bool], limit: int, max_visited: int
) -> tuple[list[Seen], int, bool]:
    """Breadth first: (what is wanted, nodes visited, whether that is all there is)."""
    root = node_of(session, start)
    found: list[Seen] = []
    seen = {root, *OWN_AFFAIRS}
    level = [(root, await tree.path_of(session, root))]
    while level:
        below: list[tuple[ua.NodeId, list[str]]] = []
        for at in range(0, len(level), session.nodes_per_browse):
            part = level[at : at + session.nodes_per_browse]
            for (_, path), places in zip(
                part, await tree.children(session, [n for n, _ in part]), strict=True
            ):
                for place in places:
                    if place.node in seen:
                        continue
                    seen.add(place.node)
                    one = Seen(place, [*path, place.name])
                    if wanted(one):
                        found.append(one)
                    if len(found) > limit or len(seen) > max_visited:
                        return found[:limit], len(seen), False
                    below.append((place.node, one.path))
        level = below
    return found, len(seen), True


async def suggest(
    session: Session, start: str = OBJECTS, *, watch_s: float = 6.0, limit: int = 50,
    max_visited: int = MAX_VISITED,
) -> list[Suggestion]:  # fmt: skip
    """Likely counters below a node, the likeliest first, after watching the first of them for a while."""
    is_variable = lambda seen: seen.place.node_class == ua.NodeClass.Variable  # noqa: E731
    found, _, _ = await _walk(session, start, is_variable, max_visited, max_visited)
    nodes = await describe(session, found)
    judged = sorted(
        ((counters.suggestion(node), node) for node in nodes if not node.array),
        key=lambda pair: -pair[0].score,
    )
    likely = [node for first, node in judged if first.score > 0][: max(limit, WATCHED)]
    shown = await _watch(session, likely[:WATCHED], watch_s)
    done = [counters.suggestion(node, shown.get(node.node, ())) for node in likely]
    return sorted(done, key=lambda one: -one.score)[:limit]


async def _watch(session: Session, nodes: Sequence[Node], watch_s: float) -> dict[str, list[float]]:
    """The numbers of each node, read a few times."""
    targets = [value_of(node_of(session, node.node)) for node in nodes]
    shown: dict[str, list[float]] = {node.node: [] for node in nodes}
    for sample in range(SAMPLES if nodes else 0):
        if sample:
            await asyncio.sleep(watch_s / (SAMPLES - 1))
        for node, value in zip(nodes, await session.read(targets), strict=True):
            number, quality = values.content(
                value.Value.Value if value.Value else None, values.code_of(value)
            )
            if not quality and isinstance(number, int | float):
                shown[node.node].append(number)
    return shown


async def describe(session: Session, seen: Sequence[Seen]) -> list[Node]:
    """The nodes with all that is shown of them, in a few requests for all."""
    variables = [s.place.node for s in seen if s.place.node_class == ua.NodeClass.Variable]
    facts = await _facts(session, variables)
    units = dict(zip(variables, await units_of(session, variables), strict=True))
    below = await tree.children(session, [s.place.node for s in seen])
    nodes = []
    for one, places in zip(seen, below, strict=True):
        place = one.place
        node = Node(
            node=tree.address_of(session, place.node), name=place.name, path=one.path,
            kind=KINDS.get(place.node_class, "other"), has_children=bool(places),
        )  # fmt: skip
        if place.node in facts:
            node = _variable(node, facts[place.node], units[place.node])
        nodes.append(node)
    return nodes


class Facts(NamedTuple):
    """The attributes of a variable, as read."""

    data_type: str | None
    value_rank: ua.DataValue
    description: ua.DataValue
    access_level: ua.DataValue
    historizing: ua.DataValue
    value: ua.DataValue


async def _facts(session: Session, nodes: Sequence[ua.NodeId]) -> dict[ua.NodeId, Facts]:
    ids = [getattr(ua.AttributeIds, name) for name in ATTRIBUTES]
    read = await session.read([ua.ReadValueId(node, attribute) for node in nodes for attribute in ids])
    rows = [read[at : at + len(ids)] for at in range(0, len(read), len(ids))]
    types = await type_names(session, [raw_of(row[0]) for row in rows])
    return {node: Facts(types.get(raw_of(row[0])), *row[1:]) for node, row in zip(nodes, rows, strict=True)}


def raw_of(value: ua.DataValue) -> object:
    """The bare content of a data value."""
    return value.Value.Value if value.Value is not None else None


async def type_names(session: Session, types: Sequence[object]) -> dict[object, str]:
    """The names of data types by their node ids; those that the server defines are asked for."""
    names: dict[object, str] = {}
    ask = []
    for kind in {kind for kind in types if isinstance(kind, ua.NodeId)}:
        if int(kind.NamespaceIndex) == 0 and isinstance(kind.Identifier, int):
            names[kind] = str(ua.ObjectIdNames[int(kind.Identifier)])
        else:
            ask.append(kind)
    read = await session.read([ua.ReadValueId(kind, ua.AttributeIds.BrowseName) for kind in ask])
    for kind, value in zip(ask, read, strict=True):
        found = raw_of(value)
        names[kind] = str(found.Name) if isinstance(found, ua.QualifiedName) else str(kind)
    return names


async def units_of(session: Session, nodes: Sequence[ua.NodeId]) -> list[Unit | None]:
    """The engineering unit of each variable, or None."""
    places = await tree.properties(session, nodes, "EngineeringUnits")
    known = [place for place in places if place is not None]
    read = dict(zip(known, await session.read([value_of(place) for place in known]), strict=True))
    return [_unit(raw_of(read[place])) if place is not None else None for place in places]


def _unit(raw: object) -> Unit | None:
    if isinstance(raw, str):  # some servers have just a text there
        return unit_of(None, raw)
    if not isinstance(raw, ua.EUInformation):
        return None
    symbol = raw.DisplayName.Text if raw.DisplayName is not None else None
    return unit_of(unece_code(int(raw.UnitId)), str(symbol or ""))


def _variable(node: Node, facts: Facts, unit: Unit | None) -> Node:
    raw, code = raw_of(facts.value), values.code_of(facts.value)
    rank = raw_of(facts.value_rank)
    array = isinstance(raw, list) or (isinstance(rank, int) and rank >= 0)
    number, quality = (None, code) if array else values.content(raw, code)
    access = raw_of(facts.access_level)
    readable_past = isinstance(access, int) and bool(access >> ua.AccessLevel.HistoryRead.value & 1)
    text = raw_of(facts.description)
    full = Node(
        node=node.node, name=node.name, path=node.path, kind=node.kind, has_children=node.has_children,
        type=facts.data_type, array=array, unit=unit,
        description=str(text.Text) if isinstance(text, ua.LocalizedText) and text.Text else None,
        has_history=readable_past or raw_of(facts.historizing) is True,
        value=_shown(raw) if array else number, status=values.status_name(quality), quality=quality,
        source_ms=_ms(facts.value.SourceTimestamp), server_ms=_ms(facts.value.ServerTimestamp),
    )  # fmt: skip
    return replace(full, score=None if array else counters.suggestion(full).score)


def _shown(raw: object) -> wire.Value:
    return None if raw is None else str(raw)[: values.MAX_TEXT]


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else values.milliseconds(moment)
