"""What the live view reads: a park's points and sources, the latest readings, and the settled hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.ledger import COUNTS


@dataclass(frozen=True, slots=True)
class ParkRow:
    """A park."""

    id: int
    code: str
    name_zh: str
    name_en: str
    timezone: str
    grid_region: str


@dataclass(frozen=True, slots=True)
class EnterpriseRow:
    """An enterprise of the park; `is_named`: it agreed to be named in public."""

    id: int
    code: str
    name_zh: str
    name_en: str
    industry: str | None = None
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point, with what is needed to read its gauge.

    `multiplier` is that before any life event; `multipliers` those from times [ms] on, where there are any.
    `reported`: it is made of what people report, not of readings alone.
    """

    id: int
    enterprise_id: int | None
    parent_id: int | None
    code: str
    name_zh: str
    name_en: str
    quantity: str
    carrier: str
    unit: str
    kind: str
    direction: str
    multiplier: Decimal
    expected_period_s: int
    reference_state: str | None
    multipliers: tuple[tuple[int, Fraction], ...] = ()
    reported: bool = False


@dataclass(frozen=True, slots=True)
class SourceRow:
    """An emission source; `counts`: it is CO2 of CO2 totals, no other gas, biogenic CO2 or sink."""

    id: int
    enterprise_id: int | None
    code: str
    name_zh: str
    name_en: str
    category: str
    carrier: str
    scope: int
    formula: str
    factor: str
    factor_region: str | None
    internal_transfer: bool
    counts: bool = True
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class TermRow:
    """A point in the signed sum of a source."""

    source_id: int
    point_id: int
    role: str
    weight: int


@dataclass(frozen=True, slots=True)
class ShareRow:
    """The share of a source that belongs to a scene on a day."""

    source_id: int
    scene: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """The latest good reading of a point."""

    point_id: int
    time: datetime
    value: float


@dataclass(frozen=True, slots=True)
class SourceSum:
    """A source's ledger hours of a span, added up."""

    source_id: int
    co2_mg: Decimal
    estimated_mg: Decimal
    quantity: Decimal
    estimated: Decimal
    fallback: bool
    factor_version_ids: list[int]
    last_hour: datetime
    hours: int


@dataclass(frozen=True, slots=True)
class PointSum:
    """A point's intervals of a span, added up [base unit]."""

    point_id: int
    quantity: Decimal
    last_start: datetime


def park(connection: Connection) -> ParkRow | None:
    """The park of this transaction."""
    sql = "SELECT id, code, name_zh, name_en, timezone, grid_region FROM core.park"
    return connection.cursor(row_factory=class_row(ParkRow)).execute(sql).fetchone()


def park_ids(connection: Connection) -> list[int]:
    """Every park (directory role)."""
    return [row[0] for row in connection.execute("SELECT id FROM core.park ORDER BY id")]


def enterprises(
    connection: Connection, after: str | None = None, limit: int | None = None
) -> list[EnterpriseRow]:
    """The enterprises that the transaction sees, by code; those behind a code, and no more than so many."""
    sql = """SELECT id, code, name_zh, name_en, industry, coalesce((
               SELECT is_named FROM core.enterprise_terms t
               WHERE t.enterprise_id = e.id ORDER BY t.id DESC LIMIT 1), false) AS is_named
             FROM core.enterprise e WHERE %(after)s::text IS NULL OR code > %(after)s
             ORDER BY code LIMIT %(limit)s"""
    cursor = connection.cursor(row_factory=class_row(EnterpriseRow))
    return cursor.execute(sql, {"after": after, "limit": limit}).fetchall()


def points(connection: Connection) -> list[PointRow]:
    """The points that the transaction sees."""
    sql = """WITH RECURSIVE told AS (SELECT id FROM core.point WHERE formula ? 'record'
               UNION SELECT i.point_id FROM core.point_input i JOIN told t ON t.id = i.input_id
               WHERE i.role <> 'check')
             SELECT id, enterprise_id, parent_id, code, name_zh, name_en, quantity, carrier, unit, kind,
                    direction, multiplier, expected_period_s, reference_state,
                    id IN (SELECT id FROM told) AS reported
             FROM core.point ORDER BY code"""
    return connection.cursor(row_factory=class_row(PointRow)).execute(sql).fetchall()


def sources(connection: Connection) -> list[SourceRow]:
    """The emission sources that the transaction sees."""
    sql = f"""SELECT id, enterprise_id, code, name_zh, name_en, category, carrier, scope, formula, factor,
                    factor_region, internal_transfer, {COUNTS} AS counts, valid_from, valid_to
             FROM core.emission_source s ORDER BY code"""  # noqa: S608  # a constant
    return connection.cursor(row_factory=class_row(SourceRow)).execute(sql).fetchall()


def terms(connection: Connection) -> list[TermRow]:
    """The signed sums of the sources."""
    sql = """SELECT source_id, point_id, role, weight FROM core.source_term
             ORDER BY source_id, weight DESC, point_id"""
    return connection.cursor(row_factory=class_row(TermRow)).execute(sql).fetchall()


def shares(connection: Connection, day: date) -> list[ShareRow]:
    """The scene shares valid on a day."""
    sql = """SELECT source_id, scene, share FROM core.scene_share
             WHERE valid_from <= %s AND (valid_to IS NULL OR valid_to >= %s) ORDER BY source_id, scene"""
    return connection.cursor(row_factory=class_row(ShareRow)).execute(sql, (day, day)).fetchall()


def latest_readings(connection: Connection, point_ids: Sequence[int], since: datetime) -> list[ReadingRow]:
    """The latest good reading since `since` of each point that has one."""
    sql = """SELECT p.id AS point_id, r.time, r.value
             FROM unnest(%s::int[]) AS p(id)
             CROSS JOIN LATERAL (SELECT time, value FROM core.reading
                                 WHERE point_id = p.id AND time >= %s
                                   AND value IS NOT NULL AND quality >> 30 = 0
                                 ORDER BY time DESC LIMIT 1) AS r"""
    return (
        connection.cursor(row_factory=class_row(ReadingRow)).execute(sql, (list(point_ids), since)).fetchall()
    )


def ledger_sums(connection: Connection, start: datetime, end: datetime) -> list[SourceSum]:
    """The current ledger hours of [start, end), added up by source."""
    sql = """SELECT source_id, sum(co2_mg) AS co2_mg,
                    sum(CASE WHEN quantity = 0 THEN 0
                             ELSE abs(co2_mg) * least(1, abs(estimated::numeric / quantity)) END
                       ) AS estimated_mg,
                    sum(quantity) AS quantity, sum(estimated) AS estimated, bool_or(fallback) AS fallback,
                    array_agg(DISTINCT factor_version_id) AS factor_version_ids, max(hour) AS last_hour,
                    count(*) AS hours
             FROM core.ledger_entry WHERE superseded_at IS NULL AND hour >= %s AND hour < %s
             GROUP BY source_id ORDER BY source_id"""
    return connection.cursor(row_factory=class_row(SourceSum)).execute(sql, (start, end)).fetchall()


def last_ledger_hour(connection: Connection, before: datetime) -> datetime | None:
    """The newest hour of the ledger before `before`, of the last 31 days."""
    sql = """SELECT max(hour) FROM core.ledger_entry
             WHERE superseded_at IS NULL AND hour < %s AND hour >= %s::timestamptz - interval '31 days'"""
    row = connection.execute(sql, (before, before)).fetchone()
    return row[0] if row else None


def interval_sums(connection: Connection, start: datetime, end: datetime) -> list[PointSum]:
    """The intervals of [start, end), added up by point."""
    sql = """SELECT point_id, sum(quantity) AS quantity, max(start) AS last_start
             FROM core.interval WHERE start >= %s AND start < %s GROUP BY point_id"""
    return connection.cursor(row_factory=class_row(PointSum)).execute(sql, (start, end)).fetchall()
