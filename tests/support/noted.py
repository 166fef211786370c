"""Which tables a transaction has read of whose changes nobody would know (revision 0081)."""

import psycopg
from parkcarbon_platform.storage.database import Connection

# Sums stand for hours and quarter hours, and months are written with their days.
STAND = {"series.interval", "series.ledger_entry", "series.interval_month", "series.ledger_month"}


def read_by(connection: Connection) -> set[str]:
    """The tables that this transaction has read so far."""
    rows = connection.execute(
        """SELECT schemaname || '.' || relname FROM pg_stat_xact_user_tables
           WHERE seq_scan + coalesce(idx_scan, 0) > 0 AND schemaname IN ('core', 'series', 'factors')"""
    )
    return {name for (name,) in rows} - {"series.park_change"}


def unnoted(owner_url: str, read: set[str]) -> set[str]:
    """Those of them that have no triggers."""
    with psycopg.connect(owner_url) as owner:
        noted = owner.execute(
            """SELECT tgrelid::regclass::text, count(*) FROM pg_trigger WHERE tgname LIKE 'noted%'
               GROUP BY 1"""
        ).fetchall()
    assert {count for _, count in noted} == {3}
    return read - {name for name, _ in noted} - STAND
