"""LMDI of 30 regions × 33 years × 5 factors, beside a loop over pandas rows that does the same."""

import math
import time
from typing import Any

import numpy as np
import pandas as pd
from parkcarbon_platform.calculation.decomposition.frames import factors_of
from parkcarbon_platform.calculation.decomposition.lmdi import decompose

from tests.benchmarks.report import spread

REGIONS, YEARS, FACTORS = 30, 33, 5
ROUNDS = 9


def table() -> pd.DataFrame:
    """A tidy table of a year and region a row, without zeros, that both can read."""
    random = np.random.default_rng(30)
    keys = pd.MultiIndex.from_product([range(1991, 1991 + YEARS), range(REGIONS)], names=["year", "region"])
    values = np.exp(random.normal(size=(len(keys), FACTORS)))
    return pd.DataFrame(values, index=keys, columns=list("abcde")).reset_index()


def loop(frame: pd.DataFrame) -> float:
    """The textbook's sums, row by row; the largest effect, so that the two can be compared."""
    names = list("abcde")
    largest = 0.0
    by_year = {year: rows.set_index("region") for year, rows in frame.groupby("year")}
    for year in range(1992, 1991 + YEARS):
        before, after = by_year[year - 1], by_year[year]
        effects = dict.fromkeys(names, 0.0)
        for region in before.index:
            old, new = before.loc[region], after.loc[region]
            v0, v1 = math.prod(old[names]), math.prod(new[names])
            weight = v0 if v0 == v1 else (v1 - v0) / math.log(v1 / v0)
            for name in names:
                effects[name] += weight * math.log(new[name] / old[name])
        largest = max(largest, *effects.values())
    return largest


def run() -> dict[str, Any]:
    """Seconds from the tidy table to all effects."""
    frame = table()
    ours, found = [], None
    for _ in range(ROUNDS):
        began = time.perf_counter()
        found = decompose(factors_of(frame, period="year", factors=list("abcde"), cells=["region"]).factors)
        ours.append(time.perf_counter() - began)
    began = time.perf_counter()
    reference = loop(frame)
    theirs = time.perf_counter() - began
    assert found is not None
    assert math.isclose(float(found.by_factor.max()), reference, rel_tol=1e-9)
    whole = spread(ours)
    return {
        "figures": {"ms": round(1000 * whole["median"], 2), "loop_ms": round(1000 * theirs, 1)},
        "unit": "ms",
        "reference": "the same sums in a loop over pandas rows",
        "ratio": theirs / whole["median"],
        "spread": {"ours_s": whole},
    }
