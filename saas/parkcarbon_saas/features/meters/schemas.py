"""Meters and the life of a point. Times are ms since the epoch; decimals of the unit as read are strings."""

from decimal import Decimal
from typing import Any, Literal

from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.services.meters import meter_import
from parkcarbon_platform.services.meters import meters as service
from parkcarbon_platform.services.meters.grains import Bucket, Step
from pydantic import BaseModel, Field

from parkcarbon_saas.features.conversions.schemas import Conversion, conversion

Kind = Literal["register", "interval", "gauge", "virtual"]


class Named(BaseModel):
    """Something with a code and a name in both languages."""

    code: str
    name_zh: str
    name_en: str


class Device(Named):
    """A meter."""

    serial: str | None
    enterprise: str | None
    node: Named | None


class LatestReading(BaseModel):
    """The newest reading; `quality` is the OPC UA status code."""

    time: int
    value: str | None
    quality: int


class Findings(BaseModel):
    """Open findings by severity."""

    error: int = 0
    warning: int = 0
    information: int = 0


class MeterPoint(Named):
    """A point: what it measures, its last reading and its state."""

    device: str | None
    enterprise: str | None
    quantity: str
    carrier: str
    unit: str
    kind: Kind
    direction: str
    multiplier: str
    digits: int | None
    max_rate: str | None
    expected_period_s: int
    reference_state: str | None
    parent: str | None
    check_point: str | None
    integrated: bool
    accuracy_class: str | None
    last: LatestReading | None
    state: service.State
    findings: Findings


class EvidenceLink(BaseModel):
    """A file that proves something."""

    id: int
    name: str


class TakenBack(BaseModel):
    """Who took it back, and why."""

    author: str
    reason: str
    time: int


class LifeEvent(BaseModel):
    """A life event of the meter."""

    id: int
    kind: str
    time: int
    details: dict[str, Any]
    author: str
    reason: str
    created_at: int
    evidence: EvidenceLink | None
    undone: TakenBack | None


class LifeCorrection(BaseModel):
    """A correction of a span [from_time, to_time)."""

    id: int
    kind: Literal["substitute", "edit"]
    from_time: int
    to_time: int
    amount_base: int | None
    author: str
    reason: str
    created_at: int
    evidence: EvidenceLink | None
    undone: TakenBack | None


class Relative(Named):
    """Another point, and what it is to this one."""

    unit: str
    role: str


class Use(BaseModel):
    """An emission source that counts this point."""

    source: str
    name_zh: str
    name_en: str
    role: Literal["activity", "live"]
    weight: int


class AllocationPart(BaseModel):
    """A tenant's part of a shared meter."""

    target: str
    weight: str | None
    submeter: str | None


class PointAllocation(BaseModel):
    """How a shared meter is divided for a time."""

    id: int
    method: str
    valid_from: int
    valid_to: int | None
    author: str
    reason: str
    shares: list[AllocationPart]


class RuleParameter(BaseModel):
    """A number of a rule, and what it is where nobody set it."""

    name: str
    value: float
    default: float
    unit: str


class PointRule(BaseModel):
    """A rule of validation as it applies to the point."""

    name: str
    severity: Literal["information", "warning", "error"]
    origin: Literal["settlement", "check"]
    condition: str
    effect: str
    source: str
    is_own: bool = Field(description="some parameter was set for this point")
    parameters: list[RuleParameter]


class MeterBinding(BaseModel):
    """Which gateway delivers the point, under which key."""

    edge: str
    key: str


class PointLife(BaseModel):
    """One point and everything that was done to it."""

    point: MeterPoint
    device: Device | None
    base_unit: str = Field(description="Wh, J, mL, g or 1: the unit of names that end in _base")
    base_per_unit: float = Field(description="base units in one unit of the point")
    formula: dict[str, Any] | None
    bindings: list[MeterBinding]
    events: list[LifeEvent]
    corrections: list[LifeCorrection]
    inputs: list[Relative]
    dependents: list[Relative]
    children: list[Relative]
    uses: list[Use]
    allocations: list[PointAllocation]
    conversions: list[Conversion]
    rules: list[PointRule]


class Amount(BaseModel):
    """What was used in a bucket; `status`: 0 measured, 1 estimated, 2 substituted, 3 edited, 4 reported."""

    start: int
    amount_base: int
    estimated_base: int
    covered_s: int
    intervals: int
    status: int
    methods: list[str]
    low_base: int = Field(description="of the quarter hours in it, the least")
    high_base: int = Field(description="of the quarter hours in it, the greatest")
    error_base: int | None = Field(description="of an integrated gauge: at most how far off the amount is")


class Rate(BaseModel):
    """A gauge in a bucket, in the unit as read."""

    start: int
    mean: float
    low: float
    high: float
    readings: int


class PointSeries(BaseModel):
    """A point over time: `amounts` of registers and virtual points, `rates` of gauges.

    `bucket` is how long a point of it is on the local clock: the step, or coarser where so many points fit
    as `max_points` says. Amounts of a bucket are added up, rates are its mean, least and greatest.
    """

    point: str
    step: Step
    bucket: Bucket = Field(description="ISO 8601")
    base_unit: str
    amounts: list[Amount]
    rates: list[Rate]


class ImportMistake(BaseModel):
    """What is wrong in a cell; `code` is its kind, `row` counts from the header, which is row 1."""

    row: int
    column: str
    value: str
    code: str
    message: str


class ImportChange(BaseModel):
    """A cell that differs from what is stored."""

    column: str
    before: str
    after: str


class ImportRow(BaseModel):
    """What a row does."""

    row: int
    device: str
    point: str | None
    outcome: meter_import.Done
    changes: list[ImportChange]


class Import(BaseModel):
    """What an import does, or did where `applied`."""

    applied: bool
    created: int
    changed: int
    unchanged: int
    rows: list[ImportRow]
    errors: list[ImportMistake]


def decimal(value: Decimal | None) -> str | None:
    """A decimal without an exponent or needless zeros."""
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def device(row: service.DeviceRow) -> Device:
    """The schema of a meter."""
    node = row.node and Named(code=row.node, name_zh=row.node_zh or "", name_en=row.node_en or "")
    return Device(
        code=row.code, name_zh=row.name_zh, name_en=row.name_en, serial=row.serial,
        enterprise=row.enterprise, node=node or None,
    )  # fmt: skip


def last_reading(row: service.LastReading | None) -> LatestReading | None:
    """The schema of a reading."""
    if row is None:
        return None
    exact = row.exact if row.exact is not None else None if row.value is None else Decimal(repr(row.value))
    return LatestReading(time=to_ms(row.time), value=decimal(exact), quality=row.quality)


def meter_point(meter: service.Meter) -> MeterPoint:
    """The schema of a point."""
    row = meter.row
    same = (
        "code", "name_zh", "name_en", "device", "enterprise", "quantity", "carrier", "unit", "kind",
        "direction", "digits", "expected_period_s", "reference_state", "parent", "check_point", "integrated",
        "accuracy_class",
    )  # fmt: skip
    return MeterPoint.model_validate(
        {name: getattr(row, name) for name in same}
        | {
            "multiplier": decimal(row.multiplier),
            "max_rate": decimal(row.max_rate),
            "last": last_reading(meter.last),
            "state": meter.state,
            "findings": Findings(**meter.findings),
        }
    )


def named(row: service.EnterpriseRow) -> Named:
    """The schema of an enterprise."""
    return Named(code=row.code, name_zh=row.name_zh, name_en=row.name_en)


def marks(row: service.MeterEvent | service.CorrectionRow) -> dict[str, Any]:
    """What events and corrections share: author, reason, evidence, and who took them back."""
    undone = None
    if row.undone_at is not None:
        undone = TakenBack(
            author=row.undone_by or "", reason=row.undone_reason or "", time=to_ms(row.undone_at)
        )
    return {
        "id": row.id,
        "kind": row.kind,
        "author": row.author,
        "reason": row.reason,
        "created_at": to_ms(row.created_at),
        "evidence": row.evidence_id and EvidenceLink(id=row.evidence_id, name=row.evidence_name or ""),
        "undone": undone,
    }


def event(row: service.MeterEvent) -> LifeEvent:
    """The schema of a life event."""
    return LifeEvent.model_validate(marks(row) | {"time": to_ms(row.time), "details": row.details})


def correction(row: service.CorrectionRow) -> LifeCorrection:
    """The schema of a correction."""
    span = {"from_time": to_ms(row.from_time), "to_time": to_ms(row.to_time), "amount_base": row.amount}
    return LifeCorrection.model_validate(marks(row) | span)


def relative(row: service.RelativeRow) -> Relative:
    """The schema of another point."""
    return Relative(code=row.code, name_zh=row.name_zh, name_en=row.name_en, unit=row.unit, role=row.role)


def use(row: service.UseRow) -> Use:
    """The schema of a source's use."""
    return Use.model_validate(
        {
            "source": row.source, "name_zh": row.name_zh, "name_en": row.name_en, "role": row.role,
            "weight": row.weight,
        }
    )  # fmt: skip


def allocations(rows: list[service.AllocationRow]) -> list[PointAllocation]:
    """The allocations of a meter with their shares."""
    found: dict[int, PointAllocation] = {}
    for row in rows:
        until = None if row.valid_to is None else to_ms(row.valid_to)
        made = found.setdefault(
            row.id,
            PointAllocation(
                id=row.id, method=row.method, valid_from=to_ms(row.valid_from), valid_to=until,
                author=row.author, reason=row.reason, shares=[],
            ),
        )  # fmt: skip
        made.shares.append(
            AllocationPart(target=row.target, weight=decimal(row.weight), submeter=row.submeter)
        )
    return list(found.values())


def rule(applied: service.AppliedRule) -> PointRule:
    """The schema of a rule."""
    own = applied.override or {}
    return PointRule(
        name=applied.rule.name,
        severity=applied.rule.severity,
        origin=applied.rule.origin,
        condition=applied.rule.condition,
        effect=applied.rule.effect,
        source=applied.rule.source,
        is_own=bool(own),
        parameters=[
            RuleParameter(
                name=p.name, value=float(own.get(p.name, p.default)), default=float(p.default), unit=p.unit
            )
            for p in applied.rule.parameters
        ],
    )


def point(life: service.Life) -> PointLife:
    """The schema of a point's life."""
    return PointLife(
        point=meter_point(life.meter),
        device=None if life.device is None else device(life.device),
        base_unit=life.base.name,
        base_per_unit=float(life.base.scale),
        formula=life.meter.row.formula,
        bindings=[MeterBinding(edge=b.edge, key=b.key) for b in life.bindings],
        events=[event(e) for e in life.events],
        corrections=[correction(c) for c in life.corrections],
        inputs=[relative(r) for r in life.inputs],
        dependents=[relative(r) for r in life.dependents],
        children=[relative(r) for r in life.children],
        uses=[use(u) for u in life.uses],
        allocations=allocations(life.allocations),
        conversions=[conversion(c) for c in life.conversions],
        rules=[rule(r) for r in life.rules],
    )


def series(code: str, step: Step, found: service.Series) -> PointSeries:
    """The schema of a point over time."""
    amounts = [
        Amount(
            start=to_ms(a.start), amount_base=int(a.quantity), estimated_base=int(a.estimated),
            covered_s=a.covered_s, intervals=a.intervals, status=a.status, methods=a.methods,
            low_base=int(a.low), high_base=int(a.high), error_base=found.errors.get(a.start),
        )
        for a in found.amounts
    ]  # fmt: skip
    rates = [
        Rate(start=to_ms(r.start), mean=r.mean, low=r.low, high=r.high, readings=r.readings)
        for r in found.rates
    ]
    return PointSeries(
        point=code, step=step, bucket=found.grain.bucket, base_unit=found.base.name, amounts=amounts,
        rates=rates,
    )  # fmt: skip


def imported(result: meter_import.Result, *, dry_run: bool) -> Import:
    """The schema of an import."""
    return Import(
        applied=not dry_run and not result.errors,
        created=result.count("created"),
        changed=result.count("changed"),
        unchanged=result.count("unchanged"),
        rows=[
            ImportRow(
                row=r.row, device=r.device, point=r.point, outcome=r.outcome,
                changes=[ImportChange(**c._asdict()) for c in r.changes],
            )
            for r in result.rows
        ],
        errors=[
            ImportMistake(row=e.row, column=e.column, value=e.value, code=e.code, message=e.message)
            for e in result.errors
        ],
    )  # fmt: skip
