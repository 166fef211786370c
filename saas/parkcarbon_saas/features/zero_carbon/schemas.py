"""The zero-carbon park page; figures are those of the service's models."""

from parkcarbon_platform.services.national.models import (
    ZeroCarbonComparison,
    ZeroCarbonDecided,
    ZeroCarbonEntry,
    ZeroCarbonOutlook,
    ZeroCarbonSettings,
    ZeroCarbonYear,
)
from parkcarbon_platform.services.tables.tables import Outcome
from pydantic import BaseModel, Field

__all__ = [
    "ZeroCarbonComparison",
    "ZeroCarbonDecided",
    "ZeroCarbonEntry",
    "ZeroCarbonOutlook",
    "ZeroCarbonYear",
]


class ZeroCarbonDecision(BaseModel):
    """Settings to be put in force, and why."""

    settings: ZeroCarbonSettings
    note: str = Field(min_length=1, max_length=2000)


class ZeroCarbonRowFault(BaseModel):
    """What is wrong in one place of a file."""

    row: int
    column: str
    value: str
    code: str
    message: str


class ZeroCarbonImported(BaseModel):
    """What an import did, or would do: all rows or none."""

    created: int
    unchanged: int
    errors: list[ZeroCarbonRowFault]


def imported(found: Outcome) -> ZeroCarbonImported:
    """As JSON."""
    return ZeroCarbonImported(
        created=found.created, unchanged=found.unchanged,
        errors=[
            ZeroCarbonRowFault(
                row=error.row, column=error.column, value=error.value, code=error.code, message=error.message
            )
            for error in found.errors
        ],
    )  # fmt: skip
