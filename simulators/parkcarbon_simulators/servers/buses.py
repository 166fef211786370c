"""What Modbus and DL/T 645 servers share: a TCP server, and what each point shows in the current second."""

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

import numpy as np

from parkcarbon_simulators.fault_file import Faults
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import Point


class Silent(Exception):  # noqa: N818 -- what a device is, not what went wrong
    """The device does not answer."""


class BusServer(ABC):
    """The devices of one bus behind a TCP port; loopback only.

    Args:
        plant: what to serve; points: which of it; now: simulated Unix time [s].
        faults: what goes wrong with the meters; nothing unless told otherwise.
    """

    def __init__(
        self,
        plant: Plant,
        points: Sequence[Point],
        now: Callable[[], float],
        *,
        port: int,
        faults: Faults | None = None,
    ) -> None:
        self._plant, self._points, self._now = plant, list(points), now
        self._faults = faults or Faults(plant)
        self._second: tuple[int, dict[str, float | None]] = (-1, {})
        self.port = port
        self._server: asyncio.Server | None = None
        self._clients: set[asyncio.StreamWriter] = set()

    @abstractmethod
    def answer(self, heard: bytes) -> tuple[bytes, bytes]:
        """(what is said to these bytes, what of them is not yet a whole request)."""

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def stop(self) -> None:
        """Stop listening, and close every connection."""
        if self._server is not None:
            self._server.close()
            for client in list(self._clients):
                client.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._clients.add(writer)
        left = b""
        try:
            with contextlib.suppress(ConnectionError):
                while heard := await reader.read(1024):
                    said, left = self.answer(left + heard)
                    writer.write(said)
                    await writer.drain()
        finally:
            self._clients.discard(writer)
            writer.close()

    def shown(self, point: Point) -> float | None:
        """What a point shows as of the last full second; None: its sign for no value. Raises `Silent`."""
        second = int(self._now())
        if self._second[0] != second:
            true = self._plant.served([p.code for p in self._points], np.asarray([float(second)]))
            self._second = (second, {code: float(values[0]) for code, values in true.items()})
        wrong = self._faults.shown(point, float(second))
        if wrong is None:
            return self._second[1][point.code]
        if not wrong:
            raise Silent
        value = wrong[-1].value
        return None if wrong[-1].status or isinstance(value, str) else value
