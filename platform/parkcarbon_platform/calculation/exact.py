"""Exact integer arithmetic: products and quotients rounded half to even once."""

from fractions import Fraction

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]
_LIMIT = 1 << 62


def rounded(value: int, factor: Fraction) -> int:
    """`value * factor`, rounded half to even; as `round` has it, without looking for common divisors.

    >>> [rounded(value, Fraction(1, 2)) for value in (-3, -1, 1, 3)]
    [-2, 0, 0, 2]
    """
    quotient, rest = divmod(value * factor.numerator, factor.denominator)
    double = 2 * rest
    is_up = double > factor.denominator or (double == factor.denominator and quotient % 2 == 1)
    return quotient + is_up


def product(value: int, factor: Fraction) -> int | Fraction:
    """`value * factor`, a whole number where the factor is one."""
    return value * factor.numerator if factor.denominator == 1 else value * factor


def mul_div(value: npt.ArrayLike, numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Int64:
    """`value * numerator / denominator`, rounded half to even, exact for every int64 whose result fits.

    All arguments are integers and broadcast; denominators are positive. With
    value = q * denominator + r the product is q * numerator + r * numerator / denominator, whose second
    part fits 64 bits nearly always; where it may not, the element is computed with unbounded integers.
    """
    arrays = (np.asarray(a, dtype=np.int64) for a in (value, numerator, denominator))
    v, n, d = np.broadcast_arrays(*arrays)
    result = np.empty(v.shape, dtype=np.int64)
    fits = _fits(v, n, d)
    result[fits] = _narrow(v[fits], n[fits], d[fits])
    for i in zip(*np.nonzero(~fits), strict=True):
        result[i] = round(Fraction(int(v[i]) * int(n[i]), int(d[i])))
    return result


def scale(value: npt.ArrayLike, factor: Fraction) -> Int64:
    """`value * factor`, rounded half to even, exact."""
    if max(abs(factor.numerator), factor.denominator) < _LIMIT:
        return mul_div(value, factor.numerator, factor.denominator)
    values = np.asarray(value, dtype=np.int64)
    exact = [round(int(v) * factor) for v in values.ravel()]
    return np.array(exact, dtype=np.int64).reshape(values.shape)


def _fits(v: Int64, n: Int64, d: Int64) -> npt.NDArray[np.bool_]:
    # Floats are enough to tell "surely small" from "perhaps large": they are off by parts in 1e16.
    size = np.abs(n.astype(np.float64))
    remainder = d.astype(np.float64) * size
    quotient = np.abs(v.astype(np.float64)) / d * size
    return (remainder < _LIMIT) & (quotient < _LIMIT) & (2.0 * d < _LIMIT)


def _narrow(v: Int64, n: Int64, d: Int64) -> Int64:
    quotient, remainder = np.divmod(v, d)
    whole, rest = np.divmod(remainder * n, d)
    floor = quotient * n + whole
    double = 2 * rest
    up = (double > d) | ((double == d) & (floor % 2 == 1))
    return np.asarray(floor + up, dtype=np.int64)
