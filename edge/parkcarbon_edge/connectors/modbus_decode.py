"""What Modbus registers may mean: every type and order, the most plausible first. Pure.

A value is judged by its size (a float of 1e-41 is a wrong word order), by what is known of the quantity, and,
where the registers were read twice, by how it moved: registers of energy grow slowly, gauges move little.
"""

import math
from collections.abc import Iterator, Sequence

from msgspec import Struct

from parkcarbon_edge.connectors.modbus_values import Raw, raw_of
from parkcarbon_edge.fieldbus import REGISTERS, ModbusType, Order
from parkcarbon_edge.survey import Reason

KINDS: tuple[ModbusType, ...] = (
    "float32", "uint32", "int32", "uint16", "int16", "float64", "uint64", "int64", "bcd32", "bcd16", "bcd64",
)  # fmt: skip
ORDERS: tuple[Order, ...] = ("ABCD", "CDAB", "BADC", "DCBA")
COUNTERS = ("energy", "volume", "mass", "reactive_energy")
EMPTY = (0x7FFF, 0x8000, 0xFFFF)
# Ranges [base unit as meters show it] in which a raw value, or one in tenths to thousandths, is likely.
LIKELY: dict[str, tuple[float, float]] = {
    "energy": (1, 1e10), "reactive_energy": (1, 1e10), "volume": (1, 1e10), "mass": (1, 1e10),
    "power": (0.001, 1e6), "voltage": (50, 1e6), "current": (0.01, 1e5), "frequency": (45, 65),
    "power_factor": (-1.001, 1.001), "temperature": (-60, 1500), "pressure": (0, 1e5),
}  # fmt: skip
ANY = (1e-3, 1e10)
SCALES = (1, 10, 100, 1000, 10_000)  # how integers hide decimals
MOVED = 0.2  # part of itself by which a gauge moves within seconds at most, mostly
GROWN = (1e-5, 1e-3)  # part of itself by which a counter grows within seconds: mostly, and at most
COMMON: dict[Order, float] = {"ABCD": 1.0, "CDAB": 0.99, "DCBA": 0.96, "BADC": 0.94}


# By what the score is multiplied, and why: a code and words; none where it needs no words.
Mark = tuple[float, str, str]


class Decoding(Struct, frozen=True):
    """One reading of the registers, as JSON: `score` from 0 to 1, `reasons` for people.

    `offset`: registers from the first one read; `value_later`: of the second read.
    """

    type: ModbusType
    order: Order
    offset: int
    value: int | float | str | None
    value_later: int | float | str | None
    score: float
    reasons: list[Reason]


class Expected(Struct, frozen=True):
    """What is known of the quantity: its name, and the range of the value as the device shows it."""

    quantity: str = ""
    low: float | None = None
    high: float | None = None


def decodings(
    first: Sequence[int], later: Sequence[int] | None = None, expected: Expected | None = None
) -> list[Decoding]:
    """Every decoding, the most plausible first."""
    expected = expected or Expected()
    found = [
        _judged((kind, order, offset), first, later, expected)
        for kind, order in _forms(len(first))
        for offset in range(len(first) - REGISTERS[kind] + 1)
    ]
    return sorted(found, key=lambda d: (-d.score, d.offset, KINDS.index(d.type), ORDERS.index(d.order)))


def _forms(registers: int) -> Iterator[tuple[ModbusType, Order]]:
    for kind in KINDS:
        if REGISTERS[kind] <= registers:
            for order in ORDERS if REGISTERS[kind] > 1 else ("ABCD", "BADC"):
                yield kind, order


def _judged(
    form: tuple[ModbusType, Order, int], first: Sequence[int], later: Sequence[int] | None, expected: Expected
) -> Decoding:
    kind, order, offset = form
    part = first[offset : offset + REGISTERS[kind]]
    value = raw_of(part, kind, order)
    after = raw_of(later[offset : offset + REGISTERS[kind]], kind, order) if later is not None else None
    marks = [*_size(value, part, kind, expected), *_form(value, kind, order)]
    if later is not None:
        marks += _movement(value, after, expected)
    score = round(math.prod(mark for mark, *_ in marks), 4)
    reasons = [Reason(code, text) for _, code, text in marks if code]
    return Decoding(kind, order, offset, _plain(value), _plain(after), score, reasons)


def _plain(value: Raw) -> int | float | str | None:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or abs(value) < 1 << 53 else str(value)


def _size(value: Raw, part: Sequence[int], kind: str, expected: Expected) -> Iterator[Mark]:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        yield 0.0, "no_number", "no number of this type"
        return
    if all(word in EMPTY or word == 0xFFFF for word in part):
        yield 0.05, "no_value", "looks like the sign for 'no value'"
        return
    if value == 0:
        yield 0.4, "zero", "zero: says nothing"
        return
    scales = (1,) if isinstance(value, float) else SCALES
    if expected.low is not None or expected.high is not None:
        low = -math.inf if expected.low is None else expected.low
        high = math.inf if expected.high is None else expected.high
        within = [scale for scale in scales if low <= value / scale <= high]
        if within:
            yield _sized(within, "in_range", "in the expected range")
        else:
            yield 0.02, "out_of_range", "out of range"
        return
    low, high = LIKELY.get(expected.quantity, ANY)
    magnitude = value if low < 0 else abs(value)
    within = [scale for scale in scales if low <= magnitude / scale <= high]
    if within:
        usual = f"of a usual size for {expected.quantity}" if expected.quantity else "of a usual size"
        yield _sized(within, "usual_size", usual)
    else:
        yield _strangeness(float(value)), "unusual_size", "of an unusual size"
    if value < 0 and expected.quantity in (*COUNTERS, "voltage", "frequency"):
        yield 0.1, "negative", "negative"
    if kind.startswith("bcd"):
        yield 0.6, "", ""  # any digits below A look like BCD


def _sized(within: Sequence[int], code: str, text: str) -> Mark:
    """Of a likely size as it is, or as tenths, hundredths …"""
    if within[0] == 1:
        return 1.0, code, text
    return 0.85, f"{code}_scaled", f"{text} if it is in {within[0]}ths"


def _strangeness(value: float) -> float:
    """From 0.3 near the usual sizes to 0.01 for 1e-41 and 1e+30."""
    beyond = abs(math.log10(abs(value)) - 3) - 7
    return max(0.01, 0.3 * math.pow(0.8, max(0.0, beyond)))


def _form(value: Raw, kind: ModbusType, order: Order) -> Iterator[Mark]:
    """How much of chance is in it: any bits make a likely integer, few make a likely float."""
    yield COMMON[order], "", ""
    if value is None or isinstance(value, float):
        return
    bits = 16 * REGISTERS[kind]
    if bits == 16:
        yield 0.6, "", ""
    elif abs(value) >> (bits - 8):
        yield 0.7, "all_bits", "fills all its bits"
    if bits == 64 and abs(value) >> 48:
        yield 0.2, "too_large", "larger than any meter's register"
    if kind.startswith("int") and value >= 0:
        yield 0.98, "", ""  # the same as unsigned


def _movement(value: Raw, after: Raw, expected: Expected) -> Iterator[Mark]:
    if value is None or after is None or not math.isfinite(value) or not math.isfinite(after):
        yield 0.1, "no_number_later", "not a number at the second read"
        return
    if value == after:
        yield 0.9, "still", "did not move"
        return
    step = abs(after - value)
    moved = step / max(abs(value), abs(after))
    for size in (65_536, 256):
        if isinstance(step, int) and step % size == 0:
            yield 0.5, "multiple", f"moved by a multiple of {size}: words or bytes exchanged?"
            break
    if expected.quantity not in COUNTERS:
        jumped = moved > MOVED and step > 1
        if jumped:
            yield 0.3, "jumped", "jumped between the reads"
        else:
            yield 1 - 0.5 * min(moved, 1.0), "moved", "moved a little"
    elif after < value:
        yield 0.05, "falls", "went back"
    elif moved > GROWN[1]:
        yield 0.2, "grew_much", "grew much"
    else:
        yield 1.0 if moved <= GROWN[0] else 0.85, "grew", "grew a little"
