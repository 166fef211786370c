import pytest
from parkcarbon_simulators.clock import SimulatedClock


class Wall:
    def __init__(self) -> None:
        self.time = 1_000_000.0

    def __call__(self) -> float:
        return self.time


def test_without_a_start_it_is_the_wall_clock() -> None:
    wall = Wall()
    clock = SimulatedClock(wall=wall)
    wall.time += 12.5
    assert clock.now() == wall.time


def test_a_fast_clock_catches_up_and_then_keeps_pace() -> None:
    wall = Wall()
    clock = SimulatedClock(wall.time - 5900.0, speed=60.0, wall=wall)
    assert clock.now() == pytest.approx(wall.time - 5900.0)
    wall.time += 50.0
    assert clock.now() == pytest.approx(wall.time - 50.0 - 5900.0 + 50 * 60.0)
    wall.time += 51.0
    assert clock.now() == wall.time
    wall.time += 1.0
    assert clock.now() == wall.time


def test_a_clock_at_normal_speed_stays_behind() -> None:
    wall = Wall()
    clock = SimulatedClock(wall.time - 100.0, speed=1.0, wall=wall)
    wall.time += 10_000.0
    assert clock.now() == pytest.approx(wall.time - 100.0)


def test_a_start_in_the_future_is_the_wall_clock() -> None:
    wall = Wall()
    assert SimulatedClock(wall.time + 50.0, speed=60.0, wall=wall).now() == wall.time
