"""Where a yearly figure goes if it goes on as it did: a straight line through its logarithms.

    ln y = a + b × year + e          ordinary least squares, an 80 % prediction interval by Student's t

Three whole years are the least; with three there is one degree of freedom and the interval is wide, which is
what three years are worth.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST_YEARS = 3
LEVEL = 0.8


@dataclass(frozen=True, slots=True)
class Expected:
    """A year to come, in the figure's unit: between `lower` and `upper` with the probability `LEVEL`."""

    year: int
    value: float
    lower: float
    upper: float


def trend(known: Mapping[int, float], years: Sequence[int]) -> list[Expected]:
    """The figure in `years` by those known; none where fewer than three years above zero are."""
    from scipy import stats

    points = {year: math.log(value) for year, value in known.items() if value > 0}
    if len(points) < LEAST_YEARS:
        return []
    count = len(points)
    middle, mean = sum(points) / count, sum(points.values()) / count
    spread = sum((year - middle) ** 2 for year in points)
    slope = sum((year - middle) * (value - mean) for year, value in points.items()) / spread
    rest = sum((value - mean - slope * (year - middle)) ** 2 for year, value in points.items())
    deviation = math.sqrt(rest / (count - 2))
    t = float(stats.t.ppf((1 + LEVEL) / 2, count - 2))
    found = []
    for year in years:
        at = mean + slope * (year - middle)
        half = t * deviation * math.sqrt(1 + 1 / count + (year - middle) ** 2 / spread)
        found.append(Expected(year, _exp(at), _exp(at - half), _exp(at + half)))
    return found


def _exp(value: float) -> float:
    # Beyond it a float has no number, and a figure no meaning.
    return math.exp(min(value, 700.0))


def needed(base_year: int, base: float, target_year: int, target: float) -> dict[int, float]:
    """The straight way from the base year to the target, year by year."""
    span = target_year - base_year
    if span <= 0:
        return {}
    return {base_year + n: base + (target - base) * n / span for n in range(span + 1)}
