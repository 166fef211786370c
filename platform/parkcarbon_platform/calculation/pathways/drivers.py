"""Drivers of a park's emissions in four aspects, and the levers that move them over the years.

The aspects are those of Wang Zhong et al. 2024 (doi 10.16516/j.ceec.2024.5.20, Fig. 2): industrial structure,
energy structure, policy system, platform construction. Which drivers belong to an aspect is ours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.pathways.errors import PathwayError

Floats = npt.NDArray[np.float64]
Aspect = Literal["industrial_structure", "energy_structure", "policy_system", "platform_construction"]
Shape = Literal["linear", "exponential", "logistic", "step"]
Of = Literal["park", "sector", "carrier"]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
SHAPES: tuple[Shape, ...] = get_args(Shape)
# How steep the logistic is: 10 takes it from 2 % to 98 % over the middle four fifths of its span.
STEEPNESS = 10.0


class Driver(NamedTuple):
    """What a lever can move: its aspect, unit, lowest and highest value, and what it is told of."""

    aspect: Aspect
    unit: str
    low: float
    high: float
    of: Of = "park"


DRIVERS: Mapping[str, Driver] = {
    "activity_growth": Driver("industrial_structure", "%/a", -20.0, 30.0),
    "sector_share": Driver("industrial_structure", "1", 0.0, 1.0, "sector"),
    "carrier_share": Driver("energy_structure", "1", 0.0, 1.0, "carrier"),
    "zero_carbon_electricity": Driver("energy_structure", "1", 0.0, 1.0),
    "grid_factor": Driver("energy_structure", "t/MWh", 0.0, 2.0),
    "energy_intensity": Driver("policy_system", "1", 0.01, 3.0),
    "capture": Driver("policy_system", "1", 0.0, 1.0),
    "sink": Driver("policy_system", "t/a", 0.0, 1e9),
    "management_saving": Driver("platform_construction", "1", 0.0, 0.9),
    "shared_facilities": Driver("platform_construction", "1", 0.0, 0.9),
}


@dataclass(frozen=True, slots=True)
class Lever:
    """One driver on its way to a target: nothing until `start`, all of it from `end` on [calendar years].

    `item` names the sector or carrier of a driver that is told of one.
    """

    driver: str
    start: int
    end: int
    target: float
    shape: Shape = "linear"
    item: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What it moves."""
        return self.driver, self.item

    @property
    def aspect(self) -> Aspect:
        """Which of the four aspects it belongs to."""
        return DRIVERS[self.driver].aspect


def check_lever(lever: Lever, items: Mapping[Of, Sequence[str]]) -> None:
    """Refuse a lever that cannot be followed.

    `items` are the names of sectors and carriers. Raises PathwayError with `field` and the lever's driver.
    """
    driver = DRIVERS.get(lever.driver)
    if driver is None:
        raise PathwayError(f"There is no driver {lever.driver}.", field="driver", driver=lever.driver)
    facts = {"driver": lever.driver, "item": lever.item}
    if lever.end < lever.start:
        raise PathwayError("A lever ends before it starts.", field="end", **facts)
    if not driver.low <= lever.target <= driver.high:
        raise PathwayError(
            f"{lever.driver} goes from {driver.low:g} to {driver.high:g} {driver.unit}.",
            field="target",
            **facts,
        )
    if driver.of == "park" and lever.item:
        raise PathwayError(f"{lever.driver} is of the whole park.", field="item", **facts)
    if driver.of != "park" and lever.item not in items[driver.of]:
        raise PathwayError(f"There is no {driver.of} {lever.item}.", field="item", **facts)


def progress(lever: Lever, years: Floats) -> Floats:
    """How far a lever has come, 0 to 1 [-], in each year.

    u = (t − start) / (end − start), cut to 0..1. linear and exponential: u (an exponential moves the
    logarithm); logistic: (σ(k(u − ½)) − σ(−k/2)) / (σ(k/2) − σ(−k/2)), k = 10; step: 0 before `end`, then 1.

    >>> progress(Lever("capture", 2030, 2040, 1.0), np.array([2025.0, 2035.0, 2050.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    if lever.shape == "step" or lever.end == lever.start:
        return (years >= lever.end).astype(np.float64)
    u = np.clip((years - lever.start) / (lever.end - lever.start), 0.0, 1.0)
    if lever.shape != "logistic":
        return np.asarray(u, np.float64)
    low, high = (1.0 / (1.0 + np.exp(-STEEPNESS * x)) for x in (-0.5, 0.5))
    return np.asarray((1.0 / (1.0 + np.exp(-STEEPNESS * (u - 0.5))) - low) / (high - low), np.float64)


def trajectory(base: float, levers: Sequence[Lever], years: Floats) -> Floats:
    """Values of one driver, shape (years,), in the driver's unit.

    Levers follow each other by their start; each begins where those before have brought the driver. Linear,
    logistic, step: x = x₀ + (x* − x₀)·p(t); exponential: x = x₀·(x* / x₀)^p(t), which needs positive ends.
    Raises PathwayError (`field` = shape) otherwise.

    >>> lever = Lever("carrier_share", 2030, 2032, 0.7, item="gas")
    >>> trajectory(0.5, [lever], np.arange(2030.0, 2034)).round(2).tolist()
    [0.5, 0.6, 0.7, 0.7]
    """
    values = np.full(years.shape, base, np.float64)
    for lever in sorted(levers, key=lambda one: (one.start, one.end)):
        p = progress(lever, years)
        if lever.shape != "exponential":
            values = values + (lever.target - values) * p
            continue
        if lever.target <= 0 or bool((values <= 0).any()):
            raise PathwayError(
                f"{lever.driver} cannot grow or fall exponentially to or from nothing.",
                remedy="Take another shape.", field="shape", driver=lever.driver, item=lever.item,
            )  # fmt: skip
        values = values * (lever.target / values) ** p
    return values


def by_key(levers: Sequence[Lever]) -> dict[tuple[str, str], list[Lever]]:
    """Levers by what they move."""
    found: dict[tuple[str, str], list[Lever]] = {}
    for lever in levers:
        found.setdefault(lever.key, []).append(lever)
    return found
