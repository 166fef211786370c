"""What the platform knows to be lacking of sources: findings, and differences that wait under locks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


def has_enterprise(connection: Connection, code: str) -> bool:
    """Whether the transaction sees an enterprise."""
    row = connection.execute(
        "SELECT EXISTS (SELECT FROM core.enterprise WHERE code = %s)", (code,)
    ).fetchone()
    return bool(row and row[0])


def of_sources(connection: Connection, codes: Sequence[str], end: datetime) -> list[tuple[str, str, str]]:
    """(source, rule, detail) of what cannot be calculated of sources since before `end`."""
    rows = connection.execute(
        """SELECT s.code, f.rule, f.detail FROM core.finding f
           JOIN core.emission_source s ON s.id = f.source_id
           WHERE s.code = ANY(%s) AND f.severity = 'error' AND f.time < %s ORDER BY 1, 2""",
        (list(codes), end),
    )
    return [(code, rule, detail) for code, rule, detail in rows]


def doubled_records(connection: Connection, codes: Sequence[str]) -> list[tuple[str, str, str, str, str]]:
    """(source, point, other source, other point, item): two record points of the same activity.

    Of a fuel what is bought by bills and what is burnt by stock balance are the same. Sources of different
    gases have the same activity, and one that is subtracted takes it out again.
    """
    return connection.execute(
        """WITH fed AS (
             SELECT s.code AS source, s.gas, s.category, p.id, p.code, t.weight, p.enterprise_id,
               p.formula->>'record' AS record, p.formula->>'item' AS item,
               p.formula->>'purpose' AS purpose, p.formula->>'account' AS account,
               s.valid_from, s.valid_to
             FROM core.source_term t JOIN core.emission_source s ON s.id = t.source_id
             JOIN core.point p ON p.id = t.point_id
             WHERE t.role = 'activity' AND p.kind = 'virtual' AND p.formula ? 'record'
               AND s.code = ANY(%s))
           SELECT a.source, a.code, b.source, b.code, a.item FROM fed a JOIN fed b
             ON a.id < b.id AND a.gas = b.gas AND a.weight = b.weight
               AND (a.record = b.record
                 OR (a.record IN ('bills', 'stock') AND b.record IN ('bills', 'stock')))
               AND a.item = b.item AND a.enterprise_id IS NOT DISTINCT FROM b.enterprise_id
               AND (a.purpose IS NULL OR b.purpose IS NULL OR a.purpose = b.purpose)
               AND (a.account IS NULL OR b.account IS NULL OR a.account = b.account)
               AND coalesce(a.valid_from, '-infinity') <= coalesce(b.valid_to, 'infinity')
               AND coalesce(b.valid_from, '-infinity') <= coalesce(a.valid_to, 'infinity')
           ORDER BY 1, 2, 3, 4""",
        (list(codes),),
    ).fetchall()


@dataclass(frozen=True, slots=True)
class ReportRow:
    """An approved report that feeds a source in a period, as it was entered."""

    source: str
    record_id: int
    item: str
    purpose: str
    account: str
    from_day: date
    to_day: date
    quantity: Decimal
    unit: str
    base_quantity: int


def reports(connection: Connection, codes: Sequence[str], first: date, end: date) -> list[ReportRow]:
    """The newest approved versions that touch [first, end), by source and day.

    Approved is what was, whichever rules held then.
    """
    cursor = connection.cursor(row_factory=class_row(ReportRow))
    return cursor.execute(
        """SELECT DISTINCT s.code AS source, n.id AS record_id, n.item, n.purpose, n.account, n.from_day,
             n.to_day, n.quantity, n.unit, n.base_quantity
           FROM core.emission_source s JOIN core.source_term t ON t.source_id = s.id AND t.role = 'activity'
           JOIN core.point p ON p.id = t.point_id AND p.kind = 'virtual'
             AND p.formula->>'record' IN ('bills', 'output')
           JOIN LATERAL (SELECT DISTINCT ON (r.root_id) r.* FROM core.activity_record r
             JOIN LATERAL (SELECT state FROM core.activity_step WHERE record_id = r.id
               ORDER BY number DESC LIMIT 1) z ON z.state = 'approved'
             WHERE r.park_id = p.park_id AND r.item = p.formula->>'item'
               AND r.enterprise_id IS NOT DISTINCT FROM p.enterprise_id
               AND r.kind = ANY(CASE WHEN p.formula->>'record' = 'output' THEN ARRAY['driver']
                 ELSE ARRAY['bill', 'manual'] END)
             ORDER BY r.root_id, r.version DESC) n ON n.from_day < %(end)s AND n.to_day > %(first)s
               AND n.purpose = coalesce(p.formula->>'purpose', n.purpose)
               AND n.account = coalesce(p.formula->>'account', n.account)
           WHERE s.code = ANY(%(codes)s) ORDER BY 1, n.from_day, n.id""",
        {"codes": list(codes), "first": first, "end": end},
    ).fetchall()


def added_up(connection: Connection, codes: Sequence[str]) -> set[str]:
    """Sources that take nothing off: all their points count in full."""
    rows = connection.execute(
        """SELECT s.code FROM core.emission_source s
           JOIN core.source_term t ON t.source_id = s.id AND t.role = 'activity'
           WHERE s.code = ANY(%s) GROUP BY 1 HAVING min(t.weight) > 0""",
        (list(codes),),
    )
    return {code for (code,) in rows}


def heat_points(
    connection: Connection, codes: Sequence[str]
) -> list[tuple[str, str, str | None, Literal["full", "less_feed"] | None]]:
    """(source, point, tabulated enthalpy [kJ/kg] that its heat is told from, its basis) of bought heat.

    The code of a meter of somebody else is empty.
    """
    return connection.execute(
        "SELECT source, point, enthalpy, basis FROM core.heat_terms(%s::text[])", (list(codes),)
    ).fetchall()


def pending(
    connection: Connection, codes: Sequence[str], start: datetime, end: datetime
) -> list[tuple[str, int, int]]:
    """(source, hours, mg of its gas that they would have more) of open differences of [start, end)."""
    rows = connection.execute(
        """SELECT s.code, count(*)::int,
             sum(coalesce(d.co2_mg, 0) + coalesce(d.gas_mg, 0)
               - coalesce(d.locked_co2_mg, 0) - coalesce(d.locked_gas_mg, 0))::bigint
           FROM core.pending_difference d JOIN core.emission_source s ON s.id = d.source_id
           WHERE d.state = 'open' AND d.hour >= %s AND d.hour < %s AND s.code = ANY(%s)
           GROUP BY 1 ORDER BY 1""",
        (start, end, list(codes)),
    )
    return [(code, count, mg) for code, count, mg in rows]
