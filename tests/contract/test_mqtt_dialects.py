"""Foreign meters on a real broker: MQTT v3.1.1 and v5, TLS with certificates, their own formats."""

import asyncio
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion
from parkcarbon_edge.connectors import make_connector
from parkcarbon_edge.settings import MqttPoint, MqttSettings
from parkcarbon_local import mosquitto_tree

from tests.support.opcua import running, until
from tests.support.processes import free_port, wait_until
from tests.support.sink import ListSink

T = 1_790_000_000_000


class Place(NamedTuple):
    """A broker that lets only holders of a certificate in over TLS."""

    port: int
    tls_port: int
    folder: Path

    def meter(self) -> paho.Client:
        client = paho.Client(CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
        client.connect("127.0.0.1", self.port)
        client.loop_start()
        return client


def make_pair(folder: Path, name: str) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "9", "-subj", f"/CN={name}",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", f"{name}.key", "-out", f"{name}.crt"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    made = Place(free_port(), free_port(), tmp_path_factory.mktemp("broker"))
    for name in ("server", "edge"):
        make_pair(made.folder, name)
    (made.folder / "mosquitto.conf").write_text(
        f"per_listener_settings true\nlistener {made.port} 127.0.0.1\nallow_anonymous true\n"
        f"listener {made.tls_port} 127.0.0.1\nallow_anonymous true\nrequire_certificate true\n"
        f"cafile {made.folder}/edge.crt\ncertfile {made.folder}/server.crt\n"
        f"keyfile {made.folder}/server.key\n"
        "use_identity_as_username true\nuser root\n"
    )
    program = mosquitto_tree.program()
    with subprocess.Popen(
        [str(program), "-c", str(made.folder / "mosquitto.conf")],
        env={**os.environ, **mosquitto_tree.libraries(program)},
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            wait_until(lambda: reachable(made.port), "the broker")
            yield made
        finally:
            process.terminate()


def reachable(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def collected(
    place: Place, settings: MqttSettings, messages: dict[str, object], count: int
) -> ListSink:
    """What a connector makes of these messages by topic."""
    sink = ListSink()
    connector = make_connector(settings, sink, "pc-test")
    async with running(connector.run()):
        await until(lambda: connector.health.ok, "the broker to be reached")
        meter = place.meter()
        for topic, message in messages.items():
            sent = meter.publish(topic, json.dumps(message), qos=1)
            await asyncio.to_thread(sent.wait_for_publish, 60)
        await until(lambda: len(sink.readings) >= count, "the readings")
        meter.disconnect()
        meter.loop_stop()
    return sink


@pytest.mark.parametrize("version", ["5", "3.1.1"])
async def test_wildcards_and_paths_over_both_versions(place: Place, version: str) -> None:
    points = [
        MqttPoint(key="{1}-energy", topic="hall/+/data", field="$.meter.total", time="$.ts"),
        MqttPoint(key="plain", topic="site/plain", field="import"),
    ]
    settings = MqttSettings(
        name=f"v{version}", url=f"mqtt://127.0.0.1:{place.port}", version=version, point=points
    )
    messages: dict[str, object] = {
        "hall/a/data": {"ts": T // 1000, "meter": {"total": 1.5}},
        "hall/b/data": {"ts": T // 1000, "meter": {"total": 2.5}},
        "hall/b/other": {"ts": T // 1000, "meter": {"total": 9}},
        "site/plain": {"t": T, "values": {"import": 3}},
    }
    sink = await collected(place, settings, messages, 3)
    assert sorted(sink.readings) == [("a-energy", T, 1.5, 0), ("b-energy", T, 2.5, 0), ("plain", T, 3, 0)]


async def test_a_gateways_telemetry_over_tls_with_certificates_on_both_sides(place: Place) -> None:
    points = [MqttPoint(key="{1}", topic="v1/gateway/telemetry", field="kwh", device="+")]
    settings = MqttSettings(
        name="tb", url=f"mqtts://127.0.0.1:{place.tls_port}", dialect="thingsboard", point=points,
        ca_file=f"{place.folder}/server.crt", certificate_file=f"{place.folder}/edge.crt",
        private_key_file=f"{place.folder}/edge.key",
    )  # fmt: skip
    message = {"A": [{"ts": T, "values": {"kwh": 1}}], "B": [{"ts": T, "values": {"kwh": 2, "kw": 9}}]}
    sink = await collected(place, settings, {"v1/gateway/telemetry": message}, 2)
    assert sorted(sink.readings) == [("A", T, 1, 0), ("B", T, 2, 0)]


async def test_without_the_certificate_it_is_not_let_in_and_says_so(place: Place) -> None:
    settings = MqttSettings(
        name="stranger", url=f"mqtts://127.0.0.1:{place.tls_port}", ca_file=f"{place.folder}/server.crt",
        point=[MqttPoint(key="a", topic="t", field="f")],
    )  # fmt: skip
    connector = make_connector(settings, ListSink(), "pc-test")
    async with running(connector.run()):
        await until(lambda: connector.health.error not in (None, "starting"), "the refusal")
        assert not connector.health.ok
