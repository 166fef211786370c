"""What a point is to others: computed from and for them, counted by sources, shared among tenants."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class RelativeRow:
    """Another point and what it is to this one."""

    code: str
    name_zh: str
    name_en: str
    unit: str
    role: str


@dataclass(frozen=True, slots=True)
class UseRow:
    """An emission source that counts this point."""

    source: str
    name_zh: str
    name_en: str
    role: str
    weight: int


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """How a shared meter is divided, and one share of it."""

    id: int
    method: str
    valid_from: datetime
    valid_to: datetime | None
    author: str
    reason: str
    target: str
    weight: Decimal | None
    submeter: str | None


def inputs(connection: Connection, point_id: int) -> list[RelativeRow]:
    """The points that this one is computed from."""
    sql = """SELECT p.code, p.name_zh, p.name_en, p.unit, i.role
             FROM core.point_input i JOIN core.point p ON p.id = i.input_id
             WHERE i.point_id = %s ORDER BY i.role, p.code"""
    return connection.cursor(row_factory=class_row(RelativeRow)).execute(sql, (point_id,)).fetchall()


def dependents(connection: Connection, point_id: int) -> list[RelativeRow]:
    """The points that are computed from this one."""
    sql = """SELECT p.code, p.name_zh, p.name_en, p.unit, i.role
             FROM core.point_input i JOIN core.point p ON p.id = i.point_id
             WHERE i.input_id = %s ORDER BY i.role, p.code"""
    return connection.cursor(row_factory=class_row(RelativeRow)).execute(sql, (point_id,)).fetchall()


def children(connection: Connection, point_id: int) -> list[RelativeRow]:
    """The sub-meters of a point."""
    sql = """SELECT code, name_zh, name_en, unit, 'submeter' AS role
             FROM core.point WHERE parent_id = %s ORDER BY code"""
    return connection.cursor(row_factory=class_row(RelativeRow)).execute(sql, (point_id,)).fetchall()


def uses(connection: Connection, point_id: int) -> list[UseRow]:
    """The emission sources that count a point."""
    sql = """SELECT s.code AS source, s.name_zh, s.name_en, t.role, t.weight
             FROM core.source_term t JOIN core.emission_source s ON s.id = t.source_id
             WHERE t.point_id = %s ORDER BY t.role, s.code"""
    return connection.cursor(row_factory=class_row(UseRow)).execute(sql, (point_id,)).fetchall()


def allocations(connection: Connection, point_id: int) -> list[AllocationRow]:
    """How a shared meter is and was divided, the newest first; one row a share."""
    sql = """SELECT a.id, a.method, a.valid_from, a.valid_to, a.author, a.reason, t.code AS target, s.weight,
               m.code AS submeter
             FROM core.allocation a JOIN core.allocation_share s ON s.allocation_id = a.id
             JOIN core.point t ON t.id = s.target_id LEFT JOIN core.point m ON m.id = s.submeter_id
             WHERE a.point_id = %s ORDER BY a.valid_from DESC, t.code"""
    return connection.cursor(row_factory=class_row(AllocationRow)).execute(sql, (point_id,)).fetchall()
