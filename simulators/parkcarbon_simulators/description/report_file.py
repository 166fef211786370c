"""What people of the simulated park report by month, up to last month: bills, of which the newest waits, and
what drives emissions."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from parkcarbon_simulators.scenarios.loader import Scenario

SCHEMA = "parkcarbon/reports/v1"
MONTHS = 13  # a year, and a month more to compare with


def report_file(scenario: Scenario, now_s: float) -> dict[str, Any]:
    """The file as plain data; a series repeats the same twelve amounts, January first, every year."""
    zone = ZoneInfo(scenario.park["timezone"])
    month = datetime.fromtimestamp(now_s, UTC).astimezone(zone).date().replace(day=1)
    epoch = scenario.epoch.astimezone(zone).date()
    months: list[date] = []
    while len(months) < MONTHS and (month := (month - timedelta(days=1)).replace(day=1)) >= epoch:
        months.append(month)
    return {"schema": SCHEMA, "reports": [_series(series, sorted(months)) for series in scenario.reports]}


def budget_list(scenario: Scenario, now_s: float) -> list[dict[str, Any]]:
    """The scenario's budgets, of the park's year now, as the platform takes them."""
    zone = ZoneInfo(scenario.park["timezone"])
    year = datetime.fromtimestamp(now_s, UTC).astimezone(zone).year
    return [{**budget, "year": year} for budget in scenario.budgets]


def _series(series: dict[str, Any], months: list[date]) -> dict[str, Any]:
    amounts = series["amounts"]
    told = {f"{month:%Y-%m}": str(amounts[month.month - 1]) for month in months}
    return {"waiting": 1, **{k: v for k, v in series.items() if k != "amounts"}, "months": told}
