"""The agent's loop: connectors → a bounded buffer → the spool, once a cycle → the uplink."""

import asyncio
import json
import logging
import os
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from parkcarbon_edge import wire
from parkcarbon_edge.buffer import Buffer, ConnectorSink
from parkcarbon_edge.commands import Desk, Facts
from parkcarbon_edge.connectors import make_connector
from parkcarbon_edge.connectors.base import Connector, Health, now_ms
from parkcarbon_edge.desired import Desired
from parkcarbon_edge.errors import EdgeError, SpoolUnavailableError
from parkcarbon_edge.fleet import Fleet
from parkcarbon_edge.forwarding import Forwarding, names_of
from parkcarbon_edge.orders import Configurer
from parkcarbon_edge.settings import ConnectorSettings, Settings
from parkcarbon_edge.spool import Spool
from parkcarbon_edge.spool_destinations import PLATFORM, inspect_spool
from parkcarbon_edge.words import Said

log = logging.getLogger(__name__)

STATE_S = 10.0
LATE_MS = 60_000  # a reading may come this much later than its source time
MARKS_S = 2.0  # marks may lag behind what is stored: writing 5,000 of them every cycle would cost more


def package_version() -> str:
    """Version of the installed package."""
    try:
        return version("parkcarbon-edge")
    except PackageNotFoundError:
        return "unknown"


def status_path(spool_path: Path) -> Path:
    """Where the agent leaves word of how it is, for `parkcarbon-edge status`."""
    return spool_path.with_name(spool_path.name + ".status.json")


def waiting_since_ms(spool_path: Path) -> int | None:
    """The oldest source time [ms] that may wait in the spool, by the last status; None: unknown."""
    try:
        status = json.loads(status_path(spool_path).read_text())
        all_of_them = [status, *status.get("destinations", {}).values()]
        found = [one["oldest_unsent_ms"] for one in all_of_them if one["oldest_unsent_ms"] is not None]
        return int(min(found, default=status["time_ms"])) - LATE_MS
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _for_whom(settings: Settings) -> list[str]:
    """The destinations for which rows are kept; what waits in the file is looked at only where it matters."""
    there: list[str] = []
    if any(faulty.name is None for faulty in settings.faulty):
        with suppress(SpoolUnavailableError):
            summary = inspect_spool(Path(settings.spool.path))
            there = list(summary.destinations) if summary else []
    return names_of(settings.destination, settings.faulty, there)


class Agent:
    """One running edge."""

    def __init__(self, settings: Settings, path: Path | None = None) -> None:
        """`path` is the configuration's file; what the platform wants is kept beside it."""
        self.settings = settings
        spool_path = Path(settings.spool.path)
        self.spool = Spool(
            spool_path, settings.spool.max_bytes, waiting_since_ms(spool_path),
            others=_for_whom(settings),
        )  # fmt: skip
        self.buffer = Buffer()
        self.spool_health = Health(ok=True, error=None)
        self.desired = Desired(settings, path or Path(settings.spool.path))
        self.fleet = Fleet(self._make, lambda: self.commit(everything=True))
        self._begin()
        self.spool.max_age_s = self.desired.settings.spool.max_age_s
        self.configurer = Configurer(self.desired, self.fleet, self._say)
        self.desk = Desk(self._facts, self._answer)
        self.forwarding = Forwarding(
            settings, path, self.spool, self.state,
            {"config": self.configurer.take, "command": self.desk.take},
        )  # fmt: skip
        self.uplink = self.forwarding.platform
        self._marks_at = 0.0

    @property
    def connectors(self) -> dict[str, Connector]:
        """The connectors that run, by name."""
        return self.fleet.connectors

    @property
    def _identity(self) -> str:
        return self.settings.client_id

    def _make(self, settings: ConnectorSettings) -> Connector:
        return make_connector(settings, ConnectorSink(settings.name, self.buffer, self.spool), self._identity)

    def _begin(self) -> None:
        """The connectors of the last configuration, or of the edge's own file where they cannot be made."""
        self.desired.load()
        if self.desired.kept is None:
            self.fleet.add_usable(self.settings.connector)
            return
        try:
            self.fleet.add(self.desired.settings.connector)
        except EdgeError as error:
            self.desired.refuse(self.desired.version, error.said())
            self.desired.kept, self.desired.settings = None, self.settings
            self.fleet.add_usable(self.settings.connector)

    def _facts(self) -> Facts:
        return Facts(self.desired, wire.encode(self.state(self.uplink.broker.connected)))

    def _answer(self, reply: wire.Reply) -> None:
        self.uplink.reply(reply)

    def _say(self) -> None:
        self.spool.max_age_s = self.desired.settings.spool.max_age_s
        self.forwarding.publish_state()
        self._write_status(running=True)

    def state(self, online: bool, name: str = PLATFORM) -> wire.State:
        """How the edge is now, as a destination is told: of the others only the platform hears."""
        one = self.spool.of(name)
        state = wire.State(
            online=online,
            version=package_version(),
            config_sha256=self.settings.sha256,
            spool=one.uuid,
            spool_depth=one.depth.batches,
            oldest_unsent_ms=one.depth.oldest_ms,
            collected=one.collected,
            connectors=self._connector_states(),
            time_ms=now_ms(),
            max_age_days=self.desired.settings.spool.max_age_days,
        )
        if name != PLATFORM:
            return state
        return msgspec.structs.replace(
            state,
            config_version=self.desired.version,
            config_refused=self.desired.refused,
            config_error=self.desired.error,
            config_words=wire.words_of(self.desired.said),
            destinations=self.forwarding.states(),
        )

    def _connector_states(self) -> dict[str, wire.ConnectorState]:
        healths = {name: connector.health for name, connector in self.connectors.items()}
        if not self.spool_health.ok or self.spool.set_aside is not None:
            healths["spool"] = self._spool_state()
        return {
            name: wire.ConnectorState(
                ok=h.ok,
                error=h.error,
                points=h.points,
                last_reading_ms=h.last_reading_ms,
                warnings=[text[: wire.MAX_WARNING] for text in h.warnings[: wire.MAX_WARNINGS]],
                words=wire.words_of(h.said),
                warning_words=[wire.words_of(text) for text in h.warnings[: wire.MAX_WARNINGS]],
            )
            for name, h in healths.items()
        }

    def _spool_state(self) -> Health:
        if self.spool_health.ok and self.spool.set_aside is not None:
            file = self.spool.set_aside.name
            said = Said(f"a damaged spool was set aside as {file}", "spool_set_aside", file=file)
            return Health(False, said, said=said)
        return self.spool_health

    async def run(self, stop: asyncio.Event) -> None:
        """Collect and send until `stop` is set; then what is in memory is committed."""
        self.fleet.start()
        tasks = [
            asyncio.create_task(self._cycles(), name="cycles"),
            asyncio.create_task(self.configurer.run(), name="configurer"),
        ]
        uplink = [
            asyncio.create_task(self.uplink.run(), name="uplink"),
            asyncio.create_task(self._report(), name="report"),
            asyncio.create_task(self.forwarding.watch(), name="destinations"),
        ]
        self.forwarding.start()
        stopping = asyncio.create_task(stop.wait())
        try:
            done, _ = await asyncio.wait([stopping, *tasks, *uplink], return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            await _cancel(tasks)
            await self.desk.close()
            await self.fleet.stop()
            self.commit(everything=True)
            await self.forwarding.close()
            await _cancel(uplink)
            self._write_status(running=False)
            self.spool.close()
        for task in done - {stopping}:
            task.result()

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
        has_news = buffer.readings or buffer.gaps or buffer.progress or marks
        if not has_news and not self.spool.has_aged:
            return self._confirm()
        try:
            rows = self.spool.append(list(buffer.readings), buffer.gaps, marks, buffer.progress)
        except SpoolUnavailableError as error:
            if self.spool_health.ok:
                log.error("%s", error)
            self.spool_health.fails(error.said())
            return False
        self.spool_health.works()
        if marks:
            buffer.marks, self._marks_at = {}, time.monotonic()
        buffer.readings, buffer.gaps, buffer.progress = deque(), [], {}
        self._confirm()
        self.forwarding.appended(rows)
        return True

    def _confirm(self) -> bool:
        committed, self.buffer.committed = self.buffer.committed, []
        for done in committed:
            done()
        return bool(committed)

    async def _report(self) -> None:
        self._write_status(running=True)
        before: list[bool] = []
        waited = 0.0
        while True:
            await asyncio.sleep(1.0)
            waited += 1.0
            now = [c.health.ok for c in self.connectors.values()] + [self.spool_health.ok]
            now += [uplink.broker.connected for uplink in self.forwarding.uplinks.values()]
            if waited >= STATE_S or now != before:
                before, waited = now, 0.0
                self.forwarding.publish_state()
                self._write_status(running=True)

    def _write_status(self, running: bool) -> None:
        path = status_path(self.spool.path)
        content = json.loads(wire.encode(self.state(self.uplink.broker.connected)))
        content |= {"pid": os.getpid(), "running": running, "uplink_error": self.uplink.error}
        content |= {"destinations_error": self.forwarding.problem}
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
