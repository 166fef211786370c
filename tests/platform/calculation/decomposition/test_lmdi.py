"""LMDI: limits at zero, refusals, LMDI-II, attribution, Shapley, identities."""

import numpy as np
import pandas as pd
import pytest
from parkcarbon_platform.calculation.decomposition.attribution import attribute, attribute_logs
from parkcarbon_platform.calculation.decomposition.errors import (
    AnalysisRefusedError,
    NotPositiveError,
    ShapeError,
    TooFewError,
)
from parkcarbon_platform.calculation.decomposition.frames import effects_table, factors_of
from parkcarbon_platform.calculation.decomposition.identities import PARK, Level, identity
from parkcarbon_platform.calculation.decomposition.lmdi import chain, decompose
from parkcarbon_platform.calculation.decomposition.logmean import log_mean, weighted_logs
from parkcarbon_platform.calculation.decomposition.shapley import shapley

# Ang, Zhang & Choi (1998), table 2, and Ang & Liu (2007): v before, after; x before, after; the effect's
# limit.
EIGHT = [
    (0.0, 7.0, 0.0, 2.0, 7.0),
    (7.0, 0.0, 2.0, 0.0, -7.0),
    (0.0, 7.0, 2.0, 3.0, 0.0),
    (7.0, 0.0, 2.0, 3.0, 0.0),
    (0.0, 0.0, 2.0, 3.0, 0.0),
    (0.0, 0.0, 2.0, 0.0, 0.0),
    (0.0, 0.0, 0.0, 3.0, 0.0),
    (0.0, 0.0, 0.0, 0.0, 0.0),
]


@pytest.mark.parametrize(("v0", "v1", "x0", "x1", "limit"), EIGHT)
def test_the_eight_cases_of_zeros(v0: float, v1: float, x0: float, x1: float, limit: float) -> None:
    found = weighted_logs(np.array([v0]), np.array([v1]), np.array([[x0]]), np.array([[x1]]))
    assert found.item() == limit


def test_zero_limits_are_what_a_small_value_converges_to() -> None:
    """The strategy of small values (Ang & Choi 1997), as far as floats allow."""
    before = np.array([[3.0, 2.0], [4.0, 0.0], [0.5, 0.3]])
    after = np.array([[3.5, 2.5], [0.0, 5.0], [0.4, 0.2]])
    found = decompose(np.stack([before, after])).effects[0]
    small = np.where(before == 0, 1e-300, before), np.where(after == 0, 1e-300, after)
    near = decompose(np.stack(small)).effects[0]
    assert near == pytest.approx(found, abs=0.01)
    assert near[1] == pytest.approx(found[1], rel=0.002)


def test_factors_that_vanish_together_share_the_change() -> None:
    factors = np.array([[[2.0], [3.0], [5.0]], [[2.5], [0.0], [0.0]]])
    assert decompose(factors).effects[0].ravel().tolist() == [0, -15, -15]


def test_a_factor_without_a_value_takes_the_other_periods() -> None:
    """A carrier that is first used: its emission factor did not change, its share did."""
    factors = np.array(
        [[[100.0, 100.0], [1.0, 0.0], [0.6, np.nan]], [[100.0, 100.0], [0.9, 0.1], [0.6, 2.0]]]
    )
    found = decompose(factors)
    assert found.by_factor[0] == pytest.approx([0, -6 + 20, 0])
    assert found.residual[0] == pytest.approx(0)


@pytest.mark.parametrize("gap", [1e-15, 1e-9, 1e-4, 9.99e-4, 1.01e-3])
def test_log_mean_where_values_are_close(gap: float) -> None:
    from fractions import Fraction
    from math import log1p

    a = 3.0
    b = a * (1 + gap)
    exact = float(Fraction(b) - Fraction(a)) / log1p(float((Fraction(b) - Fraction(a)) / Fraction(a)))
    assert float(log_mean(b, a)) == pytest.approx(exact, rel=1e-12)
    assert float(log_mean(a, b)) == float(log_mean(b, a))


def test_refusals_say_where() -> None:
    good = np.ones((2, 2, 3))
    bad = good.copy()
    bad[1, 0, 2] = -1
    with pytest.raises(NotPositiveError) as refused:
        decompose(bad)
    assert refused.value.facts["at"] == (1, 0, 2)
    with pytest.raises(TooFewError):
        decompose(good[:1])
    with pytest.raises(ShapeError):
        decompose(np.ones((2, 2)))
    with pytest.raises(NotPositiveError):
        decompose(np.array([[[0.0]], [[1.0]]])).indices()
    with pytest.raises(NotPositiveError):
        decompose(np.array([[[0.0]], [[1.0]]]), method="lmdi2")
    with pytest.raises(NotPositiveError):
        attribute(np.array([[[0.0]], [[1.0]]]))
    with pytest.raises(AnalysisRefusedError):
        shapley(np.ones((2, 13, 1)))


def test_refusals_of_tables_name_the_row() -> None:
    table = pd.DataFrame(
        {"year": [1, 1, 2, 2], "plant": ["a", "b"] * 2, "t": [1.0, 2, 3, 4], "ef": [1.0, 1, 1, -2]}
    )
    with pytest.raises(NotPositiveError) as refused:
        factors_of(table, period="year", factors=["t", "ef"], cells=["plant"])
    assert refused.value.facts["row"] == {"year": "2", "plant": "b"}
    with pytest.raises(ShapeError, match="no row"):
        factors_of(table.iloc[:3], period="year", factors=["t", "ef"], cells=["plant"])
    with pytest.raises(ShapeError, match="more than one row"):
        factors_of(pd.concat([table, table]), period="year", factors=["t"], cells=["plant"])
    with pytest.raises(ShapeError, match="lacks"):
        factors_of(table, period="year", factors=["x"])


def test_a_single_factor_and_a_table_without_parts() -> None:
    table = pd.DataFrame({"year": [1, 2, 3], "t": [4.0, 2.0, 2.0]})
    found = decompose(factors_of(table, period="year", factors=["t"]).factors)
    assert found.by_factor.ravel().tolist() == [-2, 0]


def test_lmdi2_by_its_definition() -> None:
    rng = np.random.default_rng(7)
    x = rng.uniform(0.5, 2, (2, 3, 4))
    v = x.prod(axis=1)
    s = v / v.sum(axis=1, keepdims=True)
    weights = (s[1] - s[0]) / np.log(s[1] / s[0])
    expected = np.exp((weights / weights.sum() * np.log(x[1] / x[0])).sum(axis=1))
    assert decompose(x, method="lmdi2").indices()[0] == pytest.approx(expected, rel=1e-12)
    assert expected.prod() == pytest.approx(v[1].sum() / v[0].sum())


def test_attribution_adds_up_over_a_chain() -> None:
    x = np.random.default_rng(3).uniform(0.5, 2, (5, 3, 2, 4))
    cumulated = attribute(x)
    indices = chain(decompose(x, method="lmdi2").indices())
    assert cumulated.sum(axis=(2, 3)) == pytest.approx(indices - 1, rel=1e-9, abs=1e-12)
    # A cell in which a factor did not change contributes nothing to that factor.
    x[1, 1, 0, 0] = x[0, 1, 0, 0]
    assert attribute(x, chained=False)[0, 1, 0, 0] == 0
    found = decompose(x)
    assert attribute_logs(found).sum(axis=(2, 3)) == pytest.approx(found.indices() - 1, rel=1e-9, abs=1e-12)


def test_shapley_sums_to_the_change_and_is_near_lmdi() -> None:
    x = np.random.default_rng(5).uniform(0.9, 1.1, (2, 4, 3))
    found, change = shapley(x), decompose(x)
    assert found.sum() == pytest.approx((change.after - change.before).sum())
    assert found == pytest.approx(change.effects, abs=2e-3)
    # Two factors: half the cross term each (Sun 1998).
    assert shapley(np.array([[[10.0], [2.0]], [[12.0], [3.0]]])).ravel().tolist() == [5, 11]


def rows(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame(columns)


def park_amounts() -> dict[str, pd.DataFrame]:
    keys = {"period": ["1", "1", "2", "2"], "enterprise": ["a", "b"] * 2}
    cells = {
        "period": ["1", "1", "1", "2", "2", "2"],
        "enterprise": ["a", "a", "b"] * 2,
        "carrier": ["gas", "power", "power"] * 2,
    }
    return {
        "output": rows(**keys, value=[100.0, 50.0, 110.0, 70.0]),
        "energy": rows(**cells, value=[10.0, 20.0, 30.0, 0.0, 25.0, 33.0]),
        "emissions_unchanged": rows(**cells, value=[5.0, 12.0, 18.0, 0.0, 15.0, 19.8]),
        "emissions_first": rows(**cells, value=[5.0, 12.0, 18.0, 0.0, 14.0, 18.48]),
        "emissions": rows(**cells, value=[5.0, 12.0, 18.0, 0.0, 14.0, 19.0]),
    }


def test_factor_version_and_restatement_are_told_from_real_change() -> None:
    labels = identity(park_amounts(), PARK)
    assert labels.factors.shape == (2, 7, 2, 2)
    found = decompose(labels.factors)
    effects = dict(zip(labels.names, found.by_factor[0], strict=True))
    assert found.totals[0].tolist() == [35, 33]
    assert sum(effects.values()) == pytest.approx(-2)
    # The same energy at one factor: no emission factor effect but that of the version (0.60 → 0.56).
    assert effects["emission_factor"] == pytest.approx(0, abs=1e-12)
    assert effects["factor_version"] < 0 < effects["restatement"]
    unchanged = park_amounts() | dict.fromkeys(
        ("emissions_first", "emissions"), park_amounts()["emissions_unchanged"]
    )
    real = decompose(identity(unchanged, PARK).factors).by_factor[0]
    assert real[-2:].tolist() == [0, 0]
    assert real.sum() == pytest.approx(34.8 - 35)


def test_identities_refuse_what_no_ratio_explains() -> None:
    amounts = park_amounts()
    amounts["output"].loc[2, "value"] = 0.0
    with pytest.raises(NotPositiveError, match="energy is there where") as refused:
        identity(amounts, PARK)
    assert refused.value.facts["row"] == {"period": "2", "enterprise": "a"}
    amounts = park_amounts()
    amounts["energy"].loc[0, "value"] = -1.0
    with pytest.raises(NotPositiveError, match=r"energy is -1"):
        identity(amounts, PARK)
    with pytest.raises(ShapeError, match="lacks carrier"):
        identity(park_amounts() | {"energy": park_amounts()["output"]}, PARK)
    with pytest.raises(ShapeError, match="kept by less"):
        identity(park_amounts(), [Level("x", "output", ("enterprise",)), Level("y", "energy")])


def test_effects_of_parts_are_rows() -> None:
    labels = identity(park_amounts(), PARK)
    table = effects_table(labels, decompose(labels.factors))
    assert list(table.columns) == ["from", "to", "factor", "enterprise", "carrier", "effect"]
    gas = table[table["carrier"] == "gas"].set_index(["enterprise", "factor"])["effect"]
    assert gas["a"].sum() == pytest.approx(-5)
    assert gas["a", "mix"] == -5
    assert gas["b"].abs().sum() == 0
