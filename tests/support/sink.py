"""Where a connector under test puts its readings."""

from collections.abc import Callable, Mapping, Sequence

from parkcarbon_edge import wire


class ListSink:
    """Keeps everything in memory; commits at once, or when the test says so."""

    def __init__(
        self, marks: Mapping[str, int] | None = None, progress: object = None, *, commit: bool = True
    ) -> None:
        self.readings: list[wire.Reading] = []
        self.times: dict[str, int] = dict(marks or {})
        self.saved: list[object] = [progress] if progress is not None else []
        self.waiting: list[Callable[[], None]] = []
        self.commit_at_once = commit
        self.asked_for_room = 0

    def add(self, readings: Sequence[wire.Reading], committed: Callable[[], None] | None = None) -> None:
        self.readings += readings
        if committed is not None:
            self.waiting.append(committed)
        if self.commit_at_once:
            self.commit()

    def commit(self) -> None:
        done, self.waiting = self.waiting, []
        for committed in done:
            committed()

    def mark(self, times: Mapping[str, int]) -> None:
        self.times.update(times)

    def marks(self) -> Mapping[str, int]:
        return dict(self.times)

    def save(self, progress: object) -> None:
        self.saved.append(progress)

    def progress(self) -> object:
        return self.saved[-1] if self.saved else None

    async def room(self) -> None:
        self.asked_for_room += 1

    def of(self, key: str) -> list[tuple[int, wire.Value, int]]:
        """(time, value, quality) of a key, in the order they came."""
        return [(ms, value, quality) for k, ms, value, quality in self.readings if k == key]
