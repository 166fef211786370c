"""The agent's loop: connectors → a bounded buffer → the spool, once a cycle → the uplink."""

import asyncio
import json
import logging
import os
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from parkcarbon_edge import wire
from parkcarbon_edge.broker import Access
from parkcarbon_edge.connectors import make_connector
from parkcarbon_edge.connectors.base import Connector, Health, now_ms
from parkcarbon_edge.errors import SpoolUnavailableError
from parkcarbon_edge.settings import Settings, read_password
from parkcarbon_edge.spool import Gap, Spool
from parkcarbon_edge.uplink.core import SpoolRow
from parkcarbon_edge.uplink.mqtt import Uplink

log = logging.getLogger(__name__)

STATE_S = 10.0
MARKS_S = 2.0  # marks may lag behind what is stored: writing 5,000 of them every cycle would cost more
MAX_BUFFERED = 200_000  # readings held while the spool refuses; about a minute at 3,000/s, 40 MB
URGENT_ACKS = 10  # MQTT brokers send but a few unacknowledged messages at a time (mosquitto 20)
BACKLOG_BATCHES = 200  # history waits above this many unsent batches
BACKLOG_READINGS = 20_000
ROOM_POLL_S = 0.1


def package_version() -> str:
    """Version of the installed package."""
    try:
        return version("parkcarbon-edge")
    except PackageNotFoundError:
        return "unknown"


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
        while self.spool.depth.batches > BACKLOG_BATCHES or len(self.buffer.readings) > BACKLOG_READINGS:
            await asyncio.sleep(ROOM_POLL_S)


class SpoolView:
    """The spool as the uplink's core wants it."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool

    @property
    def uuid(self) -> str:
        """Identity of the spool file."""
        return self.spool.uuid

    def head(self, after: int, limit: int) -> list[SpoolRow]:
        """Rows after `after`, in order."""
        return [SpoolRow(*row) for row in self.spool.head(after, limit)]

    def forget(self, upto: int) -> None:
        """Delete rows up to `upto`."""
        self.spool.forget(upto)

    def oldest(self) -> int | None:
        """The smallest sequence held."""
        return self.spool.oldest()


def status_path(spool_path: Path) -> Path:
    """Where the agent leaves word of how it is, for `parkcarbon-edge status`."""
    return spool_path.with_name(spool_path.name + ".status.json")


class Agent:
    """One running edge."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.spool = Spool(Path(settings.spool.path), settings.spool.max_bytes)
        self.buffer = Buffer()
        self.spool_health = Health(ok=True, error=None)
        identity = f"pc-{settings.park}-{settings.edge}"
        self.connectors: dict[str, Connector] = {
            c.name: make_connector(c, ConnectorSink(c.name, self.buffer, self.spool), identity)
            for c in settings.connector
        }
        up = settings.uplink
        self.uplink = Uplink(
            Access(up.url, identity, up.username, read_password(up.password_file), up.ca_file),
            wire.Address(settings.partition, settings.park, settings.edge),
            SpoolView(self.spool),
            self.state,
        )
        self._uuid = self.spool.uuid
        self._marks_at = 0.0

    def state(self, online: bool) -> wire.State:
        """How the edge is now."""
        depth = self.spool.depth
        healths = {name: connector.health for name, connector in self.connectors.items()}
        if not self.spool_health.ok or self.spool.set_aside is not None:
            healths["spool"] = self._spool_state()
        return wire.State(
            online=online,
            version=package_version(),
            config_sha256=self.settings.sha256,
            spool=self.spool.uuid,
            spool_depth=depth.batches,
            oldest_unsent_ms=depth.oldest_ms,
            collected=self.spool.collected,
            connectors={
                name: wire.ConnectorState(
                    ok=h.ok, error=h.error, points=h.points, last_reading_ms=h.last_reading_ms
                )
                for name, h in healths.items()
            },
            time_ms=now_ms(),
        )

    def _spool_state(self) -> Health:
        if self.spool_health.ok and self.spool.set_aside is not None:
            return Health(False, f"a damaged spool was set aside as {self.spool.set_aside.name}")
        return self.spool_health

    async def run(self, stop: asyncio.Event) -> None:
        """Collect and send until `stop` is set; then what is in memory is committed."""
        tasks = [asyncio.create_task(self._keep(name, c), name=name) for name, c in self.connectors.items()]
        tasks.append(asyncio.create_task(self._cycles(), name="cycles"))
        uplink = [
            asyncio.create_task(self.uplink.run(), name="uplink"),
            asyncio.create_task(self._report(), name="report"),
        ]
        stopping = asyncio.create_task(stop.wait())
        try:
            done, _ = await asyncio.wait([stopping, *tasks, *uplink], return_when=asyncio.FIRST_COMPLETED)
            while stopping not in done and not any(t.exception() for t in done):
                waiting = [t for t in [stopping, *tasks, *uplink] if not t.done()]
                done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            await _cancel(tasks)
            self.commit(everything=True)
            await self.uplink.close()
            await _cancel(uplink)
            self._write_status(running=False)
            self.spool.close()
        for task in done - {stopping}:
            task.result()

    async def _keep(self, name: str, connector: Connector) -> None:
        """Run a connector; a mistake in one of them must not end the others."""
        while True:
            try:
                await connector.run()
                log.info("%s: complete", name)
                return
            except Exception as error:
                log.exception("connector %s failed", name)
                connector.health.fails(f"{type(error).__name__}: {error}")
                await asyncio.sleep(5.0)

    async def _cycles(self) -> None:
        while True:
            try:
                async with asyncio.timeout(self.settings.uplink.cycle_s):
                    await self.buffer.urgent.wait()
            except TimeoutError:
                pass
            self.buffer.urgent.clear()
            if not self.commit() and not self.spool_health.ok:
                await asyncio.sleep(1.0)

    def commit(self, everything: bool = False) -> bool:
        """Move the buffer into the spool; False where nothing was stored."""
        buffer = self.buffer
        marks = {}
        if everything or time.monotonic() - self._marks_at >= MARKS_S:
            marks = buffer.marks
        if not (buffer.readings or buffer.gaps or buffer.progress or marks):
            return self._confirm()
        try:
            rows = self.spool.append(list(buffer.readings), buffer.gaps, marks, buffer.progress)
        except SpoolUnavailableError as error:
            if self.spool_health.ok:
                log.error("%s", error)
            self.spool_health.fails(str(error))
            return False
        self.spool_health.works()
        if marks:
            buffer.marks, self._marks_at = {}, time.monotonic()
        buffer.readings, buffer.gaps, buffer.progress = deque(), [], {}
        self._confirm()
        self._send(rows)
        return True

    def _confirm(self) -> bool:
        committed, self.buffer.committed = self.buffer.committed, []
        for done in committed:
            done()
        return bool(committed)

    def _send(self, rows: int) -> None:
        if self.spool.uuid != self._uuid:
            self._uuid = self.spool.uuid
            self.uplink.restart()
        elif rows:
            self.uplink.appended()

    async def _report(self) -> None:
        self._write_status(running=True)
        before: list[bool] = []
        waited = 0.0
        while True:
            await asyncio.sleep(1.0)
            waited += 1.0
            now = [c.health.ok for c in self.connectors.values()] + [self.spool_health.ok]
            if waited >= STATE_S or now != before:
                before, waited = now, 0.0
                self.uplink.publish_state()
                self._write_status(running=True)

    def _write_status(self, running: bool) -> None:
        path = status_path(self.spool.path)
        content = json.loads(wire.encode(self.state(self.uplink.broker.connected)))
        content |= {"pid": os.getpid(), "running": running, "uplink_error": self.uplink.error}
        try:
            temporary = path.with_name(path.name + ".new")
            temporary.write_text(json.dumps(content, indent=1))
            temporary.replace(path)
        except OSError as error:
            log.warning("status file %s cannot be written: %s", path, error)


async def _cancel(tasks: Sequence["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
