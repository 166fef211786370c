"""Ten thousand draws of a scenario to 2060, by both ways of projecting: the aim is 2 s."""

import time
from typing import Any

import numpy as np
from parkcarbon_platform.calculation.pathways import fan, presets, projection
from parkcarbon_platform.calculation.pathways.elasticity import Elasticities

from tests.benchmarks.report import spread

AIM_S = 2.0
DRAWS = 10_000
ROUNDS = 5
FIT = Elasticities(("output", "energy"), np.array([0.2, 0.8]), np.diag([0.002, 0.004]))


def once(seed: int) -> float:
    """Seconds of one fan."""
    base = presets.example()
    years = projection.horizon(base, 2060)
    levers = presets.levers("deep", base)
    began = time.perf_counter()
    fan.fan(base, levers, years, presets.USUAL, draws=DRAWS, seed=seed, elasticities=FIT)
    return time.perf_counter() - began


def run() -> dict[str, Any]:
    """Measure."""
    once(0)
    taken = spread([once(seed) for seed in range(ROUNDS)])
    return {
        "figures": {"seconds": taken["median"]},
        "unit": f"s for {DRAWS:,} draws to 2060, bottom-up and by elasticities",
        "reference": {"what": f"aim: {AIM_S:g} s", "seconds": AIM_S},
        "ratio": AIM_S / taken["median"],
        "spread": {"seconds": taken},
    }
