"""Centred and scaled columns: the form in which least squares keeps its digits and ridge its meaning."""

from typing import NamedTuple

import numpy as np

from parkcarbon_platform.calculation.decomposition.logmean import Float


class Standard(NamedTuple):
    """Columns of unit length: `z` (n, drivers) with zᵀz the correlation matrix; `y` centred, in its own unit.

    `scale`: length of each centred column [unit of x · √n], so that b = b_standard / scale.
    """

    z: Float
    y: Float
    x_mean: Float
    y_mean: float
    scale: Float

    def slopes(self, standard: Float) -> Float:
        """Coefficients [y per x] of those of the standardised columns [unit of y]; last axis: drivers."""
        return np.asarray(standard / self.scale, np.float64)

    def intercept(self, slopes: Float) -> Float:
        """The intercept [unit of y] that belongs to slopes [y per x]; last axis: drivers."""
        return np.asarray(self.y_mean - slopes @ self.x_mean, np.float64)


def standardise(x: Float, y: Float) -> Standard:
    """Centre `x` (n, drivers) and `y` (n,), and divide each column of x by its length.

    >>> import numpy as np
    >>> found = standardise(np.array([[1.0], [2.0], [3.0]]), np.array([2.0, 4.0, 6.0]))
    >>> found.z.T @ found.z, found.slopes(found.z.T @ found.y)
    (array([[1.]]), array([2.]))
    """
    x_mean, y_mean = x.mean(axis=0), float(y.mean())
    centred = x - x_mean
    # A mean is rounded: what is left of it is taken off, too.
    centred = centred - centred.mean(axis=0)
    scale = np.sqrt((centred**2).sum(axis=0))
    return Standard(centred / scale, y - y_mean, x_mean, y_mean, scale)
