from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from asyncua import ua
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from parkcarbon_edge.connectors import opcua_values as values
from parkcarbon_edge.connectors.base import BAD_OUT_OF_RANGE
from parkcarbon_edge.settings import OpcuaPoint

SOURCE = datetime(2026, 11, 24, 8, 15, 0, 250_000, tzinfo=UTC)
SERVER = SOURCE + timedelta(seconds=1)
SOURCE_MS = 1_795_508_100_250
P = OpcuaPoint(key="p", node="i=2258")
BAD_COMMUNICATION = int(ua.StatusCodes.BadCommunicationError)


def data_value(
    raw: object, kind: ua.VariantType = ua.VariantType.Double, status: int = 0,
    source: datetime | None = SOURCE, server: datetime | None = SERVER,
) -> ua.DataValue:  # fmt: skip
    return ua.DataValue(
        ua.Variant(raw, kind), StatusCode=ua.StatusCode(ua.UInt32(status)),
        SourceTimestamp=source, ServerTimestamp=server,
    )  # fmt: skip


def test_a_good_value_carries_its_source_time() -> None:
    assert values.reading(P, data_value(12.5), 1) == ("p", SOURCE_MS, 12.5, 0)


def test_without_source_time_the_server_time_counts_and_then_the_receive_time() -> None:
    assert values.reading(P, data_value(1.0, source=None), 1)[1] == SOURCE_MS + 1000
    assert values.reading(P, data_value(1.0, source=None, server=None), 77)[1] == 77


def test_the_server_time_counts_where_the_point_says_so() -> None:
    assert values.reading(P, data_value(1.0), 1, server_time=True)[1] == SOURCE_MS + 1000


def test_a_bad_value_keeps_its_bad_quality_even_with_a_number() -> None:
    assert values.reading(P, data_value(12.5, status=BAD_COMMUNICATION), 1) == (
        "p", SOURCE_MS, 12.5, BAD_COMMUNICATION,
    )  # fmt: skip


@pytest.mark.parametrize("raw", [float("nan"), float("inf"), float("-inf")])
def test_a_good_value_that_is_no_number_is_not_good(raw: float) -> None:
    assert values.reading(P, data_value(raw), 1)[2:] == (None, BAD_OUT_OF_RANGE)


def test_a_good_value_that_is_absent_is_not_good() -> None:
    found = ua.DataValue(SourceTimestamp=SOURCE)
    assert values.reading(P, found, 1)[2:] == (None, values.BAD_NO_DATA)


def test_integers_beyond_a_float_travel_as_text() -> None:
    big = (1 << 63) + 1
    assert values.reading(P, data_value(big, ua.VariantType.UInt64), 1)[2] == str(big)
    assert values.reading(P, data_value(7, ua.VariantType.Int32), 1)[2] == 7


def test_booleans_are_numbers_and_text_stays_text() -> None:
    assert values.reading(P, data_value(True, ua.VariantType.Boolean), 1)[2] == 1
    assert values.reading(P, data_value("12.5", ua.VariantType.String), 1)[2] == "12.5"


def test_an_element_of_an_array_is_a_number_and_the_array_is_none() -> None:
    three = data_value([1.0, 2.5, 3.0])
    assert values.reading(replace(P, index=1), three, 1)[2:] == (2.5, 0)
    assert values.reading(replace(P, index=3), three, 1)[2:] == (None, values.BAD_INDEX_NO_DATA)
    assert values.reading(P, three, 1)[2:] == (None, values.BAD_TYPE_MISMATCH)
    assert values.reading(replace(P, index=0), data_value(7.0), 1)[2:] == (7.0, values.BAD_TYPE_MISMATCH)
    assert values.reading(replace(P, index=0), ua.DataValue(), 1)[2:] == (None, values.BAD_NO_DATA)
    bad = data_value([1.0], status=BAD_COMMUNICATION)
    assert values.reading(replace(P, index=5), bad, 1)[3] == BAD_COMMUNICATION


@pytest.mark.parametrize(
    ("raw", "scale", "expected"),
    [
        (1234567.0, "0.001", 1234.567),
        (0.1, 3, 0.3),  # decimals, not binary fractions
        ((1 << 60) + 1, "0.001", "1152921504606846.977"),
        ("12.5", 10, 125.0),
        ("out of order", 10, "out of order"),
        ("1e999999999", 10, "1e999999999"),
    ],
)
def test_a_scale_is_exact_and_leaves_what_is_no_number(
    raw: float | str, scale: float | str, expected: float | str
) -> None:
    kind = ua.VariantType.String if isinstance(raw, str) else ua.VariantType.Double
    kind = ua.VariantType.UInt64 if isinstance(raw, int) else kind
    assert values.reading(replace(P, scale=scale), data_value(raw, kind), 1)[2] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("0200" + "3930", 123.45),  # 12345 with two decimals
        ("0000" + "ff", -1),
        ("feff" + "07", 700),  # a negative scale
        ("0c00" + "ffffffffffffffff7f", None),  # more digits than a float64 holds
    ],
)
def test_decimals_are_exact(body: str, expected: float | None) -> None:
    raw = ua.ExtensionObject(TypeId=values.DECIMAL, Body=bytes.fromhex(body))
    found = values.content(raw, 0)
    if expected is None:
        assert isinstance(found[0], str)
        assert Decimal(found[0]) == Decimal(0x7FFFFFFFFFFFFFFFFF).scaleb(-12)
    else:
        assert found == (expected, 0)


@pytest.mark.parametrize(
    "raw",
    [
        SOURCE, b"\x01\x02", ua.LocalizedText("x"), ua.NodeId(7), ua.EUInformation(), {"a": 1},
        ua.ExtensionObject(TypeId=ua.NodeId(99), Body=b"abc"), ua.ExtensionObject(TypeId=values.DECIMAL),
        ua.ExtensionObject(TypeId=values.DECIMAL, Body=bytes.fromhex("ff7f01")),
    ],
)  # fmt: skip
def test_what_can_be_no_number_is_bad(raw: object) -> None:
    assert values.content(raw, 0) == (None, values.BAD_TYPE_MISMATCH)
    assert values.content(raw, BAD_COMMUNICATION) == (None, BAD_COMMUNICATION)


def test_information_bits_do_not_make_a_good_value_bad() -> None:
    overflowed = data_value(1.0, status=values.OVERFLOW)
    assert values.reading(P, overflowed, 1)[3] == 0
    assert values.overflowed(overflowed)
    assert not values.overflowed(data_value(1.0))


@given(st.integers(0, 0xFFFFFFFF), st.floats())
def test_no_bad_or_uncertain_status_becomes_good(status: int, raw: float) -> None:
    _, quality = values.content(raw, values.code_of(data_value(raw, status=status)))
    if status & values.SEVERITY:
        assert quality == status
    assert raw == raw or quality


@given(st.integers(0, 4_000_000_000_000))
def test_times_go_both_ways_without_loss(time_ms: int) -> None:
    assert values.milliseconds(values.moment(time_ms)) == time_ms


def test_naive_times_are_utc() -> None:
    assert values.milliseconds(SOURCE.replace(tzinfo=None)) == SOURCE_MS
