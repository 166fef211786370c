"""Norms in their versions, and what-ifs that are kept."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.budgets import Kind
from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class NormRow:
    """A version of a norm; values in `unit`."""

    id: int
    code: str
    name_zh: str
    name_en: str
    kind: Kind
    item: str
    unit: str
    limit_value: Decimal
    advanced_value: Decimal | None
    citation: str
    valid_from: date
    valid_to: date | None
    ended: bool
    note: str
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class WhatIfRow:
    """A what-if that is kept."""

    id: int
    name: str
    body: dict[str, Any]
    author: str
    created_at: datetime


_COLUMNS = """id, code, name_zh, name_en, kind, item, unit, limit_value, advanced_value, citation,
  valid_from, valid_to, ended, note, author, created_at FROM core.intensity_norm"""


def current(connection: Connection) -> list[NormRow]:
    """The newest version of every norm that has not ended."""
    return (
        connection.cursor(row_factory=class_row(NormRow))
        .execute(
            f"""SELECT * FROM (SELECT DISTINCT ON (code) {_COLUMNS} ORDER BY code, id DESC) newest
                WHERE NOT ended ORDER BY code"""  # noqa: S608  # a constant
        )
        .fetchall()
    )


def codes(connection: Connection) -> set[str]:
    """The codes of all norms that there ever were."""
    return {code for (code,) in connection.execute("SELECT DISTINCT code FROM core.intensity_norm")}


def history(connection: Connection, code: str) -> list[NormRow]:
    """All versions of a norm, the newest first."""
    cursor = connection.cursor(row_factory=class_row(NormRow))
    return cursor.execute(
        f"SELECT {_COLUMNS} WHERE code = %s ORDER BY id DESC LIMIT 100",  # a constant
        (code,),
    ).fetchall()


def add(connection: Connection, park_id: int, values: dict[str, object], *, author: str) -> None:
    """Write a version; `values` by column."""
    names = (
        "code", "name_zh", "name_en", "kind", "item", "unit", "limit_value", "advanced_value",
        "citation", "valid_from", "valid_to", "ended", "note",
    )  # fmt: skip
    connection.execute(
        f"""INSERT INTO core.intensity_norm (park_id, author, {", ".join(names)})
            VALUES (%(park_id)s, %(author)s, {", ".join(f"%({n})s" for n in names)})""",  # noqa: S608  # constants
        {**values, "park_id": park_id, "author": author},
    )


def what_ifs(
    connection: Connection, *, after: int | None = None, limit: int | None = None
) -> list[WhatIfRow]:
    """What is kept, the newest first; `after` is the number of the last one seen before."""
    cursor = connection.cursor(row_factory=class_row(WhatIfRow))
    return cursor.execute(
        """SELECT id, name, body, author, created_at FROM core.what_if
           WHERE NOT ended AND (%(after)s::bigint IS NULL OR id < %(after)s)
           ORDER BY id DESC LIMIT %(limit)s""",
        {"after": after, "limit": limit},
    ).fetchall()


def keep_what_if(
    connection: Connection, park_id: int, name: str, body: dict[str, Any], *, author: str
) -> int:
    """Keep one; its id."""
    row = connection.execute(
        "INSERT INTO core.what_if (park_id, name, body, author) VALUES (%s, %s, %s, %s) RETURNING id",
        (park_id, name, Jsonb(body), author),
    ).fetchone()
    assert row is not None
    return int(row[0])


def end_what_if(connection: Connection, what_if_id: int) -> bool:
    """Take it off the list; False where there is none."""
    return bool(
        connection.execute(
            "UPDATE core.what_if SET ended = true WHERE id = %s AND NOT ended", (what_if_id,)
        ).rowcount
    )
