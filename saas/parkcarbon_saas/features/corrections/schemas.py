"""Corrections of intervals. Times are ms since the epoch; amounts are decimal strings in the point's unit."""

from typing import Literal

from parkcarbon_platform.services.ledger.changes import Point, in_unit
from parkcarbon_platform.services.localtime import from_ms, to_ms
from parkcarbon_platform.services.meter_life.corrections import CorrectionRow, Request
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.features.meter_events.schemas import Reason, Undone


class NewCorrection(BaseModel):
    """Another shape of the same amount (substitute), or another amount of the whole span (edit)."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["substitute", "edit"]
    start: int = Field(alias="from", ge=0, le=4_102_444_800_000, description="start of a quarter hour")
    end: int = Field(alias="to", ge=0, le=4_102_444_800_000, description="start of a quarter hour, exclusive")
    amount: str | None = Field(default=None, max_length=40, description="of an edit: of the whole span")
    shape: list[int] | None = Field(
        default=None, min_length=1, max_length=38_400, description="a weight a quarter hour; null: evenly"
    )
    reason: str = Reason
    evidence: int | None = Field(default=None, ge=1, description="id of an attached file")

    def request(self) -> Request:
        """As the platform takes it."""
        return Request(
            self.kind,
            from_ms(self.start),
            from_ms(self.end),
            self.reason,
            self.amount,
            self.shape,
            self.evidence,
        )


class Correction(BaseModel):
    """A correction; `valid` is false where it has been undone, and for the undoing one."""

    model_config = ConfigDict(serialize_by_alias=True)

    id: int
    kind: Literal["substitute", "edit", "undo"]
    start: int = Field(alias="from")
    end: int = Field(alias="to")
    amount: str | None
    shape: list[int] | None
    author: str
    reason: str
    evidence: int | None
    created_at: int
    undoes: int | None
    valid: bool
    undone: Undone | None


class Corrections(BaseModel):
    """The corrections of a point, the newest first."""

    point: str
    unit: str
    corrections: list[Correction]
    cursor: str | None


def correction(row: CorrectionRow, point: Point) -> Correction:
    """The schema of a correction."""
    undone = None
    if row.undone_by_id is not None and row.undone_at is not None:
        undone = Undone(
            id=row.undone_by_id, author=row.undone_by or "", reason=row.undone_reason or "",
            at=to_ms(row.undone_at),
        )  # fmt: skip
    return Correction.model_validate(
        {
            "id": row.id, "kind": row.kind, "from": to_ms(row.from_time), "to": to_ms(row.to_time),
            "amount": None if row.amount is None else in_unit(row.amount, point), "shape": row.shape,
            "author": row.author, "reason": row.reason, "evidence": row.evidence_id,
            "created_at": to_ms(row.created_at), "undoes": row.undoes, "valid": row.is_valid,
            "undone": undone,
        }
    )  # fmt: skip
