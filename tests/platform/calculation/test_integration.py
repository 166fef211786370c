"""The stated bound of a gauge's integral covers the true error, where the true integral is known."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from parkcarbon_platform.calculation.metering.batch import Part, join
from parkcarbon_platform.calculation.metering.integration import error_bounds
from parkcarbon_platform.calculation.metering.intervals import compute
from parkcarbon_platform.calculation.metering.meters import Meter
from parkcarbon_platform.calculation.metering.rules import DAY_MS, HOUR_MS, QUARTER_MS

# Base units an hour: so large that rounding to whole ones is nothing beside the error of integration.
SIZE = 10.0**9
START = 1_764_000_000_000 - 1_764_000_000_000 % DAY_MS
Rate = Callable[[np.ndarray], np.ndarray]


def known(rate: Rate, period_s: int, hours: int = 6) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Starts of quarter hours, their integrals and bounds, of a rate [base unit/h] at hours since START."""
    time = START + np.arange(-3600 * 1000, hours * HOUR_MS + 3_600_001, period_s * 1000, dtype=np.int64)
    value = rate((time - START) / HOUR_MS)
    meter = Meter("integral", Fraction(1), expected_period_s=period_s)
    quality = np.zeros(time.size, dtype=np.int64)
    batch = join([Part(meter, int(time[0]), int(time[-1]), time, value, quality)])
    found = compute(batch, "integral").intervals
    edges = START + np.arange(0, hours * HOUR_MS + 1, QUARTER_MS, dtype=np.int64)
    inside = (found.start >= START) & (found.start < edges[-1])
    return edges, found.quantity[inside], error_bounds(batch, edges)


def truth(integral: Rate, edges: np.ndarray) -> np.ndarray:
    """Differences of a known integral at quarter hours."""
    return np.diff(integral((edges - START) / HOUR_MS))


@pytest.mark.parametrize("period_s", [10, 60, 300, 900])
def test_a_sine_is_within_its_bound(period_s: int) -> None:
    omega = 2 * np.pi / 2.0  # two hours a turn
    edges, quantity, bound = known(lambda h: SIZE * (1 + 0.8 * np.sin(omega * h)), period_s)
    error = np.abs(quantity - truth(lambda h: SIZE * (h - 0.8 * np.cos(omega * h) / omega), edges))
    assert (error <= bound + 1).all()
    # A bound that says nothing would cover as well: it is six times the error that smooth rates have.
    assert bound.sum() <= 12 * error.sum() + 24
    assert bound.sum() == pytest.approx(6 * error.sum(), rel=0.35) or period_s == 900


@pytest.mark.parametrize("period_s", [10, 60, 300, 900])
@pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.77, 0.99])
def test_a_step_at_any_moment_is_within_its_bound(period_s: int, share: float) -> None:
    at = 2.0 + share * period_s / 3600
    edges, quantity, bound = known(lambda h: SIZE * (1 + 3.0 * (h >= at)), period_s)
    error = np.abs(quantity - truth(lambda h: SIZE * (h + 3.0 * np.maximum(h - at, 0)), edges))
    assert (error <= bound + 1).all()
    assert bound.sum() < 0.5 * quantity.sum()


def test_a_ramp_has_no_error_and_no_bound() -> None:
    edges, quantity, bound = known(lambda h: SIZE * (2 + h), 60)
    assert np.abs(quantity - truth(lambda h: SIZE * (2 * h + h * h / 2), edges)).max() <= 1
    assert bound.max() <= 1


def test_readings_of_uneven_distance_are_covered() -> None:
    rng = np.random.default_rng(20261125)
    time = START + np.cumsum(rng.integers(5_000, 400_000, 200)).astype(np.int64)
    omega = 2 * np.pi / 3.0
    value = SIZE * (1 + 0.5 * np.sin(omega * (time - START) / HOUR_MS))
    meter = Meter("integral", Fraction(1), expected_period_s=300)
    batch = join([Part(meter, int(time[0]), int(time[-1]), time, value, np.zeros(time.size, dtype=np.int64))])
    edges = np.array([time[0], time[-1]], dtype=np.int64)
    hours = (edges - START) / HOUR_MS
    true = SIZE * np.diff(hours - 0.5 * np.cos(omega * hours) / omega)[0]
    error = abs(compute(batch, "integral").intervals.quantity.sum() - true)
    (bound,) = error_bounds(batch, edges)
    assert error <= bound < 0.05 * true


def test_a_shorter_period_has_a_smaller_bound() -> None:
    omega = 2 * np.pi
    bounds = [known(lambda h: SIZE * (1 + 0.5 * np.sin(omega * h)), p)[2].sum() for p in (30, 60, 180)]
    # The error of trapezoids falls with the square of the period.
    assert bounds[1] / bounds[0] == pytest.approx(4, rel=0.1)
    assert bounds[2] / bounds[1] == pytest.approx(9, rel=0.1)


def test_nothing_read_has_no_bound() -> None:
    meter = Meter("integral", Fraction(1))
    none = np.zeros(0, dtype=np.int64)
    batch = join([Part(meter, START, START, none, none.astype(np.float64), none)])
    assert error_bounds(batch, np.array([START, START + HOUR_MS])).tolist() == [0.0]
