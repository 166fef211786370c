"""Single rules of metering; the laws are in tests/properties/test_intervals.py."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from parkcarbon_platform.calculation.metering.intervals import Intervals
from parkcarbon_platform.calculation.metering.meters import Meter
from parkcarbon_platform.calculation.metering.registers import to_integers
from parkcarbon_platform.calculation.metering.rules import RULES, Flag, gap_threshold_ms

from tests.support.batches import Reading, computed

MINUTE = 60_000
KWH = Meter("register", Fraction(1000), digits=6, max_rate=Fraction(400_000), expected_period_s=900)
Found = tuple[Intervals, list[Flag]]
ONE = np.zeros(1, dtype=np.int64)


def intervals(*readings: tuple[float, float], meter: Meter = KWH, quality: int = 0) -> Found:
    """Intervals of (minute, value) pairs, and flags."""
    given: list[Reading] = [(round(minute * MINUTE), value, quality) for minute, value in readings]
    return computed(meter, given)


def rules(found: Found) -> list[str]:
    return [flag.rule for flag in found[1]]


@pytest.mark.parametrize(
    ("value", "scale", "expected"),
    [
        (123.4, 2_000_000, 246_800_000),
        (0.0005, 1000, 0),  # a half goes to the even side, as the decimal says
        (0.0015, 1000, 2),
        (0.1 + 0.2, 10**9, 300_000_000),
        (9_007_199_254.740993, 10**6, 9_007_199_254_740_993),  # beyond what float64 products can tell
    ],
)
def test_readings_become_integers_of_their_decimal(value: float, scale: int, expected: int) -> None:
    integers, usable = to_integers(np.array([value]), [Fraction(scale)], ONE, {})
    assert usable.all()
    exact = round(Fraction(Decimal(repr(value))) * scale)
    assert integers.tolist() == [exact]
    assert exact == expected


def test_an_exact_decimal_replaces_the_float() -> None:
    integers, usable = to_integers(
        np.array([1.0]), [Fraction(1000)], ONE, {0: Fraction("12345678901234.567")}
    )
    assert usable.all()
    assert integers.tolist() == [12_345_678_901_234_567]


def test_readings_beyond_the_integers_are_not_used() -> None:
    _, usable = to_integers(np.array([1e30, np.nan, np.inf, 1.0]), [Fraction(1000)], np.repeat(ONE, 4), {})
    assert usable.tolist() == [False, False, False, True]
    assert rules(intervals((0, 1), (5, 1e30), (15, 2))) == ["out_of_range"]


def test_a_quarter_hour_is_the_difference_at_its_boundaries() -> None:
    found = intervals((5, 100.0), (20, 101.5), (35, 102.0))
    assert found[0].start.tolist() == [0, 15 * MINUTE, 30 * MINUTE]
    assert found[0].quantity.tolist() == [1000, 833, 167]
    assert found[0].covered_ms.tolist() == [10 * MINUTE, 15 * MINUTE, 5 * MINUTE]
    assert found[0].status.tolist() == [0, 0, 0]


def test_fewer_than_two_readings_make_no_interval() -> None:
    assert intervals()[0].start.size == 0
    assert intervals((5, 100.0))[0].start.size == 0


def test_a_gap_is_linear_and_estimated_in_part() -> None:
    found = intervals((0, 0.0), (20, 2.0), (80, 5.0))
    assert found[0].quantity.tolist() == [1500, 1000, 750, 750, 750, 250]
    assert found[0].estimated.tolist() == [0, 500, 750, 750, 750, 250]
    assert found[0].methods == [None, "linear", "linear", "linear", "linear", "linear"]
    assert rules(found) == ["gap"]


def test_a_long_gap_is_named_so() -> None:
    found = intervals((0, 0.0), (300, 30.0))
    assert set(found[0].methods) == {"linear_long"}
    assert found[0].quantity.tolist() == [1500] * 20


def test_rollover_adds_the_modulus() -> None:
    found = intervals((0, 999_999.0), (15, 1.5))
    assert found[0].quantity.tolist() == [2500]
    assert rules(found) == ["rollover"]


def test_without_a_rate_a_rollover_goes_from_the_top_to_the_bottom() -> None:
    meter = Meter("register", Fraction(1000), digits=6)
    assert intervals((0, 950_000.0), (15, 10.0), meter=meter)[0].quantity.tolist() == [50_010_000]
    assert rules(intervals((0, 500_000.0), (15, 10.0), meter=meter)) == ["reset"]


def test_a_reset_covers_nothing() -> None:
    found = intervals((0, 50.0), (15, 51.0), (30, 0.0), (45, 1.0))
    assert found[0].start.tolist() == [0, 30 * MINUTE]
    assert rules(found) == ["reset"]


@pytest.mark.parametrize("wrong", [0.0, 90_000.0])
def test_a_single_contradiction_is_not_accepted(wrong: float) -> None:
    found = intervals((0, 50.0), (5, wrong), (15, 51.0))
    assert found[0].quantity.tolist() == [1000]
    assert rules(found) == ["glitch"]


def test_a_spike_stays_in_the_sum_and_is_flagged() -> None:
    found = intervals((0, 50.0), (15, 5000.0), (30, 5001.0))
    assert found[0].quantity.tolist() == [4_950_000, 1000]
    assert found[0].methods == ["spike", None]
    assert rules(found) == ["spike"]


def test_uncertain_is_used_and_bad_is_not() -> None:
    assert intervals((0, 0.0), (15, 1.0), quality=0x40000000)[0].methods == ["uncertain"]
    assert intervals((0, 0.0), (15, 1.0), quality=0x80000000)[0].start.size == 0


@pytest.mark.parametrize(("period", "minutes"), [(1, 20), (60, 20), (900, 22.5), (3600, 90)])
def test_gap_threshold(period: int, minutes: float) -> None:
    assert gap_threshold_ms(period) == minutes * MINUTE


def test_every_rule_says_what_it_does() -> None:
    assert len(RULES) >= 7
    assert all(rule.condition and rule.effect and rule.source for rule in RULES.values())
