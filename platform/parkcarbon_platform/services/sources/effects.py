"""What ending a source would do to its figures: told before it is done."""

from dataclasses import dataclass
from datetime import date, datetime

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import locks
from parkcarbon_platform.services.ledger.changes import Workplace
from parkcarbon_platform.services.sources import editing
from parkcarbon_platform.storage import emission_sources as storage
from parkcarbon_platform.storage import live
from parkcarbon_platform.storage.database import Connection

__all__ = ["After", "after"]


@dataclass(frozen=True, slots=True)
class After:
    """The figures of a source from a local day on: hours and their mass [mg of its gas].

    `held_hours` of them lie in locked periods: they stay, and a difference waits for a decision instead.
    """

    hours: int
    mass_mg: int
    held_hours: int
    held_mg: int


def after(place: Workplace, actor: Actor, code: str, since: date) -> After:
    """What an end before `since` would take back, and what locks would hold."""
    editing.check_day("from", since)
    now = place.clock()
    # Locks of the whole park hold an enterprise's hours, too: they are seen from the park only.
    with place.database.tenant(place.park_id) as connection:
        row = editing.owned(connection, actor, code)
        park = live.park(connection)
        assert park is not None
        start = localtime.day_start(since, park.timezone)
        hours, mass = _sum(connection, row.id, start, now)
        held_hours = held_mg = 0
        for begin, end in merged(locks.spans(connection, row.enterprise_id)):
            found = _sum(connection, row.id, max(begin, start), min(end, now))
            held_hours, held_mg = held_hours + found[0], held_mg + found[1]
    return After(hours, mass, held_hours, held_mg)


def merged(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Spans [start, end) without what two of them share."""
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _sum(connection: Connection, source_id: int, start: datetime, end: datetime) -> tuple[int, int]:
    """The number of current hours of [start, end), and their mass [mg]."""
    if start >= end:
        return 0, 0
    found = storage.sums(connection, [source_id], start, end)
    return (found[0].hours, found[0].co2_mg + found[0].gas_mg) if found else (0, 0)
