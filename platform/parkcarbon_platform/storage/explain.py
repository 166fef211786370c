"""What Explain reads: factor versions, ledger hours, intervals, and readings with the batch they came in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class FactorRow:
    """A factor version with its citation."""

    id: int
    factor: str
    version: str
    gas: str
    value: Decimal
    unit: str
    region: str
    components: dict[str, Any]
    citation: str
    source_ref: str
    grade: str
    reference_state: str | None
    publisher: str


@dataclass(frozen=True, slots=True)
class HourRow:
    """One revision of a source's ledger hour."""

    hour: datetime
    revision: int
    state: int
    quantity: int
    estimated: int
    covered_s: int
    co2_mg: int
    gas_mg: int | None
    ch4_mg: int | None
    n2o_mg: int | None
    factor_version_id: int
    fallback: bool
    known_at: datetime
    superseded_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """A quarter hour of a point."""

    point_id: int
    start: datetime
    quantity: int
    estimated: int
    covered_s: int
    status: int
    method: str | None
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A reading as delivered, and the batch that did: of an edge's spool, or a message of a bare device."""

    time: datetime
    value: float | None
    exact: Decimal | None
    quality: int
    edge: str | None
    device: str | None
    spool: UUID | None
    seq: int | None
    topic: str | None
    received_at: datetime
    payload_sha256: bytes


def factor_versions(connection: Connection, ids: Sequence[int]) -> list[FactorRow]:
    """Factor versions by id."""
    sql = """SELECT v.id, v.factor, v.version, v.gas, v.value, v.unit, v.region, v.components, v.citation,
                    v.source_ref, v.grade, v.reference_state, s.publisher
             FROM factors.factor_version v JOIN factors.factor_set s ON s.id = v.set_id
             WHERE v.id = ANY(%s)"""
    return connection.cursor(row_factory=class_row(FactorRow)).execute(sql, (list(ids),)).fetchall()


def source(connection: Connection, code: str) -> tuple[int, int | None] | None:
    """(id, enterprise) of a source that the transaction sees, by its code."""
    return connection.execute(
        "SELECT id, enterprise_id FROM core.emission_source WHERE code = %s", (code,)
    ).fetchone()


def point_id(connection: Connection, code: str) -> int | None:
    """A point that the transaction sees, by its code."""
    row = connection.execute("SELECT id FROM core.point WHERE code = %s", (code,)).fetchone()
    return row[0] if row else None


def hours(connection: Connection, source: int, start: datetime, end: datetime) -> list[HourRow]:
    """Every revision of a source's hours of [start, end), the newest hour and revision first."""
    sql = """SELECT hour, revision, state, quantity, estimated, covered_s, co2_mg, gas_mg, ch4_mg, n2o_mg,
                    factor_version_id, fallback, known_at, superseded_at, reason
             FROM core.ledger_entry WHERE source_id = %s AND hour >= %s AND hour < %s
             ORDER BY hour DESC, revision DESC"""
    cursor = connection.cursor(row_factory=class_row(HourRow))
    return cursor.execute(sql, (source, start, end)).fetchall()


def intervals(
    connection: Connection, points: Sequence[int], start: datetime, end: datetime
) -> list[IntervalRow]:
    """The quarter hours of some points in [start, end), the newest first."""
    sql = """SELECT point_id, start, quantity, estimated, covered_s, status, method, computed_at
             FROM core.interval WHERE point_id = ANY(%s) AND start >= %s AND start < %s
             ORDER BY start DESC, point_id"""
    cursor = connection.cursor(row_factory=class_row(IntervalRow))
    return cursor.execute(sql, (list(points), start, end)).fetchall()


def readings(
    connection: Connection, point: int, start: datetime, end: datetime, *, limit: int
) -> list[ReadingRow]:
    """The newest readings of a point in [start, end), each with its batch."""
    sql = """SELECT r.time, r.value, r.exact, r.quality, e.code AS edge, d.code AS device, b.spool, b.seq,
                    b.topic, b.received_at, b.payload_sha256
             FROM (SELECT time, value, exact, quality, batch_id FROM core.reading
                   WHERE point_id = %s AND time >= %s AND time < %s ORDER BY time DESC LIMIT %s) AS r
             JOIN core.batch b ON b.id = r.batch_id
             LEFT JOIN core.edge e ON e.id = b.edge_id LEFT JOIN core.device d ON d.id = b.device_id
             ORDER BY r.time DESC"""
    cursor = connection.cursor(row_factory=class_row(ReadingRow))
    return cursor.execute(sql, (point, start, end, limit)).fetchall()
