"""Emissions of a scenario bottom-up: activity × structure × intensity × mix × factor, in many draws at once.

The identity is Kaya's, disaggregated by sector and carrier as in LEAP (Heaps 2022):
E(t) = Σ_s A(t)·w_s(t)·I_s(t)·[Σ_c m_sc(t)·f_c(t) + p_s] − captured, removals apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from parkcarbon_platform.calculation.pathways.base import ELECTRICITY, GJ_PER_MWH, BaseYear
from parkcarbon_platform.calculation.pathways.drivers import (
    Aspect,
    Floats,
    Lever,
    by_key,
    check_lever,
    trajectory,
)


@dataclass(frozen=True, slots=True)
class Draw:
    """What differs between draws, each of shape (draws, 1) so that it broadcasts over years.

    `achieved` by aspect: which part of every lever's way is gone (1: as planned); `growth` is added to the
    growth rate [percentage points]; `factor` multiplies the factors of fuels [-].
    """

    achieved: Mapping[Aspect, Floats]
    growth: Floats
    factor: Floats


@dataclass(frozen=True, slots=True)
class Projection:
    """A scenario's years. Arrays are (draws, years): output [10⁴ yuan], energy [GJ], emissions [tCO2].

    `electricity` [GJ]; `share` of sectors (draws, years, S); `total` is direct + indirect + process after
    capture; `removals` are told beside it, `net` = total − removals.
    """

    years: Floats
    output: Floats
    energy: Floats
    electricity: Floats
    share: Floats
    grid: Floats
    direct: Floats
    indirect: Floats
    process: Floats
    removals: Floats

    @property
    def total(self) -> Floats:
        """Emissions before removals [tCO2/a]."""
        return self.direct + self.indirect + self.process

    @property
    def net(self) -> Floats:
        """Emissions less removals [tCO2/a]."""
        return self.total - self.removals

    @property
    def electricity_share(self) -> Floats:
        """Electricity in final energy [-]."""
        share = np.zeros_like(self.energy)
        return np.divide(self.electricity, self.energy, out=share, where=self.energy > 0)


def single() -> Draw:
    """The one draw in which everything comes as planned."""
    one = np.ones((1, 1))
    return Draw({}, np.zeros((1, 1)), one)


def horizon(base: BaseYear, end: int) -> Floats:
    """Calendar years from the base year to `end`, both included."""
    return np.arange(base.year, end + 1, dtype=np.float64)


def project(base: BaseYear, levers: Sequence[Lever], years: Floats, draw: Draw | None = None) -> Projection:
    """Follow the levers from the base year.

    `years` (T) begin with the base year. A lever of achievement a brings x₀ + a·(x(t) − x₀). Shares that no
    lever moves keep their proportions and fill up to 1. Raises PathwayError for levers that cannot be
    followed. Source: Kaya 1990; Heaps, LEAP (2022).

    >>> base = BaseYear(2024, 100.0, ("a",), np.ones(1), np.full(1, 2.0), np.zeros(1), (ELECTRICITY,),
    ...                 np.ones((1, 1)), np.zeros(1), 0.36)
    >>> project(base, [], horizon(base, 2025)).total.round(6).tolist()
    [[20.0, 20.0]]
    """
    base.check()
    for lever in levers:
        check_lever(lever, {"park": (), "sector": base.sectors, "carrier": base.carriers})
    paths = _Paths(base, levers, years, draw or single())
    output = _output(paths)
    share = _filled(base.share, paths.items("sector_share", base.sectors, base.share))
    saved = paths.park("energy_intensity", 1.0)
    for name in ("management_saving", "shared_facilities"):
        saved = saved * (1.0 - paths.park(name, 0.0))
    energy = output[..., None] * share * base.intensity * saved[..., None]
    mix = _mix(paths)
    by_carrier = np.einsum("...s,...sc->...c", energy, mix)
    return _emitted(paths, output, share, energy.sum(-1), by_carrier)


class _Paths:
    """Trajectories of a scenario under its draws."""

    def __init__(self, base: BaseYear, levers: Sequence[Lever], years: Floats, draw: Draw) -> None:
        self.base, self.years, self.draw = base, years, draw
        self.levers = by_key(levers)

    def follow(self, name: str, item: str, start: float) -> Floats | None:
        """(draws, T), or None where no lever moves it."""
        levers = self.levers.get((name, item))
        if not levers:
            return None
        path = trajectory(start, levers, self.years) - start
        achieved = self.draw.achieved.get(levers[0].aspect, np.ones((1, 1)))
        return start + achieved * path

    def park(self, name: str, start: float) -> Floats:
        """A driver of the whole park: (draws or 1, T)."""
        found = self.follow(name, "", start)
        return np.full((1, len(self.years)), start) if found is None else found

    def items(self, name: str, names: Sequence[str], start: Floats) -> dict[int, Floats]:
        """Drivers told of sectors or carriers, by place; only those that are moved."""
        found = {i: self.follow(name, item, float(start[i])) for i, item in enumerate(names)}
        return {i: np.clip(path, 0.0, 1.0) for i, path in found.items() if path is not None}


def _output(paths: _Paths) -> Floats:
    """A(t) = A₀ · Π (1 + g), the growth of each year after the base year."""
    growth = (paths.park("activity_growth", paths.base.growth) + paths.draw.growth) / 100.0
    factors = np.maximum(1.0 + growth, 0.0)
    factors = np.broadcast_to(factors, (factors.shape[0], len(paths.years))).copy()
    factors[:, 0] = 1.0
    return np.asarray(paths.base.output * np.cumprod(factors, axis=1), np.float64)


def _filled(start: Floats, moved: dict[int, Floats]) -> Floats:
    """Shares (…, N): moved ones as given, the others in their proportions; all of them add up to 1."""
    if not moved:
        return np.asarray(start / start.sum(), np.float64)
    draws, years = np.broadcast_shapes(*(path.shape for path in moved.values()))
    shares = np.empty((draws, years, len(start)))
    taken = np.minimum(sum(moved.values(), np.zeros((1, 1))), 1.0)
    rest = float(sum(start[i] for i in range(len(start)) if i not in moved))
    for i in range(len(start)):
        shares[..., i] = moved[i] if i in moved else (1.0 - taken) * (start[i] / rest if rest else 0.0)
    return np.asarray(shares / shares.sum(-1, keepdims=True), np.float64)


def _mix(paths: _Paths) -> Floats:
    """Mix of each sector (…, S, C) that brings the park's share of a carrier to its target.

    With the base year's weights: a growing share takes the same part of what is other in every sector,
    m + p·(1 − m), p = (θ − θ₀)/(1 − θ₀); a shrinking one falls in proportion, m·θ/θ₀.
    """
    base = paths.base
    park = base.carrier_share
    moved = paths.items("carrier_share", base.carriers, park)
    sectors = []
    for mix in base.mix:
        own = {}
        for i, path in moved.items():
            up = mix[i] + (path - park[i]) / max(1.0 - park[i], 1e-12) * (1.0 - mix[i])
            down = mix[i] * path / park[i] if park[i] else np.zeros_like(path)
            own[i] = np.clip(np.where(path >= park[i], up, down), 0.0, 1.0)
        sectors.append(_filled(mix, own))
    return np.stack(sectors, axis=-2)


def _emitted(paths: _Paths, output: Floats, share: Floats, energy: Floats, by_carrier: Floats) -> Projection:
    base, draw = paths.base, paths.draw
    electricity = np.zeros_like(energy)
    direct = np.zeros_like(energy)
    for i, carrier in enumerate(base.carriers):
        if carrier == ELECTRICITY:
            electricity = by_carrier[..., i]
        else:
            direct = direct + by_carrier[..., i] * (base.factor[i] * draw.factor)
    let_go = 1.0 - paths.park("capture", 0.0)
    grid = np.maximum(paths.park("grid_factor", base.grid), 0.0)
    zero = np.clip(paths.park("zero_carbon_electricity", base.zero), 0.0, 1.0)
    process = output * (share @ base.process) * let_go
    shape = np.broadcast_shapes(energy.shape, direct.shape, process.shape)
    indirect = electricity / GJ_PER_MWH * grid * (1.0 - zero)
    removals = np.maximum(paths.park("sink", 0.0), 0.0)
    values = (output, energy, electricity, grid, direct * let_go, indirect, process, removals)
    wide = [np.broadcast_to(value, shape) for value in values]
    spread = np.broadcast_to(share, (*shape, len(base.sectors)))
    return Projection(paths.years, wide[0], wide[1], wide[2], spread, *wide[3:])
