"""The process `control`: tells edges what to collect and look at, and writes down what they answer."""

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

import msgspec
import psycopg
from parkcarbon_edge import wire
from psycopg_pool import PoolTimeout

from parkcarbon_platform.control import core as protocol
from parkcarbon_platform.control.core import ControlCore, Due, Said
from parkcarbon_platform.control.watch import SUBSCRIPTION, BrokerWatch
from parkcarbon_platform.ingest.inlet import Connected, Disconnected, Event, Inlet, Published
from parkcarbon_platform.services.access.vault import SecretUnreadableError, Vault
from parkcarbon_platform.services.connecting import edge_secrets
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import catalogue
from parkcarbon_platform.storage import edge_orders as storage
from parkcarbon_platform.storage import edge_orders_upkeep as upkeep
from parkcarbon_platform.storage.database import Connection, Pool, open_pool
from parkcarbon_platform.storage.edge_orders import DueCommand
from parkcarbon_platform.telemetry import figures
from parkcarbon_platform.telemetry.serving import HEART

log = logging.getLogger(__name__)

CLIENT_ID = "parkcarbon-control"
CHANNELS = ("state", "reply")
LOOK_S = 0.5
RETRY_S = 1.0
UPKEEP_S = 3600.0
UPKEEP_RETRY_S = 60.0
# A state that says what the last one said is written down again after this time only.
SAME_STATE_S = 30.0
# What a message can be wrong by. It must not end the process, nor be tried again: it would come for ever.
CONTENT_ERRORS = (
    msgspec.MsgspecError, UnicodeDecodeError, RecursionError, psycopg.DataError,
    psycopg.errors.ProgramLimitExceeded, psycopg.errors.StatementTooComplex,
)  # fmt: skip

DatabaseErrors = (psycopg.Error, PoolTimeout)


class Clerk:
    """Performs the core's actions: the broker by the line, rows by the pool."""

    def __init__(
        self, pool: Pool, line: Inlet, partitions: int, vault: Vault, watch: BrokerWatch | None = None
    ) -> None:
        self.core = ControlCore()
        self._pool, self._line, self._partitions, self._vault = pool, line, partitions, vault
        self._watch = watch
        self._upkeep_at = 0.0
        self._known = catalogue.FreshCatalogue(lambda: catalogue.load(pool))
        self._states: dict[int, tuple[tuple[object, ...], float]] = {}

    def feed(self, event: Event) -> None:
        """Something happened at the broker."""
        if isinstance(event, Connected):
            self.perform(self.core.connected(event.generation))
        elif isinstance(event, Disconnected):
            self.perform(self.core.disconnected())
        elif isinstance(event, Published):
            if event.refused:
                log.warning("the broker refuses what edges are told: %s", event.refused)
            else:
                self.perform(self.core.published(event.mid))
        elif self._watch is None or not self._watch.read(event.topic, event.payload):
            self.perform(self.core.said(Said(event.generation, event.mid, event.topic, event.payload)))

    def look(self) -> None:
        """Take up what is due."""
        self.upkeep()
        if not self.core.connected_now:
            return
        if self._watch is not None:
            self._watch.say_listening()
        with self._pool.connection() as connection:
            rows: list[Due] = [*storage.due_configs(connection), *storage.due_commands(connection)]
        self.perform(self.core.due(rows))

    def perform(self, actions: Sequence[protocol.Action]) -> None:
        """Do these and what follows from them; raises where the database is away."""
        todo = deque(actions)
        while todo:
            action = todo.popleft()
            if isinstance(action, protocol.Publish):
                todo.extend(self._hand_over(action.due))
            elif isinstance(action, protocol.NotePublished):
                todo.extend(self._note(action.due))
            elif isinstance(action, protocol.PubAck):
                self._line.ack(action.said.generation, action.said.mid)
            else:
                self._write(action.said)
                todo.extend(self.core.written(action.said))

    def upkeep(self) -> None:
        """Once an hour: seal what lies open, and forget what is old."""
        if time.monotonic() < self._upkeep_at:
            return
        # Where it fails again and again, what is due to edges must not wait for it.
        self._upkeep_at = time.monotonic() + UPKEEP_RETRY_S
        with self._pool.connection() as connection:
            if sealed := edge_secrets.reseal(connection, self._vault):
                log.info("sealed the secrets of %d configurations with the key of now", sealed)
            upkeep.prune(connection)
        self._upkeep_at = time.monotonic() + UPKEEP_S

    def _hand_over(self, due: Due) -> list[protocol.Action]:
        try:
            return self.core.handed_over(self._publish(due), due)
        except SecretUnreadableError as error:
            log.error("%s/%s cannot be told: %s", due.park, due.edge, error)
            return self._give_up(due, error)

    def _give_up(self, due: Due, error: SecretUnreadableError) -> list[protocol.Action]:
        try:
            with self._pool.connection() as connection:
                if isinstance(due, DueCommand):
                    said = {"code": error.code, "message": error.message, "remedy": error.advice}
                    upkeep.give_up_command(connection, due.id, said)
                else:
                    words = {"code": error.code}
                    upkeep.give_up_config(connection, due.edge_id, due.version, str(error), words)
        finally:
            actions = self.core.noted(due)
        return actions

    def _publish(self, due: Due) -> int:
        address = wire.Address(wire.partition_of(due.park, self._partitions), due.park, due.edge)
        if isinstance(due, DueCommand):
            left_s = (due.expires_at - datetime.now(UTC)).total_seconds()
            args, sealed = due.args, due.args.get("secrets")
            if sealed is not None:
                args = {**args, "secrets": self._vault.open_all(sealed, due.edge_id)}
            command = wire.Command(
                id=due.id, kind=due.kind, args=args, expires_ms=int(due.expires_at.timestamp() * 1000)
            )
            return self._line.publish(
                address.topic("command"), wire.encode(command), retain=False, expires_s=max(1, int(left_s))
            )
        config = wire.Config(
            version=due.version,
            connector=protocol.active(due.connector),
            secrets=self._vault.open_all(due.secrets, due.edge_id),
            max_age_days=due.max_age_days,
        )
        log.info("configuration %d for %s/%s", due.version, due.park, due.edge)
        return self._line.publish(address.topic("config"), wire.encode(config))

    def _note(self, due: Due) -> list[protocol.Action]:
        try:
            with self._pool.connection() as connection:
                if isinstance(due, DueCommand):
                    storage.note_sent(connection, due.id)
                else:
                    storage.note_published(connection, due.edge_id, due.version)
        finally:
            actions = self.core.noted(due)
        return actions

    def _write(self, said: Said) -> None:
        parsed = wire.parse_topic(said.topic)
        edge = None if parsed is None else self._edge(parsed[0])
        if parsed is None or edge is None:
            return
        try:
            if parsed[1] == "state":
                state = wire.decode_state(said.payload)
                show(parsed[0], state)
                self._write_state(edge, state)
            else:
                self._write_reply(edge, wire.decode_reply(said.payload))
        except CONTENT_ERRORS as error:
            log.warning("%s cannot be used: %s", said.topic, error)

    def _edge(self, address: wire.Address) -> catalogue.Edge | None:
        place = (address.park, address.edge)
        if place not in self._known.current.edges:
            self._known.missed()
        return self._known.current.edges.get(place)

    def _write_state(self, edge: catalogue.Edge, state: wire.State) -> None:
        if not state.version:
            return
        content = (state.config_version, state.config_refused, state.config_error, state.config_sha256)
        before = self._states.get(edge.edge_id)
        if before is not None and before[0] == content and time.monotonic() - before[1] < SAME_STATE_S:
            return
        with self._pool.connection() as connection:
            words = None if state.config_words is None else msgspec.to_builtins(state.config_words)
            refused = storage.Refused(state.config_refused, state.config_error, words)
            storage.note_state(connection, edge.edge_id, state.config_version, refused)
            if state.online and state.config_version == 0 and state.connectors:
                storage.ask_for_file(connection, edge.park_id, edge.edge_id, state.config_sha256, uuid4())
        self._states[edge.edge_id] = (content, time.monotonic())

    def _write_reply(self, edge: catalogue.Edge, reply: wire.Reply) -> None:
        if not reply.last:
            return
        with self._pool.connection() as connection:
            kind = storage.note_reply(connection, edge.edge_id, reply.id, wire.encode(reply))
            if kind == "configuration" and reply.ok:
                note_file(connection, edge.edge_id, reply.result)


def show(address: wire.Address, state: wire.State) -> None:
    """Have the figures say how the edge is; a last will says no more than that it is gone."""
    at = (address.park, address.edge)
    figures.EDGE_ONLINE.labels(*at).set(state.online)
    if state.online:
        figures.EDGE_COLLECTED.labels(*at).set(state.collected)
        figures.EDGE_SPOOLED.labels(*at).set(state.spool_depth)
        figures.EDGE_OLDEST.labels(*at).set((state.oldest_unsent_ms or 0) / 1000)


def note_file(connection: Connection, edge_id: int, result: object) -> None:
    """Keep the sections of an edge's own file, where it says that they are in force."""
    sections = result.get("connector") if isinstance(result, dict) and result.get("version") == 0 else None
    if isinstance(sections, list) and all(isinstance(section, dict) for section in sections):
        storage.note_file(connection, edge_id, sections)


def run(settings: Settings, stop: threading.Event) -> None:
    """Speak with edges until `stop` is set; raises where the process has to start anew."""
    vault = Vault.of(settings)
    pool = open_pool(settings.ingest_url, "control", size=2, timeout_s=3.0)
    line = Inlet(
        settings.mqtt_control_url or settings.mqtt_url,
        [f"{n:02x}" for n in range(settings.partitions)],
        ca_file=settings.mqtt_ca_file or None,
        name=CLIENT_ID,
        channels=CHANNELS,
        more=[SUBSCRIPTION],
        receipts=True,
    )
    watch = BrokerWatch(settings.redis_url)
    clerk = Clerk(pool, line, settings.partitions, vault, watch)
    line.start()
    try:
        serve(clerk, line, stop)
    finally:
        line.stop()
        watch.close()
        pool.close()


def serve(clerk: Clerk, line: Inlet, stop: threading.Event) -> None:
    """The loop. An event that could not be written down for want of a database is taken again."""
    event: Event | None = None
    next_look = 0.0
    while not stop.is_set():
        HEART.beat()
        line.check()
        try:
            if event is None:
                event = line.events.get(timeout=LOOK_S / 2)
            clerk.feed(event)
            event = None
        except queue.Empty:
            pass
        except DatabaseErrors as error:
            log.warning("waiting for the database: %s", error)
            if isinstance(event, Published):
                event = None  # its row is due again
            stop.wait(RETRY_S)
        if time.monotonic() >= next_look:
            next_look = time.monotonic() + LOOK_S
            look(clerk)


def look(clerk: Clerk) -> None:
    """Take up what is due, if the database answers."""
    try:
        clerk.look()
    except DatabaseErrors as error:
        log.warning("what is due could not be read: %s", error)
