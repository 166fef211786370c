"""Configurations, commands and the delivery ledger of edges. Times are ms since the epoch."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from parkcarbon_platform.services.connecting.edge_commands import Answer, Spool
from parkcarbon_platform.services.connecting.edge_config import Bound, ConfigRow
from parkcarbon_platform.services.localtime import to_ms
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def sendable(value: object) -> object:
    """What is asked, where it is text that can be sent on: JSON may name halves of characters."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise ValueError("a text has half of a character (a lone surrogate)") from error
    return value


Sendable = BeforeValidator(sendable)


class NewEdgeConfig(BaseModel):
    """What the edge shall collect. Secrets and bindings that are not given stay as they are."""

    model_config = ConfigDict(extra="forbid")

    based_on: int = Field(ge=0, description="the version that this was made from")
    connector: Annotated[list[dict[str, Any]], Sendable] = Field(max_length=200)
    secrets: Annotated[dict[str, str], Sendable] = Field(default_factory=dict, max_length=200)
    bindings: Annotated[dict[str, str], Sendable] = Field(
        default_factory=dict, description="code of the point by key"
    )
    max_age_days: int | None = Field(
        default=None, ge=1, le=3650,
        description="days that readings may wait in the spool while the edge runs; null: as in the edge's "
        "own file, not given: as it was",
    )  # fmt: skip


class EdgeSentence(BaseModel):
    """What an edge says: a code, what stands in the sentence, and the sentence behind it."""

    code: str
    facts: dict[str, str] = {}
    why: "EdgeSentence | None" = None


class ConfigVersion(BaseModel):
    """One version; 0 is what the edge has in its own file."""

    version: int
    author: str
    created_at: int
    published_at: int | None
    acknowledged_at: int | None
    refused_at: int | None
    error: str | None = Field(description="why it is not in force, in English")
    words: EdgeSentence | None = Field(description="the same by code and facts")


class EdgeConfig(ConfigVersion):
    """The newest version, the point of each key, and the versions before."""

    connector: list[dict[str, Any]]
    secrets: list[str] = Field(description="names; the texts are not shown again")
    max_age_days: int | None = Field(description="null: as in the edge's own file")
    bindings: dict[str, str | None] = Field(description="null: a point of another enterprise")
    history: list[ConfigVersion]


class NewEdgeCommand(BaseModel):
    """What the edge shall look at."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=40)
    args: Annotated[dict[str, Any], Sendable] = Field(default_factory=dict)


class Asked(BaseModel):
    """The command."""

    id: UUID


class CommandFault(BaseModel):
    """Why there is no result."""

    code: str
    message: str
    remedy: str
    words: EdgeSentence | None = Field(default=None, description="both by code and facts")


class EdgeCommand(BaseModel):
    """A command and what came of it."""

    id: UUID
    kind: str
    author: str
    created_at: int
    expires_at: int
    replied_at: int | None
    state: Literal["waiting", "sent", "done", "failed", "expired"]
    result: Any
    error: CommandFault | None


class SpoolEntry(BaseModel):
    """One spool. `received` counts readings of stored batches; `complete` null: batches are under way."""

    spool: str
    collected: int | None
    waiting_batches: int | None
    batches: int
    received: int
    stored: int
    quarantined: int
    missing_batches: int = Field(description="sequences that the edge no longer had")
    repeated_batches: int = Field(description="deliveries that came again and were ignored")
    gaps: int
    gap_readings: int = Field(description="readings that the edge says it had to drop")
    gap_reasons: dict[str, int] = Field(description="the same by reason: spool_full, too_old, buffer_full, …")
    complete: bool | None
    first_at: int | None
    last_at: int | None


class Ledger(BaseModel):
    """Spools, the last one first."""

    spools: list[SpoolEntry]


def _ms(time: datetime | None) -> int | None:
    return None if time is None else to_ms(time)


def version(row: ConfigRow) -> dict[str, Any]:
    """What every version tells."""
    return {
        "version": row.version, "author": row.author, "created_at": to_ms(row.created_at),
        "published_at": _ms(row.published_at), "acknowledged_at": _ms(row.acknowledged_at),
        "refused_at": _ms(row.refused_at), "error": row.error, "words": row.words,
    }  # fmt: skip


NONE: dict[str, Any] = {
    "version": 0, "author": "", "created_at": 0, "published_at": None, "acknowledged_at": None,
    "refused_at": None, "error": None, "words": None,
}  # fmt: skip


def config(bound: Bound, history: list[ConfigRow]) -> EdgeConfig:
    """The schema of a configuration; an edge that nobody configured yet has an empty one."""
    row = bound.config
    return EdgeConfig(
        **(version(row) if row else NONE), connector=row.connector if row else [],
        secrets=row.secrets if row else [], bindings=dict(bound.points),
        max_age_days=row.max_age_days if row else None,
        history=[ConfigVersion(**version(old)) for old in history],
    )  # fmt: skip


def command(answer: Answer) -> EdgeCommand:
    """The schema of a command."""
    row, reply = answer.row, answer.row.reply or {}
    return EdgeCommand(
        id=row.id, kind=row.kind, author=row.author, created_at=to_ms(row.created_at),
        expires_at=to_ms(row.expires_at), replied_at=_ms(row.replied_at), state=answer.state,
        result=reply.get("result"), error=CommandFault(**reply["error"]) if reply.get("error") else None,
    )  # fmt: skip


def spool(entry: Spool) -> SpoolEntry:
    """The schema of a spool."""
    row = entry.stored
    return SpoolEntry(
        spool=row.spool, collected=entry.collected, waiting_batches=entry.waiting_batches,
        batches=row.batches,
        received=row.readings, stored=row.readings - row.quarantined, quarantined=row.quarantined,
        missing_batches=row.missing, repeated_batches=row.repeated, gaps=row.gaps,
        gap_readings=row.gap_readings, gap_reasons=row.gap_reasons, complete=entry.is_complete,
        first_at=_ms(row.first_at), last_at=_ms(row.last_at),
    )  # fmt: skip
