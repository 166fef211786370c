import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from asyncua import ua
from parkcarbon_edge.cli import main

from tests.support.committer import Committer, connect
from tests.support.modbus_peer import ModbusPeer
from tests.support.opcua import NAMESPACE, running_server
from tests.support.processes import BIN, free_port, wait_until
from tests.support.stack import Broker

T = 1_790_000_000_000
Write = Callable[..., Path]


@pytest.fixture
def write(mqtt: Broker, tmp_path: Path) -> Write:
    """Writes a configuration: one MQTT meter, and OPC UA points where an endpoint is given."""
    secret = tmp_path / "password"
    secret.write_text(mqtt.password)
    secret.chmod(0o600)
    access = (
        f'url = "mqtt://127.0.0.1:{mqtt.port}"\nusername = "{mqtt.username}"\npassword_file = "{secret}"\n'
    )

    def make(endpoint: str | None = None, nodes: tuple[str, ...] = (), meter: bool = True) -> Path:
        text = (
            f'park = "demo"\nedge = "plant-a"\npartition = "0a"\n[uplink]\n{access}'
            f'[spool]\npath = "{tmp_path}/spool.db"\n'
        )
        if meter:
            text += (
                f'[[connector]]\nname = "mqtt-1"\ntype = "mqtt"\n{access}'
                '[[connector.point]]\nkey = "meter"\ntopic = "site/meter"\nfield = "import"\n'
            )
        if endpoint:
            text += f'[[connector]]\nname = "opcua-1"\ntype = "opcua"\nendpoint = "{endpoint}"\n'
            for node in nodes:
                text += f'[[connector.point]]\nkey = "key-{node}"\nnode = "nsu={NAMESPACE};s={node}"\n'
        path = tmp_path / "edge.toml"
        path.write_text(text)
        return path

    return make


def edge(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BIN / "parkcarbon-edge"), *arguments], capture_output=True, text=True, check=False, timeout=120
    )


async def edge_beside(*arguments: str) -> subprocess.CompletedProcess[str]:
    return await asyncio.to_thread(edge, *arguments)


def test_run_collects_until_it_is_told_to_stop(write: Write, mqtt: Broker) -> None:
    config, platform, meter = write(), Committer(mqtt), connect(mqtt, "meter")
    with subprocess.Popen(
        [str(BIN / "parkcarbon-edge"), "run", "--config", str(config)], stderr=subprocess.PIPE, text=True
    ) as agent:
        wait_until(lambda: platform.states and platform.states[-1].online, "the edge")
        wait_until(lambda: platform.states[-1].connectors["mqtt-1"].ok, "its connector")
        meter.publish("site/meter", json.dumps({"t": T, "values": {"import": 7}}), qos=1)
        wait_until(lambda: platform.readings, "the reading")
        wait_until(lambda: edge("status", "--config", str(config)).returncode == 0, "a healthy status")
        shown = edge("status", "--config", str(config)).stdout
        assert "agent      running" in shown
        assert "uplink     connected" in shown
        assert "collected  1 readings" in shown
        report = json.loads(edge("status", "--json", "--config", str(config)).stdout)
        assert report["connectors"]["mqtt-1"]["ok"]
        assert report["batches"] == 0
        bundle = config.with_name("bundle.json")
        assert edge("diagnose", "--config", str(config), "--output", str(bundle)).returncode == 0
        told = bundle.read_text()
        assert mqtt.password not in told
        assert json.loads(told)["state"]["connectors"]["mqtt-1"]["ok"]
        assert json.loads(told)["spool"]["collected"] == 1
        agent.send_signal(signal.SIGTERM)
        _, errors = agent.communicate(timeout=60)
        assert agent.returncode == 0
        assert mqtt.password not in errors
    stopped = edge("status", "--config", str(config))
    assert stopped.returncode == 1
    assert "not running" in stopped.stdout
    meter.disconnect()
    meter.loop_stop()
    platform.close()


def test_a_killed_agent_loses_nothing(write: Write, mqtt: Broker) -> None:
    config, platform, meter = write(), Committer(mqtt), connect(mqtt, "meter")
    sent = 0

    def send(count: int) -> None:
        nonlocal sent
        for _ in range(count):
            meter.publish("site/meter", json.dumps({"t": T + sent, "values": {"import": sent}}), qos=1)
            sent += 1

    def online(since: int) -> bool:
        return any(s.online and s.connectors["mqtt-1"].ok for s in platform.states[since:])

    for number in range(4):
        before = len(platform.states)
        with subprocess.Popen(
            [str(BIN / "parkcarbon-edge"), "run", "--config", str(config)], stderr=subprocess.DEVNULL
        ) as agent:
            wait_until(partial(online, before), "the edge")
            for _ in range(20):
                send(10)
                time.sleep(0.01)
            if number == 3:
                wait_until(lambda: len(platform.readings) == sent, "all readings")
            agent.kill()
        send(5 if number < 3 else 0)
    assert {value for value, _ in platform.readings.values()} == set(range(sent))
    assert platform.missing == 0
    meter.disconnect()
    meter.loop_stop()
    platform.close()


async def test_check_shows_what_every_point_says(write: Write) -> None:
    async with running_server(["a", "bad", "coarse"]) as server:
        await server.write("a", 12.5, T)
        await server.write("bad", 1.0, T, int(ua.StatusCodes.BadCommunicationError))
        coarse = server.nodes["coarse"]
        await server.server.delete_nodes([coarse])
        await server.server.nodes.objects.add_variable(
            ua.NodeId("coarse", server.index), "coarse", 1.0e9, ua.VariantType.Float
        )
        config = write(server.endpoint, ("a", "bad", "coarse", "absent"), meter=False)
        done = await edge_beside("check", "--json", "--config", str(config))
        assert done.returncode == 1
        rows: dict[str, dict[str, Any]] = {r["point"]: r for r in json.loads(done.stdout)}
        assert rows[""]["status"] == "connected"
        assert (rows["key-a"]["value"], rows["key-a"]["status"], rows["key-a"]["ok"]) == (12.5, "Good", True)
        assert rows["key-a"]["time"] == "2026-09-21T14:13:20+00:00"
        assert (rows["key-bad"]["status"], rows["key-bad"]["ok"]) == ("BadCommunicationError", False)
        assert "steps of 64" in rows["key-coarse"]["note"]
        assert rows["key-absent"]["status"] == "BadNodeIdUnknown"
        table = (await edge_beside("check", "--config", str(config))).stdout
        assert "CONNECTOR" in table.splitlines()[0]
        assert "12.5" in table


async def test_check_is_content_when_all_is_well(write: Write, mqtt: Broker) -> None:
    meter = connect(mqtt, "meter")
    meter.publish("site/meter", json.dumps({"t": T, "values": {"import": 7}}), qos=1, retain=True)
    async with running_server(["a"]) as server:
        await server.write("a", 12.5, T)
        done = await edge_beside("check", "--json", "--config", str(write(server.endpoint, ("a",))))
    assert done.returncode == 0, done.stdout
    assert {r["point"]: r["value"] for r in json.loads(done.stdout)} == {"": None, "meter": 7, "key-a": 12.5}
    meter.disconnect()
    meter.loop_stop()


def test_check_names_a_server_that_is_away(write: Write) -> None:
    done = edge(
        "check", "--json", "--config", str(write(f"opc.tcp://127.0.0.1:{free_port()}", ("a",), meter=False))
    )
    assert done.returncode == 1
    assert "refuses the connection" in json.loads(done.stdout)[-1]["note"]


def test_a_configuration_that_cannot_be_used_ends_with_2(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = write()
    config.write_text(config.read_text().replace("partition", "partitoin"))
    assert main(["status", "--config", str(config)]) == 2
    assert f"{config}:3: partitoin" in capsys.readouterr().err
    assert main(["run", "--config", str(tmp_path / "absent.toml")]) == 2


def test_status_before_the_first_run(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--config", str(write())]) == 1
    assert "not created yet" in capsys.readouterr().out


def test_an_open_password_file_is_refused(write: Write, tmp_path: Path) -> None:
    config = write()
    (tmp_path / "password").chmod(0o644)
    done = edge("check", "--config", str(config))
    assert done.returncode == 2
    assert "chmod 600" in done.stderr


def test_help_needs_no_library() -> None:
    code = "import sys; sys.modules['asyncua'] = sys.modules['paho'] = None; import parkcarbon_edge.cli"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_decode_ranks_what_registers_may_mean(capsys: pytest.CaptureFixture[str]) -> None:
    peer = ModbusPeer()
    peer.show(3, "holding", 70, [0x8000, 0x4366])
    peer.start()
    try:
        where = [f"tcp://127.0.0.1:{peer.port}", "--unit", "3", "--count", "2"]
        assert main(["decode", *where, "--address", "40071", "--quantity", "voltage"]) == 0
        first = capsys.readouterr().out.splitlines()[2].split()
        assert first[1:5] == ["float32", "CDAB", "70", "230.5"]
        assert main(["decode", *where, "--address", "70", "--seconds", "0.1", "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["registers"] == found["registers_later"] == [0x8000, 0x4366]
        assert main(["decode", *where, "--address", "900"]) == 1
        assert "no such register" in capsys.readouterr().err
    finally:
        peer.stop()
    assert main(["decode", where[0], "--address", "70"]) == 1
    assert "cannot be reached" in capsys.readouterr().err


def test_a_spool_that_cannot_be_read_is_part_of_what_diagnose_tells(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    config = write()
    config.with_name("spool.db").write_bytes(b"no database at all" * 1000)
    assert main(["diagnose", "--config", str(config)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert "not a database" in told["spool"]["error"]
    assert told["machine"]["disk_free_bytes"] > 0
