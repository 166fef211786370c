"""In which order a history connector asks for the past."""

from collections.abc import Iterator
from typing import NamedTuple

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
RECENT_MS = 48 * HOUR_MS


class Window(NamedTuple):
    """A span of the past, from inclusive to exclusive [ms since the epoch]."""

    start: int
    end: int


class Progress(NamedTuple):
    """How far a back-fill is: all of [`done_to`, `anchor`) is stored."""

    anchor: int
    done_to: int

    @classmethod
    def load(cls, saved: object, now: int) -> "Progress":
        """From what was saved; a new back-fill starts now."""
        if isinstance(saved, dict) and isinstance(saved.get("anchor"), int):
            return cls(int(saved["anchor"]), int(saved["done_to"]))
        return cls(now, now)

    def dump(self) -> dict[str, int]:
        """As it is saved."""
        return {"anchor": self.anchor, "done_to": self.done_to}


def windows(progress: Progress, days: int, recent_ms: int = 6 * HOUR_MS) -> Iterator[Window]:
    """What is left, newest first: the last 48 hours in short windows, then one UTC day after another."""
    oldest = progress.anchor - days * DAY_MS
    recent = max(progress.anchor - RECENT_MS, oldest)
    end = progress.done_to
    while end > oldest:
        start = end - recent_ms if end > recent else (end - 1) // DAY_MS * DAY_MS
        start = max(start, recent if end > recent else oldest)
        yield Window(start, end)
        end = start
