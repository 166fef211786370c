"""The life of a meter, and what a change would do. Times are ms since the epoch."""

from dataclasses import asdict
from typing import Any, Literal

from parkcarbon_platform.services.ledger.changes import Found, Preview, in_unit
from parkcarbon_platform.services.localtime import from_ms, to_ms
from parkcarbon_platform.services.meter_life.meter_events import MeterEvent, Request
from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["install", "replace", "reset", "rollover", "multiplier", "calibration", "exclude", "accept"]
Status = Literal["measured", "estimated", "substituted", "edited", "reported"]
STATUSES: tuple[Status, ...] = ("measured", "estimated", "substituted", "edited", "reported")
Reason = Field(min_length=1, max_length=1000, description="why, for those who look later")
Ms = Field(ge=0, le=4_102_444_800_000)


class NewEvent(BaseModel):
    """What happened; `details` by kind as in the contract, indexes as decimal strings."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    time: int = Ms
    details: dict[str, Any] = Field(default_factory=dict)
    reason: str = Reason
    evidence: int | None = Field(default=None, ge=1, description="id of an attached file")

    def request(self) -> Request:
        """As the platform takes it."""
        return Request(self.kind, from_ms(self.time), self.details, self.reason, self.evidence)


class Why(BaseModel):
    """Why something is undone."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Reason


class Undone(BaseModel):
    """Who undid it, when and why."""

    id: int
    author: str
    reason: str
    at: int


class Event(BaseModel):
    """An event; `valid` is false where it has been undone, and for the undoing one."""

    id: int
    kind: Kind | Literal["undo"]
    time: int
    details: dict[str, Any]
    author: str
    reason: str
    evidence: int | None
    created_at: int
    undoes: int | None
    valid: bool
    undone: Undone | None


class Events(BaseModel):
    """The events of a point, the latest first."""

    point: str
    events: list[Event]
    cursor: str | None


class EnergyPreview(BaseModel):
    """A point's amount over the span, in its unit."""

    point: str
    unit: str
    before: str
    after: str
    estimated_before: str
    estimated_after: str


class CarbonPreview(BaseModel):
    """A source's emissions over the span [mg CO2]; `held_mg` would wait as differences of locked hours.

    `*_co2e_mg`: its gas weighed by the set `gwp`, null where that has no potential of it; 0 where `is_apart`
    (biogenic CO2, sinks). `unpriced_hours` have activity and no figure.
    """

    source: str
    gas: str
    gwp: str
    is_apart: bool
    before_mg: int
    after_mg: int
    held_mg: int
    before_co2e_mg: int | None
    after_co2e_mg: int | None
    held_co2e_mg: int | None
    unpriced_hours_before: int
    unpriced_hours: int


class IntervalPreview(BaseModel):
    """A quarter hour that changes [base unit]; null where there is none."""

    start: int
    before_base: int | None
    after_base: int | None
    status_before: Status | None
    status_after: Status | None


class PreviewFinding(BaseModel):
    """A finding that would go or come."""

    point: str
    rule: str
    severity: Literal["information", "warning", "error"]
    time: int
    detail: str


class ChangePreview(BaseModel):
    """What a change would do in [from, to); `intervals` are the first 400 of `changed_intervals`."""

    model_config = ConfigDict(serialize_by_alias=True)

    start: int = Field(alias="from")
    end: int = Field(alias="to")
    energy: list[EnergyPreview]
    carbon: list[CarbonPreview]
    intervals: list[IntervalPreview]
    changed_intervals: int
    locked_hours: int
    findings_gone: list[PreviewFinding]
    findings_new: list[PreviewFinding]


def event(row: MeterEvent) -> Event:
    """The schema of an event."""
    undone = None
    if row.undone_by_id is not None and row.undone_at is not None:
        undone = Undone(
            id=row.undone_by_id, author=row.undone_by or "", reason=row.undone_reason or "",
            at=to_ms(row.undone_at),
        )  # fmt: skip
    return Event.model_validate(
        {
            "id": row.id, "kind": row.kind, "time": to_ms(row.time), "details": row.details,
            "author": row.author, "reason": row.reason, "evidence": row.evidence_id,
            "created_at": to_ms(row.created_at), "undoes": row.undoes, "valid": row.is_valid,
            "undone": undone,
        }
    )  # fmt: skip


def preview(row: Preview) -> ChangePreview:
    """The schema of a preview."""
    energy = [
        EnergyPreview(
            point=e.point.code, unit=e.point.unit,
            before=in_unit(e.before.quantity, e.point), after=in_unit(e.after.quantity, e.point),
            estimated_before=in_unit(e.before.estimated, e.point),
            estimated_after=in_unit(e.after.estimated, e.point),
        )
        for e in row.energy
    ]  # fmt: skip
    intervals = [
        IntervalPreview(
            start=to_ms(q.start),
            before_base=None if q.before is None else q.before.quantity,
            after_base=None if q.after is None else q.after.quantity,
            status_before=None if q.before is None else STATUSES[q.before.status],
            status_after=None if q.after is None else STATUSES[q.after.status],
        )
        for q in row.quarters
    ]
    return ChangePreview.model_validate(
        {
            "from": to_ms(row.start), "to": to_ms(row.end), "energy": energy,
            "carbon": [asdict(change) for change in row.carbon],
            "intervals": intervals, "changed_intervals": row.changed_quarters,
            "locked_hours": row.locked_hours,
            "findings_gone": [finding(f) for f in row.findings_gone],
            "findings_new": [finding(f) for f in row.findings_new],
        }
    )  # fmt: skip


def finding(row: Found) -> PreviewFinding:
    """The schema of a finding."""
    return PreviewFinding.model_validate(
        {"point": row.point, "rule": row.rule, "severity": row.severity, "time": to_ms(row.time),
         "detail": row.detail}
    )  # fmt: skip
