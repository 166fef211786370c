"""STIRPAT's regressions against certified and published values (golden/decomposition/*/README.md)."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from parkcarbon_platform.calculation.decomposition.stirpat.diagnostics import vif
from parkcarbon_platform.calculation.decomposition.stirpat.ols import ols
from parkcarbon_platform.calculation.decomposition.stirpat.ridge import choose, k_of, ridge, trace
from parkcarbon_platform.calculation.decomposition.stirpat.sample import Sample, sample

FOLDER = Path(__file__).parent / "decomposition"
LONGLEY: dict[str, Any] = json.loads((FOLDER / "longley" / "expected.json").read_text())
ACETYLENE: dict[str, Any] = json.loads((FOLDER / "acetylene" / "expected.json").read_text())
# genridge's names and order, as NIST calls the columns.
GENRIDGE = ["GNP", "UNEMP", "ARMED", "POP", "YEAR", "GNPDEFL"]


def longley(drivers: list[str]) -> Sample:
    table = pd.read_csv(FOLDER / "longley" / "inputs_nist.csv")
    return sample(table, "TOTEMP", drivers, logs=False)


def test_certified_values_of_longley() -> None:
    """NIST StRD Longley: 15 certified digits, of which 12 are asked for; condition number 43,275."""
    found = ols(longley(LONGLEY["nist_order"][1:]))
    assert [found.intercept, *found.coefficients] == pytest.approx(LONGLEY["nist_ols"], rel=1e-12)
    assert [found.intercept_error, *found.errors] == pytest.approx(LONGLEY["nist_se"], rel=1e-12)
    fit = LONGLEY["nist_fit"]
    assert found.sigma == pytest.approx(fit["sigma"], rel=1e-12)
    assert found.r_squared == pytest.approx(fit["R2"], rel=1e-14)
    assert found.f == pytest.approx(fit["F"], rel=1e-12)


def printed(value: float, text: float) -> bool:
    """Equal to the digits that were printed, half a unit of the last one being free."""
    digits = len(str(text).partition(".")[2])
    return abs(value - text) <= 0.5000001 * 10**-digits


def test_trace_and_vif_of_longley_in_genridge() -> None:
    data = longley(GENRIDGE)
    lambdas = [float(value) for value in LONGLEY["coef"]]
    found = trace(data, np.array([k_of(value, "genridge", data.observations) for value in lambdas]))
    # genridge's employment is in thousands, its drivers in standard deviations with divisor n.
    scaled = found.coefficients * data.x.std(axis=0) / 1000
    for row, expected in zip(scaled, LONGLEY["coef"].values(), strict=True):
        assert row == pytest.approx(expected, abs=0.51e-6)
    for row, expected in zip(found.vif_marquardt, LONGLEY["vif"].values(), strict=True):
        assert all(printed(value, text) for value, text in zip(row, expected, strict=True))
    # Both conventions agree at k = 0, where they are the usual VIF.
    assert found.vif[0] == pytest.approx(vif(data.x), rel=1e-9)
    assert found.vif_marquardt[0] == pytest.approx(vif(data.x), rel=1e-7)


def test_choices_of_k_for_longley() -> None:
    data, n = longley(GENRIDGE), 16
    assert n * choose(data, "hkb_p2") == pytest.approx(LONGLEY["k"]["HKB"], abs=0.51e-6)
    assert n * choose(data, "lw_p2") == pytest.approx(LONGLEY["k"]["LW"], abs=0.51e-6)
    assert choose(data, "hkb") / choose(data, "hkb_p2") == pytest.approx(6 / 4)
    # genridge's GCV is the least of its six lambdas.
    lambdas = np.array([float(value) for value in LONGLEY["coef"]])
    assert lambdas[np.argmin(trace(data, lambdas / n).gcv)] == LONGLEY["k"]["GCV"]
    best = choose(data, "gcv")
    around = trace(data, best * np.array([0.999, 1.0, 1.001])).gcv
    assert around[1] <= min(around[0], around[2])


@pytest.mark.parametrize("k", ["0.000", "0.002"])
def test_acetylene_in_sas(k: str) -> None:
    """SAS PROC REG RIDGE= with OUTVIF: coefficients, diag(ARA), root of the mean squared error."""
    table = pd.read_csv(FOLDER / "acetylene" / "inputs.csv")
    table["x1x2"], table["x1x1"] = table["x1"] * table["x2"], table["x1"] ** 2
    data = sample(table, "y", ["x1", "x2", "x3", "x1x2", "x1x1"], logs=False)
    found, case = trace(data, np.array([k_of(float(k), "sas", 16)])), ACETYLENE["k"][k]
    got = [found.intercepts[0], *found.coefficients[0]]
    # Of some coefficients two decimals are printed, of the others three.
    digits = [3, 2, 3, 3, 3, 3]
    expected = case["coef"]
    assert [round(v, d) for v, d in zip(got, digits, strict=True)] == [
        round(e, d) for e, d in zip(expected, digits, strict=True)
    ]
    assert all(printed(v, text) for v, text in zip(found.vif[0], case["vif"], strict=True))
    freedom = 16 - 6
    assert np.sqrt(found.rss[0] / freedom) == pytest.approx(case["rmse"], abs=0.51e-5)
    assert ridge(data, float(k)).sigma == pytest.approx(case["rmse"], abs=0.51e-5)
