"""HistoryRead answered from the seed: nothing is stored, every value is computed when asked for."""

import math
from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
from asyncua import ua
from asyncua.common.events import Event
from asyncua.common.utils import ServiceError
from asyncua.server.history import HistoryStorageInterface
from numpy.typing import NDArray

from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import Point
from parkcarbon_simulators.servers.values import data_value, timestamp, unix

STEP_S = 900
MAX_VALUES = 10_000
NOTHING = (1.0, 2.0)  # a period without a full quarter of an hour


def grid(
    start_s: float, end_s: float, limit: int, step_s: int = STEP_S
) -> tuple[NDArray[np.float64], float | None]:
    """Times on the history grid from start to end, both included, at most `limit`; and the first left out.

    An end before the start reads backwards, newest first.
    """
    if start_s <= end_s:
        first, last = math.ceil(start_s / step_s), math.floor(end_s / step_s)
        count = max(0, last - first + 1)
        steps = first + np.arange(min(count, limit))
    else:
        first, last = math.floor(start_s / step_s), math.ceil(end_s / step_s)
        count = max(0, first - last + 1)
        steps = first - np.arange(min(count, limit))
    times = steps.astype(np.float64) * step_s
    if count <= limit:
        return times, None
    return times, float(times[-1]) + (step_s if start_s <= end_s else -step_s)


class PlantHistory(HistoryStorageInterface):
    """The plant as a history storage of asyncua.

    Args:
        plant: what to compute from.
        nodes: node identifier → point.
        now: simulated Unix time [s]; nothing later exists yet.
    """

    def __init__(self, plant: Plant, nodes: dict[str, Point], now: Callable[[], float]) -> None:
        super().__init__(MAX_VALUES)
        self._plant, self._nodes, self._now = plant, nodes, now

    async def init(self) -> None:
        """Nothing to prepare."""

    async def new_historized_node(self, node_id: ua.NodeId, period: timedelta | None, count: int = 0) -> None:
        """Every node has its whole history."""

    async def save_node_value(self, node_id: ua.NodeId, datavalue: ua.DataValue) -> None:
        """Values are computed, not saved."""

    async def read_node_history(
        self, node_id: ua.NodeId, start: datetime | None, end: datetime | None, nb_values: int
    ) -> tuple[list[ua.DataValue], datetime | None]:
        """Values on the 15-minute grid between two times, in either direction, and where to continue."""
        point = self._nodes.get(str(node_id.Identifier))
        if point is None:
            raise ServiceError(ua.StatusCodes.BadNodeIdUnknown)
        limit = min(nb_values, MAX_VALUES) if nb_values else MAX_VALUES
        times, following = grid(*self._bounds(start, end, nb_values), limit)
        values = self._plant.served([point.code], times)[point.code]
        found = [data_value(point, float(v), float(t)) for v, t in zip(values, times, strict=True)]
        return found, None if following is None else timestamp(following)

    def _bounds(self, start: datetime | None, end: datetime | None, nb_values: int) -> tuple[float, float]:
        """Start and end within what exists, from the epoch to now; an absent one is the far end."""
        first, last = unix(start), unix(end)
        if first is None and last is None:
            raise ServiceError(ua.StatusCodes.BadInvalidTimestampArgument)
        epoch, now = self._plant.epoch_s, self._now()
        if first is None and nb_values:
            # Without a start the newest values before the end are meant, newest first (Part 11, 6.5.3).
            first, last = last, epoch
        first = epoch if first is None else first
        last = now if last is None else last
        forwards = first <= last
        low, high = max(min(first, last), epoch), min(max(first, last), now)
        if low > high:
            return NOTHING
        return (low, high) if forwards else (high, low)

    async def new_historized_event(self, *_details: object) -> None:
        """There are no events."""

    async def save_event(self, *_details: object) -> None:
        """There are no events."""

    async def read_event_history(self, *_details: object) -> tuple[list[Event], datetime | None]:
        """There are no events."""
        return [], None

    async def stop(self) -> None:
        """Nothing to close."""
