"""Which parts a multiplicative effect comes from: D − 1 as a sum over cells, chained over steps."""

import numpy as np

from parkcarbon_platform.calculation.decomposition.errors import NotPositiveError
from parkcarbon_platform.calculation.decomposition.lmdi import Decomposition, checked, decompose
from parkcarbon_platform.calculation.decomposition.logmean import Float, log_mean


def attribute(factors: Float, *, chained: bool = True) -> Float:
    """Contribution of every cell to D_k − 1 [-] of every factor, in single steps or since the start.

    `factors` as for `decompose`, all above zero; result: shape (steps, factors, *cells). Of one step, with
    Sato-Vartia (LMDI-II) weights w, Σw = 1: u = w / L(x₁, D·x₀), contribution = u·(x₁ − x₀) / Σ u·x₀.
    `chained` (0→t): Σ over steps of D(0→t−1) · contribution(t−1→t), cumulated. Sums over cells: D_k − 1 of
    the step, or of the chain. Raises NotPositiveError for zeros, which have no ratio. Source: Choi & Ang
    (2012), Energy Economics 34:171.

    >>> import numpy as np
    >>> x = np.array([[[10.0, 20.0], [2.0, 1.0]], [[12.0, 30.0], [1.5, 1.2]]])
    >>> found = attribute(x)
    >>> indices = decompose(x, method="lmdi2").indices()
    >>> bool(np.allclose(found.sum(axis=2), indices - 1))
    True
    """
    factors = checked(factors)
    if not (factors > 0).all():
        at = tuple(int(i) for i in np.argwhere(~(factors > 0))[0])
        raise NotPositiveError(
            f"The factor at {at} is zero or missing: it has no ratio that could be attributed.",
            remedy="Attribute between periods in which every part is there, or use additive effects.",
            at=at,
        )
    found = decompose(factors, method="lmdi2")
    indices = found.indices()
    single = np.stack([_single(factors, found, indices, t) for t in range(len(found.steps))])
    if not chained:
        return single
    before = np.vstack([np.ones(indices.shape[1]), np.cumprod(indices, axis=0)[:-1]])
    spread = before.reshape(*before.shape, *(1 for _ in single.shape[2:]))
    return np.asarray(np.cumsum(spread * single, axis=0), np.float64)


def _single(factors: Float, found: Decomposition, indices: Float, t: int) -> Float:
    first, last = found.steps[t]
    x0, x1 = factors[first], factors[last]
    weights = log_mean(found.after[t] / found.after[t].sum(), found.before[t] / found.before[t].sum())
    index = indices[t].reshape(-1, *(1 for _ in x0.shape[1:]))
    u = weights / weights.sum() / log_mean(x1, index * x0)
    cells = tuple(range(1, x0.ndim))
    return np.asarray(u * (x1 - x0) / (u * x0).sum(axis=cells, keepdims=True), np.float64)


def attribute_logs(found: Decomposition) -> Float:
    """Contribution of every cell to D_k − 1 [-] of LMDI-I or LMDI-II by its part in ln D; zeros included.

    L(D_k, 1) · effect / L(V₁, V₀), shape (steps, factors, *cells): sums over cells to D_k − 1 exactly. A
    plainer share-out than `attribute`, in proportion to additive effects.

    >>> import numpy as np
    >>> found = decompose(np.array([[[10.0, 20.0], [2.0, 1.0]], [[12.0, 30.0], [1.5, 0.0]]]))
    >>> bool(np.allclose(attribute_logs(found).sum(axis=2), found.indices() - 1))
    True
    """
    indices, totals = found.indices(), found.totals
    scale = log_mean(indices, np.ones_like(indices)) / log_mean(totals[:, 1], totals[:, 0])[:, None]
    return np.asarray(
        found.effects * scale.reshape(*scale.shape, *(1 for _ in found.effects.shape[2:])), np.float64
    )
