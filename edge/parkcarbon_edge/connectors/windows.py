"""In which order a history connector asks for the past."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

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


class Pass(NamedTuple):
    """One way through the past, of the points with these keys."""

    progress: Progress
    keys: frozenset[str]


class PassStore(Protocol):
    """Where passes are saved: a connector's sink."""

    def progress(self) -> object:
        """What was saved last."""

    def save(self, progress: object) -> None:
        """Save this."""


def load_passes(store: PassStore, keys: Sequence[str], now: int) -> list[Pass]:
    """From what was saved, with a pass of their own for points that none has yet; it starts now."""
    saved = store.progress()
    listed = saved.get("passes") if isinstance(saved, dict) else None
    if listed is None:
        # Before passes were kept, all points went one way together; from now on it is known which.
        first = [Pass(Progress.load(saved, now), frozenset(keys))]
        if saved is not None:
            store.save(dump_passes(first))
        return first
    passes = [Pass(Progress.load(item, now), frozenset(map(str, item["keys"]))) for item in listed]
    new = frozenset(keys).difference(*(one.keys for one in passes))
    return [*passes, Pass(Progress(now, now), new)] if new else passes


def dump_passes(passes: Sequence[Pass]) -> dict[str, object]:
    """As they are saved."""
    return {"passes": [{**one.progress.dump(), "keys": sorted(one.keys)} for one in passes]}


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
