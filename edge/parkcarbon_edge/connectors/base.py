"""The contract of a connector: it brings readings, says how it is, and knows where it stood.

A connector is made with its settings and a `Sink`; the agent runs `run()` until it cancels it. A connector
never raises because its source is away: it says so in `health` and tries again.
"""

import asyncio
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from parkcarbon_edge import wire
from parkcarbon_edge.words import Said

GOOD = 0
BAD_DECODING = 0x80070000
BAD_OUT_OF_RANGE = 0x803C0000
BAD_TIMESTAMP = 0x80230000
CLOCK_SLACK_S = 1.0  # what a clock may be slewed by during one sleep and still be waited for
BACKOFF_S = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0)


class Sink(Protocol):
    """Where a connector's readings go. What is added together is committed together, in order."""

    def add(self, readings: Sequence[wire.Reading], committed: Callable[[], None] | None = None) -> None:
        """Take readings; `committed` is called once they are in the spool."""
        ...

    def mark(self, times: Mapping[str, int]) -> None:
        """By point key: everything up to this source time [ms] has been added."""
        ...

    def marks(self) -> Mapping[str, int]:
        """The marks of earlier runs that are in the spool."""
        ...

    def save(self, progress: object) -> None:
        """Keep this (anything JSON) with what has been added so far."""
        ...

    def progress(self) -> object:
        """What was saved last, or None."""
        ...

    async def room(self) -> None:
        """Return once the platform keeps up: bulk history must not push live readings aside."""
        ...


@dataclass
class Health:
    """How a connector is; the agent publishes it in its state."""

    ok: bool = False
    error: str | None = "starting"
    points: int = 0
    last_reading_ms: int | None = None
    warnings: list[str] = field(default_factory=list)
    said: Said | None = Said("starting", "starting")  # noqa: RUF009 -- it never changes

    def works(self) -> None:
        """The source answers."""
        self.ok, self.error, self.said = True, None, None

    def fails(self, error: str) -> None:
        """The source does not answer as it should."""
        self.ok, self.error = False, error[:500]
        self.said = error if isinstance(error, Said) else None

    def saw(self, time_ms: int) -> None:
        """A reading of this source time arrived."""
        if self.last_reading_ms is None or time_ms > self.last_reading_ms:
            self.last_reading_ms = time_ms


class Connector(Protocol):
    """What the agent runs."""

    @property
    def health(self) -> Health:
        """How it is now."""
        ...

    async def run(self) -> None:
        """Collect until cancelled; a history connector returns when all of it is in the spool."""
        ...


def now_ms() -> int:
    """Time of this machine [ms since the epoch]."""
    return time.time_ns() // 1_000_000


def next_tick(now_s: float, period_s: float) -> float:
    """The next multiple of the period after `now_s` [s since the epoch]: 60 s polls happen on the minute."""
    return (math.floor(now_s / period_s) + 1) * period_s


def heed_cancellation() -> None:
    """Raise the cancellation that a library has lost.

    `asyncio.wait_for` of Python 3.11, in which libraries wait for answers, forgets one that comes in the same
    moment as the answer. A loop in a task group would then never end: the group cancels each task once.
    Only for the tasks of a group: who has waited for one that failed counts as cancelled in 3.11, and is not.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def sleep_until(moment_s: float) -> None:
    """Sleep until the wall clock shows `moment_s`, in short steps so that a corrected clock is noticed.

    A clock that was put back does not prolong it: polling would stand still for as long as it went back.
    """
    heed_cancellation()
    latest = time.monotonic() + moment_s - time.time() + CLOCK_SLACK_S
    while (left := min(moment_s - time.time(), latest - time.monotonic())) > 0:
        await asyncio.sleep(min(left, 5.0))


def backoff_s(failures: int) -> float:
    """Pause [s] before the next attempt after so many failures in a row."""
    return BACKOFF_S[min(failures, len(BACKOFF_S) - 1)]
