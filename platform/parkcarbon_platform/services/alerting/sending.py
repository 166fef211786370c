"""What is to be sent, and the jobs that send it."""

from collections.abc import Sequence

from parkcarbon_platform.storage import alert_delivery as storage
from parkcarbon_platform.storage import jobs
from parkcarbon_platform.storage.alerts import RuleRow
from parkcarbon_platform.storage.database import Connection, Database

TELL = "tell"


def queue(
    connection: Connection, park_id: int, rule: RuleRow, *, began: Sequence[int], resolved: Sequence[int]
) -> None:
    """Have a rule's receivers told what began and what is over."""
    if not rule.receivers:
        return
    storage.add(connection, park_id, rule.enterprise_id, rule.receivers, alerts=began, event="began")
    storage.add(connection, park_id, rule.enterprise_id, rule.receivers, alerts=resolved, event="resolved")


def dispatch(database: Database, park_id: int) -> int:
    """Make a job of everything that waits and has none; how many."""
    with database.tenant(park_id) as connection:
        found = storage.unqueued(connection)
        for delivery_id in found:
            jobs.add(connection, park_id, TELL, {"delivery": str(delivery_id)})
    return len(found)
