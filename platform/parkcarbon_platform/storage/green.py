"""Green electricity: what was bought, and how much of it was used for which month of which source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from psycopg import sql
from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection

# First key of pg_advisory_xact_lock(int, int); the second is the source.
USE_LOCK = 0x7063677E
_SUPPLY = """SELECT g.id, g.enterprise_id, e.code AS enterprise, g.kind, g.number, g.supplier, g.technology,
    g.amount_wh, g.used_wh, g.generated_from, g.generated_to, g.expires_on, g.doubled, g.evidence_id,
    g.author, g.created_at, g.withdrawn_at, g.withdrawn_by, g.note
  FROM core.green_supply g LEFT JOIN core.enterprise e ON e.id = g.enterprise_id"""
_USE = """SELECT u.id, u.supply_id, u.kind, g.number, u.technology, u.generated_from, u.generated_to,
    u.expires_on, u.source_id, s.code AS source, e.code AS enterprise, u.month, u.amount_wh,
    g.amount_wh AS supply_wh, u.author, u.created_at
  FROM core.green_use u JOIN core.emission_source s ON s.id = u.source_id
  LEFT JOIN core.green_supply g ON g.id = u.supply_id LEFT JOIN core.enterprise e ON e.id = u.enterprise_id"""


@dataclass(frozen=True, slots=True)
class Supply:
    """A contract or certificate [Wh] of local days, both inclusive; enterprise None: the park's.

    `doubled`: the same number stood here already, spelt otherwise, before spellings were compared.
    """

    id: int
    enterprise_id: int | None
    enterprise: str | None
    kind: str
    number: str
    supplier: str
    technology: str
    amount_wh: int
    used_wh: int
    generated_from: date
    generated_to: date
    expires_on: date | None
    doubled: bool
    evidence_id: int
    author: str
    created_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Use:
    """An amount [Wh] used for a local month of a source of purchased electricity, never for another.

    The number and all of the supply, `supply_wh`, are None for an enterprise that uses of the park's supply.
    """

    id: int
    supply_id: int
    kind: str
    number: str | None
    technology: str
    generated_from: date
    generated_to: date
    expires_on: date | None
    source_id: int
    source: str
    enterprise: str | None
    month: date
    amount_wh: int
    supply_wh: int | None
    author: str
    created_at: datetime


def supplies(
    connection: Connection, *, after: tuple[int, int] | None = None, limit: int | None = None
) -> list[Supply]:
    """Every supply that the transaction sees and nobody has withdrawn, the newest generation first.

    `after`: behind the ordinal of a first day (as `date.toordinal`) and a number.
    """
    day, number = after or (None, None)
    cursor = connection.cursor(row_factory=class_row(Supply))
    return cursor.execute(
        f"""{_SUPPLY} WHERE g.withdrawn_at IS NULL AND (%(day)s::bigint IS NULL
          OR (g.generated_from - date '0001-01-01' + 1, g.id) < (%(day)s, %(number)s))
        ORDER BY g.generated_from DESC, g.id DESC LIMIT %(limit)s""",
        {"day": day, "number": number, "limit": limit},
    ).fetchall()


def supply(connection: Connection, supply_id: int) -> Supply | None:
    """A supply that the transaction sees."""
    cursor = connection.cursor(row_factory=class_row(Supply))
    return cursor.execute(f"{_SUPPLY} WHERE g.id = %s", (supply_id,)).fetchone()


def uses(
    connection: Connection, start: date, end: date, *,
    enterprise: str | None = None, supply_id: int | None = None,
) -> list[Use]:  # fmt: skip
    """What is used for the months that begin in [start, end), of an enterprise's sources or of all."""
    cursor = connection.cursor(row_factory=class_row(Use))
    return cursor.execute(
        f"""{_USE} WHERE u.released_at IS NULL AND u.month >= %(start)s AND u.month < %(end)s
          AND (%(enterprise)s::text IS NULL OR e.code = %(enterprise)s)
          AND (%(supply)s::int IS NULL OR u.supply_id = %(supply)s) ORDER BY u.month, u.id""",
        {"start": start, "end": end, "enterprise": enterprise, "supply": supply_id},
    ).fetchall()


def newest_uses(
    connection: Connection, *, supply_id: int | None = None, after: tuple[int, int] | None = None,
    limit: int | None = None,
) -> list[Use]:  # fmt: skip
    """What is used (of a supply), the newest month first.

    `after`: behind the ordinal of a month's first day and a number.
    """
    day, number = after or (None, None)
    cursor = connection.cursor(row_factory=class_row(Use))
    return cursor.execute(
        f"""{_USE} WHERE u.released_at IS NULL AND (%(day)s::bigint IS NULL
          OR (u.month - date '0001-01-01' + 1, u.id) < (%(day)s, %(number)s))
          AND (%(supply)s::int IS NULL OR u.supply_id = %(supply)s)
        ORDER BY u.month DESC, u.id DESC LIMIT %(limit)s""",
        {"day": day, "number": number, "supply": supply_id, "limit": limit},
    ).fetchall()


def uses_of_source(
    connection: Connection, source: str, start: date, end: date, known_at: datetime | None = None
) -> list[Use]:
    """What is used for the months of a source that begin in [start, end), or was at a time."""
    cursor = connection.cursor(row_factory=class_row(Use))
    return cursor.execute(
        f"""{_USE} WHERE s.code = %(source)s AND u.month >= %(start)s AND u.month < %(end)s
          AND (u.released_at IS NULL OR u.released_at > %(at)s)
          AND (%(at)s::timestamptz IS NULL OR u.created_at <= %(at)s) ORDER BY u.month, u.id""",
        {"source": source, "start": start, "end": end, "at": known_at},
    ).fetchall()


def use(connection: Connection, use_id: int) -> Use | None:
    """A use that holds, where the transaction sees it."""
    cursor = connection.cursor(row_factory=class_row(Use))
    return cursor.execute(f"{_USE} WHERE u.id = %s AND u.released_at IS NULL", (use_id,)).fetchone()


def used_of_source(connection: Connection, source_id: int, month: date) -> int:
    """What is used already for a month of a source [Wh]."""
    row = connection.execute(
        """SELECT coalesce(sum(amount_wh), 0)::bigint FROM core.green_use
        WHERE released_at IS NULL AND source_id = %s AND month = %s""",
        (source_id, month),
    ).fetchone()
    return int(row[0]) if row else 0


def purchased(connection: Connection, source_id: int, first: date, until: date) -> int:
    """What a source has bought on the local days [first, until) [Wh], by its current ledger hours."""
    row = connection.execute(
        """SELECT coalesce(sum(quantity), 0)::bigint FROM core.ledger_between(%s, %s) WHERE source_id = %s""",
        (first, until, source_id),
    ).fetchone()
    return int(row[0]) if row else 0


def add(connection: Connection, row: Mapping[str, object]) -> int:
    """Keep a supply; its id. Raises UniqueViolation where the number is there already, in any park."""
    return _insert(connection, "green_supply", row)


def add_use(connection: Connection, row: Mapping[str, object]) -> int:
    """Use an amount; its id. Raises CheckViolation where that is more than is left."""
    return _insert(connection, "green_use", row)


def _insert(connection: Connection, table: str, row: Mapping[str, object]) -> int:
    names = sql.SQL(", ")
    found = connection.execute(
        sql.SQL("INSERT INTO core.{} ({}) VALUES ({}) RETURNING id").format(
            sql.Identifier(table),
            names.join(map(sql.Identifier, row)),
            names.join(sql.Placeholder(column) for column in row),
        ),
        dict(row),
    ).fetchone()
    assert found is not None
    return int(found[0])


def lock_source(connection: Connection, source_id: int) -> None:
    """Be the only one to use something for a source until the transaction ends."""
    connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", (USE_LOCK, source_id))


def release(connection: Connection, use_id: int, *, by: str, note: str) -> bool:
    """The amount can be used again; False where it was released already."""
    cursor = connection.execute(
        """UPDATE core.green_use SET released_at = now(), released_by = %s, note = %s
        WHERE id = %s AND released_at IS NULL""",
        (by, note, use_id),
    )
    return cursor.rowcount > 0


def withdraw(connection: Connection, supply_id: int, *, by: str, note: str) -> None:
    """It no longer counts. Raises CheckViolation where something of it is used."""
    connection.execute(
        "UPDATE core.green_supply SET withdrawn_at = now(), withdrawn_by = %s, note = %s WHERE id = %s",
        (by, note, supply_id),
    )
