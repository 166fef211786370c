"""What the platform knows to be lacking of sources: findings, and differences that wait under locks."""

from collections.abc import Sequence
from datetime import datetime

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
