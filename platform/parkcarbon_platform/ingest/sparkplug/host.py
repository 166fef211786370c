"""The Sparkplug host of an ingest process: a thread that hears nodes and hands their readings to the store.

It is kept apart from what edges send, whose messages must not wait for those of nodes. While the database is
away it takes nothing more from the broker, which then drops: that is a gap, and births are asked for.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Protocol

from parkcarbon_edge import wire

from parkcarbon_platform.ingest.core import IngestCore, Message
from parkcarbon_platform.ingest.inlet import Connected, Disconnected, InletDiedError
from parkcarbon_platform.ingest.sparkplug import payload
from parkcarbon_platform.ingest.sparkplug.connection import Event, HostConnection, Refused, now_ms
from parkcarbon_platform.ingest.sparkplug.nodes import Heard
from parkcarbon_platform.ingest.sparkplug.session import Action, AskForBirths, HostSession, Key
from parkcarbon_platform.services.connecting import sparkplug_message as form

log = logging.getLogger(__name__)

MAX_WAITING = 2_000
IDLE_S = 0.25
LOOK_S = 1.0
# Messages of nodes are not acknowledged to the broker and cannot come again: for the receiver's core they
# are all of one connection that never ends.
FOREVER = Connected(1)
NO_RECEIPT = 0


class Receiver(Protocol):
    """What stores messages: `ingest.shell.Worker`."""

    core: IngestCore

    def feed(self, event: Connected | Message) -> None:
        """Something happened."""

    def tick(self) -> None:
        """Time passed."""


class Host:
    """One host of the parks in some partitions."""

    def __init__(
        self,
        connection: HostConnection,
        receiver: Receiver,
        mine: Callable[[str], bool],
        wanted: Callable[[], Iterable[Key]],
        look: Callable[[], None] = lambda: None,
    ) -> None:
        """`mine`: whether a park is this process's; `wanted`: the nodes that must be there.

        `look` is called now and then: mappings may have been saved.
        """
        self.connection, self._receiver, self._mine, self._wanted = connection, receiver, mine, wanted
        self._look, self._look_at = look, 0.0
        self._session = HostSession()
        self._stop = threading.Event()
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="sparkplug", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._receiver.feed(FOREVER)
        self.connection.start()
        self._thread.start()

    def stop(self) -> None:
        """Leave in order."""
        self.connection.stop()
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def check(self) -> None:
        """Raises what went wrong in a thread of this host."""
        self.connection.check()
        if self._error is not None:
            raise InletDiedError("The Sparkplug host failed.", cause=repr(self._error)) from self._error

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._turn()
        except Exception as error:
            log.exception("The Sparkplug host failed")
            self._error = error

    def _turn(self) -> None:
        self._receiver.tick()
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + LOOK_S
            self._look()
        if self._receiver.core.waiting > MAX_WAITING:
            self._stop.wait(IDLE_S)
            return
        try:
            event = self.connection.events.get(timeout=self._pause())
        except queue.Empty:
            self._perform(self._session.tick(time.monotonic()))
            return
        self._hear(event)
        self._perform(self._session.tick(time.monotonic()))

    def _pause(self) -> float:
        due = [at for at in (self._session.deadline, self._receiver.core.deadline) if at is not None]
        return min([IDLE_S, *(max(at - time.monotonic(), 0.0005) for at in due)])

    def _hear(self, event: Event) -> None:
        now = time.monotonic()
        if isinstance(event, Heard):
            address = form.parse_topic(event.topic)
            if address is not None and self._mine(address.group):
                self._perform(self._session.message(event, now))
        elif isinstance(event, Connected):
            log.info("Hearing Sparkplug nodes as %s", self.connection.state_topic)
            self._perform(self._session.connected([key for key in self._wanted() if self._mine(key[0])], now))
        elif isinstance(event, Disconnected):
            self._perform(self._session.disconnected(datetime.now(UTC)))
        elif isinstance(event, Refused):
            log.warning("The broker lets the platform hear no Sparkplug nodes: %s", event.reason)

    def _perform(self, actions: Iterable[Action]) -> None:
        for action in actions:
            if isinstance(action, AskForBirths):
                self.connection.command(action.group, action.node, payload.encode_rebirth(now_ms()))
            else:
                heard = action.heard
                self._receiver.feed(
                    Message(
                        FOREVER.generation,
                        NO_RECEIPT,
                        heard.topic,
                        form.encode(action.message),
                        heard.received_at,
                        qos=0,
                    )
                )


def within(partitions: Iterable[str], count: int) -> Callable[[str], bool]:
    """Whether a park's code is in these partitions."""
    mine = frozenset(partitions)
    return lambda park: wire.partition_of(park, count) in mine
