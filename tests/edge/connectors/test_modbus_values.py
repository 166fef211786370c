import math
import struct
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_edge import wire
from parkcarbon_edge.connectors.modbus_values import FORMATS, Form, arrange, raw_of
from parkcarbon_edge.fieldbus import ModbusPoint, located

ORDERS = ("ABCD", "CDAB", "BADC", "DCBA")


def point(**given: object) -> ModbusPoint:
    return ModbusPoint(**{"key": "k", "address": 0, **given})


def words(content: bytes) -> list[int]:
    return list(struct.unpack(f">{len(content) // 2}H", content))


# The same float and integer as manuals print them: 230.5 is 0x43668000, 100000 is 0x000186A0.
@pytest.mark.parametrize(
    ("order", "registers", "kind", "value"),
    [
        ("ABCD", [0x4366, 0x8000], "float32", 230.5),
        ("CDAB", [0x8000, 0x4366], "float32", 230.5),
        ("BADC", [0x6643, 0x0080], "float32", 230.5),
        ("DCBA", [0x0080, 0x6643], "float32", 230.5),
        ("ABCD", [0x0001, 0x86A0], "uint32", 100_000),
        ("CDAB", [0x86A0, 0x0001], "uint32", 100_000),
        ("ABCD", [0xFFFE, 0x7960], "int32", -100_000),
        ("ABCD", [0, 0, 1, 0x86A0], "uint64", 100_000),
        ("CDAB", [0x86A0, 1, 0, 0], "uint64", 100_000),
        ("DCBA", [0xA086, 0x0100, 0, 0], "int64", 100_000),
        ("ABCD", [0x0012, 0x3456], "bcd32", 123_456),
        ("BADC", [0x3412], "bcd16", 1234),
        ("ABCD", [0x3031, 0x3233], "digits", 123),
    ],
)
def test_values_as_manuals_print_them(order: str, registers: list[int], kind: str, value: float) -> None:
    assert raw_of(registers, kind, order) == value


def test_the_wrong_word_order_of_a_voltage_is_what_everybody_has_seen() -> None:
    wrong = raw_of([0x8000, 0x4366], "float32", "ABCD")
    assert isinstance(wrong, float)
    assert wrong == pytest.approx(-2.4e-41, rel=0.01)


@given(st.sampled_from(sorted(FORMATS)), st.sampled_from(ORDERS), st.integers(0, 2**64 - 1))
def test_an_order_is_undone_by_itself(kind: str, order: str, bits: int) -> None:
    """Every type and order reads back what struct wrote: exchanging words or bytes twice changes nothing."""
    size = struct.calcsize(FORMATS[kind])
    content = bits.to_bytes(8, "big")[:size]
    (value,) = struct.unpack(FORMATS[kind], content)
    sent = words(arrange(words(content), order))
    found = raw_of(sent, kind, order)
    assert found == value or (isinstance(value, float) and math.isnan(value))


@given(st.integers(-(2**63), 2**63 - 1), st.integers(-6, 6), st.integers(-(10**6), 10**6))
def test_scaling_is_exact(raw: int, places: int, offset: int) -> None:
    form = Form.of(point(type="int64", scale=f"1e{places}", offset=f"{offset}e-3"))
    value, quality = form.value(words(struct.pack(">q", raw)))
    exact = raw * 10 ** (places + 6) * 1000 + offset * 10**6
    assert quality == 0
    assert value is not None
    assert Decimal(str(value)).scaleb(9) == exact
    assert value == wire.wire_value(Decimal(str(value)))


@pytest.mark.parametrize(
    ("given", "registers"),
    [
        ({"type": "int16", "invalid": ["0x8000"]}, [0x8000]),
        ({"type": "int16", "invalid": [-32768]}, [0x8000]),
        ({"type": "uint32", "invalid": ["0xFFFFFFFF"], "order": "CDAB"}, [0xFFFF, 0xFFFF]),
        ({"type": "int32", "invalid": ["0x80000000"], "order": "CDAB"}, [0x0000, 0x8000]),
        ({"type": "float32"}, [0x7FC0, 0x0000]),
        ({"type": "float32"}, [0x7F80, 0x0000]),
        ({"type": "float64", "order": "DCBA"}, [0, 0, 0, 0xF87F]),
        ({"type": "bcd32"}, [0x12A4, 0x0000]),
        ({"type": "bcd16"}, [0xFFFF]),
        ({"type": "digits", "length": 2}, [0x2D2D, 0x2D2D]),
    ],
)
def test_what_the_device_calls_no_value_is_bad(given: dict[str, object], registers: list[int]) -> None:
    value, quality = Form.of(point(**given)).value(registers)
    assert value is None
    assert quality >= 0x80000000


def test_a_bit_of_a_register() -> None:
    for bit in range(16):
        form = Form.of(point(type="bit", bit=bit))
        assert form.value([1 << bit]) == (1, 0)
        assert form.value([0xFFFF ^ 1 << bit]) == (0, 0)


@pytest.mark.parametrize(
    ("address", "function", "zero_based"),
    [
        (0, "holding", 0), ("40001", "holding", 0), ("400001", "holding", 0), ("30012", "input", 11),
        ("465536", "holding", 65535), ("10001", "discrete", 0), ("00017", "coil", 16),
    ],
)  # fmt: skip
def test_addresses_in_both_notations(address: int | str, function: str, zero_based: int) -> None:
    assert located(point(address=address)) == (function, zero_based)


@pytest.mark.parametrize(
    "given",
    [
        {"address": "40000"}, {"address": "20001"}, {"address": "4001"}, {"address": 65536},
        {"address": 65535, "type": "float32"}, {"address": "40001", "function": "input"}, {"address": -1},
    ],
)  # fmt: skip
def test_addresses_that_are_none_say_why(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"register|means"):
        located(point(**given))
