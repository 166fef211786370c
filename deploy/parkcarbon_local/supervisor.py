"""The supervisor (PyPI `supervisor`): its configuration, and a client for its socket.

It starts programs, restarts them with growing pauses, rotates their logs, and stops them in order. What
"ready" means is decided elsewhere (`probes.py`).
"""

import hashlib
import http.client
import json
import os
import socket
import stat
import subprocess
import sys
import tempfile
import xmlrpc.client
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parkcarbon_local import processes, store
from parkcarbon_local.errors import LocalError, StartError
from parkcarbon_local.layout import Layout
from parkcarbon_local.server import MARK

SOCKET_PATH_LIMIT = 100  # the kernel allows 107 bytes; the supervisor appends its process id while binding
START_TIMEOUT_S = 20.0
STOP_TIMEOUT_S = 180.0


@dataclass(frozen=True)
class Program:
    """A process to keep running."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict, repr=False)
    stop_signal: str = "TERM"
    stop_wait_s: int = 30
    # How long it must stay up to count as started; one that ends sooner is tried again after a pause.
    settle_s: int = 4


def program(layout: Layout, name: str, *command: str, **options: Any) -> Program:  # noqa: ANN401 -- Program's
    """A program that is started by the runner, with its settings from a private file.

    (The supervisor's own `environment=` cannot carry every character, and would pass passwords on.)
    """
    settings = str(settings_file(layout, name))
    runner = (sys.executable, "-m", "parkcarbon_local.runner", "program", "--settings", settings)
    return Program(name, (*runner, *command), **options)


def settings_file(layout: Layout, name: str) -> Path:
    """Where a program's settings are."""
    return layout.run / f"{name}.settings.json"


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def _quoted(word: str) -> str:
    return '"' + _escaped(word).replace("\\", "\\\\").replace('"', '\\"') + '"'


def program_section(program: Program, priority: int, log: Path) -> str:
    """The configuration of one program. 100 retries with a pause one second longer each time: 84 minutes."""
    return f"""
[program:{program.name}]
command={" ".join(_quoted(word) for word in program.command)}
priority={priority}
autostart=false
autorestart=true
startsecs={program.settle_s}
startretries=100
stopsignal={program.stop_signal}
stopwaitsecs={program.stop_wait_s}
killasgroup=true
redirect_stderr=true
stdout_logfile={_escaped(str(log))}
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=3
"""


def configuration(layout: Layout, programs: list[Program]) -> str:
    """The whole configuration; earlier programs start earlier and stop later."""
    run, log = _escaped(str(layout.run)), _escaped(str(layout.log("supervisor")))
    head = f"""\
[unix_http_server]
file={_escaped(str(socket_path(layout)))}
chmod=0600
[supervisord]
logfile={log}
logfile_maxbytes=10MB
logfile_backups=1
pidfile={run}/supervisor.pid
childlogdir={run}
identifier=parkcarbon
nodaemon=true
silent=true
{"user=root" if os.geteuid() == 0 else ""}
[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""
    sections = [program_section(p, 10 * i, layout.log(p.name)) for i, p in enumerate(programs, start=1)]
    return head + "".join(sections)


def socket_path(layout: Layout) -> Path:
    """The socket: in the data folder, or in a short private one where that path is too long."""
    path = layout.run / "supervisor.sock"
    if len(os.fsencode(path)) <= SOCKET_PATH_LIMIT:
        return path
    name = hashlib.sha256(os.fsencode(layout.root)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"parkcarbon-{os.geteuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise LocalError(f"{folder} is not a private folder of yours", remedy="remove it")
    return folder / "s.sock"


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=30)
        self.path = path

    def connect(self) -> None:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(30)
            connection.connect(self.path)
        except OSError:
            connection.close()
            raise
        self.sock = connection


class _Transport(xmlrpc.client.Transport):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def make_connection(self, host: Any) -> http.client.HTTPConnection:  # noqa: ANN401 -- as in the base class
        connection = _Connection(str(self.path))
        self._connection = (host, connection)  # where the base class looks when it closes
        return connection


@dataclass(frozen=True)
class ProcessInfo:
    """What the supervisor knows of a process."""

    name: str
    state: str
    pid: int
    uptime_s: int


class Supervisor:
    """The supervisor of one data folder, running or not."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.config = layout.run / "supervisor.conf"

    def _call(self, method: str, *arguments: object) -> Any:  # noqa: ANN401 -- XML-RPC answers are untyped
        with xmlrpc.client.ServerProxy("http://localhost", _Transport(socket_path(self.layout))) as proxy:
            return getattr(proxy.supervisor, method)(*arguments)

    def is_running(self) -> bool:
        """Whether it answers."""
        try:
            return bool(self._call("getState")["statecode"] == 1)
        except (OSError, http.client.HTTPException, xmlrpc.client.Fault):
            return False

    def pid(self) -> int | None:
        """Its process id, if it lives."""
        try:
            pid = int((self.layout.run / "supervisor.pid").read_text())
        except (OSError, ValueError):
            return None
        mine = processes.environment(pid).get(MARK) == str(self.layout.root)
        return pid if mine and processes.is_alive(pid) else None

    def launch(self, programs: list[Program]) -> subprocess.Popen[bytes]:
        """Start it in a session of its own: a Ctrl-C in the terminal is not for it."""
        self.write(programs)
        socket_path(self.layout).unlink(missing_ok=True)
        command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(self.config)]
        with (self.layout.run / "supervisor.out").open("wb") as out:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
                cwd=self.layout.root, env={**os.environ, MARK: str(self.layout.root)},
            )  # fmt: skip
        processes.wait_until(lambda: self.is_running() or process.poll() is not None, START_TIMEOUT_S)
        if not self.is_running():
            said = (self.layout.run / "supervisor.out").read_text()
            raise StartError("supervisor", f"did not start: {said}", log=str(self.layout.log("supervisor")))
        return process

    def write(self, programs: list[Program]) -> None:
        """Write the configuration and each program's settings."""
        for one in programs:
            store.write_private(settings_file(self.layout, one.name), json.dumps(one.environment))
        store.write_private(self.config, configuration(self.layout, programs))

    def update(self, programs: list[Program]) -> None:
        """Take in programs that were not known at the launch."""
        self.write(programs)
        for added in self._call("reloadConfig")[0][0]:
            self._call("addProcessGroup", added)

    def start(self, name: str) -> None:
        """Start a program, without waiting."""
        try:
            self._call("startProcess", name, False)
        except xmlrpc.client.Fault as fault:
            if "ALREADY_STARTED" not in fault.faultString:
                raise StartError(name, fault.faultString, log=str(self.layout.log(name))) from fault

    def info(self) -> list[ProcessInfo]:
        """Every program, in the order of starting; none where it does not run."""
        try:
            rows = self._call("getAllProcessInfo")
            order = {row["name"]: row["group_prio"] for row in self._call("getAllConfigInfo")}
        except (OSError, http.client.HTTPException, xmlrpc.client.Fault):
            return []
        return [
            ProcessInfo(r["name"], r["statename"].lower(), r["pid"], r["now"] - r["start"] if r["pid"] else 0)
            for r in sorted(rows, key=lambda row: order.get(row["name"], 0))
        ]

    def stop(self) -> None:
        """Stop all programs, last first, and the supervisor itself; wait until it is gone."""
        pid = self.pid()
        # Not there, or already on its way out: both are fine.
        with suppress(OSError, http.client.HTTPException, xmlrpc.client.Fault):
            self._call("shutdown")
        if pid is not None:
            processes.wait_until(lambda: not processes.is_alive(pid), STOP_TIMEOUT_S)
            processes.end_all([pid])
