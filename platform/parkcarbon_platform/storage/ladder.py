"""How far a device has come: its newest readings, its newest quarter hour, the edge that brings it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class NewReading:
    """One of the two newest readings of a point, when it was received, whether its device sent it itself."""

    point_id: int
    point: str
    time: datetime
    value: float | None
    exact: Decimal | None
    quality: int
    received_at: datetime
    by_device: bool


class Settled(NamedTuple):
    """The newest quarter hour of a point, and when it was computed."""

    point: str
    start: datetime
    computed_at: datetime


class Bound(NamedTuple):
    """Under which key an edge brings a point."""

    edge: str
    key: str
    point: str


def newest_readings(connection: Connection, device_id: int) -> list[NewReading]:
    """The two newest readings of each point of a device, the newest first."""
    sql = """SELECT p.id AS point_id, p.code AS point, r.time, r.value, r.exact, r.quality, b.received_at,
               coalesce(b.device_id = p.device_id, false) AS by_device
             FROM core.point p
             CROSS JOIN LATERAL (SELECT time, value, exact, quality, batch_id FROM core.reading
                                 WHERE point_id = p.id ORDER BY time DESC LIMIT 2) r
             JOIN core.batch b ON b.id = r.batch_id
             WHERE p.device_id = %s AND p.kind <> 'virtual' ORDER BY r.time DESC, p.code"""
    return connection.cursor(row_factory=class_row(NewReading)).execute(sql, (device_id,)).fetchall()


def newest_settled(connection: Connection, point_ids: Sequence[int], since: datetime) -> list[Settled]:
    """The newest quarter hour of each of these points that was computed since then."""
    rows = connection.execute(
        """SELECT p.code, i.start, i.computed_at FROM core.point p
        CROSS JOIN LATERAL (SELECT start, computed_at FROM core.interval
          WHERE point_id = p.id AND start >= %(since)s::timestamptz - interval '2 days'
            AND computed_at >= %(since)s ORDER BY start DESC LIMIT 1) i
        WHERE p.id = ANY(%(points)s) ORDER BY p.code""",
        {"points": list(point_ids), "since": since},
    )
    return [Settled(*row) for row in rows]


def bindings(connection: Connection, device_id: int) -> list[Bound]:
    """The edges that bring a device's points; none that is no more."""
    rows = connection.execute(
        """SELECT e.code, b.key, p.code FROM core.point_binding b JOIN core.point p ON p.id = b.point_id
        JOIN core.edge e ON e.id = b.edge_id AND e.ended_at IS NULL
        WHERE p.device_id = %s ORDER BY e.code, b.key""",
        (device_id,),
    )
    return [Bound(*row) for row in rows]
