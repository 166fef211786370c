"""Sums of the ledger: what a park, its enterprises and its sources emitted on a local day."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TypedDict

from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.storage import ledger_sums as storage
from parkcarbon_platform.storage import live, places
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.ledger_sums import SourceTotal


class ParkTotal(TypedDict):
    """The park [mg]: Σ enterprises − transfers inside the park + unallocated."""

    mg_co2: int
    transfers_mg: int
    unallocated_mg: int


class SourceRow(TypedDict):
    """A source; `quantity` in the base unit of its carrier, `enterprise` None for the park's own.

    `mg_gas` is the mass of `gas` that is in no CO2 total: another gas, biogenic CO2, a sink.
    """

    source: str
    enterprise: str | None
    carrier: str
    category: str
    scope: int
    internal_transfer: bool
    quantity: int
    mg_co2: int
    kg_co2: float
    gas: str
    mg_gas: int
    estimated_share: float


class EnterpriseRow(TypedDict):
    """An enterprise's carrier."""

    enterprise: str
    carrier: str
    quantity: int
    kg_co2: float


class Totals(TypedDict):
    """A day's sums; `complete` where every source that meters alone feed covers every second of it.

    `unreported` are sources that reports feed, and no report covers the whole day yet.
    """

    park: ParkTotal
    complete: bool
    unreported: list[str]
    sources: list[SourceRow]
    enterprises: list[EnterpriseRow]


def day_totals(connection: Connection, day: date) -> Totals:
    """The sums of a local day of the park of this transaction."""
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    start, end = localtime.day_bounds(day, park.timezone)
    rows = storage.source_totals(connection, day, day + timedelta(days=1))
    seconds = round((end - start).total_seconds())
    return {
        "park": park_total(rows),
        "complete": bool(rows) and all(row.covered_s == seconds for row in rows if not row.reported),
        "unreported": [row.source for row in rows if row.reported and row.covered_s < seconds],
        "sources": [source_row(row) for row in rows],
        "enterprises": enterprise_rows(rows),
    }


def unequal_sums(connection: Connection) -> int:
    """How many of the sums that are kept by day and month are not what the park's hours add up to: none."""
    return storage.unequal(connection) + places.unequal(connection)


def rebuild_sums(connection: Connection, park_id: int) -> None:
    """Add the park's hours up again."""
    # As settlement writes: quarter hours first, then the ledger. The other way round the two lock each other.
    places.rebuild(connection, park_id)
    storage.rebuild(connection, park_id)


def park_total(rows: Sequence[SourceTotal]) -> ParkTotal:
    """Scope 3 never enters; a transfer is inside the park, so it is not the park's."""
    counted = [row for row in rows if row.scope in (1, 2)]
    enterprises = _sum(row.co2_mg for row in counted if row.enterprise is not None)
    transfers = _sum(row.co2_mg for row in counted if row.internal_transfer)
    unallocated = _sum(row.co2_mg for row in counted if row.enterprise is None)
    return {
        "mg_co2": enterprises - transfers + unallocated,
        "transfers_mg": transfers,
        "unallocated_mg": unallocated,
    }


def source_row(row: SourceTotal) -> SourceRow:
    """A source for people and programs."""
    return {
        "source": row.source,
        "enterprise": row.enterprise,
        "carrier": row.carrier,
        "category": row.category,
        "scope": row.scope,
        "internal_transfer": row.internal_transfer,
        "quantity": row.quantity,
        "mg_co2": row.co2_mg,
        "kg_co2": row.co2_mg / 1e6,
        "gas": row.gas,
        "mg_gas": row.gas_mg,
        "estimated_share": round(row.estimated / abs(row.quantity), 6) if row.quantity else 0.0,
    }


def enterprise_rows(rows: Iterable[SourceTotal]) -> list[EnterpriseRow]:
    """Sums by enterprise and carrier; the park's own sources are not an enterprise's."""
    groups: dict[tuple[str, str], list[SourceTotal]] = {}
    for row in rows:
        if row.enterprise is not None:
            groups.setdefault((row.enterprise, row.carrier), []).append(row)
    return [
        {
            "enterprise": enterprise,
            "carrier": carrier,
            "quantity": _sum(row.quantity for row in group),
            "kg_co2": _sum(row.co2_mg for row in group) / 1e6,
        }
        for (enterprise, carrier), group in sorted(groups.items())
    ]


def _sum(values: Iterable[int]) -> int:
    return sum(values)
