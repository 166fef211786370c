"""Durable exactly-once ingest, broker to committed, beside the limit of staging COPY + ON CONFLICT.

Four edges have published batches of 500 readings before the ingest starts; the time runs from its
subscription to the last committed cursor. The limit is a loop that copies rows of the same shape, ready in
memory, into a staging table and inserts them into the same hypertable, 20,000 a transaction. Both run in
turns on one server.
"""

import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import paho.mqtt.client as paho
import psycopg
from paho.mqtt.enums import CallbackAPIVersion
from parkcarbon_edge import wire
from parkcarbon_platform.ingest import inlet as inlets
from parkcarbon_platform.ingest import shell
from parkcarbon_platform.settings import Settings

from tests.benchmarks.report import spread
from tests.support import delivery
from tests.support import park as parks
from tests.support.stack import Broker, Database, server_stack

EDGES = 4
POINTS = 500
BATCHES = 120  # each edge; 240,000 readings a round
GROUP = 20_000
ROUNDS = 5
PERIOD_MS = 1000
AIM = 0.6
START_MS = delivery.NOON_MS - 90 * 86_400_000
STAGED = tuple[int, float, int, int, int, int, None]


def codes() -> list[str]:
    return [f"point-{n}" for n in range(EDGES * POINTS)]


def park() -> dict[str, Any]:
    """A park whose points are spread over several edges."""
    content = parks.park_file(codes())
    content["edges"] = [parks.named(f"edge-{n}") for n in range(EDGES)]
    content["bindings"] = [
        {"edge": f"edge-{n % EDGES}", "key": code, "point": code} for n, code in enumerate(codes())
    ]
    return content


class Publisher:
    """Puts a round of batches of every edge into the broker."""

    def __init__(self, broker: Broker) -> None:
        self.senders = [delivery.Sender(edge=f"edge-{n}") for n in range(EDGES)]
        self._client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
        self._client.username_pw_set(broker.username, broker.password)
        self._client.max_inflight_messages_set(200)
        self._client.connect(broker.host, broker.port)
        self._client.loop_start()
        self._times = itertools.count(START_MS, PERIOD_MS)
        self.committed: dict[str, int] = {}
        self.done = threading.Event()
        self._client.on_message = self._heard
        self._client.subscribe([(sender.address.topic("ack"), 1) for sender in self.senders])

    def _heard(self, _client: object, _data: object, message: paho.MQTTMessage) -> None:
        ack = wire.decode_ack(message.payload)
        self.committed[ack.spool] = ack.committed
        if all(self.committed.get(sender.spool) == sender.seq for sender in self.senders):
            self.done.set()

    def publish(self) -> int:
        """A round; the number of readings."""
        self.done.clear()
        last = None
        keys = [codes()[n::EDGES] for n in range(EDGES)]
        for _ in range(BATCHES):
            t = next(self._times)
            for n, sender in enumerate(self.senders):
                readings = [(key, t, 1000.0 + t % 977 / 7, 0) for key in keys[n]]
                last = self._client.publish(sender.topic, sender.batch(*readings), qos=1)
        assert last is not None
        last.wait_for_publish(120)
        return BATCHES * EDGES * POINTS

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


@contextmanager
def ingest(settings: Settings) -> Iterator[inlets.Inlet]:
    """The ingest in a thread of this process."""
    stop, started = threading.Event(), threading.Event()
    found: list[inlets.Inlet] = []

    def note(inlet: inlets.Inlet) -> None:
        found.append(inlet)
        started.set()

    thread = threading.Thread(target=shell.run, args=(settings, stop, None, note))
    thread.start()
    started.wait()
    try:
        yield found[0]
    finally:
        stop.set()
        thread.join()


def ours(settings: Settings, publisher: Publisher) -> float:
    """Readings a second, from the connection of the ingest to the last acknowledgement."""
    readings = publisher.publish()
    with ingest(settings) as inlet:
        inlet.subscribed.wait()
        began = time.perf_counter()
        publisher.done.wait(300)
        return readings / (time.perf_counter() - began)


def limit(url: str, number: int) -> float:
    """Readings a second by staging COPY + INSERT … ON CONFLICT alone."""
    groups = BATCHES * EDGES * POINTS // GROUP
    base = (START_MS - 946_684_800_000 - (number + 1) * 86_400_000) * 1000
    with psycopg.connect(url) as connection:
        connection.execute(
            """CREATE TEMP TABLE staged (time timestamptz, value double precision, quality bigint,
            point_id int, park_id int, batch_id bigint, exact numeric) ON COMMIT DELETE ROWS"""
        )
        connection.commit()
        taken = 0.0
        for group in range(groups):
            rows = [staged(base, group * GROUP + i) for i in range(GROUP)]
            began = time.perf_counter()
            copy_rows(connection, rows)
            taken += time.perf_counter() - began
    return groups * GROUP / taken


def staged(base: int, n: int) -> STAGED:
    """Row `n` of the limit; `base` is its first time [µs since 2000]."""
    time_us = base + n // (EDGES * POINTS) * PERIOD_MS * 1000
    return (time_us, 1000.0 + n / 7, 0, n % (EDGES * POINTS) + 1, 1, 1, None)


def copy_rows(connection: psycopg.Connection, rows: list[STAGED]) -> None:
    """One transaction of the limit."""
    with connection.cursor() as cursor:
        with cursor.copy("COPY staged FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(("int8", "float8", "int8", "int4", "int4", "int8", "numeric"))
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            """INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id, exact)
            SELECT time, value, batch_id, quality, point_id, park_id, exact FROM staged
            ON CONFLICT DO NOTHING"""
        )
    connection.commit()


def settings_for(database: Database, broker: Broker, redis_url: str) -> Settings:
    """The platform's settings on the benchmark's servers."""
    return Settings(
        database_url=database.owner_url,
        database_app_url=database.app_url,
        database_ingest_url=database.ingest_url,
        database_directory_url=database.directory_url,
        mqtt_url=broker.url,
        redis_url=redis_url,
    )


def run() -> dict[str, Any]:
    """Measure both in turns."""
    with server_stack() as stack, stack.shared.database() as database:
        delivery.apply(database, park())
        broker = stack.empty_broker()
        settings = settings_for(database, broker, stack.redis_url)
        with ingest(settings) as inlet:  # opens the session, so that the broker keeps what is published
            inlet.subscribed.wait()
        publisher = Publisher(broker)
        found: list[tuple[float, float]] = []
        for number in range(ROUNDS):
            found.append((ours(settings, publisher), limit(database.ingest_url, number)))
        publisher.close()
        stored = delivery.rows(database, "SELECT count(*) FROM series.reading")
    committed, limits = [a for a, _ in found[1:]], [b for _, b in found[1:]]
    ratios = spread([a / b for a, b in found[1:]])
    return {
        "figures": {"committed_per_s": round(spread(committed)["median"]), "stored": stored[0][0]},
        "unit": "readings/s",
        "reference": {
            "what": "staging COPY + ON CONFLICT, 20,000 a transaction",
            "committed_per_s": round(spread(limits)["median"]),
        },
        "ratio": ratios["median"],
        "aim": AIM,
        "spread": {"committed": spread(committed), "limit": spread(limits), "ratio": ratios},
    }
