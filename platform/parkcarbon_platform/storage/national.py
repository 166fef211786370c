"""What people decided and entered for the national rules, and reports of past years."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.database import Connection

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A version of settings, with why and by whom."""

    id: int
    body: Json
    note: str
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A part of a whole in a year, both in `unit`; both None where somebody took it back."""

    id: int
    year: int
    code: str
    part: Decimal | None
    whole: Decimal | None
    unit: str
    evidence_id: int | None
    evidence: str | None
    note: str
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PastRow:
    """What an enterprise used of a carrier in local days of a past year, as approved [base unit]."""

    id: int
    enterprise: str | None
    enterprise_id: int | None
    item: str
    from_day: date
    to_day: date
    base_quantity: int
    unit: str
    note: str
    author: str
    evidence: list[int]


def settings(connection: Connection, kind: str) -> list[SettingRow]:
    """Every version, the newest first."""
    cursor = connection.cursor(row_factory=class_row(SettingRow))
    return cursor.execute(
        """SELECT id, body, note, author, created_at FROM core.national_setting WHERE kind = %s
        ORDER BY id DESC""",
        (kind,),
    ).fetchall()


def add_setting(
    connection: Connection, park_id: int, kind: str, body: Json, *, note: str, author: str
) -> int:
    """Write a version; its id."""
    row = connection.execute(
        """INSERT INTO core.national_setting (park_id, kind, body, note, author)
        VALUES (%s, %s, %s, %s, %s) RETURNING id""",
        (park_id, kind, Jsonb(body), note, author),
    ).fetchone()
    assert row is not None
    return int(row[0])


def entries(connection: Connection, first: int, last: int) -> list[EntryRow]:
    """The newest entry of every code of the years, what was taken back included."""
    cursor = connection.cursor(row_factory=class_row(EntryRow))
    return cursor.execute(
        """SELECT DISTINCT ON (n.year, n.code) n.id, n.year, n.code, n.part, n.whole, n.unit, n.evidence_id,
             e.name AS evidence, n.note, n.author, n.created_at
           FROM core.national_entry n LEFT JOIN core.evidence e ON e.id = n.evidence_id
           WHERE n.year BETWEEN %s AND %s ORDER BY n.year, n.code, n.id DESC""",
        (first, last),
    ).fetchall()


def add_entry(
    connection: Connection, park_id: int, *, year: int, code: str, part: Decimal | None,
    whole: Decimal | None, unit: str, evidence_id: int | None, note: str, author: str,
) -> int:  # fmt: skip
    """Write an entry; its id."""
    row = connection.execute(
        """INSERT INTO core.national_entry (park_id, year, code, part, whole, unit, evidence_id, note, author)
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id""",
        (park_id, year, code, part, whole, unit, evidence_id, note, author),
    ).fetchone()
    assert row is not None
    return int(row[0])


def past(connection: Connection, start: date, end: date) -> list[PastRow]:
    """Reports of past years that lie in local days [start, end), the newest approved version of each."""
    cursor = connection.cursor(row_factory=class_row(PastRow))
    return cursor.execute(
        """SELECT DISTINCT ON (r.root_id) r.id, e.code AS enterprise, r.enterprise_id, r.item, r.from_day,
             r.to_day, r.base_quantity, r.unit, r.note, r.author,
             ARRAY(SELECT v.evidence_id FROM core.activity_evidence v WHERE v.record_id = r.id ORDER BY 1)
               AS evidence
           FROM core.activity_record r LEFT JOIN core.enterprise e ON e.id = r.enterprise_id
           JOIN LATERAL (SELECT state FROM core.activity_step WHERE record_id = r.id
             ORDER BY number DESC LIMIT 1) s ON s.state = 'approved'
           WHERE r.kind = 'history' AND r.from_day >= %s AND r.to_day <= %s
           ORDER BY r.root_id, r.version DESC""",
        (start, end),
    ).fetchall()


def covered(
    connection: Connection, source_ids: list[int], start: datetime, end: datetime
) -> dict[int, tuple[int, int]]:
    """By source of [start, end): (seconds that its hours cover, base units of activity)."""
    rows = connection.execute(
        """SELECT source_id, sum(covered_s)::bigint, sum(quantity)::bigint FROM core.ledger_entry
           WHERE superseded_at IS NULL AND hour >= %s AND hour < %s AND source_id = ANY(%s) GROUP BY 1""",
        (start, end, source_ids),
    )
    return {source: (seconds, quantity) for source, seconds, quantity in rows}
