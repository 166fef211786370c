"""Bring a stack up and down, in order, whatever state it was left in."""

import fcntl
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from parkcarbon_local import demo, fonts_tree, probes, processes, programs
from parkcarbon_local.environment import Environment
from parkcarbon_local.errors import LocalError, StartError
from parkcarbon_local.layout import Layout
from parkcarbon_local.server import MARK
from parkcarbon_local.supervisor import ProcessInfo, Supervisor

STEP_TIMEOUT_S = 900
POLL_S = 0.5
SIMULATOR_TIMEOUT_S = 60
# What the supervisor calls a process that ended before it was settled.
ENDING = ("backoff", "fatal", "exited")
LOG_TAIL = 4096

Say = Callable[[str], None]


def last_line(log: Path) -> str:
    """The last line of a log that says something."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - LOG_TAIL))
            lines = file.read().decode(errors="replace").split("\n")
    except OSError:
        return "it says nothing"
    return next((line.strip() for line in reversed(lines) if line.strip()), "it says nothing")


class AlreadyRunningError(LocalError):
    """Another `up` of this data folder runs."""


@dataclass
class Lifecycle:
    """Starting and stopping of one data folder."""

    layout: Layout
    say: Say
    environment: Environment = field(init=False)
    supervisor: Supervisor = field(init=False)

    def __post_init__(self) -> None:
        self.environment = Environment(self.layout)
        self.supervisor = Supervisor(self.layout)

    # ------------------------------------------------------------------ up
    def up(self, *, with_demo: bool) -> None:
        """Start everything; AlreadyRunningError where it runs."""
        self.layout.make()
        with self._starting():
            if self.supervisor.is_running():
                raise AlreadyRunningError("this stack is already up")
            self.down()
            self.environment.remember()
            try:
                self._start(with_demo=with_demo)
            except BaseException:  # Ctrl-C too: nothing may stay behind half started
                self.say("stopping again")
                self.down()
                raise

    @contextmanager
    def _starting(self) -> Iterator[None]:
        """Let a second `up` wait until the first has started or failed."""
        with (self.layout.run / "up.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _start(self, *, with_demo: bool) -> None:
        self.environment.settle_ports()
        for server in self.environment.servers():
            with self._timed(f"{server.name} prepared", quiet_below_s=1):
                server.prepare()
        known = [programs.server_program(server) for server in self.environment.servers()]
        self.supervisor.launch(known)
        self._start_servers()
        self._migrate(demo=with_demo)
        self._find_fonts()
        if with_demo:
            self._enter_demo()
        everything = programs.all_programs(self.environment, demo=with_demo)
        self.supervisor.update(everything)
        edges = [p.name for p in everything if p.name.startswith(programs.EDGE)]
        for program in everything:
            if program.name not in edges:
                self.supervisor.start(program.name)
        # Edges that find no server yet would try again only after pauses that grow to seconds.
        processes.wait_until(lambda: not edges or demo.is_serving(self.layout), SIMULATOR_TIMEOUT_S, POLL_S)
        for name in edges:
            self.supervisor.start(name)

    def _start_servers(self) -> None:
        servers = self.environment.servers()
        for server in servers:
            self.supervisor.start(server.name)
        for server in servers:
            with self._timed(f"{server.name} ready"):
                server.wait_ready()
        if not self.environment.is_replaced("postgres"):
            self.environment.stack.postgres.ensure_database()

    def _migrate(self, *, demo: bool) -> None:
        with self._timed("database schema ready"):
            self._step([programs.script("parkcarbon-platform"), "db", "migrate"], demo=demo)

    def _find_fonts(self) -> None:
        """Without a Chinese font all works but Chinese reports, which then say so."""
        try:
            with self._timed("fonts for reports ready", quiet_below_s=1):
                fonts_tree.folder()
        except LocalError as error:
            self.say(f"no Chinese font for reports: {error}")

    def _enter_demo(self) -> None:
        with self._timed("demo park ready"):
            self._step(demo.describe_command(self.environment), settings=False)
            self._step(demo.apply_command(self.layout), remedy=demo.CHANGED_REMEDY)
            self._step(demo.reports_command(self.layout))
            self._step(demo.budgets_command(self.layout))
            self._step(demo.alerts_command())
            self._step(demo.norms_command(self.layout))
            self._step(demo.admin_command(), given=demo.admin_password(self.layout))
            users = demo.broker_users(self.layout)
            demo.hand_out_passwords(self.layout, users)
            if self.environment.is_replaced("mosquitto"):
                clients = self.layout.demo / "mqtt-clients.json"
                self.say(
                    f"your broker must know the users in {clients} (passwords: {clients.parent}/credentials)"
                )
            else:
                self.environment.stack.mosquitto.put_users(users)

    def _step(
        self, command: list[str], *, settings: bool = True, demo: bool = True, remedy: str = "",
        given: str = "",
    ) -> None:  # fmt: skip
        """Run a program that ends; its output goes to setup.log. `remedy`: what to do where it fails.

        `given` is its input.
        """
        log = self.layout.log("setup")
        told = self.environment.variables(demo=demo) if settings else {}
        with log.open("ab") as out:
            start = out.tell()
            result = subprocess.run(
                command, input=given.encode(), stdout=out, stderr=out, check=False,
                timeout=STEP_TIMEOUT_S, env={**os.environ, **told, MARK: str(self.layout.root)},
            )  # fmt: skip
        if result.returncode:
            with log.open("rb") as said:
                said.seek(start)
                text = said.read().decode(errors="replace").strip()
            name = " ".join(Path(word).name for word in command[:3])
            raise StartError(name, text, log=str(log), remedy=remedy)

    @contextmanager
    def _timed(self, title: str, quiet_below_s: float = 0) -> Iterator[None]:
        start = time.monotonic()
        yield
        if (took := time.monotonic() - start) >= quiet_below_s:
            self.say(f"{title} ({took:.1f} s)")

    # ------------------------------------------------------------------ ready
    def processes(self) -> list[ProcessInfo]:
        """Every process of the stack."""
        return self.supervisor.info()

    def wait_ready(self, *, with_demo: bool, timeout_s: float) -> bool:
        """Wait until every process is ready and, with the demo, the live figure shows; False in vain."""
        ready: dict[str, int] = {}  # pid by name: a process that was replaced must show itself anew
        waiting: list[str] = []
        told: set[str] = set()
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            infos = self.processes()
            if not infos:
                raise StartError("supervisor", "was stopped", log=str(self.layout.log("supervisor")))
            for info in infos:
                self._tell_of_end(info, told)
                if ready.get(info.name) != info.pid and probes.is_ready(self.environment, info):
                    self.say(f"{info.name} ready")
                    ready[info.name] = info.pid
            waiting = [info.name for info in infos if ready.get(info.name) != info.pid]
            if not waiting and (not with_demo or probes.live_flows(self.environment)):
                return True
            time.sleep(POLL_S)
        self.say(f"not ready: {', '.join(waiting) or 'the live frame'}")
        return False

    def _tell_of_end(self, info: ProcessInfo, told: set[str]) -> None:
        """Say once that a process ends again and again, with the last word of its log."""
        if info.state in ENDING and info.name not in told:
            told.add(info.name)
            log = self.layout.log(info.name)
            self.say(f"{info.name} ended and is tried again: {last_line(log)} ({log})")

    # ------------------------------------------------------------------ down
    def down(self) -> bool:
        """Stop everything in order; False where nothing ran."""
        ran = self.supervisor.pid() is not None
        self.supervisor.stop()
        return self.clear_leftovers() or ran

    def clear_leftovers(self) -> bool:
        """End processes of this folder that lost their supervisor; False where there were none."""
        found = self._marked()
        processes.end_all(found)
        for server in reversed(self.environment.stack.servers):
            if server.pid() is not None:
                found.append(0)
                server.stop()
        return bool(found)

    def _marked(self) -> list[int]:
        """Processes that carry this folder's mark; the servers, last to go, are stopped in their own way."""
        servers = {server.pid() for server in self.environment.stack.servers}
        servers |= set(self.environment.stack.postgres.server_pids())
        return [
            pid
            for pid in processes.all_pids()
            if pid not in servers | {os.getpid()}
            and processes.environment(pid).get(MARK) == str(self.layout.root)
        ]
