"""The ingest process: feeds the core with what the broker delivers, and does what it says."""

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Protocol

import psycopg
from psycopg_pool import PoolTimeout

from parkcarbon_platform.errors import ConflictError, UnavailableError
from parkcarbon_platform.ingest import core as protocol
from parkcarbon_platform.ingest import spans
from parkcarbon_platform.ingest.announce import Announcer
from parkcarbon_platform.ingest.core import Message
from parkcarbon_platform.ingest.inlet import (
    Connected,
    Disconnected,
    Event,
    Inlet,
    client_id,
    device_subscriptions,
)
from parkcarbon_platform.ingest.keeper import Keeper
from parkcarbon_platform.ingest.limits import Limiter
from parkcarbon_platform.ingest.sparkplug.connection import HostConnection, host_id
from parkcarbon_platform.ingest.sparkplug.host import Host, within
from parkcarbon_platform.services.connecting import decode, device_decode, messages
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import catalogue
from parkcarbon_platform.storage.database import Pool, open_pool
from parkcarbon_platform.storage.delivery import Delivery, Outcome, Result, Session, Store
from parkcarbon_platform.storage.locks import ABANDONED, PartitionLock, options
from parkcarbon_platform.storage.readings import (
    ReadingStore,
    StoreRefusedError,
    StoreUnavailableError,
    last_received,
)
from parkcarbon_platform.telemetry import figures, tracing
from parkcarbon_platform.telemetry.serving import HEART

log = logging.getLogger(__name__)

# A changed binding is not missed by anyone, so it is looked for.
CATALOGUE_REFRESH_S = 15.0
# A mapping that was just saved is tried at once by whoever saved it.
MAPPING_LOOK_S = 1.0
LOCK_CHECK_S = 5.0
IDLE_S = 0.25
SPARKPLUG = "sparkplug"  # the dialect
REPEATED = (Outcome.DUPLICATE, Outcome.HOLE)  # nothing of them is stored, or put aside


class Outlet(Protocol):
    """What a worker says to the broker: an `Inlet`, or a Sparkplug host's connection."""

    def publish(self, topic: str, payload: bytes) -> object:
        """Publish an acknowledgement of a commit."""

    def ack(self, generation: int, mid: int) -> None:
        """Acknowledge a message to the broker."""


class Worker:
    """Performs the core's actions: decoding and storing here, the rest by the inlet and the announcer.

    `client` is the client id whose session with the broker outlives connections, if there is one. `owned`
    raises where the partitions are another's now: asked before a commit that the database did not answer is
    tried again, for it has let go of all locks where it has started anew.
    """

    def __init__(
        self, store: Store, known: catalogue.FreshCatalogue, inlet: Outlet,
        announcer: Announcer | None = None, keeper: Keeper | None = None, *, client: str | None = None,
        limiter: Limiter | None = None, partitions: str = "", owned: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self.core = protocol.IngestCore()
        self.committed_readings = 0
        self._store = store
        self._known = known
        self._inlet = inlet
        self._announcer, self._keeper = announcer, keeper
        self._session = None if client is None else Session(client)
        self._session_since = 0  # the connection with which it began
        self._limiter = limiter
        self.partitions = partitions  # what the figures of this worker are called by
        self._heard_at = time.monotonic()
        self._owned = owned
        self._was_away = False

    def feed(self, event: Event) -> None:
        """Something happened at the broker."""
        now = time.monotonic()
        if isinstance(event, Connected):
            if self._limiter is not None and event.generation > 1:
                self._limiter.credit(now - self._heard_at)
            self._perform(self.core.connected(event.generation))
            self._begin_session(event)
        elif isinstance(event, Disconnected):
            self._heard_at = now
            self._perform(self.core.disconnected())
        elif isinstance(event, Message):
            self._perform(self.core.message(self._weighed(event), now))

    def _weighed(self, message: Message) -> Message:
        """The message, marked where it is more than its device may send; at once: commits are tried again."""
        if self._limiter is None or message.repeated:
            return message
        device = device_decode.known_device(message.topic, self._known)
        if device is None or self._limiter.take(device.device_id, len(message.payload)):
            return message
        return message._replace(excess=True)

    def tick(self) -> None:
        """Time passed."""
        self._perform(self.core.tick(time.monotonic()))

    def _perform(self, actions: Sequence[protocol.Action]) -> None:
        todo = deque(actions)
        while todo:
            action = todo.popleft()
            if isinstance(action, protocol.PublishAck):
                self._inlet.publish(action.topic, action.payload)
            elif isinstance(action, protocol.PubAck):
                self._inlet.ack(action.generation, action.mid)
            else:
                todo.extend(self._commit(action))

    def _begin_session(self, event: Connected) -> None:
        """Forget the numbers of a session that the broker has no more: at once, or with its first commit.

        A commit that is still to be tried again has numbers of the old one, and comes before that.
        """
        if self._session is None or event.resumed:
            return
        self._session, self._session_since = self._session._replace(new=True), event.generation
        if self.core.waiting:
            return
        try:
            self._store.commit([], self._session)
        except (StoreUnavailableError, psycopg.Error, PoolTimeout) as error:
            log.warning("The database does not answer; numbers of messages are forgotten later: %s", error)
        else:
            self._session = self._session._replace(new=False)

    def _session_of(self, commit: protocol.Commit) -> Session | None:
        """The session that the numbers of a commit belong to; its messages are of one connection."""
        if self._session is None or commit.messages[0].generation >= self._session_since:
            return self._session
        return self._session._replace(new=False)

    def _commit(self, commit: protocol.Commit) -> list[protocol.Action]:
        if self._was_away:
            try:
                self._owned()
            except UnavailableError as error:
                log.warning("%d messages wait for the database: %s", len(commit.messages), error)
                return self.core.commit_failed(time.monotonic())
            self._was_away = False
        self._known.look_again()  # a mapping that was saved before the oldest of these came is known to all
        try:
            deliveries, decoded_ns = [], [time.time_ns()]
            for message in commit.messages:
                deliveries.append(self._decode(message, commit.refuse))
                decoded_ns.append(time.time_ns())
            session = self._session_of(commit)
            with figures.COMMIT.time():
                result = self._store.commit(deliveries, session)
        except StoreRefusedError as error:
            log.warning(
                "The database refuses a group of %d messages: %s", len(commit.messages), error.message
            )
            self._known.forget()
            figures.REFUSED_COMMITS.labels("refused").inc()
            return self.core.commit_refused(time.monotonic())
        except (StoreUnavailableError, psycopg.Error, PoolTimeout) as error:
            log.warning("%d messages wait for the database: %s", len(commit.messages), error)
            figures.REFUSED_COMMITS.labels("away").inc()
            self._was_away = True
            return self.core.commit_failed(time.monotonic())
        if session is self._session and session is not None:
            self._session = session._replace(new=False)
        if tracing.is_on():
            spans.tell(commit.messages, deliveries, result, decoded_ns, time.time_ns())
        self.committed_readings += count(commit, deliveries, result, self.partitions)
        actions = self.core.committed(deliveries, result, time.monotonic())
        if self._announcer is not None:
            self._announcer.announce(deliveries, result)
        if self._keeper is not None:
            self._keeper.keep(commit.messages, deliveries, result)
        return actions

    def _decode(self, message: protocol.Message, refuse: bool) -> Delivery:
        device = device_decode.known_device(message.topic, self._known) if message.excess else None
        if device is not None:
            delivery = device_decode.excess(message.topic, message.payload, message.received_at, device)
        else:
            delivery = messages.read(
                message.topic, message.payload, message.received_at, self._known, fresh=message.fresh
            )
        if refuse:
            words = "refused by the database: see the log of the ingest"
            delivery = decode.refuse(delivery, message.payload, words)
        if self._session is not None:
            delivery.packet, delivery.repeated = message.mid, message.repeated
        return delivery


def count(commit: protocol.Commit, deliveries: Sequence[Delivery], result: Result, partitions: str) -> int:
    """Count what a commit has settled; the readings that are new."""
    readings = 0
    for delivery, outcome in zip(deliveries, result.outcomes, strict=True):
        figures.BATCHES.labels(outcome.value).inc()
        readings += len(delivery.readings) if outcome.stored else 0
        for part in delivery.quarantined if outcome not in REPEATED else ():
            figures.QUARANTINED.labels(part.reason).inc()
    figures.READINGS.inc(readings)
    oldest = min(message.received_at for message in commit.messages)
    figures.LAG.labels(partitions).observe(max(0.0, (datetime.now(UTC) - oldest).total_seconds()))
    return readings


def run(
    settings: Settings,
    stop: threading.Event,
    partitions: Sequence[int] | None = None,
    started: Callable[[Inlet], None] = lambda _: None,
) -> None:
    """Consume until `stop` is set; raises where the process has to start anew.

    `started` is given the broker's side, whose `subscribed` says when messages can come.
    """
    chosen = list(range(settings.partitions)) if partitions is None else list(partitions)
    lock = PartitionLock(settings.ingest_url, chosen)
    if wait_for_lock(lock, stop):
        run_locked(settings, stop, chosen, lock, started)


def run_locked(
    settings: Settings,
    stop: threading.Event,
    chosen: Sequence[int],
    lock: PartitionLock,
    started: Callable[[Inlet], None] = lambda _: None,
) -> None:
    """Consume these partitions, whose lock is held, until `stop` is set; then the lock is let go."""
    lets_go = {"options": options(settings.ingest_url, ABANDONED)}
    pool = open_pool(settings.ingest_url, "ingest", size=3, timeout_s=3.0, given=lets_go)
    announcer = Announcer(settings.redis_url)
    keeper = Keeper(settings.redis_url)
    names = [f"{n:02x}" for n in chosen]
    inlet = Inlet(
        settings.mqtt_url, names, ca_file=settings.mqtt_ca_file or None, more=device_subscriptions(names)
    )
    known = catalogue.FreshCatalogue(lambda: catalogue.load(pool), mark=lambda: catalogue.mark(pool))
    limiter = limiter_of(settings, pool)
    worker = Worker(
        ReadingStore(pool), known, inlet, announcer, keeper, client=client_id(names), limiter=limiter,
        partitions=span(names), owned=lock.ensure,
    )  # fmt: skip
    host = sparkplug_host(settings, names, pool, announcer, keeper)
    inlet.start()
    host.start()
    started(inlet)
    try:
        consume(worker, inlet, known, lock, stop, host=host)
    finally:
        host.stop()
        inlet.stop()
        announcer.close()
        keeper.close()
        pool.close()
        lock.release()
        HEART.forget(worker.partitions)
        with suppress(KeyError):  # where it never came round
            figures.WAITING.remove(worker.partitions)


def span(partitions: Sequence[str]) -> str:
    """Partitions that follow one another, in short: `00-0f`."""
    return f"{min(partitions)}-{max(partitions)}"


def limiter_of(settings: Settings, pool: Pool | None = None) -> Limiter:
    """What devices may send; with the pool what came since the last commit is credited."""
    found = Limiter(
        settings.device_messages_a_minute, settings.device_megabytes_a_minute << 20, time.monotonic
    )
    if pool is not None:
        with pool.connection() as connection:
            last = last_received(connection)
        if last is not None:
            found.credit((datetime.now(UTC) - last).total_seconds())
    return found


def sparkplug_host(
    settings: Settings, partitions: Sequence[str], pool: Pool, announcer: Announcer, keeper: Keeper
) -> Host:
    """The host of the Sparkplug nodes in these partitions, with a catalogue of its thread's own."""
    name = host_id(partitions, settings.partitions)
    connection = HostConnection(settings.mqtt_url, name, settings.mqtt_ca_file or None)
    known = catalogue.FreshCatalogue(lambda: catalogue.load(pool), mark=lambda: catalogue.mark(pool))
    worker = Worker(
        ReadingStore(pool), known, connection, announcer, keeper, limiter=limiter_of(settings),
        partitions=span(partitions),
    )  # fmt: skip

    def nodes() -> list[tuple[str, str]]:
        refresh(known.look)
        devices = known.current.devices.items()
        return [key for key, device in devices if device.mapping and device.mapping.dialect == SPARKPLUG]

    return Host(
        connection, worker, within(partitions, settings.partitions), nodes, lambda: refresh(known.look)
    )


def consume(
    worker: Worker, inlet: Inlet, known: catalogue.FreshCatalogue, lock: PartitionLock, stop: threading.Event,
    *, host: Host,
) -> None:  # fmt: skip
    """The loop: events in order, ticks when the core asks for one, at times a look at lock and catalogue."""
    next_lock = next_catalogue = next_look = 0.0
    while not stop.is_set():
        HEART.beat(worker.partitions)
        figures.WAITING.labels(worker.partitions).set(inlet.events.qsize())
        inlet.check()
        host.check()
        try:
            worker.feed(inlet.events.get(timeout=pause(worker.core.deadline)))
        except queue.Empty:
            worker.tick()
        now = time.monotonic()
        if now >= next_lock:
            next_lock = now + LOCK_CHECK_S
            keep_lock(lock)
        if now >= next_catalogue:
            next_catalogue = now + CATALOGUE_REFRESH_S
            refresh(known.missed)
        if now >= next_look:
            next_look = now + MAPPING_LOOK_S
            refresh(known.look)


def pause(deadline: float | None) -> float:
    """How long to wait for an event [s]."""
    return IDLE_S if deadline is None else min(max(deadline - time.monotonic(), 0.0005), IDLE_S)


def wait_for_lock(lock: PartitionLock, stop: threading.Event) -> bool:
    """Take the lock, trying until it is free; False where `stop` came first."""
    said = ""
    while not stop.is_set():
        try:
            lock.ensure()
            return True
        except (ConflictError, UnavailableError) as error:
            if str(error) != said:
                said = str(error)
                log.warning("%s", error)
        stop.wait(1.0)
    return False


def keep_lock(lock: PartitionLock) -> None:
    """Hold the lock, also after the database was away; another holder ends this process."""
    try:
        lock.ensure()
    except UnavailableError as error:
        log.warning("%s", error)


def refresh(read: Callable[[], object]) -> None:
    """Read the catalogue again, if the database answers."""
    try:
        read()
    except (psycopg.Error, PoolTimeout) as error:
        log.warning("The catalogue could not be read: %s", error)
