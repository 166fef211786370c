"""Finding meters, enterprises, places, gateways and factors by a few letters.

The pages know their own names.
"""

from typing import Literal

from pydantic import BaseModel, Field

from parkcarbon_platform.storage import search as storage
from parkcarbon_platform.storage.database import Connection

MOST = 6  # of a kind
WORDS = 6


class SearchHit(BaseModel):
    """Something that was found."""

    kind: Literal["point", "enterprise", "node", "edge", "factor"]
    code: str
    name_zh: str
    name_en: str
    enterprise: str | None
    has_place: bool = Field(description="of a point: it is in the tree of places")


class SearchHits(BaseModel):
    """What was found, the enterprises first; of each kind the nearest few."""

    hits: list[SearchHit]


def find(connection: Connection, text: str) -> SearchHits:
    """What has every word of the text in its code or names, of what the caller may see."""
    words = text.split()[:WORDS]
    found = storage.find(connection, words, MOST) if words else []
    return SearchHits(hits=[SearchHit.model_validate(hit._asdict()) for hit in found])
