"""DL/T 645-2007 meters behind a transparent gateway: import register and power of each."""

from collections.abc import Callable, Sequence

from parkcarbon_simulators.description.buses import Item, items
from parkcarbon_simulators.fault_file import Faults
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import Point
from parkcarbon_simulators.servers.buses import BusServer, Silent

START, END, SHIFT = 0x68, 0x16, 0x33
READ, ANSWER, REFUSAL = 0x11, 0x91, 0xD1
NO_SUCH_ITEM = 0x02
SHORTEST, LONGEST = 12, 212


class Dlt645Server(BusServer):
    """Meters by their address, on one line."""

    def __init__(
        self,
        plant: Plant,
        points: Sequence[Point],
        now: Callable[[], float],
        *,
        port: int,
        faults: Faults | None = None,
    ) -> None:
        super().__init__(plant, points, now, port=port, faults=faults)
        self._meters: dict[bytes, dict[int, Item]] = {}
        for item in items(points):
            address = bytes.fromhex(item.meter)[::-1]
            self._meters.setdefault(address, {})[item.identifier] = item

    def answer(self, heard: bytes) -> tuple[bytes, bytes]:
        """See `BusServer`: what is no request is skipped."""
        said = b""
        while (at := heard.find(START)) >= 0:
            heard = heard[at:]
            if len(heard) < SHORTEST or (heard[7] == START and len(heard) < SHORTEST + heard[9] <= LONGEST):
                return said, heard
            size = SHORTEST + heard[9]
            request = heard[:size]
            if request[7] != START or request[-1] != END or sum(request[:-2]) & 0xFF != request[-2]:
                heard = heard[1:]
                continue
            heard = heard[size:]
            said += self._reply(request)
        return said, b""

    def _reply(self, request: bytes) -> bytes:
        address, control = request[1:7], request[8]
        meter = self._meters.get(address)
        if meter is None or control != READ or request[9] < 4:
            return b""
        asked = bytes((byte - SHIFT) & 0xFF for byte in request[10:14])
        item = meter.get(int.from_bytes(asked, "little"))
        if item is None:
            return frame(address, REFUSAL, bytes([NO_SUCH_ITEM]))
        try:
            return frame(address, ANSWER, asked + digits(item, self.shown(item.point)))
        except Silent:
            return b""


def frame(address: bytes, control: int, data: bytes) -> bytes:
    """A frame as sent, after two FE."""
    body = bytes([START, *address, START, control, len(data)]) + bytes((b + SHIFT) & 0xFF for b in data)
    return b"\xfe\xfe" + body + bytes([sum(body) & 0xFF, END])


def digits(item: Item, value: float | None) -> bytes:
    """A value as the meter shows it: its digits, the lowest first; FF where it has none."""
    if value is None:
        return b"\xff" * item.bytes
    counts = round(abs(value) * 10**item.point.decimals)
    raw = bytearray.fromhex(f"{counts % 10 ** (2 * item.bytes):0{2 * item.bytes}d}")
    if value < 0:
        raw[0] |= 0x80
    return bytes(raw[::-1])
