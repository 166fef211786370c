"""Edges of new parks that read the demo's simulated meters: enrolled by the token that waits in their folder.

A folder a park: `token` is used once and then gone, `edge.toml` is what enrolment writes. An agent that ends
is started again. What fails is tried again after longer and longer: a token that is too old stays refused,
and the platform counts refusals, until nobody at this address may log in.
"""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from parkcarbon_local.programs import script

LOOK_S = 0.5
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 300.0
TOKEN, CONFIG = "token", "edge.toml"  # names of files


class Guests:
    """The agents of one folder."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        self._agents: dict[Path, subprocess.Popen[bytes]] = {}
        self._pauses: dict[Path, tuple[float, float]] = {}  # when to try again, and how long it was

    def look(self) -> None:
        """Enrol who has a token, and let everybody run who is enrolled."""
        for token in sorted(self.folder.glob(f"*/{TOKEN}")):
            if self._is_due(token):
                self._enrol(token)
        for config in sorted(self.folder.glob(f"*/{CONFIG}")):
            agent = self._agents.get(config)
            if (agent is None or agent.poll() is not None) and self._is_due(config):
                command = [script("parkcarbon-edge"), "run", "--config", str(config)]
                self._agents[config] = subprocess.Popen(command, stdin=subprocess.DEVNULL)

    def _is_due(self, path: Path) -> bool:
        """Whether to try now; the next time is twice as far away."""
        now = time.monotonic()
        due, pause = self._pauses.get(path, (now, FIRST_PAUSE_S))
        if now < due:
            return False
        self._pauses[path] = (now + pause, min(LONGEST_PAUSE_S, pause * 2))
        return True

    def _enrol(self, token: Path) -> None:
        given = token.read_text(encoding="utf-8").strip()
        command = [script("parkcarbon-edge"), "enrol", self.url, "-", "--dir", str(token.parent)]
        done = subprocess.run(command, input=given.encode(), check=False)
        # A token that is refused stays refused; the API may only be starting.
        if done.returncode == 0:
            token.unlink(missing_ok=True)
            self._pauses.pop(token, None)

    def stop(self) -> None:
        """End all of them."""
        for agent in self._agents.values():
            agent.terminate()
        for agent in self._agents.values():
            agent.wait()


def main(folder: Path, url: str) -> None:
    """Look until SIGTERM."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    guests = Guests(folder, url)
    try:
        while not stop.wait(LOOK_S):
            guests.look()
    finally:
        guests.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
