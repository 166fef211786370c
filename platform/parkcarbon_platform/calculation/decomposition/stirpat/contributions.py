"""What each driver did between two dates, by the elasticities of a fit."""

from typing import NamedTuple

import numpy as np

from parkcarbon_platform.calculation.decomposition.errors import ShapeError
from parkcarbon_platform.calculation.decomposition.logmean import Float, log_mean
from parkcarbon_platform.calculation.decomposition.stirpat.fit import Fit
from parkcarbon_platform.calculation.decomposition.stirpat.sample import Sample


class Contributions(NamedTuple):
    """Of the change of impact between two observations: each driver's part, and what the model leaves over.

    `logs` (drivers,) [ln]: bᵢ·Δln Xᵢ; `amounts` [unit of the impact]: times L(I₁, I₀), so that with `rest`
    they sum to I₁ − I₀.
    """

    first: str
    last: str
    before: float
    after: float
    logs: Float
    amounts: Float
    rest: float


def contributions(sample: Sample, fit: Fit, first: int, last: int) -> Contributions:
    """Contribution of each driver from observation `first` to `last` (indices) of one entity.

    ΔI = Σ L(I₁, I₀)·bᵢ·ln(Xᵢ₁/Xᵢ₀) + L(I₁, I₀)·(e₁ − e₀): the weights of LMDI (Ang 2005) give the logs
    amounts. Raises ShapeError for a sample without logarithms, indices that are not there, or of two
    entities.

    >>> import numpy as np
    >>> from parkcarbon_platform.calculation.decomposition.stirpat.ols import ols
    >>> x = np.log([[1.0], [2.0], [4.0], [8.0]])
    >>> one = Sample(np.log(10) + x[:, 0] * 0.5, x, "t", ("output",), ("1", "2", "3", "4"), ("",) * 4)
    >>> found = contributions(one, ols(one), 0, 2)
    >>> round(found.before, 6), round(found.after, 6), found.amounts.round(6).tolist()
    (10.0, 20.0, [10.0])
    """
    n = sample.observations
    if not sample.logs or not (0 <= first < n and 0 <= last < n):
        raise ShapeError(
            "Contributions need two observations of a model of logarithms.",
            remedy="Choose two of its periods.",
            observations=n,
        )
    if sample.entities[first] != sample.entities[last]:
        raise ShapeError(
            "The two observations are of different enterprises.", remedy="Choose two periods of one."
        )
    before, after = float(np.exp(sample.y[first])), float(np.exp(sample.y[last]))
    weight = float(log_mean(after, before))
    logs = fit.coefficients * (sample.x[last] - sample.x[first])
    rest = weight * float(fit.residuals[last] - fit.residuals[first] + _effects(sample, fit, first, last))
    return Contributions(
        sample.periods[first], sample.periods[last], before, after, logs, weight * logs, rest
    )


def _effects(sample: Sample, fit: Fit, first: int, last: int) -> float:
    """What the effect of time changed, in a panel: the fit less its drivers' part."""
    drivers = (sample.x[last] - sample.x[first]) @ fit.coefficients
    return float(fit.fitted[last] - fit.fitted[first] - drivers)
