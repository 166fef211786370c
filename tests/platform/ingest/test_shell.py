"""The ingest process against a real broker, database and cache."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec
import paho.mqtt.client as paho
import psycopg
import pytest
import redis
from paho.mqtt.enums import CallbackAPIVersion
from parkcarbon_edge import wire
from parkcarbon_platform.ingest import inlet, shell
from parkcarbon_platform.settings import Settings
from prometheus_client import REGISTRY

from tests.support import park as parks
from tests.support.delivery import Sender, apply, rows
from tests.support.stack import Broker, Database

POINTS = ["aa", "bb"]


def settings(
    database: Database, broker: Broker, redis_url: str, *, device_messages_a_minute: int = 6000
) -> Settings:
    return Settings(
        database_url=database.owner_url,
        database_app_url=database.app_url,
        database_ingest_url=database.ingest_url,
        database_directory_url=database.directory_url,
        mqtt_url=broker.url,
        redis_url=redis_url,
        device_messages_a_minute=device_messages_a_minute,
    )


@contextmanager
def running(chosen: Settings) -> Iterator[threading.Thread]:
    stop = threading.Event()
    errors: list[BaseException] = []
    inlets: queue.Queue[inlet.Inlet] = queue.Queue()

    def work() -> None:
        try:
            shell.run(chosen, stop, started=inlets.put)
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        inlets.get().subscribed.wait()
        yield thread
    finally:
        stop.set()
        thread.join(30)
    assert errors == []


class Edge:
    """A bare MQTT client that sends batches and hears acknowledgements."""

    def __init__(self, broker: Broker, sender: Sender) -> None:
        self.sender = sender
        self.acks: list[wire.Ack] = []
        self._client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
        self._client.username_pw_set(broker.username, broker.password)
        self._client.on_message = lambda _c, _d, m: self.acks.append(wire.decode_ack(m.payload))
        self._client.connect(broker.host, broker.port)
        self._client.loop_start()
        self._client.subscribe(sender.address.topic("ack"), 1)

    def send(self, payload: bytes, channel: str = "up", *, retain: bool = False) -> None:
        self._client.publish(self.sender.address.topic(channel), payload, 1, retain).wait_for_publish(10)

    def committed(self, seq: int) -> bool:
        return any(ack.spool == self.sender.spool and ack.committed >= seq for ack in self.acks)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()


@pytest.fixture
def edge(mqtt: Broker) -> Iterator[Edge]:
    client = Edge(mqtt, Sender())
    yield client
    client.close()


def until(true: Callable[[], bool]) -> None:
    while not true():
        time.sleep(0.01)


def counted(outcome: str) -> float:
    return REGISTRY.get_sample_value("parkcarbon_batches_total", {"outcome": outcome}) or 0


def now_ms() -> int:
    return int(time.time() * 1000)


def test_readings_are_stored_acknowledged_and_announced(
    database: Database, mqtt: Broker, redis_url: str, edge: Edge
) -> None:
    park_id = apply(database, parks.park_file(POINTS))
    listener = redis.Redis.from_url(redis_url).pubsub()
    listener.subscribe(f"pc:committed:{park_id}")
    with running(settings(database, mqtt, redis_url)):
        t = now_ms()
        edge.send(edge.sender.batch(("aa", t, 1.5, 0), ("bb", t, None, 0x80000000)))
        until(lambda: edge.committed(1))
        stored = rows(database, "SELECT value, quality, park_id FROM series.reading ORDER BY quality")
        assert stored == [(1.5, 0, park_id), (None, 0x80000000, park_id)]
        heard: list[bytes] = []
        until(lambda: heard.extend(m["data"] for m in [listener.get_message()] if m) or len(heard) > 1)
        announced = msgspec.json.decode(heard[1])
        assert [(time, value, quality) for _, time, value, quality in announced] == [
            (t, 1.5, 0),
            (t, None, 0x80000000),
        ]
    listener.close()


def test_a_new_park_works_at_once(database: Database, mqtt: Broker, redis_url: str, edge: Edge) -> None:
    with running(settings(database, mqtt, redis_url)):
        payload = edge.sender.batch(("aa", now_ms(), 1.0, 0))
        edge.send(payload)
        until(lambda: rows(database, "SELECT reason FROM core.quarantine") == [("unknown_park",)])
        assert edge.acks == []
        apply(database, parks.park_file(POINTS))
        until(lambda: edge.send(payload) or edge.committed(1))
        assert rows(database, "SELECT count(*) FROM series.reading") == [(1,)]


def test_messages_that_came_while_it_was_away_wait_for_it(
    database: Database, mqtt: Broker, redis_url: str, edge: Edge
) -> None:
    apply(database, parks.park_file(POINTS))
    chosen = settings(database, mqtt, redis_url)
    before = [counted(name) for name in ("stored", "duplicate")]
    first = edge.sender.batch(("aa", now_ms(), 1.0, 0))
    with running(chosen):
        edge.send(first)
        until(lambda: edge.committed(1))
    edge.send(first)
    for i in range(50):
        edge.send(edge.sender.batch(("aa", now_ms() + i, float(i), 0)))
    with running(chosen):
        until(lambda: edge.committed(51))
    assert rows(database, "SELECT count(*) FROM core.batch") == [(51,)]
    after = [counted(name) for name in ("stored", "duplicate")]
    assert [b - a for a, b in zip(before, after, strict=True)] == [51, 1]


def test_a_cache_that_is_away_does_not_stop_it(database: Database, mqtt: Broker, edge: Edge) -> None:
    apply(database, parks.park_file(POINTS))
    with running(settings(database, mqtt, "redis://127.0.0.1:1/0")):
        for i in range(3):
            edge.send(edge.sender.batch(("aa", now_ms() + i, 1.0, 0)))
        until(lambda: edge.committed(3))


def test_a_database_that_is_away_is_waited_for(
    database: Database, mqtt: Broker, redis_url: str, edge: Edge
) -> None:
    apply(database, parks.park_file(POINTS))
    with running(settings(database, mqtt, redis_url)):
        edge.send(edge.sender.batch(("aa", now_ms(), 1.0, 0)))
        until(lambda: edge.committed(1))
        with psycopg.connect(database.owner_url, autocommit=True) as owner:
            refuse = f'ALTER ROLE pc_ingest IN DATABASE "{database.name}" SET statement_timeout = 1'
            owner.execute(refuse)
            owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'pc_ingest'"
            )
            edge.send(edge.sender.batch(("aa", now_ms() + 1, 2.0, 0)))
            owner.execute(f'ALTER ROLE pc_ingest IN DATABASE "{database.name}" RESET statement_timeout')
            owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'pc_ingest'"
            )
        until(lambda: edge.committed(2))
    assert rows(database, "SELECT count(*) FROM series.reading") == [(2,)]


def test_poison_does_not_block_what_follows(
    database: Database, mqtt: Broker, redis_url: str, edge: Edge
) -> None:
    apply(database, parks.park_file(POINTS))
    with running(settings(database, mqtt, redis_url)):
        edge.send(b"\xff\xfe not json")
        edge.send(b"[" * 100_000)
        edge.send(edge.sender.batch(("aa", now_ms(), "1e5", 0), ("aa", now_ms(), 7.0, 0)))
        edge.send(b'{"v":1,"spool":"%s","seq":2,"prev":1,"readings":7}' % edge.sender.spool.encode())
        edge.sender.seq = 2
        edge.send(edge.sender.batch(("aa", now_ms() + 1, 8.0, 0)))
        until(lambda: edge.committed(3))
    found = rows(database, "SELECT reason, count(*)::int FROM core.quarantine GROUP BY 1 ORDER BY 1")
    assert found == [("malformed", 3), ("wrong_type", 1)]
    assert rows(database, "SELECT value FROM series.reading ORDER BY 1") == [(7.0,), (8.0,)]


@pytest.mark.parametrize("word", [b'"\xff"', b'"\\u0000"', b"1e999999999", b"[" * 900 + b"]" * 900])
def test_a_state_with_junk_that_nobody_reads_does_not_block_what_follows(
    database: Database, mqtt: Broker, redis_url: str, edge: Edge, word: bytes
) -> None:
    apply(database, parks.park_file(POINTS))
    with running(settings(database, mqtt, redis_url)):
        edge.send(b'{"online":true,"news":%s}' % word, "state")
        edge.send(edge.sender.batch(("aa", 10**400, 1.0, 0), ("aa", now_ms(), 8.0, 0)))
        until(lambda: edge.committed(1))
    assert rows(database, "SELECT value FROM series.reading") == [(8.0,)]


def test_what_the_database_refuses_goes_aside_alone(
    database: Database, mqtt: Broker, redis_url: str, edge: Edge
) -> None:
    apply(database, parks.park_file(POINTS))
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("ALTER TABLE core.gap_marker ADD CHECK (reason <> 'impossible')")
    with running(settings(database, mqtt, redis_url)):
        t = now_ms()
        for i in range(9):
            gaps = ((t, t, 1, "impossible"),) if i == 4 else ()
            edge.send(edge.sender.batch(("aa", t + i, float(i), 0), gaps=gaps))
        until(lambda: edge.committed(9))
    assert rows(database, "SELECT count(*) FROM series.reading") == [(8,)]
    assert rows(database, "SELECT reason, batch_id IS NOT NULL FROM core.quarantine") == [("malformed", True)]


def test_the_state_of_an_edge_is_kept(database: Database, mqtt: Broker, redis_url: str, edge: Edge) -> None:
    apply(database, parks.park_file(POINTS))
    edge.send(wire.encode(wire.State(online=True, version="1", time_ms=5)), "state", retain=True)
    with running(settings(database, mqtt, redis_url)):
        until(lambda: rows(database, "SELECT state ->> 'version' FROM core.edge") == [("1",)])


def test_a_second_ingest_of_the_same_partitions_waits(
    database: Database, mqtt: Broker, redis_url: str
) -> None:
    chosen = settings(database, mqtt, redis_url)
    first = shell.PartitionLock(chosen.ingest_url, [1, 2])
    second = shell.PartitionLock(chosen.ingest_url, [2, 3])
    other = shell.PartitionLock(chosen.ingest_url, [4])
    first.ensure()
    first.ensure()
    other.ensure()
    with pytest.raises(shell.ConflictError):
        second.ensure()
    first.release()
    second.ensure()
    second.release()
    other.release()


def test_the_client_id_is_that_of_the_partitions() -> None:
    assert inlet.client_id(["00", "0f"]) == inlet.client_id(["0f", "00"])
    assert inlet.client_id(["00"]) != inlet.client_id(["01"])


@pytest.mark.parametrize("url", ["http://x", "mqtt://", "127.0.0.1:1883"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(inlet.UnsafeSettingsError):
        inlet.Inlet(url, ["00"])
