"""The command as the launcher uses it: processes, files and exit codes."""

import asyncio
import json
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asyncua import Client
from parkcarbon_simulators import cli
from parkcarbon_simulators.description.describe import read_simulation
from parkcarbon_simulators.servers.opcua import NAMESPACE

from tests.simulators.ports import free_port

COMMAND = [sys.executable, "-m", "parkcarbon_simulators.cli"]


def described(folder: Path, made: Path, port: int) -> None:
    """A description with a port of its own; the arrays of the session's are reused."""
    folder.mkdir()
    for arrays in made.glob("plant-*.npz"):
        (folder / arrays.name).write_bytes(arrays.read_bytes())
    arguments = [
        "describe",
        "--dir",
        str(folder),
        "--opcua-port",
        str(port),
        "--mqtt-url",
        "mqtt://127.0.0.1:9",
    ]
    assert cli.main(arguments) == 0


def test_truth_is_printed_as_a_table_and_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    period = ["--from", "2026-03-17T16:00:00Z", "--to", "2026-03-18T00:00:00+08:00"]
    assert cli.main(["truth", "--dir", str(folder), *period, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["park"]["co2_kg"] == 0.0
    assert found["from_ms"] == found["to_ms"]
    assert cli.main(["truth", "--dir", str(folder), *period]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(found["sources"]) + 3


@pytest.mark.parametrize("time", ["yesterday", "2026-03-17T00:00:00"])
def test_times_must_say_their_offset(folder: Path, time: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["truth", "--dir", str(folder), "--from", time, "--to", "2026-03-18T00:00:00Z"])
    assert time in capsys.readouterr().err


def test_what_goes_wrong_is_said_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        cli.main(
            [
                "truth",
                "--dir",
                str(tmp_path),
                "--from",
                "2026-01-01T00:00:00Z",
                "--to",
                "2026-01-02T00:00:00Z",
            ]
        )
        == 1
    )
    assert "describe" in capsys.readouterr().err
    arguments = [
        "describe",
        "--scenario",
        "atlantis",
        "--dir",
        str(tmp_path),
        "--opcua-port",
        "1",
        "--mqtt-url",
        "mqtt://h",
    ]
    assert cli.main(arguments) == 1
    assert "atlantis" in capsys.readouterr().err


async def test_it_serves_until_told_to_stop_and_may_run_from_the_past(folder: Path, tmp_path: Path) -> None:
    port = free_port(4)
    own = tmp_path / "demo"
    described(own, folder, port)
    run = [*COMMAND, "run", "--dir", str(own), "--speed", "60", "--from", "2026-03-18T04:00:00Z"]
    log = tmp_path / "log"
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(*run, stderr=file)
    ready = own / "simulator.ready"
    while not ready.exists():
        assert process.returncode is None, log.read_text()
        await asyncio.sleep(0.1)
    assert int(ready.read_text()) == process.pid
    ports = read_simulation(own).opcua_ports
    assert ports == {"plant-a": port, "plant-b": port + 1}
    for server, code in ((port, "steel.main.import"), (port + 1, "park.incomer-1.import")):
        async with Client(f"opc.tcp://127.0.0.1:{server}") as client:
            namespace = await client.get_namespace_index(NAMESPACE)
            node = client.get_node(f"ns={namespace};s={code}")
            first = await node.read_data_value()
            await asyncio.sleep(1.2)
            second = await node.read_data_value()
        assert first.SourceTimestamp is not None
        assert second.SourceTimestamp is not None
        assert first.SourceTimestamp >= datetime(2026, 3, 18, 4, tzinfo=UTC)
        assert (second.SourceTimestamp - first.SourceTimestamp).total_seconds() >= 60.0
    os.kill(process.pid, signal.SIGTERM)
    assert await process.wait() == 0, log.read_text()
    assert "ready: " in log.read_text()
    assert "Traceback" not in log.read_text()
    assert not ready.exists()
