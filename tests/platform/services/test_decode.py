"""What becomes of a message: readings in columns, or quarantine with the right reason."""

import json
import math
import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_edge import wire
from parkcarbon_platform.services.connecting import decode
from parkcarbon_platform.storage.catalogue import Catalogue, Edge, FreshCatalogue
from parkcarbon_platform.storage.delivery import Delivery, Envelope

from tests.support.delivery import NOON_MS, RECEIVED, Sender

PARK, EDGE = 3, 5
KEYS = {"a": 11, "b": 12}


def known(catalogue: Catalogue | None = None) -> FreshCatalogue:
    full = Catalogue({"test-park": PARK}, {("test-park", "plant"): Edge(PARK, EDGE, dict(KEYS))})
    return FreshCatalogue(lambda: catalogue or full)


def decoded(
    payload: bytes, sender: Sender | None = None, catalogue: FreshCatalogue | None = None
) -> Delivery:
    return decode.decode((sender or Sender()).topic, payload, RECEIVED, catalogue or known())


def reasons(delivery: Delivery) -> list[tuple[str, int | None]]:
    return [(q.reason, q.reading_index) for q in delivery.quarantined]


def test_good_readings_become_columns() -> None:
    sender = Sender()
    found = decoded(
        sender.batch(("a", NOON_MS, 1.5, 0), ("b", NOON_MS + 1, None, 7), ("a", NOON_MS, 3, 0)), sender
    )
    assert (found.park_id, found.edge_id, found.sent) == (PARK, EDGE, 3)
    assert found.envelope == Envelope(sender.spool, 1, 0)
    columns = found.readings
    assert list(columns.points) == [11, 12, 11]
    assert list(columns.times) == [NOON_MS, NOON_MS + 1, NOON_MS]
    assert list(columns.values) == [1.5, None, 3.0]
    assert list(columns.qualities) == [0, 7, 0]
    assert found.quarantined == ()


def test_an_empty_batch_is_one() -> None:
    sender = Sender()
    found = decoded(sender.batch(gaps=((NOON_MS, NOON_MS, 1, "full"),)), sender)
    assert len(found.readings) == 0
    assert list(found.gaps) == [(NOON_MS, NOON_MS, 1, "full")]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (("c", NOON_MS, 1.0, 0), "unknown_point"),
        (("a", NOON_MS + decode.FUTURE_MS + 1, 1.0, 0), "future"),
        (("a", 10**30, 1.0, 0), "future"),
        (("a", 10**4290, 1.0, 0), "future"),
        (("a", decode.PAST_MS - 1, 1.0, 0), "past"),
        (("a", 0, 1.0, 0), "past"),
        (("a", -(10**30), 1.0, 0), "past"),
        (("a", NOON_MS, "12,5", 0), "wrong_type"),
        (("a", NOON_MS, "1e5", 0), "wrong_type"),
        (("a", NOON_MS, "NaN", 0), "wrong_type"),
        (("a", NOON_MS, "9" * 41, 0), "wrong_type"),
        (("a", NOON_MS, "٣٤", 0), "wrong_type"),
        (("a", NOON_MS, 10**41, 0), "wrong_type"),
        (("a", NOON_MS, True, 0), "wrong_type"),
        (("a", NOON_MS, [1], 0), "wrong_type"),
        (("a", NOON_MS, {}, 0), "wrong_type"),
        (("a", NOON_MS, 1.0, -1), "wrong_type"),
        (("a", NOON_MS, 1.0, "0"), "wrong_type"),
        (("a", NOON_MS + 0.5, 1.0, 0), "wrong_type"),
        (("a", NOON_MS, 1.0), "wrong_type"),
        ((7, NOON_MS, 1.0, 0), "wrong_type"),
        ("a", "wrong_type"),
        (None, "wrong_type"),
    ],
)
def test_only_the_bad_reading_goes_aside(bad: object, reason: str) -> None:
    sender = Sender()
    good = ("b", NOON_MS, 2.0, 0)
    found = decoded(sender.batch(good, bad, good), sender)
    assert reasons(found) == [(reason, 1)]
    assert list(found.readings.values) == [2.0, 2.0]
    assert found.sent == 3
    assert json.loads(found.quarantined[0].payload) == json.loads(json.dumps(bad))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_what_is_no_json_number_is_of_the_wrong_type(number: str) -> None:
    batch = Sender().batch(("a", NOON_MS, 123.25, 0), ("b", NOON_MS, 1.0, 0))
    payload = batch.replace(b"123.25", number.encode())
    assert payload.count(number.encode()) == 1
    found = decoded(payload)
    assert reasons(found) == [("wrong_type", 0)]
    assert list(found.readings.points) == [12]


def test_the_edges_of_the_span_are_in() -> None:
    times = (decode.PAST_MS, NOON_MS + decode.FUTURE_MS)
    found = decoded(Sender().batch(*[("a", t, 1.0, 0) for t in times]))
    assert tuple(found.readings.times) == times


@pytest.mark.parametrize(
    ("value", "number", "exact"),
    [
        ("12.5", 12.5, None), ("-0.1", -0.1, None), ("+7", 7.0, None),
        ("123456789012345678.125", 1.2345678901234568e17, Decimal("123456789012345678.125")),
        (2**53 + 1, float(2**53), Decimal(2**53 + 1)), (2**53, float(2**53), None),
    ],
)  # fmt: skip
def test_numbers_beyond_a_float_keep_their_digits(
    value: object, number: float, exact: Decimal | None
) -> None:
    found = decoded(Sender().batch(("a", NOON_MS, value, 0)))
    assert list(found.readings.values) == [number]
    assert found.readings.exact == ({} if exact is None else {0: exact})


@pytest.mark.parametrize(
    "payload", [b"", b"null", b"[]", b"{", b"\xff\xfe", b"[" * 50_000, b'{"v":1}', b"1" * 5000],
)  # fmt: skip
def test_what_is_no_batch_at_all_has_no_place(payload: bytes) -> None:
    found = decoded(payload)
    assert reasons(found) == [("malformed", None)]
    assert found.envelope is None
    assert found.quarantined[0].payload == payload


@pytest.mark.parametrize(
    "change", [{"v": 2}, {"readings": 7}, {"readings": None}, {"gaps": [[1]]}, {"gaps": "x"}],
)  # fmt: skip
def test_a_bad_batch_with_a_place_does_not_stop_its_spool(change: dict[str, Any]) -> None:
    sender = Sender()
    content = msgspec.json.decode(sender.batch(("a", NOON_MS, 1.0, 0))) | change
    found = decoded(msgspec.json.encode(content), sender)
    assert reasons(found) == [("malformed", None)]
    assert found.envelope == Envelope(sender.spool, 1, 0)
    assert len(found.readings) == 0


def test_too_many_readings_are_kept_in_part() -> None:
    sender = Sender()
    payload = sender.batch(*[("a", NOON_MS, 1.0, 0)] * (wire.MAX_BATCH_READINGS + 1))
    found = decoded(payload, sender)
    assert reasons(found) == [("oversized", None)]
    assert found.envelope == Envelope(sender.spool, 1, 0)
    assert found.quarantined[0].payload == payload[: decode.KEPT_BYTES]


def test_too_many_bytes_are_kept_in_part() -> None:
    sender = Sender()
    payload = sender.batch(("a" * decode.MAX_BYTES, NOON_MS, 1.0, 0))
    found = decoded(payload, sender)
    assert reasons(found) == [("oversized", None)]
    assert found.envelope == Envelope(sender.spool, 1, 0)
    assert len(found.quarantined[0].payload) == decode.KEPT_BYTES


@pytest.mark.parametrize(
    ("park", "edge", "reason", "park_id"),
    [("elsewhere", "plant", "unknown_park", None), ("test-park", "other", "unknown_edge", PARK)],
)
def test_a_message_of_nobody_is_kept_whole(park: str, edge: str, reason: str, park_id: int | None) -> None:
    sender = Sender(park=park, edge=edge)
    found = decoded(sender.batch(("a", NOON_MS, 1.0, 0)), sender)
    assert reasons(found) == [(reason, None)]
    assert (found.park_id, found.edge_id) == (park_id, None)


def test_a_topic_of_another_kind_is_malformed() -> None:
    found = decode.decode("pc/v1/00/test-park/edge/plant/config", b"{}", RECEIVED, known())
    assert reasons(found) == [("malformed", None)]


def test_the_state_is_taken_as_it_is() -> None:
    topic = Sender().address.topic("state")
    payload = wire.encode(wire.State(online=True))
    assert decode.decode(topic, payload, RECEIVED, known()).state == payload
    assert reasons(decode.decode(topic, b"{}", RECEIVED, known())) == [("malformed", None)]
    big = wire.encode(wire.State(online=True, version="x" * decode.KEPT_BYTES))
    assert reasons(decode.decode(topic, big, RECEIVED, known())) == [("oversized", None)]


def test_a_fresh_state_tells_how_the_clock_of_the_edge_goes() -> None:
    topic, received_ms = Sender().address.topic("state"), round(RECEIVED.timestamp() * 1000)

    def offset(ahead_ms: int, *, online: bool = True, fresh: bool = True) -> int | None:
        payload = wire.encode(wire.State(online=online, time_ms=received_ms + ahead_ms))
        return decode.decode(topic, payload, RECEIVED, known(), fresh=fresh).clock_offset_ms

    assert (offset(90_000), offset(-1_500)) == (90_000, -1_500)
    assert offset(90_000, fresh=False) is None  # the broker may have kept it for days
    assert offset(-90_000, online=False) is None  # a last will was written when the edge connected
    assert offset(1 << 60) is None


@pytest.mark.parametrize("payload", [b'{"online":true,"x":"\xff"}', b'{"online":true,"\xff":1}'])
def test_a_state_that_is_no_utf8_goes_aside(payload: bytes) -> None:
    found = decode.decode(Sender().address.topic("state"), payload, RECEIVED, known())
    assert reasons(found) == [("malformed", None)]
    assert found.state is None


@pytest.mark.parametrize("end", ["\n", " ", "0"])
def test_a_spool_that_the_database_would_not_take_has_no_place(end: str) -> None:
    sender = Sender()
    sender.spool += end
    found = decoded(sender.batch(("a", NOON_MS, 1.0, 0)), sender)
    assert reasons(found) == [("malformed", None)]
    assert found.envelope is None


class Exploding(dict[str, int]):
    """Points that fail in a way that nobody thought of."""

    def __getitem__(self, key: str) -> int:
        raise OverflowError(key)


def test_a_message_that_breaks_the_decoder_goes_aside_and_leaves_its_place() -> None:
    sender = Sender()
    points = Exploding(a=1)
    broken = Catalogue({"test-park": PARK}, {("test-park", "plant"): Edge(PARK, EDGE, points)})
    found = decoded(sender.batch(("a", NOON_MS, 1.0, 0)), sender, known(broken))
    assert reasons(found) == [("malformed", None)]
    assert found.envelope == Envelope(sender.spool, 1, 0)
    assert "OverflowError" in found.quarantined[0].detail


def test_gaps_are_cut_to_the_span_of_readings() -> None:
    found = decoded(Sender().batch(gaps=((-(10**18), 10**18, 5, "a\0b"),)))
    assert list(found.gaps) == [(decode.PAST_MS, NOON_MS + decode.FUTURE_MS, 5, "a\\0b")]


@pytest.mark.parametrize("key", ["\0", "\ud800", "x" * 200])
def test_what_is_written_down_can_be_stored(key: str) -> None:
    frame = {"v": 1, "spool": Sender().spool, "seq": 1, "prev": 0, "readings": [[key, NOON_MS, 1.0, 0]]}
    found = decoded(json.dumps(frame).encode())
    for item in found.quarantined:
        assert "\0" not in item.detail
        item.detail.encode()


class Asked:
    """A catalogue that learns of the edge when it is read the second time."""

    def __init__(self, *versions: Catalogue) -> None:
        self.versions = list(versions)
        self.reads = 0

    def __call__(self) -> Catalogue:
        self.reads += 1
        return self.versions[min(self.reads, len(self.versions)) - 1]


def fresh(read: Callable[[], Catalogue], clock: list[float]) -> FreshCatalogue:
    return FreshCatalogue(read, every_s=1.0, clock=lambda: clock[0])


def test_a_missing_key_is_looked_for_but_not_all_the_time() -> None:
    edge = ("test-park", "plant")
    asked = Asked(
        Catalogue({"test-park": PARK}, {edge: Edge(PARK, EDGE, {})}),
        Catalogue({"test-park": PARK}, {edge: Edge(PARK, EDGE, dict(KEYS))}),
    )
    clock = [0.0]
    catalogue = fresh(asked, clock)
    payload = Sender().batch(("a", NOON_MS, 1.0, 0), ("b", NOON_MS, 1.0, 0))
    assert [r for r, _ in reasons(decoded(payload, catalogue=catalogue))] == ["unknown_point"] * 2
    assert asked.reads == 1
    clock[0] = 1.0
    assert len(decoded(payload, catalogue=catalogue).readings) == 2
    assert asked.reads == 2


def test_a_catalogue_that_proved_wrong_is_read_at_once() -> None:
    asked = Asked(Catalogue(), Catalogue({"test-park": PARK}, {}))
    catalogue = fresh(asked, [0.0])
    assert catalogue.missed()
    assert not catalogue.missed()
    catalogue.forget()
    assert catalogue.missed()
    assert catalogue.current.parks == {"test-park": PARK}


values = st.one_of(
    st.none(), st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**60), 2**60),
    st.text(max_size=5),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(lambda d: format(d, "f")),
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(0, 2 * NOON_MS), values, st.just(0))))
def test_every_reading_is_stored_or_put_aside(items: list[Any]) -> None:
    found = decoded(Sender().batch(*items))
    assert len(found.readings) + len(found.quarantined) == len(items)
    assert all(v is None or math.isfinite(v) for v in found.readings.values)


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=5),
              st.integers(-(10**600), 10**600), st.sampled_from(["a", NOON_MS, 10**400, 2**63, -1, "1e9"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=8,
)  # fmt: skip


@given(st.lists(anything, max_size=5))
def test_whatever_is_no_reading_goes_aside_alone(items: list[Any]) -> None:
    sender = Sender()
    frame = {"v": 1, "spool": sender.spool, "seq": 1, "prev": 0, "readings": [("b", NOON_MS, 1, 0), *items]}
    found = decoded(json.dumps(frame).encode(), sender)
    assert found.envelope == Envelope(sender.spool, 1, 0)
    assert len(found.readings) + len(found.quarantined) == len(items) + 1
    assert all(item.reading_index for item in found.quarantined)


@given(st.integers(0, 2**32))
def test_the_fast_path_and_the_slow_one_agree(seed: int) -> None:
    chance = random.Random(seed)
    readings: list[wire.Reading] = [
        (chance.choice("ab"), NOON_MS - chance.randrange(10**9), chance.choice([None, 1, 2.5, -7]), 0)
        for _ in range(chance.randrange(6))
    ]
    edge = Edge(PARK, EDGE, dict(KEYS))
    slow = Delivery("t", RECEIVED, b"")
    decode.one_by_one(slow, readings, edge, lambda: edge)
    quick = decode.fast_columns(readings, edge, RECEIVED)
    assert quick is not None
    for name in ("points", "times", "values", "qualities"):
        assert list(getattr(quick, name)) == list(getattr(slow.readings, name)), name


@given(st.binary(max_size=300))
def test_no_bytes_make_it_fail(payload: bytes) -> None:
    assert decoded(payload).quarantined


def test_refused_content_leaves_the_place() -> None:
    sender = Sender()
    payload = sender.batch(("a", NOON_MS, 1.0, 0))
    bare = decode.refuse(decoded(payload, sender), payload, "why")
    assert bare.envelope == Envelope(sender.spool, 1, 0)
    assert len(bare.readings) == 0
    assert reasons(bare) == [("malformed", None)]
