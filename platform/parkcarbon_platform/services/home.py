"""My enterprise: what is set up, how the month stands, and what waits; all of it is kept elsewhere.

An operator sees of an enterprise what it agreed to: what is kept back is said to be, and never counted.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import BaseModel

from parkcarbon_platform.calculation.accounting.totals import Totals
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import terms
from parkcarbon_platform.services.activity import activity, activity_approval, activity_view
from parkcarbon_platform.services.activity.activity import REPORTED
from parkcarbon_platform.services.activity.activity_view import Line
from parkcarbon_platform.services.alerting import inbox
from parkcarbon_platform.services.alerting.inbox import AlertFilter
from parkcarbon_platform.services.analysis import this_month
from parkcarbon_platform.services.health import meter_health
from parkcarbon_platform.services.inventories import shown, storing, usual, workflow
from parkcarbon_platform.services.inventories.shown import Counted
from parkcarbon_platform.services.ledger import locks
from parkcarbon_platform.services.meters import meters
from parkcarbon_platform.services.meters.meters import Judged
from parkcarbon_platform.services.sources import listing
from parkcarbon_platform.storage import activity_meters, live, quarantine
from parkcarbon_platform.storage.activity import RecordRow
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.live import EnterpriseRow

Step = Literal["meters", "readings", "sources", "factors", "production", "bills"]
StepState = Literal["done", "open", "waiting", "withheld"]
Duty = Literal[
    "bills_missing", "reports_rejected", "reports_draft", "reports_to_approve", "findings_to_answer",
    "inventories_to_approve", "quarantine_waiting", "alerts_open", "meter_findings", "differences_open",
]  # fmt: skip
Reports = Literal["bills", "drivers"]
WRITERS = ("operator", "enterprise")
MOST_CARRIERS = 4


class HomeStep(BaseModel):
    """A step of setting up; `waiting`: nothing can be said before the one above it is done.

    `year` is that of the month whose bills and production are asked for.
    """

    step: Step
    state: StepState
    missing: list[str]
    year: int


class HomeTask(BaseModel):
    """Something that waits, how often (at least: the pages hold so many), and of what.

    Of reports: whether they are bills or drivers, and of which year.
    """

    task: Duty
    count: int
    of: list[str]
    reports: Reports | None
    year: int | None


class HomeFigure(BaseModel):
    """Emissions [mg] of the days so far and the same days before; of all, one carrier, or all the others."""

    kind: Literal["total", "carrier", "others"]
    carrier: str | None
    now_mg: int
    before_mg: int


class HomePeriod(BaseModel):
    """Local days [from, to) that are compared, how much of them readings or reports cover [-]."""

    start: date
    end: date
    coverage: float | None
    estimated_share: float | None


class EnterpriseHome(BaseModel):
    """Everything that the page shows, but its budget."""

    enterprise: str
    name_zh: str
    name_en: str
    is_first_run: bool
    last_reading_at: int | None
    silent: int
    ruleset: str
    gwp: str
    unit_gas: str
    now: HomePeriod
    before: HomePeriod
    figures: list[HomeFigure]
    steps: list[HomeStep]
    tasks: list[HomeTask]


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks: their log-in, role, and whether they may approve."""

    login: str
    role: str
    approves: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """What an enterprise has, and what it keeps from the one who looks."""

    owner: EnterpriseRow
    points: list[Judged]
    reports: list[RecordRow]
    bills: list[Line]
    billed: set[str]
    drivers: list[Line]
    month: date
    keeps_intervals: bool
    keeps_production: bool


def read(connection: Connection, enterprise: str, who: Looker, now: datetime) -> EnterpriseHome:
    """The page of an enterprise; raises NotFoundError."""
    owner = next((row for row in live.enterprises(connection) if row.code == enterprise), None)
    park = live.park(connection)
    if owner is None or park is None:
        raise NotFoundError(f"There is no enterprise {enterprise}.", enterprise=enterprise)
    today = localtime.local_date(now, park.timezone)
    found = _have(connection, owner, who, now, park.timezone)
    pair = this_month.days_of(today, "last_month")
    asked = usual.asked(connection, *pair.now, enterprise)
    before = replace(asked, start=pair.before[0], end=pair.before[1])
    sides = shown.counted(connection, [asked, before], now)
    last = [meter.last.time for meter in found.points if meter.last is not None]
    has_reports = any(cell.records for line in (*found.bills, *found.drivers) for cell in line.cells)
    return EnterpriseHome(
        enterprise=owner.code, name_zh=owner.name_zh, name_en=owner.name_en,
        is_first_run=all(side.is_empty for side in sides) and not last and not has_reports,
        last_reading_at=localtime.to_ms(max(last)) if last else None,
        silent=0 if found.keeps_intervals else sum(m.state in ("late", "silent") for m in found.points),
        ruleset=sides[0].question.ruleset, gwp=sides[0].question.gwp,
        unit_gas=sides[0].question.rules.unit_gas,
        now=_period(sides[0]), before=_period(sides[1]),
        figures=list(figures(*(side.totals for side in sides))),
        steps=list(_steps(connection, found, now)),
        tasks=list(_tasks(connection, found, who, today)),
    )  # fmt: skip


def _have(connection: Connection, owner: EnterpriseRow, who: Looker, now: datetime, timezone: str) -> _Read:
    today = localtime.local_date(now, timezone)
    code = owner.code
    agreed = next((row for row in terms.current(connection) if row.enterprise == code), None)
    is_own = who.role == "enterprise"
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    # Both grids and what waits are of the same reports: of the years up to this one they are read once.
    years = date(month.year - 1, 1, 1), date(today.year + 1, 1, 1)
    reports = activity.reports(connection, *years, (*REPORTED, "driver"), enterprise_id=owner.id)
    bills, drivers = (
        [line for line in activity_view.lines(connection, month.year, today, timezone, reports, kinds=kinds)
         if line.enterprise == code]
        for kinds in (REPORTED, ("driver",))
    )  # fmt: skip
    return _Read(
        owner, meters.measuring(connection, owner.id, now), reports, bills,
        {item for owned, item in activity_meters.expected(connection, month) if owned == code}, drivers,
        month,
        keeps_intervals=not is_own and agreed is not None and not agreed.shares_intervals,
        keeps_production=not is_own and agreed is not None and not agreed.shares_production,
    )  # fmt: skip


def _period(side: Counted) -> HomePeriod:
    total = side.totals
    return HomePeriod(
        start=side.question.start, end=side.question.end,
        coverage=side.covered_s / side.expected_s if side.expected_s else None,
        estimated_share=total.estimated / total.total if total.total else None,
    )  # fmt: skip


def figures(now: Totals, before: Totals) -> Iterator[HomeFigure]:
    """The total, the largest carriers of it, and what the others make up: the parts are the whole."""
    yield HomeFigure(kind="total", carrier=None, now_mg=now.total, before_mg=before.total)
    carriers = now.by["carrier"], before.by["carrier"]
    names = sorted(carriers[0].keys() | carriers[1].keys(), key=lambda c: (-carriers[0].get(c, 0), c))
    for name in names[:MOST_CARRIERS]:
        yield HomeFigure(
            kind="carrier", carrier=name, now_mg=carriers[0].get(name, 0), before_mg=carriers[1].get(name, 0)
        )
    rest = names[MOST_CARRIERS:]
    if rest:
        sums = [sum(side.get(name, 0) for name in rest) for side in carriers]
        yield HomeFigure(kind="others", carrier=None, now_mg=sums[0], before_mg=sums[1])


def _steps(connection: Connection, found: _Read, now: datetime) -> Iterator[HomeStep]:
    year = found.month.year
    yield _step("meters", [] if found.points else [found.owner.code], year)
    speaking = any(meter.last is not None for meter in found.points)
    yield _step("readings", [] if speaking else [m.key.code for m in found.points], year,
                is_waiting=not found.points, is_withheld=found.keeps_intervals)  # fmt: skip
    sources = listing.set_up(connection, found.owner.id, now)
    bare = [one.code for one in sources if one.is_bare]
    yield _step("sources", bare if sources else [found.owner.code], year)
    lacking = [one.code for one in sources if not one.has_factor]
    yield _step("factors", lacking, year, is_waiting=not sources)
    reported = any(_is_done(line, found.month) for line in found.drivers)
    yield _step("production", [] if reported else [found.month.isoformat()], year,
                is_withheld=found.keeps_production)  # fmt: skip
    yield _step("bills", _without_bill(found), year, is_waiting=not sources)


def _step(
    step: Step, missing: list[str], year: int, *, is_waiting: bool = False, is_withheld: bool = False
) -> HomeStep:
    state: StepState = "open" if missing else "done"
    if is_withheld or is_waiting:
        state, missing = "withheld" if is_withheld else "waiting", []
    return HomeStep(step=step, state=state, missing=missing, year=year)


def _is_done(line: Line, month: date) -> bool:
    return any(cell.month == month and cell.state in ("approved", "submitted") for cell in line.cells)


def _without_bill(found: _Read) -> list[str]:
    """Carriers that a source used last month and whose bill of it is not handed in."""
    lines = (line for line in found.bills if line.item in found.billed)
    return [line.item for line in lines if not _is_done(line, found.month)]


def _tasks(connection: Connection, found: _Read, who: Looker, today: date) -> Iterator[HomeTask]:
    """What waits; tasks that the one who looks can do nothing about are not theirs."""
    waiting = _inventories(connection, found.owner.code, who)
    if who.role in WRITERS:
        bills = _without_bill(found)
        if bills:
            yield HomeTask(task="bills_missing", count=len(bills), of=bills, reports="bills",
                           year=found.month.year)  # fmt: skip
        yield from _reports(found.reports, who, today)
        waiting += _watched(connection, found.owner.code, who)
    for task, count in waiting.items():
        yield HomeTask(task=task, count=count, of=[], reports=None, year=None)


def _reports(read: Sequence[RecordRow], who: Looker, today: date) -> Iterator[HomeTask]:
    """Reports that are not done with, of this year and the last, by where they are found: the later year."""
    rows = {
        record.id: (record, year)
        for year in (today.year - 1, today.year)
        for record in activity.within(read, date(year, 1, 1), date(year + 1, 1, 1))
    }
    counted: Counter[tuple[Duty, Reports, int]] = Counter()
    for record, year in rows.values():
        duty = _duty(record, who)
        if duty is not None:
            counted[duty, "drivers" if record.kind == "driver" else "bills", year] += 1
    for (task, reports, year), count in sorted(counted.items()):
        yield HomeTask(task=task, count=count, of=[], reports=reports, year=year)


def _duty(record: RecordRow, who: Looker) -> Duty | None:
    if record.state == "rejected":
        return "reports_rejected"
    if record.state == "draft":
        return "reports_draft"
    return "reports_to_approve" if who.approves and activity_approval.may_decide(who.login, record) else None


def _inventories(connection: Connection, enterprise: str, who: Looker) -> Counter[Duty]:
    """Inventories that wait for an answer or an approval."""
    counted: Counter[Duty] = Counter()
    for row in storing.every(connection):
        if row.enterprise != enterprise or row.replaced_by is not None:
            continue
        if row.state == "findings" and who.role in WRITERS:
            counted["findings_to_answer"] += row.open_findings
        if "approved" in workflow.steps(row, who.role, who.login, approves=who.approves):
            counted["inventories_to_approve"] += 1
    return counted


def _watched(connection: Connection, enterprise: str, who: Looker) -> Counter[Duty]:
    """What the platform found by itself."""
    alerts = inbox.page(connection, AlertFilter("open", enterprise=enterprise), ())
    counted: Counter[Duty] = Counter(
        {
            "alerts_open": len(alerts.items),
            "meter_findings": len(meter_health.findings(connection, enterprise=enterprise)),
        }
    )
    if who.role == "enterprise":
        counted["quarantine_waiting"] = sum(group.items for group in quarantine.groups(connection))
    else:
        rows = locks.summary(connection)
        counted["differences_open"] = sum(one.row.hours for one in rows if one.row.enterprise == enterprise)
    return counted
