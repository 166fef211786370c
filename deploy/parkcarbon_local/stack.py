"""The three private servers together: start them in a folder, get their addresses, stop them."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from parkcarbon_local import store
from parkcarbon_local.layout import Layout
from parkcarbon_local.mosquitto import Mosquitto
from parkcarbon_local.postgres import ROLES, Postgres
from parkcarbon_local.server import Server
from parkcarbon_local.valkey import Valkey


@dataclass
class Stack:
    """PostgreSQL, Valkey and mosquitto in one data folder."""

    root: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def layout(self) -> Layout:
        """Where everything lies."""
        return Layout(self.root)

    @property
    def postgres(self) -> Postgres:
        """The database server."""
        return Postgres(self.layout)

    @property
    def valkey(self) -> Valkey:
        """The cache server."""
        return Valkey(self.layout)

    @property
    def mosquitto(self) -> Mosquitto:
        """The broker."""
        return Mosquitto(self.layout)

    @property
    def servers(self) -> list[Server]:
        """In the order they start."""
        return [self.postgres, self.valkey, self.mosquitto]

    def prepare(self) -> None:
        """Make programs, data and configuration ready."""
        self.layout.make()
        for server in self.servers:
            server.prepare()

    def start(self, *, tied: bool = True) -> Self:
        """Start what does not run, and wait until all answer; `tied` ends them with this process."""
        with store.locked(self.root / "start.lock"):
            self.prepare()
            for server in self.servers:
                self.start_one(server, tied=tied)
            self.postgres.ensure_database()
        return self

    def start_one(self, server: Server, *, tied: bool = True) -> None:
        """Start one server and wait until it answers."""
        if server.pid() is None:
            if (ended := self.processes.pop(server.name, None)) is not None:
                ended.wait()
            self.processes[server.name] = server.spawn(tied=tied)
        server.wait_ready(self.processes.get(server.name))

    def stop(self) -> None:
        """Stop all, last first."""
        for server in reversed(self.servers):
            self.stop_one(server)

    def stop_one(self, server: Server) -> None:
        """Stop one server, whoever started it."""
        server.stop()
        if (process := self.processes.pop(server.name, None)) is not None:
            process.wait()

    def role_urls(self, database: str = "parkcarbon") -> dict[str, str]:
        """The address of a database for each restricted role, with its generated password."""
        return {role: self.postgres.url(database, role, self.role_password(role)) for role in ROLES}

    def role_password(self, role: str) -> str:
        """The generated password of a database role."""
        return store.secret(self.layout, role)
