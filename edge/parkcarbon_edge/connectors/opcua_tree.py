"""The address space of an OPC UA server, asked in parts that the server allows."""

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from asyncua import ua

from parkcarbon_edge.connectors.opcua_session import Session

MAX_TURNS = 10_000
HIERARCHICAL = ua.NodeId(ua.Int32(ua.ObjectIds.HierarchicalReferences))
HAS_HISTORY = ua.NodeId(ua.Int32(ua.ObjectIds.HasHistoricalConfiguration))
HAS_PROPERTY = ua.NodeId(ua.Int32(ua.ObjectIds.HasProperty))
DESCRIBING = (HAS_PROPERTY, HAS_HISTORY)
TOO_MANY = (ua.uaerrors.BadTooManyOperations, ua.uaerrors.BadNoContinuationPoints)


class Place(NamedTuple):
    """A node as a reference leads to it."""

    node: ua.NodeId
    name: str
    node_class: ua.NodeClass
    reference: ua.NodeId


def address_of(session: Session, node: ua.NodeId) -> str:
    """The node as a configuration names it: by the namespace's URI, which outlives the server's restarts."""
    plain = ua.NodeId(node.Identifier, ua.Int16(0), node.NodeIdType).to_string()
    index = int(node.NamespaceIndex)
    if index == 0:
        return str(plain)
    if index < len(session.namespaces):
        return f"nsu={session.namespaces[index]};{plain}"
    return f"ns={index};{plain}"


async def neighbours(
    session: Session, nodes: Sequence[ua.NodeId], *, inverse: bool = False
) -> list[list[Place]]:
    """What each of the nodes leads to, in the nodes' order."""
    found: list[list[Place]] = []
    while len(found) < len(nodes):
        part = nodes[len(found) : len(found) + session.nodes_per_browse]
        try:
            found += await _browse_part(session, part, inverse)
        except TOO_MANY:
            if len(part) == 1:
                raise
            session.nodes_per_browse = max(1, len(part) // 2)
    return found


async def _browse_part(session: Session, nodes: Sequence[ua.NodeId], inverse: bool) -> list[list[Place]]:
    parameters = ua.BrowseParameters()
    for node in nodes:
        wanted = ua.BrowseDescription()
        wanted.NodeId, wanted.ReferenceTypeId = node, HIERARCHICAL
        wanted.BrowseDirection = ua.BrowseDirection.Inverse if inverse else ua.BrowseDirection.Forward
        wanted.ResultMask = ua.UInt32(ua.BrowseResultMask.All)
        parameters.NodesToBrowse.append(wanted)
    results = await session.client.uaclient.browse(parameters)
    if len(results) != len(nodes):
        raise ua.UaError(f"{len(results)} answers for {len(nodes)} nodes: they cannot be told apart")
    found: list[list[Place]] = [[] for _ in nodes]
    waiting = _take(session, found, dict(enumerate(results)))
    try:
        for _ in range(MAX_TURNS):
            if not waiting:
                break
            indexes = list(waiting)
            more = await _next(session, [waiting[index] for index in indexes])
            waiting = _take(session, found, dict(zip(indexes, more, strict=True)))
    except BaseException:
        with suppress(Exception):
            await _next(session, list(waiting.values()), release=True)
        raise
    return found


def _take(
    session: Session, found: list[list[Place]], results: dict[int, ua.BrowseResult]
) -> dict[int, bytes]:
    """Add the references; what has to be asked for again, by index."""
    waiting = {}
    for index, result in results.items():
        code = result.StatusCode
        if code.is_bad():
            if code.name in ("BadNoContinuationPoints", "BadContinuationPointInvalid"):
                code.check()
            continue
        found[index] += [place for r in result.References or [] if (place := _place(session, r)) is not None]
        if result.ContinuationPoint:
            waiting[index] = bytes(result.ContinuationPoint)
    return waiting


async def _next(session: Session, points: Sequence[bytes], release: bool = False) -> list[ua.BrowseResult]:
    parameters = ua.BrowseNextParameters()
    parameters.ReleaseContinuationPoints = release
    parameters.ContinuationPoints = list(points)
    results: list[ua.BrowseResult] = await session.client.uaclient.browse_next(parameters)
    return results


def _place(session: Session, reference: ua.ReferenceDescription) -> Place | None:
    """None for a node of another server."""
    there = reference.NodeId
    if getattr(there, "ServerIndex", None):
        return None
    index, uri = there.NamespaceIndex, getattr(there, "NamespaceUri", None)
    if uri:
        if uri not in session.namespaces:
            return None
        index = session.namespaces.index(uri)
    name = reference.DisplayName.Text or reference.BrowseName.Name or ""
    node = ua.NodeId(there.Identifier, ua.Int16(index), there.NodeIdType)
    return Place(node, str(name), reference.NodeClass, reference.ReferenceTypeId)


async def children(session: Session, nodes: Sequence[ua.NodeId]) -> list[list[Place]]:
    """The children of each of the nodes, each once, without what only describes a node."""
    found = []
    for places in await neighbours(session, nodes):
        once = {place.node: place for place in places if place.reference not in DESCRIBING}
        found.append(list(once.values()))
    return found


async def path_of(session: Session, node: ua.NodeId) -> list[str]:
    """The names from below Objects down to the node, by the first way up."""
    objects = ua.NodeId(ua.Int32(ua.ObjectIds.ObjectsFolder))
    names: list[str] = []
    seen = {node}
    while node != objects:
        [names_of] = await _names(session, [node])
        names.append(names_of)
        [above] = await neighbours(session, [node], inverse=True)
        following = next((place.node for place in above if place.node not in seen), None)
        if following is None:
            break
        seen.add(following)
        node = following
    return names[::-1]


async def _names(session: Session, nodes: Sequence[ua.NodeId]) -> list[str]:
    found = await session.read([ua.ReadValueId(node, ua.AttributeIds.DisplayName) for node in nodes])
    return [
        str(value.Value.Value.Text or "") if value.Value is not None and value.Value.Value is not None else ""
        for value in found
    ]


async def properties(session: Session, nodes: Sequence[ua.NodeId], name: str) -> list[ua.NodeId | None]:
    """The node of this standard property of each of the nodes, or None."""
    found: list[ua.NodeId | None] = []
    while len(found) < len(nodes):
        part = nodes[len(found) : len(found) + session.paths_per_translate]
        paths = [_property_path(node, name) for node in part]
        try:
            results = await session.client.uaclient.translate_browsepaths_to_nodeids(paths)
        except ua.uaerrors.BadTooManyOperations:
            if len(part) == 1:
                raise
            session.paths_per_translate = max(1, len(part) // 2)
            continue
        if len(results) != len(part):
            raise ua.UaError(f"{len(results)} answers for {len(part)} paths: they cannot be told apart")
        found += [_target(result) for result in results]
    return found


def _property_path(node: ua.NodeId, name: str) -> ua.BrowsePath:
    element = ua.RelativePathElement()
    # asyncua types Boolean by a class of its own that no bool is.
    element.ReferenceTypeId, element.IsInverse = HAS_PROPERTY, False  # type: ignore[assignment]
    element.TargetName = ua.QualifiedName(ua.String(name), ua.Int16(0))
    path = ua.BrowsePath()
    path.StartingNode, path.RelativePath = node, ua.RelativePath(Elements=[element])
    return path


def _target(result: ua.BrowsePathResult) -> ua.NodeId | None:
    if result.StatusCode.is_bad() or not result.Targets:
        return None
    there = result.Targets[0].TargetId
    return ua.NodeId(there.Identifier, there.NamespaceIndex, there.NodeIdType)
