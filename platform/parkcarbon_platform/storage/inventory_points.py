"""The points behind the sources of an inventory: their instruments, and what they measured in a span."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from psycopg.rows import class_row

from parkcarbon_platform.storage import oversight
from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point with its instrument; `calibrated_*` are of the newest calibration that was not undone.

    `kind` is `record` of a record point.
    """

    id: int
    code: str
    name_zh: str
    name_en: str
    enterprise: str | None
    enterprise_id: int | None
    device: str | None
    serial: str | None
    kind: str
    quantity: str
    carrier: str
    unit: str
    direction: str
    multiplier: Decimal
    expected_period_s: int
    accuracy_class: str | None
    calibrated_class: str | None
    calibrated_at: datetime | None
    calibrated_to: int | None
    certificate: str | None
    shared_from: int | None


@dataclass(frozen=True, slots=True)
class TermRow:
    """A point of a source's activity."""

    source_id: int
    point_id: int
    weight: int


@dataclass(frozen=True, slots=True)
class AmountRow:
    """What a point measured in a span [base unit]; `unbacked`: estimated without even a register's sum."""

    point_id: int
    quantity: int
    estimated: int
    unbacked: int


def points(connection: Connection, only: Sequence[int] | None = None) -> list[PointRow]:
    """Every point that the transaction sees, or some of them, by code."""
    cursor = connection.cursor(row_factory=class_row(PointRow))
    return cursor.execute(
        """SELECT p.id, p.code, p.name_zh, p.name_en, e.code AS enterprise, p.enterprise_id, d.code AS device,
             d.serial, CASE WHEN p.formula ? 'record' THEN 'record' ELSE p.kind END AS kind,
             p.quantity, p.carrier, p.unit, p.direction, p.multiplier, p.expected_period_s,
             p.accuracy_class, c.details->>'accuracy_class' AS calibrated_class, c.time AS calibrated_at,
             (c.details->>'valid_to')::bigint AS calibrated_to, c.details->>'certificate' AS certificate,
             (SELECT min(i.input_id) FROM core.point_input i WHERE i.point_id = p.id AND i.role = 'shared')
               AS shared_from
           FROM core.point p LEFT JOIN core.enterprise e ON e.id = p.enterprise_id
           LEFT JOIN core.device d ON d.id = p.device_id
           LEFT JOIN LATERAL (SELECT v.details, v.time FROM core.meter_event v
             WHERE v.point_id = p.id AND v.kind = 'calibration'
               AND NOT EXISTS (SELECT FROM core.meter_event u WHERE u.undoes = v.id)
             ORDER BY v.time DESC, v.id DESC LIMIT 1) c ON true
           WHERE %(only)s::int[] IS NULL OR p.id = ANY(%(only)s) ORDER BY p.code""",
        {"only": None if only is None else list(only)},
    ).fetchall()


def terms(connection: Connection) -> list[TermRow]:
    """The points of all sources' activity."""
    cursor = connection.cursor(row_factory=class_row(TermRow))
    return cursor.execute(
        """SELECT source_id, point_id, weight FROM core.source_term WHERE role = 'activity'
           ORDER BY source_id, point_id"""
    ).fetchall()


def amounts(
    connection: Connection, point_ids: Sequence[int], start: datetime, end: datetime
) -> list[AmountRow]:
    """What points measured in [start, end), also those of which an overseer sees no quarter hours."""
    cursor = connection.cursor(row_factory=class_row(AmountRow))
    with oversight.whole(connection):
        return cursor.execute(
            """SELECT point_id, sum(quantity)::bigint AS quantity, sum(estimated)::bigint AS estimated,
                 coalesce(sum(estimated) FILTER (WHERE method LIKE '%%\\_amount'), 0)::bigint AS unbacked
               FROM core.interval WHERE start >= %s AND start < %s AND point_id = ANY(%s) GROUP BY 1""",
            (start, end, list(point_ids)),
        ).fetchall()


def apart(connection: Connection) -> list[int]:
    """Energy points of generation or export that no source subtracts and no other such point contains."""
    rows = connection.execute(
        """SELECT p.id FROM core.point p LEFT JOIN core.point up ON up.id = p.parent_id
           WHERE p.quantity = 'energy' AND p.kind IN ('register', 'interval')
             AND p.direction IN ('generation', 'export', 'production')
             AND p.carrier IN ('electricity', 'steam', 'heat', 'hot_water')
             AND (up.id IS NULL OR up.direction <> p.direction OR up.carrier <> p.carrier)
             AND NOT EXISTS (SELECT FROM core.source_term t WHERE t.point_id = p.id AND t.role = 'activity')
           ORDER BY p.id"""
    )
    return [point_id for (point_id,) in rows]
