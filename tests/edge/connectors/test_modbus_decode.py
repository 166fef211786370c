"""The ranking of decodings, on registers whose meaning is known."""

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import to_builtins
from parkcarbon_edge.connectors.modbus_decode import Expected, decodings
from parkcarbon_edge.connectors.modbus_values import FORMATS, arrange, raw_of

ORDERS = ("ABCD", "CDAB", "BADC", "DCBA")


def sent(kind: str, order: str, value: float) -> list[int]:
    """The registers in which a device shows a value."""
    content = struct.pack(FORMATS[kind], value)
    words = struct.unpack(f">{len(content) // 2}H", content)
    return list(struct.unpack(f">{len(content) // 2}H", arrange(words, order)))


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    ("quantity", "value", "later"),
    [
        ("voltage", 230.5, 230.7),
        ("power", 125.37, 124.9),
        ("energy", 48_211.5, 48_211.6),
        ("frequency", 49.98, 50.01),
    ],
)
def test_a_float_is_found_whatever_its_order(order: str, quantity: str, value: float, later: float) -> None:
    first, second = sent("float32", order, value), sent("float32", order, later)
    found = decodings(first, second, Expected(quantity))
    floats = [d for d in found if d.type == "float32"]
    assert (floats[0].order, floats[0].value) == (order, pytest.approx(value, rel=1e-6))
    assert floats[0].score > 2 * floats[1].score
    assert ("float32", order) in [(d.type, d.order) for d in found[:2]]


@given(st.sampled_from(ORDERS), st.integers(200_000, 90_000_000), st.integers(1, 30))
def test_a_register_of_energy_is_found_by_its_growth(order: str, index: int, grown: int) -> None:
    first, second = sent("uint32", order, index), sent("uint32", order, index + grown)
    found = decodings(first, second, Expected("energy"))
    assert index in [d.value for d in found[:8]]
    right = next(d for d in found if (d.type, d.order) == ("uint32", order))
    assert right.score >= found[0].score * 0.75


@given(st.lists(st.integers(0, 0xFFFF), min_size=1, max_size=6))
def test_every_decoding_is_there_and_reads_what_a_point_would(words: list[int]) -> None:
    found = decodings(words, words[::-1])
    json.dumps(to_builtins(found))
    assert [d.score for d in found] == sorted((d.score for d in found), reverse=True)
    assert all(0 <= d.score <= 1 for d in found)
    for d in found:
        if d.value is not None:
            size = {"16": 1, "32": 2, "64": 4}[d.type[-2:]]
            raw = raw_of(words[d.offset : d.offset + size], d.type, d.order)
            assert d.value in (raw, str(raw))


def test_what_is_known_of_the_display_decides() -> None:
    """12345678 as 123456.78 kWh: the range is that of the display."""
    found = decodings(sent("uint32", "CDAB", 12_345_678), expected=Expected("energy", 120_000, 130_000))
    assert (found[0].type, found[0].order, found[0].value) == ("uint32", "CDAB", 12_345_678)
    assert "100ths" in found[0].reasons[0].text


def test_a_register_without_value_is_called_so() -> None:
    found = decodings([0xFFFF, 0xFFFF])
    assert found[0].score < 0.1
    assert "no value" in found[0].reasons[0].text
