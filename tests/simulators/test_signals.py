from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from parkcarbon_simulators.errors import BeforeEpochError
from parkcarbon_simulators.plants.signals import BLOCK_S, KNOT_S, Signals, noise_of

EPOCH_S = 1_700_000_000.0 - 1_700_000_000.0 % 600.0
NAMES = ("furnace", "lamp", "idle")
BOTH = np.array([0, 1, 2])


def envelope(knots: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    hours = (knots - EPOCH_S) / 3600.0
    furnace = 500.0 + 300.0 * np.sin(hours)
    lamp = np.clip(100.0 * np.cos(hours / 4.0), 0.0, None)
    return np.stack([furnace, lamp, np.zeros_like(hours)], axis=1)


@pytest.fixture
def signals() -> Signals:
    return Signals(EPOCH_S, NAMES, noise_of(5, NAMES, [0.25, 0.1, 0.3]), envelope)


def quadrature(signals: Signals, start_s: float, end_s: float, steps: int) -> np.ndarray[Any, Any]:
    """Simpson's rule over the rates [unit]."""
    times = np.linspace(start_s, end_s, 2 * steps + 1)
    rates = signals.rates(times, BOTH)
    weights = np.ones(times.size)
    weights[1:-1:2], weights[2:-1:2] = 4.0, 2.0
    return (rates * weights[:, None]).sum(axis=0) * (end_s - start_s) / (2 * steps) / 3.0 / 3600.0


@pytest.mark.parametrize("start", [0.0, 123.4, KNOT_S * 17 + 1.5, BLOCK_S - 300.0, 2 * BLOCK_S + 98_765.4])
def test_an_amount_is_the_integral_of_the_rate(signals: Signals, start: float) -> None:
    # Knots break the slope, so each cell is summed by itself.
    edges = [start, *np.arange(start // KNOT_S * KNOT_S + KNOT_S, start + 3600.0, KNOT_S), start + 3600.0]
    expected = sum(quadrature(signals, EPOCH_S + a, EPOCH_S + b, 4000) for a, b in pairwise(edges))
    amounts = signals.amounts(np.array([EPOCH_S + start, EPOCH_S + start + 3600.0]), BOTH)
    assert amounts[1] - amounts[0] == pytest.approx(expected, rel=1e-8, abs=1e-9)


def test_the_rate_is_the_derivative_of_the_amount(signals: Signals) -> None:
    times = EPOCH_S + np.linspace(1000.0, 90_000.0, 500)
    slope = (signals.amounts(times + 0.05, BOTH) - signals.amounts(times - 0.05, BOTH)) / 0.1 * 3600.0
    assert slope[:, 0] == pytest.approx(signals.rates(times, BOTH)[:, 0], rel=1e-3)


def test_amounts_never_fall_and_stand_still_at_no_load(signals: Signals) -> None:
    times = EPOCH_S + np.sort(np.concatenate([np.arange(0, 90_000, 7.0), np.arange(0, 90_000, KNOT_S)]))
    amounts = signals.amounts(times, BOTH)
    assert np.diff(amounts[:, 0]).min() >= 0.0
    assert np.diff(amounts[:, 1]).min() > -1e-9
    assert set(amounts[:, 2].tolist()) == {0.0}


def test_blocks_join_without_a_step(signals: Signals) -> None:
    edge = EPOCH_S + BLOCK_S
    before, after = signals.amounts(np.array([edge - 1e-3, edge + 1e-3]), BOTH)
    assert after - before == pytest.approx(signals.rates(np.array([edge]), BOTH)[0] * 2e-3 / 3600, rel=1e-2)


def test_the_same_time_gives_the_same_number_however_it_is_asked_for(signals: Signals) -> None:
    times = EPOCH_S + np.linspace(0.0, 3 * BLOCK_S, 997)
    whole = signals.amounts(times, BOTH)
    other = Signals(EPOCH_S, NAMES, noise_of(5, NAMES, [0.25, 0.1, 0.3]), envelope)
    for i in (996, 3, 500, 333, 997 - 332):
        for fresh in (signals, other):
            assert fresh.amounts(times[i : i + 1], np.array([1]))[0, 0] == whole[i, 1]


def test_sums_of_an_earlier_run_are_taken_over(signals: Signals) -> None:
    late = np.array([EPOCH_S + 4.2 * BLOCK_S])
    expected = signals.amounts(late, BOTH)
    asked: list[float] = []

    def counting(knots: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        asked.append(float(knots[0]))
        return envelope(knots)

    resumed = Signals(EPOCH_S, NAMES, noise_of(5, NAMES, [0.25, 0.1, 0.3]), counting)
    resumed.resume(signals.starts)
    assert resumed.amounts(late, BOTH).tolist() == expected.tolist()
    assert asked == [EPOCH_S + 4 * BLOCK_S]


def test_sums_of_another_shape_are_not_taken_over(signals: Signals) -> None:
    signals.resume(np.ones((3, 2)))
    assert signals.amounts(np.array([EPOCH_S]), BOTH).tolist() == [[0.0, 0.0, 0.0]]


def test_nothing_is_known_before_the_epoch(signals: Signals) -> None:
    with pytest.raises(BeforeEpochError) as caught:
        signals.rates(np.array([EPOCH_S - 1.0]), BOTH)
    assert caught.value.epoch_s == EPOCH_S


def test_no_times_give_no_rows(signals: Signals) -> None:
    assert signals.rates(np.array([]), BOTH).shape == (0, 3)
