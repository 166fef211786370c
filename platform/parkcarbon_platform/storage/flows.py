"""What energy flows read beside the ledger's sums: sub-meters' amounts, and how far the ledger has come."""

from collections.abc import Sequence
from datetime import date, datetime

from parkcarbon_platform.storage.database import Connection


def measured(
    connection: Connection, point_ids: Sequence[int], first: date, until: date
) -> dict[int, tuple[int, int]]:
    """Amount and estimated part [base unit] of points on the local days [first, until) whose quarter hours
    are shown, by the sums that are kept with them."""
    rows = connection.execute(
        """SELECT point_id, sum(quantity)::bigint, sum(estimated)::bigint
           FROM core.intervals_between(%s::date, %s::date)
           WHERE point_id = ANY(%s) GROUP BY point_id HAVING sum(quarters) > 0""",
        (first, until, list(point_ids)),
    ).fetchall()
    return {int(point): (int(quantity), int(estimated)) for point, quantity, estimated in rows}


def last_day(connection: Connection, first: date, until: date) -> date | None:
    """The last local day of [first, until) that the ledger has, by the sums that are kept with it."""
    # Two statements: joined, the view of days is read behind its wall once for each of its rows until the
    # database has counted them (32 s for a year of 1,000 sources that had just come).
    month = connection.execute(
        """SELECT max(day) FROM core.ledger_month
           WHERE day >= date_trunc('month', %s::timestamp)::date AND day < %s""",
        (first, until),
    ).fetchone()
    if month is None or month[0] is None:
        return None
    row = connection.execute(
        "SELECT max(day) FROM core.ledger_day WHERE day >= %s AND day < %s", (max(month[0], first), until)
    ).fetchone()
    return None if row is None else row[0]


def last_hour(connection: Connection, start: datetime, end: datetime) -> datetime | None:
    """The last hour of [start, end) that the ledger has."""
    row = connection.execute(
        "SELECT max(hour) FROM core.ledger_entry WHERE superseded_at IS NULL AND hour >= %s AND hour < %s",
        (start, end),
    ).fetchone()
    return None if row is None else row[0]
