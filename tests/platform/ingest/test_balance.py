"""Ingest processes share the slots of a real broker and database; each message is stored once."""

import json
import signal
import sys
import threading
import time
import urllib.request
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import paho.mqtt.client as paho
import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from paho.mqtt.enums import CallbackAPIVersion
from parkcarbon_platform.cli.delivery import slots_of
from parkcarbon_platform.errors import ConflictError, InvalidError
from parkcarbon_platform.ingest.balance import parts, quota
from parkcarbon_platform.ingest.core import Message
from parkcarbon_platform.ingest.inlet import Connected
from parkcarbon_platform.ingest.shell import Worker
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.connecting import device_mappings
from parkcarbon_platform.services.connecting.device_mappings import DeviceMapping
from parkcarbon_platform.storage.database import open_pool
from parkcarbon_platform.storage.locks import ABANDONED, PartitionLock, Roll, options
from parkcarbon_platform.storage.readings import ReadingStore

from tests.platform.ingest.test_devices import Deaf
from tests.platform.ingest.test_shell import now_ms
from tests.support import park as parks
from tests.support.delivery import Sender, apply, pools, read_catalogue, rows
from tests.support.processes import Processes, free_port, wait_until
from tests.support.stack import Broker, Database

SLOTS, PARKS = 4, 8
# Two in each slot: without them one could be lost and nobody would notice.
NAMES = ["p1", "p6", "p0", "p7", "p2", "p5", "p3", "p4"]
# No time of its own: the same content again is another message, known again by the broker's number alone.
MAPPING = DeviceMapping("fields", {"bb": "power"})
BIN = Path(sys.executable).parent


@given(st.integers(1, 256), st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=40, unique=True))
def test_all_slots_are_had_by_somebody_and_evenly(slots: int, members: list[int]) -> None:
    found = [quota(slots, members, number) for number in members]
    assert sum(found) == slots
    assert max(found) - min(found) <= 1


@given(st.sampled_from([(16, 1), (16, 4), (16, 16), (256, 32)]))
def test_every_partition_is_in_one_slot(sizes: tuple[int, int]) -> None:
    partitions, slots = sizes
    found = parts(partitions, slots)
    assert [number for part in found for number in part] == list(range(partitions))


@pytest.mark.parametrize("balance", [0, 3, 17])
def test_slots_that_do_not_divide_the_partitions_are_refused(balance: int) -> None:
    with pytest.raises(InvalidError, match="slots"):
        slots_of(Namespace(balance=balance, share=None, partitions=None), 16)
    with pytest.raises(InvalidError, match="told or balanced"):
        slots_of(Namespace(balance=4, share=(1, 4), partitions=None), 16)


def test_the_roll_knows_who_is_there(database: Database) -> None:
    one, two = Roll(database.ingest_url), Roll(database.ingest_url)
    assert one.members() == [one.number]
    assert two.members() == sorted([one.number, two.number]) == one.members()
    one.leave()
    # The server sees the end of a session a moment later.
    wait_until(lambda: two.members() == [two.number], "the roll without who has left")
    two.leave()


def test_a_session_of_a_lost_machine_lets_go_before_others_give_up(database: Database) -> None:
    """With the server's own figures [ms, s]: of the two that wait for each other's end, the holder goes."""
    url = database.ingest_url
    with psycopg.connect(url, options=options(url, ABANDONED)) as session:
        shown = dict(
            session.execute(
                "SELECT name, setting::int FROM pg_settings WHERE name ~ '^(tcp_keep|idle_in|lock_t)'"
            ).fetchall()
        )
    assert 0 < shown["idle_in_transaction_session_timeout"] < shown["lock_timeout"] <= 30_000
    silent_s = shown["tcp_keepalives_idle"] + (
        shown["tcp_keepalives_interval"] * shown["tcp_keepalives_count"]
    )
    assert 0 < silent_s <= 25


def test_a_commit_is_tried_again_only_by_whoever_has_the_lock(database: Database) -> None:
    """The database was away, and somebody else took the partitions first."""
    mine, theirs = (PartitionLock(database.ingest_url, [3]) for _ in range(2))
    theirs.ensure()
    with closing(open_pool(f"postgresql://127.0.0.1:{free_port()}/", "away", timeout_s=0.1)) as pool:
        worker = Worker(ReadingStore(pool), read_catalogue(database), Deaf(), owned=mine.ensure)
        worker.feed(Connected(1, resumed=True))
        worker.feed(Message(1, 1, "pc/v1/nobody/e/data", b"{}", datetime.now(UTC)))
        with pytest.raises(ConflictError):
            wait_until(worker.tick, "the second try")
    theirs.release()


class Field:
    """Edges and bare devices of several parks, which send all the while."""

    def __init__(self, database: Database, broker: Broker) -> None:
        self.senders = [Sender(park=name) for name in NAMES]
        for sender in self.senders:
            content = parks.park_file(["aa"], ["bb"], park=sender.park)
            content["bindings"] = [b for b in content["bindings"] if b["key"] == "aa"]
            park_id = apply(database, content)
            with pools(database) as opened, opened.tenant(park_id) as connection:
                device_mappings.save(connection, Actor("operator"), "meter", MAPPING, None)
        self.first = {s.park: s.batch(("aa", now_ms(), 1.0, 0)) for s in self.senders}
        self.sent = 0
        self._stop = threading.Event()
        self._client = paho.Client(CallbackAPIVersion.VERSION2, client_id="field", protocol=paho.MQTTv5)
        self._client.username_pw_set(broker.username, broker.password)
        self._client.connect(broker.host, broker.port)
        self._client.loop_start()
        self._thread = threading.Thread(target=self._run)

    def knock(self) -> None:
        """Send the first batches again: what nobody subscribed to is kept by no broker."""
        for sender in self.senders:
            self._client.publish(sender.topic, self.first[sender.park], 1).wait_for_publish(10)

    def start(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.is_set():
            self.sent += 1
            for sender in self.senders:
                self._client.publish(sender.topic, sender.batch(("aa", now_ms(), float(self.sent), 0)), 1)
                topic = f"pc/v1/{parks.partition(sender.park)}/{sender.park}/device/meter/telemetry"
                said = self._client.publish(topic, json.dumps({"power": self.sent}), 1)
            said.wait_for_publish(30)
            time.sleep(0.02)

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(30)
        self._client.disconnect()
        self._client.loop_stop()


class Fleet:
    """Ingest processes by name, each asked over its own figures how many slots it has."""

    def __init__(self, processes: Processes) -> None:
        self.processes = processes
        self.ports: dict[str, int] = {}

    def start(self, name: str) -> None:
        port = self.ports[name] = free_port()
        self.processes.start(
            name, "env", f"PARKCARBON_METRICS_PORT={port}", "PARKCARBON_METRICS_HOST=127.0.0.1",
            str(BIN / "parkcarbon-platform"), "ingest", "--balance", str(SLOTS),
        )  # fmt: skip

    def slots(self) -> list[int]:
        """Of each process that runs."""
        return sorted(self._slots(name) for name in self.processes.running)

    def _slots(self, name: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ports[name]}/metrics", timeout=5) as answer:
                lines = answer.read().decode().splitlines()
        except OSError:
            return 0
        found = [line for line in lines if line.startswith("parkcarbon_ingest_slots ")]
        return int(float(found[0].split()[1])) if found else 0


@pytest.fixture
def fleet(database: Database, mqtt: Broker, redis_url: str, tmp_path: Path) -> Iterator[Fleet]:
    env = {
        "PARKCARBON_DATABASE_URL": database.owner_url, "PARKCARBON_DATABASE_APP_URL": database.app_url,
        "PARKCARBON_DATABASE_INGEST_URL": database.ingest_url,
        "PARKCARBON_DATABASE_DIRECTORY_URL": database.directory_url,
        "PARKCARBON_MQTT_URL": mqtt.url, "PARKCARBON_REDIS_URL": redis_url,
    }  # fmt: skip
    processes = Processes(env, tmp_path)
    yield Fleet(processes)
    processes.stop()


def test_whoever_comes_or_goes_each_message_is_stored_once(
    database: Database, mqtt: Broker, fleet: Fleet
) -> None:
    """Two processes; a third comes, one is killed, one leaves in order; the last has it all."""
    field = Field(database, mqtt)
    try:
        fleet.start("a")
        fleet.start("b")
        wait_until(lambda: fleet.slots() == [2, 2], "two to share")
        wait_until(
            lambda: field.knock() or count(database, "edge_id") == PARKS, "the first batch of each park"
        )
        field.start()
        fleet.start("c")
        wait_until(lambda: fleet.slots() == [1, 1, 2], "the third to have its part")
        settle(database, field)
        fleet.processes.kill("a")
        wait_until(lambda: fleet.slots() == [2, 2], "what the dead one had to be taken")
        settle(database, field)
        fleet.processes.kill("b", signal.SIGTERM)
        wait_until(lambda: fleet.slots() == [4], "the last to have all")
    finally:
        field.stop()
    whole = PARKS * (field.sent + 1)
    wait_until(lambda: count(database, "edge_id") >= whole, "every batch")
    wait_until(lambda: count(database, "device_id") >= PARKS * field.sent, "every message of a device")
    assert rows(database, "SELECT reason, detail FROM core.quarantine") == []
    assert count(database, "edge_id") == whole
    assert count(database, "device_id") == PARKS * field.sent
    twice = """SELECT device_id, payload_sha256 FROM core.batch WHERE device_id IS NOT NULL
      GROUP BY 1, 2 HAVING count(*) > 1"""
    assert rows(database, twice) == []
    assert rows(database, "SELECT DISTINCT missing FROM core.spool_cursor") == [(0,)]


def count(database: Database, whose: str) -> int:
    """Batches that are stored."""
    return int(rows(database, f"SELECT count(*) FROM core.batch WHERE {whose} IS NOT NULL")[0][0])


def settle(database: Database, field: Field) -> None:
    """Until what was sent so far is stored, and more is on its way."""
    wanted = PARKS * field.sent
    wait_until(lambda: count(database, "edge_id") > wanted, "those who have the slots to store")
