"""What connectors brought since the last commit."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from parkcarbon_edge import wire
from parkcarbon_edge.spool import Spool
from parkcarbon_edge.spool_bounds import Gap

MAX_BUFFERED = 200_000  # readings held while the spool refuses; about a minute at 3,000/s, 40 MB
URGENT_ACKS = 10  # MQTT brokers send but a few unacknowledged messages at a time (mosquitto 20)
BACKLOG_BATCHES = 200  # history waits above this many unsent batches
BACKLOG_READINGS = 20_000
ROOM_POLL_S = 0.1


class Buffer:
    """What came since the last commit, bounded: where the spool refuses for long, the oldest goes."""

    def __init__(self) -> None:
        self.readings: deque[wire.Reading] = deque()
        self.committed: list[Callable[[], None]] = []
        self.marks: dict[tuple[str, str], int] = {}
        self.progress: dict[str, object] = {}
        self.gaps: list[Gap] = []
        self.urgent = asyncio.Event()

    def add(self, readings: Sequence[wire.Reading], committed: Callable[[], None] | None) -> None:
        """Take readings for the next commit."""
        self.readings.extend(readings)
        if committed is not None:
            self.committed.append(committed)
            if len(self.committed) >= URGENT_ACKS:
                self.urgent.set()
        excess = len(self.readings) - MAX_BUFFERED
        if excess > 0:
            times = [self.readings.popleft()[1] for _ in range(excess)]
            self._lost(min(times), max(times), excess)

    def _lost(self, start: int, end: int, count: int) -> None:
        if self.gaps:
            before = self.gaps[0]
            start, end, count = min(start, before[0]), max(end, before[1]), count + before[2]
        self.gaps = [(start, end, count, "buffer_full")]


class ConnectorSink:
    """The buffer and the spool as one connector sees them."""

    def __init__(self, name: str, buffer: Buffer, spool: Spool) -> None:
        self.name, self.buffer, self.spool = name, buffer, spool

    def add(self, readings: Sequence[wire.Reading], committed: Callable[[], None] | None = None) -> None:
        """See `Sink`."""
        self.buffer.add(readings, committed)

    def mark(self, times: Mapping[str, int]) -> None:
        """See `Sink`."""
        name, marks = self.name, self.buffer.marks
        for key, time_ms in times.items():
            marks[name, key] = time_ms

    def marks(self) -> Mapping[str, int]:
        """See `Sink`."""
        return self.spool.marks(self.name)

    def save(self, progress: object) -> None:
        """See `Sink`."""
        self.buffer.progress[self.name] = progress

    def progress(self) -> object:
        """See `Sink`."""
        return self.spool.progress(self.name)

    async def room(self) -> None:
        """See `Sink`."""
        while self.spool.least_waiting > BACKLOG_BATCHES or len(self.buffer.readings) > BACKLOG_READINGS:
            await asyncio.sleep(ROOM_POLL_S)
