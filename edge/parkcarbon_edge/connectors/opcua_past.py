"""OPC UA history as a source of its own: back through the past, the newest first."""

import asyncio
import logging
from collections.abc import Sequence
from operator import itemgetter

from asyncua import ua

from parkcarbon_edge.connectors import opcua_values as values
from parkcarbon_edge.connectors.base import Health, Sink, backoff_s, now_ms
from parkcarbon_edge.connectors.opcua_history import NoHistoryError, Thinner, read_raw
from parkcarbon_edge.connectors.opcua_session import Session, explain, open_session
from parkcarbon_edge.connectors.windows import Progress, Window, dump_passes, load_passes, windows
from parkcarbon_edge.settings import OpcuaPoint, OpcuaSettings
from parkcarbon_edge.words import Said

log = logging.getLogger(__name__)


class OpcuaHistory:
    """Reads `history_days` of every point; a restart carries on where the spool says it was."""

    def __init__(self, settings: OpcuaSettings, sink: Sink, password: str | None) -> None:
        self.settings, self.sink, self.password = settings, sink, password
        self.health = Health(points=len(settings.point))
        self.passes = load_passes(sink, [point.key for point in settings.point], now_ms())

    async def run(self) -> None:
        """Until all of it has been handed over; sessions that break are replaced."""
        failures = 0
        while True:
            before = list(self.passes)
            try:
                async with open_session(self.settings, self.password) as session:
                    await self._read_windows(session)
                return
            except NoHistoryError:
                self.health.fails(Said("the server keeps no history", "no_history"))
            except Exception as error:
                self.health.fails(explain(error))
                log.warning("%s: %s", self.settings.name, self.health.error)
            failures = failures + 1 if self.passes == before else 0
            await asyncio.sleep(backoff_s(failures))

    async def _read_windows(self, session: Session) -> None:
        known = [(p, n) for p in self.settings.point if (n := session.resolve(p.node)) is not None]
        if not known:
            raise NoHistoryError
        self.health.works()
        for index, one in enumerate(self.passes):
            chosen = [(point, node) for point, node in known if point.key in one.keys]
            for window in windows(one.progress, self.settings.history_days) if chosen else ():
                await self._read_window(session, window, chosen)
                self.passes[index] = one._replace(progress=Progress(one.progress.anchor, window.start))
                self.sink.save(dump_passes(self.passes))

    async def _read_window(
        self, session: Session, window: Window, known: Sequence[tuple[OpcuaPoint, ua.NodeId]]
    ) -> None:
        """All points advance together: a window is done when the last of them is."""
        step_ms = round(self.settings.history_step_s * 1000)
        nodes = [node for _, node in known]
        refused: list[str] = []
        thinner = Thinner()
        size = session.nodes_per_history_read  # it may shrink meanwhile, and the steps of a range do not
        for at in range(0, len(nodes), size):
            await self.sink.room()
            part = nodes[at : at + size]
            async for index, found in read_raw(session, part, window.start, window.end - 1):
                point = known[at + index][0]
                if found is None:
                    refused.append(point.key)
                    continue
                readings = [values.reading(point, value, window.start - 1) for value in found]
                inside = sorted((r for r in readings if window.start <= r[1] < window.end), key=itemgetter(1))
                if inside:
                    self.sink.add(thinner.keep(inside, step_ms))
                    self.health.saw(inside[-1][1])
        if len(refused) == len(nodes):
            raise NoHistoryError
        if refused:
            text = f"no history for {len(refused)} points, the first is {refused[0]}"
            self.health.fails(Said(text, "points_without_history", count=len(refused), key=refused[0]))
