"""Budgets against what came to be: how owners stand, and where their year will end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from parkcarbon_platform.calculation.budgets.forecast import (
    LEVEL,
    Forecast,
    Month,
    Refusal,
    forecast,
    weights,
)
from parkcarbon_platform.calculation.budgets.months import MONTHS, days_of
from parkcarbon_platform.calculation.budgets.status import Judgement, judge
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.budgets import actuals, keeping
from parkcarbon_platform.services.budgets.actuals import KINDS, Actuals
from parkcarbon_platform.services.budgets.keeping import UNITS, shown
from parkcarbon_platform.services.budgets.models import (
    BudgetDetail,
    BudgetForecast,
    BudgetLine,
    BudgetMonth,
    BudgetsYear,
    BudgetVersion,
)
from parkcarbon_platform.storage import budgets as storage
from parkcarbon_platform.storage import live
from parkcarbon_platform.storage.budgets import BudgetRow, Kind
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.live import EnterpriseRow, ParkRow

Named = ParkRow | EnterpriseRow


@dataclass(frozen=True, slots=True)
class Standing:
    """An owner's year of a kind: its months, what to expect, and how it stands where it has a budget."""

    kind: Kind
    months: list[Month]
    before: list[int | None]
    expected: Forecast | Refusal
    budget: BudgetRow | None
    judged: Judgement | None


def standing(known: Actuals, owner: str | None, kind: Kind, year: int, budget: BudgetRow | None) -> Standing:
    """How an owner stands in a year."""
    days = days_of(year)
    firsts = [date(year, m, 1) for m in range(1, MONTHS + 1)]
    before: list[int | None] = []
    for first in firsts:
        then = first.replace(year=year - 1)
        before.append(known.amounts.get((owner, kind, then), 0) if known.is_whole(owner, then) else None)
    shape, method = weights(days, before)
    amounts = known.year(owner, kind, year)
    months = [
        Month(amounts[i], known.known(owner, first), known.passed(first), days[i], shape[i])
        for i, first in enumerate(firsts)
    ]
    expected = forecast(months, method)
    judged = None
    if budget is not None:
        judged = judge(budget.months, months, expected, is_all_seen=not known.unseen(owner))
    return Standing(kind, months, before, expected, budget, judged)


def year(connection: Connection, of_year: int, now: datetime, *, is_park: bool) -> BudgetsYear:
    """Every owner that the transaction sees; `is_park`: the whole park is among them."""
    known = actuals.read(connection, keeping.first_year(of_year, now), now)
    rows = storage.current(connection, of_year)
    owners: list[Named] = [*([known.park] if is_park else []), *live.enterprises(connection)]
    lines = []
    for owner in owners:
        code = _code(owner)
        for kind in KINDS:
            found = standing(known, code, kind, of_year, keeping.find(rows, kind, code))
            if found.budget is not None or any(month.known for month in found.months):
                lines.append(_line(known, owner, found))
    return BudgetsYear(
        year=of_year, through=_through(known, of_year), years=storage.years(connection), lines=lines
    )


def detail(
    connection: Connection, kind: Kind, of_year: int, enterprise: str | None, now: datetime
) -> BudgetDetail:
    """One budget month by month; raises NotFoundError."""
    keeping.owner_id(connection, enterprise)
    known = actuals.read(connection, keeping.first_year(of_year, now), now)
    owner: Named = known.park
    if enterprise is not None:
        owner = next(one for one in live.enterprises(connection) if one.code == enterprise)
    row = keeping.find(storage.current(connection, of_year), kind, enterprise)
    found = standing(known, enterprise, kind, of_year, row)
    versions = storage.history(connection, kind, of_year, enterprise)
    return BudgetDetail(
        line=_line(known, owner, found), year=of_year, through=_through(known, of_year),
        months=_months(found, of_year), history=[_version(kind, one) for one in versions],
    )  # fmt: skip


def _code(owner: Named) -> str | None:
    return None if isinstance(owner, ParkRow) else owner.code


def _through(known: Actuals, of_year: int) -> str | None:
    last = min(known.until - timedelta(days=1), date(of_year, 12, 31))
    return last.isoformat() if last.year == of_year else None


def _line(known: Actuals, owner: Named, found: Standing) -> BudgetLine:
    kind, row, judged = found.kind, found.budget, found.judged
    is_known = isinstance(found.expected, Forecast)
    return BudgetLine.model_validate(
        {
            "enterprise": _code(owner), "name_zh": owner.name_zh, "name_en": owner.name_en,
            "kind": kind, "unit": UNITS[kind],
            "budget": None if row is None else shown(kind, sum(row.months)),
            "used": shown(kind, sum(month.amount for month in found.months)),
            "to_date": None if judged is None else shown(kind, judged.to_date),
            "status": None if judged is None else judged.status,
            "reason": None if judged is None else judged.reason,
            "forecast": _forecast(found), "refusal": None if is_known else found.expected,
            "basis": None if row is None else row.basis,
            "percent": None if row is None or row.percent is None else float(row.percent),
            "plan": None if row is None else row.plan_id, "note": "" if row is None else row.note,
            "author": None if row is None else row.author,
            "saved_at": None if row is None else localtime.to_ms(row.created_at),
            "lacking": sorted(
                known.lacking.get(_code(owner), set()) | known.unweighed.get(_code(owner), set())
            ),
            "unseen": known.unseen(_code(owner)),
        }
    )  # fmt: skip


def _forecast(found: Standing) -> BudgetForecast | None:
    one, kind = found.expected, found.kind
    if not isinstance(one, Forecast):
        return None
    budget = found.budget
    chance = None if budget is None else one.chance_above(sum(budget.months))
    return BudgetForecast(
        value=shown(kind, one.value), lower=shown(kind, one.lower), upper=shown(kind, one.upper), level=LEVEL,
        missing=shown(kind, one.missing), method=one.method, months=one.months, chance=chance,
    )  # fmt: skip


def _months(found: Standing, of_year: int) -> list[BudgetMonth]:
    kind = found.kind
    budget = None if found.budget is None else found.budget.months
    planned = None if budget is None else list(accumulate(budget))
    used = list(accumulate(month.amount for month in found.months))
    path: Sequence[tuple[float, float] | None] = [None] * MONTHS
    if isinstance(found.expected, Forecast):
        path = found.expected.path
    told = []
    for i, month in enumerate(found.months):
        before, ahead = found.before[i], path[i]
        told.append(
            BudgetMonth(
                month=f"{of_year}-{i + 1:02d}", days=month.days, passed=month.passed, known=month.known,
                budget=None if budget is None else shown(kind, budget[i]), used=shown(kind, month.amount),
                before=None if before is None else shown(kind, before),
                budget_sum=None if planned is None else shown(kind, planned[i]),
                used_sum=shown(kind, used[i]) if month.passed else None,
                forecast_sum=None if ahead is None else shown(kind, ahead[0]),
                lower_sum=None if ahead is None else shown(kind, max(float(used[i]), ahead[0] - ahead[1])),
                upper_sum=None if ahead is None else shown(kind, ahead[0] + ahead[1]),
            )
        )  # fmt: skip
    return told


def _version(kind: Kind, row: BudgetRow) -> BudgetVersion:
    return BudgetVersion.model_validate(
        {
            "id": row.id, "total": shown(kind, sum(row.months)), "basis": row.basis, "plan": row.plan_id,
            "percent": None if row.percent is None else float(row.percent), "ended": row.ended,
            "note": row.note, "author": row.author, "saved_at": localtime.to_ms(row.created_at),
        }
    )  # fmt: skip
