"""The encoding of protocol buffers, as far as Sparkplug needs it: a message is a row of numbered fields.

Nothing is read below the level that was asked for, so there is no nesting that could be too deep.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from parkcarbon_platform.errors import InvalidError

VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5
MAX_VARINT_BYTES = 10
MAX_FIELD = (1 << 29) - 1
WORD = (1 << 64) - 1


class PayloadError(InvalidError):
    """The bytes are no Sparkplug payload."""

    code = "sparkplug_payload"
    remedy = "Check that the device sends Sparkplug B (protocol buffers), not JSON or Sparkplug A."


class Field(NamedTuple):
    """One field: a varint or the bits of a fixed number as an int, or bytes."""

    number: int
    wire_type: int
    value: int | bytes

    @property
    def integer(self) -> int:
        """The value of a varint."""
        if not isinstance(self.value, int) or self.wire_type != VARINT:
            raise PayloadError(f"Field {self.number} is no integer.")
        return self.value

    @property
    def data(self) -> bytes:
        """The bytes of a text, a blob or a message."""
        if not isinstance(self.value, bytes):
            raise PayloadError(f"Field {self.number} has no length.")
        return self.value

    @property
    def text(self) -> str:
        """The bytes as UTF-8."""
        try:
            return self.data.decode()
        except UnicodeDecodeError as error:
            raise PayloadError(f"Field {self.number} is no UTF-8.") from error

    @property
    def float32(self) -> float:
        """The bits as a 32-bit float."""
        return self._float(FIXED32, "<I", "<f")

    @property
    def float64(self) -> float:
        """The bits as a 64-bit float."""
        return self._float(FIXED64, "<Q", "<d")

    def _float(self, wire_type: int, bits: str, number: str) -> float:
        if self.wire_type != wire_type:
            raise PayloadError(f"Field {self.number} is no such float.")
        found: float = struct.unpack(number, struct.pack(bits, self.value))[0]
        return found


def fields(data: bytes) -> Iterator[Field]:
    """The fields of a message in their order; raises PayloadError where it is none."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        number, wire_type = key >> 3, key & 7
        if not 1 <= number <= MAX_FIELD:
            raise PayloadError(f"There is no field {number}.")
        value: int | bytes
        if wire_type == VARINT:
            value, at = varint(data, at)
        elif wire_type == LENGTH:
            length, at = varint(data, at)
            value, at = part(data, at, length)
        elif wire_type in (FIXED64, FIXED32):
            raw, at = part(data, at, 8 if wire_type == FIXED64 else 4)
            value = int.from_bytes(raw, "little")
        else:
            raise PayloadError(f"Field {number} has the unknown wire type {wire_type}.")
        yield Field(number, wire_type, value)


def part(data: bytes, at: int, length: int) -> tuple[bytes, int]:
    """The next bytes, and where they end."""
    if length > len(data) - at:
        raise PayloadError(f"The message ends within a field of {length} bytes.")
    return data[at : at + length], at + length


def varint(data: bytes, at: int) -> tuple[int, int]:
    """An integer of up to 64 bits, and where it ends."""
    value = 0
    for index, byte in enumerate(data[at : at + MAX_VARINT_BYTES]):
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return value & WORD, at + index + 1
    raise PayloadError("The message ends within an integer, or the integer does not end.")


def write_varint(value: int) -> bytes:
    """An unsigned integer."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def write_integer(number: int, value: int) -> bytes:
    """A field with an integer or a bool."""
    return write_varint(number << 3 | VARINT) + write_varint(value)


def write_bytes(number: int, value: bytes) -> bytes:
    """A field with a text, a blob or a message."""
    return write_varint(number << 3 | LENGTH) + write_varint(len(value)) + value
