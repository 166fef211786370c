"""Reports of quantities over the API. Quantities are decimal strings; `to_day` is not included."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import Query
from parkcarbon_platform.services.activity import activity_items, activity_view, bill_checks
from parkcarbon_platform.services.activity.activity import Draft, RecordRow, StepRow
from parkcarbon_platform.services.activity.activity_import import Year
from parkcarbon_platform.services.activity.activity_items import Item, MeterRow
from parkcarbon_platform.services.activity.activity_view import Comparison, Line
from parkcarbon_platform.services.activity.bill_checks import Checked
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.services.tables.tables import Outcome
from pydantic import BaseModel, ConfigDict, Field, model_validator

from parkcarbon_saas.features.evidence.schemas import Evidence
from parkcarbon_saas.tenancy import CODE

Listed = Literal["draft", "submitted", "approved", "rejected"]  # withdrawn ones are in no list
Purpose = Literal["", "energy", "industry", "building", "transport", "infrastructure"]
Quantity = Annotated[Decimal, Field(ge=0, max_digits=24, decimal_places=9)]
# Of a report less than nothing is refused with what to do about it, not as a form that is filled in wrongly.
ReportedQuantity = Annotated[Decimal, Field(max_digits=24, decimal_places=9)]
CellState = Literal["missing", "future", "draft", "submitted", "rejected", "partial", "approved"]
ITEM = r"^[a-z][a-z0-9_]*(:[a-z0-9-]+)?$"
ItemQuery = Annotated[str, Query(pattern=ITEM, max_length=60)]
EnterpriseQuery = Annotated[str | None, Query(pattern=CODE)]
Words = Annotated[str, Query(max_length=200, description="words of code, names or unit, all of them")]
ItemCode = Annotated[str, Field(pattern=ITEM, max_length=60)]


class NewReport(BaseModel):
    """What somebody reports; `supersedes` is the version that it replaces."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["bill", "manual", "history", "driver"] = "bill"
    enterprise: str | None = Field(default=None, pattern=CODE)
    item: ItemCode
    purpose: Purpose = ""
    account: str = Field(default="", max_length=60)
    point: str | None = Field(default=None, pattern=CODE)
    from_day: date
    to_day: date
    quantity: ReportedQuantity
    unit: str = Field(max_length=16)
    cost: Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2)] | None = None
    currency: Literal["CNY", "USD", "EUR"] | None = None
    note: str = Field(default="", max_length=1000)
    comment: str = Field(default="", max_length=1000)
    evidence: list[Annotated[int, Field(ge=1)]] = Field(default_factory=list, max_length=20)
    supersedes: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _money(self) -> "NewReport":
        if (self.cost is None) != (self.currency is None):
            raise ValueError("cost and currency belong together")
        return self

    def draft(self) -> Draft:
        """As the service takes it."""
        return Draft(**self.model_dump())


class Decision(BaseModel):
    """Why, or what else is to be said."""

    model_config = ConfigDict(extra="forbid")

    note: str = Field(default="", max_length=1000)


class Rejection(BaseModel):
    """What has to be corrected."""

    model_config = ConfigDict(extra="forbid")

    note: str = Field(min_length=1, max_length=1000)


class Approval(BaseModel):
    """Reports to be approved together."""

    model_config = ConfigDict(extra="forbid")

    reports: list[Annotated[int, Field(ge=1, le=2**63 - 1)]] = Field(min_length=1, max_length=20_000)
    note: str = Field(default="", max_length=1000)


class Approved(BaseModel):
    """How many reports were approved."""

    reports: int


class Report(BaseModel):
    """A version of a report; `report` is the same for all versions of one."""

    id: int
    report: int
    version: int
    enterprise: str | None
    kind: str
    item: str
    purpose: str
    account: str
    point: str | None
    from_day: date
    to_day: date
    quantity: str
    unit: str
    cost: str | None
    currency: str | None
    note: str
    comment: str
    author: str
    created_at: int
    state: Literal["draft", "submitted", "approved", "rejected", "withdrawn"]
    state_by: str
    state_at: int
    state_note: str
    is_newest: bool
    evidence: list[int]


class Reports(BaseModel):
    """Of each report the newest version that was not withdrawn."""

    reports: list[Report]
    cursor: str | None


class Step(BaseModel):
    """A step of a version."""

    version: int
    state: str
    author: str
    note: str
    at: int


class LastYear(BaseModel):
    """The same period a year earlier; `change` is relative, null where there is nothing to compare with."""

    before: str | None
    change: float | None
    needs_comment: bool


class Part(BaseModel):
    """What a report says of a month (its first day)."""

    month: date
    quantity: str


class Reconciliation(BaseModel):
    """A bill against its meter, in the bill's unit."""

    report: Report
    state: Literal["agrees", "differs", "incomplete", "unmeasured"]
    billed: str
    measured: str
    difference: str
    difference_share: float | None
    estimated_share: float
    coverage: float
    tolerance: float
    months: list[Part]


class Reconciliations(BaseModel):
    """Bills that name a meter, by period: how many there are, and how many differ, on all pages.

    `cursor` where there are more.
    """

    bills: list[Reconciliation]
    total: int
    differing: int
    cursor: str | None


class Detail(BaseModel):
    """A version with all about it."""

    report: Report
    versions: list[Report]
    steps: list[Step]
    evidence: list[Evidence]
    last_year: LastYear
    months: list[Part]
    reconciliation: Reconciliation | None


class MonthCell(BaseModel):
    """A month of a line; `quantity` in the line's unit."""

    month: date
    state: CellState
    quantity: str | None
    last_year: LastYear
    reports: list[int]


class GridLine(BaseModel):
    """The months of an item of an enterprise (null: the park's own)."""

    enterprise: str | None
    item: str
    unit: str
    cells: list[MonthCell]


class Grid(BaseModel):
    """A year by month: lines of this page; how many there are, and months by state, on all pages.

    `cursor` where there are more.
    """

    year: int
    lines: list[GridLine]
    total: int
    states: dict[CellState, int]
    cursor: str | None


class ItemOf(BaseModel):
    """Something that is reported; the first unit is the usual one."""

    code: str
    group: Literal["carrier", "driver"]
    name_zh: str
    name_en: str
    units: list[str]


class BillMeter(BaseModel):
    """A meter that a bill can be checked with."""

    code: str
    name_zh: str
    name_en: str
    unit: str


class BillMeters(BaseModel):
    """Meters of an enterprise and a carrier, main meters first; `cursor` where there are more."""

    meters: list[BillMeter]
    cursor: str | None


class Named(BaseModel):
    """An enterprise."""

    code: str
    name_zh: str
    name_en: str


class Choices(BaseModel):
    """What a form offers."""

    today: date
    items: list[ItemOf]
    enterprises: list[Named]


class RowFault(BaseModel):
    """What is wrong in one place of a file; the header is row 1."""

    row: int
    column: str
    value: str
    code: str
    message: str


class Imported(BaseModel):
    """What an import did, or would do: all rows or none."""

    created: int
    changed: int
    unchanged: int
    errors: list[RowFault]


class PastYear(BaseModel):
    """A past year; `months` told of 12."""

    enterprise: str | None
    item: str
    purpose: str
    year: int
    quantity: str
    unit: str
    months: int
    state: str


class Waiting(BaseModel):
    """Reports of a past year on which you may decide."""

    year: int
    reports: list[int]


class PastYears(BaseModel):
    """Energy before the meters: rows of this page; how many there are, and what waits for you, on all pages.

    `cursor` where there are more.
    """

    years: list[PastYear]
    total: int
    waiting: list[Waiting]
    cursor: str | None


Items = dict[str, Item]


def amount(known: Items, item: str, base: int, unit: str | None = None) -> str:
    """A base quantity in a unit, by default the item's usual one."""
    found = activity_items.find(known, item)
    return format(activity_items.in_unit(found, base, unit or found.units[0]), "f")


def report(row: RecordRow) -> Report:
    """The schema of a version."""
    values = {name: getattr(row, name) for name in Report.model_fields if hasattr(row, name)}
    values |= {
        "report": row.root_id,
        "quantity": format(row.quantity, "f"),
        "cost": None if row.cost is None else format(row.cost, "f"),
        "created_at": to_ms(row.created_at),
        "state_at": to_ms(row.state_at),
    }
    return Report.model_validate(values)


def steps(rows: list[StepRow], versions: list[RecordRow]) -> list[Step]:
    """The steps of a report, in order."""
    numbers = {row.id: row.version for row in versions}
    return [
        Step(
            version=numbers[row.record_id],
            state=row.state,
            author=row.author,
            note=row.note,
            at=to_ms(row.created_at),
        )
        for row in rows
    ]


def last_year(known: Items, item: str, found: Comparison, unit: str | None = None) -> LastYear:
    """The schema of a comparison."""
    before = None if found.before is None else amount(known, item, found.before, unit)
    return LastYear(
        before=before, change=activity_view.share(found.change), needs_comment=found.needs_comment
    )


def parts(known: Items, row: RecordRow, months: dict[date, int]) -> list[Part]:
    """The months of a report, in its unit."""
    return [Part(month=m, quantity=amount(known, row.item, base, row.unit)) for m, base in months.items()]


def reconciliation(known: Items, found: Checked) -> Reconciliation:
    """The schema of a bill against its meter."""
    row, result = found.record, found.result
    sign = "-" if result.difference < 0 else ""
    return Reconciliation(
        report=report(row),
        state=result.state,
        billed=amount(known, row.item, result.billed, row.unit),
        measured=amount(known, row.item, result.measured, row.unit),
        difference=sign + amount(known, row.item, abs(result.difference), row.unit),
        difference_share=activity_view.share(result.difference_share),
        estimated_share=activity_view.share(result.estimated_share) or 0.0,
        coverage=activity_view.share(result.coverage) or 0.0,
        tolerance=float(bill_checks.TOLERANCE),
        months=parts(known, row, found.months),
    )


def line(known: Items, found: Line) -> GridLine:
    """The schema of a line."""
    item = activity_items.find(known, found.item)
    cells = [
        MonthCell(
            month=cell.month,
            state=cell.state,
            quantity=None if cell.quantity is None else amount(known, found.item, cell.quantity),
            last_year=last_year(known, found.item, cell.comparison),
            reports=cell.records,
        )
        for cell in found.cells
    ]
    return GridLine(enterprise=found.enterprise, item=found.item, unit=item.units[0], cells=cells)


def item_of(item: Item) -> ItemOf:
    """The schema of an item."""
    return ItemOf(
        code=item.code,
        group=item.group,
        name_zh=item.name_zh,
        name_en=item.name_en,
        units=list(item.units),
    )


def imported(outcome: Outcome) -> Imported:
    """The schema of an import."""
    faults = [
        RowFault(row=e.row, column=e.column, value=e.value, code=e.code, message=e.message)
        for e in outcome.errors
    ]
    return Imported(
        created=outcome.created, changed=outcome.changed, unchanged=outcome.unchanged, errors=faults
    )


def past_year(known: Items, found: Year) -> PastYear:
    """The schema of a past year."""
    item = activity_items.find(known, found.item)
    return PastYear(
        enterprise=found.enterprise,
        item=found.item,
        purpose=found.purpose,
        year=found.year,
        quantity=amount(known, found.item, found.quantity),
        unit=item.units[0],
        months=found.months,
        state=found.state,
    )


def waiting(years: Sequence[Year]) -> list[Waiting]:
    """By year what waits for who asks."""
    found: dict[int, list[int]] = {}
    for year in years:
        if year.waiting:
            found.setdefault(year.year, []).extend(year.waiting)
    return [Waiting(year=year, reports=reports) for year, reports in sorted(found.items())]


def bill_meter(row: MeterRow) -> BillMeter:
    """The schema of a meter that a bill can be checked with."""
    return BillMeter(code=row.code, name_zh=row.name_zh, name_en=row.name_en, unit=row.unit)
