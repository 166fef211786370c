"""What could not be stored, and what the operator does about it. Times are ms since the epoch."""

from typing import Literal

from parkcarbon_platform.services.access.access import QuarantineRow
from parkcarbon_platform.services.connecting.quarantine import Group
from parkcarbon_platform.services.localtime import to_ms
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.tenancy import CODE

State = Literal["open", "replayed", "dismissed"]


class QuarantineItem(BaseModel):
    """One message, or one reading of it (`reading_index`), with the reason."""

    id: int
    topic: str
    reason: str
    detail: str
    payload: str
    payload_bytes: int
    reading_index: int | None
    received_at: int
    state: State
    resolved_at: int | None
    resolved_by: str | None
    note: str | None


class QuarantineGroup(BaseModel):
    """How many items of one device or edge (neither: of nobody known) wait for one reason."""

    reason: str
    device: str | None
    edge: str | None
    count: int


class QuarantinePage(BaseModel):
    """Items, the newest first; `cursor` continues where there are more. `groups` is what waits."""

    items: list[QuarantineItem]
    cursor: str | None
    groups: list[QuarantineGroup]


class ReplayAll(BaseModel):
    """Which open items; what is not given is not asked for. `after` is `following` of the call before."""

    model_config = ConfigDict(extra="forbid")

    reason: str | None = Field(default=None, max_length=40)
    device: str | None = Field(default=None, pattern=CODE)
    edge: str | None = Field(default=None, pattern=CODE)
    after: int = Field(default=0, ge=0, le=2**63 - 1)


class ReplayedAll(BaseModel):
    """Items replayed, readings stored, items that still cannot be stored, and where to go on."""

    replayed: int
    readings: int
    still_bad: int
    following: int | None


class Replay(BaseModel):
    """How to replay: as it is, corrected, or with its key bound to a point."""

    model_config = ConfigDict(extra="forbid")

    payload: str | None = Field(default=None, max_length=1 << 20)
    point: str | None = Field(default=None, pattern=CODE)


class Replayed(BaseModel):
    """What a replay brought."""

    readings: int
    quarantined: int


class Dismiss(BaseModel):
    """Why an item will not be stored."""

    model_config = ConfigDict(extra="forbid")

    note: str = Field(min_length=1, max_length=1000)


def item(row: QuarantineRow) -> QuarantineItem:
    """The schema of an item; bytes that are no text are shown as replacement characters."""
    return QuarantineItem.model_validate(
        {
            "id": row.id,
            "topic": row.topic,
            "reason": row.reason,
            "detail": row.detail,
            "payload": bytes(row.payload).decode("utf-8", "replace"),
            "payload_bytes": len(row.payload),
            "reading_index": row.reading_index,
            "received_at": to_ms(row.received_at),
            "state": row.state,
            "resolved_at": None if row.resolved_at is None else to_ms(row.resolved_at),
            "resolved_by": row.resolved_by,
            "note": row.note,
        }
    )


def group(row: Group) -> QuarantineGroup:
    """The schema of a group."""
    return QuarantineGroup(reason=row.reason, device=row.device, edge=row.edge, count=row.items)
