"""Green electricity that was bought, and what it was used for. Amounts are Wh, days ISO, times ms."""

from datetime import date
from typing import Literal

from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.services.sources import green
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.tenancy import CODE

Kind = Literal["direct_supply", "green_power", "certificate"]
Technology = Literal["wind", "solar", "hydro", "biomass", "nuclear", "other"]
Wh = Field(gt=0, le=10**15)
Note = Field(min_length=1, max_length=1000, description="why, for those who look later")


class NewGreenSupply(BaseModel):
    """A contract or certificate; without enterprise the park's."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    number: str = Field(min_length=1, max_length=100, description="of the contract or certificate")
    supplier: str = Field(min_length=1, max_length=200)
    technology: Technology
    amount_wh: int = Wh
    generated_from: date
    generated_to: date
    expires_on: date | None = None
    enterprise: str | None = Field(default=None, pattern=CODE)
    evidence: int = Field(ge=1, le=2**63 - 1)

    def supply(self) -> green.NewSupply:
        """As the service takes it."""
        given = self.model_dump(exclude={"evidence"})
        return green.NewSupply(**given, evidence_id=self.evidence)


class GreenSupply(BaseModel):
    """A supply, and how much of it is used."""

    id: int
    enterprise: str | None
    kind: Kind
    number: str
    supplier: str
    technology: Technology
    amount_wh: int
    used_wh: int
    generated_from: date
    generated_to: date
    expires_on: date | None
    evidence: int
    author: str
    created_at: int


class NewGreenUse(BaseModel):
    """An amount for a local month of a source of purchased electricity; the month by its first day."""

    model_config = ConfigDict(extra="forbid")

    source: str = Field(pattern=CODE)
    month: date
    amount_wh: int = Wh


class GreenUse(BaseModel):
    """A use; the number is null for an enterprise that uses of the park's supply."""

    id: int
    supply: int
    kind: Kind
    number: str | None
    technology: Technology
    generated_from: date
    generated_to: date
    expires_on: date | None
    source: str
    enterprise: str | None
    month: date
    amount_wh: int
    author: str
    created_at: int


class GreenFinding(BaseModel):
    """What somebody should look at: a supply that expires with something left, a number that stands twice."""

    code: Literal["green_expired", "green_expires", "green_doubled"]
    supply: int
    number: str
    amount_wh: int
    expires_on: date | None


class GreenSupplies(BaseModel):
    """Every supply that one sees, the newest generation first, and what of all somebody should look at."""

    supplies: list[GreenSupply]
    findings: list[GreenFinding]
    cursor: str | None = Field(description="of the next page; null: there is none")


class GreenUses(BaseModel):
    """What is used of the supplies, the newest month first."""

    uses: list[GreenUse]
    cursor: str | None = Field(description="of the next page; null: there is none")


class GreenNote(BaseModel):
    """Why a use is released or a supply withdrawn."""

    model_config = ConfigDict(extra="forbid")

    note: str = Note


def supply(row: green.Supply) -> GreenSupply:
    """A supply."""
    return GreenSupply.model_validate({
        **{name: getattr(row, name) for name in GreenSupply.model_fields if hasattr(row, name)},
        "evidence": row.evidence_id, "created_at": to_ms(row.created_at),
    })  # fmt: skip


def use(row: green.Use) -> GreenUse:
    """A use."""
    return GreenUse.model_validate({
        **{name: getattr(row, name) for name in GreenUse.model_fields if hasattr(row, name)},
        "supply": row.supply_id, "created_at": to_ms(row.created_at),
    })  # fmt: skip


def finding(row: green.Finding) -> GreenFinding:
    """A finding."""
    return GreenFinding.model_validate({
        "code": row.code, "supply": row.supply_id, "number": row.number, "amount_wh": row.amount_wh,
        "expires_on": row.expires_on,
    })  # fmt: skip
