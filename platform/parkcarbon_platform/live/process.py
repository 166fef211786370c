"""The live process: Redis in, memory, one frame a second out.

One thread owns the memory and talks to Redis; a second one reads the database, so that a slow query never
delays a frame. Either server may restart: the thread concerned tries again and the other goes on.
"""

import logging
import queue
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import psycopg
import redis
from psycopg_pool import PoolTimeout

from parkcarbon_platform.live.loader import load_seed, load_view
from parkcarbon_platform.live.publisher import Publisher
from parkcarbon_platform.live.state import Committed, ParkState, View
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage import live as storage
from parkcarbon_platform.storage.database import Database
from parkcarbon_platform.storage.live import ReadingRow
from parkcarbon_platform.telemetry import figures
from parkcarbon_platform.telemetry.serving import HEART

log = logging.getLogger("parkcarbon.live")

REFRESH_S = 15.0
# Settlement announces every few seconds; a reading of the park takes ten queries.
SOONEST_S = 3.0
PARKS_S = 5.0
RETRY_S = 0.5

DatabaseErrors = (psycopg.Error, PoolTimeout)


class Reader:
    """The database thread: views of parks, seeds of their gauges."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.views: dict[int, View] = {}
        self.seeds: queue.SimpleQueue[tuple[int, list[ReadingRow]]] = queue.SimpleQueue()
        self._due: dict[int, float] = {}
        self._read_at: dict[int, float] = {}
        self._unseeded: set[int] = set()
        self._parks_due = 0.0
        self._wake = threading.Event()

    def settled(self, park_id: int) -> None:
        """The park's ledger changed: read it soon."""
        if park_id in self._due:
            self._due[park_id] = min(self._due[park_id], self._read_at.get(park_id, 0.0) + SOONEST_S)
            self._wake.set()

    def forget(self) -> None:
        """Messages may have been missed: read everything again."""
        self._unseeded.update(self._due)
        for park_id in list(self._due):
            self._due[park_id] = 0.0
        self._wake.set()

    def run(self, stop: threading.Event) -> None:
        """Read until stopped; a database that is away is tried again."""
        while not stop.is_set():
            try:
                self.step(time.monotonic())
            except DatabaseErrors as error:
                log.warning("database: %s; trying again", error)
                stop.wait(RETRY_S)
            self._wake.wait(0.5)
            self._wake.clear()

    def step(self, now: float) -> None:
        """Read what is due."""
        if now >= self._parks_due:
            self._find_parks()
            self._parks_due = now + PARKS_S
        for park_id in [p for p, due in self._due.items() if now >= due]:
            self._due[park_id] = now + REFRESH_S
            self._read_at[park_id] = now
            self._read(park_id)

    def _find_parks(self) -> None:
        with self.database.directory.connection() as connection:
            found = set(storage.park_ids(connection))
        for park_id in found - self._due.keys():
            self._due[park_id] = 0.0
            self._unseeded.add(park_id)
        for park_id in self._due.keys() - found:
            del self._due[park_id]
            self.views.pop(park_id, None)

    def _read(self, park_id: int) -> None:
        now = datetime.now(UTC)
        try:
            with self.database.tenant(park_id) as connection:
                view = load_view(connection, now)
                if view is not None and park_id in self._unseeded:
                    self.seeds.put((park_id, load_seed(connection, view, now)))
                    self._unseeded.discard(park_id)
        except DatabaseErrors:
            self._due[park_id] = 0.0
            raise
        except Exception:  # one park's bad data must not stop the others
            log.exception("park %s: cannot be read; its last view stays", park_id)
            return
        if view is not None:
            self.views[park_id] = view


class LiveProcess:
    """The Redis thread: takes committed readings, publishes frames."""

    def __init__(self, database: Database, redis_url: str, *, clock: Callable[[], float] = time.time) -> None:
        self.reader = Reader(database)
        self.redis_url = redis_url
        self.clock = clock
        self.states: dict[int, ParkState] = {}
        self.publisher = Publisher()

    def run(self, stop: threading.Event) -> None:
        """Publish a frame each second until stopped."""
        thread = threading.Thread(target=self.reader.run, args=(stop,), name="reader", daemon=True)
        thread.start()
        while not stop.is_set():
            try:
                self._session(stop)
            except (redis.RedisError, OSError) as error:
                log.warning("cache: %s; trying again", error)
                stop.wait(RETRY_S)
        thread.join(timeout=20)

    def _session(self, stop: threading.Event) -> None:
        with redis.Redis.from_url(self.redis_url, socket_timeout=5, socket_connect_timeout=5) as client:
            pubsub = client.pubsub(ignore_subscribe_messages=True)
            pubsub.psubscribe("pc:committed:*", "pc:settled:*")
            self.reader.forget()
            self.publisher.reconnected()
            log.info("subscribed")
            tick = int(self.clock()) + 1
            while not stop.is_set():
                HEART.beat()
                message = pubsub.get_message(timeout=max(0.0, tick - self.clock()))
                if message is not None:
                    self._take(message)
                if self.clock() >= tick:
                    self._publish(client, tick)
                    tick = max(tick, int(self.clock())) + 1

    def _take(self, message: dict[str, Any]) -> None:
        _, kind, park = message["channel"].decode().split(":")
        try:
            if kind == "settled":
                self.reader.settled(int(park))
                return
            readings = msgspec.json.decode(message["data"], type=Committed)
            state = self.states.setdefault(int(park), ParkState())
            state.take(readings, int(self.clock() * 1000))
        except (ValueError, msgspec.MsgspecError) as error:
            log.warning("message on %s ignored: %s", message["channel"], error)

    def _publish(self, client: "redis.Redis", tick: int) -> None:
        while not self.reader.seeds.empty():
            park_id, rows = self.reader.seeds.get()
            self.states.setdefault(park_id, ParkState()).seed(rows)
        views = dict(self.reader.views)
        watched = self.publisher.watched(client, views)
        shown = self.publisher.shown(client, views)
        for park_id, view in views.items():
            state = self.states.setdefault(park_id, ParkState())
            try:
                self.publisher.publish(
                    client,
                    park_id,
                    view,
                    state,
                    watched=watched[park_id],
                    now_ms=tick * 1000,
                    is_shown=park_id in shown,
                )
                figures.FRAMES.inc()
            except redis.RedisError:
                raise
            except Exception:  # one park's bad data must not stop the others
                log.exception("park %s: no frame", park_id)


def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with Database.of(settings, size=2) as database:
        LiveProcess(database, settings.redis_url).run(stop)
