"""MQTT meters on a real broker, watched by another client."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from parkcarbon_simulators import fault_file
from parkcarbon_simulators.description.describe import Broker
from parkcarbon_simulators.fault_file import Faults
from parkcarbon_simulators.faults import ERROR_TEXT, Fault, make
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.servers.mqtt import DAY_MS, MqttMeters, read_request
from parkcarbon_simulators.servers.uplink import send_unknown

from tests.support import stack

NOW_S = datetime(2026, 3, 18, 4, 7, 30, tzinfo=UTC).timestamp()
QUARTER_MS = 900_000
MIDNIGHT_MS = round(datetime(2026, 3, 17, tzinfo=UTC).timestamp() * 1000)


class Watcher:
    """Collects what is published under a filter."""

    def __init__(self, broker: stack.Broker, topics: str) -> None:
        self.messages: list[tuple[str, Any]] = []
        self._subscribed = threading.Event()
        self.client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
        self.client.username_pw_set(broker.username, broker.password)
        self.client.on_message = lambda _c, _u, m: self.messages.append((m.topic, json.loads(m.payload)))
        self.client.on_subscribe = lambda *_: self._subscribed.set()
        self.client.connect(broker.host, broker.port)
        self.client.subscribe(topics, qos=1)
        self.client.loop_start()
        assert self._subscribed.wait(20)

    async def wait_for(self, topic: str) -> Any:  # noqa: ANN401
        while True:
            for seen, payload in self.messages:
                if seen == topic:
                    return payload
            await asyncio.sleep(0.02)

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


class Hands:
    def __init__(self) -> None:
        self.time = NOW_S

    def now(self) -> float:
        return self.time


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def account(mqtt: stack.Broker, tmp_path: Path) -> Broker:
    mqtt.add_user("meters", "a-password", publish=("site/#",), subscribe=("site/+/profile/request",))
    return Broker(f"mqtt://{mqtt.host}:{mqtt.port}", "meters", tmp_path / "meters.password")


@pytest.fixture
async def meters(plant: Plant, hands: Hands, account: Broker) -> AsyncIterator[MqttMeters]:
    made = meters_of(plant, hands, account)
    account.password_file.write_text("a-password\n")
    await made.start()
    await connected(made)
    yield made
    made.stop()


def meters_of(plant: Plant, hands: Hands, account: Broker) -> MqttMeters:
    points = [p for p in plant.points.values() if p.edge == "site"]
    return MqttMeters(plant, points, hands.now, broker=account)


async def connected(meters: MqttMeters) -> None:
    while not meters.connected:
        await asyncio.sleep(0.02)


def shown(plant: Plant, code: str, time_ms: int) -> float:
    return float(plant.served([code], np.array([time_ms / 1000]))[code][0])


async def test_gauges_come_when_due_and_registers_each_minute(
    plant: Plant, hands: Hands, meters: MqttMeters, mqtt: stack.Broker
) -> None:
    watcher = Watcher(mqtt, "site/+")
    hands.time = NOW_S + 60.0
    for number in range(8):
        await meters.tick(number)
    minute_ms = round((NOW_S + 30.0) * 1000)
    first = await watcher.wait_for("site/office-main")
    while len({t for t, p in watcher.messages if p["t"] == round(hands.time * 1000)}) < 19:
        await asyncio.sleep(0.02)
    registers = {t: p for t, p in watcher.messages if p["t"] == minute_ms}
    watcher.close()
    assert len(registers) == len({p.meter for p in plant.points.values() if p.edge == "site"})
    assert registers["site/office-main"]["values"] == {
        "import": shown(plant, "office-main-import", minute_ms),
        "power": shown(plant, "office-main-power", minute_ms),
        "reactive": shown(plant, "office-main-reactive", minute_ms),
    }
    gauges = [p for t, p in watcher.messages if t == "site/depot-diesel" and p["t"] != minute_ms]
    assert [list(p["values"]) for p in gauges] == [["flow"]]
    assert first["t"] in (minute_ms, round(hands.time * 1000))


async def test_faults_are_in_what_is_published(
    plant: Plant, hands: Hands, account: Broker, mqtt: stack.Broker, tmp_path: Path
) -> None:
    names = {
        "office-main-import": "bad-quality",
        "hotel-main-import": "wrong-type",
        "depot-main-import": "gap",
        "water-main-import": "clock-drift",
    }
    points = plant.points
    fault_file.write(
        tmp_path,
        [make(Fault(n, code, hands.time), points[code], is_mqtt=True) for code, n in names.items()],
    )
    faults = Faults(plant, tmp_path)
    faults.look()
    site = [p for p in points.values() if p.edge == "site"]
    meters = MqttMeters(plant, site, hands.now, broker=account, faults=faults)
    account.password_file.write_text("a-password\n")
    watcher = Watcher(mqtt, "site/+")
    try:
        await meters.start()
        await connected(meters)
        hands.time = NOW_S + 30.0
        await meters.tick(0)
        ahead_ms = round((hands.time + 240) * 1000)
        while ("site/water-main", ahead_ms) not in {(t, p["t"]) for t, p in watcher.messages}:
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.2)
    finally:
        meters.stop()
        watcher.close()
    minute = {t: p["values"] for t, p in watcher.messages if p["t"] == round(hands.time * 1000)}
    assert minute["site/office-main"]["import"] is None
    assert minute["site/hotel-main"]["import"] == ERROR_TEXT
    assert sorted(minute["site/depot-main"]) == ["power", "reactive"]
    assert minute["site/hotel-main"]["power"] == shown(plant, "hotel-main-power", round(hands.time * 1000))
    (late,) = [p["values"] for t, p in watcher.messages if p["t"] == ahead_ms]
    assert late == {"import": shown(plant, "water-main-import", round(hands.time * 1000))}


async def test_an_unknown_key_is_sent_as_the_gateway_sends(
    plant: Plant, mqtt: stack.Broker, tmp_path: Path
) -> None:
    mqtt.add_user("edge-site-fault", "secret", publish=("pc/v1/#",), subscribe=())
    (tmp_path / "edges").mkdir()
    (tmp_path / "edge-site-fault.password").write_text("secret\n")
    (tmp_path / "edges" / "site.toml").write_text(
        f"""park = "demo"
edge = "site"
partition = "0a"
[uplink]
url = "mqtt://{mqtt.host}:{mqtt.port}"
username = "edge-site"
password_file = "{tmp_path / "password"}"
"""
    )
    watcher = Watcher(mqtt, "pc/v1/0a/demo/edge/site/up")
    key = await asyncio.to_thread(send_unknown, tmp_path, plant.points["hotel-main-import"], NOW_S)
    batch = await watcher.wait_for("pc/v1/0a/demo/edge/site/up")
    watcher.close()
    assert (batch["seq"], batch["prev"], batch["gaps"]) == (1, 0, [])
    assert batch["readings"] == [[key, NOW_S * 1000, 1.0, 0]]
    assert key not in plant.points


async def test_a_stored_profile_is_answered(plant: Plant, meters: MqttMeters, mqtt: stack.Broker) -> None:
    watcher = Watcher(mqtt, "site/+/profile")
    request = {"from": MIDNIGHT_MS, "to": MIDNIGHT_MS + DAY_MS}
    watcher.client.publish("site/water-blowers/profile/request", json.dumps(request), qos=1)
    answer = await watcher.wait_for("site/water-blowers/profile")
    watcher.close()
    assert (answer["from"], answer["to"]) == (request["from"], request["to"])
    times = [r["t"] for r in answer["readings"]]
    assert times == [MIDNIGHT_MS + i * QUARTER_MS for i in range(96)]
    for reading in answer["readings"][::19]:
        assert reading["values"] == {"import": shown(plant, "water-blowers-import", reading["t"])}


async def test_requests_that_cannot_be_read_change_nothing(meters: MqttMeters, mqtt: stack.Broker) -> None:
    watcher = Watcher(mqtt, "site/+/profile")
    for payload in (b"", b"\xff", b"[]", b'{"from": 1}', b"{" * 600, b"x" * 2000):
        watcher.client.publish("site/office-main/profile/request", payload, qos=1)
    good = json.dumps({"from": MIDNIGHT_MS, "to": MIDNIGHT_MS + QUARTER_MS})
    watcher.client.publish("site/no-such-meter/profile/request", good, qos=1)
    watcher.client.publish("site/office-main/profile/request", good, qos=1)
    answer = await watcher.wait_for("site/office-main/profile")
    watcher.close()
    assert [r["t"] for r in answer["readings"]] == [MIDNIGHT_MS]
    assert len(watcher.messages) == 1


async def test_meters_wait_for_their_password_and_come_back_after_a_broker_restart(
    plant: Plant, hands: Hands, account: Broker, mqtt: stack.Broker
) -> None:
    meters = meters_of(plant, hands, account)
    starting = asyncio.create_task(meters.start())
    await asyncio.sleep(0)
    assert not meters.connected
    account.password_file.write_text("not the password")
    await starting
    account.password_file.write_text("a-password")
    await connected(meters)

    mqtt.stack.stop_one(mqtt.stack.mosquitto)
    while meters.connected:
        await asyncio.sleep(0.02)
    await meters.tick(0)  # nobody hears it, nothing is kept
    mqtt.stack.start_one(mqtt.stack.mosquitto)
    await connected(meters)
    watcher = Watcher(mqtt, "site/#")
    request = json.dumps({"from": MIDNIGHT_MS, "to": MIDNIGHT_MS + QUARTER_MS})
    while not any(t == "site/hotel-gas/profile" for t, _ in watcher.messages):
        watcher.client.publish("site/hotel-gas/profile/request", request, qos=1)
        await asyncio.sleep(0.2)
    watcher.close()
    meters.stop()


async def test_meters_repeat_their_last_seconds_after_a_broker_restart(
    hands: Hands, meters: MqttMeters, mqtt: stack.Broker
) -> None:
    await meters.tick(0)
    mqtt.stack.stop_one(mqtt.stack.mosquitto)
    while meters.connected:
        await asyncio.sleep(0.02)
    mqtt.stack.start_one(mqtt.stack.mosquitto)
    watcher = Watcher(mqtt, "site/+")
    again = await watcher.wait_for("site/office-main")
    watcher.close()
    assert again["t"] <= round(hands.time * 1000)


def test_a_profile_has_at_most_a_day_and_nothing_of_the_future(
    plant: Plant, hands: Hands, tmp_path: Path
) -> None:
    meters = meters_of(plant, hands, Broker("mqtt://127.0.0.1:1", "meters", tmp_path / "none"))
    long = meters.profile("site/office-main", MIDNIGHT_MS, MIDNIGHT_MS + 9 * DAY_MS)
    assert long["to"] == MIDNIGHT_MS + DAY_MS
    assert len(long["readings"]) == 96
    today = meters.profile("site/office-main", MIDNIGHT_MS + DAY_MS, MIDNIGHT_MS + 2 * DAY_MS)
    assert today["readings"][-1]["t"] == MIDNIGHT_MS + DAY_MS + 16 * QUARTER_MS
    before = round(plant.epoch_s * 1000)
    assert meters.profile("site/office-main", before - DAY_MS, before)["readings"] == []


@pytest.mark.parametrize(
    ("payload", "period"),
    [
        (b'{"from": 1, "to": 2}', (1, 2)),
        (b'{"from": 2, "to": 2}', None),
        (b'{"from": 3, "to": 2}', None),
        (b'{"from": -1, "to": 2}', None),
        (b'{"from": 1.5, "to": 2}', None),
        (b'{"from": true, "to": 2}', None),
        (b'{"from": "1", "to": 2}', None),
        (b'{"from": 1, "to": 99999999999999999999}', None),
        (b"null", None),
        (b"\xff\xfe", None),
        (b'{"from": 1, "to": 2}' + b" " * 2000, None),
    ],
)
def test_reading_a_request(payload: bytes, period: tuple[int, int] | None) -> None:
    assert read_request(payload) == period
