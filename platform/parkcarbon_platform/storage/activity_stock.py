"""Fuel in stock: what was weighed, found and analysed; what was cancelled is left out unless asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from psycopg.rows import class_row

from parkcarbon_platform.calculation.activity.stock import Movement, Take
from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A load over the weighbridge, or a stock take [g]."""

    id: int
    enterprise_id: int | None
    item: str
    kind: str
    time: datetime
    until: datetime | None
    vehicle: str
    ticket: str
    gross_g: int | None
    tare_g: int | None
    mass_g: int
    note: str
    evidence_id: int | None
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class LotRow:
    """A laboratory's lot: mass [g] as received, moistures [%], ncv [GJ/t], carbon [%]."""

    id: int
    enterprise_id: int | None
    item: str
    code: str
    from_day: date
    to_day: date
    mass_g: int
    basis: str
    moisture_ar: Decimal | None
    moisture_ad: Decimal | None
    ncv: Decimal | None
    carbon: Decimal | None
    note: str
    evidence_id: int | None
    author: str
    created_at: datetime


# What was not cancelled, of one fuel of one owner.
_ENTRIES = """SELECT id, enterprise_id, item, kind, time, until, vehicle, ticket, gross_g, tare_g, mass_g,
    note, evidence_id, author, created_at FROM core.fuel_entry f
  WHERE enterprise_id IS NOT DISTINCT FROM %(owner)s AND item = %(item)s AND kind <> 'cancel'
    AND NOT EXISTS (SELECT FROM core.fuel_entry c WHERE c.cancels = f.id)"""
_LOTS = """SELECT id, enterprise_id, item, code, from_day, to_day, mass_g, basis, moisture_ar, moisture_ad,
    ncv, carbon, note, evidence_id, author, created_at FROM core.fuel_lot l
  WHERE enterprise_id IS NOT DISTINCT FROM %(owner)s AND item = %(item)s AND cancels IS NULL
    AND NOT EXISTS (SELECT FROM core.fuel_lot c WHERE c.cancels = l.id)"""


def entries(connection: Connection, enterprise_id: int | None, item: str) -> list[EntryRow]:
    """The entries of a fuel that count, by time."""
    with connection.cursor(row_factory=class_row(EntryRow)) as cursor:
        return cursor.execute(
            f"{_ENTRIES} ORDER BY time, id", {"owner": enterprise_id, "item": item}
        ).fetchall()


def newest_entries(
    connection: Connection, enterprise_id: int | None, item: str, *, before: tuple[int, int] | None,
    limit: int | None,
) -> list[EntryRow]:  # fmt: skip
    """So many entries of a fuel that count, the newest first; those older than (time [ms], id)."""
    time, number = before or (None, None)
    with connection.cursor(row_factory=class_row(EntryRow)) as cursor:
        return cursor.execute(
            f"""{_ENTRIES} AND (%(time)s::bigint IS NULL
                OR (round(extract(epoch FROM time) * 1000), id) < (%(time)s, %(number)s))
            ORDER BY time DESC, id DESC LIMIT %(limit)s""",
            {"owner": enterprise_id, "item": item, "time": time, "number": number, "limit": limit},
        ).fetchall()


def taken(connection: Connection) -> set[tuple[int | None, str]]:
    """(enterprise, fuel) of which a stock was ever taken."""
    sql = "SELECT DISTINCT enterprise_id, item FROM core.fuel_entry WHERE kind = 'take'"
    return {(enterprise_id, item) for enterprise_id, item in connection.execute(sql)}


def moves(entries: Sequence[EntryRow]) -> tuple[list[Take], list[Movement]]:
    """Entries as the balance takes them."""
    takes = [Take(e.id, e.time, e.until or e.time, e.mass_g) for e in entries if e.kind == "take"]
    loads = [e for e in entries if e.kind != "take"]
    return takes, [Movement(e.id, e.time, e.mass_g if e.kind == "purchase" else -e.mass_g) for e in loads]


def entry(connection: Connection, entry_id: int) -> EntryRow | None:
    """An entry that the transaction sees, and that still counts."""
    with connection.cursor(row_factory=class_row(EntryRow)) as cursor:
        return cursor.execute(
            """SELECT id, enterprise_id, item, kind, time, until, vehicle, ticket, gross_g, tare_g, mass_g,
              note,
              evidence_id, author, created_at FROM core.fuel_entry f WHERE id = %s AND kind <> 'cancel'
              AND NOT EXISTS (SELECT FROM core.fuel_entry c WHERE c.cancels = f.id)""",
            (entry_id,),
        ).fetchone()


def insert_entry(connection: Connection, values: Mapping[str, Any]) -> int:
    """Store an entry; its id."""
    row = connection.execute(
        """INSERT INTO core.fuel_entry (park_id, enterprise_id, item, kind, time, until, vehicle, ticket,
          gross_g,
          tare_g, mass_g, note, evidence_id, cancels, author)
        VALUES (%(park_id)s, %(enterprise_id)s, %(item)s, %(kind)s, %(time)s, %(until)s, %(vehicle)s,
        %(ticket)s,
          %(gross_g)s, %(tare_g)s, %(mass_g)s, %(note)s, %(evidence_id)s, %(cancels)s, %(author)s)
          RETURNING id""",
        values,
    ).fetchone()
    assert row is not None
    return int(row[0])


def lots(connection: Connection, enterprise_id: int | None, item: str) -> list[LotRow]:
    """The lots of a fuel that count, by time."""
    with connection.cursor(row_factory=class_row(LotRow)) as cursor:
        return cursor.execute(
            f"{_LOTS} ORDER BY from_day, id", {"owner": enterprise_id, "item": item}
        ).fetchall()


def newest_lots(
    connection: Connection, enterprise_id: int | None, item: str, *, before: tuple[int, int] | None,
    limit: int | None,
) -> list[LotRow]:  # fmt: skip
    """So many lots of a fuel that count, the newest first; those older than (day's ordinal, id)."""
    day, number = before or (None, None)
    with connection.cursor(row_factory=class_row(LotRow)) as cursor:
        return cursor.execute(
            f"""{_LOTS} AND (%(day)s::bigint IS NULL
                OR (from_day - date '0001-01-01' + 1, id) < (%(day)s, %(number)s))
            ORDER BY from_day DESC, id DESC LIMIT %(limit)s""",
            {"owner": enterprise_id, "item": item, "day": day, "number": number, "limit": limit},
        ).fetchall()


def lot(connection: Connection, lot_id: int) -> LotRow | None:
    """A lot that the transaction sees, and that still counts."""
    with connection.cursor(row_factory=class_row(LotRow)) as cursor:
        return cursor.execute(
            """SELECT id, enterprise_id, item, code, from_day, to_day, mass_g, basis, moisture_ar,
              moisture_ad, ncv,
              carbon, note, evidence_id, author, created_at FROM core.fuel_lot l WHERE id = %s AND cancels
              IS NULL
              AND NOT EXISTS (SELECT FROM core.fuel_lot c WHERE c.cancels = l.id)""",
            (lot_id,),
        ).fetchone()


def insert_lot(connection: Connection, values: Mapping[str, Any]) -> int:
    """Store a lot; its id."""
    row = connection.execute(
        """INSERT INTO core.fuel_lot (park_id, enterprise_id, item, code, from_day, to_day, mass_g, basis,
          moisture_ar, moisture_ad, ncv, carbon, note, evidence_id, cancels, author)
        VALUES (%(park_id)s, %(enterprise_id)s, %(item)s, %(code)s, %(from_day)s, %(to_day)s, %(mass_g)s,
        %(basis)s,
          %(moisture_ar)s, %(moisture_ad)s, %(ncv)s, %(carbon)s, %(note)s, %(evidence_id)s, %(cancels)s,
          %(author)s)
        RETURNING id""",
        values,
    ).fetchone()
    assert row is not None
    return int(row[0])
