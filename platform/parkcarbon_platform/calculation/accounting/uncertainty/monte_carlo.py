"""Approach 2: Monte Carlo (2006 IPCC Guidelines, volume 1, 3.2.3.2; JCGM 101:2008).

Every cause has a stream of its own, seeded by the run's seed and the cause's key: all terms that name it
share its draws, and neither the order of terms nor the size of a block changes a digit of a total.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from math import sqrt

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.accounting.uncertainty.causes import (
    LEVEL,
    Cause,
    Term,
    compact,
    coverage_factor,
    logarithms,
    moments,
)

Floats = npt.NDArray[np.float64]
DRAWS = 20_000
SEED = 20_060_101
BINS = 40
# Draws that are held at once of causes that several terms share: 16 MiB, however many draws are asked for.
# A block's rows stay in the second cache, and below 10,000 values OpenBLAS splits no product among threads
# (on two busy cores that made it 15 times as slow).
HELD = 1 << 21
SMALLEST, LARGEST = 256, 8192


@dataclass(frozen=True, slots=True)
class Simulated:
    """What `draws` totals came to [unit of the total].

    `lower` and `upper` cut off equal tails, `shortest` is the narrowest interval with the same share of cases
    (JCGM 101, 7.7). `shares`: squared correlation of each cause with the total, made to add up to 1,
    the largest first. `edges` and `counts` are a histogram, empty where nothing spreads.
    """

    draws: int
    seed: int
    level: float
    mean: float
    median: float
    deviation: float
    lower: float
    upper: float
    shortest: tuple[float, float]
    shares: tuple[tuple[str, float], ...]
    edges: tuple[float, ...]
    counts: tuple[int, ...]


def simulate(
    terms: Iterable[Term],
    causes: Mapping[str, Cause],
    draws: int = DRAWS,
    seed: int = SEED,
    level: float = LEVEL,
    *,
    told: Callable[[float], None] | None = None,
) -> Simulated:
    """Totals of Σ amount × Π (1 + error), with the errors drawn; unknown causes count as no error.

    `told` hears the share of the draws that are made; what it raises ends them.
    """
    plan = _Plan(terms, causes, seed)
    totals = np.empty(draws)
    for begin in range(0, draws, plan.block):
        if told is not None:
            told(begin / draws)
        plan.draw_block(totals[begin : begin + plan.block])
    return _summary(totals, plan.shares(draws), draws, seed, level)


class _Stream:
    """A cause, its draws, and what they and the totals have in common so far."""

    def __init__(self, cause: Cause, seed: int) -> None:
        self.cause = cause
        self.random = _stream(seed, cause.key)
        self.mixed = 0.0
        self.companion = 0.0

    def draw(self, out: Floats) -> None:
        draw(self.cause, self.random, out)

    def compare(self, factors: Floats, amounts: Floats, centre: float) -> None:
        # Apart from `centre`: else the draws' own mean times the whole amount drowns what is looked for.
        self.mixed += float(factors @ amounts) - centre * float(factors.sum())
        self.companion += float(amounts.sum()) - centre * len(amounts)

    def explained(self, draws: int) -> float:
        """The variance of the amounts that a straight line through (error, amount) accounts for."""
        mean, variance = moments(self.cause)
        covariance = (self.mixed - (1 + mean) * self.companion) / draws
        return covariance * covariance / variance if variance else 0.0


class _Plan:
    """Which causes several terms share, and which one term has alone.

    Rows of shared causes are kept until the block's totals are there; a lone cause is drawn, multiplied in,
    compared with its own term (it is independent of all others) and forgotten.
    """

    def __init__(self, terms: Iterable[Term], causes: Mapping[str, Cause], seed: int) -> None:
        merged = compact(replace(term, source="") for term in terms)
        known = [(t.amount, [k for k in t.causes if causes[k].is_known]) for t in merged]
        uses = Counter(key for _, keys in known for key in keys)
        streams = {key: _Stream(causes[key], seed) for key in sorted(uses)}
        shared = [key for key in streams if uses[key] > 1]
        row = {key: n for n, key in enumerate(shared)}
        self.streams = streams
        self.shared = [streams[key] for key in shared]
        self.parts = [
            (float(amount), [row[k] for k in keys if k in row], [streams[k] for k in keys if k not in row])
            for amount, keys in known
        ]
        self.most_alone = max((len(alone) for _, _, alone in self.parts), default=0)
        self.total = float(sum(amount for amount, _ in known))
        self.block = max(SMALLEST, min(LARGEST, HELD // max(1, len(shared))))

    def draw_block(self, totals: Floats) -> None:
        """Fill `totals` with the next draws."""
        size = len(totals)
        rows = np.empty((len(self.shared), size))
        for stream, row in zip(self.shared, rows, strict=True):
            stream.draw(row)
        totals[:] = 0.0
        part, scratch = np.empty(size), np.empty((self.most_alone, size))
        for amount, shared, alone in self.parts:
            part[:] = amount
            for n in shared:
                part *= rows[n]
            self._multiply(part, amount, alone, scratch)
            totals += part
        for stream, row in zip(self.shared, rows, strict=True):
            stream.compare(row, totals, self.total)

    @staticmethod
    def _multiply(part: Floats, amount: float, alone: Sequence[_Stream], rows: Floats) -> None:
        for stream, row in zip(alone, rows, strict=False):
            stream.draw(row)
            part *= row
        for stream, row in zip(alone, rows, strict=False):
            stream.compare(row, part, amount)

    def shares(self, draws: int) -> tuple[tuple[str, float], ...]:
        """Variance explained by each cause ÷ that by all, the largest first."""
        found = {key: stream.explained(draws) for key, stream in self.streams.items()}
        whole = sum(found.values())
        shares = [(key, part / whole if whole else 0.0) for key, part in found.items()]
        return tuple(sorted(shares, key=lambda pair: (-pair[1], pair[0])))


def _stream(seed: int, key: str) -> np.random.Generator:
    entropy = int.from_bytes(blake2b(key.encode(), digest_size=16).digest(), "big")
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence([seed, entropy])))


def draw(cause: Cause, stream: np.random.Generator, out: Floats) -> None:
    """Fill `out` with draws of 1 + error."""
    low, high = cause.lower, cause.upper
    if cause.distribution in ("normal", "lognormal"):
        stream.standard_normal(out=out)
        if cause.distribution == "normal":
            out *= max(-low, high) / coverage_factor(cause.level)
            out += 1.0
        else:
            mean, deviation = logarithms(cause)
            out *= deviation
            out += mean
            np.exp(out, out=out)
        return
    stream.random(out=out)
    if cause.distribution == "uniform":
        out *= high - low
        out += 1.0 + low
    else:
        out[:] = 1.0 + _triangular(out, low, high)


def _triangular(uniform: Floats, low: float, high: float) -> Floats:
    """The inverse of the distribution function with its peak at 0."""
    width = high - low
    left = uniform * width < -low
    below = low + np.sqrt(uniform * width * -low)
    above = high - np.sqrt((1 - uniform) * width * high)
    return np.asarray(np.where(left, below, above), dtype=np.float64)


def _summary(
    totals: Floats, shares: tuple[tuple[str, float], ...], draws: int, seed: int, level: float
) -> Simulated:
    totals.sort()
    lower, median, upper = np.quantile(totals, [(1 - level) / 2, 0.5, (1 + level) / 2])
    # Without a spread there is nothing to draw, and numpy refuses bins narrower than a float's step.
    spread = totals[-1] - totals[0] > 1e-9 * max(abs(totals[0]), abs(totals[-1]))
    counts, edges = np.histogram(totals, bins=BINS) if spread else (np.empty(0), np.empty(0))
    return Simulated(
        draws=draws,
        seed=seed,
        level=level,
        mean=float(totals.mean()),
        median=float(median),
        deviation=sqrt(float(totals.var(ddof=1))) if draws > 1 else 0.0,
        lower=float(lower),
        upper=float(upper),
        shortest=shortest(totals, level),
        shares=shares,
        edges=tuple(map(float, edges)),
        counts=tuple(map(int, counts)),
    )


def shortest(ordered: Floats, level: float) -> tuple[float, float]:
    """The narrowest interval with the share `level` of values in ascending order (JCGM 101, 7.7)."""
    held = min(len(ordered) - 1, round(level * len(ordered)))
    widths = ordered[held:] - ordered[: len(ordered) - held]
    begin = int(np.argmin(widths))
    return float(ordered[begin]), float(ordered[begin + held])
