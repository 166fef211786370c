"""Forget what is over and nobody's evidence: jobs that are done, letters, alerts that are closed.

The audit log is never touched; what a stored inventory, a plan or an analysis refers to stays, too.
"""

from typing import NamedTuple

from parkcarbon_platform.storage import purging as storage
from parkcarbon_platform.storage.database import Database


class Purged(NamedTuple):
    """How many rows went."""

    jobs: int
    letters: int
    alerts: int


def purge(database: Database, park_id: int, days: int) -> Purged:
    """Delete what has been over for more than so many days."""
    with database.tenant(park_id) as connection:
        letters = storage.letters(connection, days)
        return Purged(storage.jobs(connection, days), letters, storage.alerts(connection, days))
