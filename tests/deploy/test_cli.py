"""The `parkcarbon` command, on a stack of its own without the demo park."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from parkcarbon_local import processes

from tests.support.processes import wait_until
from tests.support.stack import private_folder

COMMAND = str(Path(sys.executable).parent / "parkcarbon")
NAMES = ["postgres", "valkey", "mosquitto", "ingest", "control", "live", "worker", "beat", "api"]


class Platform:
    """A data folder, and the command that runs on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        given = {name: value for name, value in os.environ.items() if not name.startswith("PARKCARBON_")}
        self.env = {**given, "PARKCARBON_DATA_DIR": str(folder)}

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        # Into files, not pipes: what stays running would hold a pipe open.
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            done = subprocess.run(
                [COMMAND, *arguments],
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                check=False,
            )
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, out.read(), err.read())

    def status(self) -> dict[str, Any]:
        return dict(json.loads(self("status", "--json").stdout))

    def process(self, name: str) -> dict[str, Any]:
        return next(process for process in self.status()["processes"] if process["name"] == name)

    def alive(self) -> list[int]:
        return [
            pid
            for pid in processes.all_pids()
            if processes.environment(pid).get("PARKCARBON_STACK") == str(self.folder)
            or processes.link(pid, "cwd").startswith(str(self.folder))
        ]


@pytest.fixture(scope="module")
def module_platform() -> Iterator[Platform]:
    with private_folder() as folder:
        platform = Platform(folder)
        try:
            yield platform
        finally:
            platform("down")


@pytest.fixture
def platform(module_platform: Platform) -> Platform:
    """Up and ready, whatever the test before did to it."""
    done = module_platform("up", "--detach", "--no-demo")
    assert done.returncode == 0, done.stdout + done.stderr
    wait_until(lambda: module_platform.status()["ready"], "the platform to be ready", every_s=0.5)
    return module_platform


def test_status_names_every_process(platform: Platform) -> None:
    status = platform.status()
    assert [process["name"] for process in status["processes"]] == NAMES
    assert status["ready"]
    assert status["url"].startswith("http://127.0.0.1:")
    assert status["data_dir"] == str(platform.folder)
    for process in status["processes"]:
        assert processes.is_alive(process["pid"])
        assert Path(process["log"]).exists()
    assert platform("status").returncode == 0


def test_second_up_reports_the_running_one(platform: Platform) -> None:
    pids = [process["pid"] for process in platform.status()["processes"]]
    again = platform("up", "--no-demo")
    assert again.returncode == 0
    assert platform.status()["url"] in again.stdout
    assert [process["pid"] for process in platform.status()["processes"]] == pids


@pytest.mark.parametrize("name", ["postgres", "api"])
def test_killed_process_comes_back(platform: Platform, name: str) -> None:
    before = platform.process(name)["pid"]
    os.kill(before, signal.SIGKILL)
    wait_until(
        lambda: platform.process(name)["ready"] and platform.process(name)["pid"] != before,
        f"{name} to be back",
        every_s=0.2,
    )


def test_other_commands_go_to_the_platform(platform: Platform) -> None:
    done = platform("db", "migrate")
    assert done.returncode == 0, done.stderr
    assert platform("no-such-command").returncode == 2


def test_help_names_every_command_without_a_stack() -> None:
    with private_folder() as folder:
        platform = Platform(folder / "data")
        said = platform("--help").stdout
        assert all(verb in said for verb in ("up", "doctor", "reset", "park", "user", "totals", "quarantine"))
        helped = platform("user", "add", "--help")
        assert helped.returncode == 0
        assert "--role" in helped.stdout
        assert not (folder / "data").exists()


def test_logs(platform: Platform) -> None:
    assert "ready to accept connections" in platform("logs", "postgres").stdout
    missing = platform("logs", "nothing")
    assert missing.returncode == 1
    assert "postgres" in missing.stderr


def test_doctor_finds_a_healthy_stack(platform: Platform) -> None:
    done = platform("doctor")
    assert "FAIL" not in done.stdout
    assert done.returncode == 0
    assert all(name in done.stdout for name in NAMES)


def test_down_leaves_nothing_and_up_carries_on(platform: Platform) -> None:
    url = platform.status()["url"]
    assert platform("down").stdout == "stopped\n"
    assert platform.alive() == []
    assert platform("down").stdout == "not running\n"
    assert platform("status").returncode == 3
    stopped = platform("park", "list")
    assert stopped.returncode == 1
    assert "parkcarbon up" in stopped.stderr
    assert platform("up", "--detach", "--no-demo").returncode == 0
    assert platform.status()["url"] == url


def test_killed_supervisor_is_cleared_up_by_the_next_start(platform: Platform) -> None:
    pid = int((platform.folder / "run" / "supervisor.pid").read_text())
    os.kill(pid, signal.SIGKILL)
    assert platform("up", "--detach", "--no-demo").returncode == 0
    assert platform.status()["ready"]


def test_interrupt_stops_a_foreground_start(platform: Platform) -> None:
    platform("down")
    with tempfile.TemporaryFile("w+") as out:
        foreground = subprocess.Popen([COMMAND, "up", "--no-demo"], env=platform.env, stdout=out, stderr=out)
        wait_until(lambda: platform.status()["ready"], "the platform", every_s=0.5)
        foreground.send_signal(signal.SIGINT)
        assert foreground.wait() == 0
    assert platform.alive() == []


def test_reset_deletes_the_folder_only_when_told() -> None:
    with private_folder() as folder:
        platform = Platform(folder / "data")
        assert platform("reset", "--yes").stdout == "there is no data\n"
        (folder / "data").mkdir()
        (folder / "data" / "precious").touch()
        assert platform("reset", "--yes").returncode == 1
        assert (folder / "data" / "precious").exists()
        (folder / "data" / "secrets.json").write_text("{}")
        assert platform("reset", "--yes").returncode == 0
        assert not (folder / "data").exists()
