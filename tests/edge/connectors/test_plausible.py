import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_edge import wire
from parkcarbon_edge.connectors.plausible import Resolution, coarse_step, judge

NOW = 1_790_000_000_000
HOUR_MS = 3_600_000


def codes(
    reading: wire.Reading, kind: str = "Double", period_s: float = 60, has_time: bool = True
) -> set[str]:
    return {reason.code for reason in judge(reading, kind, NOW, period_s, has_time)}


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (("p", NOW, 12.5, 0), set()),
        (("p", NOW, "12.5", 0), set()),
        (("p", NOW, "meter", 0), {"text"}),
        (("p", NOW, "nan", 0), {"text"}),
        (("p", NOW, None, 0x80740000), {"bad", "no_number"}),
        (("p", NOW, 1.0, 0x40930000), {"uncertain"}),
        (("p", NOW + 601_000, 1.0, 0), {"ahead"}),
        (("p", NOW - HOUR_MS - 1, 1.0, 0), {"stale"}),
        (("p", NOW - HOUR_MS + 1, 1.0, 0), set()),
    ],
)
def test_what_is_odd_is_named(reading: wire.Reading, expected: set[str]) -> None:
    assert codes(reading) == expected


def test_a_slow_point_may_be_old_and_notes_do_not_make_it_implausible() -> None:
    assert codes(("p", NOW - HOUR_MS - 1, 1.0, 0), period_s=900) == set()
    notes = judge(("p", NOW, 1e9, 0), "Float", NOW, 60, has_time=False)
    assert [(note.code, note.weight) for note in notes] == [("no_source_time", 0), ("float32", 0)]


@given(st.floats(min_value=1, max_value=2.0**40, width=32))
def test_the_step_is_the_distance_to_the_next_float32(value: float) -> None:
    """Against the bit pattern's own successor, packed by `struct`."""
    (bits,) = struct.unpack("<I", struct.pack("<f", value))
    (following,) = struct.unpack("<f", struct.pack("<I", bits + 1))
    step = following - value
    assert coarse_step("Float", value) == (step if step > 0.1 else None)
    assert coarse_step("Double", value) is None


def as_float32(value: float) -> float:
    return float(struct.unpack("<f", struct.pack("<f", value))[0])


@pytest.mark.parametrize(
    ("start", "step", "kind", "coarse"),
    [
        (1e9, 3.0, "Float", True),  # rises by 3 a reading, in steps of 64
        (1e9, 500.0, "Float", False),
        (1e9, 3.0, "Double", False),
        (1000.0, 0.01, "Float", False),
        (1e9, 0.0, "Float", True),  # whatever it is too coarse for is not seen
        (1e9, -70.0, "Float", False),  # a gauge
    ],
)
def test_a_register_that_moves_in_too_large_steps_is_noticed(
    start: float, step: float, kind: str, coarse: bool
) -> None:
    watch = Resolution()
    for number in range(12):
        exact = start + number * step
        watch.see(kind, as_float32(exact) if kind == "Float" else exact)
    assert (watch.coarse is not None) is coarse
    if watch.coarse:
        assert "steps of 64" in watch.coarse


def test_a_few_readings_prove_nothing() -> None:
    watch = Resolution()
    for _ in range(4):
        watch.see("Float", 1e9)
        watch.see("Float", None)
        watch.see("Float", "text")
    assert watch.coarse is None
