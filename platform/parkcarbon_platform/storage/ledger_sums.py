"""Sums of the current ledger entries."""

from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class SourceTotal:
    """A source over a span: amounts in base units, `covered_s` over all its hours.

    `reported`: some of it is what people report, not what meters measure.
    """

    source: str
    enterprise: str | None
    carrier: str
    category: str
    scope: int
    internal_transfer: bool
    quantity: int
    estimated: int
    co2_mg: int
    covered_s: int
    gas: str = "CO2"
    gas_mg: int = 0
    reported: bool = False


def source_totals(connection: Connection, start: datetime, end: datetime) -> list[SourceTotal]:
    """Every source that the transaction sees, with its current hours of [start, end); 0 where it has none."""
    cursor = connection.cursor(row_factory=class_row(SourceTotal))
    return cursor.execute(
        """WITH RECURSIVE told AS (SELECT id FROM core.point WHERE formula ? 'record'
             UNION SELECT i.point_id FROM core.point_input i JOIN told t ON t.id = i.input_id
             WHERE i.role <> 'check')
           SELECT s.code AS source, e.code AS enterprise, s.carrier, s.category, s.scope, s.internal_transfer,
                  coalesce(l.quantity, 0)::bigint AS quantity, coalesce(l.estimated, 0)::bigint AS estimated,
                  coalesce(l.co2_mg, 0)::bigint AS co2_mg, coalesce(l.covered_s, 0)::bigint AS covered_s,
                  s.gas, coalesce(l.gas_mg, 0)::bigint AS gas_mg,
                  EXISTS (SELECT FROM core.source_term x WHERE x.source_id = s.id AND x.role = 'activity'
                    AND x.point_id IN (SELECT id FROM told)) AS reported
           FROM core.emission_source s
           LEFT JOIN core.enterprise e ON e.id = s.enterprise_id
           LEFT JOIN (SELECT source_id, sum(quantity) AS quantity, sum(estimated) AS estimated,
                             sum(co2_mg) AS co2_mg, sum(covered_s) AS covered_s, sum(gas_mg) AS gas_mg
                      FROM core.ledger_entry
                      WHERE superseded_at IS NULL AND hour >= %s AND hour < %s GROUP BY source_id) l
             ON l.source_id = s.id
           JOIN core.park p ON p.id = s.park_id
           WHERE l.source_id IS NOT NULL
             OR (s.valid_from IS NULL OR s.valid_from <= (%s AT TIME ZONE p.timezone)::date)
               AND (s.valid_to IS NULL OR s.valid_to >= (%s AT TIME ZONE p.timezone)::date)
           ORDER BY s.code""",
        (start, end, start, start),
    ).fetchall()
