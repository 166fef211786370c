"""The logarithmic mean, and the weighted logarithms that LMDI is made of, with their limits at zero."""

import numpy as np
import numpy.typing as npt

Float = npt.NDArray[np.float64]
# Below this |ln(a/b)| the quotient loses digits to cancellation; the series is exact to 1e-17 there.
_SERIES_BELOW = 1e-3


def log_mean(a: npt.ArrayLike, b: npt.ArrayLike) -> Float:
    """Logarithmic mean L(a, b) = (a − b) / (ln a − ln b), L(a, a) = a, 0 where either is 0.

    `a`, `b` ≥ 0, any shapes that broadcast, in one unit; the result is in that unit. Close to a = b the
    series √(ab)·(1 + d²/24 + d⁴/1920), d = ln(a/b), takes the quotient's place. Source: Ang (2005), Energy
    Policy 33:867, eq. 5; Törnqvist, Vartia & Vartia (1985).

    >>> round(float(log_mean(100.0, 200.0)), 6), float(log_mean(3.0, 3.0)), float(log_mean(0.0, 5.0))
    (144.269504, 3.0, 0.0)
    """
    a, b = np.broadcast_arrays(np.asarray(a, np.float64), np.asarray(b, np.float64))
    found = np.zeros(a.shape)
    both = (a > 0) & (b > 0)
    one, two = a[both], b[both]
    d = np.log(one) - np.log(two)
    near = np.abs(d) < _SERIES_BELOW
    exact = np.divide(one - two, d, out=np.zeros_like(one), where=~near)
    series = np.sqrt(one) * np.sqrt(two) * (1 + d**2 / 24 + d**4 / 1920)
    found[both] = np.where(near, series, exact)
    found[both & (a == b)] = a[both & (a == b)]
    return found


def weighted_logs(v0: Float, v1: Float, x0: Float, x1: Float) -> Float:
    """L(v1, v0) · ln(x1 / x0) of every factor and cell, with its analytical limit where values are zero.

    `x0`, `x1`: factors, shape (n, *cells), ≥ 0; `v0`, `v1`: what the cell amounts to, shape (*cells), zero
    exactly where a factor is. Result: shape (n, *cells), unit of `v`. The eight cases of Ang, Zhang & Choi
    (1998), Energy 23:489, table 2, and Ang & Liu (2007), Energy Policy 35:238 (v, x before → after): 0→+,
    0→+ gives v1; +→0, +→0 gives −v0; every other case with a zero gives 0. Where k factors of a cell
    vanish (or appear) together each has 1/k of it: the limit when all are replaced by one small value that
    goes to 0.

    >>> import numpy as np
    >>> cell = np.array([[4.0], [0.5]]), np.array([[4.0], [0.0]])
    >>> weighted_logs(np.array([2.0]), np.array([0.0]), *cell).ravel().tolist()
    [0.0, -2.0]
    """
    alive = (x0 > 0) & (x1 > 0)
    ratio = np.divide(x1, x0, out=np.ones_like(x1), where=alive)
    found = log_mean(v1, v0) * np.log(ratio)
    appears, vanishes = (x0 == 0) & (x1 > 0), (x0 > 0) & (x1 == 0)
    if appears.any() or vanishes.any():
        found = np.where((v0 == 0) & (v1 > 0) & appears, v1 / np.maximum(appears.sum(axis=0), 1), found)
        found = np.where((v0 > 0) & (v1 == 0) & vanishes, -v0 / np.maximum(vanishes.sum(axis=0), 1), found)
    return np.asarray(found, np.float64)
