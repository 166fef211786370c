"""Quarter hours of some points as columns, and the points that measure what a park buys and uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt
from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection

Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point with its owner; enterprise None: the park's own."""

    id: int
    code: str
    name_zh: str
    name_en: str
    enterprise: str | None
    quantity: str
    carrier: str
    unit: str
    direction: str


@dataclass(frozen=True, slots=True)
class EnterpriseRow:
    """An enterprise that the caller may see."""

    code: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Columns:
    """Quarter hours of a point by start [ms]: amount and estimated part [base unit], seconds covered."""

    start: Int64
    quantity: Int64
    estimated: Int64
    covered_s: Int64


POINT = """SELECT p.id, p.code, p.name_zh, p.name_en, e.code AS enterprise, p.quantity, p.carrier, p.unit,
    p.direction
  FROM core.point p LEFT JOIN core.enterprise e ON e.id = p.enterprise_id"""


def enterprises(connection: Connection) -> list[EnterpriseRow]:
    """The enterprises, by code."""
    sql = "SELECT code, name_zh, name_en FROM core.enterprise ORDER BY code"
    return connection.cursor(row_factory=class_row(EnterpriseRow)).execute(sql).fetchall()


def main_points(connection: Connection) -> list[PointRow]:
    """Main meters of electricity, active and reactive: what is imported, without a parent, as an amount."""
    sql = f"""{POINT} WHERE p.parent_id IS NULL AND p.direction = 'import' AND p.carrier = 'electricity'
      AND p.quantity IN ('energy', 'reactive_energy') AND p.kind <> 'gauge' ORDER BY p.code"""
    return connection.cursor(row_factory=class_row(PointRow)).execute(sql).fetchall()


def points_of(connection: Connection, carriers: Sequence[str]) -> list[PointRow]:
    """Points without a parent that measure amounts of some carriers."""
    sql = (
        f"""{POINT} WHERE p.parent_id IS NULL AND p.kind <> 'gauge' AND p.carrier = ANY(%s) ORDER BY p.code"""
    )
    return connection.cursor(row_factory=class_row(PointRow)).execute(sql, (list(carriers),)).fetchall()


def load(
    connection: Connection, point_ids: Sequence[int], start: datetime, end: datetime
) -> dict[int, Columns]:
    """The quarter hours of [start, end) of each point, by time; points without any have empty columns."""
    empty = np.zeros(0, np.int64)
    found = dict.fromkeys(point_ids, Columns(empty, empty, empty, empty))
    rows = connection.cursor(binary=True).execute(
        """SELECT point_id, array_agg(round(date_part('epoch', start) * 1000)::bigint ORDER BY start),
                  array_agg(quantity ORDER BY start), array_agg(estimated ORDER BY start),
                  array_agg(covered_s ORDER BY start)
           FROM core.interval WHERE point_id = ANY(%s) AND start >= %s AND start < %s GROUP BY point_id""",
        (list(point_ids), start, end),
    )
    for point_id, *columns in rows:
        found[point_id] = Columns(*(np.array(column, np.int64) for column in columns))
    return found


def by_day(
    connection: Connection, point_ids: Sequence[int], start: datetime, end: datetime, timezone: str
) -> list[tuple[int, str, int, int]]:
    """Point, local day (ISO), amount and estimated part [base unit] of the days that have any."""
    rows = connection.execute(
        """SELECT point_id, (start AT TIME ZONE %s)::date::text AS day, sum(quantity)::bigint,
                  sum(estimated)::bigint
           FROM core.interval WHERE point_id = ANY(%s) AND start >= %s AND start < %s
           GROUP BY point_id, day ORDER BY day, point_id""",
        (timezone, list(point_ids), start, end),
    )
    return [(int(p), str(day), int(q), int(e)) for p, day, q, e in rows]
