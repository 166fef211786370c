"""The park's meters for those who keep them: what there is, whether it speaks, and the life of one point."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from parkcarbon_platform.calculation.metering.rules import BAD, RULES, Rule
from parkcarbon_platform.calculation.units import BaseUnit, to_base
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.meter_life import computed
from parkcarbon_platform.services.metering import integration
from parkcarbon_platform.services.meters.grains import Grain, Step, grain_of
from parkcarbon_platform.storage import buckets as bucket_storage
from parkcarbon_platform.storage import corrections as correction_storage
from parkcarbon_platform.storage import live as live_storage
from parkcarbon_platform.storage import meter_events, meter_life
from parkcarbon_platform.storage import meters as storage
from parkcarbon_platform.storage.buckets import AmountRow, RateRow
from parkcarbon_platform.storage.corrections import CorrectionRow
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.live import EnterpriseRow
from parkcarbon_platform.storage.meter_events import MeterEvent
from parkcarbon_platform.storage.meter_life import AllocationRow, RelativeRow, UseRow
from parkcarbon_platform.storage.meters import BindingRow, DeviceRow, LastReading, MeterKey, MeterPointRow
from parkcarbon_platform.storage.points import Point as ConvertedRow

__all__ = [
    "AllocationRow",
    "AmountRow",
    "CorrectionRow",
    "DeviceRow",
    "EnterpriseRow",
    "LastReading",
    "MeterEvent",
    "MeterPointRow",
    "RateRow",
    "RelativeRow",
    "UseRow",
]

State = Literal["on_time", "late", "silent", "bad", "computed"]

# As on the live page: a point is late when three of its readings are missing.
LATE_PERIODS = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """What a point is found by, with its last reading, its state and its open findings by severity."""

    key: MeterKey
    last: LastReading | None
    state: State
    findings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Meter:
    """A point with its last reading, its state and its open findings by severity."""

    row: MeterPointRow
    last: LastReading | None
    state: State
    findings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Meters:
    """What the page of meters chooses from."""

    time: datetime
    devices: list[DeviceRow]
    points: list[Judged]
    enterprises: list[EnterpriseRow]


@dataclass(frozen=True, slots=True)
class AppliedRule:
    """A rule of validation with the parameters that differ for this point."""

    rule: Rule
    override: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Life:
    """One point and everything that was done to it."""

    meter: Meter
    device: DeviceRow | None
    base: BaseUnit
    bindings: list[BindingRow]
    events: list[MeterEvent]
    corrections: list[CorrectionRow]
    inputs: list[RelativeRow]
    dependents: list[RelativeRow]
    children: list[RelativeRow]
    uses: list[UseRow]
    allocations: list[AllocationRow]
    conversions: list[ConvertedRow]
    rules: list[AppliedRule]


@dataclass(frozen=True, slots=True)
class Series:
    """A point over time: amounts of registers and virtual points, rates of gauges.

    `errors`: at most how far off the integral of a gauge is, by the start of its amount [base unit].
    """

    base: BaseUnit
    grain: Grain
    amounts: list[AmountRow]
    rates: list[RateRow]
    errors: Mapping[datetime, int] = field(default_factory=dict)


def state_of(row: MeterKey | MeterPointRow, last: LastReading | None, now: datetime) -> State:
    """Whether a point speaks: virtual points are computed, the others are judged by their last reading."""
    if row.kind == "virtual":
        return "computed"
    if last is None:
        return "silent"
    if now - last.time > LATE_PERIODS * timedelta(seconds=row.expected_period_s):
        return "late"
    return "bad" if last.quality >> 30 >= BAD else "on_time"


def every(connection: Connection, now: datetime) -> Meters:
    """The meters that the transaction sees, by code of the point."""
    return Meters(
        now,
        storage.devices(connection),
        _judged(connection, storage.keys(connection), _findings(connection), now),
        live_storage.enterprises(connection),
    )


def whole(connection: Connection, judged: Sequence[Judged]) -> list[Meter]:
    """These points with all that says what they measure, in the same order, those that are there still."""
    rows = {row.id: row for row in storage.points(connection, [one.key.id for one in judged])}
    return [
        Meter(rows[one.key.id], one.last, one.state, one.findings) for one in judged if one.key.id in rows
    ]


def enterprises(
    connection: Connection, *, after: str | None = None, limit: int | None = None
) -> list[EnterpriseRow]:
    """The enterprises that the transaction sees, by code; those behind a code, and no more than so many."""
    return live_storage.enterprises(connection, after, limit)


def measuring(connection: Connection, enterprise_id: int, now: datetime) -> list[Judged]:
    """The points of an enterprise by code, those that something measures with; without their findings."""
    keys = [key for key in storage.keys(connection, enterprise_id) if key.kind != "virtual"]
    return _judged(connection, keys, {}, now)


def _judged(
    connection: Connection, keys: Sequence[MeterKey], findings: Mapping[int, Mapping[str, int]], now: datetime
) -> list[Judged]:
    # Computed points have none: each would be looked for in every week that there are readings of.
    speaking = [key.id for key in keys if key.kind != "virtual"]
    last = {row.point_id: row for row in storage.last_readings(connection, speaking)}
    return [
        Judged(key, last.get(key.id), state_of(key, last.get(key.id), now), findings.get(key.id, {}))
        for key in keys
    ]


def _findings(connection: Connection) -> dict[int, dict[str, int]]:
    """Open findings by point and severity."""
    findings: dict[int, dict[str, int]] = {}
    for found in storage.open_findings(connection):
        findings.setdefault(found.point_id, {})[found.severity] = found.count
    return findings


def find(connection: Connection, code: str) -> MeterPointRow:
    """A point by its code."""
    row = storage.point(connection, code)
    if row is None:
        raise NotFoundError(f"There is no point {code}.", point=code)
    return row


def life(connection: Connection, code: str, now: datetime) -> Life:
    """One point with its life."""
    row = find(connection, code)
    last = next(iter(storage.last_readings(connection, [row.id])), None)
    findings = _findings(connection).get(row.id, {})
    return Life(
        meter=Meter(row, last, state_of(row, last, now), findings),
        device=next((d for d in storage.devices(connection) if d.code == row.device), None),
        base=base_unit(row),
        bindings=[b for b in storage.bindings(connection) if b.point_id == row.id],
        # An undoing row says its piece beside what it undoes.
        events=[e for e in meter_events.of_point(connection, row.id) if e.kind != "undo"],
        corrections=[c for c in correction_storage.of_point(connection, row.id) if c.kind != "undo"],
        inputs=meter_life.inputs(connection, row.id),
        dependents=meter_life.dependents(connection, row.id),
        children=meter_life.children(connection, row.id),
        uses=meter_life.uses(connection, row.id),
        allocations=meter_life.allocations(connection, row.id),
        conversions=_conversions(connection, code),
        rules=applied_rules(row.rules, RULES.values()),
    )


def _conversions(connection: Connection, code: str) -> list[ConvertedRow]:
    """The converted points of the amount that this point is, is a gauge of, or is computed from."""
    every = computed.every(connection, "conversion")
    inputs = [(p, (p.formula or {})["inputs"]) for p in every]
    amounts = {given["amount"] for p, given in inputs if code in (p.code, *given.values())}
    return [p for p, given in inputs if given["amount"] in amounts]


def base_unit(row: MeterPointRow) -> BaseUnit:
    """The base unit of the point's intervals; of a gauge what it delivers in an hour."""
    return to_base(row.unit, row.quantity, row.carrier)


def applied_rules(overrides: Mapping[str, Any], rules: Iterable[Rule]) -> list[AppliedRule]:
    """The rules as they apply to a point."""
    return [AppliedRule(rule, overrides.get(rule.name)) for rule in rules]


def series(
    connection: Connection, code: str, start: datetime, end: datetime, step: Step, *,
    max_points: int | None = None,
) -> Series:  # fmt: skip
    """A point over [start, end) by the quarter hour, the hour or the local day; coarser where more than
    `max_points` would come of it."""
    grain = grain_of(start, end, step, max_points)
    row = find(connection, code)
    park = live_storage.park(connection)
    zone = park.timezone if park else "UTC"
    unit = base_unit(row)
    if row.kind == "gauge" and not row.integrated:
        rates = bucket_storage.rates(connection, row.id, start, end, step=grain.interval, timezone=zone)
        return Series(unit, grain, [], rates)
    amounts = bucket_storage.amounts(connection, row.id, start, end, step=grain.interval, timezone=zone)
    errors = _errors(connection, row.id, amounts, end) if row.integrated else {}
    return Series(unit, grain, amounts, [], errors)


def _errors(
    connection: Connection, point_id: int, amounts: list[AmountRow], end: datetime
) -> dict[datetime, int]:
    starts = [a.start for a in amounts]
    found = integration.bounds(connection, integration.meter_row(connection, point_id), [*starts, end])
    # What is estimated has no bound: a gap may hide anything.
    return {a.start: bound for a, bound in zip(amounts, found or [], strict=False) if not a.estimated}
