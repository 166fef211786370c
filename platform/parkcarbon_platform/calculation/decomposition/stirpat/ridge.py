"""Ridge regression: trace, choice of k, and variance inflation along it.

k is added to the diagonal of the correlation matrix R of the drivers, as in SAS PROC REG, SPSS and R's
lmridge. Other programs add λ to n·R: `k_of` translates.
"""

from typing import Literal, NamedTuple

import numpy as np

from parkcarbon_platform.calculation.decomposition.errors import AnalysisRefusedError
from parkcarbon_platform.calculation.decomposition.logmean import Float
from parkcarbon_platform.calculation.decomposition.stirpat.fit import Fit, build
from parkcarbon_platform.calculation.decomposition.stirpat.ols import ols
from parkcarbon_platform.calculation.decomposition.stirpat.sample import Sample, require
from parkcarbon_platform.calculation.decomposition.stirpat.standard import standardise

Convention = Literal["correlation", "sas", "lmridge", "genridge", "mass", "sklearn"]
Rule = Literal["hkb", "hkb_p2", "lw", "lw_p2", "gcv"]


class Trace(NamedTuple):
    """Along `k` (steps,): coefficients [y per x] and both VIF, shape (steps, drivers); rest (steps,).

    `standard`: coefficients of columns of unit length [unit of y]. `vif`: diag(ARA), A = (R + kI)⁻¹ (SAS,
    lmridge). `vif_marquardt`: of the correlation matrix of the coefficients (genridge). `freedom`: trace
    of the hat matrix without the intercept. `gcv`: (RSS/n) / (1 − (1 + freedom)/n)².
    """

    k: Float
    coefficients: Float
    standard: Float
    intercepts: Float
    vif: Float
    vif_marquardt: Float
    freedom: Float
    rss: Float
    gcv: Float


def k_of(value: float, convention: Convention, observations: int) -> float:
    """k of the correlation convention [-] that another program calls `value`.

    `genridge` and `mass` (lm.ridge), and scikit-learn's alpha on columns of standard deviation 1 (divisor
    n), are λ = n·k.

    >>> k_of(0.08, "genridge", 16), k_of(0.002, "sas", 16)
    (0.005, 0.002)
    """
    return value / observations if convention in ("genridge", "mass", "sklearn") else value


def trace(sample: Sample, k: Float) -> Trace:
    """b(k) = (R + kI)⁻¹ r of every k [-] ≥ 0 at once, by one singular value decomposition.

    `k`: shape (steps,). At k = 0 it is least squares. Raises TooFewError, NoVariationError,
    AnalysisRefusedError (k < 0). Source: Hoerl & Kennard (1970), Technometrics 12:55; Marquardt & Snee
    (1975), Am. Stat. 29:3.

    >>> import numpy as np
    >>> x = np.log([[1.0], [2.0], [4.0], [8.0]])
    >>> one = Sample(0.5 * x[:, 0], x, "t", ("output",), ("",) * 4, ("",) * 4)
    >>> trace(one, np.array([0.0, 1.0])).coefficients.round(6).ravel().tolist()
    [0.5, 0.25]
    """
    require(sample)
    k = np.atleast_1d(np.asarray(k, np.float64))
    if not (k >= 0).all():
        raise AnalysisRefusedError(
            "k is zero or more.", remedy="Give k ≥ 0, or choose it by a rule.", k=k.tolist()
        )
    made = standardise(sample.x, sample.y)
    u, d, v = np.linalg.svd(made.z, full_matrices=False)
    shrunk = d**2 + k[:, None]
    standard = (d * (u.T @ made.y) / shrunk) @ v
    slopes = made.slopes(standard)
    residuals = made.y - standard @ made.z.T
    rss, n = (residuals**2).sum(axis=1), len(made.y)
    freedom = (d**2 / shrunk).sum(axis=1)
    ara = (d**2 / shrunk**2) @ v**2
    with np.errstate(divide="ignore"):
        marquardt = ara * ((shrunk**2 / d**2) @ v**2)
    gcv = rss / n / (1 - (1 + freedom) / n) ** 2
    return Trace(k, slopes, standard, made.intercept(slopes), ara, marquardt, freedom, rss, gcv)


def grid(steps: int = 101, low: float = 1e-4, high: float = 1.0) -> Float:
    """k = 0 and a geometric grid [-], for a trace.

    >>> grid(4, 0.01, 1.0).round(3).tolist()
    [0.0, 0.01, 0.1, 1.0]
    """
    return np.concatenate([[0.0], np.geomspace(low, high, steps - 1)])


def choose(sample: Sample, rule: Rule) -> float:
    """k [-] by a rule; s² and b are those of least squares, b of columns of unit length.

    `hkb`: p·s²/bᵀb (Hoerl, Kennard & Baldwin 1975, Commun. Stat. 4:105); `lw`: p·s²/bᵀRb (Lawless & Wang
    1976, Commun. Stat. A5:307); `hkb_p2`, `lw_p2`: with p − 2, as MASS and genridge compute them (p > 2).
    `gcv`: the least generalised cross-validation (Golub, Heath & Wahba 1979) from 0 to 10⁴. Raises
    AnalysisRefusedError.

    >>> import numpy as np
    >>> x = np.log([[1.0], [2.0], [4.0], [8.0]])
    >>> one = Sample(0.5 * x[:, 0] + [0.1, -0.1, -0.1, 0.1], x, "t", ("output",), ("",) * 4, ("",) * 4)
    >>> round(choose(one, "hkb"), 4)
    0.0333
    """
    if rule == "gcv":
        return _least_gcv(sample)
    p, n = sample.drivers, sample.observations
    least = p - 2 if rule.endswith("_p2") else p
    if least < 1:
        raise AnalysisRefusedError(
            f"The rule {rule} needs three drivers or more.", remedy=f"Use {rule[:-3]}.", drivers=p
        )
    fit = ols(sample)
    made = standardise(sample.x, sample.y)
    b = fit.coefficients * made.scale
    s2 = float(fit.residuals @ fit.residuals) / (n - p - 1)
    below = float(b @ b) if rule.startswith("hkb") else float(((made.z @ b) ** 2).sum())
    return least * s2 / below


def _least_gcv(sample: Sample) -> float:
    from scipy.optimize import minimize_scalar

    steps = np.concatenate([[0.0], np.geomspace(1e-8, 1e4, 241)])
    values = trace(sample, steps).gcv
    best = int(np.argmin(values))
    if best in (0, len(steps) - 1):
        return float(steps[best])
    inside = minimize_scalar(
        lambda log_k: float(trace(sample, np.exp([log_k])).gcv[0]),
        bounds=(np.log(steps[max(best - 1, 1)]), np.log(steps[best + 1])),
        method="bounded",
        options={"xatol": 1e-10},
    )
    return float(np.exp(inside.x))


def ridge(sample: Sample, k: float, *, level: float = 0.95) -> Fit:
    """The fit at one k [-]: coefficients [% per %] with standard errors s·√diag(ARA), s² = RSS/(n − p − 1)
    of least squares.

    Coefficients are drawn towards zero on purpose, so that these intervals are of what ridge estimates,
    not of the true value; the bootstrap's are to be preferred. Where least squares has no answer (drivers
    that are sums of each other), s² is that of the ridge fit over n − 1 − trace of the hat matrix. Raises
    as `trace`.

    >>> import numpy as np
    >>> x = np.log([[1.0], [2.0], [4.0], [8.0]])
    >>> one = Sample(0.5 * x[:, 0], x, "t", ("output",), ("",) * 4, ("",) * 4)
    >>> ridge(one, 1.0).coefficients.round(6).tolist()
    [0.25]
    """
    found = trace(sample, np.array([0.0, k]) if _full_rank(sample) else np.array([k, k]))
    made = standardise(sample.x, sample.y)
    n, p = sample.x.shape
    freedom = n - p - 1 if _full_rank(sample) else n - 1 - float(found.freedom[1])
    s2 = float(found.rss[0]) / freedom
    _, d, v = np.linalg.svd(made.z, full_matrices=False)
    slopes = s2 * (v.T * (d**2 / (d**2 + k) ** 2)) @ v / np.outer(made.scale, made.scale)
    covariance = np.zeros((p + 1, p + 1))
    covariance[1:, 1:] = slopes
    covariance[0, 0] = s2 / n + made.x_mean @ slopes @ made.x_mean
    return build(
        "ridge", sample, found.coefficients[1], float(found.intercepts[1]), covariance,
        kind="ridge", freedom=freedom, level=level,
    )  # fmt: skip


def _full_rank(sample: Sample) -> bool:
    d = np.linalg.svd(standardise(sample.x, sample.y).z, compute_uv=False)
    return bool(d[-1] > 1e-10 * d[0])
