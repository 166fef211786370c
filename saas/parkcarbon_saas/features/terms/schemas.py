"""What enterprises agree to with their park."""

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.terms import Entrant, TermsRow
from pydantic import BaseModel, ConfigDict, Field


class WantedTerms(BaseModel):
    """What shall hold from now on."""

    model_config = ConfigDict(extra="forbid")

    is_named: bool = Field(description="its name on screens and in rankings that anybody may see")
    shares_intervals: bool = Field(description="operators see readings and quarter hours of its meters")
    shares_production: bool = Field(description="operators see its reported output and other drivers")


class EnterpriseTerms(WantedTerms):
    """What holds for an enterprise, or held; `author` null: nothing was said, the default holds."""

    enterprise: str
    name_zh: str
    name_en: str
    author: str | None
    since: int | None = Field(description="ms")


class TermsEntrant(BaseModel):
    """Who enters an enterprise's data under its own name."""

    name: str
    is_program: bool
    approves: bool


class AgreedTerms(BaseModel):
    """What holds now, what held before, and for an enterprise who enters its data as one of its own."""

    current: list[EnterpriseTerms]
    history: list[EnterpriseTerms]
    entrants: list[TermsEntrant]


def terms(row: TermsRow) -> EnterpriseTerms:
    """The schema of what an enterprise said."""
    return EnterpriseTerms(
        enterprise=row.enterprise, name_zh=row.name_zh, name_en=row.name_en, is_named=row.is_named,
        shares_intervals=row.shares_intervals, shares_production=row.shares_production, author=row.author,
        since=None if row.created_at is None else localtime.to_ms(row.created_at),
    )  # fmt: skip


def entrant(found: Entrant) -> TermsEntrant:
    """The schema of who enters."""
    return TermsEntrant(name=found.name, is_program=found.is_program, approves=found.approves)
