"""The portfolio of measures at least cost: what is asked, and what a choice of building years comes to.

Time is in years; what is built in a year works from that year on, for its lifetime, and may be built again.
A plan costs, at the start of its first year, Σ_t (1 + r)^−(t+1) · [annuities + running + carbon price ·
emissions]: annuities stand for capital, so that a measure built near the horizon pays for its years in the
plan only. Budgets of capital count the full sum in the year of building.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from parkcarbon_platform.calculation.pathways.drivers import Floats
from parkcarbon_platform.calculation.pathways.measures import (
    Market,
    Measure,
    Stream,
    paid,
    stream,
    yearly_capital,
)

Constraint = Literal["cap", "capital", "peak", "standard"]
# Solvers keep constraints to about 1e-6 of their size.
TOLERANCE = 1e-5


@dataclass(frozen=True, slots=True)
class Limits:
    """Emission caps [tCO2/a] and capital [yuan/a] by year (T,), infinite where there is none.

    `peak`: no later year emits more than this one. `standards`: measures in full service from a year on.
    """

    cap: Floats | None = None
    capital: Floats | None = None
    peak: int | None = None
    standards: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """Measures, the market, limits, and the emissions of a scenario without them (T,) [tCO2/a]."""

    measures: tuple[Measure, ...]
    market: Market
    limits: Limits
    emissions: Floats

    @property
    def index(self) -> dict[str, int]:
        """The place of each measure."""
        return {one.code: i for i, one in enumerate(self.measures)}


class Overlap(NamedTuple):
    """Two measures (places) and what is lost once both together exceed one whole potential."""

    one: int
    other: int
    lost: Stream


class Miss(NamedTuple):
    """A limit that cannot be kept: by how much, in its unit (t, yuan, share), in which year."""

    kind: Constraint
    year: int
    amount: float
    item: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """What building years come to: (T,) emissions [t], capital and running costs [yuan]; `cost` today [yuan].

    `service` (M, T): the part of each measure's potential that works.
    """

    service: Floats
    emissions: Floats
    capital: Floats
    yearly: Floats
    cost: float


def overlaps(problem: Problem) -> list[Overlap]:
    """Pairs whose effects are not independent, each once, with what is lost [t, yuan] at full overlap.

    Of every carrier that both save, and of other abatement, the part φ of the smaller one.
    """
    index = problem.index
    found: dict[tuple[int, int], float] = {}
    for one in problem.measures:
        for other, part in one.overlaps.items():
            if other in index:
                i, j = sorted((index[one.code], index[other]))
                found[i, j] = max(part, found.get((i, j), 0.0))
    return [Overlap(i, j, _lost(problem, i, j, part)) for (i, j), part in sorted(found.items())]


def _lost(problem: Problem, i: int, j: int, part: float) -> Stream:
    one, other = problem.measures[i], problem.measures[j]
    saved = {
        carrier: part * smaller
        for carrier, amount in one.saved.items()
        if (smaller := min(amount, other.saved.get(carrier, 0.0))) > 0
    }
    both = part * max(min(one.other, other.other), 0.0)
    shadow = Measure("lost", one.kind, 0.0, 0.0, 1, saved, both)
    found = stream(shadow, problem.market)
    return Stream(found.abated, -found.running)


def in_service(problem: Problem, built: Floats) -> Floats:
    """What works (M, T) of what is built (M, T): the sum over each measure's last `lifetime` years [-].

    >>> from parkcarbon_platform.calculation.pathways.measures import Market
    >>> years = np.arange(2025.0, 2028)
    >>> problem = Problem((Measure("a", "pv", 1.0, 0.0, 2),), Market(years, {}, {}, 0.0, np.zeros(3)),
    ...                   Limits(), np.zeros(3))
    >>> in_service(problem, np.array([[1.0, 0.0, 0.0]])).tolist()
    [[1.0, 1.0, 0.0]]
    """
    total = np.cumsum(built, axis=1)
    service = total.copy()
    for i, one in enumerate(problem.measures):
        if one.lifetime < total.shape[1]:
            service[i, one.lifetime :] -= total[i, : -one.lifetime]
    return service


def account(problem: Problem, built: Floats) -> Account:
    """What a choice of building years (M, T) [-] comes to, straight from the definitions above."""
    market = problem.market
    service = in_service(problem, built)
    emissions = problem.emissions.astype(np.float64).copy()
    yearly = np.zeros_like(emissions)
    capital = np.zeros_like(emissions)
    for i, one in enumerate(problem.measures):
        found = stream(one, market)
        emissions -= found.abated * service[i]
        yearly += (found.running + yearly_capital(one, market)) * service[i]
        capital += paid(one, market) * built[i]
    for pair in overlaps(problem):
        both = np.maximum(service[pair.one] + service[pair.other] - 1.0, 0.0)
        emissions += pair.lost.abated * both
        yearly += pair.lost.running * both
    yearly += market.carbon * emissions
    cost = float((yearly * discount(market)).sum())
    return Account(service, emissions, capital, yearly, cost)


def discount(market: Market) -> Floats:
    """What one yuan at the end of each year is worth at the start of the first (T,)."""
    return np.asarray((1.0 + market.rate) ** -(np.arange(len(market.years)) + 1.0), np.float64)


def misses(problem: Problem, found: Account) -> list[Miss]:
    """Limits that an account does not keep, beyond a part in 10⁵."""
    limits, years = problem.limits, problem.market.years
    missed: list[Miss] = []
    pairs: list[tuple[Constraint, Floats | None, Floats]] = [
        ("cap", limits.cap, found.emissions), ("capital", limits.capital, found.capital),
    ]  # fmt: skip
    for kind, limit, values in pairs:
        if limit is not None:
            over = values - limit
            slack = TOLERANCE * np.maximum(np.where(np.isfinite(limit), np.abs(limit), 0.0), 1.0)
            missed += [Miss(kind, int(years[k]), float(over[k])) for k in np.nonzero(over > slack)[0]]
    if limits.peak is not None:
        place = int(np.searchsorted(years, limits.peak))
        over = found.emissions - found.emissions[min(place, len(years) - 1)]
        late = np.nonzero((over > TOLERANCE * np.abs(problem.emissions).max()) & (years > limits.peak))[0]
        missed += [Miss("peak", int(years[k]), float(over[k])) for k in late]
    for code, first in limits.standards.items():
        lacks = 1.0 - found.service[problem.index[code]]
        late = np.nonzero((years >= first) & (lacks > TOLERANCE))[0]
        missed += [Miss("standard", int(years[k]), float(lacks[k]), code) for k in late]
    return missed


def broken_relations(problem: Problem, found: Account, built: Floats) -> list[tuple[str, str, str]]:
    """Relations between measures, ramps, first years that a choice breaks: (code, field, other)."""
    index = problem.index
    broken: list[tuple[str, str, str]] = []
    for i, one in enumerate(problem.measures):
        broken += [
            (one.code, "needs", other)
            for other in one.needs
            if (found.service[i] > found.service[index[other]] + TOLERANCE).any()
        ]
        broken += [
            (one.code, "excludes", other)
            for other in one.excludes
            if min(built[i].max(), built[index[other]].max()) > TOLERANCE
        ]
        early = problem.market.years < one.first
        limit = 1.0 if one.whole else one.ramp
        if (built[i][early] > TOLERANCE).any() or (built[i] > limit + TOLERANCE).any():
            broken.append((one.code, "ramp", ""))
        if (found.service[i] > 1.0 + TOLERANCE).any():
            broken.append((one.code, "potential", ""))
        parts = np.abs(built[i] - np.round(built[i]))
        if one.whole and (parts > TOLERANCE).any():
            broken.append((one.code, "whole", ""))
    return broken


def known(measures: Sequence[Measure]) -> tuple[list[Measure], list[str]]:
    """Measures that can be chosen at a cost, and the codes of those without one or that need such."""
    out = {one.code for one in measures if one.capex is None}
    while True:
        more = {one.code for one in measures if set(one.needs) & out} - out
        if not more:
            break
        out |= more
    return [one for one in measures if one.code not in out], sorted(out)
