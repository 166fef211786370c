"""Panels: fixed effects of entities (enterprises), of time (months), or of both, taken off before the fit."""

from typing import Literal

import numpy as np

from parkcarbon_platform.calculation.decomposition.errors import AnalysisRefusedError, NoVariationError
from parkcarbon_platform.calculation.decomposition.logmean import Float
from parkcarbon_platform.calculation.decomposition.stirpat.fit import Fit, build
from parkcarbon_platform.calculation.decomposition.stirpat.ols import check_rank, clustered
from parkcarbon_platform.calculation.decomposition.stirpat.sample import Sample, require, too_few

Effects = Literal["entity", "time", "two_way"]
_ROUNDS, _STILL = 20_000, 1e-13


def panel(sample: Sample, effects: Effects = "entity", *, cluster: bool = True, level: float = 0.95) -> Fit:
    """Fixed effects: y_it = αᵢ (+ λ_t) + x_it·b + e_it, by least squares on what is left within them.

    `sample.entities` and `sample.periods` say whose and when; unbalanced panels are fine. Errors: by
    entity (Arellano 1987) with the factor G/(G−1)·(N−1)/(N−K), K counting the effects as regressors (as
    dummies would), Student's t with G−1; `cluster` False: classical. `r_squared` is of the whole fit,
    effects included; the intercept is the mean effect, with no error. Raises TooFewError, NoVariationError
    (a driver that never changes within an entity), AnalysisRefusedError. Source: Wooldridge (2010), ch. 10.

    >>> import numpy as np
    >>> x = np.array([[0.0], [1.0], [2.0], [5.0], [6.0], [8.0]])
    >>> who, when = ("a", "a", "a", "b", "b", "b"), ("1", "2", "3") * 2
    >>> y = 0.7 * x[:, 0] + np.repeat([1.0, 9.0], 3) + np.array([0.1, -0.2, 0.1, -0.1, 0.2, -0.1])
    >>> panel(Sample(y, x, "t", ("output",), when, who)).coefficients.round(3).tolist()
    [0.685]
    """
    groups = _groups(sample, effects)
    lost = 1 + sum(int(code.max()) for code in groups)
    n, p = sample.x.shape
    if n < lost + p + 1:
        raise too_few(n, p, lost + p + 1)
    require(sample)
    x, y = within(sample.x, groups), within(sample.y[:, None], groups)[:, 0]
    length = np.sqrt((x**2).sum(axis=0))
    still = length <= 1e-9 * np.sqrt(((sample.x - sample.x.mean(axis=0)) ** 2).sum(axis=0))
    if still.any():
        name = sample.names[int(np.argmax(still))]
        raise NoVariationError(
            f"{name} does not change within the effects of {effects}: its own effect cannot be seen.",
            driver=name,
        )
    q, r = np.linalg.qr(x / length)
    check_rank(sample, np.asarray(r, np.float64))
    slopes = np.linalg.solve(r, q.T @ y) / length
    residuals = y - x @ slopes
    freedom = n - lost - p
    back = np.linalg.inv(r) / length[:, None]
    middle, dof = np.eye(p) * (residuals @ residuals) / freedom, float(freedom)
    if cluster:
        middle, dof = clustered(q, residuals, sample.entities, lost + p)
    covariance = np.full((p + 1, p + 1), np.nan)
    covariance[1:, 1:] = back @ middle @ back.T
    return build(
        "panel", sample, slopes, float(sample.y.mean() - sample.x.mean(axis=0) @ slopes), covariance,
        kind="cluster" if cluster else "classical", freedom=freedom, t_freedom=dof,
        fitted=sample.y - residuals, level=level,
    )  # fmt: skip


def _groups(sample: Sample, effects: Effects) -> list[np.ndarray]:
    wanted = {
        "entity": [sample.entities],
        "time": [sample.periods],
        "two_way": [sample.entities, sample.periods],
    }[effects]
    found = [np.unique(np.array(labels), return_inverse=True)[1] for labels in wanted]
    if any(code.max() == 0 for code in found):
        raise AnalysisRefusedError(
            f"Effects by {effects} need two or more of each; there is one.",
            remedy="Use least squares, or give more enterprises.",
            effects=effects,
        )
    return found


def within(values: Float, groups: list[np.ndarray]) -> Float:
    """Take the mean of each group off each column, for every grouping in turn until nothing moves.

    `values` (n, columns); a grouping: integers (n,) from 0. Balanced two-way panels need one round; others
    converge (Guimarães & Portugal 2010, Stata J. 10:628).

    >>> import numpy as np
    >>> within(np.array([[1.0], [3.0], [7.0]]), [np.array([0, 0, 1])]).ravel().tolist()
    [-1.0, 1.0, 0.0]
    """
    values = values - values.mean(axis=0)
    size = np.maximum(np.abs(values).max(axis=0), 1e-300)
    counts = [np.bincount(code)[:, None] for code in groups]
    for _ in range(_ROUNDS if len(groups) > 1 else 1):
        moved = 0.0
        for code, count in zip(groups, counts, strict=True):
            sums = np.zeros((len(count), values.shape[1]))
            np.add.at(sums, code, values)
            values = values - (sums / count)[code]
            moved = max(moved, float((np.abs(sums / count) / size).max()))
        if moved < _STILL:
            break
    return values
