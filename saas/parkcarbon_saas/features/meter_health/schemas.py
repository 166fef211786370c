"""Shapes of Meter health. Times are ms, amounts numbers in the unit named, shares between 0 and 1."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal

from parkcarbon_platform.services.health import meter_health as service
from parkcarbon_platform.services.localtime import from_ms, to_ms
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.tenancy import CODE

Severity = Literal["information", "warning", "error"]
FindingState = Literal["open", "acknowledged", "resolved"]
FindingFilter = Literal["open", "acknowledged", "resolved", "all"]
RevisionState = Literal["open", "accepted", "dismissed"]


class Cell(BaseModel):
    """A day, or a period: measured ÷ expected amount, covered ÷ passed time, estimated part of the amount."""

    coverage: float | None
    time: float | None
    estimated: float
    gaps: int


class Check(BaseModel):
    """When the rules last looked, at how many points, and for how long [s]."""

    time: int
    points: int
    seconds: float


class PointState(BaseModel):
    """A point: when it was last heard (null: not for five weeks), and its open findings by rule."""

    point: str
    name_zh: str
    name_en: str
    enterprise: str | None
    kind: str
    carrier: str
    last: int | None
    late: bool
    findings: dict[str, int]


class Gateway(BaseModel):
    """What a gateway last said of itself."""

    edge: str
    name_zh: str
    name_en: str
    online: bool
    time: int | None
    spool_depth: int | None
    clock_offset_ms: int | None
    errors: list[str]


class RuleCount(BaseModel):
    """Open findings of a rule."""

    rule: str
    severity: Severity
    count: int


class Owner(BaseModel):
    """An enterprise by name."""

    enterprise: str
    name_zh: str
    name_en: str


class CarrierCoverage(Cell):
    """Coverage of a carrier."""

    carrier: str


class Summary(BaseModel):
    """The head of the page; `quarantine` is null for an enterprise."""

    time: int
    check: Check | None
    enterprises: list[Owner]
    points: list[PointState]
    rules: list[RuleCount]
    gateways: list[Gateway]
    last_day: list[CarrierCoverage]
    quarantine: int | None
    revisions: int


class CalendarRow(BaseModel):
    """A point, or an enterprise's meters of one carrier; a day before it was there is null."""

    point: str | None
    name_zh: str
    name_en: str
    enterprise: str | None
    carrier: str
    days: list[Cell | None]
    total: Cell


class Calendar(BaseModel):
    """Rows over the same local days; `to` is how far the last day goes."""

    timezone: str
    days: list[int]
    to: int
    rows: list[CalendarRow]
    carriers: list[CarrierCoverage]


class Finding(BaseModel):
    """What a rule found at a point, a source or a budget (`carbon/2026`, or `carbon/2026/mill`)."""

    point: str | None
    source: str | None
    budget: str | None
    name_zh: str
    name_en: str
    device: str | None
    enterprise: str | None
    carrier: str
    rule: str
    severity: Severity
    time: int
    detail: str
    state: FindingState
    note: str | None
    noted_by: str | None
    noted_at: int | None


class Findings(BaseModel):
    """Findings, the newest first; `cursor` continues where there are more."""

    findings: list[Finding]
    cursor: str | None


class FindingKey(BaseModel):
    """A finding by what it is about."""

    model_config = ConfigDict(extra="forbid")

    point: str | None = Field(default=None, pattern=CODE)
    source: str | None = Field(default=None, pattern=CODE)
    budget: str | None = Field(default=None, pattern=r"^[a-z]{1,20}/\d{4}(/[a-z0-9-]{1,64})?$")
    rule: str = Field(pattern=r"^[a-z_]{2,40}$")
    time: int = Field(ge=0, le=4_102_444_800_000)

    def row(self) -> service.FindingKey:
        """As the service names it."""
        return service.FindingKey(self.point, self.source, self.rule, from_ms(self.time), self.budget)


class Note(BaseModel):
    """What is said of findings."""

    model_config = ConfigDict(extra="forbid")

    findings: list[FindingKey] = Field(min_length=1, max_length=service.AT_ONCE)
    state: Literal["acknowledged", "resolved"]
    note: str = Field(min_length=1, max_length=1000)


class BalanceRow(BaseModel):
    """A meter's amount [unit]."""

    point: str
    name_zh: str
    name_en: str
    amount: float
    estimated: float
    complete: bool


class Balance(BaseModel):
    """parent + Σ generation = Σ children + remainder (what no sub-meter measures), in the parent's unit."""

    parent: BalanceRow
    enterprise: str | None
    carrier: str
    unit: str
    generation: list[BalanceRow]
    children: list[BalanceRow]
    remainder: float
    contradiction: bool = Field(description="below zero by more than meters may be off")
    shared: bool = Field(description="others' sub-meters are below it, too: the remainder holds them")


class Balances(BaseModel):
    """Every meter that has sub-meters, over [from, to): what has been settled of the days asked for."""

    start: int = Field(alias="from")
    to: int
    balances: list[Balance]


class Revision(BaseModel):
    """A second value of the same time; `stored` is the one in use. Once accepted they have changed places."""

    id: int
    point: str
    name_zh: str
    name_en: str
    enterprise: str | None
    unit: str
    time: int
    value: float | None
    stored: float | None
    edge: str
    received_at: int
    state: RevisionState
    resolved_at: int | None
    resolved_by: str | None
    note: str | None


class Revisions(BaseModel):
    """Contradicting readings, the newest first."""

    revisions: list[Revision]
    cursor: str | None


class Decision(BaseModel):
    """Which contradictions, and why."""

    model_config = ConfigDict(extra="forbid")

    ids: list[int] = Field(min_length=1, max_length=service.AT_ONCE)
    note: str = Field(min_length=1, max_length=1000)


def _share(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 6)


def _cell(cell: service.Cell) -> dict[str, Any]:
    found = cell.coverage
    return {
        "coverage": _share(found.share),
        "time": _share(found.time_share),
        "estimated": round(cell.estimated, 6),
        "gaps": cell.gaps,
    }


def _ms(time: datetime | None) -> int | None:
    return None if time is None else to_ms(time)


def summary(found: service.Summary) -> Summary:
    """The schema of a summary."""
    check = found.check
    return Summary.model_validate(
        {
            "time": to_ms(found.now),
            "check": check
            and {"time": to_ms(check.checked_at), "points": check.points, "seconds": check.seconds},
            "enterprises": [
                {"enterprise": e.code, "name_zh": e.name_zh, "name_en": e.name_en} for e in found.enterprises
            ],
            "points": [_point(p) for p in found.points],
            "rules": [{"rule": r, "severity": s, "count": n} for (r, s), n in found.by_rule.items()],
            "gateways": [_gateway(edge) for edge in found.edges],
            "last_day": [{"carrier": c, **_cell(cell)} for c, cell in found.last_day.items()],
            "quarantine": found.quarantine,
            "revisions": found.revisions,
        }
    )


def _point(heard: service.Heard) -> dict[str, Any]:
    p = heard.point
    return {
        "point": p.code, "name_zh": p.name_zh, "name_en": p.name_en, "enterprise": heard.enterprise,
        "kind": p.kind, "carrier": p.carrier, "last": _ms(heard.last), "late": heard.is_late,
        "findings": dict(heard.findings),
    }  # fmt: skip


def _gateway(edge: service.EdgeRow) -> dict[str, Any]:
    said = edge.state or {}
    connectors = said.get("connectors") or {}
    return {
        "edge": edge.code, "name_zh": edge.name_zh, "name_en": edge.name_en,
        "online": bool(said.get("online")), "time": _ms(edge.state_at),
        "spool_depth": said.get("spool_depth"),
        "clock_offset_ms": said.get("clock_offset_ms"),
        "errors": [str(c["error"]) for c in connectors.values() if not c.get("ok") and c.get("error")],
    }  # fmt: skip


def calendar(found: service.Calendar) -> Calendar:
    """The schema of a calendar."""
    return Calendar.model_validate(
        {
            "timezone": found.timezone,
            "days": [to_ms(day) for day in found.days],
            "to": to_ms(found.end),
            "rows": [_calendar_row(row) for row in found.rows],
            "carriers": [{"carrier": c, **_cell(cell)} for c, cell in found.by_carrier.items()],
        }
    )


def _calendar_row(row: service.CalendarRow) -> dict[str, Any]:
    return {
        "point": row.point.code if row.point else None,
        "name_zh": row.name_zh, "name_en": row.name_en,
        "enterprise": row.enterprise, "carrier": row.carrier,
        "days": [None if cell is None else _cell(cell) for cell in row.days],
        "total": _cell(row.total),
    }  # fmt: skip


def findings(rows: Sequence[service.FindingRow]) -> Findings:
    """The schema of a page of findings."""
    names = [n for n in Finding.model_fields if n not in ("time", "noted_at")]
    listed = [
        {**{n: getattr(row, n) for n in names}, "time": to_ms(row.time), "noted_at": _ms(row.noted_at)}
        for row in rows
    ]
    last = rows[-1] if len(rows) == service.PAGE else None
    cursor = None if last is None else f"{to_ms(last.time)}-{last.id}"
    return Findings.model_validate({"findings": listed, "cursor": cursor})


def balances(found: service.Balances) -> Balances:
    """The schema of balances."""
    span = {"from": to_ms(found.start), "to": to_ms(found.end)}
    return Balances.model_validate({**span, "balances": [_balance(b) for b in found.balances]})


def _balance(found: service.Balance) -> dict[str, Any]:
    parent = found.parent.point

    def row(line: service.BalanceRow) -> dict[str, Any]:
        p = line.point
        return {
            "point": p.code, "name_zh": p.name_zh, "name_en": p.name_en, "complete": line.is_complete,
            "amount": float(service.shown_amount(parent, line.quantity)),
            "estimated": float(service.shown_amount(parent, line.estimated)),
        }  # fmt: skip

    return {
        "parent": row(found.parent), "enterprise": parent.enterprise, "carrier": parent.carrier,
        "unit": parent.unit, "generation": [row(source) for source in found.generation],
        "children": [row(child) for child in found.children],
        "remainder": float(service.shown_amount(parent, found.remainder)),
        "contradiction": found.is_contradiction, "shared": found.is_shared,
    }  # fmt: skip


def revisions(rows: Sequence[service.RevisionRow]) -> Revisions:
    """The schema of a page of contradicting readings."""
    names = (
        "id",
        "point",
        "name_zh",
        "name_en",
        "enterprise",
        "unit",
        "edge",
        "state",
        "resolved_by",
        "note",
    )
    listed = [
        {
            **{n: getattr(row, n) for n in names},
            "time": to_ms(row.time), "received_at": to_ms(row.received_at),
            "resolved_at": _ms(row.resolved_at),
            "value": float(row.exact) if row.exact is not None else row.value,
            "stored": float(row.stored_exact) if row.stored_exact is not None else row.stored_value,
        }
        for row in rows
    ]  # fmt: skip
    cursor = str(rows[-1].id) if len(rows) == service.PAGE else None
    return Revisions.model_validate({"revisions": listed, "cursor": cursor})
