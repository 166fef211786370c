"""Green electricity that was bought: kept with its evidence, used for months of sources, never twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from psycopg.errors import CheckViolation, UniqueViolation

from parkcarbon_platform.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.sources import editing
from parkcarbon_platform.services.sources.definitions import owner_of
from parkcarbon_platform.storage import evidence as files
from parkcarbon_platform.storage import green as storage
from parkcarbon_platform.storage import live
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.emission_sources import Row
from parkcarbon_platform.storage.green import Supply, Use

__all__ = [
    "Finding", "GreenError", "NewSupply", "Supply", "Use", "add", "findings", "release", "supplies", "use",
    "uses", "withdraw",
]  # fmt: skip

KINDS = ("direct_supply", "green_power", "certificate")
TECHNOLOGIES = ("wind", "solar", "hydro", "biomass", "nuclear", "other")
# Years that any time zone can be computed in.
FIRST_YEAR, LAST_YEAR = 1970, 2200
T = TypeVar("T")


class GreenError(InvalidError):
    """A supply or a use of it cannot be kept; `field` is what is wrong."""

    code = "green_supply"
    remedy = "Correct the field that is named."


@dataclass(frozen=True, slots=True)
class NewSupply:
    """A contract or certificate as somebody states it."""

    kind: str
    number: str
    supplier: str
    technology: str
    amount_wh: int
    generated_from: date
    generated_to: date
    expires_on: date | None
    enterprise: str | None
    evidence_id: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What somebody should look at: a code, the supply, and how much it is about [Wh]."""

    code: str
    supply_id: int
    number: str
    amount_wh: int
    expires_on: date | None


def supplies(
    connection: Connection, *, after: tuple[int, int] | None = None, limit: int | None = None
) -> list[Supply]:
    """What the transaction sees, the newest generation first."""
    return storage.supplies(connection, after=after, limit=limit)


def uses(
    connection: Connection, *, supply_id: int | None = None, after: tuple[int, int] | None = None,
    limit: int | None = None,
) -> list[Use]:  # fmt: skip
    """What is used, of a supply or of all, the newest month first."""
    return storage.newest_uses(connection, supply_id=supply_id, after=after, limit=limit)


def findings(connection: Connection, now: datetime) -> list[Finding]:
    """Supplies that have expired with something left, or will within 60 days; numbers that stand twice."""
    park = live.park(connection)
    today = date.min if park is None else localtime.local_date(now, park.timezone)
    found = []
    for row in storage.supplies(connection):
        left = row.amount_wh - row.used_wh
        if row.doubled:
            found.append(Finding("green_doubled", row.id, row.number, row.used_wh, row.expires_on))
        if row.expires_on is not None and left and (row.expires_on - today).days < 60:
            code = "green_expired" if row.expires_on < today else "green_expires"
            found.append(Finding(code, row.id, row.number, left, row.expires_on))
    return found


def add(connection: Connection, park_id: int, actor: Actor, wanted: NewSupply) -> Supply:
    """Keep a supply; raises GreenError, ConflictError."""
    owner = owner_of(connection, actor, wanted.enterprise)
    if wanted.generated_to < wanted.generated_from:
        raise GreenError("It is generated to before from.", field="generated_to")
    if wanted.expires_on is not None and wanted.expires_on < wanted.generated_from:
        raise GreenError("It expires before it is generated.", field="expires_on")
    if not any(char.isalnum() for char in wanted.number):
        raise GreenError("A number has letters or digits.", field="number")
    if not files.find(connection, [wanted.evidence_id]):
        raise NotFoundError(f"There is no evidence {wanted.evidence_id}.", evidence=wanted.evidence_id)
    row = {
        "park_id": park_id, "enterprise_id": owner, "kind": wanted.kind, "number": wanted.number,
        "supplier": wanted.supplier, "technology": wanted.technology, "amount_wh": wanted.amount_wh,
        "generated_from": wanted.generated_from, "generated_to": wanted.generated_to,
        "expires_on": wanted.expires_on, "evidence_id": wanted.evidence_id, "author": actor.name,
    }  # fmt: skip
    made = _kept(connection, lambda: storage.add(connection, row), wanted.number)
    return _supply(connection, made)


def use(
    connection: Connection,
    park_id: int,
    actor: Actor,
    supply_id: int,
    *,
    source: str,
    month: date,
    amount_wh: int,
) -> Use:
    """Use an amount for a local month of a source; raises GreenError, ConflictError where it is not there."""
    supply, row = _supply(connection, supply_id), editing.owned(connection, actor, source)
    if supply.withdrawn_at is not None:
        raise ConflictError(f"{supply.number} is withdrawn.", supply=supply_id)
    # Two uses at once of two supplies would each see what the source has bought as free.
    storage.lock_source(connection, row.id)
    _check_use(connection, supply, row, month, amount_wh)
    values = {
        "park_id": park_id, "enterprise_id": row.enterprise_id, "supply_id": supply_id, "source_id": row.id,
        "month": month, "amount_wh": amount_wh, "author": actor.name,
    }  # fmt: skip
    made = _kept(connection, lambda: storage.add_use(connection, values), supply.number)
    found = storage.use(connection, made)
    assert found is not None
    return found


def release(connection: Connection, actor: Actor, use_id: int, note: str) -> None:
    """An amount was not used after all."""
    found = storage.use(connection, use_id)
    if found is None:
        raise NotFoundError(f"There is no use {use_id}.", use=use_id)
    if actor.enterprise_id is not None and found.number is None:
        raise ForbiddenError("The park's supply is divided by the operator.")
    if not storage.release(connection, use_id, by=actor.name, note=note):
        raise ConflictError("Somebody else released this use just now.", use=use_id)


def withdraw(connection: Connection, actor: Actor, supply_id: int, note: str) -> None:
    """A supply does not count any more; what is used of it must be released first."""
    supply = _supply(connection, supply_id)
    if supply.withdrawn_at is not None:
        raise ConflictError(f"{supply.number} is withdrawn already.", supply=supply_id)
    if supply.used_wh:
        raise ConflictError(
            f"{supply.used_wh} Wh of {supply.number} are used.",
            remedy="Release the uses first.",
            supply=supply_id,
        )
    _kept(
        connection, lambda: storage.withdraw(connection, supply_id, by=actor.name, note=note), supply.number
    )


def _supply(connection: Connection, supply_id: int) -> Supply:
    found = storage.supply(connection, supply_id)
    if found is None:
        raise NotFoundError(f"There is no supply {supply_id}.", supply=supply_id)
    return found


def _check_use(connection: Connection, supply: Supply, row: Row, month: date, amount_wh: int) -> None:
    if row.category != "purchased_electricity":
        raise GreenError(f"{row.code} buys no electricity.", field="source")
    if supply.enterprise_id is not None and supply.enterprise_id != row.enterprise_id:
        raise GreenError(f"{supply.number} is not {row.enterprise or 'the park'}'s.", field="source")
    if month.day != 1 or not FIRST_YEAR <= month.year <= LAST_YEAR:
        raise GreenError("A month is told by its first day.", field="month")
    if supply.kind != "certificate" and not (
        supply.generated_from.replace(day=1) <= month <= supply.generated_to
    ):
        raise GreenError("A contract supplies the months in which it generates.", field="month")
    if supply.kind == "certificate" and month < supply.generated_from.replace(day=1):
        raise GreenError(
            "A certificate is of electricity that was generated before it is used.", field="month"
        )
    if supply.expires_on is not None and month > supply.expires_on:
        raise GreenError(f"{supply.number} has expired on {supply.expires_on}.", field="month")
    bought = _purchased(connection, row.id, month)
    left = bought - storage.used_of_source(connection, row.id, month)
    if amount_wh > left:
        raise ConflictError(
            f"{row.code} has bought {bought} Wh in that month; {max(left, 0)} are without evidence.",
            remedy="Use no more than was bought.", bought=bought, left=max(left, 0),
        )  # fmt: skip


def _purchased(connection: Connection, source_id: int, month: date) -> int:
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return storage.purchased(connection, source_id, month, following)


def _kept(connection: Connection, write: Callable[[], T], number: str) -> T:
    """What the database refuses, in words; the transaction goes on."""
    try:
        with connection.transaction():
            return write()
    except UniqueViolation:
        raise ConflictError(
            f"{number} is registered already.", remedy="A certificate counts once: look for it in the list.",
            number=number,
        ) from None  # fmt: skip
    except CheckViolation:
        raise ConflictError(
            f"{number} has less left than that.",
            remedy="Read how much is left, and use no more.",
            number=number,
        ) from None
