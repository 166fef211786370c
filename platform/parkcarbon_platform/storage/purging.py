"""Delete rows that are over; inside a park."""

from parkcarbon_platform.storage.database import Connection

# Jobs that tables refer to stay with what they made.
REFERRING = ("inventory", "analysis_run", "plan")


def jobs(connection: Connection, days: int) -> int:
    """Jobs that ended well or were cancelled, unless something was made by them; how many."""
    made = " ".join(
        f"AND NOT EXISTS (SELECT FROM core.{table} t WHERE t.job_id = j.id)"  # constants
        for table in REFERRING
    )
    return connection.execute(
        f"""DELETE FROM core.job j WHERE state IN ('done', 'cancelled')
            AND finished_at < now() - make_interval(days => %s) {made}""",  # noqa: S608  # constants
        (days,),
    ).rowcount


def letters(connection: Connection, days: int) -> int:
    """What was delivered to somebody, or could not be; how many."""
    return connection.execute(
        """DELETE FROM core.alert_delivery WHERE state IN ('sent', 'failed')
           AND coalesce(sent_at, created_at) < now() - make_interval(days => %s)""",
        (days,),
    ).rowcount


def alerts(connection: Connection, days: int) -> int:
    """Alerts that are over and of which nobody is still to be told; how many."""
    return connection.execute(
        """DELETE FROM core.alert a WHERE resolved_at < now() - make_interval(days => %s)
           AND NOT EXISTS (SELECT FROM core.alert_delivery d WHERE d.alert_id = a.id)""",
        (days,),
    ).rowcount
