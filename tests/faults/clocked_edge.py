"""The edge with a clock that a test sets: `python -m tests.faults.clocked_edge FILE run --config …`.

The file holds by how many seconds the wall clock is wrong; the steady clock is as it is, as on a real machine
whose clock is stepped.
"""

import sys
import time
from pathlib import Path

from parkcarbon_edge.cli import main

LOOK_EVERY_S = 0.1


class Clock:
    """The machine's wall clock, put forward or back."""

    def __init__(self, file: Path) -> None:
        self.file, self.offset_s, self.looked_at = file, 0.0, -LOOK_EVERY_S
        self.true_time = time.time

    def time(self) -> float:
        now = time.monotonic()
        if now - self.looked_at >= LOOK_EVERY_S:
            self.looked_at = now
            self.offset_s = float(self.file.read_text() or 0)
        return self.true_time() + self.offset_s

    def time_ns(self) -> int:
        return round(self.time() * 1e9)


if __name__ == "__main__":
    clock = Clock(Path(sys.argv[1]))
    time.time, time.time_ns = clock.time, clock.time_ns
    sys.exit(main(sys.argv[2:]))
