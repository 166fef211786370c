"""STIRPAT against statsmodels and definitions, and what it refuses."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from parkcarbon_platform.calculation.decomposition.errors import (
    AnalysisRefusedError,
    NotPositiveError,
    NoVariationError,
    ShapeError,
    TooFewError,
)
from parkcarbon_platform.calculation.decomposition.stirpat.bootstrap import (
    Kind,
    bootstrap,
    leave_one_out,
    slopes_of,
)
from parkcarbon_platform.calculation.decomposition.stirpat.contributions import contributions
from parkcarbon_platform.calculation.decomposition.stirpat.diagnostics import diagnose, notes_of, vif
from parkcarbon_platform.calculation.decomposition.stirpat.ols import Covariance, ols
from parkcarbon_platform.calculation.decomposition.stirpat.panel import Effects, panel
from parkcarbon_platform.calculation.decomposition.stirpat.pls import components, pls, press
from parkcarbon_platform.calculation.decomposition.stirpat.ridge import choose, grid, k_of, ridge, trace
from parkcarbon_platform.calculation.decomposition.stirpat.sample import Sample, sample
from statsmodels.stats.outliers_influence import variance_inflation_factor

TRUE = np.array([0.6, 0.3, -0.2])


def months(n: int = 36, plants: int = 6) -> Sample:
    """Emissions of n months that follow three drivers, two of which move together."""
    random = np.random.default_rng(11)
    x = random.normal(size=(n, 3)) * [0.2, 0.1, 0.15]
    x[:, 1] = 0.8 * x[:, 0] + 0.3 * x[:, 1]
    table = pd.DataFrame(np.exp(x), columns=["output", "energy", "power"])
    table["t"] = np.exp(4 + x @ TRUE + random.normal(size=n) * 0.03)
    table["month"] = [f"m{i:02}" for i in range(n)]
    table["plant"] = [f"p{i % plants}" for i in range(n)]
    return sample(table, "t", ["output", "energy", "power"], period="month", entity="plant")


def design(data: Sample) -> np.ndarray:
    return sm.add_constant(data.x)


@pytest.mark.parametrize("kind", ["classical", "HC0", "HC1", "HC2", "HC3", "newey_west", "cluster"])
def test_errors_equal_those_of_statsmodels(kind: Covariance) -> None:
    data = months()
    found = ols(data, covariance=kind, lags=3 if kind == "newey_west" else None)
    names = {"classical": "nonrobust", "newey_west": "HAC"}
    options: dict[str, object] = {}
    if kind == "newey_west":
        options = {"maxlags": 3, "use_correction": True}
    if kind == "cluster":
        options = {"groups": pd.factorize(np.array(data.entities))[0]}
    other = sm.OLS(data.y, design(data)).fit(
        cov_type=names.get(kind, kind), cov_kwds=options or None, use_t=True
    )
    assert [found.intercept, *found.coefficients] == pytest.approx(list(other.params), rel=1e-10)
    assert [found.intercept_error, *found.errors] == pytest.approx(list(other.bse), rel=1e-9)
    assert found.p == pytest.approx(other.pvalues[1:], rel=1e-6)
    assert np.stack([found.low, found.high], axis=1) == pytest.approx(other.conf_int()[1:], rel=1e-8)


def test_fit_and_diagnostics_equal_those_of_statsmodels() -> None:
    data = months()
    found, other = ols(data), sm.OLS(data.y, design(data)).fit()
    assert (found.r_squared, found.r_squared_adjusted) == pytest.approx((other.rsquared, other.rsquared_adj))
    assert (found.f, found.sigma**2) == pytest.approx((other.fvalue, other.mse_resid))
    expected = [variance_inflation_factor(design(data), j) for j in (1, 2, 3)]
    assert vif(data.x) == pytest.approx(expected)
    tests = diagnose(data, found.residuals)
    e = found.residuals
    assert tests.durbin_watson.statistic == pytest.approx((np.diff(e) ** 2).sum() / (e**2).sum())
    # Koenker's form: n·R² of the squared residuals on the drivers.
    squares = sm.OLS(e**2, design(data)).fit()
    assert tests.breusch_pagan.statistic == pytest.approx(len(e) * squares.rsquared)
    assert 0 < tests.jarque_bera.p < 1
    assert 0 < tests.ljung_box.p < 1


def test_two_way_effects_equal_least_squares_with_dummies() -> None:
    random = np.random.default_rng(2)
    rows = [(e, t) for e in range(6) for t in range(9) if random.random() > 0.2]
    who, when = np.array(rows).T
    x = random.normal(size=(len(rows), 2)) + who[:, None] + 0.3 * when[:, None]
    y = x @ [0.5, 0.2] + who**2 - 0.2 * when + random.normal(size=len(rows)) * 0.1
    data = Sample(y, x, "t", ("a", "b"), tuple(map(str, when)), tuple(map(str, who)))
    sets: list[tuple[Effects, list[np.ndarray]]] = [
        ("entity", [who]), ("time", [when]), ("two_way", [who, when]),
    ]  # fmt: skip
    for effects, labels in sets:
        dummies = [pd.get_dummies(code, drop_first=True).to_numpy(float) for code in labels]
        other = sm.OLS(y, np.column_stack([x, np.ones(len(y)), *dummies])).fit(
            cov_type="cluster", cov_kwds={"groups": who}, use_t=True
        )
        found = panel(data, effects)
        assert found.coefficients == pytest.approx(other.params[:2], rel=1e-8)
        assert found.errors == pytest.approx(other.bse[:2], rel=1e-7)
        assert found.r_squared == pytest.approx(other.rsquared)
        classical = panel(data, effects, cluster=False)
        plain = sm.OLS(y, np.column_stack([x, np.ones(len(y)), *dummies])).fit()
        assert classical.errors == pytest.approx(plain.bse[:2], rel=1e-7)
        assert classical.freedom == plain.df_resid


def test_ridge_solves_its_equations() -> None:
    """(R + kI) b = r, on columns made by pandas, and the penalised normal equations of other conventions."""
    data, k = months(), 0.07
    correlations = pd.DataFrame(np.column_stack([data.x, data.y])).corr().to_numpy()
    b = np.linalg.solve(correlations[:3, :3] + k * np.eye(3), correlations[:3, 3])
    found = ridge(data, k)
    assert found.coefficients * data.x.std(axis=0) / data.y.std() == pytest.approx(b)
    z = (data.x - data.x.mean(axis=0)) / data.x.std(axis=0)
    alpha = k * data.observations
    assert k_of(alpha, "sklearn", data.observations) == pytest.approx(k)
    other = np.linalg.solve(z.T @ z + alpha * np.eye(3), z.T @ (data.y - data.y.mean()))
    assert found.coefficients * data.x.std(axis=0) == pytest.approx(other)
    assert ridge(data, 0.0).errors == pytest.approx(ols(data).errors)
    a = np.linalg.inv(correlations[:3, :3] + k * np.eye(3))
    assert trace(data, np.array([k])).vif[0] == pytest.approx(np.diag(a @ correlations[:3, :3] @ a))


def test_gcv_approximates_leaving_one_out() -> None:
    """The identity behind GCV: leave-one-out errors are e/(1 − h), with the mean put into the hat matrix."""
    data, k = months(), 0.05
    z = data.x - data.x.mean(axis=0)
    z = z / np.sqrt((z**2).sum(axis=0))
    hat = z @ np.linalg.solve(z.T @ z + k * np.eye(3), z.T) + 1 / data.observations
    found = trace(data, np.array([k]))
    assert found.freedom[0] == pytest.approx(np.trace(hat) - 1)
    e = data.y - hat @ data.y
    assert found.gcv[0] == pytest.approx((e @ e) / 36 / (1 - np.trace(hat) / 36) ** 2)


def test_pls_is_least_squares_in_a_krylov_space() -> None:
    """Helland (1990): PLS with a components fits in the span of r, Rr, … R^(a−1)r."""
    data = months()
    z = (data.x - data.x.mean(axis=0)) / data.x.std(axis=0)
    y = data.y - data.y.mean()
    r, cross = z.T @ z, z.T @ y
    found = components(data.x, data.y, 3)
    for a in (1, 2, 3):
        space = np.column_stack([np.linalg.matrix_power(r, i) @ cross for i in range(a)])
        space /= np.sqrt((space**2).sum(axis=0))
        b = space @ np.linalg.lstsq(z @ space, y, rcond=None)[0]
        assert found.slopes[a - 1] * data.x.std(axis=0) == pytest.approx(b, rel=1e-6)
    assert found.slopes[2] == pytest.approx(ols(data).coefficients)
    assert found.scores.T @ found.scores == pytest.approx(np.diag((found.scores**2).sum(axis=0)), abs=1e-12)
    assert (found.vip**2).mean() == pytest.approx(1)
    assert pls(data, 3).coefficients == pytest.approx(ols(data).coefficients)
    assert press(data)[0] == pytest.approx(((data.y - data.y.mean()) ** 2).sum() * (36 / 35) ** 2)


def test_leave_one_out_equals_the_updating_formula() -> None:
    """b without i = b − (XᵀX)⁻¹xᵢ·eᵢ/(1 − hᵢ) (Belsley, Kuh & Welsch 1980)."""
    data = months()
    x = design(data)
    inverse = np.linalg.inv(x.T @ x)
    h = np.einsum("ij,jk,ik->i", x, inverse, x)
    e = ols(data).residuals
    expected = ols(data).coefficients - ((x @ inverse) * (e / (1 - h))[:, None])[:, 1:]
    assert leave_one_out(data) == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize("kind", ["pairs", "residual", "moving_block", "entity"])
def test_bootstrap_is_seeded_and_as_wide_as_the_analytic_interval(kind: Kind) -> None:
    data = months(120, plants=30)
    found = bootstrap(data, kind=kind, seed=5)
    assert np.array_equal(found.draws, bootstrap(data, kind=kind, seed=5).draws)
    assert not np.array_equal(found.draws, bootstrap(data, kind=kind, seed=6).draws)
    exact = ols(data)
    assert found.draws.mean(axis=0) == pytest.approx(exact.coefficients, abs=0.03)
    # Errors are independent here, so that every kind estimates the same spread (of thirty entities: loosely).
    ratio = found.draws.std(axis=0) / exact.errors
    assert ((ratio > 0.5) & (ratio < 1.6)).all()
    assert found.failed == 0


def test_draws_equal_a_loop_over_statsmodels() -> None:
    data = months(24)
    indices = np.random.default_rng(1).integers(0, 24, (30, 24))
    loop = [sm.OLS(data.y[i], sm.add_constant(data.x[i])).fit().params[1:] for i in indices]
    assert slopes_of(data, indices, 0.0) == pytest.approx(np.array(loop), rel=1e-8)
    for row, i in zip(slopes_of(data, indices, 0.1), indices, strict=True):
        chosen = Sample(data.y[i], data.x[i], "t", data.names, data.periods, data.entities)
        assert row == pytest.approx(ridge(chosen, 0.1).coefficients, rel=1e-9)


def test_contributions_sum_to_the_change() -> None:
    data = months()
    whole = Sample(data.y, data.x, "t", data.names, data.periods, ("",) * 36)
    for fit in (ols(whole), ridge(whole, 0.1), pls(whole, 2)):
        found = contributions(whole, fit, 3, 20)
        assert found.amounts.sum() + found.rest == pytest.approx(found.after - found.before)
    with pytest.raises(ShapeError, match="different enterprises"):
        contributions(data, ols(data), 3, 20)


def test_three_years_and_four_drivers_are_refused_in_words() -> None:
    """The case of the paper: four drivers on 2020 to 2022."""
    table = pd.DataFrame(
        {"t": [90.0, 96, 100.6], "a": [1.0, 2, 3], "b": [2.0, 1, 4], "c": [1.0, 3, 2], "d": [3.0, 4, 4.5]}
    )
    with pytest.raises(TooFewError, match="3 observations, 4 drivers") as refused:
        sample(table, "t", ["a", "b", "c", "d"])
    assert refused.value.facts == {"observations": 3, "drivers": 4, "needed": 6, "most_drivers": 1}
    assert "LMDI" in refused.value.advice
    assert sample(table, "t", ["a"]).observations == 3


def test_refusals_of_a_sample() -> None:
    good = pd.DataFrame(
        {"t": [1.0, 2, 3, 4, 5], "a": [1.0, 2, 1, 2, 3], "b": [2.0, 4, 2, 4, 6], "m": list("vwxyz")}
    )
    with pytest.raises(NoVariationError, match="a, b always move together") as refused:
        ols(sample(good, "t", ["a", "b"]))
    assert refused.value.facts["together"] == ["a", "b"]
    assert np.isfinite(ridge(sample(good, "t", ["a", "b"]), 0.1).errors).all()
    with pytest.raises(NoVariationError, match="c is the same"):
        sample(good.assign(c=3.0), "t", ["a", "c"])
    with pytest.raises(NotPositiveError, match="a is 0 in w") as positive:
        sample(good.assign(a=[1, 0, 2, 1, 3]), "t", ["a"], period="m")
    assert positive.value.facts["column"] == "a"
    with pytest.raises(ShapeError, match="lacks x"):
        sample(good, "t", ["x"])
    with pytest.raises(ShapeError, match="each column once"):
        sample(good, "t", ["a", "a"])
    gaps = sample(good.assign(a=[1, np.nan, 2, 1, 3]), "t", ["a"], period="m")
    assert [note.code for note in gaps.notes] == ["rows_left_out"]
    assert gaps.periods == ("v", "x", "y", "z")


def test_refusals_of_methods() -> None:
    data = months(12)
    alone = Sample(data.y, data.x, "t", data.names, data.periods, ("",) * 12)
    for attempt in (
        lambda: ols(alone, covariance="cluster"),
        lambda: panel(alone),
        lambda: bootstrap(alone, kind="entity"),
        lambda: bootstrap(alone, draws=10),
        lambda: bootstrap(alone, kind="moving_block", block=13),
        lambda: pls(alone, 4),
        lambda: trace(alone, np.array([-1.0])),
        lambda: choose(Sample(data.y, data.x[:, :2], "t", ("a", "b"), data.periods, ("",) * 12), "hkb_p2"),
    ):
        with pytest.raises(AnalysisRefusedError):
            attempt()
    two = Sample(data.y, data.x, "t", data.names, data.periods, ("a", "b") * 6)
    steady = Sample(
        data.y, np.column_stack([data.x[:, 0], [0.0, 1.0] * 6]), "t", ("v", "w"), data.periods, two.entities
    )
    with pytest.raises(NoVariationError, match="w does not change within"):
        panel(steady)
    with pytest.raises(TooFewError):
        panel(two, "two_way")


def test_notes_say_what_a_result_must_not_be_read_without() -> None:
    data = months()
    follows = Sample(data.x[:, 0] + 1, data.x, "t", data.names, data.periods, data.entities)
    noisy = Sample(follows.y + 1e-4 * data.y, data.x, "t", data.names, data.periods, data.entities)
    fit = ols(noisy)
    codes = [note.code for note in notes_of(noisy, fit, diagnose(noisy, fit.residuals))]
    assert codes[0] == "near_identity"
    assert "multiplicity" in codes
    fit = ols(data)
    named = notes_of(data, fit, diagnose(data, fit.residuals), energy=("energy",))
    assert named[0].facts == {"drivers": ["energy"]}
    few = months(8)
    codes = [n.code for n in notes_of(few, ols(few), diagnose(few, ols(few).residuals))]
    assert "small_sample" in codes
    alike = Sample(
        data.y,
        data.x * [1, 0, 1] + data.x[:, :1] * [0, 1, 0] + data.x * [0, 1e-2, 0],
        "t",
        data.names,
        data.periods,
        data.entities,
    )
    found = diagnose(alike, ols(alike).residuals)
    assert "collinearity" in [n.code for n in notes_of(alike, ols(alike), found)]
    wave = Sample(
        data.x @ TRUE + 0.1 * np.sin(np.arange(36) / 4), data.x, "t", data.names, data.periods, data.entities
    )
    fit = ols(wave)
    assert "autocorrelation" in [n.code for n in notes_of(wave, fit, diagnose(wave, fit.residuals))]


def test_grid_begins_with_least_squares() -> None:
    steps = grid()
    assert steps[0] == 0
    assert (np.diff(steps) > 0).all()
    assert trace(months(), steps).coefficients[0] == pytest.approx(ols(months()).coefficients)
