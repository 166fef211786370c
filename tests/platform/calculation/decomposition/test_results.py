"""Whole analyses as plain data, and a park's own identity."""

import json
import subprocess
import sys

import numpy as np
import pytest
from parkcarbon_platform.calculation.decomposition.errors import NotPositiveError, ShapeError
from parkcarbon_platform.calculation.decomposition.lmdi import decompose
from parkcarbon_platform.calculation.decomposition.park import Row, park_identity
from parkcarbon_platform.calculation.decomposition.results.lmdi import lmdi_result
from parkcarbon_platform.calculation.decomposition.results.stirpat import Method, Options, stirpat_result
from parkcarbon_platform.calculation.decomposition.stirpat.sample import Sample

POWER = Row("1", "works", "electricity", "industry", 12.0, 0.0, 60.0, 60.0, 60.0)
CLINKER = Row("1", "mill", "process:clinker", "industry", None, 100.0, 52.0, 52.0, 52.0)
OUTPUT = {("1", "works"): 10.0, ("1", "mill"): 5.0, ("2", "works"): 12.0, ("2", "mill"): 5.0}


def test_a_process_has_product_in_place_of_energy() -> None:
    rows = [
        POWER,
        CLINKER,
        POWER._replace(period="2"),
        CLINKER._replace(period="2", quantity=80.0, unchanged=41.6, first=41.6, now=41.6),
    ]
    labels = park_identity(rows, OUTPUT)
    assert labels.factors.prod(axis=1, where=~np.isnan(labels.factors)).sum(axis=(1, 2, 3)) == pytest.approx(
        [112, 101.6]
    )
    effects = dict(zip(labels.names, decompose(labels.factors).by_factor[0], strict=True))
    # The mill's product per output fell by a fifth; the works' energy per output by a sixth.
    assert effects["emission_factor"] == pytest.approx(0)
    assert effects["mix"] == pytest.approx(0)
    assert effects["intensity"] < 0 < effects["activity"]
    assert sum(effects.values()) == pytest.approx(-10.4)


def test_without_output_the_identity_begins_with_energy() -> None:
    more = POWER._replace(period="2", energy=15.0, unchanged=75.0, first=75.0, now=72.0)
    labels = park_identity([POWER, more])
    assert labels.names[0] == "energy"
    effects = dict(zip(labels.names, decompose(labels.factors).by_factor[0], strict=True))
    assert effects["energy"] + effects["restatement"] == pytest.approx(12)
    assert effects["restatement"] < 0


def test_a_carrier_that_is_new_is_an_effect_of_the_mix() -> None:
    gas = POWER._replace(carrier="natural_gas", period="2", energy=3.0, unchanged=6.0, first=6.0, now=6.0)
    rows = [POWER, POWER._replace(period="2", energy=9.0, unchanged=45.0, first=45.0, now=45.0), gas]
    effects = lmdi_result(park_identity(rows))["total"]["effects"]
    assert effects["mix"] == pytest.approx(-9)
    assert effects["emission_factor"] == pytest.approx(0)


def test_a_factor_that_was_zero_at_first_loses_no_emissions() -> None:
    """A zero factor that is corrected later: there is no ratio to it, but the emissions are there."""
    wrong = POWER._replace(unchanged=0.0, first=0.0, now=60.0)
    found = decompose(park_identity([wrong, wrong._replace(period="2")]).factors)
    assert found.totals[0].tolist() == [60, 60]


def test_what_a_park_is_refused() -> None:
    with pytest.raises(ShapeError, match="no emissions"):
        park_identity([])
    with pytest.raises(ShapeError, match="output of works in 1"):
        park_identity([POWER], {})
    with pytest.raises(NotPositiveError, match="electricity of works in 1 is -12"):
        park_identity([POWER._replace(energy=-12.0)])


def sample(n: int = 24) -> Sample:
    random = np.random.default_rng(4)
    x = random.normal(size=(n, 3)) * 0.2
    y = x @ [0.5, 0.3, -0.1] + 0.02 * random.normal(size=n)
    periods = tuple(f"{i:02}" for i in range(n))
    return Sample(y, x, "t", ("a", "b", "c"), periods, ("",) * n)


@pytest.mark.parametrize("method", ["ols", "ridge", "pls"])
def test_results_are_json_and_the_same_every_time(method: Method) -> None:
    options = Options(method=method, draws=200, seed=9)
    told = [json.dumps(stirpat_result(sample(), options), allow_nan=False) for _ in range(2)]
    assert told[0] == told[1]
    found = json.loads(told[0])
    part = found["contributions"][0]
    assert sum(part["amounts"].values()) + part["rest"] == pytest.approx(part["after"] - part["before"])
    if method != "pls":
        assert all(
            row["bootstrap_low"] < row["coefficient"] < row["bootstrap_high"] for row in found["drivers"]
        )
        assert all(
            row["without_low"] <= row["coefficient"] <= row["without_high"] for row in found["drivers"]
        )
    assert (found["trace"] is None) == (method != "ridge")


def test_a_panel_tells_contributions_of_every_entity() -> None:
    data = sample()
    panel = Sample(
        data.y, data.x, "t", data.names, ("1", "2", "3", "4") * 6, tuple(np.repeat(list("abcdef"), 4))
    )
    found = stirpat_result(panel, Options(method="panel"))
    assert [part["entity"] for part in found["contributions"]] == list("abcdef")
    assert found["covariance"] == "cluster"


def test_starting_up_pays_for_no_statistics() -> None:
    code = (
        "import sys, parkcarbon_saas.main; print({'pandas', 'scipy.stats', 'statsmodels'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
