"""How far coefficients would move if the data had fallen otherwise: bootstrap and leave-one-out."""

from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.decomposition.errors import AnalysisRefusedError
from parkcarbon_platform.calculation.decomposition.logmean import Float
from parkcarbon_platform.calculation.decomposition.stirpat.pls import components as components_of
from parkcarbon_platform.calculation.decomposition.stirpat.ridge import trace
from parkcarbon_platform.calculation.decomposition.stirpat.sample import Sample, require

Kind = Literal["pairs", "residual", "moving_block", "entity"]
Int = npt.NDArray[np.int64]
# Draws are worked on in parts of this many numbers: 64 MB.
_PART = 8_000_000


class Bootstrap(NamedTuple):
    """Coefficients of every draw [y per x], shape (draws, drivers), and their percentile interval (drivers,).

    `failed`: draws in which a driver did not vary, left out. `block` [observations]: of moving blocks,
    else 0.
    """

    kind: Kind
    seed: int
    draws: Float
    low: Float
    high: Float
    failed: int
    block: int


def bootstrap(
    sample: Sample, *, k: float = 0.0, kind: Kind = "pairs", draws: int = 2000, seed: int = 1,
    level: float = 0.95, block: int | None = None, components: int | None = None,
) -> Bootstrap:  # fmt: skip
    """Percentile intervals of least squares (k = 0) or ridge coefficients at a fixed k [-]; with `components`
    of partial least squares with so many.

    `pairs`: whole observations with replacement. `residual`: residuals, rescaled by √(n/(n − 1 − trace of
    the hat matrix)), around the fit. `moving_block`: runs of `block` observations in their order (default
    ⌈n^(1/3)⌉), for series (Künsch 1989). `entity`: whole entities, for panels. `seed`: the same draws
    every time (PCG64). Raises as `trace`, and AnalysisRefusedError (fewer than 100 draws, a block longer
    than the series, one entity). Source: Efron & Tibshirani (1993); Davison & Hinkley (1997).

    >>> import numpy as np
    >>> x = np.log(np.arange(1.0, 21.0))[:, None]
    >>> y = 0.5 * x[:, 0] + 0.01 * np.tile([1.0, -1.0], 10)
    >>> found = bootstrap(Sample(y, x, "t", ("output",), ("",) * 20, ("",) * 20), seed=7)
    >>> bool(found.low[0] < 0.5 < found.high[0]), len(found.draws)
    (True, 2000)
    """
    if draws < 100:
        raise AnalysisRefusedError(
            f"{draws} draws say little about an interval.", remedy="Use 1,000 or more.", draws=draws
        )
    require(sample)
    random = np.random.Generator(np.random.PCG64(seed))
    length = _block(sample, kind, block)
    if components is not None:
        found = _pls_draws(sample, components, kind, _Size(draws, length), random)
    elif kind == "residual":
        found = _residual_draws(sample, k, draws, random)
    else:
        found = slopes_of(sample, _indices(sample, kind, draws, length, random), k)
    good = np.isfinite(found).all(axis=1)
    if good.sum() < draws / 2:
        raise AnalysisRefusedError(
            "In most draws a driver does not vary: the observations are too alike for this bootstrap.",
            remedy="Use the residual bootstrap, or fewer drivers.",
            failed=int(draws - good.sum()),
        )
    low, high = np.quantile(found[good], [0.5 - level / 2, 0.5 + level / 2], axis=0)
    return Bootstrap(kind, seed, found[good], low, high, int((~good).sum()), length)


class _Size(NamedTuple):
    draws: int
    block: int


def _pls_draws(sample: Sample, count: int, kind: Kind, size: _Size, random: np.random.Generator) -> Float:
    """Slopes of partial least squares of every draw, one by one: NIPALS has no batched form."""
    n, found = sample.observations, np.full((size.draws, sample.drivers), np.nan)
    if kind == "residual":
        slopes = components_of(sample.x, sample.y, count).slopes[-1]
        fitted = sample.y.mean() + (sample.x - sample.x.mean(axis=0)) @ slopes
        left = (sample.y - fitted) * np.sqrt(n / max(n - 1 - count, 1))
        chosen = random.integers(0, n, (size.draws, n))
        for i, row in enumerate(chosen):
            found[i] = components_of(sample.x, fitted + left[row], count).slopes[-1]
        return found
    usual = sample.x.std(axis=0)
    for i, row in enumerate(_indices(sample, kind, size.draws, size.block, random)):
        x, y = sample.x[row], sample.y[row]
        if (x.std(axis=0) > 1e-9 * usual).all() and np.ptp(y) > 0:
            found[i] = components_of(x, y, count).slopes[-1]
    return found


def _block(sample: Sample, kind: Kind, block: int | None) -> int:
    if kind != "moving_block":
        return 0
    length = int(np.ceil(sample.observations ** (1 / 3) - 1e-9)) if block is None else block
    if not 1 <= length <= sample.observations:
        raise AnalysisRefusedError(
            f"A block of {length} in {sample.observations} observations.",
            remedy="Choose a shorter block.",
            block=length,
        )
    return length


def _indices(sample: Sample, kind: Kind, draws: int, length: int, random: np.random.Generator) -> Int:
    n = sample.observations
    if kind == "pairs":
        return random.integers(0, n, (draws, n))
    if kind == "moving_block":
        starts = random.integers(0, n - length + 1, (draws, -(-n // length)))
        return (starts[..., None] + np.arange(length)).reshape(draws, -1)[:, :n]
    _, code = np.unique(np.array(sample.entities), return_inverse=True)
    count = int(code.max()) + 1
    members = [np.flatnonzero(code == g) for g in range(count)]
    if count < 2 or len({len(m) for m in members}) > 1:
        raise AnalysisRefusedError(
            "Drawing whole entities needs two or more with equally many observations.",
            remedy="Use pairs.",
            entities=count,
        )
    chosen = random.integers(0, count, (draws, count))
    return np.stack(members)[chosen].reshape(draws, n)


def _residual_draws(sample: Sample, k: float, draws: int, random: np.random.Generator) -> Float:
    found = trace(sample, np.array([k]))
    fitted = found.intercepts[0] + sample.x @ found.coefficients[0]
    n = sample.observations
    left = n - 1 - float(found.freedom[0])
    residuals = (sample.y - fitted) * np.sqrt(n / left) if left > 0 else sample.y - fitted
    y = fitted + (residuals - residuals.mean())[random.integers(0, n, (draws, n))]
    x = sample.x - sample.x.mean(axis=0)
    scale = np.sqrt((x**2).sum(axis=0))
    u, d, v = np.linalg.svd(x / scale, full_matrices=False)
    return np.asarray(((y - y.mean(axis=1, keepdims=True)) @ u * (d / (d**2 + k))) @ v / scale, np.float64)


def slopes_of(sample: Sample, indices: Int, k: float) -> Float:
    """Coefficients [y per x] of many choices of observations, shape (choices, drivers); NaN where a driver
    stands still.

    `indices` (choices, observations). Each choice is standardised by itself and solved by R + kI.

    >>> import numpy as np
    >>> x = np.array([[0.0], [1.0], [2.0]])
    >>> one = Sample(2 * x[:, 0], x, "t", ("x",), ("",) * 3, ("",) * 3)
    >>> slopes_of(one, np.array([[0, 1], [1, 1]]), 0.0).ravel().round(9).tolist()
    [2.0, nan]
    """
    size = max(1, _PART // max(1, indices.shape[1] * (sample.drivers + 1)))
    parts = [_solve(sample, indices[i : i + size], k) for i in range(0, len(indices), size)]
    return np.concatenate(parts)


def _solve(sample: Sample, indices: Int, k: float) -> Float:
    x, y = sample.x[indices], sample.y[indices]
    x = x - x.mean(axis=1, keepdims=True)
    y = y - y.mean(axis=1, keepdims=True)
    scale = np.sqrt((x**2).sum(axis=1))
    usual = np.sqrt(((sample.x - sample.x.mean(axis=0)) ** 2).sum(axis=0))
    good = (scale > 1e-9 * usual).all(axis=1)
    z = x[good] / scale[good][:, None, :]
    found = np.full((len(indices), sample.drivers), np.nan)
    if not good.any():
        return found
    u, d, v = np.linalg.svd(z, full_matrices=False)
    if k == 0:
        full = d[:, -1] > 1e-10 * d[:, 0]
        inverse = np.divide(1.0, d, out=np.full_like(d, np.nan), where=full[:, None])
    else:
        inverse = d / (d**2 + k)
    projected = np.einsum("bni,bn->bi", u, y[good])
    found[good] = np.einsum("bi,bij->bj", projected * inverse, v) / scale[good]
    return found


def leave_one_out(sample: Sample, *, k: float = 0.0) -> Float:
    """Coefficients [y per x] without each observation in turn, shape (n, drivers), at a fixed k [-].

    Raises as `sample.require`.

    >>> import numpy as np
    >>> x = np.array([[0.0], [1.0], [2.0], [4.0]])
    >>> leave_one_out(Sample(2 * x[:, 0], x, "t", ("x",), ("",) * 4, ("",) * 4)).ravel().round(9).tolist()
    [2.0, 2.0, 2.0, 2.0]
    """
    require(sample)
    n = sample.observations
    others = np.array([[j for j in range(n) if j != i] for i in range(n)], np.int64)
    return slopes_of(sample, others, k)
