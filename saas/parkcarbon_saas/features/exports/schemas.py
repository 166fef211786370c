"""Files on request."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from parkcarbon_platform.services.exports.checking import Difference
from parkcarbon_platform.services.exports.making import ExportRow
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from parkcarbon_saas.tenancy import CODE

Kind = Literal["inventory_report", "verification_pack", "everything"]
MadeKind = Literal["inventory_report", "verification_pack"]
State = Literal["queued", "running", "done", "failed"]
KIND, STATE = TypeAdapter[Kind](Kind), TypeAdapter[State](State)
What = Literal["signature", "file", "reading", "archived", "hour", "factor", "items", "total"]


class Wanted(BaseModel):
    """An inventory report (PDF) or a verification pack (zip)."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    kind: MadeKind
    language: Literal["zh", "en"] = "zh"


class ExportRequest(Wanted):
    """What to make of local days [from, to), by the ledger as it is."""

    start: Annotated[date, Field(alias="from")]
    end: Annotated[date, Field(alias="to")]
    ruleset: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
    enterprise: Annotated[str | None, Field(pattern=CODE)] = None
    gwp: Literal["AR4", "AR5", "AR6"] | None = None
    approach: Annotated[str | None, Field(max_length=40)] = None


class StoredExportRequest(Wanted):
    """What to make of a stored inventory."""

    inventory: Annotated[int, Field(ge=1, le=2**31 - 1)]


class EverythingRequest(BaseModel):
    """Everything of the park, or of one enterprise; an enterprise user's is their own."""

    model_config = ConfigDict(extra="forbid")

    enterprise: Annotated[str | None, Field(pattern=CODE)] = None


class Export(BaseModel):
    """A file: `state` queued, running, done or failed; `error` says what to do."""

    id: int
    kind: Kind
    enterprise: str | None
    arguments: dict[str, Any]
    state: State
    progress: float
    error: str | None
    name: str | None
    size: int | None
    sha256: str | None
    items_sha256: str | None
    author: str
    created_at: datetime
    finished_at: datetime | None


class Exports(BaseModel):
    """The newest first."""

    exports: list[Export]
    cursor: str | None


class PackDifference(BaseModel):
    """What is not as the manifest says: a file, readings or hours of a month, a factor, a total.

    `archived`: readings of a month were not compared, they lie in a file (`month file sha256`).
    """

    what: What
    name: str


class PackCheck(BaseModel):
    """The check of a pack against the platform as it is now; empty: all as it was."""

    differences: list[PackDifference]


def export(row: ExportRow) -> Export:
    """A file."""
    return Export(
        id=row.id, kind=KIND.validate_python(row.kind), enterprise=row.enterprise, arguments=row.arguments,
        state=STATE.validate_python(row.state),
        progress=row.progress, error=row.error, name=row.name, size=row.size,
        sha256=None if row.sha256 is None else row.sha256.hex(),
        items_sha256=None if row.manifest is None else row.manifest.get("items_sha256"),
        author=row.author, created_at=row.created_at, finished_at=row.finished_at,
    )  # fmt: skip


def check(found: list[Difference]) -> PackCheck:
    """The answer of a check."""
    return PackCheck(differences=[PackDifference(what=d.what, name=d.name) for d in found])
