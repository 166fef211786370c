"""Past years from a table: energy by carrier and use, by month or year; all rows or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from parkcarbon_platform.calculation.activity.items import ItemUnitError
from parkcarbon_platform.services.activity import activity, activity_approval, activity_items
from parkcarbon_platform.services.activity.activity import Actor, Draft
from parkcarbon_platform.services.activity.activity_items import Item
from parkcarbon_platform.services.tables import table_values, tables
from parkcarbon_platform.services.tables.tables import Column, Outcome, Row, RowError
from parkcarbon_platform.storage import activity as storage
from parkcarbon_platform.storage import parks
from parkcarbon_platform.storage.activity import RecordRow
from parkcarbon_platform.storage.database import Connection

# What the energy was used for: the scenes of the method.
PURPOSES = {
    "energy": "能源",
    "industry": "工业",
    "building": "建筑",
    "transport": "交通",
    "infrastructure": "基础设施",
}
UNITS = {
    "千瓦时": "kWh",
    "度": "kWh",
    "兆瓦时": "MWh",
    "吉焦": "GJ",
    "兆焦": "MJ",
    "吨": "t",
    "千克": "kg",
    "公斤": "kg",
    "立方米": "m3",
    "m³": "m3",
    "升": "L",
}


@dataclass(frozen=True, slots=True)
class Year:
    """A past year of an enterprise, carrier and use [base unit]; `months` told, 12 for a year's total.

    `waiting` are the versions on which the one who asks may decide.
    """

    enterprise: str | None
    item: str
    purpose: str
    year: int
    quantity: int
    months: int
    state: str
    waiting: list[int]


def columns(known: Sequence[Item], enterprises: Sequence[str]) -> list[Column]:
    """The table's columns for a park."""
    carriers = [item for item in known if item.group == "carrier"]
    names = {name: item.code for item in carriers for name in (item.code, item.name_zh, item.name_en)}
    units = sorted({unit for item in carriers for unit in item.units})
    purposes = {**{code: code for code in PURPOSES}, **{zh: code for code, zh in PURPOSES.items()}}
    return [
        Column(
            "enterprise",
            "企业编码",
            "Enterprise",
            table_values.text(63),
            required=False,
            choices=enterprises,
            help_zh="企业的编码；园区整体的能耗留空",
            help_en="Code of the enterprise; empty for the park as a whole",
            example=enterprises[0] if enterprises else "",
        ),
        Column(
            "period",
            "时期",
            "Period",
            table_values.period,
            example="2023-01",
            help_zh="一个月（2023-01）或一年（2023）",
            help_en="A month (2023-01) or a year (2023)",
        ),
        Column(
            "item",
            "能源品种",
            "Carrier",
            table_values.choice(names),
            example="电力",
            choices=[item.name_zh for item in carriers],
            help_zh="中文名、英文名或编码",
            help_en="Name in either language, or code",
        ),
        Column(
            "purpose",
            "用途",
            "Use",
            table_values.choice(purposes),
            required=False,
            example="工业",
            choices=list(PURPOSES.values()),
            help_zh="用于何处；不分用途时留空",
            help_en="What it was used for; empty for all uses together",
        ),
        Column(
            "quantity",
            "数量",
            "Quantity",
            table_values.decimal(least=Decimal(0)),
            example="125000",
            help_zh="实物量",
            help_en="Physical quantity",
        ),
        Column(
            "unit",
            "单位",
            "Unit",
            table_values.choice({**{u: u for u in units}, **UNITS}),
            example="kWh",
            choices=units,
            help_zh="与能源品种相符的单位",
            help_en="A unit that measures the carrier",
        ),
        Column(
            "note",
            "备注",
            "Note",
            table_values.text(500),
            required=False,
            help_zh="数据来源等",
            help_en="Source",
        ),
    ]


def columns_of(connection: Connection) -> list[Column]:
    """The columns for the park of this transaction."""
    known = activity_items.catalogue(connection)
    return columns(list(known.values()), sorted(parks.ids(connection, "enterprise")))


def load(connection: Connection, actor: Actor, content: bytes, *, today: date, dry_run: bool) -> Outcome:
    """Store the rows of a file as submitted reports of past years, or nothing where one of them is wrong."""
    storage.lock(connection, actor.park_id)
    plan = _Plan(
        actor,
        today,
        activity_items.catalogue(connection),
        parks.ids(connection, "enterprise"),
        _told(connection),
    )
    table = tables.read(content, columns(list(plan.known.values()), sorted(plan.owners)))
    outcome = Outcome(errors=list(table.errors))
    for row in table.rows:
        try:
            is_there = plan.add(row)
        except _RefusedError as refused:
            outcome.errors.append(refused.error)
            continue
        outcome.unchanged += is_there
    outcome.errors.sort(key=lambda error: error.row)
    outcome.changed = sum(step.before is not None for step in plan.steps)
    outcome.created = len(plan.steps) - outcome.changed
    if not outcome.errors and not dry_run:
        for step in plan.steps:
            record = activity.write(connection, actor, step.draft, step.owner, step.item, before=step.before)
            activity.step(connection, actor, record.id, "submitted")
    return outcome


def _told(connection: Connection) -> list[RecordRow]:
    return activity.heads(
        storage.touching(connection, date(1990, 1, 1), date(9999, 1, 1), kinds=("history",))
    )


class _RefusedError(Exception):
    def __init__(self, error: RowError) -> None:
        super().__init__(error.message)
        self.error = error


@dataclass(frozen=True, slots=True)
class _Step:
    """A new report, or the version after `before`."""

    draft: Draft
    owner: int | None
    item: Item
    before: RecordRow | None


@dataclass(slots=True)
class _Plan:
    """What the rows so far ask for."""

    actor: Actor
    today: date
    known: dict[str, Item]
    owners: dict[str, int]
    existing: list[RecordRow]
    steps: list[_Step] = field(default_factory=list)
    taken: list[tuple[Draft, int | None]] = field(default_factory=list)

    def add(self, row: Row) -> bool:
        """Plan a row; whether it is there already, and nothing is to be done."""
        draft = _draft(row)
        owner = self._owner(row, draft)
        base = self._base(row, draft)
        if any(_overlaps(draft, owner, other, whose) for other, whose in self.taken):
            raise _RefusedError(row.error("period", "twice", "An earlier row covers a part of the period."))
        self.taken.append((draft, owner))
        before = self._before(row, draft, owner)
        if before is not None and before.base_quantity == base:
            return True
        self.steps.append(_Step(draft, owner, self.known[draft.item], before))
        return False

    def _owner(self, row: Row, draft: Draft) -> int | None:
        if draft.enterprise is None:
            return self.actor.enterprise_id
        if draft.enterprise not in self.owners:
            raise _RefusedError(row.error("enterprise", "unknown", "There is no such enterprise."))
        return self.owners[draft.enterprise]

    def _base(self, row: Row, draft: Draft) -> int:
        if draft.to_day > self.today:
            raise _RefusedError(row.error("period", "future", "The period is not over."))
        try:
            return activity_items.to_base(self.known[draft.item], draft.quantity, draft.unit)
        except (ItemUnitError, activity_items.QuantityError) as error:
            raise _RefusedError(row.error("unit", error.code, f"{error.message} {error.advice}")) from error

    def _before(self, row: Row, draft: Draft, owner: int | None) -> RecordRow | None:
        same = [r for r in self.existing if _overlaps(draft, owner, r, r.enterprise_id)]
        if not same:
            return None
        found = same[0]
        if len(same) > 1 or (found.from_day, found.to_day) != (draft.from_day, draft.to_day):
            message = f"Report {found.id} covers a part of it: change or withdraw that."
            raise _RefusedError(row.error("period", "period_overlap", message))
        return found


def _draft(row: Row) -> Draft:
    first, end = row["period"]
    return Draft(
        kind="history",
        item=row["item"],
        from_day=first,
        to_day=end,
        quantity=row["quantity"],
        unit=row["unit"],
        enterprise=row["enterprise"],
        purpose=row["purpose"] or "",
        note=row["note"] or "",
    )


def _overlaps(draft: Draft, owner: int | None, other: Draft | RecordRow, whose: int | None) -> bool:
    same = (draft.item, draft.purpose, owner) == (other.item, other.purpose, whose)
    return same and draft.from_day < other.to_day and other.from_day < draft.to_day


def years(connection: Connection, login: str) -> list[Year]:
    """The past years that were told, by enterprise, carrier, use and year, as somebody sees them."""
    rows = _told(connection)
    groups: dict[tuple[str | None, str, str, int], list[RecordRow]] = {}
    for row in rows:
        groups.setdefault((row.enterprise, row.item, row.purpose, row.from_day.year), []).append(row)
    ordered = sorted(groups.items(), key=lambda e: (e[0][0] is None, e[0]))
    return [Year(*key, *_sums(group), _state(group), _waiting(group, login)) for key, group in ordered]


def _sums(rows: Sequence[RecordRow]) -> tuple[int, int]:
    return sum(row.base_quantity for row in rows), sum(_months(row) for row in rows)


def _waiting(rows: Sequence[RecordRow], login: str) -> list[int]:
    return [row.id for row in rows if activity_approval.may_decide(login, row)]


def _months(row: RecordRow) -> int:
    return 12 if (row.to_day - row.from_day).days > 31 else 1


def _state(rows: Sequence[RecordRow]) -> str:
    order = ("rejected", "draft", "submitted", "approved")
    return min((row.state for row in rows), key=order.index)
