"""The private broker: TLS of its own, certificates renewed, and data folders of before taken over."""

import asyncio
import base64
import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from parkcarbon_edge.broker import Access, Broker
from parkcarbon_local import certificates, doctor, mosquitto_tree, store
from parkcarbon_local.environment import Environment
from parkcarbon_local.errors import LocalError
from parkcarbon_local.mosquitto import ADMIN, CONTROL, PLATFORM, Mosquitto
from parkcarbon_local.stack import Stack

from tests.support.broker import answer
from tests.support.processes import wait_until

OLD_SETTINGS = """\
listener {port} 127.0.0.1
allow_anonymous false
password_file {data}/passwords
acl_file {data}/acl
persistence true
persistence_location {data}/
autosave_interval 1
pid_file {data}/mosquitto.pid
log_dest stderr
"""


@pytest.fixture
def own(stack_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stack]:
    """A stack of which only the broker is started; it serves TLS at every address of this machine."""
    monkeypatch.setenv("PARKCARBON_MQTT_HOST", "0.0.0.0")
    servers = Stack(stack_folder)
    servers.layout.make()
    try:
        yield servers
    finally:
        servers.stop_one(servers.mosquitto)


async def outcome(access: Access) -> str:
    """What an edge says of its connection: "" where there is one."""
    found: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def settle(reason: str) -> None:
        if not found.done():
            found.set_result(reason)

    broker = Broker(
        access, on_connected=lambda: settle(""), on_disconnected=settle, on_message=lambda _: None
    )
    task = asyncio.create_task(broker.run())
    try:
        return await found
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def reach(mosquitto: Mosquitto, host: str, ca: Path | None, port: int = 0) -> str:
    password = store.secret(mosquitto.layout, f"mqtt-{ADMIN}")
    url = f"mqtts://{host}:{port or mosquitto.tls_port}"
    return asyncio.run(outcome(Access(url, "edge-test", ADMIN, password, None if ca is None else str(ca))))


def restarted(own: Stack) -> None:
    own.stop_one(own.mosquitto)
    own.start_one(own.mosquitto)


def test_an_edge_checks_whom_it_talks_to_and_says_what_is_wrong(own: Stack, tmp_path: Path) -> None:
    mosquitto = own.mosquitto
    mosquitto.prepare()
    own.start_one(mosquitto)
    ca, now = mosquitto.authority_file, certificates.utc_now()
    assert [reach(mosquitto, host, ca) for host in ("127.0.0.1", "localhost")] == ["", ""]
    assert "the certificate is not for 127.0.0.2" in reach(mosquitto, "127.0.0.2", ca)
    assert "not of an authority that is trusted" in reach(mosquitto, "127.0.0.1", None)
    other = tmp_path / "other.pem"
    other.write_text(certificates.new_authority("other", now).certificate)
    assert "not of an authority that is trusted" in reach(mosquitto, "127.0.0.1", other)
    assert "is one of TLS" in reach(mosquitto, "127.0.0.1", ca, mosquitto.port)
    authority = certificates.read(ca, ca.with_name("ca.key"))
    assert authority is not None
    for start, words in (
        (now - timedelta(days=900), "has expired"),
        (now + timedelta(days=9), "not valid yet"),
    ):
        made = certificates.new_server(authority, mosquitto.names, start)
        mosquitto.write(mosquitto.data / "server.pem", made.certificate)
        mosquitto.write(mosquitto.data / "server.key", made.key)
        restarted(own)
        assert words in reach(mosquitto, "127.0.0.1", ca)
        assert "clock" in reach(mosquitto, "127.0.0.1", ca)
    own.stop_one(mosquitto)
    assert "refuses the connection" in reach(mosquitto, "127.0.0.1", ca)
    assert "no host" in reach(mosquitto, "nowhere.invalid", ca)
    mosquitto.prepare()  # renews what is out of date
    own.start_one(mosquitto)
    assert reach(mosquitto, "127.0.0.1", ca) == ""


def test_a_certificate_is_made_for_its_names_and_kept_while_it_is_good(
    own: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    mosquitto = own.mosquitto
    mosquitto.prepare()
    certificate, ca = mosquitto.data / "server.pem", mosquitto.authority_file
    first, authority = certificate.read_text(), ca.read_text()
    mosquitto.prepare()
    assert certificate.read_text() == first
    (check,) = doctor.certificate(Environment(own.layout, {}))
    assert check.ok
    old = certificates.utc_now() - certificates.LIFE * 0.8
    pair = certificates.read(ca, ca.with_name("ca.key"))
    assert pair is not None
    mosquitto.write(certificate, certificates.new_server(pair, mosquitto.names, old).certificate)
    (check,) = doctor.certificate(Environment(own.layout, {}))
    assert (check.ok, "parkcarbon down" in check.remedy) == (False, True)
    monkeypatch.setenv("PARKCARBON_MQTT_PUBLIC_URL", "mqtts://carbon.example:8883")
    mosquitto.prepare()
    assert certificate.read_text() != first
    assert ca.read_text() == authority

    def openssl(*arguments: object) -> str:
        done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    verify = ("verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", ca)
    assert openssl(*verify, "-verify_hostname", "carbon.example", certificate).strip().endswith(": OK")
    assert openssl(*verify, "-verify_ip", "127.0.0.1", certificate).strip().endswith(": OK")
    assert "hostname mismatch" in openssl(*verify, "-verify_hostname", "x.example", certificate)
    for secret in (ca.with_name("ca.key"), mosquitto.data / "server.key"):
        assert secret.stat().st_mode & 0o077 == 0


def test_a_certificate_is_renewed_in_its_second_half() -> None:
    now = certificates.utc_now()
    authority, other = (certificates.new_authority(name, now) for name in ("a", "b"))
    made = certificates.new_server(authority, ["localhost"], now)
    assert certificates.is_current(made, authority, ["localhost"], now)
    assert not certificates.is_current(made, authority, ["localhost", "x"], now)
    assert not certificates.is_current(made, other, ["localhost"], now)
    half = certificates.Pair(made.certificate, certificates.new_server(authority, ["localhost"], now).key)
    assert not certificates.is_current(half, authority, ["localhost"], now)
    assert not certificates.is_current(made, authority, ["localhost"], now - certificates.LIFE)
    assert certificates.is_current(made, authority, ["localhost"], now + certificates.LIFE * 0.49)
    assert not certificates.is_current(made, authority, ["localhost"], now + certificates.LIFE * 0.51)


def old_folder(mosquitto: Mosquitto, edge_password: str) -> None:
    """A data folder as it was with a password file and an access list."""
    mosquitto.folder(mosquitto.data)
    users = {
        ADMIN: store.secret(mosquitto.layout, f"mqtt-{ADMIN}"),
        PLATFORM: store.secret(mosquitto.layout, f"mqtt-{PLATFORM}"),
        "edge-old": edge_password,
    }
    lines = []
    for name, password in users.items():
        salt = os.urandom(12)
        key = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, 101, 64)
        lines.append(f"{name}:$7$101${base64.b64encode(salt).decode()}${base64.b64encode(key).decode()}\n")
    mosquitto.write(mosquitto.data / "passwords", "".join(lines))
    own = "pc/v1/00/p/edge/old"
    acl = f"user {ADMIN}\ntopic readwrite #\nuser {PLATFORM}\ntopic readwrite pc/v1/#\n"
    acl += f"user edge-old\ntopic write {own}/up\ntopic read {own}/ack\n"
    mosquitto.write(mosquitto.data / "acl", acl)
    mosquitto.write(
        mosquitto.data / "mosquitto.conf", OLD_SETTINGS.format(port=mosquitto.port, data=mosquitto.data)
    )
    rows = [{"u": "edge-old", "p": edge_password, "publish": [f"{own}/up"], "subscribe": [f"{own}/ack"]}]
    store.write_private(mosquitto.layout.root / "mqtt-users.json", json.dumps(rows))


class Ingest:
    """A client with the session that outlives connections, as ingest has it."""

    def __init__(self, mosquitto: Mosquitto) -> None:
        self.got: list[bytes] = []
        self.subscribed = False
        self.client = paho.Client(
            CallbackAPIVersion.VERSION2, client_id="parkcarbon-ingest-00-0f", protocol=paho.MQTTv5
        )
        self.client.username_pw_set(PLATFORM, store.secret(mosquitto.layout, f"mqtt-{PLATFORM}"))
        self.client.on_message = lambda *event: self.got.append(event[2].payload)
        self.client.on_subscribe = lambda *_: setattr(self, "subscribed", True)
        properties = Properties(PacketTypes.CONNECT)
        properties.SessionExpiryInterval = 3600
        self.client.connect("127.0.0.1", mosquitto.port, clean_start=False, properties=properties)
        self.client.loop_start()

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


def test_a_folder_of_before_keeps_its_sessions_and_log_ins(own: Stack) -> None:
    mosquitto, password = own.mosquitto, "password-of-old"
    mosquitto_tree.program()
    old_folder(mosquitto, password)
    own.start_one(mosquitto)
    ingest = Ingest(mosquitto)
    ingest.client.subscribe("pc/v1/00/+/edge/+/up", 1)
    wait_until(lambda: ingest.subscribed, "the subscription")
    ingest.close()
    edge = paho.Client(CallbackAPIVersion.VERSION2, client_id="pc-p-old", protocol=paho.MQTTv5)
    edge.username_pw_set("edge-old", password)
    edge.connect("127.0.0.1", mosquitto.port)
    edge.loop_start()
    edge.publish("pc/v1/00/p/edge/old/up", b"waiting", 1).wait_for_publish(60)
    edge.disconnect()
    edge.loop_stop()
    own.stop_one(mosquitto)

    mosquitto.prepare()
    own.start_one(mosquitto)
    ingest = Ingest(mosquitto)
    wait_until(lambda: ingest.got == [b"waiting"], "the message of before")
    ingest.close()
    assert answer(mosquitto.port, "edge-old", password) == "Success"
    assert answer(mosquitto.port, CONTROL, store.secret(mosquitto.layout, f"mqtt-{CONTROL}")) == "Success"
    left = [mosquitto.data / "passwords", mosquitto.data / "acl", mosquitto.layout.root / "mqtt-users.json"]
    assert [path for path in left if path.exists()] == []
    assert password not in mosquitto.rights_file.read_text()


def test_a_damaged_file_of_log_ins_is_not_written_over(own: Stack) -> None:
    mosquitto = own.mosquitto
    mosquitto.prepare()
    mosquitto.rights_file.write_text('{"clients": [')
    with pytest.raises(LocalError, match="restore it from a backup"):
        mosquitto.prepare()
    assert mosquitto.rights_file.read_text() == '{"clients": ['


def test_a_port_for_tls_that_is_taken_is_said(own: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARKCARBON_MQTT_TLS_PORT", "seven")
    with pytest.raises(LocalError, match="PARKCARBON_MQTT_TLS_PORT=seven"):
        own.mosquitto.prepare()
