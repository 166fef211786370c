"""sparkplug-client as a node at the real broker: what becomes of what it says, and of its silence."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from parkcarbon_platform.ingest.sparkplug import connection
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.connecting import broker_access, device_mappings
from parkcarbon_platform.services.connecting.broker_access import MosquittoAccess
from parkcarbon_platform.services.connecting.device_mappings import DeviceMapping
from parkcarbon_platform.services.connecting.sparkplug_message import (
    BAD,
    BAD_NO_COMMUNICATION,
    UNCERTAIN_NO_COMMUNICATION_LAST_USABLE,
)

from tests.platform.ingest.test_shell import now_ms, running, settings, until
from tests.support import park as parks
from tests.support.broker import connected
from tests.support.delivery import apply, pools, rows
from tests.support.sparkplug import SparkplugNode, metrics, running_node
from tests.support.stack import Broker, Database, ServerStack

STATE = "spBv1.0/STATE/parkcarbon"
READINGS = """SELECT p.code, (extract(epoch FROM r.time) * 1000)::bigint, coalesce(r.exact, r.value::numeric),
    r.quality, b.topic
  FROM series.reading r JOIN core.point p ON p.id = r.point_id JOIN core.batch b ON b.id = r.batch_id
  ORDER BY p.code, r.time"""


class World:
    """A park with one device that is a Sparkplug node, with its own log-in; the ingest has its own, too."""

    def __init__(self, stack: ServerStack, database: Database, broker: Broker, redis_url: str) -> None:
        self.database, self.broker = database, broker
        content = parks.park_file(["aa"], ["bb"])
        content["bindings"] = []
        self.park_id = apply(database, content)
        platform = stack.own.mosquitto.url("platform")
        self.settings = settings(database, broker, redis_url).model_copy(update={"mqtt_url": platform})
        self.grant = broker_access.device_grant(parks.partition(), parks.PARK, "meter", None)
        self.password = broker_access.new_password()
        MosquittoAccess(stack.mqtt_control_url).create(self.grant, self.password)
        with pools(database) as opened, opened.tenant(self.park_id) as transaction:
            mapping = DeviceMapping("sparkplug", {"aa": "energy", "bb": "panel/energy"})
            device_mappings.save(transaction, Actor("operator"), "meter", mapping, None)

    def running(self) -> AbstractContextManager[threading.Thread]:
        return running(self.settings)

    def node(self, log: Path, t: int) -> AbstractContextManager[SparkplugNode]:
        return running_node(
            log, url=f"mqtt://127.0.0.1:{self.broker.port}", group=parks.PARK, node="meter",
            username=self.grant.login, password=self.password, client=self.grant.client_id,
            metrics=metrics(("energy", 1, "UInt64", str(1 << 60)), time=t),
            devices={"panel": metrics(("energy", 2, "Int64", -7), time=t)},
        )  # fmt: skip

    def readings(self) -> list[tuple[Any, ...]]:
        return rows(self.database, READINGS)

    def has(self, point: str, at: int, value: object, quality: int = 0) -> Callable[[], bool]:
        return lambda: any(r[:4] == (point, at, value, quality) for r in self.readings())


@pytest.fixture
def world(stack: ServerStack, database: Database, mqtt: Broker, redis_url: str) -> World:
    return World(stack, database, mqtt, redis_url)


@pytest.fixture
def state(mqtt: Broker) -> Iterator[Callable[[bool], int]]:
    """Waits until the host says that it is there, or not; the time that it says."""
    with connected(mqtt.port, mqtt.username, mqtt.password) as watcher:
        watcher.subscribe(STATE)

        def wait(online: bool) -> int:
            while True:
                said = json.loads(watcher.messages.get(timeout=120)[1])
                if said["online"] is online:
                    return int(said["timestamp"])

        yield wait


def value(alias: int, kind: str, number: object, at: int, **more: object) -> dict[str, object]:
    return {"alias": alias, "type": kind, "value": number, "timestamp": at, **more}


def test_births_data_losses_the_past_and_deaths_become_readings(
    world: World, tmp_path: Path, state: Callable[[bool], int]
) -> None:
    t = now_ms() - 60_000
    with world.running():
        born = state(True)
        with world.node(tmp_path / "log", t) as node:
            node.happens("born")
            until(world.has("aa", t, 1 << 60))
            until(world.has("bb", t, -7))
            node.data(value(1, "UInt64", str((1 << 64) - 1), t + 1))
            node.data(value(2, "Int64", 5, t + 1), device="panel")
            until(world.has("aa", t + 1, (1 << 64) - 1))
            until(world.has("bb", t + 1, 5))

            node.tell("lose")
            node.data(value(2, "Int64", 8, t + 3), device="panel")
            node.happens("rebirth")
            until(world.has("bb", t + 3, 8))

            past = t - 3_600_000
            node.data(
                value(1, "UInt64", 4, past, isHistorical=True),
                value(1, "UInt64", 6, t + 5, quality=500),
                {**value(1, "UInt64", None, t + 6), "isNull": True},
            )
            until(world.has("aa", t + 6, None, BAD))
            assert world.has("aa", past, 4)()
            assert world.has("aa", t + 5, 6, UNCERTAIN_NO_COMMUNICATION_LAST_USABLE)()
            node.tell("packed", metrics=[value(1, "UInt64", 9, t + 7)])
            until(world.has("aa", t + 7, 9))

            node.tell("death", device="panel", timestamp=t + 10)
            until(world.has("bb", t + 10, None, BAD_NO_COMMUNICATION))
            before = now_ms()
            node.kill()
            dead = {"aa": BAD_NO_COMMUNICATION}
            until(lambda: any((r[0], r[2], r[3]) == ("aa", None, dead["aa"]) for r in world.readings()))
            (death,) = [r for r in world.readings() if r[0] == "aa" and r[3] == BAD_NO_COMMUNICATION]
            assert death[1] >= before - 1000
            assert death[4] == f"spBv1.0/{parks.PARK}/NDEATH/meter"
    assert state(False) >= born
    assert rows(world.database, "SELECT count(*) FROM core.quarantine") == [(0,)]
    assert rows(world.database, "SELECT count(*) FROM core.reading_revision") == [(0,)]


def test_a_platform_that_was_away_asks_for_births_and_goes_on(
    world: World, tmp_path: Path, state: Callable[[bool], int]
) -> None:
    t = now_ms() - 60_000
    with world.node(tmp_path / "log", t) as node:
        node.happens("born")  # and nobody hears it
        with world.running():
            node.happens("rebirth")
            until(world.has("aa", t, 1 << 60))
        node.data(value(1, "UInt64", 77, t + 1))  # lost: no session is kept for a host
        node.tell("now", metrics=metrics(("energy", 1, "UInt64", 80), time=t + 2), devices={})
        with world.running():
            node.happens("rebirth")
            until(world.has("aa", t + 2, 80))
            node.data(value(1, "UInt64", 81, t + 3))
            until(world.has("aa", t + 3, 81))
    assert [r[1] for r in world.readings() if r[0] == "aa" and r[3] == 0] == [t, t + 2, t + 3]


def test_the_host_says_it_is_there_as_the_specification_wants(
    world: World, mqtt: Broker, state: Callable[[bool], int]
) -> None:
    host = connection.HostConnection(world.settings.mqtt_url, "parkcarbon")
    before = now_ms()
    host.start()
    try:
        born = state(True)
        assert before <= born <= now_ms()
        with connected(mqtt.port, mqtt.username, mqtt.password) as other:
            # The will of a connection before: nodes must not believe it.
            other.publish(STATE, connection.state(online=False, time_ms=born - 1), retain=True)
            assert state(False) == born - 1
            assert state(True) == born
            # Whoever subscribes now is told: it is retained.
            other.subscribe(STATE)
            assert json.loads(other.messages.get(timeout=120)[1]) == {"online": True, "timestamp": born}
            # A takeover of the connection is as sudden as a cut: the broker publishes the will, with the
            # birth's time; the host comes back with another.
            with connected(mqtt.port, mqtt.username, mqtt.password, "parkcarbon-sparkplug-parkcarbon"):
                assert state(False) == born
        assert state(True) >= born
    finally:
        host.stop()
    assert state(False) >= born


def test_several_processes_are_several_hosts() -> None:
    assert connection.host_id(["00", "01"], 2) == "parkcarbon"
    assert connection.host_id(["00"], 2) == "parkcarbon-00-00" != connection.host_id(["01"], 2)


@pytest.mark.parametrize(
    ("said", "offline"),
    [
        (b'{"online": true}', False),
        (b'{"online": false}', True),
        (b"OFFLINE", True),
        (b"[]", True),
        (b"\xff", True),
    ],
)
def test_what_a_state_says(said: bytes, offline: bool) -> None:
    assert connection.says_offline(said) is offline
