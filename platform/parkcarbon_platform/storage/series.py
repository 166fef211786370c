"""Quarter-hour emission rates: intervals priced with the factor that the ledger pinned for their hour."""

from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection

# The hour's own ratio of emissions to activity is the pinned factor in base units, so that the line always
# agrees with the ledger and no unit is converted twice.
_RATES = """
SELECT t.source_id, i.start, sum(t.weight * i.quantity)::bigint AS quantity,
       sum(i.estimated)::bigint AS estimated,
       bool_or(i.status <> 0 OR i.estimated <> 0) AS is_estimated,
       min(i.covered_s) AS covered_s,
       round(sum(t.weight * i.quantity) * l.co2_mg / l.quantity * 4 / 1000)::bigint AS g_per_h,
       l.factor_version_id, l.fallback
FROM core.interval i
JOIN core.source_term t ON t.point_id = i.point_id AND t.role = 'activity'
JOIN core.ledger_entry l ON l.source_id = t.source_id AND l.superseded_at IS NULL AND l.quantity <> 0
                        AND l.hour = date_trunc('hour', i.start, 'UTC')
WHERE i.start >= %(start)s AND i.start < %(end)s
  AND l.hour >= date_trunc('hour', %(start)s::timestamptz, 'UTC') AND l.hour < %(end)s
GROUP BY t.source_id, i.start, l.co2_mg, l.quantity, l.factor_version_id, l.fallback
ORDER BY i.start, t.source_id
"""


@dataclass(frozen=True, slots=True)
class RateRow:
    """A source's quarter hour: quantity [base unit] and rate [g/h]."""

    source_id: int
    start: datetime
    quantity: int
    estimated: int
    is_estimated: bool
    covered_s: int
    g_per_h: int
    factor_version_id: int
    fallback: bool


def source_rates(connection: Connection, start: datetime, end: datetime) -> list[RateRow]:
    """Every source's quarter hours of [start, end)."""
    cursor = connection.cursor(row_factory=class_row(RateRow))
    return cursor.execute(_RATES, {"start": start, "end": end}).fetchall()
