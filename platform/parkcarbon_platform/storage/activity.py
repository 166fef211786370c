"""Reported quantities: versions that are never edited, and the steps of their approval."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from psycopg.rows import class_row

from parkcarbon_platform.storage.arrays import literal
from parkcarbon_platform.storage.database import Connection

# First key of pg_advisory_xact_lock(int, int); the second is the park.
LOCK_CLASS = 0x61637476


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One version of a report with its state; `is_newest`: every newer one was withdrawn."""

    id: int
    root_id: int
    version: int
    enterprise_id: int | None
    enterprise: str | None
    kind: str
    item: str
    purpose: str
    account: str
    point_id: int | None
    point: str | None
    from_day: date
    to_day: date
    quantity: Decimal
    unit: str
    base_quantity: int
    cost: Decimal | None
    currency: str | None
    note: str
    comment: str
    author: str
    created_at: datetime
    state: str
    step: int
    state_by: str
    state_at: datetime
    state_note: str
    is_newest: bool
    evidence: list[int]


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a version."""

    record_id: int
    number: int
    state: str
    author: str
    note: str
    created_at: datetime


_RECORDS = """SELECT r.id, r.root_id, r.version, r.enterprise_id, e.code AS enterprise, r.kind, r.item,
  r.purpose,
    r.account, r.point_id, p.code AS point, r.from_day, r.to_day, r.quantity, r.unit, r.base_quantity, r.cost,
    r.currency, r.note, r.comment, r.author, r.created_at,
    s.state, s.number AS step, s.author AS state_by, s.created_at AS state_at, s.note AS state_note,
    NOT EXISTS (SELECT FROM core.activity_record n WHERE n.root_id = r.root_id AND n.version > r.version
      AND (SELECT state FROM core.activity_step WHERE record_id = n.id ORDER BY number DESC LIMIT 1)
        <> 'withdrawn') AS is_newest,
    ARRAY(SELECT v.evidence_id FROM core.activity_evidence v WHERE v.record_id = r.id ORDER BY 1) AS evidence
  FROM core.activity_record r
  JOIN LATERAL (SELECT * FROM core.activity_step WHERE record_id = r.id ORDER BY number DESC LIMIT 1) s ON
  true
  LEFT JOIN core.enterprise e ON e.id = r.enterprise_id
  LEFT JOIN core.point p ON p.id = r.point_id
  """


def lock(connection: Connection, park_id: int) -> None:
    """One writer of a park's reports at a time: what must not overlap is checked before it is written."""
    connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", (LOCK_CLASS, park_id))


def insert(connection: Connection, values: Mapping[str, Any], *, root_id: int | None, version: int) -> int:
    """Store a version; its id. Without `root_id` it begins a series of versions."""
    row = connection.execute(
        """INSERT INTO core.activity_record (id, root_id, version, park_id, enterprise_id, kind, item,
          purpose,
          account, point_id, from_day, to_day, quantity, unit, base_quantity, cost, currency, note,
          comment, author)
        SELECT n.id, coalesce(%(root)s, n.id), %(version)s, %(park_id)s, %(enterprise_id)s, %(kind)s,
        %(item)s,
          %(purpose)s, %(account)s, %(point_id)s, %(from_day)s, %(to_day)s, %(quantity)s, %(unit)s,
          %(base_quantity)s, %(cost)s, %(currency)s, %(note)s, %(comment)s, %(author)s
        FROM (SELECT nextval(pg_get_serial_sequence('core.activity_record', 'id')) AS id) n RETURNING id""",
        {**values, "root": root_id, "version": version},
    ).fetchone()
    assert row is not None
    return int(row[0])


def insert_evidence(
    connection: Connection, park_id: int, enterprise_id: int | None, record_id: int, evidence: Sequence[int]
) -> None:
    """Attach files to a version."""
    connection.execute(
        """INSERT INTO core.activity_evidence (park_id, enterprise_id, record_id, evidence_id)
        SELECT %s, %s, %s, unnest(%s::bigint[])""",
        (park_id, enterprise_id, record_id, list(evidence)),
    )


def insert_step(
    connection: Connection, park_id: int, enterprise_id: int | None, record_id: int, number: int, *,
    state: str, author: str, note: str = "",
) -> bool:  # fmt: skip
    """The next step of a version; False where somebody else took it first."""
    done = connection.execute(
        """INSERT INTO core.activity_step (park_id, enterprise_id, record_id, number, state, author, note)
        VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (record_id, number) DO NOTHING""",
        (park_id, enterprise_id, record_id, number, state, author, note),
    )
    return done.rowcount == 1


def insert_steps(
    connection: Connection, park_id: int, records: Sequence[RecordRow], *, state: str, author: str, note: str
) -> int:
    """The next step of many versions; of how many, the others somebody else took first."""
    return connection.execute(
        """INSERT INTO core.activity_step (park_id, enterprise_id, record_id, number, state, author, note)
        SELECT %s, r.enterprise_id, r.id, r.number, %s, %s, %s
        FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS r(id, enterprise_id, number)
        ON CONFLICT (record_id, number) DO NOTHING""",
        (
            park_id, state, author, note, [r.id for r in records], [r.enterprise_id for r in records],
            [r.step + 1 for r in records],
        ),
    ).rowcount  # fmt: skip


def find(connection: Connection, record_id: int) -> RecordRow | None:
    """A version that the transaction sees."""
    with connection.cursor(row_factory=class_row(RecordRow)) as cursor:
        return cursor.execute(_RECORDS + "WHERE r.id = %s", (record_id,)).fetchone()


def find_all(connection: Connection, record_ids: Sequence[int]) -> list[RecordRow]:
    """Those of the versions that the transaction sees, in order."""
    with connection.cursor(row_factory=class_row(RecordRow)) as cursor:
        return cursor.execute(_RECORDS + "WHERE r.id = ANY(%s) ORDER BY r.id", (list(record_ids),)).fetchall()


def with_meter(connection: Connection, root_ids: Sequence[int]) -> list[RecordRow]:
    """Every version of those of the reports of which some version names a meter."""
    if not root_ids:
        return []
    with connection.cursor(row_factory=class_row(RecordRow)) as cursor:
        return cursor.execute(
            _RECORDS
            + """WHERE r.root_id = ANY(%s) AND EXISTS (SELECT FROM core.activity_record m
              WHERE m.root_id = r.root_id AND m.point_id IS NOT NULL) ORDER BY r.id""",
            (list(root_ids),),
        ).fetchall()


def roots_of_points(connection: Connection, spans: Sequence[tuple[int, date, date]]) -> list[int]:
    """The reports with a version that names one of these points and touches its days, last one included."""
    points, first, last = zip(*spans, strict=True) if spans else ((), (), ())
    rows = connection.execute(
        """SELECT DISTINCT r.root_id
        FROM unnest(%s::int[], %s::date[], %s::date[]) AS q(point_id, first, last)
        JOIN core.activity_record r ON r.point_id = q.point_id AND r.from_day <= q.last
          AND r.to_day > q.first ORDER BY 1""",
        (literal(points), literal(first), literal(last)),
    )
    return [row[0] for row in rows]


def versions(connection: Connection, root_id: int) -> list[RecordRow]:
    """Every version of a report, the newest first."""
    with connection.cursor(row_factory=class_row(RecordRow)) as cursor:
        return cursor.execute(
            _RECORDS + "WHERE r.root_id = %s ORDER BY r.version DESC", (root_id,)
        ).fetchall()


def touching(
    connection: Connection, first: date, end: date, *, kinds: Sequence[str],
    enterprise_id: int | None = None, item: str | None = None,
) -> list[RecordRow]:  # fmt: skip
    """Every version of the reports of which some version touches [first, end), by period.

    All of them: a version that has moved away says that the one before does not count any more.
    """
    with connection.cursor(row_factory=class_row(RecordRow)) as cursor:
        return cursor.execute(
            _RECORDS  # noqa: S608  # a constant
            + """WHERE r.root_id IN (SELECT t.root_id FROM core.activity_record t
                WHERE t.from_day < %(end)s AND t.to_day > %(first)s AND t.kind = ANY(%(kinds)s)
                  AND (%(enterprise)s::int IS NULL OR t.enterprise_id = %(enterprise)s)
                  AND (%(item)s::text IS NULL OR t.item = %(item)s))
            ORDER BY r.from_day, r.root_id, r.version""",
            {"first": first, "end": end, "kinds": list(kinds), "enterprise": enterprise_id, "item": item},
        ).fetchall()


def next_version(connection: Connection, root_id: int) -> int:
    """The number of the version to come."""
    row = connection.execute(
        "SELECT max(version) + 1 FROM core.activity_record WHERE root_id = %s", (root_id,)
    ).fetchone()
    assert row is not None
    return int(row[0])


def steps(connection: Connection, root_id: int) -> list[StepRow]:
    """Every step of every version of a report, in order."""
    with connection.cursor(row_factory=class_row(StepRow)) as cursor:
        return cursor.execute(
            """SELECT s.record_id, s.number, s.state, s.author, s.note, s.created_at FROM core.activity_step s
            JOIN core.activity_record r ON r.id = s.record_id WHERE r.root_id = %s ORDER BY s.id""",
            (root_id,),
        ).fetchall()


def fuels(connection: Connection) -> list[tuple[str, str, str, str]]:
    """Fuels of the factor sets: factor, unit, names in Chinese and English.

    The standard sets say how a fuel is reported: an optional set or an own factor may measure it otherwise.
    """
    rows = connection.execute(
        """SELECT DISTINCT ON (v.factor) v.factor, v.unit, v.components ->> 'name_zh',
             v.components ->> 'name_en'
        FROM factors.factor_version v JOIN factors.factor_set s ON s.id = v.set_id
        WHERE v.factor LIKE 'fuel.%' AND v.gas = 'CO2'
        ORDER BY v.factor, v.park_id IS NOT NULL, s.optional, v.id DESC"""
    ).fetchall()
    return [(factor, unit, zh or factor, en or factor) for factor, unit, zh, en in rows]


def enterprises(connection: Connection) -> list[tuple[str, str, str]]:
    """The enterprises that the transaction sees: code, names in Chinese and English."""
    return [
        (code, zh, en)
        for code, zh, en in connection.execute(
            "SELECT code, name_zh, name_en FROM core.enterprise ORDER BY code"
        ).fetchall()
    ]
