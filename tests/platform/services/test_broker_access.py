"""Log-ins at a real broker: what each may do there and nothing else (docs/security.md, T11)."""

import os
import signal
import socket
import threading
from urllib.parse import urlsplit

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from parkcarbon_platform.ingest.sparkplug.connection import FILTERS
from parkcarbon_platform.services.connecting import broker_access
from parkcarbon_platform.services.connecting.broker_access import (
    BrokerRefusedError,
    BrokerUnavailableError,
    Grant,
    LoginUnknownError,
    MosquittoAccess,
)

from tests.support.broker import Client, answer, connected
from tests.support.stack import Broker, ServerStack

DENIED = "Not authorized"
EDGE = broker_access.edge_grant("0a", "park-a", "plant")
NEIGHBOUR = broker_access.edge_grant("0a", "park-a", "mill")
DEVICE = broker_access.device_grant("0a", "park-a", "meter", None)


@pytest.fixture
def access(stack: ServerStack, mqtt: Broker) -> MosquittoAccess:
    """The interface over an empty broker."""
    return MosquittoAccess(stack.mqtt_control_url)


def let_in(access: MosquittoAccess, grant: Grant) -> str:
    password = broker_access.new_password()
    access.create(grant, password)
    return password


def nothing_but(client: Client, watcher: Client, own: str) -> list[tuple[str, bytes]]:
    """What a client has received once a message of its own topic, published after the others, is there."""
    assert watcher.publish(own, b"last") == "Success"
    found: list[tuple[str, bytes]] = []
    while (own, b"last") not in found:
        found.append(client.messages.get(timeout=60))
    return found


def test_a_log_in_is_its_own_client_and_nobody_else(access: MosquittoAccess, mqtt: Broker) -> None:
    password = let_in(access, EDGE)
    assert answer(mqtt.port, EDGE.login, password, EDGE.client_id) == "Success"
    for username, secret, client_id in (
        (None, "", ""),
        (EDGE.login, "guess", EDGE.client_id),
        ("edge.park-a.nobody", password, EDGE.client_id),
        (EDGE.login, password, "parkcarbon-ingest-00-0f"),
        (EDGE.login, password, NEIGHBOUR.client_id),
        (EDGE.login, password, ""),
    ):
        assert answer(mqtt.port, username, secret, client_id) == DENIED


def test_an_edge_has_its_topics_and_no_neighbours(access: MosquittoAccess, mqtt: Broker) -> None:
    own, other = "pc/v1/0a/park-a/edge/plant", "pc/v1/0a/park-a/edge/mill"
    password = let_in(access, EDGE)
    with (
        connected(mqtt.port, mqtt.username, mqtt.password) as watcher,
        connected(mqtt.port, EDGE.login, password, EDGE.client_id) as edge,
    ):
        assert watcher.subscribe("pc/#") == "Granted QoS 1"
        for channel in ("up", "state", "reply"):
            assert edge.publish(f"{own}/{channel}") == "Success"
        for topic in (
            f"{own}/ack", f"{own}/config", f"{own}/command", f"{other}/up", f"{other}/state", f"{other}/ack",
            "pc/v1/0a/park-b/edge/plant/up", "pc/v1/0a/park-a/device/plant/x", "site/main",
            broker_access.REQUEST,
        ):  # fmt: skip
            assert edge.publish(topic) == DENIED, topic
        for channel in ("ack", "config", "command"):
            assert edge.subscribe(f"{own}/{channel}") == "Granted QoS 1"
        for topic in (
            "#", "pc/#", "pc/v1/0a/park-a/edge/+/ack", f"{own}/+", f"{own}/up", f"{other}/ack", "$SYS/#",
            "$CONTROL/dynamic-security/v1/response", "$share/g/pc/#",
        ):  # fmt: skip
            assert edge.subscribe(topic) == DENIED, topic
        # Denied is denied on both sides: nothing of it was handed on, and nothing of others came.
        assert {t for t, _ in watcher.received()} == {f"{own}/{c}" for c in ("up", "state", "reply")}
        assert watcher.publish(f"{other}/ack") == "Success"
        assert nothing_but(edge, watcher, f"{own}/ack") == [(f"{own}/ack", b"last")]


def test_codes_that_read_alike_are_two_clients(access: MosquittoAccess, mqtt: Broker) -> None:
    first, second = (broker_access.edge_grant("0a", *names) for names in (("a-b", "c"), ("a", "b-c")))
    passwords = let_in(access, first), let_in(access, second)
    with (
        connected(mqtt.port, first.login, passwords[0], first.client_id) as one,
        connected(mqtt.port, second.login, passwords[1], second.client_id) as other,
    ):
        assert one.publish("pc/v1/0a/a-b/edge/c/up") != DENIED
        assert other.publish("pc/v1/0a/a/edge/b-c/up") != DENIED
        assert one.ended.empty()


def test_a_device_of_version_3_is_acknowledged_and_heard_by_nobody(
    access: MosquittoAccess, mqtt: Broker
) -> None:
    """MQTT 3.1.1 has no word for a refusal: that nothing arrives is all there is to see."""
    password = let_in(access, DEVICE)
    own = "pc/v1/0a/park-a/device/meter"
    acknowledged = threading.Semaphore(0)
    with connected(mqtt.port, mqtt.username, mqtt.password) as watcher:
        assert watcher.subscribe("pc/#") == "Granted QoS 1"
        device = paho.Client(CallbackAPIVersion.VERSION2, client_id=DEVICE.client_id, protocol=paho.MQTTv311)
        device.username_pw_set(DEVICE.login, password)
        device.on_publish = lambda *_: acknowledged.release()
        device.connect("127.0.0.1", mqtt.port)
        device.loop_start()
        for topic in ("pc/v1/0a/park-a/device/other/x", "pc/v1/0a/park-a/edge/plant/up", f"{own}/telemetry"):
            device.publish(topic, "x", 1)
        assert all(acknowledged.acquire(timeout=60) for _ in range(3))
        device.disconnect()
        device.loop_stop()
        assert watcher.messages.get(timeout=60) == (f"{own}/telemetry", b"x")
        assert watcher.received() == []


def test_a_device_is_the_sparkplug_node_of_its_code_and_no_other(
    access: MosquittoAccess, mqtt: Broker
) -> None:
    password = let_in(access, DEVICE)
    with (
        connected(mqtt.port, mqtt.username, mqtt.password) as watcher,
        connected(mqtt.port, DEVICE.login, password, DEVICE.client_id) as device,
    ):
        assert watcher.subscribe("spBv1.0/#") == "Granted QoS 1"
        group = "spBv1.0/park-a"
        own = [f"{group}/{kind}/meter" for kind in ("NBIRTH", "NDEATH", "NDATA")]
        own += [f"{group}/{kind}/meter/panel" for kind in ("DBIRTH", "DDEATH", "DDATA")]
        for topic in own:
            assert device.publish(topic) == "Success", topic
        for topic in (
            f"{group}/NDATA/other", f"{group}/DDATA/other/panel", "spBv1.0/park-b/NDATA/meter",
            f"{group}/NCMD/meter", f"{group}/NCMD/other", "spBv1.0/STATE/parkcarbon",
        ):  # fmt: skip
            assert device.publish(topic) == DENIED, topic
        for topic in (f"{group}/NCMD/meter", f"{group}/DCMD/meter/#", "spBv1.0/STATE/parkcarbon"):
            assert device.subscribe(topic) == "Granted QoS 1", topic
        for topic in ("spBv1.0/#", f"{group}/NCMD/+", f"{group}/NDATA/other", f"{group}/NDATA/meter"):
            assert device.subscribe(topic) == DENIED, topic
        assert [topic for topic, _ in watcher.received()] == own


def test_ingest_and_control_do_each_their_part(stack: ServerStack, mqtt: Broker) -> None:
    mosquitto = stack.own.mosquitto
    rights = {  # log-in: (publishes, may not, receives, may not)
        "platform": (
            ["pc/v1/00/p/edge/e/ack", "spBv1.0/STATE/parkcarbon", "spBv1.0/p/NCMD/m"],
            ["pc/v1/00/p/edge/e/config", "pc/v1/00/p/edge/e/up", "spBv1.0/p/DCMD/m/d", "spBv1.0/p/NDATA/m"],
            ["pc/v1/00/+/edge/+/up", "pc/v1/00/+/edge/+/state", "pc/v1/00/+/device/#", *FILTERS],
            ["#", "pc/v1/00/+/edge/+/reply", "$CONTROL/dynamic-security/v1/response"],
        ),
        "control": (
            ["pc/v1/00/p/edge/e/config", "pc/v1/00/p/edge/e/command"],
            ["pc/v1/00/p/edge/e/ack", "pc/v1/00/p/edge/e/up"],
            ["pc/v1/+/+/edge/+/state", "pc/v1/+/+/edge/+/reply", "$SYS/broker/log/#"],
            ["#", "pc/v1/00/+/edge/+/up", "pc/v1/00/+/device/#"],
        ),
    }  # fmt: skip
    for name, (publishes, silent, receives, deaf) in rights.items():
        url = urlsplit(mosquitto.url(name))
        with connected(mqtt.port, name, url.password or "") as client:
            answers = {t: client.publish(t) for t in (*publishes, *silent)}
            assert {t for t, said in answers.items() if said == DENIED} == set(silent), name
            answers = {t: client.subscribe(t) for t in (*receives, *deaf)}
            assert {t for t, said in answers.items() if said == DENIED} == set(deaf), name


def test_a_rotated_or_revoked_log_in_is_thrown_out(access: MosquittoAccess, mqtt: Broker) -> None:
    first = let_in(access, EDGE)
    assert EDGE.login in access.known()
    with connected(mqtt.port, EDGE.login, first, EDGE.client_id) as edge:
        second = broker_access.new_password()
        access.rotate(EDGE.login, second)
        assert edge.thrown_out()
    assert answer(mqtt.port, EDGE.login, first, EDGE.client_id) == DENIED
    with connected(mqtt.port, EDGE.login, second, EDGE.client_id) as edge:
        third = let_in(access, EDGE)
        assert edge.thrown_out()
    assert answer(mqtt.port, EDGE.login, second, EDGE.client_id) == DENIED
    with connected(mqtt.port, EDGE.login, third, EDGE.client_id) as edge:
        access.revoke(EDGE.login)
        assert edge.thrown_out()
    assert answer(mqtt.port, EDGE.login, third, EDGE.client_id) == DENIED
    assert EDGE.login not in access.known()
    access.revoke(EDGE.login)
    with pytest.raises(LoginUnknownError):
        access.rotate(EDGE.login, second)


def test_log_ins_outlive_a_killed_broker(access: MosquittoAccess, mqtt: Broker) -> None:
    password = let_in(access, EDGE)
    servers, mosquitto = mqtt.stack, mqtt.stack.mosquitto
    pid = mosquitto.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    servers.processes.pop("mosquitto").wait()
    servers.start_one(mosquitto)
    assert answer(mqtt.port, EDGE.login, password, EDGE.client_id) == "Success"
    assert password not in mosquitto.rights_file.read_text()
    assert mosquitto.rights_file.stat().st_mode & 0o077 == 0


def test_two_at_once_get_their_own_answers(access: MosquittoAccess, mqtt: Broker) -> None:
    grants = [broker_access.edge_grant("0a", "park-a", f"e{n}") for n in range(8)]
    errors: list[BaseException] = []

    def make(grant: Grant) -> None:
        try:
            let_in(access, grant)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=make, args=(grant,)) for grant in grants]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert {grant.login for grant in grants} <= access.known()


def test_what_goes_wrong_has_a_name_and_a_remedy(stack: ServerStack, mqtt: Broker) -> None:
    host = f"127.0.0.1:{mqtt.port}"
    with pytest.raises(BrokerRefusedError, match="refuses the log-in"):
        MosquittoAccess(f"mqtt://control:guess@{host}").known()
    with pytest.raises(BrokerRefusedError, match="may not rule"):
        MosquittoAccess(stack.own.mosquitto.url("platform")).known()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"mqtt://control:x@127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(BrokerUnavailableError) as told:
            MosquittoAccess(url, timeout_s=0.5).known()
        assert "PARKCARBON_MQTT_CONTROL_URL" in told.value.advice
    with pytest.raises(BrokerUnavailableError, match="refused"):
        MosquittoAccess(url).known()


def test_a_refusal_of_the_broker_is_said(access: MosquittoAccess) -> None:
    before = access.known()
    with pytest.raises(BrokerRefusedError, match="valid UTF-8"):
        access.create(Grant("tab\x7f\ufdd0", "b", (), ()), "secret")
    assert access.known() == before
