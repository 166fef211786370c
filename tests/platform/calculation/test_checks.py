"""Rules that a job looks for: each strikes where it should and is quiet where it should be."""

import numpy as np
import pytest
from parkcarbon_platform.calculation.metering.checks import (
    Samples,
    balance,
    clock_drift,
    days_of,
    different_value,
    float_step,
    high_low,
    interval_sum,
    looks_like_float32,
    silent,
    stuck,
    zero,
)  # fmt: skip
from parkcarbon_platform.calculation.metering.likeness import Quarters
from parkcarbon_platform.calculation.metering.rules import values
from parkcarbon_platform.services.localtime import offsets_ms

MINUTE = 60_000
QUARTER = 15 * MINUTE
DAY = 96 * QUARTER
# Monday midnight in Shanghai.
START = 1_764_000_000_000 - 1_764_000_000_000 % DAY - 8 * 4 * QUARTER


def samples(values: list[float], step: int = QUARTER) -> Samples:
    return Samples(START + step * np.arange(len(values), dtype=np.int64), np.array(values, dtype=np.float64))


def quarters(days: list[list[int]], first: int = 0, timezone: str = "Asia/Shanghai") -> Quarters:
    """Whole days of quarter hours; a day of one number repeats it."""
    amounts = [amount for day in days for amount in (day * 96 if len(day) == 1 else day)]
    start = START + first * DAY + QUARTER * np.arange(len(amounts), dtype=np.int64)
    return Quarters(start, np.array(amounts, dtype=np.int64), offsets_ms(start, timezone))


def rules(flags: list[object]) -> list[str]:
    return [flag.rule for flag in flags]


def test_a_register_that_stands_while_its_power_delivers_is_stuck() -> None:
    register = samples([1000, 2000, 2000, 2000, 2000, 2000, 3000])
    (flag,) = stuck(register, samples([4000.0] * 7), 1000)
    assert (flag.time, flag.rule) == (START + QUARTER, "stuck")
    assert flag.detail == "4000 by power in 60 min"


@pytest.mark.parametrize("power", [[0.0] * 7, [2000.0] * 7])
def test_a_register_whose_power_is_too_small_for_its_steps_is_not(power: list[float]) -> None:
    assert stuck(samples([1000, 2000, 2000, 2000, 2000, 2000, 3000]), samples(power), 1000) == []


def test_few_equal_readings_are_not_stuck() -> None:
    assert stuck(samples([1000, 2000, 2000, 2000, 3000]), samples([9000.0] * 5), 1000) == []


def test_zero_on_a_meter_that_is_active_in_like_periods() -> None:
    history = quarters([[500]] * 5)
    today = [500] * 40 + [0] * 8 + [500] * 48
    (flag,) = zero(quarters([today], first=7), history)
    assert (flag.time, flag.detail) == (START + 7 * DAY + 40 * QUARTER, "2 h of zero")


def test_a_short_zero_or_one_at_a_time_that_is_often_zero_is_usual() -> None:
    today = [500] * 40 + [0] * 7 + [500] * 49
    assert zero(quarters([today], first=7), quarters([[500]] * 5)) == []
    nights = [[0] * 32 + [500] * 64] * 5
    assert zero(quarters([nights[0]], first=7), quarters(nights)) == []


@pytest.mark.parametrize(("amount", "rule"), [(1100, "high"), (200, "low"), (700, None)])
def test_days_against_like_days_of(amount: int, rule: str | None) -> None:
    found = high_low(days_of(quarters([[amount]], first=7)), days_of(quarters([[500]] * 5 + [[9000]] * 2)))
    assert rules(found) == ([] if rule is None else [rule])


def test_a_weekend_is_compared_with_weekends_and_too_few_say_nothing() -> None:
    assert high_low(days_of(quarters([[9000]], first=5)), days_of(quarters([[500]] * 5))) == []
    three = quarters([[500]], first=-2), quarters([[500]], first=-1), quarters([[500]], first=-8)
    ordered = sorted(three, key=lambda q: int(q.start[0]))
    history = Quarters(
        *(np.concatenate([getattr(q, n) for q in ordered]) for n in ("start", "quantity", "offset"))
    )
    assert rules(high_low(days_of(quarters([[9000]], first=5)), days_of(history))) == ["high"]


def test_a_day_of_23_hours_is_compared_by_its_mean() -> None:
    # Berlin, 29 March 2026: 92 quarter hours.
    first = 1_774_738_800_000
    start = first + QUARTER * np.arange(-28 * 96, 92, dtype=np.int64)
    week = Quarters(start, np.full(start.shape, 500, dtype=np.int64), offsets_ms(start, "Europe/Berlin"))
    assert high_low(days_of(week), days_of(week)) == []


def test_float32_steps() -> None:
    assert float_step(START, 1e9, True)[0].detail == "at 1000000000 a float32 steps by 64"
    assert float_step(START, 1e9, False) == []
    assert float_step(START, 100.0, True) == []
    assert rules(float_step(START, 1e6, True, values({"float_step": {"resolution": 0.01}}))) == ["float_step"]
    assert looks_like_float32(np.array([0.5, float(np.float32(0.1))]))
    assert not looks_like_float32(np.array([0.1, 0.5]))
    assert not looks_like_float32(np.array([1.0, 2.0]))


@pytest.mark.parametrize(
    ("shift", "detail"), [(200_000, "200 s ahead"), (-300_000, "300 s behind"), (60_000, None)]
)
def test_clocks(shift: int, detail: str | None) -> None:
    received = START + MINUTE * np.arange(60, dtype=np.int64)
    found = clock_drift(received + shift, received)
    assert [f.detail for f in found] == ([] if detail is None else [detail])


def test_another_value_at_the_same_time() -> None:
    times = np.array([START, START + 1])
    found = different_value(times, np.array([1.0, 2.0]), np.array([1.0, 3.0]))
    assert [(f.time, f.detail) for f in found] == [(START + 1, "2 kept, 3 came later")]


def test_balances() -> None:
    assert balance(START, 1000, [500, 470]) == []
    assert balance(START, 1000, [500, 400])[0].detail == "-100 (-10.0%)"
    assert balance(START, 0, [1])[0].detail == "+1 (of zero)"
    assert interval_sum(START, 1000, 990) == []
    assert rules(interval_sum(START, 1000, 980)) == ["interval_sum"]


def test_silence() -> None:
    assert silent(START, START - 20 * MINUTE, 60) == []
    assert silent(START, START - 21 * MINUTE, 60)[0].detail == "21 min without a reading"
    assert silent(START, START - 40 * MINUTE, 900) == []
    assert silent(START, None, 60)[0].detail == "never read"
