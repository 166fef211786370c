"""Whether a fit may be believed: collinearity of drivers, tests of residuals, and the notes they give."""

from typing import NamedTuple

import numpy as np

from parkcarbon_platform.calculation.decomposition.logmean import Float
from parkcarbon_platform.calculation.decomposition.notes import Note
from parkcarbon_platform.calculation.decomposition.stirpat.fit import Fit
from parkcarbon_platform.calculation.decomposition.stirpat.sample import Sample
from parkcarbon_platform.calculation.decomposition.stirpat.standard import standardise

# O'Brien (2007), Quality & Quantity 41:673, on the usual limits; Belsley, Kuh & Welsch (1980) for 30.
VIF_LIMIT, CONDITION_LIMIT = 10.0, 30.0
_PER_DRIVER = 10
_IDENTITY = 0.995


class Test(NamedTuple):
    """A statistic and its p value; None where it has none or too few observations."""

    statistic: float
    p: float | None


class Diagnostics(NamedTuple):
    """VIF (drivers,), condition number of [1, x] with columns of unit length, tests of residuals."""

    vif: Float
    condition: float
    breusch_pagan: Test
    jarque_bera: Test
    durbin_watson: Test
    ljung_box: Test


def vif(x: Float) -> Float:
    """Variance inflation 1/(1 − Rⱼ²) of each driver [-]: the diagonal of the inverse correlation matrix.

    `x`: shape (n, drivers), any units. Infinite where a driver is a sum of others. Source: Marquardt (1970).

    >>> import numpy as np
    >>> vif(np.array([[1.0, 1.0], [2.0, -1.0], [3.0, -1.0], [4.0, 1.0]])).round(12).tolist()
    [1.0, 1.0]
    """
    _, d, v = np.linalg.svd(standardise(x, np.zeros(len(x))).z, full_matrices=False)
    with np.errstate(divide="ignore"):
        return np.asarray((v**2 / d[:, None] ** 2).sum(axis=0), np.float64)


def condition_number(x: Float) -> float:
    """Largest by smallest singular value of [1, x], each column divided by its length, not centred [-].

    `x`: shape (n, drivers). Above 30 collinearity does harm (Belsley, Kuh & Welsch 1980).

    >>> import numpy as np
    >>> round(condition_number(np.array([[1.0], [-1.0]])), 12)
    1.0
    """
    columns = np.column_stack([np.ones(len(x)), x])
    d = np.linalg.svd(columns / np.sqrt((columns**2).sum(axis=0)), compute_uv=False)
    return float(d[0] / d[-1]) if d[-1] > 0 else float("inf")


def diagnose(sample: Sample, residuals: Float, *, lags: int | None = None) -> Diagnostics:
    """Tests of residuals [unit of y], shape (n,): Breusch–Pagan (Koenker's), Jarque–Bera, Durbin–Watson,
    Ljung–Box.

    `lags` of Ljung–Box: min(10, n/5) where not given. Durbin–Watson has no p value; 2 is none. Computed by
    statsmodels.

    >>> import numpy as np
    >>> x = np.arange(8.0)[:, None]
    >>> e = np.array([1.0, -1, 1, -1, 1, -1, 1, -1])
    >>> round(diagnose(Sample(e, x, "t", ("x",), ("",) * 8, ("",) * 8), e).durbin_watson.statistic, 2)
    3.5
    """
    from statsmodels.stats.diagnostic import acorr_ljungbox, het_breuschpagan
    from statsmodels.stats.stattools import durbin_watson, jarque_bera

    lag = max(1, min(10, len(residuals) // 5)) if lags is None else lags
    design = np.column_stack([np.ones(len(residuals)), sample.x])
    # Residuals that are all alike leave the tests nothing: 0/0.
    with np.errstate(divide="ignore", invalid="ignore"):
        spread, spread_p = het_breuschpagan(residuals, design)[:2]
        normal, normal_p = jarque_bera(residuals)[:2]
        boxed = acorr_ljungbox(residuals, lags=[lag])
        correlated = float(durbin_watson(residuals))
    return Diagnostics(
        vif(sample.x),
        condition_number(sample.x),
        _test(spread, spread_p),
        _test(normal, normal_p),
        Test(correlated, None),
        _test(boxed["lb_stat"].iloc[0], boxed["lb_pvalue"].iloc[0]),
    )


def _test(statistic: float, p: float) -> Test:
    return Test(float(statistic), float(p) if np.isfinite(p) else None)


def notes_of(sample: Sample, fit: Fit, found: Diagnostics, *, energy: tuple[str, ...] = ()) -> list[Note]:
    """What must be said beside a fit. `energy`: drivers that the emissions themselves were computed from.

    >>> from parkcarbon_platform.calculation.decomposition.stirpat.ols import ols
    >>> import numpy as np
    >>> x = np.array([[0.0], [1.0], [2.0], [3.1], [4.0]])
    >>> same = Sample(x[:, 0] + [0, 0.01, 0, 0, 0], x, "t", ("energy",), ("",) * 5, ("",) * 5)
    >>> fit = ols(same)
    >>> [note.code for note in notes_of(same, fit, diagnose(same, fit.residuals))]
    ['near_identity', 'small_sample']
    """
    notes = _identity_notes(sample, energy)
    worst = float(np.max(found.vif))
    if worst > VIF_LIMIT:
        names = [n for n, v in zip(sample.names, found.vif, strict=True) if v > VIF_LIMIT]
        text = (
            f"{', '.join(names)} move together (VIF up to {worst:.0f}): "
            "single elasticities are unsure; ridge helps."
        )
        notes.append(Note("collinearity", text, {"drivers": names, "vif": worst}))
    n, p = sample.observations, sample.drivers
    if n < _PER_DRIVER * p:
        text = f"{n} observations for {p} drivers; ten a driver is the usual advice: intervals are wide."
        notes.append(Note("small_sample", text, {"observations": n, "drivers": p}))
    if p > 1:
        chance = 1 - 0.95**p
        text = (
            f"{p} drivers are tested: by chance alone one looks significant in {chance:.0%} of such studies."
        )
        notes.append(Note("multiplicity", text, {"drivers": p, "chance": chance}))
    return notes + _residual_notes(fit, found)


def _identity_notes(sample: Sample, energy: tuple[str, ...]) -> list[Note]:
    z = standardise(sample.x, sample.y)
    length = float(np.sqrt(z.y @ z.y))
    close = np.abs(z.z.T @ z.y) / length > _IDENTITY if length > 0 else np.zeros(sample.drivers, bool)
    names = [n for n, c in zip(sample.names, close, strict=True) if c or n in energy]
    if not names:
        return []
    text = (
        f"Emissions follow {', '.join(names)} almost exactly: they were probably computed from it, so its "
        "elasticity is close to 1 by definition and explains nothing."
    )
    return [Note("near_identity", text, {"drivers": names})]


def _residual_notes(fit: Fit, found: Diagnostics) -> list[Note]:
    notes = []
    if found.ljung_box.p is not None and found.ljung_box.p < 0.05:
        text = "Residuals depend on those before them: use Newey-West errors or moving blocks."
        notes.append(Note("autocorrelation", text, {"p": found.ljung_box.p}))
    if found.breusch_pagan.p is not None and found.breusch_pagan.p < 0.05 and fit.covariance == "classical":
        text = "Residuals spread unevenly: use HC3 errors or pairs."
        notes.append(Note("heteroscedasticity", text, {"p": found.breusch_pagan.p}))
    if found.jarque_bera.p is not None and found.jarque_bera.p < 0.05:
        text = "Residuals are not normal: rely on the bootstrap's intervals."
        notes.append(Note("not_normal", text, {"p": found.jarque_bera.p}))
    return notes
