"""Bare devices at the real broker: their messages become readings by their mapping, each exactly once."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from parkcarbon_platform.ingest import inlet
from parkcarbon_platform.ingest.shell import Worker
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.connecting import device_mappings, quarantine
from parkcarbon_platform.services.connecting.device_mappings import DeviceMapping, DeviceMessage
from parkcarbon_platform.storage.readings import ReadingStore

from tests.platform.ingest.test_shell import now_ms, running, settings, until
from tests.support import park as parks
from tests.support.delivery import apply, pools, read_catalogue, rows
from tests.support.stack import Broker, Database

ROOT = f"pc/v1/{parks.partition()}/{parks.PARK}/device/meter"
WHO = Actor("operator")
READINGS = """SELECT p.code, (extract(epoch FROM r.time) * 1000)::bigint, r.value, d.code, b.topic
  FROM series.reading r JOIN core.point p ON p.id = r.point_id JOIN core.batch b ON b.id = r.batch_id
  JOIN core.device d ON d.id = b.device_id ORDER BY p.code, r.time"""
FIELDS = DeviceMapping("fields", {"aa": "$.e", "bb": "power"}, time="$.t")


class World:
    """A park with one device, its park id, and a client that speaks as the device."""

    def __init__(self, database: Database, broker: Broker, redis_url: str, version: int) -> None:
        self.database, self.broker, self.redis_url = database, broker, redis_url
        content = parks.park_file(["aa"], ["bb"])
        content["bindings"] = []
        self.park_id = apply(database, content)
        self.client = paho.Client(
            CallbackAPIVersion.VERSION2, client_id="meter",
            protocol=paho.MQTTv5 if version == 5 else paho.MQTTv311,
        )  # fmt: skip
        self.client.username_pw_set(broker.username, broker.password)
        self.client.connect(broker.host, broker.port)
        self.client.loop_start()

    def restart_broker(self) -> None:
        """As a machine does: the broker writes down what it keeps."""
        servers = self.broker.stack
        servers.stop_one(servers.mosquitto)
        servers.start_one(servers.mosquitto)
        until(self.client.is_connected)

    def map(self, mapping: DeviceMapping) -> int:
        with pools(self.database) as opened, opened.tenant(self.park_id) as connection:
            return device_mappings.save(connection, WHO, "meter", mapping, None).version

    def send(self, body: object, topic: str = "telemetry", qos: int = 1, *, retain: bool = False) -> None:
        payload = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.client.publish(f"{ROOT}/{topic}", payload, qos, retain).wait_for_publish(60)

    def readings(self) -> list[tuple[Any, ...]]:
        return rows(self.database, READINGS)

    def messages(self) -> list[DeviceMessage]:
        import redis

        with pools(self.database) as opened, opened.tenant(self.park_id) as connection:
            cache = redis.Redis.from_url(self.redis_url)
            try:
                return device_mappings.messages(connection, cache, "meter")[0]
            finally:
                cache.close()

    def outcomes(self) -> list[str]:
        return [message.outcome for message in self.messages()]

    def open_items(self) -> list[quarantine.Item]:
        with pools(self.database) as opened:
            return quarantine.page(opened, self.park_id)

    def replay(self, item: int) -> quarantine.Replayed:
        with pools(self.database) as opened:
            return quarantine.replay(opened, self.park_id, item, by="operator")

    def running(self) -> AbstractContextManager[threading.Thread]:
        return running(settings(self.database, self.broker, self.redis_url))


Make = Callable[[int], World]


@pytest.fixture
def make(database: Database, mqtt: Broker, redis_url: str) -> Iterator[Make]:
    made: list[World] = []

    def world(version: int = 5) -> World:
        made.append(World(database, mqtt, redis_url, version))
        return made[-1]

    yield world
    for world_made in made:
        world_made.client.disconnect()
        world_made.client.loop_stop()


@pytest.mark.parametrize("version", [5, 4])
def test_messages_become_readings_with_their_provenance(make: Make, version: int) -> None:
    world = make(version)
    world.map(FIELDS)
    t = now_ms() // 1000 * 1000
    with world.running():
        world.send({"t": t, "e": "123.40", "power": 5})
        world.send([{"t": t + 1000, "e": 124}, {"t": t + 2000, "e": 125, "power": 6}])
        world.send({"t": t + 3000, "e": 126}, qos=0)
        until(lambda: len(world.readings()) == 6)
        world.send({"t": t, "e": "123.40", "power": 5})  # again, as a device whose acknowledgement was lost
        until(lambda: world.outcomes() == ["repeated", "stored", "stored", "stored"])
    topic = f"{ROOT}/telemetry"
    assert world.readings() == [
        ("aa", t, 123.4, "meter", topic), ("aa", t + 1000, 124.0, "meter", topic),
        ("aa", t + 2000, 125.0, "meter", topic), ("aa", t + 3000, 126.0, "meter", topic),
        ("bb", t, 5.0, "meter", topic), ("bb", t + 2000, 6.0, "meter", topic),
    ]  # fmt: skip
    assert rows(world.database, "SELECT count(*)::int FROM core.batch") == [(3,)]
    assert rows(world.database, "SELECT count(*)::int FROM core.reading_revision") == [(0,)]
    assert world.messages()[0].topic == topic


def test_the_bodies_of_thingsboard(make: Make) -> None:
    world = make(4)
    t = now_ms() // 1000 * 1000 - 60_000
    device, gateway = "v1/devices/me/telemetry", "v1/gateway/telemetry"
    world.map(DeviceMapping("thingsboard", {"aa": "energy", "bb": "power"}))
    with world.running():
        world.send({"ts": t, "values": {"energy": 1, "power": 2, "other": 3}}, device)
        world.send(
            [{"ts": t + 1000, "values": {"energy": 2}}, {"ts": t + 2000, "values": {"energy": 3}}], device
        )
        until(lambda: len(world.readings()) == 4)
        before = now_ms() // 1000 * 1000
        world.send({"energy": 4}, device)
        until(lambda: len(world.readings()) == 5)
        assert before <= world.readings()[3][1] <= now_ms()
        assert world.readings()[3][1] % 1000 == 0
        world.send({"energy": 5}, "elsewhere")
        until(lambda: world.outcomes()[0] == "ignored")
        version = world.map(DeviceMapping("thingsboard", {"aa": "meter 7/energy"}))
        until_version(world, version, gateway)
        other = [{"ts": t, "values": {"energy": 1}}]
        world.send({"meter 7": [{"ts": t + 9000, "values": {"energy": 9}}], "other": other}, gateway)
        until(lambda: any(r[:3] == ("aa", t + 9000, 9.0) for r in world.readings()))


def until_version(world: World, version: int, topic: str) -> None:
    """A device that has nothing to say tells when the ingest knows the mapping."""
    t = 1_500_000_000_000
    found = "SELECT max(mapping_version) FROM core.batch"

    def known() -> bool:
        nonlocal t
        t += 1000
        world.send({"meter 7": [{"ts": t, "values": {"energy": 0}}]}, topic)
        return rows(world.database, found) == [(version,)]

    until(known)


def test_what_cannot_be_mapped_waits_and_is_replayed(make: Make) -> None:
    world = make(5)
    t = now_ms() // 1000 * 1000
    with world.running():
        for n in range(25):
            world.send({"n": n})
        until(lambda: world.outcomes() == ["waiting"] * 20)
        assert world.open_items() == []
        assert json.loads(world.messages()[0].text) == {"n": 24}
        world.map(DeviceMapping("fields", {"aa": "$.energy"}, time="$.t"))
        until(lambda: unmapped(world, {"t": t, "e": 7, "power": 1}))
        (item,) = world.open_items()
        assert (item.reason, item.reading_index) == ("unmapped", None)
        assert "$.energy" in item.detail
        with pytest.raises(quarantine.StillBadError, match="energy"):
            world.replay(item.id)
        world.map(FIELDS)
        assert world.replay(item.id) == (2, 0)
        assert [r[:3] for r in world.readings()] == [("aa", t, 7.0), ("bb", t, 1.0)]
        assert world.open_items() == []
        # A part that is no number: the rest is stored, the whole message waits for what becomes of it.
        until(lambda: stored(world, {"t": t + 1000, "e": "n/a", "power": 2}))
        (item,) = [i for i in world.open_items() if i.reason == "wrong_type"]
        assert item.batch_id is not None
        bodies = [b"\x00\x01", b"", b"[]", b'{"t": "yesterday", "e": 1}']
        for body in bodies:
            world.send(body)
        until(lambda: {bytes(i.payload) for i in world.open_items()} >= set(bodies))
        assert {i.reason for i in world.open_items()} == {"unmapped", "wrong_type"}


def unmapped(world: World, body: object) -> bool:
    """Send until the ingest has heard of the mapping."""
    world.send(body)
    return bool(world.open_items())


def stored(world: World, body: object) -> bool:
    world.send(body)
    return any(reading[:3] == ("bb", body["t"], 2.0) for reading in world.readings())


@contextmanager
def killed(world: World, *payloads: bytes) -> Iterator[list[inlet.Message]]:
    """An ingest that received these messages, as sent meanwhile, and is killed before it acknowledged any."""
    names = [f"{n:02x}" for n in range(16)]
    process = inlet.Inlet(world.broker.url, names, more=inlet.device_subscriptions(names))
    process.start()
    try:
        process.subscribed.wait()
        for payload in payloads:
            world.send(payload)
        found: list[inlet.Message] = []
        while len(found) < len(payloads):
            if isinstance(event := process.events.get(), inlet.Message):
                found.append(event)
        assert [(m.payload, m.repeated) for m in found] == [(payload, False) for payload in payloads]
        yield found
    finally:
        process.stop()


def test_what_the_broker_hands_over_again_is_known_by_its_number(make: Make) -> None:
    """Values 0, 5 and 0 without a time: only what was stored is the same when it comes again.

    The ingest is killed twice, once after it stored the first of two and acknowledged neither; in between the
    broker restarts.
    """
    world = make(5)
    world.map(DeviceMapping("fields", {"aa": "$.e"}))
    with world.running():
        world.send(b'{"e": 0}')
        until(lambda: world.outcomes() == ["stored"])
    with killed(world, b'{"e": 5}', b'{"e": 0}') as (five, _nought), pools(world.database) as opened:
        worker = Worker(
            ReadingStore(opened.ingest), read_catalogue(world.database), Deaf(),
            client=inlet.client_id([f"{n:02x}" for n in range(16)]),
        )  # fmt: skip
        worker.feed(inlet.Connected(five.generation, resumed=True))
        worker.feed(five)
        while worker.core.waiting:
            worker.tick()
    world.restart_broker()
    with killed(world):
        pass
    with world.running():
        until(lambda: world.outcomes()[:2] == ["stored", "repeated"])
        world.send(b'{"e": 0}')  # a meter that stands: this is a new reading
        until(lambda: world.outcomes()[:2] == ["stored", "stored"])
    stored = rows(world.database, "SELECT payload_sha256 FROM core.batch ORDER BY id")
    hashes = [hashlib.sha256(b'{"e": %d}' % e).digest() for e in (0, 5, 0, 0)]
    assert [bytes(sha) for (sha,) in stored] == hashes


class Deaf:
    """A broker that hears nothing any more."""

    def publish(self, topic: str, payload: bytes) -> None: ...
    def ack(self, generation: int, mid: int) -> None: ...


def test_what_the_broker_kept_is_not_taken_for_new(make: Make) -> None:
    world = make(5)
    world.map(DeviceMapping("fields", {"aa": "$.e"}))
    world.send({"e": 1}, retain=True)
    with world.running():
        world.send({"e": 2})
        until(lambda: len(world.readings()) == 1)
    assert [r[2] for r in world.readings()] == [2.0]


def test_what_is_more_than_a_device_may_send_is_counted(make: Make) -> None:
    world = make(5)
    world.map(FIELDS)
    t = now_ms() // 1000 * 1000
    allowed = settings(world.database, world.broker, world.redis_url, device_messages_a_minute=1)
    with running(allowed):
        for n in range(300):
            world.send({"t": t + n, "e": n})
        until(lambda: len(world.readings()) + said(world) == 300)
    assert 10 <= len(world.readings()) < 300
    (item,) = world.open_items()
    assert (item.reason, "faster than this device may send" in item.detail) == ("overflow", True)
    assert world.messages()[0].outcome == "quarantined"


def said(world: World) -> int:
    """How many messages were counted as too many."""
    return sum(json.loads(item.payload)["too_many"] for item in world.open_items())


def test_a_message_right_after_its_mapping_is_taken(make: Make) -> None:
    """However short ago the ingest has looked for mappings."""
    world = make(5)
    t = now_ms() // 1000 * 1000
    with world.running():
        for n in range(10):
            world.send({"t": t + n, "e": n})
            world.map(FIELDS if n % 2 else DeviceMapping("fields", {"aa": "$.other"}, time="$.t"))
            world.send({"t": t + 1000 + n, "e": n, "other": n})
        until(lambda: len([r for r in world.readings() if r[0] == "aa" and r[1] >= t + 1000]) == 10)


def test_an_amount_a_period_needs_a_time(make: Make) -> None:
    world = make(5)
    content = parks.park_file(["aa"], ["bb"])
    content["points"].append({**parks.register("cc"), "kind": "interval", "digits": None})
    content["bindings"] = []
    apply(world.database, content)
    with pytest.raises(Exception, match="time of its own"):
        world.map(DeviceMapping("fields", {"cc": "$.e"}))
    world.map(DeviceMapping("thingsboard", {"cc": "e"}))
    topic = "v1/devices/me/telemetry"
    t = now_ms()
    with world.running():
        world.send({"e": 5}, topic)
        world.send({"ts": t, "values": {"e": 6}}, topic)
        until(lambda: len(world.readings()) == 1)
        until(lambda: len(world.open_items()) == 1)
    assert [r[:3] for r in world.readings()] == [("cc", t, 6.0)]
