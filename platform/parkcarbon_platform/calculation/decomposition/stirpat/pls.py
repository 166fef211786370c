"""Partial least squares: drivers that move together, put into a few components that move with emissions."""

from typing import NamedTuple

import numpy as np

from parkcarbon_platform.calculation.decomposition.errors import AnalysisRefusedError
from parkcarbon_platform.calculation.decomposition.logmean import Float
from parkcarbon_platform.calculation.decomposition.stirpat.fit import Fit, build
from parkcarbon_platform.calculation.decomposition.stirpat.sample import Sample, require
from parkcarbon_platform.calculation.decomposition.stirpat.standard import standardise


class Components(NamedTuple):
    """Components of standardised drivers: `weights`, `loadings` (drivers, components), `scores` (n,
    components).

    `slopes` [y per x] with 1, 2, … components, shape (components, drivers). `vip`: importance of each driver
    in the projection with all of them (above 1: more than average; Wold 1993).
    """

    weights: Float
    loadings: Float
    scores: Float
    y_loadings: Float
    slopes: Float
    vip: Float


def components(x: Float, y: Float, count: int) -> Components:
    """PLS1 by NIPALS on drivers of unit variance, deflating x. `x` (n, drivers), `y` (n,); `count` ≤ drivers.

    With as many components as drivers it is least squares. Source: Wold, Sjöström & Eriksson (2001), Chemom.
    Intell. Lab. Syst. 58:109.

    >>> import numpy as np
    >>> x = np.array([[0.0, 1.0], [1.0, 3.0], [2.0, 2.0], [3.0, 5.0]])
    >>> components(x, x @ [2.0, -1.0], 2).slopes[1].round(9).tolist()
    [2.0, -1.0]
    """
    made = standardise(x, y)
    z, left = made.z.copy(), made.y.copy()
    w: list[Float] = []
    p: list[Float] = []
    t: list[Float] = []
    q: list[float] = []
    for _ in range(count):
        weight = z.T @ left
        length = np.sqrt(weight @ weight)
        if length <= 1e-13 * max(float(np.sqrt(made.y @ made.y)), 1e-300):
            break
        weight = weight / length
        score = z @ weight
        loading, inner = z.T @ score / (score @ score), left @ score / (score @ score)
        z, left = z - np.outer(score, loading), left - inner * score
        w.append(weight)
        p.append(loading)
        t.append(score)
        q.append(float(inner))
    weights, loadings, scores, inners = np.array(w).T, np.array(p).T, np.array(t).T, np.array(q)
    slopes = []
    for a in range(1, len(inners) + 1):
        rotated = weights[:, :a] @ np.linalg.inv(loadings[:, :a].T @ weights[:, :a])
        slopes.append(made.slopes(rotated @ inners[:a]))
    explained = inners**2 * (scores**2).sum(axis=0)
    vip = np.sqrt(x.shape[1] * (weights**2 @ explained) / explained.sum())
    return Components(weights, loadings, scores, inners, np.array(slopes), vip)


def press(sample: Sample) -> Float:
    """Sum of squared errors [unit of y²] in observations left out one by one, with 0, 1, … components.

    Shape (components + 1,). Raises TooFewError, NoVariationError.

    >>> import numpy as np
    >>> x = np.array([[0.0, 1.0], [1.0, 3.0], [2.0, 2.0], [3.0, 5.0], [4.0, 4.0], [5.0, 7.0]])
    >>> press(Sample(x @ [2.0, -1.0], x, "t", ("a", "b"), ("",) * 6, ("",) * 6)).round(9).argmin().item()
    2
    """
    require(sample)
    n, most = sample.observations, min(sample.drivers, sample.observations - 2)
    errors = np.zeros((n, most + 1))
    for i in range(n):
        kept = np.arange(n) != i
        x, y = sample.x[kept], sample.y[kept]
        slopes = components(x, y, most).slopes
        errors[i, 0] = sample.y[i] - y.mean()
        guess = y.mean() + slopes @ (sample.x[i] - x.mean(axis=0))
        errors[i, 1 : len(guess) + 1] = sample.y[i] - guess
        errors[i, len(guess) + 1 :] = errors[i, len(guess)]
    return np.asarray((errors**2).sum(axis=0), np.float64)


def best_components(sample: Sample) -> int:
    """How many components predict left-out observations best, at least one [-].

    >>> import numpy as np
    >>> x = np.array([[0.0, 1.0], [1.0, 3.0], [2.0, 2.0], [3.0, 5.0], [4.0, 4.0], [5.0, 7.0]])
    >>> best_components(Sample(x @ [2.0, -1.0], x, "t", ("a", "b"), ("",) * 6, ("",) * 6))
    2
    """
    return max(1, int(np.argmin(press(sample))))


def pls(sample: Sample, count: int | None = None, *, level: float = 0.95) -> Fit:
    """The fit with `count` components, or with as many as predict observations left out best.

    Coefficients [% per %]; no analytic errors (NaN): `bootstrap` has intervals. Raises TooFewError,
    NoVariationError, AnalysisRefusedError (more components than drivers).

    >>> import numpy as np
    >>> x = np.array([[0.0, 1.0], [1.0, 3.0], [2.0, 2.0], [3.0, 5.0], [4.0, 4.0], [5.0, 7.0]])
    >>> found = pls(Sample(x @ [2.0, -1.0], x, "t", ("a", "b"), ("",) * 6, ("",) * 6))
    >>> found.coefficients.round(9).tolist(), found.freedom
    ([2.0, -1.0], 3)
    """
    require(sample)
    if count is None:
        count = best_components(sample)
    if not 1 <= count <= sample.drivers:
        raise AnalysisRefusedError(
            f"{count} components of {sample.drivers} drivers.",
            remedy=f"Choose 1 to {sample.drivers}.",
            components=count,
        )
    slopes = components(sample.x, sample.y, count).slopes[-1]
    intercept = float(sample.y.mean() - sample.x.mean(axis=0) @ slopes)
    p = sample.drivers
    return build(
        "pls", sample, slopes, intercept, np.full((p + 1, p + 1), np.nan),
        kind="none", freedom=sample.observations - count - 1, level=level,
    )  # fmt: skip
