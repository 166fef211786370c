"""The rule by which a soak judges: what grows is found in noise, what does not is not called growth."""

import random
from collections.abc import Callable

import pytest

from tests.faults.steadiness import Course, course, courses, lost, steady, table, told

EVERY_S, LOOKS = 20.0, 100


def at(number: int) -> float:
    return number * EVERY_S


def judged(
    value: Callable[[float, random.Random], float], *, name: str = "api MiB", limit: float | None = None,
    looks: int = LOOKS,
) -> Course:  # fmt: skip
    """Of a figure that is `value(hours, noise)` at each look."""
    noise = random.Random(7)
    times = [at(i) for i in range(looks)]
    return course(name, times, [value(t / 3600, noise) for t in times], limit)


@pytest.mark.parametrize("level", [0.0, 40.0, 900.0])
def test_noise_is_flat(level: float) -> None:
    found = judged(lambda _, noise: level + noise.gauss(0, 0.5))
    assert found.verdict == "flat"
    assert found.at_most_per_hour * LOOKS * EVERY_S / 3600 < max(2.0, 0.02 * level) * 1.1


def test_a_leak_is_found_in_noise_and_its_slope_is_told() -> None:
    found = judged(lambda hours, noise: 100 + 12 * hours + noise.gauss(0, 1))
    assert found.verdict == "grows"
    assert found.per_hour == pytest.approx(12, abs=2)
    assert found.at_most_per_hour > found.per_hour


def test_a_step_is_told_from_a_leak() -> None:
    """Something is used for the first time, and level since. A late step could be the first of many."""
    early = judged(lambda hours, noise: 100 + 40 * (hours > 0.2) + noise.gauss(0, 0.3))
    late = judged(lambda hours, noise: 100 + 40 * (hours > 0.4) + noise.gauss(0, 0.3))
    assert (early.verdict, late.verdict) == ("rose", "grows")
    assert told({"api MiB": early}).endswith("since then by less than the rule calls growth: api MiB.")


def test_one_file_left_open_each_ten_minutes_is_a_leak() -> None:
    assert judged(lambda hours, _: 60 + int(hours * 6), name="api files").verdict == "grows"


def test_a_saw_is_not_growth() -> None:
    """Memory that is collected every ten minutes."""
    assert judged(lambda hours, _: 100 + 6 * (hours * 6 % 1)).verdict in ("flat", "open")


def test_what_cannot_be_told_is_left_open() -> None:
    assert judged(lambda _, noise: 100 + noise.gauss(0, 40)).verdict == "open"
    assert judged(lambda hours, _: 100 + hours, looks=5).verdict == "open"


def test_what_has_a_limit_is_held_against_it_alone() -> None:
    assert judged(lambda hours, _: 100 + 300 * hours, name="WAL MiB", limit=2112).verdict == "within"
    assert judged(lambda hours, _: 2000 + 300 * hours, name="WAL MiB", limit=2112).verdict == "over"


def test_the_beginning_is_cut_off() -> None:
    """What a process takes once while it warms up is not growth."""
    times = [at(i) for i in range(181)]
    assert times[steady(times)] == 600
    assert times[steady(times[:61])] == 300
    samples = [{"api MiB": min(t / 600, 1.0) * 200, "gone": 1.0} for t in times]
    del samples[-1]["gone"]
    found = courses(times, samples, {})
    assert list(found) == ["api MiB"]
    assert found["api MiB"].verdict == "flat"
    assert told(found, lost(samples)) == "Not there at each look: gone. Nothing grows."
    assert "| api MiB | 200.0 | 200.0 | 200.0 | +0.00 | +0.0 |  | flat |" in table(found)
