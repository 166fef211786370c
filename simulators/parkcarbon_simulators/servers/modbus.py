"""Modbus TCP devices: holding registers of the map that `describe` gives to the edges."""

import math
import struct
from collections.abc import Callable, Sequence

from parkcarbon_simulators.description.buses import NONE, Place, register_map
from parkcarbon_simulators.fault_file import Faults
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import Point
from parkcarbon_simulators.servers.buses import BusServer, Silent

READ_HOLDING = 3
ILLEGAL_FUNCTION, ILLEGAL_ADDRESS, ILLEGAL_VALUE = 1, 2, 3
MOST = 125
HEAD = struct.Struct(">HHHB")


class ModbusServer(BusServer):
    """Devices by their unit, on one port."""

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
        self._units: dict[int, list[Place]] = {}
        for place in register_map(points):
            self._units.setdefault(place.unit, []).append(place)

    def answer(self, heard: bytes) -> tuple[bytes, bytes]:
        """See `BusServer`."""
        said = b""
        while len(heard) >= HEAD.size:
            transaction, _, length, unit = HEAD.unpack_from(heard)
            if len(heard) < 6 + length:
                break
            request, heard = heard[HEAD.size : 6 + length], heard[6 + length :]
            try:
                pdu = self._reply(unit, request)
            except Silent:
                continue
            said += HEAD.pack(transaction, 0, len(pdu) + 1, unit) + pdu
        return said, heard

    def _reply(self, unit: int, request: bytes) -> bytes:
        if unit not in self._units or not request:
            raise Silent
        if request[0] != READ_HOLDING:
            return bytes([request[0] | 0x80, ILLEGAL_FUNCTION])
        if len(request) != 5:
            return bytes([request[0] | 0x80, ILLEGAL_VALUE])
        address, count = struct.unpack(">HH", request[1:])
        if not 1 <= count <= MOST:
            return bytes([request[0] | 0x80, ILLEGAL_VALUE])
        words = self._words(unit)
        if any(place not in words for place in range(address, address + count)):
            return bytes([request[0] | 0x80, ILLEGAL_ADDRESS])
        content = struct.pack(f">{count}H", *(words[place] for place in range(address, address + count)))
        return bytes([READ_HOLDING, len(content)]) + content

    def _words(self, unit: int) -> dict[int, int]:
        """Every register of a device as of now."""
        found: dict[int, int] = {}
        for place in self._units[unit]:
            found |= dict(enumerate(registers(place, self.shown(place.point)), place.address))
        return found


def registers(place: Place, value: float | None) -> list[int]:
    """A value as the device shows it: integers count in the last place."""
    if place.type == "float64":
        content = struct.pack(">d", math.nan if value is None else value)
    else:
        raw = NONE[place.type] if value is None else round(value * 10**place.point.decimals)
        content = (raw % (1 << 16 * place.size)).to_bytes(2 * place.size, "big")
    words = list(struct.unpack(f">{place.size}H", content))
    return words if place.order == "ABCD" else words[::-1]
