"""What the quarter-hour line is made of: intervals, and the current ledger hours that price them."""

from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """A point's quarter hour [base unit]."""

    point_id: int
    start: datetime
    quantity: int
    estimated: int
    covered_s: int
    status: int


@dataclass(frozen=True, slots=True)
class PricedHour:
    """A source's current ledger hour: its ratio of emissions to activity is the pinned factor."""

    source_id: int
    hour: datetime
    quantity: int
    co2_mg: int
    factor_version_id: int
    fallback: bool


def quarters(connection: Connection, start: datetime, end: datetime) -> list[QuarterRow]:
    """The quarter hours of [start, end) of every point that the transaction sees."""
    sql = """SELECT point_id, start, quantity, estimated, covered_s, status
             FROM core.interval WHERE start >= %s AND start < %s"""
    return connection.cursor(row_factory=class_row(QuarterRow)).execute(sql, (start, end)).fetchall()


def priced_hours(connection: Connection, start: datetime, end: datetime) -> list[PricedHour]:
    """The current ledger hours that touch [start, end)."""
    sql = """SELECT source_id, hour, quantity, co2_mg, factor_version_id, fallback
             FROM core.ledger_entry WHERE superseded_at IS NULL
               AND hour >= date_trunc('hour', %s::timestamptz, 'UTC') AND hour < %s"""
    return connection.cursor(row_factory=class_row(PricedHour)).execute(sql, (start, end)).fetchall()
