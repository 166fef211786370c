"""Points as those see them who look after meters: what each means, where it belongs, what it is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection

_SQL = """SELECT p.id, p.code, p.name_zh, p.name_en, p.enterprise_id, e.code AS enterprise, d.code AS device,
    parent.code AS parent, checked.code AS check_point, p.quantity, p.carrier, p.unit, p.kind, p.direction,
    p.multiplier, p.digits, p.max_rate, p.expected_period_s, p.reference_state, p.integrated, p.rules,
    p.formula, p.accuracy_class
  FROM core.point p LEFT JOIN core.enterprise e ON e.id = p.enterprise_id
  LEFT JOIN core.device d ON d.id = p.device_id LEFT JOIN core.point parent ON parent.id = p.parent_id
  LEFT JOIN core.point checked ON checked.id = p.check_point_id"""


@dataclass(frozen=True, slots=True)
class Point:
    """A point; other points, its device and its enterprise by their codes."""

    id: int
    code: str
    name_zh: str
    name_en: str
    enterprise_id: int | None
    enterprise: str | None
    device: str | None
    parent: str | None
    check_point: str | None
    quantity: str
    carrier: str
    unit: str
    kind: str
    direction: str
    multiplier: Decimal
    digits: int | None
    max_rate: Decimal | None
    expected_period_s: int
    reference_state: str | None
    integrated: bool
    rules: dict[str, Any]
    formula: dict[str, Any] | None
    accuracy_class: str | None


def find(connection: Connection, code: str) -> Point | None:
    """The point with a code, where the transaction sees it."""
    sql = f"{_SQL} WHERE p.code = %s"
    return connection.cursor(row_factory=class_row(Point)).execute(sql, (code,)).fetchone()


def of_ids(connection: Connection, ids: Sequence[int]) -> dict[int, Point]:
    """Points by id."""
    sql = f"{_SQL} WHERE p.id = ANY(%s) ORDER BY p.code"
    found = connection.cursor(row_factory=class_row(Point)).execute(sql, (list(ids),)).fetchall()
    return {point.id: point for point in found}


def made_by(connection: Connection, what: str, *, after: str | None, limit: int | None) -> list[Point]:
    """The points whose formula has this part, by code, so many behind one."""
    sql = f"""{_SQL} WHERE p.kind = 'virtual' AND p.formula ? %(what)s
      AND (%(after)s::text IS NULL OR p.code > %(after)s) ORDER BY p.code LIMIT %(limit)s"""
    given = {"what": what, "after": after, "limit": limit}
    return connection.cursor(row_factory=class_row(Point)).execute(sql, given).fetchall()


def every(connection: Connection) -> list[Point]:
    """The points that the transaction sees, by code."""
    return connection.cursor(row_factory=class_row(Point)).execute(f"{_SQL} ORDER BY p.code").fetchall()


def children(connection: Connection, parent: int) -> list[Point]:
    """The points below a point."""
    sql = f"{_SQL} WHERE p.parent_id = %s ORDER BY p.code"
    return connection.cursor(row_factory=class_row(Point)).execute(sql, (parent,)).fetchall()
