"""How an owner stands against a year's budget."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation.budgets.forecast import Forecast, Month, Refusal

Status = Literal["ok", "at_risk", "exceeded", "unknown"]
Reason = Literal[
    "used_up",
    "forecast_above",
    "ahead_of_plan",
    "forecast_within",
    "behind_plan",
    "not_begun",
    "days_missing",
    "never_seen",
]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status with its reason; `to_date` is the budget of the days that have passed [base unit]."""

    status: Status
    reason: Reason
    to_date: int
    used: int


def judge(
    budget: Sequence[int], months: Sequence[Month], expected: Forecast | Refusal, *, is_all_seen: bool = True
) -> Judgement:
    """Exceeded where the year's budget is used up; at risk where the forecast is above it.

    Without a forecast what counts is whether more was used than the budget of the days passed; while days are
    missing that says nothing good: what was used is more than is known. Nor does anything where a source has
    never had data (`is_all_seen`): nobody knows how much that is.
    """
    found = _judge(budget, months, expected)
    if found.status == "ok" and found.reason != "not_begun" and not is_all_seen:
        return replace(found, status="unknown", reason="never_seen")
    return found


def _judge(budget: Sequence[int], months: Sequence[Month], expected: Forecast | Refusal) -> Judgement:
    used = sum(month.amount for month in months)
    passed = sum(Fraction(part * m.passed, m.days) for part, m in zip(budget, months, strict=True))
    to_date, total = round(passed), sum(budget)
    if used > total:
        return Judgement("exceeded", "used_up", to_date, used)
    if isinstance(expected, Forecast):
        above = expected.value > total
        return Judgement(
            "at_risk" if above else "ok", "forecast_above" if above else "forecast_within", to_date, used
        )
    if not any(month.passed for month in months):
        return Judgement("ok", "not_begun", 0, used)
    ahead = used > to_date
    if not ahead and any(month.known < month.passed for month in months):
        return Judgement("unknown", "days_missing", to_date, used)
    return Judgement("at_risk" if ahead else "ok", "ahead_of_plan" if ahead else "behind_plan", to_date, used)
