"""Files that people attach to what they say. Times are ms since the epoch."""

from parkcarbon_platform.services.activity.evidence import EvidenceRow
from parkcarbon_platform.services.localtime import to_ms
from pydantic import BaseModel, Field


class Evidence(BaseModel):
    """A file that is kept; `sha256` is of its bytes."""

    id: int
    name: str
    media_type: str
    size: int = Field(description="bytes")
    sha256: str
    author: str
    created_at: int


def evidence(row: EvidenceRow) -> Evidence:
    """The schema of a file."""
    return Evidence(
        id=row.id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256.hex(),
        author=row.author,
        created_at=to_ms(row.created_at),
    )
