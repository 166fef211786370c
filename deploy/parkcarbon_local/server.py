"""What the three servers of a stack have in common: prepare, start, probe, stop."""

import os
import signal
import subprocess
import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from parkcarbon_local import accounts, processes, store
from parkcarbon_local.accounts import Account
from parkcarbon_local.errors import StartError
from parkcarbon_local.layout import Layout

# Crash recovery of a large database replays up to max_wal_size of log; everything else takes under a second.
READY_TIMEOUT_S = 300.0
# The variable that says which stack a process belongs to: how leftovers of a crash are found.
MARK = "PARKCARBON_STACK"


@dataclass(frozen=True)
class Server(ABC):
    """A private server in a data folder."""

    layout: Layout
    name: ClassVar[str]
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM

    @property
    def data(self) -> Path:
        """The server's own folder."""
        return self.layout.server(self.name)

    @property
    def account(self) -> Account:
        """Who the server runs as."""
        return accounts.server_account(self.data)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return store.port(self.layout, self.name)

    @property
    def password(self) -> str:
        """The password of the stack's own user on this server."""
        return store.secret(self.layout, self.name)

    @abstractmethod
    def prepare(self) -> None:
        """Make the program, data and configuration ready; nothing to do the second time."""

    @abstractmethod
    def command(self) -> list[str]:
        """The program that runs in the foreground."""

    @abstractmethod
    def probe(self) -> None:
        """Return once the server answers; raise OSError or a StartError while it does not."""

    @abstractmethod
    def pid(self) -> int | None:
        """The running server's process id, also when another process started it."""

    def environment(self) -> dict[str, str]:
        """The whole environment of the server: nothing of the caller's leaks in."""
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LC_ALL": "C",
            "TZ": "UTC",
            "HOME": str(self.data),
            MARK: str(self.layout.root),
        }

    def before_start(self) -> None:  # noqa: B027 -- most servers have nothing to clear
        """Clear what a crash left behind; runs in the process that then becomes the server."""

    def folder(self, path: Path) -> Path:
        """A private folder of the server's user."""
        account = self.account
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        account.own(path)
        return path

    def write(self, path: Path, text: str) -> None:
        """Write a file for the server's user alone."""
        account = self.account
        store.write_private(path, text)
        account.own(path)

    def settle_port(self) -> int:
        """The port to listen on: the remembered one, but for somebody else on it."""
        return self.port if self.pid() is not None else store.settle_port(self.layout, self.name)

    def spawn(self, *, tied: bool = True) -> subprocess.Popen[bytes]:
        """Start the server; `tied` ends it when this process ends."""
        runner = [sys.executable, "-m", "parkcarbon_local.runner", *([] if tied else ["--untied"])]
        with self.layout.log(self.name).open("ab") as log:
            return subprocess.Popen(
                [*runner, "server", self.name, str(self.layout.root)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={**os.environ, MARK: str(self.layout.root)},
            )  # fmt: skip

    def is_ready(self) -> bool:
        """Whether the server answers now."""
        try:
            self.probe()
        except (OSError, StartError):
            return False
        return True

    def wait_ready(self, process: subprocess.Popen[bytes] | None = None) -> None:
        """Wait until the server answers, or say where its log is."""

        def settled() -> bool:
            return self.is_ready() or (process is not None and process.poll() is not None)

        processes.wait_until(settled, READY_TIMEOUT_S)
        if not self.is_ready():
            raise StartError(self.name, "did not start", log=str(self.layout.log(self.name)))

    def stop(self) -> None:
        """End the server in its orderly way and wait until it is gone."""
        if (pid := self.pid()) is not None:
            processes.end_all([pid], self.stop_signal, patience_s=60)
