"""The supervisor: restarts, back-off, order of stopping, and nothing left when it is killed itself."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from parkcarbon_local import processes
from parkcarbon_local.layout import Layout
from parkcarbon_local.supervisor import ProcessInfo, Program, Supervisor, configuration, program

from tests.support.processes import wait_until

SLEEPER = str(Path(__file__).with_name("sleeper.py"))


def sleeper(layout: Layout, name: str, **options: object) -> Program:
    """A program that writes its name into the file `ended` when it is asked to end."""
    return program(layout, name, sys.executable, SLEEPER, name, settle_s=1, **options)


def crasher(layout: Layout, name: str) -> Program:
    return program(layout, name, sys.executable, "-c", "raise SystemExit(3)")


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "data").make()


@pytest.fixture
def supervisor(layout: Layout) -> Iterator[Supervisor]:
    """One that is stopped at the end; each test launches its own programs."""
    one = Supervisor(layout)
    yield one
    one.stop()


def find(supervisor: Supervisor, name: str) -> ProcessInfo:
    return next(info for info in supervisor.info() if info.name == name)


def started(supervisor: Supervisor, *names: str) -> None:
    for name in names:
        supervisor.start(name)
    for name in names:
        wait_until(lambda name=name: find(supervisor, name).state == "running", f"{name} to run")


def test_programs_start_with_their_settings_and_log(supervisor: Supervisor, layout: Layout) -> None:
    odd = "50% of 'it', \"quoted\"; and # more"
    with supervisor.launch([sleeper(supervisor.layout, "one", environment={"GIVEN": odd})]):
        started(supervisor, "one")
        wait_until(lambda: layout.log("one").read_text() == f"with {odd}\n", "the log")
        assert supervisor.config.stat().st_mode & 0o777 == 0o600
        supervisor.stop()


def test_stops_in_the_opposite_order(supervisor: Supervisor, layout: Layout) -> None:
    with supervisor.launch(
        [
            sleeper(supervisor.layout, "one"),
            sleeper(supervisor.layout, "two"),
            sleeper(supervisor.layout, "three"),
        ]
    ):
        assert [info.name for info in supervisor.info()] == ["one", "two", "three"]
        started(supervisor, "one", "two", "three")
        # Each has said something: only then does it know what to do when it is asked to end.
        wait_until(lambda: all(layout.log(n).read_text() for n in ("one", "two", "three")), "their words")
        supervisor.stop()
    assert (layout.root / "ended").read_text().split() == ["three", "two", "one"]
    assert supervisor.info() == []
    assert not supervisor.is_running()


def test_killed_program_comes_back(supervisor: Supervisor) -> None:
    with supervisor.launch([sleeper(supervisor.layout, "one")]):
        started(supervisor, "one")
        pid = find(supervisor, "one").pid
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: find(supervisor, "one").pid not in (0, pid), "a new process")
        supervisor.stop()


def test_program_that_cannot_start_backs_off_and_leaves_others_alone(supervisor: Supervisor) -> None:
    with supervisor.launch([crasher(supervisor.layout, "bad"), sleeper(supervisor.layout, "good")]):
        supervisor.start("bad")
        started(supervisor, "good")
        wait_until(lambda: find(supervisor, "bad").state == "backoff", "the pause")
        assert find(supervisor, "good").state == "running"
        supervisor.stop()


def test_programs_learned_later_are_taken_in(supervisor: Supervisor) -> None:
    with supervisor.launch([sleeper(supervisor.layout, "one")]):
        started(supervisor, "one")
        pid = find(supervisor, "one").pid
        supervisor.update([sleeper(supervisor.layout, "one"), sleeper(supervisor.layout, "two")])
        started(supervisor, "two")
        assert find(supervisor, "one").pid == pid
        supervisor.stop()


def test_killed_supervisor_leaves_no_process(supervisor: Supervisor, layout: Layout) -> None:
    with supervisor.launch([sleeper(supervisor.layout, "one"), sleeper(supervisor.layout, "two")]) as process:
        started(supervisor, "one", "two")
        children = [info.pid for info in supervisor.info()]
        process.kill()
    wait_until(lambda: not any(processes.is_alive(pid) for pid in children), "the programs to end")
    assert supervisor.pid() is None  # its pid file is still there
    assert (layout.run / "supervisor.pid").exists()


def test_data_folder_with_a_long_path(tmp_path: Path) -> None:
    layout = Layout(tmp_path / ("long-" * 30)).make()
    supervisor = Supervisor(layout)
    with supervisor.launch([sleeper(supervisor.layout, "one")]):
        started(supervisor, "one")
        supervisor.stop()


def test_configuration_keeps_the_order(layout: Layout) -> None:
    text = configuration(layout, [crasher(layout, "first"), crasher(layout, "second")])
    assert text.index("priority=10") < text.index("[program:second]") < text.index("priority=20")
