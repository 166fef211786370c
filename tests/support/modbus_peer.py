"""A Modbus server that is not ours: modbus_tk, in a process of its own.

`python -m tests.support.modbus_peer tcp PORT | rtu DEVICE` serves; each line of its input is JSON
`[unit, "holding" | "input" | "coil" | "discrete", address, [content, …]]` and is answered with a line once
the device shows it. (Its own process, since its threads die of warnings that are errors here.)
"""

import json
import subprocess
import sys
from collections.abc import Sequence

import serial
from modbus_tk import defines
from modbus_tk.modbus_rtu import RtuServer
from modbus_tk.modbus_tcp import TcpServer

from tests.support.processes import free_port, listens, wait_until

BLOCKS = {
    "holding": defines.HOLDING_REGISTERS, "input": defines.ANALOG_INPUTS,
    "coil": defines.COILS, "discrete": defines.DISCRETE_INPUTS,
}  # fmt: skip


class ModbusPeer:
    """The process as tests use it: `start` and `stop` as often as wanted, what it shows is kept."""

    def __init__(self, device: str | None = None) -> None:
        self.device = device
        self.port = 0 if device else free_port()
        self.shown: dict[tuple[int, str, int], Sequence[int]] = {}
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        where = ["rtu", self.device] if self.device else ["tcp", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.modbus_peer", *where],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        for (unit, kind, address), content in self.shown.items():
            self._say([unit, kind, address, content])
        if self.port:
            wait_until(lambda: listens(self.port), "the Modbus server")

    def stop(self) -> None:
        """Kill it, as a power cut would."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.communicate()

    def show(self, unit: int, kind: str, address: int, content: Sequence[int]) -> None:
        """Put these contents from this address on; they are shown when this returns, if it runs."""
        self.shown[unit, kind, address] = content
        if self.process is not None:
            self._say([unit, kind, address, content])

    def _say(self, line: list[object]) -> None:
        process = self.process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(line) + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "shown\n"


def serve(kind: str, where: str) -> None:
    """Serve until the input ends."""
    server = RtuServer(serial.Serial(where)) if kind == "rtu" else TcpServer(int(where), "127.0.0.1")
    server.start()
    known: set[tuple[int, str, int, int]] = set()
    for line in sys.stdin:
        unit, name, address, content = json.loads(line)
        try:
            slave = server.get_slave(unit)
        except Exception:
            slave = server.add_slave(unit)
        block = f"{name} {address}"
        if (unit, name, address, len(content)) not in known:
            known.add((unit, name, address, len(content)))
            slave.add_block(block, BLOCKS[name], address, len(content))
        slave.set_values(block, address, content)
        sys.stdout.write("shown\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2])
