"""Read a park for the live view: one transaction, everything that a frame needs but the readings."""

from datetime import datetime, timedelta

from parkcarbon_platform.live.pricing import current_pricing
from parkcarbon_platform.live.state import View
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.live import settled, topology
from parkcarbon_platform.storage import live as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.live import ReadingRow

# Older gauges are stale in any case, and a longer search would open every chunk.
SEED_SPAN = timedelta(days=2)


def load_view(connection: Connection, now: datetime) -> View | None:
    """The park of this transaction at `now`; None where it is gone."""
    found = topology.load(connection, now)
    if found is None:
        return None
    day = localtime.local_date(now, found.park.timezone)
    sums = settled.load(connection, found, now)
    return View(found, current_pricing(connection, found, day), sums)


def load_seed(connection: Connection, view: View, now: datetime) -> list[ReadingRow]:
    """The latest good reading of every point."""
    return storage.latest_readings(connection, list(view.topology.points), now - SEED_SPAN)
