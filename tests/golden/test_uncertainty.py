"""Uncertainty against published examples: JCGM 101:2008, NPL DEM-ES-011, IPCC AR6."""

from math import log, sqrt

import numpy as np
import pytest
from parkcarbon_platform.calculation.accounting.uncertainty.causes import Cause, Distribution, Term
from parkcarbon_platform.calculation.accounting.uncertainty.instruments import (
    meter_limit,
    transformer_limit,
)
from parkcarbon_platform.calculation.accounting.uncertainty.monte_carlo import draw, shortest, simulate
from parkcarbon_platform.calculation.accounting.uncertainty.propagation import propagate

DRAWS = 400_000
FOUR = ("x1", "x2", "x3", "x4")


def four(distribution: Distribution, bound: float) -> tuple[list[Term], dict[str, Cause]]:
    """Y = X1 + X2 + X3 + X4 of JCGM 101 9.2, each 1 + an error of standard deviation 1: 4 more than there."""
    terms = [Term(key, 1, (key,)) for key in FOUR]
    return terms, {key: Cause(key, "factor", distribution, -bound, bound) for key in FOUR}


def test_four_normal_errors() -> None:
    # JCGM 101:2008 table 2: u = 2.00, 95 % interval [-3.92, 3.92], for GUM and Monte Carlo.
    terms, causes = four("normal", 1.959964)
    assert propagate(terms, causes).half_width == pytest.approx(3.92, abs=0.005)
    found = simulate(terms, causes, DRAWS)
    assert found.mean - 4 == pytest.approx(0, abs=0.02)
    assert found.deviation == pytest.approx(2.00, abs=0.01)
    assert (found.lower - 4, found.upper - 4) == (
        pytest.approx(-3.92, abs=0.03),
        pytest.approx(3.92, abs=0.03),
    )


def test_four_rectangular_errors() -> None:
    # JCGM 101:2008 table 3: GUM [-3.92, 3.92], Monte Carlo [-3.88, 3.88], u = 2.00.
    terms, causes = four("uniform", sqrt(3))
    assert propagate(terms, causes).half_width == pytest.approx(3.92, abs=0.005)
    found = simulate(terms, causes, DRAWS)
    assert found.deviation == pytest.approx(2.00, abs=0.01)
    assert found.upper - 4 == pytest.approx(3.88, abs=0.02)
    assert found.lower - 4 == pytest.approx(-3.88, abs=0.02)


def test_logarithm_of_an_evenly_spread_value() -> None:
    # NPL DEM-ES-011 table 9.2: Y = ln X, X ~ R(0.1, 1.1): mean -0.665, u 0.606, 95 % from -1.895 to 0.095.
    value = np.empty(DRAWS)
    draw(Cause("x", "factor", "uniform", -0.9, 0.1), np.random.default_rng(1), value)
    found = np.sort(np.log(value))
    assert found.mean() == pytest.approx(-0.665, abs=0.003)
    assert found.std() == pytest.approx(0.606, abs=0.003)
    assert shortest(found, 0.95) == (pytest.approx(-1.895, abs=0.02), pytest.approx(log(1.1), abs=0.002))


def test_product_and_quotient() -> None:
    # XRF example of suncal: 0.1820(0.00093) / 0.1823(0.00058) x 0.6978(0.0026) = 0.6967 with u = 0.00494; to
    # first order a divisor's error counts like a factor's. Its inputs are told to two digits: 0.2 % of u.
    parts = {"x1": 0.00093 / 0.1820, "x2": 0.00058 / 0.1823, "yu": 0.0026 / 0.6978}
    causes = {k: Cause(k, "factor", "normal", -1.959964 * u, 1.959964 * u) for k, u in parts.items()}
    terms = [Term("y", 6967, tuple(parts))]
    assert propagate(terms, causes).half_width / 1.959964 == pytest.approx(49.4, abs=0.1)
    assert simulate(terms, causes, DRAWS).deviation == pytest.approx(49.4, abs=0.3)


AR6 = {"CO2": (45.0, 5.5), "CH4": (11.0, 3.2), "N2O": (2.7, 1.6), "F-gases": (1.4, 0.41)}


def test_ar6_sum_of_gases() -> None:
    # AR6 WGIII ch. 2: 59 ± 6.6 GtCO2e in 2019; all are 90 % intervals, the parts rounded (sum: 60.1).
    causes = {
        gas: Cause(gas, "factor", "normal", -u / x, u / x, level=0.90, citation="AR6 WGIII ch. 2")
        for gas, (x, u) in AR6.items()
    }
    terms = [Term(gas, round(x * 1000), (gas,)) for gas, (x, _) in AR6.items()]
    found = propagate(terms, causes, level=0.90)
    assert found.total == 60_100
    assert found.half_width / 1000 == pytest.approx(6.575, abs=0.001)
    assert f"{found.half_width / 1000:.2g}" == "6.6"
    drawn = simulate(terms, causes, DRAWS, level=0.90)
    assert (drawn.upper - drawn.lower) / 2000 == pytest.approx(6.575, abs=0.03)
    # At 95 % the same parts give a wider interval, in the proportion of the normal quantiles.
    assert propagate(terms, causes).half_width / found.half_width == pytest.approx(1.95996 / 1.64485)


@pytest.mark.parametrize(
    ("accuracy_class", "carrier", "percent"),
    [
        ("0.5S", "electricity", 0.5), ("0.2S", "electricity", 0.2), ("1", "electricity", 1.0),
        ("1.0", "electricity", 1.0), ("2.0级", "electricity", 2.0), ("B", "electricity", 1.0),
        ("C", "electricity", 0.5), ("1.5", "natural_gas", 1.5), ("2.5", "steam", 2.5), ("2", "heat", 3.42),
        ("0.5", "process:cement_clinker", 0.5),
    ],
)  # fmt: skip
def test_classes_of_meters(accuracy_class: str, carrier: str, percent: float) -> None:
    found = meter_limit(accuracy_class, carrier)
    assert found is not None
    assert float(found.percent) == percent


@pytest.mark.parametrize("accuracy_class", [None, "", "0.7X", "100", "-1", "NaN", "inf", "F"])
def test_no_class_is_no_limit(accuracy_class: str | None) -> None:
    assert meter_limit(accuracy_class, "electricity") is None
    assert meter_limit(accuracy_class, "steam") is None
    assert transformer_limit(accuracy_class, "current_transformer") is None
