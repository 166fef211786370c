"""What the audit log tells."""

from datetime import datetime
from typing import Any, Literal

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access import audit
from pydantic import BaseModel, Field

Values = dict[str, Any]


class AuditChange(BaseModel):
    """One row that was changed; values are those of changed columns, secrets never."""

    table: str
    row: Values
    before: Values
    after: Values


class AuditEvent(BaseModel):
    """Something that somebody did, or tried."""

    number: int
    time: int = Field(description="ms")
    kind: Literal["user", "token", "command", "nobody"]
    actor: str
    address: str
    action: str
    object: str
    outcome: str = Field(description="`done`, or the code of the refusal")
    changed: int = Field(description="rows; more than are listed where there are very many")
    changes: list[AuditChange]
    trace: str
    hash: str


class AuditEvents(BaseModel):
    """Events, the newest first."""

    events: list[AuditEvent]
    actors: list[str]
    cursor: str | None


class AuditChain(BaseModel):
    """How far the chain holds."""

    events: int
    hash: str
    time: int | None
    broken_at: int | None
    reason: str


def event(row: audit.AuditRow) -> AuditEvent:
    """The schema of an event."""
    return AuditEvent.model_validate(
        {
            "number": row.number, "time": _ms(row.time), "kind": row.kind, "actor": row.actor,
            "address": row.address, "action": row.action, "object": row.object, "outcome": row.outcome,
            "changed": row.changed, "changes": audit.changes(row), "trace": row.trace,
            "hash": bytes(row.hash).hex(),
        }
    )  # fmt: skip


def chain(found: audit.Verified) -> AuditChain:
    """The schema of a verification."""
    return AuditChain(
        events=found.events,
        hash=found.hash.hex(),
        time=None if found.time is None else _ms(found.time),
        broken_at=found.broken_at,
        reason=found.reason,
    )


def _ms(time: datetime) -> int:
    return localtime.to_ms(time)
