"""A fitted model, whatever it was fitted by."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from parkcarbon_platform.calculation.decomposition.logmean import Float
from parkcarbon_platform.calculation.decomposition.notes import Note
from parkcarbon_platform.calculation.decomposition.stirpat.sample import Sample

Method = Literal["ols", "ridge", "pls", "panel"]


@dataclass(frozen=True)
class Fit:
    """Coefficients [% of impact per % of driver, where logarithms were taken] and how far they can be
    trusted.

    Arrays have the shape (drivers,); `fitted` and `residuals` (n,) are in the unit of y (logarithms).
    `errors` are standard errors by the covariance named, `low` and `high` bound the interval of `level`;
    NaN where the method has none. `freedom`: degrees of freedom of the residual. `intercept_error` likewise.
    `slope_covariance` (drivers, drivers) belongs to `errors`.
    """

    method: Method
    names: tuple[str, ...]
    intercept: float
    intercept_error: float
    coefficients: Float
    errors: Float
    t: Float
    p: Float
    low: Float
    high: Float
    level: float
    covariance: str
    fitted: Float
    residuals: Float
    r_squared: float
    r_squared_adjusted: float
    sigma: float
    freedom: float
    f: float
    slope_covariance: Float
    notes: tuple[Note, ...] = ()


def build(
    method: Method,
    sample: Sample,
    slopes: Float,
    intercept: float,
    covariance: Float,
    *,
    kind: str,
    freedom: float,
    level: float = 0.95,
    t_freedom: float | None = None,
    fitted: Float | None = None,
    notes: tuple[Note, ...] = (),
) -> Fit:
    """Put a fit together from slopes [y per x] and their covariance, intercept first, shape (drivers + 1,)
    squared.

    Tests and intervals are Student's with `t_freedom` (`freedom` where not given). NaN in `covariance`: none.

    >>> import numpy as np
    >>> x = np.array([[0.0], [1.0], [2.0]])
    >>> two = Sample(np.array([0.0, 1.0, 2.2]), x, "t", ("x",), ("1", "2", "3"), ("",) * 3)
    >>> build("ols", two, np.array([1.1]), -0.0333, np.eye(2), kind="classical", freedom=1).r_squared > 0.99
    True
    """
    from scipy import stats

    fitted = intercept + sample.x @ slopes if fitted is None else fitted
    residuals = sample.y - fitted
    rss, tss = float(residuals @ residuals), float(((sample.y - sample.y.mean()) ** 2).sum())
    r2 = 1 - rss / tss if tss > 0 else float("nan")
    n, p = len(sample.y), len(slopes)
    errors = np.sqrt(np.diag(covariance))
    dof = freedom if t_freedom is None else t_freedom
    with np.errstate(divide="ignore", invalid="ignore"):
        t = slopes / errors[1:]
        f = (tss - rss) / p / (rss / freedom) if rss > 0 else float("inf")
    half = stats.t.ppf(0.5 + level / 2, dof) * errors[1:]
    return Fit(
        method, sample.names, intercept, float(errors[0]), slopes, errors[1:], t, 2 * stats.t.sf(np.abs(t),
        dof), slopes - half, slopes + half, level, kind, fitted, residuals, r2,
        1 - (1 - r2) * (n - 1) / freedom, float(np.sqrt(rss / freedom)), freedom, float(f),
        covariance[1:, 1:], (*sample.notes, *notes),
    )  # fmt: skip
