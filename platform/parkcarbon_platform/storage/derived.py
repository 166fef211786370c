"""Points computed from others: formulas, and shares of shared meters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class FormulaRow:
    """A virtual point's formula; `names` and `inputs` (points) belong together."""

    point_id: int
    enterprise_id: int | None
    code: str
    quantity: str
    carrier: str
    unit: str
    expression: str
    names: list[str]
    inputs: list[int]


@dataclass(frozen=True, slots=True)
class ConversionRow:
    """A point that an amount is converted into; `inputs` are points by what they are to it."""

    point_id: int
    enterprise_id: int | None
    formula: dict[str, Any]
    reference_state: str | None
    rules: dict[str, Any]
    inputs: dict[str, int]


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A tenant's share of a shared meter; the allocation holds in [valid_from, valid_to)."""

    allocation_id: int
    point_id: int
    method: str
    valid_from: datetime
    valid_to: datetime | None
    target_id: int
    enterprise_id: int | None
    weight: Decimal | None
    submeter_id: int | None


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """An allocation of a shared meter."""

    id: int
    point: str
    unit: str
    method: str
    valid_from: datetime
    valid_to: datetime | None
    author: str
    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NamedShareRow:
    """A share by codes."""

    allocation_id: int
    enterprise: str | None
    target: str
    weight: Decimal | None
    submeter: str | None


def formulas(connection: Connection) -> list[FormulaRow]:
    """The virtual points with a formula."""
    cursor = connection.cursor(row_factory=class_row(FormulaRow))
    return cursor.execute(
        """SELECT p.id AS point_id, p.enterprise_id, p.code, p.quantity, p.carrier, p.unit,
             p.formula->>'expression' AS expression, array_agg(i.key ORDER BY i.key) AS names,
             array_agg(q.id ORDER BY i.key) AS inputs
        FROM core.point p CROSS JOIN LATERAL jsonb_each_text(p.formula->'inputs') i
        JOIN core.point q ON q.code = i.value
        WHERE p.kind = 'virtual' AND p.formula ? 'expression' GROUP BY p.id ORDER BY p.code"""
    ).fetchall()


def conversions(connection: Connection) -> list[ConversionRow]:
    """The points that heat of steam or a volume of gas is computed in."""
    cursor = connection.cursor(row_factory=class_row(ConversionRow))
    return cursor.execute(
        """SELECT p.id AS point_id, p.enterprise_id, p.formula, p.reference_state, p.rules,
             jsonb_object_agg(i.key, q.id) AS inputs
        FROM core.point p CROSS JOIN LATERAL jsonb_each_text(p.formula->'inputs') i
        JOIN core.point q ON q.code = i.value
        WHERE p.kind = 'virtual' AND p.formula ? 'conversion' GROUP BY p.id ORDER BY p.code"""
    ).fetchall()


def shares(connection: Connection) -> list[ShareRow]:
    """Every share of every allocation, by shared meter and time."""
    cursor = connection.cursor(row_factory=class_row(ShareRow))
    return cursor.execute(
        """SELECT a.id AS allocation_id, a.point_id, a.method, a.valid_from, a.valid_to, s.target_id,
             t.enterprise_id, s.weight, s.submeter_id
        FROM core.allocation a JOIN core.allocation_share s ON s.allocation_id = a.id
        JOIN core.point t ON t.id = s.target_id ORDER BY a.point_id, a.valid_from, t.code"""
    ).fetchall()


def allocations(connection: Connection, *, after: str | None, meters: int | None) -> list[AllocationRow]:
    """Every allocation, by shared meter, the newest first; of so many meters behind one."""
    cursor = connection.cursor(row_factory=class_row(AllocationRow))
    return cursor.execute(
        """SELECT a.id, p.code AS point, p.unit, a.method, a.valid_from, a.valid_to, a.author, a.reason,
             a.created_at
        FROM core.allocation a JOIN (
          SELECT id, code, unit FROM core.point
          WHERE id IN (SELECT point_id FROM core.allocation) AND (%(after)s::text IS NULL OR code > %(after)s)
          ORDER BY code LIMIT %(meters)s
        ) p ON p.id = a.point_id ORDER BY p.code, a.valid_from DESC""",
        {"after": after, "meters": meters},
    ).fetchall()


def named_shares(connection: Connection, allocation_ids: Sequence[int]) -> list[NamedShareRow]:
    """Every share of these allocations, by codes."""
    cursor = connection.cursor(row_factory=class_row(NamedShareRow))
    return cursor.execute(
        """SELECT s.allocation_id, e.code AS enterprise, t.code AS target, s.weight, m.code AS submeter
        FROM core.allocation_share s JOIN core.point t ON t.id = s.target_id
        LEFT JOIN core.enterprise e ON e.id = t.enterprise_id
        LEFT JOIN core.point m ON m.id = s.submeter_id
        WHERE s.allocation_id = ANY(%s) ORDER BY 1, 3""",
        (list(allocation_ids),),
    ).fetchall()


def inputs_of_all(connection: Connection) -> list[tuple[int, int]]:
    """(point, input) of every point that is computed from others, check meters among them."""
    return connection.execute("SELECT point_id, input_id FROM core.point_input ORDER BY 1, 2").fetchall()


def set_inputs(connection: Connection, park_id: int, point_id: int, role: str, inputs: Sequence[int]) -> int:
    """These are the inputs of a point in this role; how many rows changed."""
    gone = connection.execute(
        "DELETE FROM core.point_input WHERE point_id = %s AND role = %s AND NOT input_id = ANY(%s)",
        (point_id, role, list(inputs)),
    ).rowcount
    return gone + add_inputs(connection, park_id, point_id, role, inputs)


def add_inputs(connection: Connection, park_id: int, point_id: int, role: str, inputs: Sequence[int]) -> int:
    """These are inputs of a point, too; how many are new."""
    return connection.execute(
        """INSERT INTO core.point_input (park_id, enterprise_id, point_id, input_id, role)
        SELECT %s, (SELECT enterprise_id FROM core.point WHERE id = %s), %s, i, %s FROM unnest(%s::int[]) i
        ON CONFLICT DO NOTHING""",
        (park_id, point_id, point_id, role, list(inputs)),
    ).rowcount


def add_allocation(
    connection: Connection, park_id: int, point_id: int, *, method: str, valid_from: datetime, author: str,
    reason: str,
) -> int:  # fmt: skip
    """Allocate a shared meter from a time on; the allocation's id."""
    row = connection.execute(
        """INSERT INTO core.allocation (park_id, point_id, method, valid_from, author, reason)
        VALUES (%s, %s, %s, %s, %s, %s) RETURNING id""",
        (park_id, point_id, method, valid_from, author, reason),
    ).fetchone()
    assert row is not None
    return int(row[0])


def add_share(
    connection: Connection, park_id: int, allocation_id: int, target_id: int, *, weight: Decimal | None,
    submeter_id: int | None,
) -> None:  # fmt: skip
    """Give a tenant a share."""
    connection.execute(
        """INSERT INTO core.allocation_share (park_id, allocation_id, target_id, weight, submeter_id)
        VALUES (%s, %s, %s, %s, %s)""",
        (park_id, allocation_id, target_id, weight, submeter_id),
    )


def end_allocation(connection: Connection, allocation_id: int, time: datetime, reason: str) -> None:
    """It holds until `time`; why is kept with why it was made."""
    connection.execute(
        "UPDATE core.allocation SET valid_to = %s, reason = reason || %s WHERE id = %s",
        (time, reason, allocation_id),
    )


def free(connection: Connection, point_id: int, start: datetime) -> None:
    """Nothing allocates a shared meter from `start` on; only ever done to be rolled back."""
    connection.execute(
        """DELETE FROM core.allocation_share WHERE allocation_id IN (
          SELECT id FROM core.allocation WHERE point_id = %s AND valid_from >= %s)""",
        (point_id, start),
    )
    connection.execute(
        "DELETE FROM core.allocation WHERE point_id = %s AND valid_from >= %s", (point_id, start)
    )
    connection.execute(
        """UPDATE core.allocation SET valid_to = %s
        WHERE point_id = %s AND (valid_to IS NULL OR valid_to > %s)""",
        (start, point_id, start),
    )


def extent(connection: Connection, point_ids: Sequence[int]) -> tuple[datetime, datetime] | None:
    """The first and last quarter hours of points; None where they have none."""
    row = connection.execute(
        "SELECT min(start), max(start) FROM core.interval WHERE point_id = ANY(%s)", (list(point_ids),)
    ).fetchone()
    return None if row is None or row[0] is None else (row[0], row[1])
