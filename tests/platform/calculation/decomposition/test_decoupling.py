"""The eight states of Tapio (2005), figure 1, and what stands at their edges."""

import numpy as np
import pytest
from parkcarbon_platform.calculation.decomposition.decoupling import decoupling
from parkcarbon_platform.calculation.decomposition.errors import NotPositiveError, ShapeError, TooFewError
from parkcarbon_platform.calculation.decomposition.trends import implied_rate, trend

STATES = [
    (-0.01, 0.10, "strong_decoupling"),
    (0.05, 0.10, "weak_decoupling"),
    (0.10, 0.10, "expansive_coupling"),
    (0.20, 0.10, "expansive_negative_decoupling"),
    (0.05, -0.10, "strong_negative_decoupling"),
    (-0.05, -0.10, "weak_negative_decoupling"),
    (-0.10, -0.10, "recessive_coupling"),
    (-0.20, -0.10, "recessive_decoupling"),
    (0.0, 0.10, "weak_decoupling"),
    (0.0, -0.10, "weak_negative_decoupling"),
    (-0.1, 0.0, "strong_decoupling"),
    (0.1, 0.0, "expansive_negative_decoupling"),
    (0.0, 0.0, None),
]


@pytest.mark.parametrize(("emissions", "output", "state"), STATES)
def test_states(emissions: float, output: float, state: str | None) -> None:
    found = decoupling(100 * np.array([1, 1 + emissions]), 7 * np.array([1, 1 + output]))
    assert [p.state for p in found] == [state]
    assert found[0].still == (emissions == 0 or output == 0)
    assert (found[0].elasticity is None) == (output == 0)


def test_thresholds_belong_to_coupling() -> None:
    # Growth in eighths is exact in binary: 0.125 · 0.5 and so on.
    edges = decoupling(np.array([1.0, 1.125]), np.array([1.0, 1.25]), low=0.5, high=0.5)
    assert edges[0].state == "expansive_coupling"
    assert decoupling(np.array([1.0, 1.125]), np.array([1.0, 1.25]), low=0.51)[0].state == "weak_decoupling"


def test_refusals() -> None:
    with pytest.raises(TooFewError):
        decoupling(np.array([1.0]), np.array([1.0]))
    with pytest.raises(ShapeError):
        decoupling(np.array([1.0, 2.0]), np.array([1.0]))
    with pytest.raises(NotPositiveError, match="output is 0 in period 2"):
        decoupling(np.array([1.0, 2.0]), np.array([1.0, 0.0]))
    with pytest.raises(TooFewError):
        trend(np.array([1.0]), np.array([1.0]))
    with pytest.raises(NotPositiveError):
        trend(np.array([1.0, 2.0]), np.array([1.0, 0.0]))
    with pytest.raises(NotPositiveError):
        implied_rate(1.0, 0.0, 3.0)
