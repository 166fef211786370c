"""Laws of uncertainty: cutting time, order and sharing; both approaches agree where errors are small."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parkcarbon_platform.calculation.accounting.uncertainty.causes import (
    Cause,
    CauseError,
    Distribution,
    Term,
    moments,
    standard_uncertainty,
)
from parkcarbon_platform.calculation.accounting.uncertainty.monte_carlo import draw, simulate
from parkcarbon_platform.calculation.accounting.uncertainty.propagation import propagate

KEYS = ("meter:a", "meter:b", "ct:a", "factor:grid", "factor:gas")
CAUSES = {
    "meter:a": Cause("meter:a", "meter", "uniform", -0.005, 0.005),
    "meter:b": Cause("meter:b", "meter", "uniform", -0.01, 0.01),
    "ct:a": Cause("ct:a", "current_transformer", "triangular", -0.002, 0.002),
    "factor:grid": Cause("factor:grid", "factor", None),
    "factor:gas": Cause("factor:gas", "carbon_content", "lognormal", -0.033, 0.039),
}
terms = st.lists(
    st.builds(
        Term,
        source=st.sampled_from(("s1", "s2", "s3")),
        amount=st.integers(-(10**15), 10**15),
        causes=st.lists(st.sampled_from(KEYS), unique=True, max_size=3).map(tuple),
    ),
    min_size=1,
    max_size=8,
)


@given(given_terms=terms, cuts=st.integers(2, 400), data=st.data())
@settings(max_examples=60)
def test_cutting_time_and_order_change_nothing(
    given_terms: list[Term], cuts: int, data: st.DataObject
) -> None:
    hours = []
    for term in given_terms:
        part, rest = divmod(term.amount, cuts)
        hours += [replace(term, amount=part)] * (cuts - 1) + [replace(term, amount=part + rest)]
    shuffled = data.draw(st.permutations(hours)) if len(hours) < 400 else hours[::-1]
    whole, cut = propagate(given_terms, CAUSES), propagate(shuffled, CAUSES)
    assert cut == whole
    assert simulate(shuffled, CAUSES, 500) == simulate(given_terms, CAUSES, 500)


@given(terms)
@settings(max_examples=60)
def test_shares_add_up_to_one(given_terms: list[Term]) -> None:
    found = propagate(given_terms, CAUSES)
    if found.half_width:
        assert sum(c.share for c in found.causes) == pytest.approx(1)
        assert sum(c.share for c in found.sources) == pytest.approx(1)
    assert 0 <= found.covered.share <= 1


def test_small_normal_errors_give_both_approaches_the_same() -> None:
    causes = {
        **{f"m{i}": Cause(f"m{i}", "meter", "normal", -0.01, 0.01) for i in range(8)},
        "f": Cause("f", "factor", "normal", -0.02, 0.02),
    }
    given_terms = [Term(f"s{i}", (i + 1) * 10**12, (f"m{i}", "f")) for i in range(8)]
    one, two = propagate(given_terms, causes), simulate(given_terms, causes, 200_000)
    assert (two.upper - two.lower) / 2 == pytest.approx(one.half_width, rel=0.01)
    assert two.mean == pytest.approx(one.total, rel=2e-4)
    assert [key for key, _ in two.shares][:2] == [c.key for c in one.causes][:2] == ["f", "m7"]
    assert two.shares[0][1] == pytest.approx(one.causes[0].share, abs=0.01)


def test_shared_errors_add_up_and_independent_ones_do_not() -> None:
    causes = {key: Cause(key, "factor", "normal", -0.1, 0.1) for key in ("f", "g")}
    shared = propagate([Term("a", 100, ("f",)), Term("b", 100, ("f",))], causes)
    apart = propagate([Term("a", 100, ("f",)), Term("b", 100, ("g",))], causes)
    offset = propagate([Term("a", 100, ("f",)), Term("b", -60, ("f",))], causes)
    assert shared.half_width == pytest.approx(20)
    assert apart.half_width == pytest.approx(10 * sqrt(2))
    assert offset.half_width == pytest.approx(4)


def test_a_year_of_quarter_hours_is_not_187_times_better() -> None:
    causes = {"m": Cause("m", "meter", "uniform", -0.005, 0.005)}
    year = propagate([Term("s", 1_000, ("m",))] * 35_040, causes)
    assert year.relative == pytest.approx(1.959964 * 0.005 / sqrt(3))


def test_what_nobody_knows_is_told_not_zero() -> None:
    found = propagate(
        [Term("grid", 750, ("meter:a", "factor:grid")), Term("gas", 250, ("meter:b", "factor:gas"))], CAUSES
    )
    assert found.covered.share == 0.25
    assert found.covered.unknown == (("factor:grid", 750),)
    assert all(c.key != "factor:grid" for c in found.causes)
    # A difference of 1,000 and 100: its meters are more than the whole, but not more than all of it.
    less = propagate(
        [Term("s", 1_000, ("factor:grid",)), Term("s", -100, ("factor:grid", "meter:a"))], CAUSES
    )
    assert less.covered.unknown == (("factor:grid", 900),)
    nothing = propagate([Term("grid", 1, ("factor:grid",))], CAUSES)
    assert (nothing.half_width, nothing.covered.share) == (0, 0)
    assert standard_uncertainty(CAUSES["factor:grid"]) == 0


def test_memory_and_blocks_do_not_change_a_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    given_terms = [Term("a", 10**12, ("meter:a", "factor:gas")), Term("b", -(10**11), ("ct:a",))]
    whole = simulate(given_terms, CAUSES, 5_000)
    monkeypatch.setattr("parkcarbon_platform.calculation.accounting.uncertainty.monte_carlo.LARGEST", 300)
    cut = simulate(given_terms, CAUSES, 5_000)
    assert (cut.lower, cut.upper, cut.median, cut.counts) == (
        whole.lower, whole.upper, whole.median, whole.counts
    )  # fmt: skip


@pytest.mark.parametrize("distribution", ["normal", "lognormal", "triangular", "uniform"])
def test_moments_are_those_of_the_draws(distribution: Distribution) -> None:
    cause = Cause("x", "factor", distribution, -0.2, 0.3)
    drawn = np.empty(400_000)
    draw(cause, np.random.default_rng(2), drawn)
    mean, variance = moments(cause)
    assert drawn.mean() - 1 == pytest.approx(mean, abs=1e-3)
    assert drawn.var() == pytest.approx(variance, rel=0.01)
    assert (drawn.min() < 0.85) == (drawn.max() > 1.2)


def test_asymmetric_bounds_are_kept_by_monte_carlo() -> None:
    causes = {"cc": Cause("cc", "carbon_content", "lognormal", -0.106, 0.11)}
    found = simulate([Term("s", 10**9, ("cc",))], causes, 200_000)
    assert found.lower / 1e9 == pytest.approx(0.894, abs=0.001)
    assert found.upper / 1e9 == pytest.approx(1.110, abs=0.001)


@pytest.mark.parametrize(
    ("lower", "upper", "distribution"),
    [(0.1, 0.2, "normal"), (-0.1, -0.05, "uniform"), (-1.0, 0.5, "lognormal"), (float("nan"), 1, "normal")],
)
def test_bounds_that_are_none(lower: float, upper: float, distribution: Distribution) -> None:
    with pytest.raises(CauseError):
        Cause("x", "factor", distribution, lower, upper)
