"""Start, kill and restart the platform's own programs on a test stack."""

import asyncio
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

BIN = Path(sys.executable).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody takes connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(
    condition: Callable[[], object], what: str, timeout_s: float = 240, every_s: float = 0.1
) -> None:
    """Return once the condition holds; fail naming what was waited for."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {timeout_s:g} s in vain for: {what}")
        time.sleep(every_s)


class Processes:
    """Programs by name, each with a log file; ended in reverse order."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        self.env = {**os.environ, **env}
        self.folder = folder
        self.commands: dict[str, list[str]] = {}
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *command: str) -> None:
        """Start a program (again, with the command of the last time, where none is given)."""
        argv = list(command) or self.commands[name]
        self.commands[name] = argv
        program = BIN / argv[0]
        log = (self.folder / f"{name}.log").open("ab")
        self.running[name] = subprocess.Popen(
            [str(program) if program.exists() else argv[0], *argv[1:]],
            env=self.env, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        log.close()

    def kill(self, name: str, signum: int = signal.SIGKILL) -> None:
        process = self.running.pop(name)
        process.send_signal(signum)
        process.wait(30)

    def restart_after_kill(self, name: str) -> None:
        self.kill(name)
        self.start(name)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def alive(self, name: str) -> bool:
        return self.running[name].poll() is None

    def stop(self) -> None:
        for name in reversed(list(self.running)):
            process = self.running.pop(name)
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


class Proxy:
    """A TCP proxy on loopback that can be cut (open connections are reset, new ones refused) and frozen.

    Frozen, connections stand and nothing passes: what a firewall does that forgot them. With `delay_s` all of
    it passes late. With a certificate (PEM, with its key) it speaks TLS to those who connect.
    """

    def __init__(self, target_port: int, certificate: Path | None = None) -> None:
        self.target_port = target_port
        self.port = free_port()
        self.cut = self.frozen = False
        self.delay_s = 0.0
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if certificate else None
        if certificate:
            self.show(certificate)
        self.loop = asyncio.new_event_loop()
        self.writers: set[asyncio.StreamWriter] = set()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        wait_until(self.loop.is_running, "proxy loop")

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        listening = asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=self.tls)
        self.server = self.loop.run_until_complete(listening)
        self.loop.run_forever()
        self.server.close()
        pending = asyncio.all_tasks(self.loop)
        for task in pending:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
        self.loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.cut:
            writer.close()
            return
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            writer.close()
            return
        self.writers |= {writer, up_writer}
        await asyncio.gather(self._pump(reader, up_writer), self._pump(up_reader, writer))

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                if self.delay_s:
                    await asyncio.sleep(self.delay_s)
                while self.frozen:
                    await asyncio.sleep(0.02)
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            self.writers.discard(writer)
            writer.close()

    def set_cut(self, cut: bool) -> None:
        """Cut the line (True) or mend it (False)."""
        self.cut = cut
        if cut:
            self.loop.call_soon_threadsafe(lambda: [w.transport.abort() for w in list(self.writers)])

    def show(self, certificate: Path) -> None:
        """Show this certificate to whom connects from now on."""
        assert self.tls is not None
        self.tls.load_cert_chain(certificate)

    def freeze(self, frozen: bool) -> None:
        """Let nothing pass (True), or let everything pass again, what was held first (False)."""
        self.frozen = frozen

    def close(self) -> None:
        self.set_cut(True)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
