"""Shared meters divided among tenants. Times are ms since the epoch."""

from dataclasses import asdict
from decimal import Decimal
from typing import Literal

from parkcarbon_platform.services.ledger.changes import base_of
from parkcarbon_platform.services.localtime import from_ms, to_ms
from parkcarbon_platform.services.meter_life.allocations import Allocation as AllocationRow
from parkcarbon_platform.services.meter_life.allocations import Divided as DividedDay
from parkcarbon_platform.services.meter_life.allocations import Request
from parkcarbon_platform.services.meter_life.allocations import Share as ShareOf
from pydantic import BaseModel, ConfigDict, Field

from parkcarbon_saas.features.meter_events.schemas import CarbonPreview, Reason
from parkcarbon_saas.tenancy import CODE

Method = Literal["share", "area", "submeter"]


class NewShare(BaseModel):
    """A tenant's part: a weight (a share, or m² of area), or its own meter."""

    model_config = ConfigDict(extra="forbid")

    enterprise: str = Field(pattern=CODE)
    weight: Decimal | None = Field(default=None, gt=0, lt=10**12)
    submeter: str | None = Field(default=None, pattern=CODE)


class NewAllocation(BaseModel):
    """How a shared meter is divided from a time on."""

    model_config = ConfigDict(extra="forbid")

    point: str = Field(pattern=CODE)
    method: Method
    valid_from: int = Field(ge=0, le=4_102_444_800_000, description="start of a quarter hour")
    shares: list[NewShare] = Field(min_length=1, max_length=200)
    reason: str = Reason

    def request(self) -> Request:
        """As the platform takes it."""
        shares = [ShareOf(s.enterprise, s.weight, s.submeter) for s in self.shares]
        return Request(self.point, self.method, from_ms(self.valid_from), shares, self.reason)


class End(BaseModel):
    """When an allocation ends, and why."""

    model_config = ConfigDict(extra="forbid")

    time: int = Field(ge=0, le=4_102_444_800_000, description="start of a quarter hour")
    reason: str = Reason


class Share(BaseModel):
    """A tenant's part; `target` is the tenant's virtual point."""

    enterprise: str | None
    target: str
    weight: str | None
    submeter: str | None


class Allocation(BaseModel):
    """How a shared meter is divided in [valid_from, valid_to)."""

    id: int
    point: str
    unit: str
    method: Method
    valid_from: int
    valid_to: int | None
    shares: list[Share]
    author: str
    reason: str
    created_at: int


class Allocations(BaseModel):
    """Every allocation, by shared meter, the newest first; `cursor` where there are more meters."""

    allocations: list[Allocation]
    cursor: str | None


class Part(BaseModel):
    """What a tenant would have of the shared meter."""

    enterprise: str
    target: str
    amount_base: int
    estimated_base: int


class Divided(BaseModel):
    """The newest day [from, to) of a shared meter as it would be divided; the parts add up to the amount.

    `undivided_intervals` are quarter hours that lack a tenant's own meter: nobody gets a part of them.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    point: str
    start: int = Field(alias="from")
    end: int = Field(alias="to")
    base_unit: str
    amount_base: int
    undivided_intervals: int
    parts: list[Part]
    carbon: list[CarbonPreview]


def divided(found: DividedDay) -> Divided:
    """The schema of a divided day."""
    parts = [
        {"enterprise": p.enterprise, "target": p.target, "amount_base": p.quantity,
         "estimated_base": p.estimated}
        for p in found.parts
    ]  # fmt: skip
    return Divided.model_validate(
        {
            "point": found.point.code, "from": to_ms(found.start), "to": to_ms(found.end),
            "base_unit": base_of(found.point).name, "amount_base": found.quantity,
            "undivided_intervals": found.undivided, "parts": parts,
            "carbon": [asdict(change) for change in found.carbon],
        }
    )  # fmt: skip


def allocation(found: AllocationRow) -> Allocation:
    """The schema of an allocation."""
    row = found.row
    shares = [
        Share(
            enterprise=s.enterprise, target=s.target, submeter=s.submeter,
            weight=None if s.weight is None else f"{s.weight.normalize():f}",
        )
        for s in found.shares
    ]  # fmt: skip
    return Allocation.model_validate(
        {
            "id": row.id, "point": row.point, "unit": row.unit, "method": row.method,
            "valid_from": to_ms(row.valid_from),
            "valid_to": None if row.valid_to is None else to_ms(row.valid_to),
            "shares": shares, "author": row.author, "reason": row.reason,
            "created_at": to_ms(row.created_at),
        }
    )  # fmt: skip
