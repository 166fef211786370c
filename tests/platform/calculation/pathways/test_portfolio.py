"""Portfolios: constraints kept, never dearer than greedy, equal to trying everything on small cases."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from parkcarbon_platform.calculation.pathways.measures import Market, Measure, appraise
from parkcarbon_platform.calculation.pathways.optimum import solve
from parkcarbon_platform.calculation.pathways.policies import Policy, apply
from parkcarbon_platform.calculation.pathways.portfolio import (
    Limits,
    Problem,
    account,
    broken_relations,
    known,
    misses,
)

YEARS = np.arange(2025.0, 2029)
FLAT = np.ones(4)


def market(carbon: float = 0.0, rate: float = 0.06) -> Market:
    falling = np.array([0.16, 0.14, 0.12, 0.1])
    return Market(
        YEARS, {"electricity": 180 * FLAT, "coal": 35 * FLAT}, {"electricity": falling, "coal": 0.095 * FLAT},
        rate, carbon * FLAT,
    )  # fmt: skip


def measure(code: str, capex: float, coal: float, **more: object) -> Measure:
    return Measure(code, "efficiency", capex, 0.0, 10, {"coal": coal}, whole=True, **more)


def everything(problem: Problem) -> float | None:
    """The least cost over every year (or never) that each whole measure can be built in; None: impossible."""
    best = None
    for choice in product([*range(len(YEARS)), None], repeat=len(problem.measures)):
        built = np.zeros((len(problem.measures), len(YEARS)))
        for i, year in enumerate(choice):
            if year is not None:
                built[i, year] = 1.0
        came = account(problem, built)
        if not misses(problem, came) and not broken_relations(problem, came, built):
            best = came.cost if best is None else min(best, came.cost)
    return best


def greedy(problem: Problem) -> np.ndarray | None:
    """Measures in the order of their cost of a tonne, in the first year, until every limit is kept."""
    judged = [appraise(one, problem.market, 2025) for one in problem.measures]
    order = sorted(range(len(judged)), key=lambda i: judged[i].cost if judged[i].cost is not None else np.inf)
    built = np.zeros((len(judged), len(YEARS)))
    for i in order:
        came = account(problem, built)
        if not misses(problem, came):
            return built
        built[i, 0] = 1.0
        if broken_relations(problem, account(problem, built), built):
            built[i, 0] = 0.0
    return built if not misses(problem, account(problem, built)) else None


amounts = st.integers(1, 9).map(lambda n: n * 1_000.0)
parts = st.sampled_from([0.25, 0.5, 1.0])
prices = st.integers(1, 40).map(lambda n: n * 10_000.0)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    size = draw(st.integers(2, 3))
    measures = [measure(f"m{i}", draw(prices), draw(amounts)) for i in range(size)]
    kind = draw(st.sampled_from(["excludes", "needs", "overlaps", "none"]))
    more = {"excludes": {"excludes": ("m1",)}, "needs": {"needs": ("m1",)},
            "overlaps": {"overlaps": {"m1": draw(parts)}}, "none": {}}[kind]  # fmt: skip
    measures[0] = replace(measures[0], **more)
    emissions = np.array([2_000.0, 2_050.0, 2_100.0, 2_150.0])
    reach = sum(one.saved["coal"] for one in measures) * 0.095
    cap = emissions - reach * draw(st.floats(0.0, 0.9)) * np.array([0.3, 0.5, 0.8, 1.0])
    budget = draw(st.sampled_from([np.inf, sum(one.capex or 0 for one in measures) * 0.6]))
    peak = draw(st.sampled_from([None, 2026]))
    limits = Limits(cap=cap, capital=np.full(4, budget), peak=peak)
    return Problem(tuple(measures), market(draw(st.sampled_from([0.0, 80.0]))), limits, emissions)


@given(problems())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_optimum_is_that_of_trying_everything(problem: Problem) -> None:
    found = solve(problem, gap=0.0)
    best = everything(problem)
    if best is None:
        assert found.status == "infeasible"
        assert found.missed
        return
    assert found.status == "optimal"
    assert found.account.cost == pytest.approx(best, rel=1e-6, abs=0.5)
    assert misses(problem, found.account) == []
    assert broken_relations(problem, found.account, found.built) == []
    assert found.bound <= found.account.cost + 1e-6 * abs(found.account.cost) + 0.5


@given(problems())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_never_dearer_than_greedy(problem: Problem) -> None:
    choice = greedy(problem)
    assume(choice is not None)
    assert choice is not None
    parts = replace(problem, measures=tuple(replace(one, whole=False) for one in problem.measures))
    for one in (problem, parts):
        found = solve(one)
        assert found.status == "optimal"
        assert found.account.cost <= account(one, choice).cost + 1.0


@given(problems())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_parts_keep_every_limit_and_cost_no_more_than_wholes(problem: Problem) -> None:
    parts = replace(problem, measures=tuple(replace(one, whole=False, ramp=0.5) for one in problem.measures))
    found = solve(parts)
    if found.status == "optimal":
        assert misses(parts, found.account) == []
        assert broken_relations(parts, found.account, found.built) == []


def test_what_cannot_be_kept_is_named_with_its_amount() -> None:
    only = measure("only", 1_000.0, 1_000.0)
    problem = Problem((only,), market(), Limits(cap=np.array([1e9, 1e9, 1e9, 800.0])), np.full(4, 1_000.0))
    found = solve(problem)
    assert found.status == "infeasible"
    ((kind, year, amount, _),) = found.missed
    assert (kind, year) == ("cap", 2028)
    # All of it saves 1,000 GJ × 0.095: 905 t are left of 800.
    assert amount == pytest.approx(105.0)


def test_a_budget_that_is_too_small_is_named() -> None:
    only = measure("only", 5_000.0, 1_000.0)
    problem = Problem(
        (only,), market(), Limits(capital=np.full(4, 3_000.0), standards={"only": 2026}), np.zeros(4)
    )
    found = solve(problem)
    assert found.status == "infeasible"
    assert {miss.kind for miss in found.missed} <= {"capital", "standard"}


def test_the_marginal_cost_of_a_cap_is_the_next_measures() -> None:
    # They live a year, so that no year's choice binds another year.
    cheap = Measure("cheap", "ccus", 0.0, 1_000.0, 1, other=100.0)
    dear = Measure("dear", "ccus", 0.0, 9_000.0, 1, other=100.0)
    problem = Problem((cheap, dear), market(), Limits(cap=np.full(4, 850.0)), np.full(4, 1_000.0))
    found = solve(problem)
    assert [round(one.yuan_per_t) for one in found.marginal] == [90, 90, 90, 90]
    less = replace(problem, limits=Limits(cap=np.array([850.0, 850.0, 850.0, 849.0])))
    # The dual is the difference that solving again makes, in the last year's money.
    difference = (solve(less, gap=0).account.cost - found.account.cost) * 1.06**4
    assert difference == pytest.approx(90.0, rel=1e-3)


def test_what_lives_short_is_built_again_or_ends() -> None:
    short = Measure("short", "efficiency", 1_000.0, 0.0, 2, {"coal": 1_000.0}, ramp=1.0)
    found = solve(Problem((short,), market(), Limits(), np.full(4, 1_000.0)))
    assert found.built[0].tolist() == [1.0, 0.0, 1.0, 0.0]
    assert found.account.service[0].tolist() == [1.0, 1.0, 1.0, 1.0]


def test_a_falling_grid_factor_makes_late_savings_worth_less() -> None:
    lamps = Measure("lamps", "efficiency", 10.0, 0.0, 10, {"electricity": 1_000.0})
    came = account(Problem((lamps,), market(), Limits(), np.zeros(4)), np.array([[1.0, 0, 0, 0]]))
    assert (-came.emissions).tolist() == pytest.approx([160.0, 140.0, 120.0, 100.0])


def test_electrification_may_emit_more_while_the_grid_is_dirty() -> None:
    pump = Measure("pump", "electrification", 10.0, 0.0, 10, {"coal": 1_000.0, "electricity": -700.0})
    came = account(Problem((pump,), market(), Limits(), np.zeros(4)), np.array([[1.0, 0, 0, 0]]))
    assert came.emissions[0] > 0 > came.emissions[-1]


def test_overlap_counts_what_exceeds_one_potential() -> None:
    one = measure("one", 1.0, 1_000.0, overlaps={"two": 0.5})
    two = measure("two", 1.0, 600.0)
    problem = Problem((one, two), market(), Limits(), np.zeros(4))
    both = account(problem, np.array([[1.0, 0, 0, 0], [1.0, 0, 0, 0]]))
    assert both.emissions[0] == pytest.approx(-(1_000 + 600 - 0.5 * 600) * 0.095)
    half = account(problem, np.array([[0.5, 0, 0, 0], [0.5, 0, 0, 0]]))
    assert half.emissions[0] == pytest.approx(-0.5 * 1_600 * 0.095)


def test_measures_without_a_cost_are_left_out_with_those_that_need_them() -> None:
    unknown = Measure("unknown", "ccus", None, 0.0, 10, other=5.0)
    needing = measure("needing", 1.0, 1.0, needs=("unknown",))
    free = measure("free", 1.0, 1.0)
    kept, left_out = known([unknown, needing, free])
    assert [one.code for one in kept] == ["free"]
    assert left_out == ["needing", "unknown"]


def test_policies_become_prices_and_limits() -> None:
    found, limits = apply(
        [
            Policy("carbon_price", 2026, 60.0), Policy("carbon_price", 2028, 100.0),
            Policy("emission_cap", 2027, 900.0), Policy("subsidy", 2025, 0.3, "pv"),
            Policy("standard", 2027, 0.0, "a"), Policy("peak", 2026), Policy("capital_budget", 2025, 5.0),
        ],
        market(carbon=0.0),
    )  # fmt: skip
    assert found.carbon.tolist() == [0.0, 60.0, 80.0, 100.0]
    assert found.subsidy == {"pv": 0.3}
    assert limits.cap is not None
    assert limits.cap.tolist() == [np.inf, np.inf, 900.0, 900.0]
    assert (limits.peak, dict(limits.standards)) == (2026, {"a": 2027})


def test_a_carbon_price_pulls_measures_in() -> None:
    some = Measure("some", "ccus", 0.0, 9_000.0, 10, other=100.0)
    without = solve(Problem((some,), market(), Limits(), np.full(4, 1_000.0)))
    priced = solve(Problem((some,), market(carbon=100.0), Limits(), np.full(4, 1_000.0)))
    assert without.built.sum() == 0
    assert priced.account.service[0].tolist() == [1.0, 1.0, 1.0, 1.0]
