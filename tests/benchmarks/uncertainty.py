"""Monte Carlo of an inventory: 1,000 sources with a meter, a transformer and one of 30 shared factors each.

The reference of the same run is the loop that one writes with numpy: whole vectors of all draws, source by
source, with the shared factors kept. It tells the interval and nothing of the causes. Each of them runs in a
process of its own, whose greatest memory above the import is reported. The ratio is reference ÷ ours in time.
"""

import multiprocessing
import resource
import time
from pathlib import Path
from typing import Any

import numpy as np
from parkcarbon_platform.calculation.accounting.uncertainty.causes import Cause, Term
from parkcarbon_platform.calculation.accounting.uncertainty.monte_carlo import simulate
from parkcarbon_platform.calculation.accounting.uncertainty.propagation import propagate

from tests.benchmarks.report import spread

SOURCES, FACTORS, DRAWS, ROUNDS = 1_000, 30, 100_000, 3
METER, TRANSFORMER, FACTOR = 0.005, 0.002, 0.05
KIB_PER_MIB = 1024


def inventory() -> tuple[list[Term], dict[str, Cause]]:
    """Sources of many sizes."""
    causes: dict[str, Cause] = {}
    for n in range(SOURCES):
        causes[f"meter:{n}"] = Cause(f"meter:{n}", "meter", "uniform", -METER, METER)
        causes[f"ct:{n}"] = Cause(f"ct:{n}", "current_transformer", "uniform", -TRANSFORMER, TRANSFORMER)
    for n in range(FACTORS):
        causes[f"factor:{n}"] = Cause(f"factor:{n}", "factor", "normal", -FACTOR, FACTOR)
    terms = [
        Term(f"s{n}", 10**9 * (1 + n), (f"meter:{n}", f"ct:{n}", f"factor:{n % FACTORS}"))
        for n in range(SOURCES)
    ]
    return terms, causes


def ours() -> tuple[float, float]:
    """The interval of the engine."""
    terms, causes = inventory()
    found = simulate(terms, causes, DRAWS)
    return found.lower, found.upper


def plain() -> tuple[float, float]:
    """The same by whole vectors."""
    rng = np.random.default_rng(1)
    factors = [1 + rng.normal(0, FACTOR / 1.959964, DRAWS) for _ in range(FACTORS)]
    total = np.zeros(DRAWS)
    for n in range(SOURCES):
        meter = 1 + rng.uniform(-METER, METER, DRAWS)
        transformer = 1 + rng.uniform(-TRANSFORMER, TRANSFORMER, DRAWS)
        total += 10**9 * (1 + n) * meter * transformer * factors[n % FACTORS]
    lower, upper = np.quantile(total, [0.025, 0.975])
    return float(lower), float(upper)


def resident() -> float:
    """MiB of this process now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def greatest() -> float:
    """The most MiB that this process had."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / KIB_PER_MIB


def _measured(which: str) -> tuple[float, float, tuple[float, float]]:
    before = resident()
    began = time.perf_counter()
    interval = {"ours": ours, "plain": plain}[which]()
    seconds = time.perf_counter() - began
    return seconds, greatest() - before, interval


def apart(which: str) -> tuple[float, float, tuple[float, float]]:
    """Seconds, MiB and the interval, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (which,))


def run() -> dict[str, Any]:
    """Measure both, in turn."""
    found = {"ours": [], "plain": []}  # type: dict[str, list[tuple[float, float, tuple[float, float]]]]
    for _ in range(ROUNDS):
        for which, runs in found.items():
            runs.append(apart(which))
    seconds = {which: spread([run[0] for run in runs]) for which, runs in found.items()}
    memory = {which: max(run[1] for run in runs) for which, runs in found.items()}
    widths = {which: runs[0][2][1] - runs[0][2][0] for which, runs in found.items()}
    terms, causes = inventory()
    first_order = 2 * propagate(terms, causes).half_width
    return {
        "figures": {
            "seconds": seconds["ours"]["median"],
            "plain_seconds": seconds["plain"]["median"],
            "mib": memory["ours"],
            "plain_mib": memory["plain"],
            "width_to_plain": widths["ours"] / widths["plain"],
            "width_to_approach_1": widths["ours"] / first_order,
        },
        "unit": f"s for {SOURCES:,} sources x {DRAWS:,} draws",
        "reference": {"what": "plain numpy loop of the same run", **seconds["plain"]},
        "ratio": seconds["plain"]["median"] / seconds["ours"]["median"],
        "spread": seconds,
    }
