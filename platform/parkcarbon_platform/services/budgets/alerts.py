"""Budgets that are, or will be, exceeded, as findings beside those of meters: one a budget and rule."""

from datetime import datetime, timedelta

from parkcarbon_platform.calculation.budgets.forecast import Forecast
from parkcarbon_platform.services.budgets import actuals, following, keeping
from parkcarbon_platform.services.budgets.following import Standing
from parkcarbon_platform.services.budgets.keeping import UNITS, written
from parkcarbon_platform.storage import budgets as storage
from parkcarbon_platform.storage import live
from parkcarbon_platform.storage.budgets import BudgetFinding
from parkcarbon_platform.storage.database import Connection, Database

EVERY = timedelta(minutes=30)
EXCEEDED, AT_RISK = "budget_exceeded", "budget_at_risk"
RULES = (EXCEEDED, AT_RISK)


def check_park(database: Database, park_id: int, now: datetime) -> None:
    """Compare the budgets of this year, where that was not done just now."""
    with database.tenant(park_id) as connection:
        if not storage.attempt(connection, park_id, EVERY):
            return
    with database.tenant(park_id) as connection:
        compare(connection, park_id, now)


def compare(connection: Connection, park_id: int, now: datetime, enterprise_id: int | None = None) -> None:
    """Write down what is found of this year's budgets: of all, or of an enterprise's own."""
    year = keeping.this_year(connection, now)
    owners = {row.code: row.id for row in live.enterprises(connection)}
    rows = [
        row for row in storage.current(connection, year)
        if enterprise_id is None or owners.get(row.enterprise or "") == enterprise_id
    ]  # fmt: skip
    known = actuals.read(connection, keeping.first_year(year, now), now) if rows else None
    found = []
    for row in rows:
        assert known is not None
        one = following.standing(known, row.enterprise, row.kind, year, row)
        said = _finding(one, owners.get(row.enterprise or ""))
        if said is not None:
            found.append(said)
    storage.replace_findings(connection, park_id, found, RULES, now=now, enterprise_id=enterprise_id)


def _finding(found: Standing, enterprise_id: int | None) -> BudgetFinding | None:
    row, judged, kind = found.budget, found.judged, found.kind
    if row is None or judged is None or judged.status in ("ok", "unknown"):
        return None
    name = f"{kind}/{row.year}" + (f"/{row.enterprise}" if row.enterprise else "")
    total, unit = sum(row.months), UNITS[kind]
    if judged.status == "exceeded":
        detail = f"{written(kind, judged.used)} of {written(kind, total)} {unit} are used"
        return BudgetFinding(name, enterprise_id, EXCEEDED, "error", detail)
    if isinstance(found.expected, Forecast):
        ahead = written(kind, found.expected.value)
        detail = f"{ahead} {unit} are expected of a budget of {written(kind, total)} {unit}"
    else:
        detail = (
            f"{written(kind, judged.used)} {unit} are used, {written(kind, judged.to_date)} {unit} "
            "were planned to date"
        )
    return BudgetFinding(name, enterprise_id, AT_RISK, "warning", detail)
