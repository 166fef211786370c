"""Laws of the regressions that hold for whatever samples come."""

from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from parkcarbon_platform.calculation.decomposition.stirpat.ols import ols
from parkcarbon_platform.calculation.decomposition.stirpat.pls import pls
from parkcarbon_platform.calculation.decomposition.stirpat.ridge import grid, ridge, trace
from parkcarbon_platform.calculation.decomposition.stirpat.sample import Sample


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """Drivers that vary, some of them much alike."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    p = draw(st.integers(1, 5))
    n = draw(st.integers(p + 2, 40))
    alike = draw(st.floats(0, 0.99))
    x = random.normal(size=(n, p)) * np.sqrt(1 - alike**2) + alike * random.normal(size=(n, 1))
    y = x @ random.normal(size=p) + random.normal(size=n)
    names = tuple(f"x{j}" for j in range(p))
    return Sample(y, x, "t", names, tuple(map(str, range(n))), ("",) * n)


@settings(max_examples=40, deadline=None)
@given(samples(), st.floats(-5, 5))
def test_units_only_move_the_intercept(data: Sample, unit: float) -> None:
    """ln(c·X) = ln c + ln X: elasticities, fit and residuals stay."""
    moved = Sample(data.y + unit, data.x - 2 * unit, "t", data.names, data.periods, data.entities)
    for fit in (ols, lambda s: ridge(s, 0.1), lambda s: pls(s, 1)):
        one, two = fit(data), fit(moved)
        assert np.allclose(one.coefficients, two.coefficients, rtol=1e-6, atol=1e-9)
        assert np.allclose(one.residuals, two.residuals, atol=1e-8)
        expected = one.intercept + unit * (1 + 2 * one.coefficients.sum())
        assert np.isclose(two.intercept, expected, rtol=1e-6, atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(samples(), st.floats(0.1, 10))
def test_scale_of_a_driver_divides_its_coefficient(data: Sample, scale: float) -> None:
    x = data.x.copy()
    x[:, 0] *= scale
    other = Sample(data.y, x, "t", data.names, data.periods, data.entities)
    for fit in (ols, lambda s: ridge(s, 0.2)):
        one, two = fit(data), fit(other)
        assert np.allclose(two.coefficients[0] * scale, one.coefficients[0], rtol=1e-6, atol=1e-9)
        assert np.allclose(two.coefficients[1:], one.coefficients[1:], rtol=1e-6, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(samples())
def test_ridge_goes_from_least_squares_to_nothing(data: Sample) -> None:
    found = trace(data, np.concatenate([grid(30), [1e9]]))
    assert np.allclose(found.coefficients[0], ols(data).coefficients, rtol=1e-6, atol=1e-9)
    assert np.allclose(found.coefficients[-1], 0, atol=1e-6)
    lengths = (found.standard**2).sum(axis=1)
    assert (np.diff(lengths) <= 1e-9 * lengths[0]).all()
    assert (np.diff(found.rss) >= -1e-9 * found.rss[-1]).all()
    assert (np.diff(found.freedom) <= 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(samples(), st.randoms(use_true_random=False))
def test_order_of_observations_and_drivers_does_not_matter(data: Sample, random: Random) -> None:
    rows, columns = list(range(data.observations)), list(range(data.drivers))
    random.shuffle(rows)
    random.shuffle(columns)
    names = tuple(data.names[j] for j in columns)
    other = Sample(data.y[rows], data.x[rows][:, columns], "t", names, data.periods, data.entities)
    for fit in (ols, lambda s: ridge(s, 0.05)):
        assert np.allclose(fit(other).coefficients, fit(data).coefficients[columns], rtol=1e-6, atol=1e-9)
        assert np.allclose(fit(other).errors, fit(data).errors[columns], rtol=1e-6, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(samples())
def test_residuals_know_nothing_of_the_drivers(data: Sample) -> None:
    found = ols(data)
    assert abs(found.residuals.sum()) < 1e-8
    assert np.allclose(data.x.T @ found.residuals, 0, atol=1e-7)
    assert 0 <= found.r_squared <= 1
