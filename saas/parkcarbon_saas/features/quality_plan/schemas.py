"""The data-quality control plan. Times are ms, decimals strings; `said` are fields that people filled in."""

from datetime import datetime
from typing import Any

from parkcarbon_platform.services.inventories.notes import NoteRow
from pydantic import BaseModel, Field


class PlanFinding(BaseModel):
    """An element that is missing, or not valid any more."""

    rule: str
    subject: str


class PlanPointOut(BaseModel):
    """A meter, computed point or report of a source."""

    point: str
    name_zh: str
    name_en: str
    serial: str | None
    kind: str
    weight: int
    accuracy_class: str | None
    limit_percent: str | None
    limit_citation: str
    multiplier: str
    calibrated_to: int | None
    certificate: str | None
    period_s: int
    said: dict[str, str]
    findings: list[str]


class PlanSourceOut(BaseModel):
    """A source, with the factor that would price it today."""

    source: str
    name_zh: str
    name_en: str
    enterprise: str | None
    category: str
    carrier: str
    scope: int
    formula: str
    citation: str
    factor: str
    factor_value: str | None
    factor_citation: str | None
    said: dict[str, str]
    points: list[PlanPointOut]


class QualityPlan(BaseModel):
    """The plan of a park, or of an enterprise."""

    enterprise: str | None
    name_zh: str
    name_en: str
    said: dict[str, str]
    findings: list[PlanFinding]
    sources: list[PlanSourceOut]


class PlanNote(BaseModel):
    """What to say of a subject: `plan`, `point:CODE`, `source:CODE`, `factor:NAME`; empty takes back."""

    subject: str = Field(max_length=120)
    values: dict[str, str] = Field(min_length=1, max_length=20)
    reason: str = Field(default="", max_length=500)
    enterprise: str | None = None


class PlanSaid(BaseModel):
    """A version of a field."""

    field: str
    value: str
    reason: str
    author: str
    created_at: datetime


class PlanHistory(BaseModel):
    """Everything that was said of a subject, the newest first."""

    subject: str
    said: list[PlanSaid]


def plan(document: dict[str, Any]) -> QualityPlan:
    """As JSON."""
    return QualityPlan.model_validate(document)


def history(subject: str, rows: list[NoteRow]) -> PlanHistory:
    """As JSON."""
    return PlanHistory(
        subject=subject,
        said=[
            PlanSaid(field=r.field, value=r.value, reason=r.reason, author=r.author, created_at=r.created_at)
            for r in rows
        ],
    )
