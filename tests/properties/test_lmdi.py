"""Laws of LMDI that hold for whatever values come, zeros included."""

from random import Random
from typing import get_args

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from parkcarbon_platform.calculation.decomposition.lmdi import Method, chain, decompose
from parkcarbon_platform.calculation.decomposition.logmean import log_mean

values = st.one_of(st.just(0.0), st.floats(1e-3, 1e3))
positive = st.floats(1e-3, 1e3)


def factors(elements: st.SearchStrategy[float]) -> st.SearchStrategy[np.ndarray]:
    return array_shapes(min_dims=3, max_dims=4, min_side=2, max_side=4).flatmap(
        lambda shape: arrays(np.float64, shape, elements=elements)
    )


def scale(x: np.ndarray) -> float:
    return 1e-9 * max(1.0, float(x.prod(axis=1).sum()))


@settings(max_examples=60, deadline=None)
@given(factors(values))
def test_effects_sum_to_the_change(x: np.ndarray) -> None:
    found = decompose(x)
    totals = x.prod(axis=1).reshape(len(x), -1).sum(axis=1)
    assert np.allclose(found.by_factor.sum(axis=1), np.diff(totals), atol=scale(x))
    # In every cell, too, so that any grouping of cells adds up.
    assert np.allclose(found.effects.sum(axis=1), found.after - found.before, atol=scale(x))


@settings(max_examples=40, deadline=None)
@given(factors(positive))
def test_indices_multiply_to_the_ratio(x: np.ndarray) -> None:
    totals = x.prod(axis=1).reshape(len(x), -1).sum(axis=1)
    for method in get_args(Method):
        found = chain(decompose(x, method=method).indices())
        assert np.allclose(found.prod(axis=1), totals[1:] / totals[0], rtol=1e-8)


@settings(max_examples=40, deadline=None)
@given(factors(values))
def test_time_reversal(x: np.ndarray) -> None:
    there, back = decompose(x), decompose(x[::-1])
    assert np.allclose(there.effects, -back.effects[::-1], atol=scale(x))


@settings(max_examples=40, deadline=None)
@given(factors(values), st.randoms(use_true_random=False))
def test_order_of_factors_does_not_matter(x: np.ndarray, random: Random) -> None:
    order = list(range(x.shape[1]))
    random.shuffle(order)
    assert np.allclose(decompose(x[:, order]).effects, decompose(x).effects[:, order], atol=scale(x))


@settings(max_examples=40, deadline=None)
@given(factors(positive), st.floats(1e-3, 1e3))
def test_units_of_a_factor_do_not_matter(x: np.ndarray, unit: float) -> None:
    rescaled = x.copy()
    rescaled[:, 0] *= unit
    assert np.allclose(
        decompose(rescaled).effects, unit * decompose(x).effects, atol=scale(rescaled), rtol=1e-7
    )


@settings(max_examples=40, deadline=None)
@given(factors(positive))
def test_consistent_in_aggregation(x: np.ndarray) -> None:
    """ln D of the whole is the L-weighted sum of the ln D of its parts (Ang & Liu 2001)."""
    whole = decompose(x[:2])
    parts = [decompose(x[:2, :, i : i + 1]) for i in range(x.shape[2])]
    logs = sum(
        log_mean(p.totals[:, 1], p.totals[:, 0])[:, None] * np.log(p.indices()) for p in parts
    ) / log_mean(whole.totals[:, 1], whole.totals[:, 0])
    assert np.allclose(np.log(whole.indices()), logs, atol=1e-7)


@settings(max_examples=60, deadline=None)
@given(positive, positive)
def test_the_log_mean_lies_between_geometric_and_arithmetic_mean(a: float, b: float) -> None:
    found = float(log_mean(a, b))
    assert np.sqrt(a * b) * (1 - 1e-12) <= found <= (a + b) / 2 * (1 + 1e-12)
