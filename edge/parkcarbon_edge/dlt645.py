"""DL/T 645-2007, the protocol of Chinese electricity meters: frames and data items. Pure: bytes in and out.

A frame is 68 A0…A5 68 C L DATA CS 16: the address as BCD, lowest byte first; each data byte raised by 33H;
the checksum the sum of all bytes before it. FE bytes before a frame wake the line.
"""

import re
from decimal import Decimal
from typing import NamedTuple

START, END, WAKE, SHIFT = 0x68, 0x16, 0xFE, 0x33
WILDCARD = "A" * 12
READ, READ_ADDRESS = 0x11, 0x13
REPLY, MORE, FAILED = 0x80, 0x20, 0x40  # bits of a reply's control code
HEAD, TAIL = 10, 2
MAX_DATA = 200  # of a reading reply; longer lengths are noise
NO_DATA, NOT_ALLOWED = 0x02, 0x04  # bits of the error word of a failed reply


class Frame(NamedTuple):
    """One frame: address as 12 digits, control code, data without the 33H."""

    address: str
    control: int
    data: bytes


class Item(NamedTuple):
    """A data item: its identifier DI3 DI2 DI1 DI0 as a number, and how its value is written."""

    identifier: int
    bytes: int
    decimals: int
    signed: bool = False
    unit: str = ""


class Garbled(ValueError):  # noqa: N818 -- a property of bytes, not of the program
    """The bytes are no value of the item; `absent`: the meter says so itself (all FF)."""

    def __init__(self, raw: bytes) -> None:
        super().__init__(f"{raw.hex(' ')} is no decimal number")
        self.absent = bool(raw) and all(byte == 0xFF for byte in raw)


def _items() -> dict[str, Item]:
    energies = {"combined": 0x00, "import": 0x01, "export": 0x02, "reactive_1": 0x03, "reactive_2": 0x04}
    found = {}
    for name, group in energies.items():
        signed = group in (0x00, 0x03, 0x04)
        unit = "kvarh" if name.startswith("reactive") else "kWh"
        for tariff in range(5):
            label = f"{name}_t{tariff}" if tariff else name
            found[label] = Item(group << 16 | tariff << 8, 4, 2, signed, unit)
    for i, phase in enumerate("abc", 1):
        found[f"voltage_{phase}"] = Item(0x02010000 | i << 8, 2, 1, False, "V")
        found[f"current_{phase}"] = Item(0x02020000 | i << 8, 3, 3, True, "A")
    for i, label in enumerate(("", "_a", "_b", "_c")):
        found[f"power{label}"] = Item(0x02030000 | i << 8, 3, 4, True, "kW")
        found[f"reactive_power{label}"] = Item(0x02040000 | i << 8, 3, 4, True, "kvar")
        found[f"apparent_power{label}"] = Item(0x02050000 | i << 8, 3, 4, False, "kVA")
        found[f"power_factor{label}"] = Item(0x02060000 | i << 8, 2, 3, True, "")
    found["frequency"] = Item(0x02800002, 2, 2, False, "Hz")
    return found


ITEMS = _items()
_BY_IDENTIFIER = {item.identifier: item for item in ITEMS.values()}


def item_of(
    name: str, length: int | None = None, decimals: int | None = None, signed: bool | None = None
) -> Item | None:
    """The item of a name or of eight hexadecimal digits; what is given beside it goes before the table."""
    known = ITEMS.get(name)
    if known is None and re.fullmatch(r"[0-9A-Fa-f]{8}", name):
        identifier = int(name, 16)
        known = _BY_IDENTIFIER.get(identifier)
        if known is None and length is not None and decimals is not None:
            known = Item(identifier, length, decimals)
    if known is None:
        return None
    return known._replace(
        bytes=known.bytes if length is None else length,
        decimals=known.decimals if decimals is None else decimals,
        signed=known.signed if signed is None else signed,
    )


def encode(frame: Frame, wake: int = 0) -> bytes:
    """The frame as it is sent, after so many FE."""
    address = bytes.fromhex(frame.address.rjust(12, "0"))[::-1]
    data = bytes(byte + SHIFT & 0xFF for byte in frame.data)
    body = bytes([START, *address, START, frame.control, len(data)]) + data
    return bytes([WAKE]) * wake + body + bytes([sum(body) & 0xFF, END])


def read_request(address: str, identifier: int) -> Frame:
    """Ask a meter for an item."""
    return Frame(address, READ, identifier.to_bytes(4, "little"))


class Parser:
    """Finds frames in a stream that may begin anywhere and hold noise; what is no frame is skipped."""

    def __init__(self) -> None:
        self._buffer = b""

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that are complete with these bytes."""
        self._buffer += data
        found: list[Frame] = []
        at = 0
        while (at := self._buffer.find(START, at)) >= 0:
            size = self._size(at)
            if size is None:  # may become a frame; a complete one further on shows that it does not
                later = self._later(at + 1)
                if later is None:
                    break
                at = later
                continue
            frame = decode(self._buffer[at : at + size]) if size else None
            if frame is None:
                at += 1
                continue
            found.append(frame)
            self._buffer, at = self._buffer[at + size :], 0
        self._buffer = self._buffer[at:] if at >= 0 else b""
        return found

    def _size(self, at: int) -> int | None:
        """Bytes of the frame that starts here; 0: none does; None: not enough has come."""
        left = len(self._buffer) - at
        if left > 7 and self._buffer[at + 7] != START:
            return 0
        if left < HEAD:
            return None
        length = self._buffer[at + 9]
        if length > MAX_DATA:
            return 0
        size = HEAD + length + TAIL
        return size if left >= size else None

    def _later(self, at: int) -> int | None:
        """Where a complete and sound frame starts behind one that is not complete."""
        while (at := self._buffer.find(START, at)) >= 0:
            size = self._size(at)
            if size and decode(self._buffer[at : at + size]) is not None:
                return at
            at += 1
        return None


def decode(raw: bytes) -> Frame | None:
    """The frame that these bytes are, or None."""
    if len(raw) < HEAD + TAIL or raw[0] != START or raw[7] != START or raw[-1] != END:
        return None
    if len(raw) != HEAD + raw[9] + TAIL or sum(raw[:-2]) & 0xFF != raw[-2]:
        return None
    address = raw[6:0:-1].hex().upper()
    if not address.isdigit() and address != WILDCARD:
        return None
    return Frame(address, raw[8], bytes(byte - SHIFT & 0xFF for byte in raw[HEAD:-TAIL]))


def number(raw: bytes, item: Item) -> Decimal:
    """The value of the item's bytes, exactly; raises `Garbled`."""
    if len(raw) < item.bytes:
        raise Garbled(raw)
    part = raw[: item.bytes]
    digits = part[::-1].hex()
    sign = 1
    if item.signed and int(digits[0], 16) >= 8:
        sign, digits = -1, f"{int(digits[0], 16) - 8}{digits[1:]}"
    if not digits.isdigit():
        raise Garbled(part)
    return sign * Decimal(int(digits)).scaleb(-item.decimals)


def bcd(value: Decimal, item: Item) -> bytes:
    """The bytes of a value, for those who answer."""
    scaled = abs(value).scaleb(item.decimals)
    digits = f"{int(scaled):0{2 * item.bytes}d}"
    raw = bytearray.fromhex(digits)
    if item.signed and value < 0:
        raw[0] |= 0x80
    return bytes(raw[::-1])
