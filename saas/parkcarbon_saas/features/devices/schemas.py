"""Bare devices: made, their mapping, their messages. Times are ms since the epoch."""

from typing import Annotated, Any

from parkcarbon_platform.services.connecting.device_mappings import (
    Candidate,
    DeviceMapping,
    DeviceMessage,
    MappingRow,
    Preview,
    Previewed,
)
from parkcarbon_platform.services.connecting.device_messages import MessageOutcome
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.services.meters.new_device import Checked
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.features.plausible.schemas import Plausible, plausible

LARGEST_SAMPLE = 64 << 10

Text = str | int | float
ValuePath = Annotated[str, Field(max_length=1_200)]  # a Sparkplug device and its metric: the longest there is


class NewPoint(BaseModel):
    """A point of a new meter, as in a park file; numbers may be given as texts."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(max_length=200)
    name_zh: str = Field(max_length=400)
    name_en: str = Field(max_length=400)
    quantity: str = Field(max_length=64)
    carrier: str = Field(max_length=64)
    unit: str = Field(max_length=64)
    kind: str = Field(max_length=64)
    direction: str = Field(max_length=64)
    multiplier: Text | None = None
    digits: Text | None = None
    max_rate: Text | None = None
    expected_period_s: Text | None = None
    parent: str | None = None
    reference_state: str | None = None
    integrated: bool | None = None
    rules: dict[str, dict[str, Any]] | None = None
    check_point: str | None = None
    accuracy_class: str | None = None


class NewDevice(BaseModel):
    """A meter to be made with its points; without an enterprise the park's own, else the user's."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(max_length=200)
    name_zh: str = Field(max_length=400)
    name_en: str = Field(max_length=400)
    enterprise: str | None = None
    node: str | None = None
    serial: str | None = None
    points: list[NewPoint] = Field(max_length=200)


class FieldProblem(BaseModel):
    """A mistake or a hint, by the field that it is about; `point` null: of the device itself."""

    point: str | None
    field: str
    code: str
    message: str


class Check(BaseModel):
    """What would be wrong, and what is only worth a thought."""

    errors: list[FieldProblem]
    hints: list[FieldProblem]


class MappingBody(BaseModel):
    """Where values stand in messages: `values` are paths (or keys, or metrics) by point code."""

    model_config = ConfigDict(extra="forbid")

    dialect: str = Field(max_length=40)
    topic: str | None = Field(default=None, max_length=200)
    time: str | None = Field(default=None, max_length=200)
    values: dict[str, ValuePath] = Field(max_length=200)


class NewMapping(MappingBody):
    """A mapping to be saved; with `based_on` only where that is the newest version (0: there is none)."""

    based_on: int | None = Field(default=None, ge=0)


class Mapping(MappingBody):
    """The mapping in force; version 0: there is none yet. `topics` is what the device publishes to."""

    version: int
    author: str | None
    created_at: int | None
    topics: list[str]


class PreviewBody(BaseModel):
    """A mapping, which may be incomplete, and a message to try it on."""

    model_config = ConfigDict(extra="forbid")

    mapping: MappingBody
    sample: str = Field(max_length=LARGEST_SAMPLE)
    topic: str | None = Field(default=None, max_length=500)


class PreviewReading(BaseModel):
    """A reading that the mapping would make of the message."""

    point: str
    value: int | float | str | None
    time: int
    unit: str
    plausible: Plausible


class PreviewReason(BaseModel):
    """What speaks for a number, or against it."""

    code: str
    message: str
    weight: int


class PreviewCandidate(BaseModel):
    """A number of the message: 0 to 100, how likely a meter's it is; `point` is the one that it may be."""

    path: str
    value: int | float | str | None
    point: str | None
    score: int
    reasons: list[PreviewReason]


class PreviewProblem(BaseModel):
    """Why the mapping cannot be used, or makes nothing of the message."""

    code: str
    message: str
    field: str | None
    point: str | None


class MappingPreview(BaseModel):
    """What a mapping would make of a message; nothing was stored."""

    readings: list[PreviewReading]
    candidates: list[PreviewCandidate]
    problems: list[PreviewProblem]


class Message(BaseModel):
    """A message of the device and what became of it."""

    received_at: int
    topic: str
    qos: int
    bytes: int
    text: str
    outcome: MessageOutcome
    reason: str | None
    code: str | None = Field(description="why it was put aside, as in quarantine")


class Messages(BaseModel):
    """The newest first, of one day and 20 at most; `births`: what a Sparkplug node said that it has."""

    messages: list[Message]
    births: list[Message]


def wish(body: NewDevice) -> dict[str, Any]:
    """What the service is asked for: only what was given."""
    return body.model_dump(exclude_none=True)


def check(found: Checked) -> Check:
    """The schema of a check."""
    return Check(
        errors=[FieldProblem(**e._asdict()) for e in found.errors],
        hints=[FieldProblem(**e._asdict()) for e in found.hints],
    )


def mapping_of(body: MappingBody) -> DeviceMapping:
    """The mapping that somebody wants."""
    return DeviceMapping(body.dialect, body.values, body.topic or None, body.time or None)


def mapping(row: MappingRow | None, topics: list[str]) -> Mapping:
    """The schema of a mapping."""
    if row is None:
        return Mapping(dialect="fields", values={}, version=0, author=None, created_at=None, topics=topics)
    kept = row.mapping
    return Mapping(
        dialect=kept.dialect, topic=kept.topic, time=kept.time, values=dict(kept.values), version=row.version,
        author=row.author, created_at=to_ms(row.created_at), topics=topics,
    )  # fmt: skip


def _reading(found: Previewed) -> PreviewReading:
    return PreviewReading(
        point=found.point, value=found.value, time=found.time_ms, unit=found.unit,
        plausible=plausible(found.plausible),
    )  # fmt: skip


def _candidate(found: Candidate) -> PreviewCandidate:
    return PreviewCandidate(
        path=found.path, value=found.value, point=found.point, score=found.score,
        reasons=[PreviewReason(**reason._asdict()) for reason in found.reasons],
    )  # fmt: skip


def preview(found: Preview) -> MappingPreview:
    """The schema of a preview."""
    return MappingPreview(
        readings=[_reading(reading) for reading in found.readings],
        candidates=[_candidate(candidate) for candidate in found.candidates],
        problems=[PreviewProblem(**problem._asdict()) for problem in found.problems],
    )


def message(found: DeviceMessage) -> Message:
    """The schema of a message."""
    return Message(
        received_at=found.received_ms, topic=found.topic, qos=found.qos, bytes=found.size, text=found.text,
        outcome=found.outcome, reason=found.reason, code=found.code,
    )  # fmt: skip
