"""What paths come to: peak, neutrality gap, cumulative budget, and wedges between two scenarios."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.pathways.base import BaseYear
from parkcarbon_platform.calculation.pathways.drivers import ASPECTS, Aspect, Floats, Lever
from parkcarbon_platform.calculation.pathways.projection import project


class Peak(NamedTuple):
    """The year of highest emissions [tCO2]; None where the last year is the highest: no peak is seen."""

    year: int | None
    value: float


class PeakYears(NamedTuple):
    """Shares of draws by peak year, and of those without a peak before the horizon; they add up to 1."""

    share: dict[int, float]
    none: float


class Budget(NamedTuple):
    """Cumulative emissions [tCO2] after the base year, and the year in which a budget is used up, if any."""

    cumulative: Floats
    exhausted: int | None


@dataclass(frozen=True, slots=True)
class Wedges:
    """Emissions avoided [tCO2/a] by aspect, (T,) each; they add up to `before` − `after` in every year."""

    years: Floats
    before: Floats
    after: Floats
    by_aspect: dict[Aspect, Floats]


def peak(years: Floats, path: Floats) -> Peak:
    """The first of the highest years of one path (T,).

    >>> peak(np.array([2025.0, 2026.0, 2027.0]), np.array([1.0, 2.0, 1.5])).year
    2026
    """
    place = int(np.argmax(path))
    last = place == len(path) - 1 and len(path) > 1
    return Peak(None if last else int(years[place]), float(path[place]))


def peak_years(years: Floats, paths: Floats) -> PeakYears:
    """In which share of draws each year is the peak; `paths` are (draws, T).

    A draw whose last year is its highest has no peak before the horizon: it may peak later or never.

    >>> peak_years(np.array([2025.0, 2026.0]), np.array([[2.0, 1.0], [1.0, 2.0]]))
    PeakYears(share={2025: 0.5}, none=0.5)
    """
    counts = np.bincount(np.argmax(paths, axis=1), minlength=len(years)) / len(paths)
    found = {int(year): float(n) for year, n in zip(years[:-1], counts[:-1], strict=True) if n > 0}
    return PeakYears(found, float(counts[-1]))


def gap(years: Floats, net: Floats, year: int) -> npt.NDArray[np.float64]:
    """Emissions less removals [tCO2/a] that are left in `year`: what neutrality lacks. `net` is (…, T).

    >>> float(gap(np.array([2059.0, 2060.0]), np.array([3.0, 2.0]), 2060))
    2.0
    """
    return np.asarray(net[..., int(np.searchsorted(years, year))], np.float64)


def budget(years: Floats, path: Floats, allowed: float | None) -> Budget:
    """Sum of a path (T,) from the year after the base year on [tCO2], against what is allowed [tCO2].

    >>> budget(np.array([2024.0, 2025.0, 2026.0]), np.array([9.0, 5.0, 5.0]), 8.0).exhausted
    2026
    """
    spent = np.concatenate([[0.0], np.cumsum(path[1:])])
    over = years[spent > (np.inf if allowed is None else allowed)]
    return Budget(spent, int(over[0]) if over.size else None)


def wedges(base: BaseYear, before: Sequence[Lever], after: Sequence[Lever], years: Floats) -> Wedges:
    """What each aspect contributes between two scenarios, without an order of precedence.

    The Shapley value over the four aspects: the mean, over all orders, of what changes when an aspect goes
    from its levers in `before` to those in `after`. Effects add up exactly, and equal aspects get equal
    parts. Years (T) begin with the base year. Source: Shapley 1953; in decomposition Albrecht et al. 2002.

    >>> from parkcarbon_platform.calculation.pathways.presets import example
    >>> found = wedges(example(), [], [Lever("capture", 2025, 2030, 0.5)], np.arange(2024.0, 2031))
    >>> bool(np.allclose(sum(found.by_aspect.values()), found.before - found.after))
    True
    """
    value = {
        subset: project(base, _mixed(before, after, subset), years).total[0]
        for size in range(len(ASPECTS) + 1)
        for subset in map(frozenset, combinations(ASPECTS, size))
    }
    by_aspect = {}
    for aspect in ASPECTS:
        effect = np.zeros(len(years))
        for subset in (s for s in value if aspect not in s):
            n = len(subset)
            weight = factorial(n) * factorial(len(ASPECTS) - n - 1) / factorial(len(ASPECTS))
            effect += weight * (value[subset] - value[subset | {aspect}])
        by_aspect[aspect] = effect
    return Wedges(years, value[frozenset()], value[frozenset(ASPECTS)], by_aspect)


def _mixed(before: Sequence[Lever], after: Sequence[Lever], done: frozenset[Aspect]) -> list[Lever]:
    kept = [lever for lever in before if lever.aspect not in done]
    return kept + [lever for lever in after if lever.aspect in done]
