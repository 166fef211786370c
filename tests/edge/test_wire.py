"""The messages: what they look like on the wire, and that the published schema is theirs."""

import json
import math
import uuid
from decimal import Decimal
from pathlib import Path
from zlib import crc32

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_edge import wire

SPOOL = "0b7e4f5c-6a1d-4e0b-9c3f-2d1e0f9a8b7c"
SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"


@pytest.mark.parametrize("name", ["batch", "ack", "state", "config", "command", "reply"])
def test_the_published_schema_is_the_code(name: str) -> None:
    published = json.loads((SCHEMAS / f"{name}.json").read_text())
    assert published == wire.schemas()[name], "run: python -m parkcarbon_edge.wire docs/schema"


def test_every_message_is_published() -> None:
    assert {path.stem for path in SCHEMAS.glob("*.json")} == set(wire.schemas())


def test_a_batch_looks_as_the_contract_says() -> None:
    content = wire.encode_content(
        [("meter", 1, 2.5, 0), ("meter", 2, None, 0x80000000)], [(0, 1, 3, "spool_full")]
    )
    assert json.loads(wire.frame(SPOOL, 7, 6, content)) == {
        "v": 1, "spool": SPOOL, "seq": 7, "prev": 6,
        "readings": [["meter", 1, 2.5, 0], ["meter", 2, None, 0x80000000]],
        "gaps": [[0, 1, 3, "spool_full"]],
    }  # fmt: skip


readings = st.lists(
    st.tuples(
        st.text(min_size=1, max_size=20),
        st.integers(0, 1 << 52),
        st.one_of(
            st.none(), st.floats(allow_nan=False, allow_infinity=False), st.integers(-(1 << 53), 1 << 53)
        ),
        st.integers(0, wire.MAX_STATUS_CODE),
    ),
    max_size=10,
)


@given(readings=readings, seq=st.integers(1, wire.MAX_SEQUENCE), back=st.integers(0, 5))
def test_what_is_framed_is_what_is_decoded(readings: list[wire.Reading], seq: int, back: int) -> None:
    prev = max(seq - 1 - back, 0)
    batch = wire.decode_batch(wire.frame(SPOOL, seq, prev, wire.encode_content(readings)))
    assert batch == wire.Batch(spool=SPOOL, seq=seq, prev=prev, readings=readings)


def test_framing_is_the_same_as_encoding() -> None:
    rows: list[wire.Reading] = [("a", 1, "12345678901234567890.5", 0)]
    batch = wire.Batch(spool=SPOOL, seq=3, prev=0, readings=rows, gaps=[])
    assert wire.frame(SPOOL, 3, 0, wire.encode_content(rows)) == wire.encode(batch)


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2}, {"seq": 0}, {"seq": 1 << 63}, {"prev": -1}, {"spool": "x"}, {"readings": None},
        {"readings": [["a", 1, 2.0]]}, {"readings": [["a", 1.5, 2.0, 0]]}, {"readings": [["", 1, 2.0, 0]]},
        {"readings": [["a", 1, True, 0]]}, {"readings": [["a", 1, 1, -1]]},
        {"readings": [["a", 1, 1, 1 << 32]]},
        {"gaps": [[1, 2, 3]]}, {"readings": [["a", 1, 1, 0]] * (wire.MAX_BATCH_READINGS + 1)},
    ],
)  # fmt: skip
def test_what_is_no_batch_is_refused(change: dict[str, object]) -> None:
    good = {"v": 1, "spool": SPOOL, "seq": 1, "prev": 0, "readings": [["a", 1, 1.5, 0]], "gaps": []}
    wire.decode_batch(json.dumps(good).encode())
    with pytest.raises(msgspec.ValidationError):
        wire.decode_batch(json.dumps(good | change).encode())


def test_acks_and_states_come_back_as_they_went() -> None:
    ack = wire.Ack(spool=SPOOL, committed=5)
    assert wire.decode_ack(wire.encode(ack)) == ack
    state = wire.State(
        online=True, version="0.1.0", spool=SPOOL, spool_depth=2, collected=9, time_ms=1,
        connectors={"opcua-1": wire.ConnectorState(ok=False, error="refused", points=3)},
    )  # fmt: skip
    assert wire.decode_state(wire.encode(state)) == state


def test_a_newer_edge_may_say_more() -> None:
    assert wire.decode_state(b'{"v":1,"online":true,"news":1}').online


def test_topics_are_parsed_as_they_are_built() -> None:
    address = wire.Address("0a", "demo", "plant-a")
    for channel in wire.CHANNELS:
        assert wire.parse_topic(address.topic(channel)) == (address, channel)
    assert address.topic("up") == "pc/v1/0a/demo/edge/plant-a/up"


@pytest.mark.parametrize(
    "topic", ["", "pc/v1", "pc/v2/00/a/edge/b/up", "pc/v1/00/a/device/b/up", "pc/v1/00/a/edge/b/down",
              "pc/v1/00/a/edge/b/up/more", "x/v1/00/a/edge/b/up"],
)  # fmt: skip
def test_other_topics_are_none(topic: str) -> None:
    assert wire.parse_topic(topic) is None


def test_the_partition_is_the_crc_of_the_park() -> None:
    assert wire.partition_of("demo") == f"{crc32(b'demo') % 16:02x}"
    assert {len(wire.partition_of(str(uuid.UUID(int=n)), 256)) for n in range(50)} == {2}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None), (True, 1), (7, 7), (2**53 + 1, str(2**53 + 1)), (10**400, str(10**400)), (1.5, 1.5),
        (math.nan, None), (math.inf, None), (Decimal("0.1"), 0.1), (Decimal("1E+3"), 1000.0),
        (Decimal("123456789012345678.125"), "123456789012345678.125"), (Decimal("NaN"), None),
    ],
)  # fmt: skip
def test_values_travel_as_numbers_where_a_float_holds_them(value: object, expected: object) -> None:
    assert wire.wire_value(value) == expected


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30, places=6))
def test_no_decimal_is_changed_on_its_way(value: Decimal) -> None:
    sent = wire.wire_value(value)
    assert Decimal(repr(sent) if isinstance(sent, float) else str(sent)) == value
