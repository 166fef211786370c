"""Locked periods, and the differences that wait for a decision. Times are ms since the epoch."""

from typing import Literal, TypedDict

from parkcarbon_platform.services.ledger.locks import Difference as DifferenceRow
from parkcarbon_platform.services.ledger.locks import OpenDifferences, PeriodLock
from parkcarbon_platform.services.localtime import to_ms
from pydantic import BaseModel, ConfigDict, Field, model_validator

from parkcarbon_saas.tenancy import CODE

State = Literal["open", "accepted", "dismissed"]
Text = Field(min_length=1, max_length=1000, description="why, for those who look later")
Ms = Field(ge=0, le=4_102_444_800_000)


class NewLock(BaseModel):
    """A period [from, to) whose ledger hours shall not change; without enterprise the whole park's."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    start: int = Field(alias="from", ge=0, le=4_102_444_800_000)
    end: int = Field(alias="to", ge=0, le=4_102_444_800_000)
    enterprise: str | None = Field(default=None, pattern=CODE)
    reason: str = Text


class Release(BaseModel):
    """Why a lock is released."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Text


class Lock(BaseModel):
    """A lock; `open_differences` wait for a decision."""

    model_config = ConfigDict(serialize_by_alias=True)

    id: int
    start: int = Field(alias="from")
    end: int = Field(alias="to")
    enterprise: str | None
    reason: str
    author: str
    created_at: int
    released_at: int | None
    released_by: str | None
    release_reason: str | None
    open_differences: int


class Locks(BaseModel):
    """Every lock that there was, the newest first."""

    locks: list[Lock]
    cursor: str | None


class Difference(BaseModel):
    """A locked hour as it is and as it would be, in base units and mg; null: without an entry.

    `gas_mg` is the mass of a gas that is in no CO2 total.
    """

    id: int
    source: str
    hour: int
    lock: int
    quantity: int | None
    locked_quantity: int | None
    estimated: int | None
    covered_s: int | None
    co2_mg: int | None
    locked_co2_mg: int | None
    gas_mg: int | None
    locked_gas_mg: int | None
    difference_mg: int
    first_seen: int
    updated_at: int
    causes: list[str]
    state: State
    resolved_at: int | None
    resolved_by: str | None
    note: str | None


class DifferenceSum(BaseModel):
    """The open differences of a source under a lock, added up; `causes` as revised hours say them.

    `co2e_mg`: its gas weighed by the set `gwp`, null where that has no potential of it.
    """

    source: str
    name_zh: str
    name_en: str
    enterprise: str | None
    carrier: str
    base_unit: str
    lock: int
    hours: int
    first_hour: int
    last_hour: int
    quantity: int
    locked_quantity: int
    co2_mg: int
    locked_co2_mg: int
    difference_mg: int
    gas: str
    gwp: str
    co2e_mg: int | None
    locked_co2e_mg: int | None
    first_seen: int
    causes: list[str]
    seen: str = Field(description="names these differences with their figures, for a decision on them")


class Differences(BaseModel):
    """Differences, the newest first, and all open ones added up; `cursor` continues where there are more."""

    differences: list[Difference]
    open: list[DifferenceSum]
    cursor: str | None


class Meant(TypedDict):
    """Which differences."""

    ids: list[int] | None
    lock_id: int | None
    source: str | None
    seen: list[str]


class Decision(BaseModel):
    """What is decided on: differences by id, or all open ones of a lock, or of one of its sources.

    `seen` are the names of the sums that were read: 409 where these are not all that is open any more.
    """

    model_config = ConfigDict(extra="forbid")

    ids: list[int] | None = Field(default=None, min_length=1, max_length=10_000)
    lock: int | None = Field(default=None, ge=1)
    source: str | None = Field(default=None, pattern=CODE)
    seen: list[str] = Field(default=[], max_length=10_000)
    note: str = Text

    @model_validator(mode="after")
    def one_of_both(self) -> "Decision":
        """Exactly one of ids and lock says what is meant; source and what was seen belong to a lock."""
        if (self.ids is None) == (self.lock is None) or (self.source is not None and self.lock is None):
            raise ValueError("give either ids, or lock and perhaps source")
        if (self.lock is None) != (not self.seen):
            raise ValueError("give with a lock what was seen of its differences")
        return self

    def meant(self) -> Meant:
        """As the platform takes it."""
        return {"ids": self.ids, "lock_id": self.lock, "source": self.source, "seen": self.seen}


class Decided(BaseModel):
    """How many hours were decided on."""

    hours: int


def lock(row: PeriodLock) -> Lock:
    """The schema of a lock."""
    return Lock.model_validate(
        {
            "id": row.id, "from": to_ms(row.from_time), "to": to_ms(row.to_time),
            "enterprise": row.enterprise, "reason": row.reason, "author": row.author,
            "created_at": to_ms(row.created_at),
            "released_at": None if row.released_at is None else to_ms(row.released_at),
            "released_by": row.released_by, "release_reason": row.release_reason,
            "open_differences": row.open,
        }
    )  # fmt: skip


def difference(row: DifferenceRow) -> Difference:
    """The schema of a difference."""
    return Difference.model_validate(
        {
            "id": row.id, "source": row.source, "hour": to_ms(row.hour), "lock": row.lock_id,
            "quantity": row.quantity, "locked_quantity": row.locked_quantity, "estimated": row.estimated,
            "covered_s": row.covered_s, "co2_mg": row.co2_mg, "locked_co2_mg": row.locked_co2_mg,
            "gas_mg": row.gas_mg, "locked_gas_mg": row.locked_gas_mg,
            "difference_mg": (row.co2_mg or 0) - (row.locked_co2_mg or 0),
            "first_seen": to_ms(row.first_seen), "updated_at": to_ms(row.updated_at), "causes": row.causes,
            "state": row.state,
            "resolved_at": None if row.resolved_at is None else to_ms(row.resolved_at),
            "resolved_by": row.resolved_by, "note": row.note,
        }
    )  # fmt: skip


def difference_sum(found: OpenDifferences) -> DifferenceSum:
    """The schema of a sum."""
    row = found.row
    return DifferenceSum(
        source=row.source, name_zh=row.name_zh, name_en=row.name_en, enterprise=row.enterprise,
        carrier=row.carrier, base_unit=found.base_unit, lock=row.lock_id, hours=row.hours,
        first_hour=to_ms(row.first_hour), last_hour=to_ms(row.last_hour), quantity=row.quantity,
        locked_quantity=row.locked_quantity, co2_mg=row.co2_mg, locked_co2_mg=row.locked_co2_mg,
        difference_mg=row.difference_mg, gas=found.gas, gwp=found.gwp, co2e_mg=found.co2e_mg,
        locked_co2e_mg=found.locked_co2e_mg, first_seen=to_ms(row.first_seen), causes=row.causes,
        seen=row.seen,
    )  # fmt: skip
