"""The clock of a simulation: the wall clock, or one that runs faster until it has caught up with it."""

import time
from collections.abc import Callable


class SimulatedClock:
    """Unix time [s] as the plant sees it.

    Args:
        start_s: simulated time at the beginning; None: the wall clock.
        speed: simulated seconds for each real one until the wall clock is reached.
        wall: Unix time, replaceable in tests.
    """

    def __init__(
        self, start_s: float | None = None, speed: float = 1.0, wall: Callable[[], float] = time.time
    ) -> None:
        self._wall, self._speed = wall, speed
        self._began = wall()
        self._start = self._began if start_s is None else start_s
        self._live = start_s is None

    def now(self) -> float:
        """Simulated Unix time [s]; once it has met the wall clock it stays with it."""
        wall = self._wall()
        if not self._live:
            simulated = self._start + (wall - self._began) * self._speed
            if simulated < wall:
                return simulated
            self._live = True
        return wall
