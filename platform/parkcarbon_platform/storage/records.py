"""Points whose quarter hours come from approved reports, and those reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from psycopg.rows import class_row

from parkcarbon_platform.storage.arrays import literal
from parkcarbon_platform.storage.database import Connection

# What each kind of record point is made of; a stock balance is made of no reports.
KINDS: Mapping[str, tuple[str, ...]] = {"bills": ("bill", "manual"), "output": ("driver",)}


@dataclass(frozen=True, slots=True)
class RecordPointRow:
    """A record point: whose reports (None: the park's own) of what; None of `purpose`, `account`: of all."""

    point_id: int
    code: str
    enterprise_id: int | None
    records: str
    item: str
    purpose: str | None
    account: str | None
    quantity: str
    carrier: str
    unit: str


@dataclass(frozen=True, slots=True)
class Approved:
    """The newest approved version of a report, and who approved it."""

    id: int
    kind: str
    purpose: str
    account: str
    from_day: date
    to_day: date
    quantity: Decimal
    unit: str
    base_quantity: int
    note: str
    author: str
    created_at: datetime
    approved_by: str
    approved_at: datetime
    evidence: list[int]


_POINTS = """SELECT id AS point_id, code, enterprise_id, formula->>'record' AS records,
    formula->>'item' AS item, formula->>'purpose' AS purpose, formula->>'account' AS account,
    quantity, carrier, unit
  FROM core.point WHERE kind = 'virtual' AND formula ? 'record'"""


def of_points(connection: Connection, point_ids: Sequence[int]) -> list[RecordPointRow]:
    """The record points among these."""
    cursor = connection.cursor(row_factory=class_row(RecordPointRow))
    return cursor.execute(f"{_POINTS} AND id = ANY(%s::int[]) ORDER BY id", (literal(point_ids),)).fetchall()


def of_item(connection: Connection, enterprise_id: int | None, item: str) -> list[RecordPointRow]:
    """The record points that an item of an enterprise feeds."""
    cursor = connection.cursor(row_factory=class_row(RecordPointRow))
    return cursor.execute(
        f"""{_POINTS} AND enterprise_id IS NOT DISTINCT FROM %s AND formula->>'item' = %s ORDER BY id""",
        (enterprise_id, item),
    ).fetchall()


def approved(
    connection: Connection, point: RecordPointRow, first: date | None = None, end: date | None = None
) -> list[Approved]:
    """The reports that a point is made of and that touch [first, end), by period; no drafts among them."""
    given: dict[str, Any] = {
        "enterprise": point.enterprise_id, "item": point.item, "kinds": list(KINDS[point.records]),
        "purpose": point.purpose, "account": point.account, "first": first, "end": end,
    }  # fmt: skip
    return (
        connection.cursor(row_factory=class_row(Approved))
        .execute(
            """SELECT n.id, n.kind, n.purpose, n.account, n.from_day, n.to_day, n.quantity, n.unit,
             n.base_quantity, n.note, n.author, n.created_at, n.approved_by, n.approved_at,
             ARRAY(SELECT v.evidence_id FROM core.activity_evidence v WHERE v.record_id = n.id ORDER BY 1)
               AS evidence
           FROM (SELECT DISTINCT ON (r.root_id) r.*, s.author AS approved_by, s.created_at AS approved_at
             FROM core.activity_record r JOIN LATERAL (SELECT * FROM core.activity_step
               WHERE record_id = r.id ORDER BY number DESC LIMIT 1) s ON s.state = 'approved'
             WHERE r.enterprise_id IS NOT DISTINCT FROM %(enterprise)s AND r.kind = ANY(%(kinds)s)
               AND r.item = %(item)s
             ORDER BY r.root_id, r.version DESC) n
           WHERE (%(purpose)s::text IS NULL OR n.purpose = %(purpose)s)
             AND (%(account)s::text IS NULL OR n.account = %(account)s)
             AND (%(first)s::date IS NULL OR n.to_day > %(first)s)
             AND (%(end)s::date IS NULL OR n.from_day < %(end)s)
           ORDER BY n.from_day, n.id""",
            given,
        )
        .fetchall()
    )
