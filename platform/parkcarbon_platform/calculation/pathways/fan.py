"""Many draws of one scenario: bands by year and the peak year as a distribution.

A fan shows what follows from the stated ranges of inputs. It is not a prediction, and its percentiles are
no probabilities of the future: nobody knows how likely the scenario itself is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from parkcarbon_platform.calculation.pathways.base import BaseYear
from parkcarbon_platform.calculation.pathways.drivers import ASPECTS, Floats, Lever
from parkcarbon_platform.calculation.pathways.elasticity import Elasticities, by_elasticity, driver_paths
from parkcarbon_platform.calculation.pathways.errors import PathwayError
from parkcarbon_platform.calculation.pathways.outcome import PeakYears, peak_years
from parkcarbon_platform.calculation.pathways.projection import Draw, project

PERCENTILES = (5, 25, 50, 75, 95)
MOST_DRAWS = 100_000
# Arrays of a block stay in the cache: 500 draws × 36 years × 30 shares are 4 MB.
BLOCK = 500


@dataclass(frozen=True, slots=True)
class Range:
    """A triangular distribution: lowest, likeliest, highest."""

    low: float
    mode: float
    high: float

    def draws(self, number: int, generator: np.random.Generator) -> Floats:
        """(number,) values; all the same where low = high."""
        if not self.low <= self.mode <= self.high:
            raise PathwayError("A range goes from low over mode to high.", field="range")
        if self.low == self.high:
            return np.full(number, self.mode)
        return generator.triangular(self.low, self.mode, self.high, number)


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What is not known of a scenario: achievement by aspect [-], growth [points of %/a], fuel factors [-].

    `achieved` is the part of each aspect's levers that is reached; `growth_sd` the standard deviation of a
    draw's growth rate, `factor_sd` the relative one of the factors of fuels.
    """

    achieved: dict[str, Range] = field(default_factory=dict)
    growth_sd: float = 0.0
    factor_sd: float = 0.0


@dataclass(frozen=True, slots=True)
class Fan:
    """Percentiles (5, T) of emissions and removals-included emissions [tCO2/a], sums [tCO2], peak years.

    `mean` (T,); `cumulative` (5,) percentiles of the sum after the base year; `last_net` (5,) of what is left
    in the last year; `elastic` (5, T) by elasticities, where those are given.
    """

    years: Floats
    bands: Floats
    mean: Floats
    cumulative: Floats
    last_net: Floats
    peaks: PeakYears
    elastic: Floats | None
    elastic_peaks: PeakYears | None
    draws: int
    seed: int


def sample(uncertainty: Uncertainty, number: int, generator: np.random.Generator) -> Draw:
    """Inputs of many draws, drawn at once so that the size of blocks changes nothing."""
    achieved = {
        aspect: uncertainty.achieved[aspect].draws(number, generator)[:, None]
        for aspect in ASPECTS
        if aspect in uncertainty.achieved
    }
    growth = generator.standard_normal((number, 1)) * uncertainty.growth_sd
    # Lognormal with mean 1: a factor is never negative.
    sigma = np.sqrt(np.log1p(uncertainty.factor_sd**2))
    factor = np.exp(generator.standard_normal((number, 1)) * sigma - sigma**2 / 2)
    return Draw(achieved, growth, factor)


def fan(
    base: BaseYear,
    levers: Sequence[Lever],
    years: Floats,
    uncertainty: Uncertainty,
    *,
    draws: int,
    seed: int,
    elasticities: Elasticities | None = None,
) -> Fan:
    """Follow a scenario in `draws` draws (PCG64 seeded with `seed`: the same seed, the same figures).

    Raises PathwayError for inputs that contradict each other. Source: JCGM 101:2008 (propagation of
    distributions by Monte Carlo).

    >>> from parkcarbon_platform.calculation.pathways.presets import example
    >>> found = fan(example(), [], np.arange(2024.0, 2031), Uncertainty(growth_sd=1.0), draws=200, seed=1)
    >>> bool((np.diff(found.bands, axis=0) >= 0).all())
    True
    >>> round(sum(found.peaks.share.values()) + found.peaks.none, 9)
    1.0
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise PathwayError(f"From 1 to {MOST_DRAWS:,} draws.", field="draws")
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = sample(uncertainty, draws, generator)
    coefficients = None
    if elasticities is not None:
        elasticities.check()
        coefficients = elasticities.draws(draws, generator)
    total, net = np.empty((draws, len(years))), np.empty((draws, len(years)))
    elastic = np.empty((draws, len(years))) if coefficients is not None else None
    for rows, part in _blocks(drawn, draws):
        found = project(base, levers, years, part)
        total[rows], net[rows] = found.total, found.net
        if elastic is not None and elasticities is not None and coefficients is not None:
            paths = driver_paths(found, elasticities.names, elasticities.sector)
            start = float(project(base, [], years[:1]).total[0, 0])
            elastic[rows] = by_elasticity(start, paths, coefficients[rows])
    return Fan(
        years, _bands(total), total.mean(axis=0), _bands(total[:, 1:].sum(axis=1)), _bands(net[:, -1]),
        peak_years(years, total), None if elastic is None else _bands(elastic),
        None if elastic is None else peak_years(years, elastic), draws, seed,
    )  # fmt: skip


def _bands(values: Floats) -> Floats:
    return np.asarray(np.percentile(values, PERCENTILES, axis=0), np.float64)


def _blocks(drawn: Draw, draws: int) -> Iterator[tuple[slice, Draw]]:
    for first in range(0, draws, BLOCK):
        rows = slice(first, min(first + BLOCK, draws))
        achieved = {aspect: values[rows] for aspect, values in drawn.achieved.items()}
        yield rows, Draw(achieved, drawn.growth[rows], drawn.factor[rows])
