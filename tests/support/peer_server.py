"""node-opcua as the server: it shares no code with the connector's library."""

import asyncio
import base64
import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

import bootstrap
from tests.support.processes import free_port

NAMESPACE = "urn:peer:meters"
USER, PASSWORD = "edge", "s3cret"
MANY = 37  # variables in one folder: more than fit into one request


class Peer:
    """One server process with keys of its own; its commands return when they have been carried out."""

    def __init__(self, folder: Path, **options: int) -> None:
        self.folder, self.port = folder, free_port()
        self.endpoint = f"opc.tcp://127.0.0.1:{self.port}"
        self.options = {
            "port": self.port,
            "folder": str(folder),
            "user": USER,
            "password": PASSWORD,
            **options,
        }
        self.start()

    def start(self, **options: int) -> None:
        """Start, or start again with the same keys."""
        with bootstrap.one_at_a_time():
            command = bootstrap.peer_program()
        with (self.folder / "peer.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, json.dumps({**self.options, **options})],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                env={**os.environ, "HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder)},
            )  # fmt: skip
        said = self._answer()
        self.certificate = x509.load_der_x509_certificate(base64.b64decode(said["certificate"]))

    def _answer(self) -> dict[str, str]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("{"):  # the library says a word of its own now and then
                said: dict[str, str] = json.loads(line)
                return said
        raise AssertionError((self.folder / "peer.log").read_text(errors="replace"))

    def _tell(self, command: dict[str, object]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        self._answer()

    async def write(self, name: str, value: float, time_ms: int, status: str = "Good") -> None:
        """Give a variable a value with its source time."""
        command: dict[str, object] = {"name": name, "value": value, "at": time_ms, "status": status}
        await asyncio.to_thread(self._tell, command)

    def trust(self, certificate: x509.Certificate, who: str = "application") -> None:
        """Put a client's certificate, or a person's, among those that are trusted."""
        data = base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()
        self._tell({"trust": data, "who": who})

    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process.poll() is None

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.communicate()


@contextmanager
def running_peer(folder: Path, **options: int) -> Iterator[Peer]:
    """A server until the end of the block."""
    peer = Peer(folder, **options)
    try:
        yield peer
    finally:
        peer.kill()
