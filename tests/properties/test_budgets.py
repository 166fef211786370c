"""Budgets by month: whole numbers that add up, and a forecast that follows from its data alone."""

import math
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.calculation.budgets.forecast import Forecast, Month, forecast, weights
from parkcarbon_platform.calculation.budgets.months import days_of, parts, reduced, spread
from parkcarbon_platform.calculation.budgets.status import judge
from scipy import stats

TOTALS = st.integers(0, 10**18)
WEIGHTS = st.lists(st.integers(0, 10**15), min_size=12, max_size=12).filter(any)
AMOUNTS = st.lists(st.integers(1, 10**12), min_size=12, max_size=12)
DAYS = days_of(2026)


def months(amounts: list[int], passed_months: int, days: int = 0) -> list[Month]:
    """A year of which some months are over, and `days` of the next one."""
    found = []
    for i, amount in enumerate(amounts):
        passed = DAYS[i] if i < passed_months else min(days, DAYS[i]) if i == passed_months else 0
        found.append(Month(amount if passed else 0, passed, passed, DAYS[i], float(DAYS[i])))
    return found


@given(TOTALS, WEIGHTS)
def test_months_add_up_to_the_year_and_none_is_off_by_more_than_one(total: int, shape: list[int]) -> None:
    found = spread(total, shape)
    assert sum(found) == total
    assert all(abs(part * sum(shape) - total * w) < sum(shape) for part, w in zip(found, shape, strict=True))


@given(TOTALS, WEIGHTS, st.integers(2, 1000))
def test_the_shape_counts_and_not_its_unit(total: int, shape: list[int], factor: int) -> None:
    assert spread(total, shape) == spread(total, [w * factor for w in shape])
    assert spread(sum(shape), shape) == tuple(shape)


@given(TOTALS, st.decimals(-100, 100, places=3))
def test_less_by_a_percentage_is_exact_to_half_a_unit(total: int, percent: Decimal) -> None:
    assert reduced(total, Decimal(0)) == total
    assert abs(reduced(total, percent) * 100_000 - total * (100_000 - int(percent * 1000))) <= 50_000


@given(
    AMOUNTS, st.integers(3, 12), st.integers(0, 28), st.lists(st.integers(0, 10**6), min_size=12, max_size=12)
)
def test_splitting_what_was_used_changes_nothing(
    amounts: list[int], passed: int, days: int, parts: list[int]
) -> None:
    """However hours and sources are cut, months are their sums: the forecast is that of the whole."""
    whole = months(amounts, passed, days)
    pieces = [min(part, month.amount) for part, month in zip(parts, whole, strict=True)]
    again = [
        Month(piece + (m.amount - piece), m.known, m.passed, m.days, m.weight)
        for piece, m in zip(pieces, whole, strict=True)
    ]
    assert forecast(again, "days") == forecast(whole, "days")
    budget = spread(sum(amounts), DAYS)
    assert judge(budget, again, "too_few_months") == judge(budget, whole, "too_few_months")


@given(AMOUNTS, st.integers(3, 11), st.integers(0, 28))
def test_a_forecast_lies_in_its_interval_and_begins_at_what_is_known(
    amounts: list[int], passed: int, days: int
) -> None:
    found = forecast(months(amounts, passed, days), "days")
    assert isinstance(found, Forecast)
    assert found.known <= found.lower <= found.value * (1 + 1e-12)
    assert found.value <= found.upper * (1 + 1e-12)
    assert found.path[-1][0] == found.value
    assert math.isclose(found.chance_above(found.value), 0.5, abs_tol=1e-9) or found.error == 0


@given(AMOUNTS)
def test_a_year_that_is_over_is_known(amounts: list[int]) -> None:
    found = forecast(months(amounts, 12), "days")
    assert isinstance(found, Forecast)
    assert math.isclose(found.value, sum(amounts), rel_tol=1e-12)
    assert found.upper - found.lower <= 1e-6 * found.value
    assert found.missing == 0


def test_a_year_of_the_last_ones_shape_ends_at_its_level() -> None:
    """Each month a tenth above the year before: so is the year, and nothing is uncertain about it."""
    before: list[int | None] = [100 * (i + 3) for i in range(12)]
    shape, method = weights(DAYS, before)
    assert method == "last_year"
    year = [
        Month(110 * (i + 3) if i < 5 else 0, DAYS[i] * (i < 5), DAYS[i] * (i < 5), DAYS[i], shape[i])
        for i in range(12)
    ]
    found = forecast(year, method)
    assert isinstance(found, Forecast)
    assert math.isclose(found.value, 1.1 * sum(100 * (i + 3) for i in range(12)))
    assert math.isclose(found.lower, found.upper)


def test_the_interval_is_that_of_the_mean_where_months_are_alike() -> None:
    """Equal weights: s √(r + r²/n) around the mean, as every textbook has the prediction of a sum of r."""
    amounts = [90, 110, 100, 104, 96, 100]
    year = [Month(a, 30, 30, 30, 1.0) for a in amounts] + [Month(0, 0, 0, 30, 1.0)] * 6
    found = forecast(year, "days")
    assert isinstance(found, Forecast)
    mean, count = sum(amounts) / 6, 6
    s = math.sqrt(sum((a - mean) ** 2 for a in amounts) / 5)
    half = stats.t.ppf(0.9, 5) * s * math.sqrt(6 + 36 / count)
    assert math.isclose(found.value, 600 + 6 * mean)
    assert math.isclose(found.upper - found.value, half)


def test_too_little_is_refused() -> None:
    assert forecast(months([100] * 12, 2, 20), "days") == "too_few_months"
    assert forecast(months([0] * 12, 6), "days") == "nothing_known"


def test_a_status_has_its_reason() -> None:
    budget = spread(1200, [1] * 12)
    ahead = months([130] * 12, 4)
    assert judge(budget, ahead, "too_few_months").reason == "ahead_of_plan"
    assert judge(budget, ahead, forecast(ahead, "days")).status == "at_risk"
    assert judge(budget, months([90] * 12, 4), forecast(months([90] * 12, 4), "days")).status == "ok"
    assert judge(budget, months([400] * 12, 4), "too_few_months").status == "exceeded"
    assert judge(budget, months([9] * 12, 0), "too_few_months").reason == "not_begun"
    partly = [Month(9, 5, 20, 30, 30.0), *(Month(0, 0, 0, 30, 30.0) for _ in range(11))]
    assert judge(budget, partly, "too_few_months").status == "unknown"


def test_a_source_that_was_never_seen_proves_nothing() -> None:
    budget, used = spread(1200, [1] * 12), months([90] * 12, 4)
    assert judge(budget, used, "too_few_months").status == "ok"
    found = judge(budget, used, "too_few_months", is_all_seen=False)
    assert (found.status, found.reason) == ("unknown", "never_seen")
    # What is too much is too much, whatever comes to it.
    worse = judge(spread(100, [1] * 12), used, "too_few_months", is_all_seen=False)
    assert worse.status == "exceeded"


def test_heat_from_a_neighbour_makes_nobodys_part_smaller() -> None:
    # A works burns 100, and passes 20 of the heat on to a mill: 100 and 20 in theirs, 100 in the park's.
    assert parts(90, 100, [100, 20]) == (90, 18)
    # Without it the parts are the whole, to the last gram, and what is the park's alone keeps its own.
    assert sum(parts(7 * 10**9, 3, [1, 2])) == 7 * 10**9
    assert parts(90, 100, [50, 30]) == (45, 27)
    assert parts(90, 0, [1]) == (0,)
