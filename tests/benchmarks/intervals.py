"""Minute readings of many registers to quarter-hour intervals, in memory: one call for all of them.

The aim is 1,000 meters × 3 h in 0.1 s; the ratio is aim ÷ ours. Cost per interval is told for 10 to 10,000
meters: it should fall to a floor, not rise.
"""

import time
from fractions import Fraction
from typing import Any

import numpy as np
from parkcarbon_platform.calculation.metering.batch import Part, join
from parkcarbon_platform.calculation.metering.intervals import compute
from parkcarbon_platform.calculation.metering.meters import Meter

from tests.benchmarks.report import spread

AIM_S = 0.1
METERS = (10, 100, 1_000, 10_000)
HOURS = 3
MINUTE = 60_000
START = 1_764_000_000_000
ROUNDS = 9


def parts(meters: int) -> list[Part]:
    """Registers that advance by their own pace, one reading a minute."""
    meter = Meter("register", Fraction(1000), Fraction(40), 8, Fraction(10**8), 60)
    rng = np.random.default_rng(meters)
    minutes = HOURS * 60 + 1
    times = START + MINUTE * np.arange(minutes, dtype=np.int64)
    quality = np.zeros(minutes, dtype=np.int64)
    return [
        Part(
            meter, START, START + HOURS * 60 * MINUTE, times + int(rng.integers(0, MINUTE)),
            np.round(1000 * n + np.cumsum(rng.random(minutes)), 2), quality,
        )
        for n in range(meters)
    ]  # fmt: skip


def once(given: list[Part]) -> tuple[float, int]:
    """Seconds, and how many intervals."""
    began = time.perf_counter()
    found = compute(join(given), "register").intervals
    return time.perf_counter() - began, int(found.start.size)


def run() -> dict[str, Any]:
    """Measure each size."""
    figures: dict[str, float] = {}
    spreads: dict[str, Any] = {}
    for meters in METERS:
        given = parts(meters)
        once(given)
        taken = [once(given) for _ in range(ROUNDS)]
        spreads[str(meters)] = spread([seconds for seconds, _ in taken])
        figures[f"us_per_interval_{meters}"] = spreads[str(meters)]["median"] / taken[0][1] * 1e6
    seconds = spreads["1000"]["median"]
    return {
        "figures": {"seconds": seconds, **figures},
        "unit": "s for 1,000 meters x 3 h of minutes",
        "reference": {"what": f"aim: {AIM_S} s", "seconds": AIM_S},
        "ratio": AIM_S / seconds,
        "spread": spreads,
    }
