"""What energy flows read beside the ledger's sums: sub-meters' amounts, and how far the ledger has come."""

from collections.abc import Sequence
from datetime import date, datetime

from parkcarbon_platform.storage.database import Connection


def measured(
    connection: Connection, point_ids: Sequence[int], start: datetime, end: datetime
) -> dict[int, tuple[int, int]]:
    """Amount and estimated part [base unit] of points in [start, end) whose quarter hours are shown."""
    rows = connection.execute(
        """SELECT point_id, sum(quantity)::bigint, sum(estimated)::bigint FROM core.interval
           WHERE start >= %s AND start < %s AND point_id = ANY(%s) GROUP BY point_id""",
        (start, end, list(point_ids)),
    ).fetchall()
    return {int(point): (int(quantity), int(estimated)) for point, quantity, estimated in rows}


def last_day(connection: Connection, first: date, until: date) -> date | None:
    """The last local day of [first, until) that the ledger has, by the sums that are kept with it."""
    row = connection.execute(
        """WITH month AS (SELECT max(day) AS first FROM core.ledger_month
                         WHERE day >= date_trunc('month', %(first)s::timestamp)::date AND day < %(until)s)
           SELECT max(d.day) FROM core.ledger_day d, month
           WHERE d.day >= greatest(month.first, %(first)s) AND d.day < %(until)s""",
        {"first": first, "until": until},
    ).fetchone()
    return None if row is None else row[0]


def last_hour(connection: Connection, start: datetime, end: datetime) -> datetime | None:
    """The last hour of [start, end) that the ledger has."""
    row = connection.execute(
        "SELECT max(hour) FROM core.ledger_entry WHERE superseded_at IS NULL AND hour >= %s AND hour < %s",
        (start, end),
    ).fetchone()
    return None if row is None else row[0]
