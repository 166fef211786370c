"""Where a year will end: what is known so far, gone on with by the shape of the year.

    k = Σ a_m ÷ Σ o_m            the year's level: what is known over the weight that it stands for
    x_m = a_m ÷ o_m              the level by each whole month alone
    s² = Σ (x_m − x̄)² ÷ (n − 1)  how far months were from the shape: the method's past errors
    year = A + k R               A known, R the weight of what is not known
    error² = s² (Σ r_m² + R² Σ o_m² ÷ (Σ o_m)²),  interval by Student's t with n − 1 degrees of freedom

a_m [base unit] is what month m came to on the days that are known, o_m [d] its weight times the share of
these days, r_m that of the other days. The weight of a month is what it came to a year before, where that is
known, else its days. The level is a ratio estimator (Cochran, Sampling Techniques, 3rd ed., 1977, ch. 6); the
interval widens its residual error by the error of the level as Hyndman & Athanasopoulos, Forecasting:
Principles and Practice, 3rd ed., 2021, section 5.5, do for the mean method. Fewer than three whole months
have no errors worth the name: then there is no forecast.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scipy import special

LEAST_MONTHS = 3
LEVEL = 0.8
# A month of which one day at most is missing counts as whole.
SLACK_DAYS = 1
Method = Literal["last_year", "days"]
Refusal = Literal["too_few_months", "nothing_known"]


@dataclass(frozen=True, slots=True)
class Month:
    """A month: `amount` [base unit] on `known` of the `passed` of its `days` [d]; `weight` in the shape."""

    amount: int
    known: int
    passed: int
    days: int
    weight: float

    @property
    def is_whole(self) -> bool:
        """Whether it is over, and nearly every day of it is known."""
        return self.passed == self.days and self.known >= self.days - SLACK_DAYS

    @property
    def observed(self) -> float:
        """Its weight that is known."""
        return self.weight * self.known / self.days

    @property
    def rest(self) -> float:
        """Its weight that is not known: days to come, and days without data."""
        return self.weight - self.observed


@dataclass(frozen=True, slots=True)
class Forecast:
    """A year's end [base unit], between `lower` and `upper` with the probability `LEVEL`.

    `known` is what has come, `missing` what days without data are taken to have come to; `path` is the sum to
    the end of each month and half the width of its interval; `error` one standard error [base unit].
    """

    value: float
    lower: float
    upper: float
    known: int
    missing: float
    method: Method
    months: int
    error: float
    freedom: int
    path: tuple[tuple[float, float], ...]

    def chance_above(self, limit: float) -> float:
        """The probability that the year ends above `limit` [base unit]."""
        if self.error == 0:
            return 1.0 if self.value > limit else 0.0
        return float(special.stdtr(self.freedom, (self.value - limit) / self.error))


def weights(days: Sequence[int], before: Sequence[int | None]) -> tuple[tuple[float, ...], Method]:
    """The shape of a year: the months of the year before [base unit] where all are known, else days.

    >>> weights([31, 28], [62, 14])
    ((62.0, 14.0), 'last_year')
    >>> weights([31, 28], [62, None])
    ((31.0, 28.0), 'days')
    """
    known = [amount for amount in before if amount is not None and amount > 0]
    if len(known) == len(days):
        return tuple(float(amount) for amount in known), "last_year"
    return tuple(float(day) for day in days), "days"


def forecast(months: Sequence[Month], method: Method) -> Forecast | Refusal:
    """The end of the year of `months`, January first, or why there is no saying."""
    whole = [month for month in months if month.is_whole]
    if len(whole) < LEAST_MONTHS:
        return "too_few_months"
    observed = sum(month.observed for month in months)
    known = sum(month.amount for month in months)
    if known <= 0 or observed <= 0:
        return "nothing_known"
    level = known / observed
    each = [month.amount / month.observed for month in whole]
    mean = sum(each) / len(each)
    deviation = math.sqrt(sum((x - mean) ** 2 for x in each) / (len(each) - 1))
    squares = sum(month.observed**2 for month in months) / observed**2
    freedom = len(each) - 1
    t = float(special.stdtrit(freedom, (1 + LEVEL) / 2))
    path, total, rest, rests = [], 0.0, 0.0, 0.0
    for month in months:
        total += month.amount + level * month.rest
        rest, rests = rest + month.rest, rests + month.rest**2
        path.append((total, t * deviation * math.sqrt(rests + rest**2 * squares)))
    value, half = path[-1]
    missing = sum(m.weight * (m.passed - m.known) / m.days for m in months) * level
    return Forecast(
        value, max(float(known), value - half), value + half, known, missing, method, len(each), half / t,
        freedom, tuple(path),
    )  # fmt: skip
