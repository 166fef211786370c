"""Logarithmic mean Divisia index decomposition: what part of a change each factor made.

V = Σ over cells of x₁·x₂·…·xₙ. All arrays of factors have shape (periods, factors, *cells): cells are the
parts that are summed (enterprise × carrier × scene …), in any number of dimensions.
"""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from parkcarbon_platform.calculation.decomposition.errors import (
    NotPositiveError,
    ShapeError,
    TooFewPeriodsError,
)
from parkcarbon_platform.calculation.decomposition.logmean import Float, log_mean, weighted_logs

Method = Literal["lmdi1", "lmdi2"]
Steps = Literal["chained", "ends"]


@dataclass(frozen=True)
class Decomposition:
    """Effects of the factors between periods.

    `effects` [unit of V], shape (steps, factors, *cells); `before`, `after` [unit of V], shape (steps,
    *cells). `steps` are pairs of period indices. `method` is that of the weights.
    """

    method: Method
    steps: tuple[tuple[int, int], ...]
    before: Float
    after: Float
    effects: Float
    notes: tuple[str, ...] = field(default=())

    @property
    def by_factor(self) -> Float:
        """Additive effect of each factor in each step [unit of V], shape (steps, factors)."""
        return np.asarray(self.effects.reshape(*self.effects.shape[:2], -1).sum(axis=2), np.float64)

    @property
    def totals(self) -> Float:
        """V before and after each step [unit of V], shape (steps, 2)."""
        flat = [values.reshape(len(self.steps), -1).sum(axis=1) for values in (self.before, self.after)]
        return np.stack(flat, axis=1)

    @property
    def residual(self) -> Float:
        """Change less the sum of the effects [unit of V] of each step: rounding, nothing else."""
        totals = self.totals
        return np.asarray(totals[:, 1] - totals[:, 0] - self.by_factor.sum(axis=1), np.float64)

    def indices(self) -> Float:
        """Multiplicative effect of each factor in each step [-], shape (steps, factors).

        D = exp(effect / L(V₁, V₀)): of LMDI-I and LMDI-II alike (Ang 2015, Energy Policy 86:233).
        Raises NotPositiveError where V is zero in a period.
        """
        totals = self.totals
        if (totals <= 0).any():
            raise NotPositiveError(
                "A total of zero has no ratio to another period.",
                remedy="Use the additive form, or leave the period out.",
                step=self.steps[int(np.argwhere((totals <= 0).any(axis=1))[0][0])],
            )
        return np.exp(self.by_factor / log_mean(totals[:, 1], totals[:, 0])[:, None])


def decompose(factors: Float, *, steps: Steps = "chained", method: Method = "lmdi1") -> Decomposition:
    """Additive effects ΔV_k = Σ_cells w · ln(x_k,after / x_k,before) of every factor k.

    `factors`: shape (periods, factors, *cells), ≥ 0, any units whose product is that of V. NaN: the
    factor has no value in a cell that is empty there (the emission factor of a fuel that is not burnt, the
    intensity of a plant that stands); it takes that of the step's other period, so that the effect goes to
    the factors that made the cell empty. `chained`: every period with the next; `ends`: the first with the
    last. Weights of LMDI-I: w = L(V_i,after, V_i,before): perfect and consistent in aggregation. Of
    LMDI-II: L of the shares, normalised to 1, times L of the totals: perfect, not consistent in aggregation.
    Raises TooFewPeriodsError, ShapeError, NotPositiveError (a negative value, with its indices). Source: Ang
    (2005), Energy Policy 33:867; Ang (2015), Energy Policy 86:233; zeros: Ang & Liu (2007).

    >>> import numpy as np
    >>> activity_and_intensity = np.array([[[10.0, 20.0], [2.0, 1.0]], [[12.0, 30.0], [1.5, 1.2]]])
    >>> found = decompose(activity_and_intensity)
    >>> found.by_factor.round(3).tolist(), found.totals.tolist()
    ([[14.498, -0.498]], [[40.0, 54.0]])
    """
    factors = checked(factors)
    last = len(factors) - 1
    pairs = [(0, last)] if steps == "ends" else [(i, i + 1) for i in range(last)]
    found = [_step(factors[a], factors[b], method) for a, b in pairs]
    before, after, effects = (np.stack(part) for part in zip(*found, strict=True))
    return Decomposition(method, tuple(pairs), before, after, effects)


def checked(factors: Float) -> Float:
    """Factors as floats, shape (periods, factors, *cells), or the typed reason why they cannot be decomposed.

    >>> import numpy as np
    >>> checked(np.ones((2, 3, 1), int)).dtype
    dtype('float64')
    """
    factors = np.asarray(factors, np.float64)
    if factors.ndim < 3:
        raise ShapeError("Factors have the shape (periods, factors, cells…).", shape=factors.shape)
    if len(factors) < 2:
        raise TooFewPeriodsError("A change needs two periods.", periods=len(factors))
    bad = (factors < 0) | np.isinf(factors)
    if bad.any():
        at = tuple(int(i) for i in np.argwhere(bad)[0])
        raise NotPositiveError(
            f"The factor at {at} is {factors[at]:g}; logarithms need values from zero up.",
            at=at,
            value=float(factors[at]),
        )
    return factors


def _step(x0: Float, x1: Float, method: Method) -> tuple[Float, Float, Float]:
    x0, x1 = np.where(np.isnan(x0), x1, x0), np.where(np.isnan(x1), x0, x1)
    # A factor that has no value in either period: the cell is empty in both.
    nowhere = np.isnan(x0)
    x0, x1 = np.where(nowhere, 0.0, x0), np.where(nowhere, 0.0, x1)
    v0, v1 = x0.prod(axis=0), x1.prod(axis=0)
    if method == "lmdi1":
        return v0, v1, weighted_logs(v0, v1, x0, x1)
    s0, s1 = _shares(v0), _shares(v1)
    norm = log_mean(s1, s0).sum()
    if norm == 0:
        raise NotPositiveError(
            "No part has emissions in both periods: LMDI-II has no weights.", remedy="Use LMDI-I."
        )
    return v0, v1, weighted_logs(s0, s1, x0, x1) / norm * log_mean(v1.sum(), v0.sum())


def _shares(v: Float) -> Float:
    total = v.sum()
    if total <= 0:
        raise NotPositiveError("LMDI-II needs a total above zero in each period.", remedy="Use LMDI-I.")
    return np.asarray(v / total, np.float64)


def chain(indices: Float) -> Float:
    """Cumulative multiplicative effects since the first period [-], shape as given (steps, factors).

    >>> import numpy as np
    >>> chain(np.array([[2.0, 1.1], [0.5, 1.1]])).round(2).tolist()
    [[2.0, 1.1], [1.0, 1.21]]
    """
    return np.asarray(np.cumprod(indices, axis=0), np.float64)
