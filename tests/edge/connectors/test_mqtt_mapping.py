import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_edge import fields
from parkcarbon_edge.connectors import mqtt_mapping as mapping
from parkcarbon_edge.connectors.base import BAD_DECODING, BAD_TIMESTAMP
from parkcarbon_edge.fields import path_steps
from parkcarbon_edge.settings import MqttPoint

T = 1_790_000_000_123


def said(
    message: object, *points: MqttPoint, topic: str = "site/office/data", dialect: str = "values"
) -> list[Any]:
    payload = message if isinstance(message, bytes) else json.dumps(message).encode()
    return [
        (m.key, m.value, m.time_ms, m.quality) for m in mapping.preview(points, dialect, topic, payload, T)
    ]


def point(field: str, key: str = "p", topic: str = "site/+/data", **more: str) -> MqttPoint:
    return MqttPoint(key=key, topic=topic, field=field, **more)


MESSAGE = {
    "ts": 1_790_000_000,
    "data": {"meter": [{"kWh total": 12.5}, {"kWh total": 7}]},
    "when": "2026-09-21T14:13:20Z",
}


def test_paths_lead_into_foreign_messages() -> None:
    first = point("$.data.meter[0]['kWh total']", time="$.ts")
    last = point("$.data.meter[-1].kWh total", key="q", time="$.when")
    assert said(MESSAGE, first, last) == [("p", 12.5, T - 123, 0), ("q", 7, T - 123, 0)]
    assert said(MESSAGE, point("$.data.meter[0]['kWh total']")) == [("p", 12.5, T, 0)]
    assert said(MESSAGE, point("$.data.meter[9]['kWh total']")) == []


def test_a_wildcard_names_the_point() -> None:
    assert said({"t": T, "values": {"import": 5}}, point("import", key="{1}-import")) == [
        ("office-import", 5, T, 0)
    ]
    two = point("$.v", key="{2}.{1}", topic="+/+/data")
    assert said({"v": 1}, two)[0][0] == "office.site"
    for other in ("site/office", "site/office/data/x", "other/office/data"):
        assert said({"v": 1}, point("$.v"), topic=other) == []
    assert said({"v": 1}, point("$.v", key="{1}"), topic=f"site/{'x' * 300}/data") == []


def test_a_field_that_two_points_want_is_given_to_both() -> None:
    hall, office = point("import", key="{1}-import"), point("import", key="main", topic="site/office/data")
    found = said({"t": T - 1, "values": {"import": 5}}, hall, office)
    assert found == [("office-import", 5, T - 1, 0), ("main", 5, T - 1, 0)]


def test_what_is_wrong_becomes_a_bad_reading() -> None:
    assert said(b"\xff", point("$.v")) == [("p", None, T, BAD_DECODING)]
    assert said({"v": 1, "t": "soon"}, point("$.v", time="$.t")) == [("p", None, T, BAD_TIMESTAMP)]
    assert said({"v": 1}, point("$.v", time="$.t")) == [("p", None, T, BAD_TIMESTAMP)]
    assert said({"x": 1}, point("import")) == [("p", None, T, BAD_DECODING)]


def test_the_gateway_telemetry_of_thingsboard() -> None:
    """The example of its documentation (reference/gateway-mqtt-api, telemetry upload)."""
    message = {
        "Device A": [
            {"ts": 1483228800000, "values": {"temperature": 42, "humidity": 80}},
            {"ts": 1483228801000, "values": {"temperature": 43, "humidity": 82}},
        ],
        "Device B": [{"ts": 1483228800000, "values": {"temperature": 42, "humidity": 80}}],
    }
    topic = "v1/gateway/telemetry"
    one = point("temperature", topic=topic, device="Device A")
    every = point("humidity", key="{1} humidity", topic=topic, device="+")
    assert sorted(said(message, one, every, topic=topic, dialect="thingsboard")) == [
        ("Device A humidity", 80, 1483228800000, 0),
        ("Device A humidity", 82, 1483228801000, 0),
        ("Device B humidity", 80, 1483228800000, 0),
        ("p", 42, 1483228800000, 0),
        ("p", 43, 1483228801000, 0),
    ]
    untimed = {"Device A": [{"temperature": 7}]}
    assert said(untimed, one, topic=topic, dialect="thingsboard") == [("p", 7, T, 0)]
    for odd in ([], {"Device A": 7}, {"Device A": [7]}, b"\xff"):
        assert said(odd, one, topic=topic, dialect="thingsboard") == []


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (1_790_000_000, T - 123),
        (T, T),
        (1_790_000_000.123, T),
        ("1790000000123", T),
        ("2026-09-21T22:13:20.123+08:00", T),
        ("2026-09-21T14:13:20", None),  # of which zone?
        (True, None),
        (None, None),
        (-1, None),
        ([], None),
    ],
)
def test_times(raw: object, expected: int | None) -> None:
    assert fields.time_of(raw) == expected


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON, st.sampled_from(["values", "thingsboard"]))
def test_no_message_breaks_it(message: object, dialect: str) -> None:
    points = [point("$.a[0].b", time="$.t"), point("import"), point("x", key="{1}", device="+")]
    for _, _, time_ms, _ in said(message, *points, dialect=dialect):
        assert isinstance(time_ms, int)


@pytest.mark.parametrize("path", ["values", "$", "$.", "$.a[", "$.a[x]", "$a", "$.a..b", "$['']"])
def test_what_is_no_path(path: str) -> None:
    assert path_steps(path) == ()
