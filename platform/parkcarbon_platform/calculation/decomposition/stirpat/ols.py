"""Ordinary least squares by QR of standardised columns, with classical and robust covariances."""

from typing import Literal

import numpy as np

from parkcarbon_platform.calculation.decomposition.errors import AnalysisRefusedError, NoVariationError
from parkcarbon_platform.calculation.decomposition.logmean import Float
from parkcarbon_platform.calculation.decomposition.stirpat.fit import Fit, build
from parkcarbon_platform.calculation.decomposition.stirpat.sample import Sample, require
from parkcarbon_platform.calculation.decomposition.stirpat.standard import standardise

Covariance = Literal["classical", "HC0", "HC1", "HC2", "HC3", "newey_west", "cluster"]
# The smallest singular value of standardised columns, in relation to the largest, that is not rounding.
_RANK = 1e-10


def ols(
    sample: Sample, *, covariance: Covariance = "classical", lags: int | None = None, level: float = 0.95
) -> Fit:
    """Least squares b = (XᵀX)⁻¹Xᵀy [% per %], with standard errors by `covariance`.

    HC0–HC3: White, MacKinnon & White (1985). `newey_west`: Bartlett weights over `lags` [observations;
    default ⌊4(n/100)^(2/9)⌋], in order of the observations, factor n/(n−k). `cluster`: by entity, factor
    G/(G−1)·(n−1)/(n−k), Student's t with G−1. Raises TooFewError, NoVariationError (drivers that are a sum
    of each other), AnalysisRefusedError (a single cluster). Source: York et al. (2003); NIST StRD Longley
    to 12 digits.

    >>> import numpy as np
    >>> x = np.log([[1.0], [2.0], [4.0], [8.0]])
    >>> found = ols(Sample(1 + 0.5 * x[:, 0], x, "t", ("output",), ("1", "2", "3", "4"), ("",) * 4))
    >>> found.coefficients.round(12).tolist(), round(found.intercept, 12)
    ([0.5], 1.0)
    """
    require(sample)
    made = standardise(sample.x, sample.y)
    q, r = np.linalg.qr(made.z)
    check_rank(sample, np.asarray(r, np.float64))
    slopes = made.slopes(np.linalg.solve(r, q.T @ made.y))
    intercept = float(made.intercept(slopes))
    n, p = sample.x.shape
    residuals = made.y - made.z @ (slopes * made.scale)
    # An orthonormal basis of [1, x], and the way back from it to (intercept, slopes).
    basis = np.column_stack([np.full(n, n**-0.5), q])
    back = np.zeros((p + 1, p + 1))
    back[1:, 1:] = np.linalg.inv(r) / made.scale[:, None]
    back[0, 0], back[0, 1:] = n**-0.5, -made.x_mean @ back[1:, 1:]
    middle, dof = _middle(basis, residuals, sample, covariance, lags)
    return build(
        "ols", sample, slopes, intercept, back @ middle @ back.T,
        kind=covariance, freedom=n - p - 1, t_freedom=dof, level=level,
    )  # fmt: skip


def check_rank(sample: Sample, r: Float) -> None:
    """Refuse standardised columns (or their triangle `r`) of which one is a sum of the others.

    >>> import numpy as np
    >>> twice = np.column_stack([np.arange(5.0), np.arange(5.0)])
    >>> try:
    ...     check_rank(Sample(np.zeros(5), twice, "t", ("a", "b"), ("",) * 5, ("",) * 5), twice)
    ... except NoVariationError as refused:
    ...     print(refused.facts["together"])
    ['a', 'b']
    """
    _, values, v = np.linalg.svd(r)
    if values[-1] > _RANK * values[0]:
        return
    together = [name for name, part in zip(sample.names, v[-1], strict=True) if abs(part) > 1e-6]
    raise NoVariationError(
        f"{', '.join(together)} always move together: least squares cannot tell their effects apart.",
        remedy="Leave one of them out, or use ridge regression.",
        together=together,
    )


def _middle(
    basis: Float, residuals: Float, sample: Sample, kind: Covariance, lags: int | None
) -> tuple[Float, float]:
    """Covariance in the orthonormal basis, and the degrees of freedom of its t."""
    n, k = basis.shape
    if kind == "classical":
        return np.eye(k) * (residuals @ residuals) / (n - k), n - k
    if kind == "cluster":
        return clustered(basis, residuals, sample.entities, k)
    scores = basis * residuals[:, None]
    if kind == "newey_west":
        length = int(4 * (n / 100) ** (2 / 9)) if lags is None else lags
        return _newey_west(scores, length) * n / (n - k), n - k
    left = 1 - (basis**2).sum(axis=1)
    weight = {"HC0": 1.0, "HC1": n / (n - k), "HC2": 1 / left, "HC3": 1 / left**2}[kind]
    return scores.T @ (scores * np.reshape(weight, (-1, 1))), n - k


def _newey_west(scores: Float, lags: int) -> Float:
    found = scores.T @ scores
    for lag in range(1, lags + 1):
        cross = scores[lag:].T @ scores[:-lag]
        found = found + (1 - lag / (lags + 1)) * (cross + cross.T)
    return np.asarray(found, np.float64)


def clustered(
    basis: Float, residuals: Float, entities: tuple[str, ...], unknowns: int
) -> tuple[Float, float]:
    """Covariance by clusters in a basis (n, k) of the columns, and its degrees of freedom G − 1.

    `unknowns`: what the model estimates, for the factor G/(G−1)·(n−1)/(n−unknowns). Refuses a single cluster.

    >>> import numpy as np
    >>> clustered(np.ones((4, 1)), np.array([1.0, -1.0, 2.0, -2.0]), ("a", "a", "b", "b"), 1)[0].tolist()
    [[0.0]]
    """
    _, code = np.unique(np.array(entities), return_inverse=True)
    groups, n = int(code.max()) + 1, len(residuals)
    if groups < 2:
        raise AnalysisRefusedError(
            "Errors by cluster need two clusters or more; there is one entity.",
            remedy="Use Newey-West errors or moving blocks for one series.",
            clusters=groups,
        )
    sums = np.zeros((groups, basis.shape[1]))
    np.add.at(sums, code, basis * residuals[:, None])
    factor = groups / (groups - 1) * (n - 1) / (n - unknowns)
    return np.asarray(factor * sums.T @ sums, np.float64), groups - 1
