"""Money over years, and the curve of abatement costs with its pitfall."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parkcarbon_platform.calculation.pathways import finance
from parkcarbon_platform.calculation.pathways.errors import PathwayError
from parkcarbon_platform.calculation.pathways.macc import curve, fronts
from parkcarbon_platform.calculation.pathways.measures import Market, Measure, appraise, check

YEARS = np.arange(2025.0, 2061)


def market(rate: float = 0.08) -> Market:
    ones = np.ones(len(YEARS))
    return Market(YEARS, {"electricity": 180 * ones}, {"electricity": 0.15 * ones}, rate, 0 * ones)


def test_annuity_of_the_textbook() -> None:
    # Tables of capital recovery (A/P): 8 %, 20 years 0.10185; 5 %, 10 years 0.12950.
    assert round(finance.annuity(0.08, 20), 5) == 0.10185
    assert round(finance.annuity(0.05, 10), 5) == 0.12950
    assert finance.annuity(0.0, 4) == 0.25


def test_the_pump_of_lorie_and_savage_has_two_rates() -> None:
    # Lorie & Savage 1955: −1,600, +10,000, −10,000 has 25 % and 400 %.
    found = finance.irr([-1_600.0, 10_000.0, -10_000.0])
    assert found.verdict == "several"
    assert found.rates == pytest.approx((0.25, 4.0))


def test_a_gift_has_no_rate() -> None:
    assert finance.irr([5.0, 1.0, 1.0]).verdict == "none"
    assert finance.irr([-5.0, -1.0]).verdict == "none"
    assert finance.irr([0.0, 0.0]).verdict == "none"


@given(st.floats(0.01, 0.9), st.integers(2, 30), st.floats(1.0, 1e6))
@settings(max_examples=40, deadline=None)
def test_one_change_of_sign_gives_the_rate_of_its_annuity(rate: float, years: int, capex: float) -> None:
    flows = [-capex, *[capex * finance.annuity(rate, years)] * years]
    found = finance.irr(flows)
    assert found.verdict == "one"
    assert found.rates[0] == pytest.approx(rate, abs=1e-7)
    assert finance.npv(found.rates[0], flows) == pytest.approx(0.0, abs=1e-5 * capex)


def test_payback_that_never_comes() -> None:
    assert finance.simple_payback(100.0, -1.0) is None
    assert finance.simple_payback(0.0, -1.0) == 0.0


def test_levelised_cost_needs_tonnes() -> None:
    assert finance.levelised(0.05, np.ones(3), np.zeros(3)) is None


def test_a_measure_alone() -> None:
    lamps = Measure("lamps", "efficiency", 500_000.0, 10_000.0, 10, {"electricity": 1_000.0})
    found = appraise(lamps, market(), 2025)
    # 180,000 − 10,000 a year for 500,000; 150 t a year.
    assert found.payback == pytest.approx(500 / 170)
    factor = (1 - 1.08**-10) / 0.08
    assert found.npv == pytest.approx(170_000 * factor - 500_000)
    assert found.cost == pytest.approx((500_000 - 170_000 * factor) / (150 * factor))
    assert found.abated == pytest.approx(1_500.0)


def test_without_a_cost_only_tonnes_are_told() -> None:
    found = appraise(Measure("x", "ccus", None, 0.0, 5, other=10.0), market(), 2030)
    assert (found.npv, found.cost, found.irr, found.abated) == (None, None, None, 50.0)


def test_the_order_below_nothing_misleads_and_pareto_does_not() -> None:
    # The same money saved, one with ten times the tonnes: yuan per tonne puts the smaller one first.
    small = Measure("small", "efficiency", 0.0, -1_000.0, 10, other=1.0)
    large = Measure("large", "efficiency", 0.0, -1_000.0, 10, other=10.0)
    judged = [appraise(one, market(), 2025) for one in (small, large)]
    assert [bar.code for bar in curve(judged, [small, large]).bars] == ["small", "large"]
    better = curve(judged, [small, large], "pareto")
    assert [bar.code for bar in better.bars] == ["large", "small"]
    assert [bar.front for bar in better.bars] == [1, 2]
    assert better.has_negative


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=12))
@settings(max_examples=60)
def test_nobody_of_a_front_is_beaten_by_a_later_one(points: list[tuple[int, int]]) -> None:
    ranks = fronts([(float(a), float(b)) for a, b in points])
    assert min(ranks) == 1
    for one, rank in zip(points, ranks, strict=True):
        for other, later in zip(points, ranks, strict=True):
            beats = other[0] >= one[0] and other[1] >= one[1] and other != one
            assert not (beats and later >= rank)


def test_bars_stand_beside_each_other() -> None:
    measures = [Measure(f"m{n}", "ccus", 100.0 * n, 0.0, 10, other=float(n)) for n in (3, 1, 2)]
    measures.append(Measure("unknown", "ccus", None, 0.0, 10, other=4.0))
    measures.append(Measure("idle", "ccus", 1.0, 0.0, 10))
    found = curve([appraise(one, market(), 2025) for one in measures], measures)
    assert found.idle == ("idle",)
    assert found.bars[-1].code == "unknown"
    assert [bar.start for bar in found.bars] == pytest.approx(
        [sum(b.width for b in found.bars[:i]) for i in range(len(found.bars))]
    )


@pytest.mark.parametrize(
    ("measure", "field"),
    [
        (Measure("a", "pv", -1.0, 0.0, 10), "capex"),
        (Measure("a", "pv", 1.0, 0.0, 0), "lifetime"),
        (Measure("a", "pv", 1.0, 0.0, 10, ramp=0.0), "ramp"),
        (Measure("a", "pv", 1.0, 0.0, 10, needs=("b",)), "needs"),
        (Measure("a", "pv", 1.0, 0.0, 10, {"peat": 1.0}), "saved"),
        (Measure("a", "pv", 1.0, 0.0, 10, needs=("a",)), "needs"),
    ],
)
def test_measures_that_contradict_themselves(measure: Measure, field: str) -> None:
    with pytest.raises(PathwayError) as error:
        check([measure], ["electricity"])
    assert error.value.facts["field"] == field
