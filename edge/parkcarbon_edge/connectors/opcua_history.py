"""Reading an OPC UA server's history: many nodes a request, continuation points followed and released."""

import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import suppress

from asyncua import ua

from parkcarbon_edge import wire
from parkcarbon_edge.connectors import opcua_values as values
from parkcarbon_edge.connectors.opcua_session import Session

log = logging.getLogger(__name__)

MAX_TURNS = 10_000


def _codes(*names: str) -> frozenset[int]:
    return frozenset(int(getattr(ua.StatusCodes, name)) for name in names)


NO_SERVICE = _codes(
    "BadHistoryOperationUnsupported", "BadServiceUnsupported", "BadNotSupported", "BadNotImplemented"
)
NOTHING_THERE = _codes("BadNoData", "BadNoDataAvailable", "BadBoundNotFound")
PASSING = _codes(
    "BadNoContinuationPoints", "BadContinuationPointInvalid", "BadTooManyOperations", "BadTimeout",
    "BadResourceUnavailable", "BadOutOfMemory", "BadRequestTimeout",
)  # fmt: skip
TOO_MUCH = (ua.uaerrors.BadTooManyOperations, ua.uaerrors.BadNoContinuationPoints)


class NoHistoryError(Exception):
    """The server keeps no history at all."""


async def read_raw(
    session: Session, nodes: Sequence[ua.NodeId], start_ms: int, end_ms: int
) -> AsyncIterator[tuple[int, list[ua.DataValue] | None]]:
    """(index of the node, values) of [start, end], as answers come; values None: no history for this node.

    No limit of values is asked for: some servers cut the answer there and give no continuation point.
    """
    details = ua.ReadRawModifiedDetails()
    details.IsReadModified = False
    details.StartTime, details.EndTime = values.moment(start_ms), values.moment(end_ms)
    details.NumValuesPerNode, details.ReturnBounds = 0, False
    at = 0
    while at < len(nodes):
        part = nodes[at : at + session.nodes_per_history_read]
        try:
            async for index, found in _read_part(session, part, details):
                yield at + index, found
        except TOO_MUCH:
            if len(part) == 1:
                raise
            session.nodes_per_history_read = max(1, len(part) // 2)
            continue
        at += len(part)


async def _read_part(
    session: Session, nodes: Sequence[ua.NodeId], details: ua.ReadRawModifiedDetails
) -> AsyncIterator[tuple[int, list[ua.DataValue] | None]]:
    waiting: dict[int, bytes | None] = dict.fromkeys(range(len(nodes)))
    try:
        for _ in range(MAX_TURNS):
            indexes = list(waiting)
            for index, result in zip(indexes, await _request(session, nodes, details, waiting), strict=True):
                before = waiting.pop(index)
                point = result.ContinuationPoint or None
                if not _has_data(result.StatusCode):
                    yield index, [] if int(result.StatusCode.value) in NOTHING_THERE else None
                    continue
                if point is not None and point != before:  # a server that repeats it makes no progress
                    waiting[index] = point
                yield index, getattr(result.HistoryData, "DataValues", None) or []
            if not waiting:
                return
    finally:
        if any(waiting.values()):
            with suppress(Exception):
                await _request(session, nodes, details, waiting, release=True)


def _has_data(status: ua.StatusCode) -> bool:
    """False where the node has no history, or none there; raises where a later attempt may succeed."""
    if not status.is_bad():
        return True
    if int(status.value) in PASSING:
        status.check()
    return False


async def _request(
    session: Session, nodes: Sequence[ua.NodeId], details: ua.ReadRawModifiedDetails,
    waiting: dict[int, bytes | None], release: bool = False,
) -> list[ua.HistoryReadResult]:  # fmt: skip
    parameters = ua.HistoryReadParameters()
    parameters.HistoryReadDetails = details
    parameters.TimestampsToReturn = ua.TimestampsToReturn.Both
    parameters.ReleaseContinuationPoints = release
    for index, point in waiting.items():
        wanted = ua.HistoryReadValueId()
        wanted.NodeId, wanted.IndexRange, wanted.ContinuationPoint = nodes[index], "", point
        parameters.NodesToRead.append(wanted)
    try:
        results: list[ua.HistoryReadResult] = await session.client.uaclient.history_read(parameters)
    except ua.UaStatusCodeError as error:
        if error.code in NO_SERVICE:
            raise NoHistoryError from error
        raise
    return results


class Thinner:
    """Lets the first reading of each point in each step of time through: history in the live rhythm.

    It remembers the last step of every point, since one answer of the server may end in the middle of it.
    """

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def keep(self, readings: Iterable[wire.Reading], step_ms: int) -> list[wire.Reading]:
        """Those of the readings (in order of time) that begin a step; all of them where it is 0."""
        if step_ms <= 0:
            return list(readings)
        kept: list[wire.Reading] = []
        for reading in readings:
            step = reading[1] // step_ms
            if self._last.get(reading[0]) != step:
                self._last[reading[0]] = step
                kept.append(reading)
        return kept
