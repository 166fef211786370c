"""To whom the edge forwards: the platform, and destinations beside it that come and go while it runs.

Each has a connection, a sender and a cursor in the spool of its own: one that is down keeps its rows waiting
and delays nobody. Only the edge's own file names destinations: who owns the gateway says who gets its
readings, not the platform. What is beside the platform gets readings and a state, and asks for nothing.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from parkcarbon_edge import wire
from parkcarbon_edge.broker import Access
from parkcarbon_edge.errors import EdgeError, SpoolUnavailableError
from parkcarbon_edge.settings import DestinationSettings, Faulty, Settings, load_settings
from parkcarbon_edge.spool import Spool
from parkcarbon_edge.spool_destinations import PLATFORM, Destination
from parkcarbon_edge.uplink.core import SpoolRow
from parkcarbon_edge.uplink.mqtt import Uplink
from parkcarbon_edge.words import Said

log = logging.getLogger(__name__)

LOOK_S = 1.0
END_S = 10.0
AGAIN_S = 5.0
Orders = Mapping[str, Callable[[bytes], None]]
Told = Callable[[bool, str], wire.State]


class SpoolView:
    """The spool as the sender of one destination wants it."""

    def __init__(self, spool: Spool, name: str = PLATFORM) -> None:
        self.spool, self.name = spool, name

    @property
    def uuid(self) -> str:
        """Identity of the spool file for this destination."""
        return self.spool.of(self.name).uuid

    def head(self, after: int, limit: int) -> list[SpoolRow]:
        """Rows after `after`, in order."""
        return [SpoolRow(*row) for row in self.spool.head(after, limit, self.name)]

    def forget(self, upto: int) -> None:
        """The destination has rows up to `upto`."""
        self.spool.forget(upto, self.name)

    @property
    def last(self) -> int:
        """The largest sequence that the file ever gave to a row."""
        return self.spool.last

    def renew(self) -> None:
        """Give the file a new identity."""
        self.spool.renew()


def names_of(
    usable: Sequence[DestinationSettings], faulty: Sequence[Faulty], there: Sequence[str] = ()
) -> list[str]:
    """For whom beside the platform rows are kept: all that are meant, whether or not they can be served.

    Where nobody knows whom a faulty section means, everyone who is `there` keeps what waits.
    """
    names = [*(one.name for one in usable), *(one.name for one in faulty if one.name)]
    if any(one.name is None for one in faulty):
        names += there
    return [name for name in dict.fromkeys(names) if name != PLATFORM]


class Forwarding:
    """The uplinks by destination; `state` says how the edge is, to whom."""

    def __init__(
        self, settings: Settings, path: Path | None, spool: Spool, state: Told, orders: Orders
    ) -> None:
        """`path` is the edge's own file; it is looked at again while the agent runs."""
        self.spool, self._path, self._state = spool, path, state
        self.problem: str | None = None
        self._settings, self._wanted = settings, list(settings.destination)
        self.faulty = settings.faulty
        up = settings.uplink
        access = Access(
            up.url, settings.client_id, up.username, ca_file=up.ca_file, password_file=up.password_file
        )
        address = wire.Address(settings.partition, settings.park, settings.edge)
        self.platform = Uplink(
            access, address, SpoolView(spool), lambda online: state(online, PLATFORM), orders=orders
        )
        self.uplinks = {PLATFORM: self.platform}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._uuids: dict[str, str] = {}
        for one in self._wanted:
            self._add(one)
        self._seen = self._stamp()

    def _add(self, one: DestinationSettings) -> None:
        address = one.address(self._settings)
        access = Access(
            one.url, one.login(self._settings), one.username, ca_file=one.ca_file,
            password_file=one.password_file,
        )  # fmt: skip
        told = self._state
        self.uplinks[one.name] = Uplink(
            access, address, SpoolView(self.spool, one.name), lambda online: told(online, one.name)
        )

    # ------------------------------------------------------------------ what the agent tells
    def appended(self, rows: int) -> None:
        """The spool has so many new rows; or it is another file, whose rows are all new."""
        for name, uplink in self.uplinks.items():
            identity = self.spool.of(name).uuid
            before = self._uuids.setdefault(name, identity)
            self._uuids[name] = identity
            if identity != before:
                uplink.restart()
            elif rows:
                uplink.appended()

    def publish_state(self) -> None:
        """Say to each how the edge is."""
        for uplink in self.uplinks.values():
            uplink.publish_state()

    def states(self) -> dict[str, wire.DestinationState]:
        """How each is; the platform is called as the edge's file calls it."""
        told = {self._called(name): self._state_of(self.spool.of(name)) for name in self.uplinks}
        return told | {faulty.name or faulty.label: self._state_of_faulty(faulty) for faulty in self.faulty}

    def _state_of_faulty(self, faulty: Faulty) -> wire.DestinationState:
        said = Said(str(faulty.error), "destination_faulty", why=faulty.error.why, place=faulty.error.place)
        state = wire.DestinationState(connected=False, error=said, words=wire.words_of(said))
        if faulty.name not in self.spool.names:
            return state
        one = self.spool.of(faulty.name)
        return msgspec.structs.replace(
            state,
            spool_depth=one.depth.batches,
            oldest_unsent_ms=one.depth.oldest_ms,
            collected=one.collected,
        )

    def _called(self, name: str) -> str:
        return self._settings.spool.destination if name == PLATFORM else name

    def _state_of(self, one: Destination) -> wire.DestinationState:
        uplink = self.uplinks[one.name]
        return wire.DestinationState(
            connected=uplink.broker.connected, error=uplink.error, words=wire.words_of(uplink.error),
            url=uplink.broker.access.url,
            spool_depth=one.depth.batches, oldest_unsent_ms=one.depth.oldest_ms, collected=one.collected,
            here=one.name == PLATFORM,
        )  # fmt: skip

    # ------------------------------------------------------------------ coming and going
    def start(self) -> None:
        """Send to the destinations beside the platform; `platform` itself is run by the agent."""
        for name in self.uplinks:
            if name != PLATFORM and name not in self._tasks:
                sending = self._keep(name, self.uplinks[name])
                self._tasks[name] = asyncio.create_task(sending, name=f"uplink {name}")

    async def _keep(self, name: str, uplink: Uplink) -> None:
        """Nobody waits for this task: what ended it by mistake would leave its rows waiting, unseen."""
        while True:
            try:
                await uplink.run()
            except Exception as error:
                if self.uplinks.get(name) is not uplink:
                    return
                log.exception("destination %s", name)
                text = f"{type(error).__name__}: {error}"
                uplink.error = Said(text, "other", said=text)
                uplink.core.disconnected(time.monotonic())
            await asyncio.sleep(AGAIN_S)

    async def watch(self) -> None:
        """Take up the file's destinations whenever it changes, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_S)
            if (seen := self._stamp()) == self._seen or self._path is None:
                continue
            self._seen = seen
            try:
                wanted = await asyncio.to_thread(load_settings, self._path)
                await self.exchange(wanted.destination, wanted.faulty)
            except EdgeError as error:
                self.problem = str(error)
                log.error("%s changed and is not taken up: %s", self._path, error)
                if isinstance(error, SpoolUnavailableError):  # a full disk: nobody changes the file again
                    self._seen = None
                    await asyncio.sleep(AGAIN_S)

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat() if self._path else None
        except OSError:
            return None
        return None if found is None else (found.st_mtime_ns, found.st_size)

    async def exchange(self, wanted: Sequence[DestinationSettings], faulty: tuple[Faulty, ...] = ()) -> None:
        """Let it be these beside the platform. What waited for one that is gone is given up.

        One whose address or log-in changed goes on with its rows; for one that is `faulty` they wait. Raises
        `EdgeError`; the old ones stay then.
        """
        new = {one.name: one for one in wanted}
        old = {one.name: one for one in self._wanted}
        changed = [name for name, one in old.items() if new.get(name) != one]
        await asyncio.gather(*(self.uplinks[name].close() for name in changed))
        try:
            self.spool.serve(names_of(wanted, faulty, self.spool.names))
        except EdgeError:
            for name in changed:
                self.uplinks[name].publish_state()
            raise
        await self._end(changed)
        self._wanted, self.faulty, self.problem = list(wanted), faulty, None
        for name, one in new.items():
            if old.get(name) != one:
                self._add(one)
                log.info("destination %s: %s", name, one.url)
        self.start()

    async def _end(self, names: Sequence[str]) -> None:
        tasks = [task for name in names if (task := self._tasks.pop(name, None)) is not None]
        for name in names:
            del self.uplinks[name]
            self._uuids.pop(name, None)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=END_S)

    async def close(self) -> None:
        """Say good-bye to each."""
        await asyncio.gather(*(uplink.close() for uplink in self.uplinks.values()))
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
