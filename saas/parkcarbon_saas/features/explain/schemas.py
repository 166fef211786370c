"""Explanations and the drill-down under them. Times are ms since the epoch."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from parkcarbon_platform.services.live.provenance import (
    Absent,
    FactorRow,
    HourRow,
    Hours,
    IntervalRow,
    ReadingRow,
)
from parkcarbon_platform.services.localtime import to_ms
from pydantic import BaseModel, ConfigDict


class _FromService(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Formula(_FromService):
    """A formula by its code, in symbols and, where it has letters, in words."""

    code: str
    text: str
    words_zh: str
    words_en: str
    citation: str


class Point(_FromService):
    """One point of a term: quantity = Σ weight × value × multiplier, in base units."""

    point: str
    name_zh: str
    name_en: str
    weight: int
    value: float
    unit: str
    time: int
    multiplier: float
    reported: bool


class Factor(_FromService):
    """A factor version with its citation."""

    factor: str
    version: str
    gas: str
    region: str
    value: float
    unit: str
    citation: str
    source_ref: str
    publisher: str
    grade: str
    reference_state: str | None
    fallback: bool
    components: dict[str, Any]


class Term(_FromService):
    """One source in one scene; a deduction takes a transfer out of the park's total again."""

    source: str
    name_zh: str
    name_en: str
    enterprise: str | None
    category: str
    carrier: str
    scope: int
    scene: str
    share: float
    internal_transfer: bool
    deduction: bool
    value: int
    quantity: int
    quantity_unit: str
    formula: Formula
    quality: Literal["measured", "reported", "estimated"]
    estimated_share: float
    points: list[Point]
    factor: Factor


class Ratio(_FromService):
    """The sum of the terms over the electricity used: what the terms purchase, plus `points`."""

    value: float | None
    unit: str
    denominator: int
    denominator_unit: str
    points: list[Point]


class Explanation(_FromService):
    """A figure; `value` is the sum of the terms' values, `ratio` where the figure divides it."""

    figure: Literal["now", "today", "yesterday", "interval", "intensity"]
    by: str | None
    key: str | None
    value: int
    unit: Literal["g/h", "g"]
    gas: str
    time: int
    from_time: int
    title: str
    formula: Formula
    method: str
    terms: list[Term]
    transfers: int
    total: int
    ratio: Ratio | None


class Pending(BaseModel):
    """What a locked hour would be by what is known now; null: it would have no entry."""

    id: int
    quantity: int | None
    co2_mg: int | None


class Hour(BaseModel):
    """One revision of a source's ledger hour; emissions in mg. `pending` waits for a decision."""

    hour: int
    revision: int
    state: Literal["provisional", "settled"]
    quantity: int
    estimated: int
    covered_s: int
    co2_mg: int
    gas_mg: int | None
    ch4_mg: int | None
    n2o_mg: int | None
    factor: Factor
    known_at: int
    superseded_at: int | None
    reason: str
    locked: bool
    pending: Pending | None


class Ledger(BaseModel):
    """Hours of a source, the newest first."""

    source: str
    hours: list[Hour]


class Interval(BaseModel):
    """A quarter hour of a point, in base units."""

    start: int
    quantity: int
    estimated: int
    covered_s: int
    status: Literal["measured", "estimated", "substituted", "edited", "reported"]
    method: str | None
    computed_at: int


class Intervals(BaseModel):
    """Quarter hours of a point, the newest first."""

    point: str
    intervals: list[Interval]


class Batch(BaseModel):
    """The batch that delivered a reading: a row of an edge's spool, or a message of a bare device."""

    edge: str | None
    spool: str | None
    seq: int | None
    device: str | None
    topic: str | None
    received_at: int
    sha256: str


class Reading(BaseModel):
    """A reading as delivered; `exact` where a float cannot hold it; `quality` is an OPC UA StatusCode."""

    time: int
    value: float | None
    exact: str | None
    quality: int
    batch: Batch


class Archived(BaseModel):
    """A span whose readings lie in a file, but the last ones of each point; `sha256` is the file's."""

    from_time: int
    to_time: int
    file: str
    sha256: str


class Readings(BaseModel):
    """Raw readings, the newest first; `cursor` continues where there are more."""

    point: str
    readings: list[Reading]
    cursor: str | None
    archived: list[Archived]


STATES: tuple[Literal["provisional", "settled"], ...] = ("provisional", "settled")
STATUSES: tuple[Literal["measured", "estimated", "substituted", "edited", "reported"], ...] = (
    "measured", "estimated", "substituted", "edited", "reported",
)  # fmt: skip


def factor(row: FactorRow, *, fallback: bool) -> Factor:
    """The schema of a factor version."""
    return Factor(
        factor=row.factor, version=row.version, gas=row.gas, region=row.region, value=float(row.value),
        unit=row.unit, citation=row.citation, source_ref=row.source_ref, publisher=row.publisher,
        grade=row.grade, reference_state=row.reference_state, fallback=fallback, components=row.components,
    )  # fmt: skip


def ledger(source: str, found: Hours, locked: Sequence[tuple[datetime, datetime]]) -> Ledger:
    """The schema of a source's hours; `locked` are the periods that hold them."""
    return Ledger(source=source, hours=[hour(h, found, locked) for h in found.hours])


def hour(row: HourRow, found: Hours, locked: Sequence[tuple[datetime, datetime]]) -> Hour:
    """The schema of a ledger hour."""
    end = row.hour + timedelta(hours=1)
    is_current = row.superseded_at is None
    waiting = found.pending.get(row.hour) if is_current else None
    return Hour(
        hour=to_ms(row.hour), revision=row.revision, state=STATES[row.state], quantity=row.quantity,
        estimated=row.estimated, covered_s=row.covered_s, co2_mg=row.co2_mg, gas_mg=row.gas_mg,
        ch4_mg=row.ch4_mg, n2o_mg=row.n2o_mg,
        factor=factor(found.factors[row.factor_version_id], fallback=row.fallback),
        known_at=to_ms(row.known_at), reason=row.reason,
        superseded_at=None if row.superseded_at is None else to_ms(row.superseded_at),
        locked=is_current and any(row.hour < until and end > since for since, until in locked),
        pending=None if waiting is None else Pending(
            id=waiting.id, quantity=waiting.quantity, co2_mg=waiting.co2_mg
        ),
    )  # fmt: skip


def interval(row: IntervalRow) -> Interval:
    """The schema of an interval."""
    return Interval(
        start=to_ms(row.start), quantity=row.quantity, estimated=row.estimated, covered_s=row.covered_s,
        status=STATUSES[row.status], method=row.method, computed_at=to_ms(row.computed_at),
    )  # fmt: skip


def reading(row: ReadingRow) -> Reading:
    """The schema of a reading."""
    return Reading(
        time=to_ms(row.time),
        value=row.value,
        exact=None if row.exact is None else f"{row.exact:f}",
        quality=row.quality,
        batch=Batch(
            edge=row.edge, spool=None if row.spool is None else str(row.spool), seq=row.seq,
            device=row.device, topic=row.topic, received_at=to_ms(row.received_at),
            sha256=row.payload_sha256.hex(),
        ),
    )  # fmt: skip


def archived(row: Absent) -> Archived:
    """A span of archived readings for JSON."""
    return Archived(from_time=to_ms(row.start), to_time=to_ms(row.end), file=row.file, sha256=row.sha256)
