import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_edge import fields
from parkcarbon_edge.connectors import payloads
from parkcarbon_edge.connectors.base import BAD_DECODING, BAD_TIMESTAMP

FIELDS = {"import": "office-import", "power": "office-power"}
NOW = 1_800_000_000_000


def readings(payload: bytes) -> list[tuple[str, int, object, int]]:
    return payloads.readings_of(fields.decode(payload), FIELDS, NOW)


def test_fields_become_readings_of_their_points() -> None:
    assert readings(b'{"t": 1700000000000, "values": {"import": 123.4, "power": 5.6}}') == [
        ("office-import", 1_700_000_000_000, 123.4, 0),
        ("office-power", 1_700_000_000_000, 5.6, 0),
    ]


def test_without_time_the_receive_time_counts() -> None:
    assert readings(b'{"values": {"power": 5}}') == [("office-power", NOW, 5, 0)]


def test_fields_that_nobody_asked_for_are_left() -> None:
    assert readings(b'{"values": {"voltage": 230.1}}') == []


@pytest.mark.parametrize(
    "payload", [b"", b"{", b"\xff\xfe", b"[]", b"7", b"null", b'{"values": 3}', b"[" * 5000]
)
def test_what_cannot_be_read_is_a_bad_reading_of_each_point(payload: bytes) -> None:
    assert readings(payload) == [(key, NOW, None, BAD_DECODING) for key in FIELDS.values()]


def test_a_payload_beyond_the_limit_is_not_decoded() -> None:
    assert fields.decode(b'"' + b"x" * fields.MAX_PAYLOAD + b'"') is None


@pytest.mark.parametrize("time", ['"now"', "1.5", "-1", "1e300", "true", "99999999999999999999", "null"])
def test_a_time_that_is_none_makes_a_bad_reading(time: str) -> None:
    assert readings(b'{"t": %s, "values": {"power": 5}}' % time.encode()) == [
        ("office-power", NOW, None, BAD_TIMESTAMP)
    ]


@pytest.mark.parametrize(
    ("raw", "value", "quality"),
    [
        ("5", 5, 0),
        ("true", 1, 0),
        ("0.1", 0.1, 0),
        ("9007199254740993", "9007199254740993", 0),
        ("9007199254740992", 9007199254740992, 0),
        ("123456789012345.123456789", "123456789012345.123456789", 0),
        ("0.10000000000000000555", "0.10000000000000000555", 0),
        ("230.100000000000000", 230.1, 0),
        ('"12.5"', "12.5", 0),
        ('"broken"', "broken", 0),
        ("null", None, BAD_DECODING),
        ('{"a": [1]}', '{"a": [1]}', 0),
    ],
)
def test_values_travel_exactly_and_what_is_no_number_as_text(raw: str, value: object, quality: int) -> None:
    assert readings(b'{"values": {"power": %s}}' % raw.encode()) == [("office-power", NOW, value, quality)]


def test_long_text_is_cut() -> None:
    [(_, _, value, _)] = readings(json.dumps({"values": {"power": "x" * 5000}}).encode())
    assert value == "x" * fields.MAX_TEXT


@given(st.binary(max_size=200))
def test_no_payload_raises(payload: bytes) -> None:
    for _, time_ms, value, quality in readings(payload):
        assert time_ms == NOW or quality == 0
        assert value is not None or quality


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_float_arrives_as_it_is(number: float) -> None:
    [(_, _, value, quality)] = readings(json.dumps({"values": {"power": number}}).encode())
    assert (float(value), quality) == (number, 0)


def test_a_profile_has_a_span_and_readings() -> None:
    message = {
        "from": 10,
        "to": 20,
        "readings": [{"t": 12, "values": {"import": 1}}, {"t": 15, "values": {"import": 2}}],
    }
    assert payloads.profile_of(message, FIELDS) == (
        10,
        20,
        [("office-import", 12, 1, 0), ("office-import", 15, 2, 0)],
    )


def test_entries_without_time_are_left_out_of_a_profile() -> None:
    message = {
        "from": 10,
        "to": 20,
        "readings": [{"values": {"import": 1}}, 7, {"t": 15, "values": {"import": 2}}],
    }
    assert payloads.profile_of(message, FIELDS) == (10, 20, [("office-import", 15, 2, 0)])


@pytest.mark.parametrize(
    "message", [None, 7, {}, {"from": 1, "to": 2}, {"from": "a", "to": 2, "readings": []}]
)
def test_anything_else_is_no_profile(message: object) -> None:
    assert payloads.profile_of(message, FIELDS) is None


@pytest.mark.parametrize("pair", [("[", "]"), ('{"a":', "}")])
def test_no_depth_makes_it_fail(pair: tuple[str, str]) -> None:
    begin, end = pair
    for depth in (1, 900, *range(960, 1010), 50_000):
        message = fields.decode(f'{{"t":1,"values":{{"v":{begin * depth}1{end * depth}}}}}'.encode())
        ((key, _, value, quality),) = payloads.readings_of(message, {"v": "point"}, 5)
        assert key == "point"
        assert isinstance(value, str) or (value is None and quality)
