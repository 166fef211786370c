"""A device climbs the ladder, hanging on every rung on its way; broker, ingest, control and API are real."""

import json
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from parkcarbon_edge import wire
from parkcarbon_local.mosquitto import connect_packet
from parkcarbon_platform.control import shell as control
from parkcarbon_platform.ingest import shell as ingest
from parkcarbon_platform.services.ledger import settlement
from parkcarbon_platform.storage.database import Database as Pools

from tests.saas.conftest import Login, World
from tests.saas.test_devices import gauge, point
from tests.support.processes import wait_until
from tests.support.stack import ServerStack

PARK = "/api/v1/parks/alpha"


@pytest.fixture(scope="module")
def platform(world: World) -> Iterator[None]:
    """Ingest and control, in threads."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=ingest.run, args=(world.settings, stop)),
        threading.Thread(target=control.run, args=(world.settings, stop)),
    ]
    for thread in threads:
        thread.start()
    yield
    stop.set()
    for thread in threads:
        thread.join()


class Device:
    """A meter with its log-in, and the operator who looks on."""

    def __init__(self, operator: httpx.Client, port: int) -> None:
        self.operator, self.port = operator, port
        self.code = f"bare-{uuid4().hex[:8]}"
        self.energy, self.power = f"{self.code}-import", f"{self.code}-power"
        points = [point(self.energy, digits=8), gauge(self.power, max_rate="5000")]
        body = {"code": self.code, "name_zh": "表", "name_en": "Meter", "points": points}
        assert operator.post(f"{PARK}/devices", json=body).status_code == 201
        self.login = operator.post(f"{PARK}/devices/{self.code}/login", json={}).json()
        self.root = f"pc/v1/{wire.partition_of('alpha')}/alpha/device/{self.code}"
        self.since = int(time.time() * 1000)

    def ladder(self) -> dict[str, Any]:
        answer = self.operator.get(f"{PARK}/devices/{self.code}/ladder?since={self.since}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def hanging(self) -> dict[str, Any]:
        """The first rung that is not taken; the last where all are."""
        rungs = self.ladder()["rungs"]
        return next((rung for rung in rungs if rung["state"] != "ok"), rungs[-1])

    def hangs(
        self, rung: str, code: str | None, state: str = "failed", *, say: Callable[[], None] = lambda: None
    ) -> dict[str, Any]:
        """Wait until it hangs there; `say` again and again, as a device does."""
        found: dict[str, Any] = {}

        def there() -> bool:
            say()
            found.update(self.hanging())
            return (found["rung"], found["code"], found["state"]) == (rung, code, state)

        try:
            wait_until(there, f"{rung} {code}", 250, every_s=0.5)
        except AssertionError as error:
            raise AssertionError(f"{error}: {found}") from error
        assert found["remedy"] or state == "ok"
        assert found["says"] or state == "ok"
        return found

    def takes(self, topic: str) -> str | None:
        """In what a topic is off for the broker."""
        found = self.operator.get(f"{PARK}/devices/{self.code}/ladder/topic", params={"topic": topic})
        assert found.status_code == 200, found.text
        assert f"{self.root}/#" in found.json()["rights"]
        near = found.json()["near"]
        return None if near is None else str(near)

    def client(
        self, *, password: str | None = None, client_id: str | None = None, version: int = 4
    ) -> paho.Client:
        client = paho.Client(
            CallbackAPIVersion.VERSION2, client_id=client_id or self.login["client_id"],
            protocol=paho.MQTTv5 if version == 5 else paho.MQTTv311, reconnect_on_failure=False,
        )  # fmt: skip
        client.username_pw_set(self.login["username"], password or self.login["password"])
        return client

    def refused(self, client: paho.Client) -> None:
        answers: queue.Queue[bool] = queue.Queue()
        client.on_connect = lambda *event: answers.put(event[3].is_failure)
        client.connect("127.0.0.1", self.port)
        client.loop_start()
        assert answers.get(timeout=120)
        client.loop_stop()

    def map(self, values: dict[str, str]) -> None:
        body = {"dialect": "fields", "time": "$.t", "values": values}
        assert self.operator.put(f"{PARK}/devices/{self.code}/mapping", json=body).status_code == 200

    def messages(self) -> list[dict[str, Any]]:
        answer = self.operator.get(f"{PARK}/devices/{self.code}/messages")
        return list(answer.json()["messages"])


@pytest.fixture
def device(login: Login, stack: ServerStack, platform: None) -> Device:
    return Device(login("operator"), stack.mqtt_port)


Say = Callable[[object], None]


@pytest.fixture
def speaking(device: Device) -> Iterator[Say]:
    """Publish as the device that is logged in."""
    client = device.client()
    client.connect("127.0.0.1", device.port)
    client.loop_start()

    def say(body: object, topic: str | None = None) -> None:
        payload = body if isinstance(body, bytes) else json.dumps(body).encode()
        client.publish(topic or f"{device.root}/up", payload, 1).wait_for_publish(60)

    yield say
    client.disconnect()
    client.loop_stop()


def test_it_hangs_on_the_way_to_the_log_in(device: Device, stack: ServerStack) -> None:
    found = device.hangs("network", "no_connection", "waiting")
    assert device.login["url"] in found["remedy"]
    broker = stack.own.mosquitto
    distrust = ssl.create_default_context()
    with (
        socket.create_connection(("127.0.0.1", broker.tls_port)) as line,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        distrust.wrap_socket(line, server_hostname="localhost")
    assert "alert" in device.hangs("tls", "tls_refused")["detail"]
    device.since = int(time.time() * 1000)
    with socket.create_connection(("127.0.0.1", broker.tls_port)) as line:
        line.sendall(connect_packet(device.login["username"], "x"))
    device.hangs("tls", "tls_missing")
    device.since = int(time.time() * 1000)
    device.refused(device.client(client_id="some-plc", version=5))
    found = device.hangs("login", "wrong_client_id")
    assert "some-plc" not in json.dumps(found)  # it may be anybody's
    assert device.login["client_id"] in found["remedy"]
    device.refused(device.client(password="wrong"))
    assert "127.0.0.1" in device.hangs("login", "wrong_password")["detail"]
    trusted = ssl.create_default_context(cafile=str(broker.authority_file))
    client = device.client(version=5)
    client.tls_set_context(trusted)
    client.connect("127.0.0.1", broker.tls_port)
    client.loop_start()
    found = device.hangs("topic", "no_message", "failed")
    assert device.root in found["remedy"]
    client.disconnect()
    client.loop_stop()
    text = device.ladder()["diagnostics"]
    assert device.login["password"] not in text
    assert device.login["username"] in text


def test_it_climbs_from_a_wrong_topic_to_settled_energy(device: Device, speaking: Say, world: World) -> None:
    speaking({"kwh": 1}, "meters/7/data")  # in 3.1.1 the broker drops it without a word
    found = device.hangs("topic", "no_message")
    assert f"{device.root}/telemetry" in found["remedy"]
    assert found["facts"]["topics"] == f"{device.root}/telemetry"
    wait_until(lambda: device.hanging()["says"] == "no_message_asked", "the broker's word", 60, every_s=0.5)
    assert device.takes("meters/7/data") == "other"
    assert device.takes(f"/{device.root}/up") == "slash"
    assert device.takes(f"{device.root}/up") is None
    speaking(b"kwh=1")
    device.hangs("payload", "no_mapping")
    assert [(m["outcome"], m["text"]) for m in device.messages()] == [("waiting", "kwh=1")]
    device.map({device.energy: "$.kwh", device.power: "$.kw"})
    device.hangs("payload", "unreadable")
    now = int(time.time() * 1000)
    device.hangs("payload", "no_values", say=lambda: speaking({"t": now, "energy": 7}))
    wrong = {"t": now - 3_000_000, "kwh": "1000.5", "kw": 1_284_200}
    found = device.hangs("plausible", "unit_guess", say=lambda: speaking(wrong))
    assert "probably W" in found["detail"]
    speaking({"t": now - 2_400_000, "kw": 1284})
    device.hangs("settled", "one_reading", "waiting")
    with device.operator.stream("GET", f"{PARK}/devices/{device.code}/ladder/stream") as stream:
        events = (json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: "))
        assert next(events)["rungs"][-1]["code"] == "one_reading"
        speaking({"t": now - 600_000, "kwh": "1200.5", "kw": 1300})
        assert next(e for e in events if e["rungs"][-1]["code"] != "one_reading")["kind"] == "device"
        with Pools.of(world.settings, size=2) as pools:
            wait_until(lambda: settled(pools, world, device), "settled energy", 120)
        last = next(e for e in events if e["rungs"][-1]["state"] == "ok")
    assert [rung["state"] for rung in last["rungs"]] == ["ok"] * 8
    assert [rung["rung"] for rung in last["rungs"]] == [
        "listening", "network", "tls", "login", "topic", "payload", "plausible", "settled",
    ]  # fmt: skip
    span = f"from={now - 3_600_000}&to={now + 60_000}"
    batch = device.operator.get(f"{PARK}/points/{device.energy}/readings?{span}").json()
    assert {r["batch"]["device"] for r in batch["readings"]} == {device.code}
    assert {r["batch"]["edge"] for r in batch["readings"]} == {None}


def settled(pools: Pools, world: World, device: Device) -> bool:
    settlement.settle(pools, world.alpha.id, lambda *_: None)
    return bool(device.hanging()["state"] == "ok")


def test_a_device_behind_an_edge_is_looked_at_through_it(login: Login, world: World) -> None:
    import psycopg

    operator = login("operator")
    code = f"behind-{uuid4().hex[:6]}"
    edge = f"edge-{uuid4().hex[:6]}"
    body = {"code": code, "name_zh": "表", "name_en": "Meter", "points": [point(f"{code}-import")]}
    assert operator.post(f"{PARK}/devices", json=body).status_code == 201
    assert (
        operator.post(f"{PARK}/edges", json={"code": edge, "name_zh": "x", "name_en": "x"}).status_code == 201
    )
    config = {
        "based_on": 0, "bindings": {"k": f"{code}-import"},
        "connector": [{"type": "opcua", "name": "server", "point": [{"key": "k", "node": "i=1"}]}],
    }  # fmt: skip
    assert operator.put(f"{PARK}/edges/{edge}/config", json=config).status_code == 200

    def hanging() -> tuple[str, str | None]:
        found = operator.get(f"{PARK}/devices/{code}/ladder").json()
        assert found["kind"] == "edge"
        rung = next(r for r in found["rungs"] if r["state"] != "ok")
        return rung["rung"], rung["code"]

    def set_edge(**values: object) -> None:
        with psycopg.connect(world.owner_url) as owner:
            for name, value in values.items():
                owner.execute(f"UPDATE core.edge SET {name} = %s WHERE code = %s", (value, edge))

    assert hanging() == ("enrolled", "not_enrolled")
    set_edge(enrolled_at="2026-01-01T00:00:00Z", enrolled_host="gw")
    assert hanging() == ("online", "offline")
    set_edge(state=json.dumps({"online": True, "version": "1"}))
    assert hanging() == ("configured", "config_waiting")
    refused = "UPDATE core.edge_config SET refused_at = now(), error = 'no such node'"
    with psycopg.connect(world.owner_url) as owner:
        owner.execute(refused)
    assert hanging() == ("configured", "config_refused")
    failing = {"ok": False, "error": "connection refused"}
    set_edge(state=json.dumps({"online": True, "config_version": 1, "connectors": {"server": failing}}))
    assert hanging() == ("connected", "connector_failed")
    set_edge(state=json.dumps({"online": True, "config_version": 1, "connectors": {"server": {"ok": True}}}))
    assert hanging() == ("reading", "no_reading")
    assert login("neighbour").get(f"{PARK}/devices/{code}/ladder").status_code == 404
    assert operator.delete(f"{PARK}/edges/{edge}").status_code == 204
    assert operator.get(f"{PARK}/devices/{code}/ladder").json()["kind"] == "device"
