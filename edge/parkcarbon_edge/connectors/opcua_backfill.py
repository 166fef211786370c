"""After every connect: what the server kept while nobody listened.

A point's mark is the source time up to which everything has been stored. While a back-fill runs, live values
are stored too but do not move the marks, so that a crash in between only repeats the back-fill.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from operator import itemgetter

from asyncua import ua

from parkcarbon_edge import wire
from parkcarbon_edge.connectors import opcua_values as values
from parkcarbon_edge.connectors.base import Sink, heed_cancellation, now_ms
from parkcarbon_edge.connectors.opcua_history import NoHistoryError, Thinner, read_raw
from parkcarbon_edge.connectors.opcua_session import Session, explain
from parkcarbon_edge.settings import OpcuaPoint, OpcuaSettings

log = logging.getLogger(__name__)

# A server's history may trail its live values: the time around the connect is read once more.
SETTLE_S = 3.0
SETTLE_BACK_MS = 10_000
RETRY_S = 60.0
READINGS_PER_REQUEST = 20_000
END_OF_TIME = 1 << 62  # stands for the time of a value that has none: of no use in a history

Known = Sequence[tuple[OpcuaPoint, ua.NodeId]]


class Backfill:
    """Keeps a connector's marks, and fills what is missing between them and now."""

    def __init__(self, settings: OpcuaSettings, sink: Sink) -> None:
        self.settings, self.sink = settings, sink
        self.marks: dict[str, int] = dict(sink.marks())
        self.without_history: set[str] = set()
        self.complete = False
        self._live: dict[str, int] = {}
        self._needed = asyncio.Event()

    def start(self) -> None:
        """A new session begins: nothing is known of the time before it."""
        self.complete = False
        self._live = {}
        self.without_history = set()
        self._needed.set()

    def live(self, times: Mapping[str, int]) -> None:
        """Live readings with these source times [ms] have been added."""
        if self.complete:
            self._advance(times)
        else:
            self._live.update(times)

    def needed(self, why: str) -> None:
        """Something was missed within the session."""
        if self.complete:
            log.warning("%s: %s: reading the server's history", self.settings.name, why)
            self.complete = False
            self._needed.set()

    def _advance(self, times: Mapping[str, int]) -> None:
        now, marks = now_ms(), self.marks
        # A source of the future must not move its mark past what is still to come; a clock that was put back
        # must not move it backwards.
        moved = {k: min(ms, max(now, marks.get(k, 0))) for k, ms in times.items() if ms > marks.get(k, -1)}
        if moved:
            self.marks.update(moved)
            self.sink.mark(moved)

    async def run(self, session: Session, known: Known) -> None:
        """Fill whenever it is needed, until the session ends."""
        while True:
            heed_cancellation()
            await self._needed.wait()
            self._needed.clear()
            began = now_ms()
            starts = {point.key: self._start_of(point.key, began) for point, _ in known}
            try:
                await self._fill(session, known, starts)
                await asyncio.sleep(SETTLE_S)
                recent = {key: max(ms, began - SETTLE_BACK_MS) for key, ms in starts.items()}
                await self._fill(session, known, recent)
            except NoHistoryError:
                log.info("%s: the server keeps no history", self.settings.name)
            except (ua.UaError, TimeoutError) as error:
                # Live collection goes on; the marks stay, so that the next attempt reads the same again.
                log.warning("%s: history: %s", self.settings.name, explain(error))
                asyncio.get_running_loop().call_later(RETRY_S, self._needed.set)
                continue
            self.complete = True
            self._advance(self._live)
            self._live = {}

    def _start_of(self, key: str, now: int) -> int:
        mark = self.marks.get(key)
        if mark is None:
            return now - round(self.settings.backfill_first_s * 1000)
        return max(mark, now - round(self.settings.backfill_s * 1000))

    def _end_of(self, start: int) -> int:
        """Up to where history is read: now; by the source's clock where marks show that ours is behind."""
        now = now_ms()
        if start < now:
            return now
        newest = max(self._live.values(), default=start)
        return min(newest, start + round(self.settings.backfill_s * 1000))

    async def _fill(self, session: Session, known: Known, starts: Mapping[str, int]) -> None:
        size = session.nodes_per_history_read
        ordered = sorted(
            (pair for pair in known if pair[0].key not in self.without_history),
            key=lambda pair: (pair[0].period_s, starts[pair[0].key]),
        )
        for at in range(0, len(ordered), size):
            await self._fill_part(session, ordered[at : at + size], starts)

    async def _fill_part(self, session: Session, part: Known, starts: Mapping[str, int]) -> None:
        after = {point.key: starts[point.key] for point, _ in part}
        start = min(after.values())
        end = self._end_of(start)
        fastest_ms = min(point.period_s for point, _ in part) * 1000
        thinner = Thinner()
        step = max(60_000, round(READINGS_PER_REQUEST * fastest_ms / len(part)))
        while start < end:
            await self.sink.room()
            until = min(start + step, end)
            await self._fill_window(session, part, after, thinner, (start, until))
            if self.without_history.issuperset(after):
                return
            start = until

    async def _fill_window(
        self, session: Session, part: Known, after: dict[str, int], thinner: Thinner, span: tuple[int, int]
    ) -> None:
        async for index, found in read_raw(session, [node for _, node in part], *span):
            point = part[index][0]
            if found is None:
                self.without_history.add(point.key)
                continue
            readings = self._new(point, found, after[point.key])
            if readings:
                after[point.key] = readings[-1][1]
                step_ms = round(point.period_s * 1000) if point.sampling == "poll" else 0
                self.sink.add(thinner.keep(readings, step_ms))
        self._advance(after)

    @staticmethod
    def _new(point: OpcuaPoint, found: Sequence[ua.DataValue], after_ms: int) -> list[wire.Reading]:
        readings = [values.reading(point, value, END_OF_TIME) for value in found]
        return sorted((r for r in readings if after_ms < r[1] < END_OF_TIME), key=itemgetter(1))
