"""What connectors on a shared line have in common: who is asked when, and how that is reported.

On a bus everybody waits for the answer to whoever was asked. A device that does not answer therefore costs
one timeout, is asked rarely from then on, and last.
"""

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from parkcarbon_edge import wire
from parkcarbon_edge.connectors.base import Health, backoff_s
from parkcarbon_edge.errors import EdgeError
from parkcarbon_edge.words import Said, said_by

log = logging.getLogger(__name__)

BAD_TIMEOUT = 0x800A0000
BAD_DATA_UNAVAILABLE = 0x809E0000
SILENT_S = (0.0, 2.0, 5.0, 15.0, 60.0, 300.0)
QUIET_ROUNDS = 3  # timeouts in a row, with no answer of anybody, until the connection itself is suspected


class LineSilentError(ConnectionError):
    """The connection stands, and nobody on it answers."""


@dataclass
class _Device:
    failures: int = 0
    ask_again_at: float = 0.0
    why: str = ""


class Devices:
    """Which devices of a line answer.

    `least_s`: how long one that failed is left alone at least, so that its late answer meets no question.
    """

    def __init__(self, least_s: float = 0.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._least_s, self._clock = least_s, clock
        self._known: dict[object, _Device] = {}
        self._timeouts = 0
        self.answers = 0  # on this connection

    def may_ask(self, device: object) -> bool:
        """Whether its turn has come again."""
        known = self._known.get(device)
        return known is None or self._clock() >= known.ask_again_at

    def failures(self, device: object) -> int:
        """Failures in a row: who has fewest is asked first."""
        known = self._known.get(device)
        return known.failures if known else 0

    def answered(self, device: object) -> None:
        """It answered, were it only with an exception."""
        self.answers += 1
        self._timeouts = 0
        self._known.pop(device, None)

    def failed(self, device: object, why: str) -> None:
        """It did not; raises `LineSilentError` where nobody does."""
        known = self._known.setdefault(device, _Device())
        known.failures += 1
        known.why = why
        pause_s = SILENT_S[min(known.failures, len(SILENT_S) - 1)]
        known.ask_again_at = self._clock() + max(pause_s, self._least_s)
        self._timeouts += 1
        if self._timeouts >= QUIET_ROUNDS:
            self._timeouts = 0
            text = f"{device}: {why}, nor did another device before it"
            raise LineSilentError(Said(text, "line_silent", device=device, why=why))

    def reconnected(self) -> None:
        """A new connection."""
        self._timeouts = self.answers = 0

    def silent(self) -> dict[object, str]:
        """Those that did not answer when last asked, and why."""
        return {device: known.why for device, known in self._known.items()}


class Taker(Protocol):
    """The part of a `Sink` that these connectors need."""

    def add(self, readings: Sequence[wire.Reading], committed: Callable[[], None] | None = None) -> None:
        """Take readings."""
        ...


class LineConnector(ABC):
    """A connector whose devices and points can fail one by one on a connection that can fail as a whole."""

    def __init__(self, name: str, sink: Taker, points: int, timeout_s: float) -> None:
        self.name, self.sink = name, sink
        self.health = Health(points=points)
        self.devices = Devices(2 * timeout_s)
        self.unusable: dict[str, str] = {}

    @abstractmethod
    async def collect(self) -> None:
        """Connect and collect until the connection fails."""

    @abstractmethod
    async def ask_all(self) -> None:
        """Connect and ask for every point once."""

    async def once(self) -> None:
        """Ask for every point once; raises where there is no connection."""
        with suppress(LineSilentError):
            await self.ask_all()
        self.settle()

    async def run(self) -> None:
        """Collect until cancelled, over any number of connections."""
        failures = 0
        while True:
            self.devices.reconnected()
            self.unusable.clear()
            try:
                await self.collect()
            except Exception as error:
                self.health.fails(explain(error))
                log.warning("%s: %s", self.name, self.health.error)
            if self.devices.answers:
                failures = 0
            await asyncio.sleep(backoff_s(failures))
            failures += 1

    def took(self, readings: Sequence[wire.Reading]) -> None:
        """Pass readings on."""
        if readings:
            self.sink.add(readings)
        for _, time_ms, _, quality in readings:
            if not quality:
                self.health.saw(time_ms)

    def settle(self) -> None:
        """Say how things are, after a round."""
        silent = self.devices.silent()
        if silent:
            device, why = next(iter(silent.items()))
            more = len(silent) - 1
            text = f"{device}: {why}{f', and {more} others' if more else ''}"
            code = "devices_fail" if more else "device_fails"
            self.health.fails(Said(text, code, device=device, why=why, count=more))
        elif self.unusable:
            key, why = next(iter(self.unusable.items()))
            self.health.fails(unreadable(len(self.unusable), self.health.points, key, why))
        else:
            self.health.works()


def explain(error: BaseException) -> str:
    """One line for people about why a connection failed."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, TimeoutError):
        return Said("no connection in time", "no_answer")
    if isinstance(error, EdgeError):
        return error.said()
    if isinstance(error, ConnectionError):
        return said_by(error)
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return Said(text, "other", said=text)


def unreadable(count: int, points: int, key: str, why: str) -> Said:
    """So many points of a connector cannot be read, and what is wrong with the first one."""
    text = f"{count} of {points} points cannot be read: {key}: {why}"
    return Said(text, "points_unreadable", count=count, points=points, key=key, why=why)
