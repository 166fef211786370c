"""Fuel in stock: loads over the weighbridge, stock takes, laboratory lots, and the balance that they make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal, cast

from parkcarbon_platform.calculation.activity import lots as laboratory
from parkcarbon_platform.calculation.activity import stock
from parkcarbon_platform.calculation.activity.items import ItemUnitError
from parkcarbon_platform.calculation.activity.lots import Basis, Lot, Mean
from parkcarbon_platform.calculation.activity.stock import Balance, StockFinding
from parkcarbon_platform.errors import InvalidError, NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.activity import activity, activity_items, evidence, record_feed
from parkcarbon_platform.services.activity.activity import Actor
from parkcarbon_platform.services.activity.activity_items import Item
from parkcarbon_platform.storage import activity as records
from parkcarbon_platform.storage import activity_stock as storage
from parkcarbon_platform.storage.activity_stock import EntryRow, LotRow
from parkcarbon_platform.storage.database import Connection

__all__ = [
    "Analysis", "Entry", "EntryRow", "LotRow", "Mean", "Stock", "add_entry", "add_lot", "entries", "load",
    "lots",
]  # fmt: skip

EntryKind = Literal["purchase", "sale", "take"]
GRAMS_PER_TONNE = 10**6
LOT_VALUES = (
    "enterprise_id", "item", "code", "from_day", "to_day", "mass_g", "basis", "moisture_ar", "moisture_ad",
    "ncv", "carbon",
)  # fmt: skip


class WeighingError(InvalidError):
    """The weights of a load do not fit together."""

    code = "weighing"
    remedy = "Net is gross minus tare, all in tonnes, with at most six digits after the point."


@dataclass(frozen=True, slots=True)
class Entry:
    """A load or a stock take as somebody enters it; weights [t]."""

    item: str
    kind: EntryKind
    time: datetime
    net: Decimal | None = None
    gross: Decimal | None = None
    tare: Decimal | None = None
    until: datetime | None = None
    enterprise: str | None = None
    vehicle: str = ""
    ticket: str = ""
    note: str = ""
    evidence: int | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """A laboratory lot as somebody enters it: mass [t], moistures [%], ncv [GJ/t], carbon [%]."""

    item: str
    code: str
    from_day: date
    to_day: date
    mass: Decimal
    basis: Basis
    moisture_ar: Decimal | None = None
    moisture_ad: Decimal | None = None
    ncv: Decimal | None = None
    carbon: Decimal | None = None
    enterprise: str | None = None
    note: str = ""
    evidence: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A period between stock takes, and the mean of the lots that stand for its days."""

    balance: Balance
    mean: Mean | None


@dataclass(frozen=True, slots=True)
class Stock:
    """What a fuel of an enterprise came to between stock takes, and what cannot be right."""

    item: Item
    periods: list[Period]
    findings: list[StockFinding]


def load(connection: Connection, actor: Actor, enterprise: str | None, item: str, timezone: str) -> Stock:
    """The stock of a fuel: the balance between takes, and what cannot be right."""
    known = _fuel(connection, item)
    owner = activity.enterprise_of(connection, actor, enterprise)
    analysed = storage.lots(connection, owner, item)
    balances, findings = stock.balances(*storage.moves(storage.entries(connection, owner, item)))
    return Stock(known, [Period(b, _mean(analysed, b, timezone)) for b in balances], findings)


def entries(
    connection: Connection, actor: Actor, enterprise: str | None, item: str, *,
    before: tuple[int, int] | None = None, limit: int | None = None,
) -> list[EntryRow]:  # fmt: skip
    """Loads and stock takes of a fuel that count, the newest first; those older than (time [ms], id)."""
    _fuel(connection, item)
    owner = activity.enterprise_of(connection, actor, enterprise)
    return storage.newest_entries(connection, owner, item, before=before, limit=limit)


def lots(
    connection: Connection, actor: Actor, enterprise: str | None, item: str, *,
    before: tuple[int, int] | None = None, limit: int | None = None,
) -> list[LotRow]:  # fmt: skip
    """A laboratory's lots of a fuel that count, the newest first; those older than (day's ordinal, id)."""
    _fuel(connection, item)
    owner = activity.enterprise_of(connection, actor, enterprise)
    return storage.newest_lots(connection, owner, item, before=before, limit=limit)


def _mean(analysed: Sequence[LotRow], balance: Balance, timezone: str) -> Mean | None:
    start = localtime.local_date(balance.start, timezone)
    end = localtime.local_date(balance.end, timezone)
    inside = [lot for lot in analysed if start <= lot.from_day and lot.to_day <= end + timedelta(days=1)]
    return laboratory.mean([_lot(lot) for lot in inside]) if inside else None


def _lot(row: LotRow | Analysis) -> Lot:
    mass = row.mass_g if isinstance(row, LotRow) else grams(row.mass)
    values = (row.moisture_ar, row.moisture_ad, row.ncv, row.carbon)
    exact = [None if value is None else Fraction(value) for value in values]
    return Lot(mass, cast("Basis", row.basis), *exact)


def grams(tonnes: Decimal) -> int:
    """Tonnes as whole grams."""
    mass = tonnes * GRAMS_PER_TONNE
    if mass != int(mass) or not 0 <= mass < 1 << 62:
        raise WeighingError(f"{tonnes} t is no whole number of grams.", tonnes=str(tonnes))
    return int(mass)


def add_entry(connection: Connection, actor: Actor, entry: Entry, *, now: datetime) -> EntryRow:
    """Store a load or a stock take."""
    _fuel(connection, entry.item)
    owner = activity.enterprise_of(connection, actor, entry.enterprise)
    if (entry.until or entry.time) > now + timedelta(minutes=10):
        raise WeighingError("The time is ahead.", remedy="Give the time of the weighing.")
    if entry.until is not None and entry.until < entry.time:
        raise WeighingError("A stock take ends before it begins.", remedy="Exchange the times.")
    _check_evidence(connection, entry.evidence)
    values = {
        "park_id": actor.park_id, "enterprise_id": owner, "item": entry.item, "kind": entry.kind,
        "time": entry.time, "until": entry.until, "vehicle": entry.vehicle, "ticket": entry.ticket,
        **_weights(entry), "note": entry.note, "evidence_id": entry.evidence, "cancels": None,
        "author": actor.login,
    }  # fmt: skip
    with record_feed.balance(connection, actor.park_id, owner, entry.item):
        entry_id = storage.insert_entry(connection, values)
    return _entry(connection, entry_id)


def _weights(entry: Entry) -> dict[str, int | None]:
    if (entry.gross is None) != (entry.tare is None):
        raise WeighingError("Gross and tare belong together.")
    if entry.gross is None or entry.tare is None:
        if entry.net is None:
            raise WeighingError("There is no weight.")
        return {"gross_g": None, "tare_g": None, "mass_g": grams(entry.net)}
    gross, tare = grams(entry.gross), grams(entry.tare)
    if gross < tare or (entry.net is not None and grams(entry.net) != gross - tare):
        raise WeighingError(f"{entry.gross} t − {entry.tare} t is not {entry.net} t.")
    return {"gross_g": gross, "tare_g": tare, "mass_g": gross - tare}


def cancel_entry(connection: Connection, actor: Actor, entry_id: int, note: str) -> None:
    """Cancel an entry by another; both are kept."""
    records.lock(connection, actor.park_id)
    row = _entry(connection, entry_id)
    values = {
        "park_id": actor.park_id, "enterprise_id": row.enterprise_id, "item": row.item, "kind": "cancel",
        "time": row.time, "until": None, "vehicle": "", "ticket": "", "gross_g": None, "tare_g": None,
        "mass_g": 0, "note": note, "evidence_id": None, "cancels": row.id, "author": actor.login,
    }  # fmt: skip
    with record_feed.balance(connection, actor.park_id, row.enterprise_id, row.item):
        storage.insert_entry(connection, values)


def add_lot(connection: Connection, actor: Actor, found: Analysis) -> LotRow:
    """Store what a laboratory found; refused where its basis lacks the moisture to convert it."""
    _fuel(connection, found.item)
    owner = activity.enterprise_of(connection, actor, found.enterprise)
    if found.from_day >= found.to_day:
        raise InvalidError("The lot stands for no day.", remedy="Choose a first day before the last.")
    if found.ncv is None and found.carbon is None:
        raise InvalidError("The lot has neither NCV nor carbon.", remedy="Give what the laboratory found.")
    laboratory.mean([_lot(found)])
    _check_evidence(connection, found.evidence)
    values = {
        "park_id": actor.park_id, "enterprise_id": owner, "item": found.item, "code": found.code,
        "from_day": found.from_day, "to_day": found.to_day, "mass_g": grams(found.mass), "basis": found.basis,
        "moisture_ar": found.moisture_ar, "moisture_ad": found.moisture_ad, "ncv": found.ncv,
        "carbon": found.carbon, "note": found.note, "evidence_id": found.evidence, "cancels": None,
        "author": actor.login,
    }  # fmt: skip
    row = storage.lot(connection, storage.insert_lot(connection, values))
    assert row is not None
    return row


def cancel_lot(connection: Connection, actor: Actor, lot_id: int, note: str) -> None:
    """Cancel a lot by another row; both are kept."""
    records.lock(connection, actor.park_id)
    row = storage.lot(connection, lot_id)
    if row is None:
        raise NotFoundError(f"There is no lot {lot_id}, or it was cancelled.", lot=lot_id)
    values = {name: getattr(row, name) for name in LOT_VALUES}
    mine = {
        "park_id": actor.park_id,
        "note": note,
        "evidence_id": None,
        "cancels": row.id,
        "author": actor.login,
    }
    storage.insert_lot(connection, {**values, **mine})


def _entry(connection: Connection, entry_id: int) -> EntryRow:
    row = storage.entry(connection, entry_id)
    if row is None:
        raise NotFoundError(f"There is no entry {entry_id}, or it was cancelled.", entry=entry_id)
    return row


def _fuel(connection: Connection, code: str) -> Item:
    item = activity_items.find(activity_items.catalogue(connection), code)
    if item.group != "carrier" or "t" not in item.units:
        raise ItemUnitError(
            f"{code} is not weighed.", remedy="A stock balance is of fuels in tonnes.", item=code
        )
    return item


def _check_evidence(connection: Connection, evidence_id: int | None) -> None:
    if evidence_id is not None:
        evidence.check(connection, [evidence_id])
