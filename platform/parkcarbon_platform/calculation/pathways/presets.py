"""Three scenarios to begin with, as data: each lever with the assumption behind it, to be edited by a park.

They are no forecasts and no advice: round figures that span what parks plan, so that nobody starts from
an empty page. National aims that they lean on: peak before 2030 and neutrality before 2060 (中发〔2021〕36号;
国发〔2021〕23号: non-fossil energy about 25 % in 2030, over 80 % in 2060).
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from parkcarbon_platform.calculation.pathways.base import ELECTRICITY, BaseYear
from parkcarbon_platform.calculation.pathways.drivers import Lever, Shape
from parkcarbon_platform.calculation.pathways.fan import Range, Uncertainty


class Assumed(NamedTuple):
    """A lever relative to the base year: `change` is a target, or a factor on the base value (`relative`)."""

    driver: str
    start: int
    end: int
    change: float
    shape: Shape
    relative: bool
    why: str
    item: str = ""


# `why` is a key of the pages' texts; the documents state each.
PRESETS: Mapping[str, tuple[Assumed, ...]] = {
    "baseline": (
        Assumed("activity_growth", 2025, 2060, 1.0, "linear", False, "growth_slows"),
        Assumed("energy_intensity", 2025, 2060, 0.75, "exponential", False, "autonomous_efficiency"),
        Assumed("grid_factor", 2025, 2060, 0.35, "linear", True, "grid_follows_slowly"),
    ),
    "policy": (
        Assumed("activity_growth", 2025, 2060, 1.0, "linear", False, "growth_slows"),
        Assumed("energy_intensity", 2025, 2060, 0.6, "exponential", False, "standards_tighten"),
        Assumed("grid_factor", 2025, 2060, 0.1, "linear", True, "grid_follows_national_aims"),
        Assumed("carrier_share", 2026, 2050, 0.65, "logistic", False, "electrification", ELECTRICITY),
        Assumed("zero_carbon_electricity", 2026, 2045, 0.5, "logistic", False, "pv_and_green_power"),
        Assumed("management_saving", 2026, 2032, 0.05, "linear", False, "energy_management"),
    ),
    "deep": (
        Assumed("activity_growth", 2025, 2060, 0.5, "linear", False, "growth_slows_more"),
        Assumed("energy_intensity", 2025, 2060, 0.5, "exponential", False, "best_available"),
        Assumed("grid_factor", 2025, 2055, 0.02, "linear", True, "grid_nearly_zero"),
        Assumed("carrier_share", 2026, 2045, 0.85, "logistic", False, "deep_electrification", ELECTRICITY),
        Assumed("zero_carbon_electricity", 2026, 2040, 0.9, "logistic", False, "direct_green_power"),
        Assumed("capture", 2035, 2050, 0.6, "logistic", False, "capture_of_the_rest"),
        Assumed("management_saving", 2026, 2030, 0.08, "linear", False, "energy_management"),
        Assumed("shared_facilities", 2027, 2040, 0.06, "linear", False, "shared_heat"),
    ),
}
# How far aims are reached is a range, and lowest where others decide.
USUAL = Uncertainty(
    achieved={
        "industrial_structure": Range(0.7, 1.0, 1.3),
        "energy_structure": Range(0.6, 1.0, 1.1),
        "policy_system": Range(0.6, 1.0, 1.1),
        "platform_construction": Range(0.5, 1.0, 1.2),
    },
    growth_sd=0.8,
    factor_sd=0.02,
)


def levers(preset: str, base: BaseYear) -> list[Lever]:
    """The levers of a preset for a base year; those that a park has passed already, or cannot have, stay out.

    >>> [lever.driver for lever in levers("baseline", example())]
    ['activity_growth', 'energy_intensity', 'grid_factor']
    """
    starts = {"grid_factor": base.grid, "zero_carbon_electricity": base.zero}
    found = []
    for one in PRESETS[preset]:
        if one.item and one.item not in base.carriers:
            continue
        now = base.carrier_share[base.carriers.index(one.item)] if one.item else starts.get(one.driver, 0.0)
        target = now * one.change if one.relative else one.change
        rises = one.driver in ("carrier_share", "zero_carbon_electricity")
        if (rises and now >= target) or (one.shape == "exponential" and target <= 0):
            continue
        found.append(
            Lever(one.driver, max(one.start, base.year), one.end, float(target), one.shape, one.item)
        )
    return found


def example() -> BaseYear:
    """A small made-up park for examples and tests: two sectors, three carriers."""
    return BaseYear(
        2024, 1_000_000.0, ("materials", "equipment"), np.array([0.4, 0.6]), np.array([12.0, 3.0]),
        np.array([0.1, 0.0]), (ELECTRICITY, "natural_gas", "coal"),
        np.array([[0.3, 0.2, 0.5], [0.7, 0.3, 0.0]]), np.array([0.0, 0.0561, 0.095]), 0.58, 0.05, 4.0,
    )  # fmt: skip
