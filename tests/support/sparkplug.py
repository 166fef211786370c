"""sparkplug-client as the node: it shares no code with the host."""

import json
import queue
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bootstrap

TIMEOUT_S = 120


class SparkplugNode:
    """One process; its commands return when they have been carried out."""

    def __init__(self, log: Path, **options: object) -> None:
        with bootstrap.one_at_a_time():
            command = bootstrap.peer_program("sparkplug.cjs")
        self._log = log.open("ab")
        self.process = subprocess.Popen(
            [*command, json.dumps(options)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
            text=True,
        )  # fmt: skip
        self.events: queue.Queue[str] = queue.Queue()
        self._done: queue.Queue[Any] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said = json.loads(line)
            if said["event"] == "done":
                self._done.put(said["result"])
            else:
                self.events.put(said["event"])

    def tell(self, what: str, **more: object) -> Any:  # noqa: ANN401 -- whatever JSON holds
        """Have a command carried out; what it gives."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": what, **more}) + "\n")
        self.process.stdin.flush()
        return self._done.get(timeout=TIMEOUT_S)

    def data(self, *metrics: dict[str, object], device: str | None = None) -> None:
        """Publish values."""
        self.tell("data", metrics=metrics, device=device)

    def happens(self, event: str) -> None:
        """Wait until the node says that this has happened."""
        said = self.events.get(timeout=TIMEOUT_S)
        assert said == event, said

    def kill(self) -> None:
        """End it as a power cut would: the broker publishes its death."""
        self.process.kill()
        self.process.communicate()
        self._reader.join()
        self._log.close()


@contextmanager
def running_node(log: Path, **options: object) -> Iterator[SparkplugNode]:
    """A node until the end of the block."""
    node = SparkplugNode(log, **options)
    try:
        yield node
    finally:
        if node.process.returncode is None:
            node.kill()


def metrics(*found: tuple[str, int, str, object], time: int) -> Sequence[dict[str, object]]:
    """Metrics of births: (name, alias, type, value)."""
    return [{"name": n, "alias": a, "type": t, "value": v, "timestamp": time} for n, a, t, v in found]
