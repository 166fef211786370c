"""The park's meters as their keepers see them: devices, points, the last reading of each, open findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A meter, with whose it is and where it stands."""

    id: int
    code: str
    name_zh: str
    name_en: str
    serial: str | None
    enterprise: str | None
    node: str | None
    node_zh: str | None
    node_en: str | None


class MeterPointRow(NamedTuple):
    """A point with everything that says what it measures; its relatives by code."""

    id: int
    code: str
    name_zh: str
    name_en: str
    device: str | None
    enterprise: str | None
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
    parent: str | None
    check_point: str | None
    integrated: bool
    accuracy_class: str | None
    rules: dict[str, Any]
    formula: dict[str, Any] | None


class MeterKey(NamedTuple):
    """What a point is found, judged and put in order by: a third of its columns, and none that is parsed."""

    id: int
    code: str
    name_zh: str
    name_en: str
    device_id: int | None
    enterprise_id: int | None
    carrier: str
    kind: str
    expected_period_s: int


class LastReading(NamedTuple):
    """The newest reading of a point, good or not."""

    point_id: int
    time: datetime
    value: float | None
    exact: Decimal | None
    quality: int


@dataclass(frozen=True, slots=True)
class FindingCount:
    """How many findings of a point nobody has dealt with."""

    point_id: int
    severity: str
    count: int


@dataclass(frozen=True, slots=True)
class BindingRow:
    """Under which key an edge delivers a point."""

    point_id: int
    edge: str
    key: str


POINTS = """SELECT p.id, p.code, p.name_zh, p.name_en, d.code AS device, e.code AS enterprise, p.quantity,
    p.carrier, p.unit, p.kind, p.direction, p.multiplier, p.digits, p.max_rate, p.expected_period_s,
    p.reference_state, m.code AS parent, c.code AS check_point, p.integrated, p.accuracy_class, p.rules,
    p.formula
  FROM core.point p
  LEFT JOIN core.device d ON d.id = p.device_id LEFT JOIN core.enterprise e ON e.id = p.enterprise_id
  LEFT JOIN core.point m ON m.id = p.parent_id LEFT JOIN core.point c ON c.id = p.check_point_id"""


def devices(connection: Connection) -> list[DeviceRow]:
    """The meters that the transaction sees, by code."""
    sql = """SELECT d.id, d.code, d.name_zh, d.name_en, d.serial, e.code AS enterprise, n.code AS node,
               n.name_zh AS node_zh, n.name_en AS node_en
             FROM core.device d LEFT JOIN core.enterprise e ON e.id = d.enterprise_id
             LEFT JOIN core.node n ON n.id = d.node_id ORDER BY d.code"""
    return connection.cursor(row_factory=class_row(DeviceRow)).execute(sql).fetchall()


def keys(connection: Connection, enterprise_id: int | None = None) -> list[MeterKey]:
    """The points that the transaction sees, or an enterprise's, by code."""
    rows = connection.execute(
        """SELECT id, code, name_zh, name_en, device_id, enterprise_id, carrier, kind, expected_period_s
           FROM core.point WHERE %(owner)s::int IS NULL OR enterprise_id = %(owner)s ORDER BY code""",
        {"owner": enterprise_id},
    )
    return list(map(MeterKey._make, rows.fetchall()))


def points(connection: Connection, ids: Sequence[int] | None = None) -> list[MeterPointRow]:
    """The points that the transaction sees, or those of them that are asked for, by code."""
    # Joined here: before the database knows how many there are, each join costs the product of its tables
    # behind the tenants' wall (0.8 s for 1,000 points).
    devices: dict[int, str] = dict(connection.execute("SELECT id, code FROM core.device").fetchall())
    owners: dict[int, str] = dict(connection.execute("SELECT id, code FROM core.enterprise").fetchall())
    rows = connection.execute(
        """SELECT id, code, name_zh, name_en, device_id, enterprise_id, quantity, carrier, unit, kind,
             direction, multiplier, digits, max_rate, expected_period_s, reference_state, parent_id,
             check_point_id, integrated, accuracy_class, rules, formula
           FROM core.point WHERE %(ids)s::int[] IS NULL OR id = ANY(%(ids)s) ORDER BY code""",
        {"ids": None if ids is None else list(ids)},
    ).fetchall()
    codes = _codes(connection, {one for row in rows for one in row[16:18] if one is not None})
    found = []
    for row in rows:
        names = devices.get(row[4]), owners.get(row[5])
        relatives = codes.get(row[16]), codes.get(row[17])
        columns = (*row[:4], *names, *row[6:16], *relatives, *row[18:])
        found.append(MeterPointRow(*columns))
    return found


def _codes(connection: Connection, ids: set[int]) -> dict[int, str]:
    """Of points that others name."""
    if not ids:
        return {}
    sql = "SELECT id, code FROM core.point WHERE id = ANY(%s)"
    return dict(connection.execute(sql, (list(ids),)).fetchall())


def point(connection: Connection, code: str) -> MeterPointRow | None:
    """One point that the transaction sees."""
    cursor = connection.cursor(row_factory=class_row(MeterPointRow))
    return cursor.execute(POINTS + " WHERE p.code = %s", (code,)).fetchone()


def last_readings(connection: Connection, point_ids: Sequence[int]) -> list[LastReading]:
    """The newest reading of each point that has one."""
    rows = connection.cursor(binary=True).execute(
        "SELECT point_id, time, value, exact, quality FROM core.last_readings(%s)", (list(point_ids),)
    )
    return list(map(LastReading._make, rows.fetchall()))


def open_findings(connection: Connection) -> list[FindingCount]:
    """The findings of points that nobody has resolved, by severity."""
    sql = """SELECT f.point_id, f.severity, count(*)::int AS count FROM core.finding f
             WHERE f.point_id IS NOT NULL AND NOT EXISTS (
               SELECT FROM core.finding_note n WHERE n.point_id = f.point_id AND n.rule = f.rule
                 AND n.time = f.time AND n.state = 'resolved')
             GROUP BY f.point_id, f.severity"""
    return connection.cursor(row_factory=class_row(FindingCount)).execute(sql).fetchall()


def bindings(connection: Connection) -> list[BindingRow]:
    """Every key of the park's edges and the point behind it, of one's own and of others."""
    sql = """SELECT b.point_id, e.code AS edge, b.key
             FROM core.point_binding b JOIN core.edge e ON e.id = b.edge_id ORDER BY e.code, b.key"""
    return connection.cursor(row_factory=class_row(BindingRow)).execute(sql).fetchall()
