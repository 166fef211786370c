"""Student's distribution in forecasts is that of scipy.stats, which is too slow to load for a request."""

import pytest
from parkcarbon_platform.calculation.budgets.forecast import LEVEL, Forecast, Month, forecast
from scipy import stats

FREEDOMS = (1, 2, 3, 5, 8, 11, 30)


@pytest.mark.parametrize("freedom", FREEDOMS)
@pytest.mark.parametrize("limit", [-1e12, -3.5, 0.0, 99.0, 100.0, 100.25, 137.0, 1e12])
def test_the_chance_above_a_limit_is_the_survival_function(freedom: int, limit: float) -> None:
    made = Forecast(100.0, 0.0, 0.0, 0, 0.0, "days", freedom + 1, 7.25, freedom, ())
    assert made.chance_above(limit) == stats.t.sf((limit - 100.0) / 7.25, freedom)


@pytest.mark.parametrize("whole", range(3, 12))
def test_the_range_of_a_forecast_is_the_quantile_of_its_level(whole: int) -> None:
    months = [
        Month(amount=1000 + 37 * n * n % 211, days=30, passed=30, known=30, weight=30.0) if n < whole
        else Month(amount=0, days=30, passed=0, known=0, weight=30.0)
        for n in range(12)
    ]  # fmt: skip
    made = forecast(months, "days")
    assert isinstance(made, Forecast)
    expected = stats.t.ppf((1 + LEVEL) / 2, made.freedom)
    assert (made.upper - made.value) / made.error == pytest.approx(expected, rel=1e-12)
