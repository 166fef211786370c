"""Differences of meters that wait: `main - office` cannot be told while the office's meter is silent."""

from datetime import datetime, timedelta

from parkcarbon_platform.services.ledger.ledger import WAITS
from parkcarbon_platform.services.ledger.pricing import SETTLES_AFTER
from parkcarbon_platform.storage import findings, waiting_hours
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.findings import SourceFinding
from parkcarbon_platform.storage.waiting_hours import Waiting

# A meter that is silent for longer has findings of its own, and its hours stay incomplete.
LOOKS_BACK = timedelta(days=2)


def look(connection: Connection, park_id: int, now: datetime) -> None:
    """One finding a source, as long as it waits for quarter hours that should have come."""
    found = waiting_hours.waiting(connection, now - LOOKS_BACK, now - SETTLES_AFTER)
    findings.replace_of_sources(connection, park_id, WAITS, [_finding(row) for row in found])


def _finding(row: Waiting) -> SourceFinding:
    names = [*row.missing, *([f"{row.others} of other enterprises"] if row.others else [])]
    detail = f"{row.quarters} quarter hours wait for {', '.join(names)}"
    return SourceFinding(row.source_id, row.enterprise_id, row.first, WAITS, detail, "warning")
