"""LMDI against the R package LMDIR and its spreadsheets (golden/decomposition/lmdir/README.md)."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from parkcarbon_platform.calculation.decomposition.frames import effects_table, factors_of
from parkcarbon_platform.calculation.decomposition.lmdi import decompose
from parkcarbon_platform.calculation.decomposition.trends import implied_rate, trend

FOLDER = Path(__file__).parent / "decomposition"
EXPECTED: dict[str, Any] = json.loads((FOLDER / "lmdir" / "expected.json").read_text())
FACTORS = ["E.ktoe", "eta_ij", "phi_i", "phi_ij"]


def test_two_categories_over_four_years() -> None:
    case = EXPECTED["simple"]
    factors = np.array(list(case["X"].values()), float).swapaxes(1, 2)
    found = decompose(factors)
    assert found.totals[:, 1].tolist() == case["V"][1:]
    assert found.by_factor == pytest.approx(np.array(list(case["dV"].values())), rel=2e-10)
    assert found.indices() == pytest.approx(np.array(list(case["D"].values())), rel=1e-9)
    assert found.indices().prod(axis=1) == pytest.approx(np.array(case["D_agg"][1:]), rel=1e-9)


def test_useful_exergy_of_the_united_kingdom() -> None:
    case = EXPECTED["uk_1972_1973"]
    table = pd.read_csv(FOLDER / "lmdir" / "uk_exergy_inputs.csv")
    labels = factors_of(table, period="year", factors=FACTORS, cells=["category"])
    found = decompose(labels.factors)
    assert found.totals[0] == pytest.approx([case["V0"], case["V1"]], rel=1e-13)
    assert found.by_factor[0] == pytest.approx([case["dV"][name] for name in FACTORS], rel=1e-11)
    assert found.indices()[0] == pytest.approx([case["D"][name] for name in FACTORS], rel=1e-13)
    # All 88 effects of factors in categories, to the spreadsheet's digits.
    tidy = effects_table(labels, found).pivot(index="category", columns="factor", values="effect")
    for category, effects in case["Z_rows"].items():
        assert tidy.loc[category, FACTORS].to_numpy() == pytest.approx(effects, rel=1e-10, abs=1e-11)
    assert abs(found.residual[0]) < 1e-10


def test_a_category_that_vanishes() -> None:
    case = EXPECTED["ghana_zero_2003_2004"]
    ends = [np.array([case[x][name] for name in case["X0"]]).T for x in ("X0", "X1")]
    found = decompose(np.stack(ends))
    assert found.totals[0] == pytest.approx([case["V0"], case["V1"]], rel=1e-12)
    assert found.by_factor[0] == pytest.approx(case["dV"], rel=1e-11)
    assert found.indices()[0] == pytest.approx(case["D"], rel=1e-12)
    gone = found.effects[0, :, 0]
    assert gone.tolist() == [0, 0, 0, -found.before[0, 0]]


def test_rates_that_a_target_implies() -> None:
    """Pielke's implied rates for the United States, as the vignette of kayadata prints them."""
    case = json.loads((FOLDER / "kaya" / "expected.json").read_text())
    table = pd.read_csv(FOLDER / "kaya" / "inputs_us_kaya_1990_2023.csv").sort_values("year")
    late = table[table["year"] >= case["ref_year"]]
    trends = {name: trend(table["year"].to_numpy(), table[name].to_numpy()) for name in ("P", "g", "e")}
    trends["f"] = trend(late["year"].to_numpy(), late["f"].to_numpy())
    for name, percent in case["historical_trend_pct"].items():
        assert round(100 * trends[name].rate, 2) == percent
    start = table.loc[table["year"] == case["ref_year"], "F"].item()
    growth = trends["P"].rate + trends["g"].rate
    for year, target in case["targets"].items():
        aimed = (1 - target["reduction"]) * start
        rate = implied_rate(start, aimed, int(year) - case["ref_year"])
        assert round(aimed) == target["F_target_Mt"]
        assert round(100 * rate, 2) == target["implied_F"]
        assert round(100 * growth, 2) == target["hist_G"]
        # The table subtracts rounded rates.
        assert 100 * (rate - growth) == pytest.approx(target["implied_ef"], abs=0.011)
        assert 100 * (trends["e"].rate + trends["f"].rate) == pytest.approx(target["hist_ef"], abs=0.011)
        assert 100 * rate - target["topdown_E"] == pytest.approx(target["implied_f"], abs=0.011)
