"""The Shapley/Sun decomposition, for comparison with LMDI: no logarithms, zeros need no limits."""

from itertools import combinations
from math import factorial

import numpy as np

from parkcarbon_platform.calculation.decomposition.errors import AnalysisRefusedError
from parkcarbon_platform.calculation.decomposition.lmdi import checked
from parkcarbon_platform.calculation.decomposition.logmean import Float

_MOST_FACTORS = 12


def shapley(factors: Float) -> Float:
    """Mean marginal effect of each factor over all orders in which the factors could have changed [unit of
    V].

    Σ_S |S|!(n−1−|S|)!/n! · (x_k,after − x_k,before) · Π_{j∈S} x_j,after · Π_{j∉S} x_j,before; equal to Sun
    (1998), Energy Economics 20:85 (Ang, Liu & Chew 2003, Energy Policy 31:1561). `factors`: shape (periods,
    factors, *cells), ≥ 0 and without NaN, at most 12 factors; result: shape (steps, factors, *cells).

    >>> import numpy as np
    >>> shapley(np.array([[[10.0], [2.0]], [[12.0], [3.0]]])).ravel().tolist()
    [5.0, 11.0]
    """
    factors = checked(factors)
    n = factors.shape[1]
    if n > _MOST_FACTORS or np.isnan(factors).any():
        raise AnalysisRefusedError(
            f"{n} factors, or one without a value: the mean over all orders is not computed.",
            remedy="Use LMDI.",
            factors=n,
        )
    before, after = factors[:-1], factors[1:]
    found = np.zeros_like(before)
    for k in range(n):
        others = [j for j in range(n) if j != k]
        for size in range(n):
            weight = factorial(size) * factorial(n - 1 - size) / factorial(n)
            for chosen in combinations(others, size):
                mixed = [after[:, j] if j in chosen else before[:, j] for j in others]
                rest = np.prod(np.stack(mixed), axis=0) if mixed else 1.0
                found[:, k] += weight * (after[:, k] - before[:, k]) * rest
    return found
