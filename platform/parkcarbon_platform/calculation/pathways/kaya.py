"""Rates of the Kaya identity: what a target implies beside what history did."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from parkcarbon_platform.calculation.pathways.drivers import Floats
from parkcarbon_platform.calculation.pathways.errors import PathwayError


class Implied(NamedTuple):
    """Rates [%/a] that a target implies: of emissions, of emissions per output, of emissions per energy."""

    emissions: float
    per_output: float
    per_energy: float


def log_trend(years: Floats, values: Floats) -> float:
    """Growth rate [%/a]: the slope of ln x over the years by least squares.

    Both of shape (n,), n ≥ 2, values positive; raises PathwayError otherwise. Source: Pielke, The Climate
    Fix (2010); as in kayadata (Gilligan).

    >>> round(log_trend(np.array([2000.0, 2001.0, 2002.0]), np.exp([0.0, 0.02, 0.04])), 6)
    2.0
    """
    if years.size < 2 or years.shape != values.shape or (values <= 0).any():
        raise PathwayError("A trend needs two years or more, and positive values.", field="values")
    return float(100.0 * np.polyfit(years - years.mean(), np.log(values), 1)[0])


def implied_rate(reference: float, target: float, years: float) -> float:
    """The steady rate [%/a] from `reference` to `target` (the same unit) over `years`: 100·ln(x*/x₀)/Δt.

    Raises PathwayError where one of them is not positive.

    >>> round(implied_rate(100.0, 74.0, 20.0), 2)
    -1.51
    """
    if reference <= 0 or target <= 0 or years <= 0:
        raise PathwayError("A rate leads between positive values in a positive time.", field="target")
    return float(100.0 * np.log(target / reference) / years)


def implied(reference: float, target: float, years: float, *, output: float, energy: float) -> Implied:
    """What a target implies where output and energy grow at given rates [%/a].

    r_F = r_G + r_ef = r_E + r_f: emissions per output falls at r_F − r_G, emissions per energy at r_F − r_E.

    >>> [round(r, 2) for r in implied(5873.85, 4346.65, 20.0, output=2.37, energy=0.2)]
    [-1.51, -3.88, -1.71]
    """
    rate = implied_rate(reference, target, years)
    return Implied(rate, rate - output, rate - energy)


def history(years: Floats, columns: Mapping[str, Floats]) -> dict[str, float]:
    """`log_trend` of several columns, each (n,) [%/a].

    >>> history(np.array([0.0, 1.0]), {"G": np.exp([0.0, 0.01])})["G"]
    1.0
    """
    return {name: round(log_trend(years, values), 12) for name, values in columns.items()}
