"""Ridge by HKB and 2,000 bootstrap draws of 36 months × 6 drivers, beside a loop over numpy's own solver."""

import time
from typing import Any

import numpy as np
from parkcarbon_platform.calculation.decomposition.stirpat.bootstrap import bootstrap, slopes_of
from parkcarbon_platform.calculation.decomposition.stirpat.ridge import choose, ridge
from parkcarbon_platform.calculation.decomposition.stirpat.sample import Sample

from tests.benchmarks.report import spread

MONTHS, DRIVERS, DRAWS = 36, 6, 2000
ROUNDS = 7
AIM_S = 1.0


def sample() -> Sample:
    """Months whose drivers move together, as those of parks do."""
    random = np.random.default_rng(36)
    x = random.normal(size=(MONTHS, DRIVERS)) * 0.3 + random.normal(size=(MONTHS, 1))
    y = x @ random.uniform(0.1, 0.6, DRIVERS) + 0.05 * random.normal(size=MONTHS)
    names = tuple(f"x{j}" for j in range(DRIVERS))
    return Sample(y, x, "t", names, tuple(map(str, range(MONTHS))), ("",) * MONTHS)


def loop(data: Sample, indices: np.ndarray, k: float) -> np.ndarray:
    """One draw after the other: standardise, solve (R + kI) b = r."""
    found = []
    for chosen in indices:
        x, y = data.x[chosen], data.y[chosen]
        x, y = x - x.mean(axis=0), y - y.mean()
        scale = np.sqrt((x**2).sum(axis=0))
        z = x / scale
        found.append(np.linalg.solve(z.T @ z + k * np.eye(DRIVERS), z.T @ y) / scale)
    return np.array(found)


def run() -> dict[str, Any]:
    """Seconds of the whole, and of the draws alone beside the loop."""
    data = sample()
    whole, alone = [], []
    k = choose(data, "hkb")
    indices = np.random.default_rng(1).integers(0, MONTHS, (DRAWS, MONTHS))
    for _ in range(ROUNDS):
        began = time.perf_counter()
        ridge(data, choose(data, "hkb"))
        bootstrap(data, k=k, draws=DRAWS, seed=1)
        whole.append(time.perf_counter() - began)
        began = time.perf_counter()
        ours = slopes_of(data, indices, k)
        alone.append(time.perf_counter() - began)
    began = time.perf_counter()
    theirs = loop(data, indices, k)
    looped = time.perf_counter() - began
    assert np.allclose(ours, theirs)
    spreads = spread(whole), spread(alone)
    return {
        "figures": {
            "whole_s": round(spreads[0]["median"], 3),
            "draws_s": round(spreads[1]["median"], 3),
            "loop_s": round(looped, 3),
        },
        "unit": "s",
        "reference": f"{DRAWS} draws in a loop over numpy.linalg.solve; aim: the whole in {AIM_S:.0f} s",
        "ratio": looped / spreads[1]["median"],
        "spread": {"whole_s": spreads[0], "draws_s": spreads[1]},
    }
