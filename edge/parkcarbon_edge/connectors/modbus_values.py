"""Modbus registers as numbers. Pure; what a device calls invalid is never a Good value."""

import math
import struct
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from parkcarbon_edge import wire
from parkcarbon_edge.connectors.base import BAD_DECODING, BAD_OUT_OF_RANGE, GOOD
from parkcarbon_edge.connectors.bus import BAD_DATA_UNAVAILABLE
from parkcarbon_edge.fieldbus import ModbusPoint, decimal

FORMATS = {
    "int16": ">h", "uint16": ">H", "int32": ">i", "uint32": ">I", "int64": ">q", "uint64": ">Q",
    "float32": ">f", "float64": ">d",
}  # fmt: skip

Raw = int | float | None


def arrange(registers: Sequence[int], order: str) -> bytes:
    """The bytes of a value, most significant first, from registers as they came.

    ABCD: as they came; CDAB: words exchanged; BADC: bytes of each word exchanged; DCBA: both.
    """
    words = list(registers) if order in ("ABCD", "BADC") else list(registers)[::-1]
    form = ">H" if order in ("ABCD", "CDAB") else "<H"
    return b"".join(struct.pack(form, word) for word in words)


def raw_of(registers: Sequence[int], kind: str, order: str, bit: int | None = None) -> Raw:
    """The number in the registers, not scaled; None where they hold none of this type."""
    if kind == "bit":
        return arrange_bit(registers[0], order) >> (bit or 0) & 1
    content = arrange(registers, order)
    if kind in FORMATS:
        found: int | float = struct.unpack(FORMATS[kind], content)[0]
        return found
    digits = content.hex() if kind.startswith("bcd") else _text(content)
    return int(digits) if digits.isascii() and digits.isdigit() else None


def arrange_bit(register: int, order: str) -> int:
    """A single register, its bytes exchanged where the order says so."""
    return int.from_bytes(arrange([register], order), "big")


def _text(content: bytes) -> str:
    return content.decode("latin-1").strip("\0 ")


class Form(NamedTuple):
    """How a point's registers become its value, with what the configuration says made ready."""

    kind: str
    order: str
    bit: int | None
    scale: Decimal
    offset: Decimal
    invalid_numbers: frozenset[int | float]
    invalid_contents: frozenset[int]

    @classmethod
    def of(cls, point: ModbusPoint) -> "Form":
        """Of a point's settings."""
        return cls(
            point.type, point.order, point.bit, decimal(point.scale), decimal(point.offset),
            frozenset(item for item in point.invalid if isinstance(item, int)),
            frozenset(int(item, 16) for item in point.invalid if isinstance(item, str)),
        )  # fmt: skip

    def value(self, registers: Sequence[int]) -> tuple[wire.Value, int]:
        """(value, quality) of the registers."""
        if self.invalid_contents and int.from_bytes(arrange(registers, self.order)) in self.invalid_contents:
            return None, BAD_DATA_UNAVAILABLE
        return self.scaled(raw_of(registers, self.kind, self.order, self.bit))

    def scaled(self, raw: Raw) -> tuple[wire.Value, int]:
        """(value, quality) of a raw number."""
        if raw is None:
            return None, BAD_DECODING
        if isinstance(raw, float) and not math.isfinite(raw):
            return None, BAD_OUT_OF_RANGE
        if raw in self.invalid_numbers:
            return None, BAD_DATA_UNAVAILABLE
        if isinstance(raw, float):
            return self._scaled_float(raw)
        return wire.wire_value(_times(raw, self.scale) + self.offset), GOOD

    def _scaled_float(self, raw: float) -> tuple[wire.Value, int]:
        """A float has no more than its own digits: it stays one, rounded once."""
        if self.scale == 1 and not self.offset:
            return raw, GOOD
        try:
            return float(Fraction(raw) * Fraction(self.scale) + Fraction(self.offset)), GOOD
        except OverflowError:
            return None, BAD_OUT_OF_RANGE


def _times(raw: int, scale: Decimal) -> Decimal:
    """Exactly: a product of decimals would be rounded to 28 digits."""
    sign, digits, exponent = scale.as_tuple()
    assert isinstance(exponent, int)
    whole = int("".join(map(str, digits))) * raw * (-1 if sign else 1)
    return Decimal(whole).scaleb(exponent) if abs(whole) < 10**27 else Decimal(f"{whole}E{exponent}")
