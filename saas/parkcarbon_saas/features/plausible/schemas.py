"""Values of sources and their judgement. Numbers that must stay exact are decimal texts."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from parkcarbon_platform.services.connecting import plausibility as service
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.tenancy import CODE

MAX_MS = 8_640_000_000_000_000  # what a browser can hold as a date


class SourceValue(BaseModel):
    """A value as a source shows it now, and the point that it shall become."""

    model_config = ConfigDict(extra="forbid")

    point: Annotated[str, Field(pattern=CODE)]
    value: float | Annotated[str, Field(max_length=200)] | None
    time: int | None = Field(default=None, ge=-MAX_MS, le=MAX_MS, description="ms")
    unit: str | None = Field(default=None, max_length=40, description="the symbol that the source shows")
    quality: int = Field(default=0, ge=0, lt=1 << 32, description="OPC UA StatusCode")


class Values(BaseModel):
    """What is to be judged."""

    model_config = ConfigDict(extra="forbid")

    values: list[SourceValue] = Field(max_length=100)


class Guess(BaseModel):
    """The value is probably in `unit`: × `factor` it is in the point's."""

    unit: str
    factor: str


class Plausible(BaseModel):
    """The judgement; `found` and `limit` are what was compared, in the point's unit (counters: per hour)."""

    ok: bool
    code: service.Code
    message: str
    guess: Guess | None
    found: float | None
    limit: float | None


class Judgements(BaseModel):
    """In the order of what was asked."""

    judgements: list[Plausible]


def value(entry: SourceValue) -> service.Value:
    """The value for the judge."""
    return service.Value(entry.value, entry.time, entry.unit, entry.quality)


def plausible(found: service.Plausible) -> Plausible:
    """The schema of a judgement."""
    guess = (
        None if found.guess is None else Guess(unit=found.guess.unit, factor=decimal_text(found.guess.factor))
    )
    return Plausible(
        ok=found.ok, code=found.code, message=found.message, guess=guess, found=_number(found.found),
        limit=_number(found.limit),
    )  # fmt: skip


def decimal_text(factor: Fraction) -> str:
    """A fraction that has an end as a decimal."""
    return format((Decimal(factor.numerator) / Decimal(factor.denominator)).normalize(), "f")


def _number(found: Fraction | None) -> float | None:
    try:
        return None if found is None else float(found)
    except OverflowError:
        return None
