"""What the live process remembers of committed batches."""

import math
from datetime import timedelta

import pytest
from parkcarbon_platform.live.frame import Gauge
from parkcarbon_platform.live.state import ParkState
from parkcarbon_platform.storage.live import ReadingRow

from tests.platform.live.factories import NOW, NOW_MS

BAD = 0x80000000


def test_the_newest_good_reading_wins_whatever_the_order() -> None:
    state = ParkState()
    state.take([(1, NOW_MS - 1000, 2.0, 0), (1, NOW_MS - 3000, 1.0, 0)], NOW_MS)
    state.take([(1, NOW_MS - 2000, 3.0, 0)], NOW_MS)
    assert state.gauges == {1: Gauge(NOW_MS - 1000, 2.0)}


def test_a_bad_reading_is_heard_but_not_shown() -> None:
    state = ParkState()
    state.take([(1, NOW_MS - 2000, 2.0, 0), (1, NOW_MS - 1000, 9.0, BAD), (1, NOW_MS, None, BAD)], NOW_MS)
    assert state.gauges[1].value == 2.0
    assert state.last_seen[1] == NOW_MS


@pytest.mark.parametrize("value", ["not a number", "1e999", math.nan, math.inf, None])
def test_what_is_no_number_is_not_shown(value: float | str | None) -> None:
    state = ParkState()
    state.take([(1, NOW_MS, value, 0)], NOW_MS)
    assert state.gauges == {}


def test_exact_values_come_as_text() -> None:
    state = ParkState()
    state.take([(1, NOW_MS, "12345.5", 0)], NOW_MS)
    assert state.gauges[1].value == 12345.5


def test_a_clock_that_runs_ahead_does_not_hide_later_readings() -> None:
    state = ParkState()
    state.take([(1, NOW_MS + 300_000, 9.0, 0)], NOW_MS)
    state.take([(1, NOW_MS, 1.0, 0)], NOW_MS)
    assert state.gauges[1].value == 1.0


def test_the_seed_does_not_replace_what_is_newer() -> None:
    state = ParkState()
    state.take([(1, NOW_MS, 1.0, 0)], NOW_MS)
    state.seed([ReadingRow(1, NOW - timedelta(minutes=1), 8.0), ReadingRow(2, NOW, 2.0)])
    assert {i: g.value for i, g in state.gauges.items()} == {1: 1.0, 2: 2.0}
    assert state.last_seen == {1: NOW_MS, 2: NOW_MS}
