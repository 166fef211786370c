"""Every hour of the ledger computed again from the stored quarter hours, to look or to mend."""

from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import datetime

import numpy as np

from parkcarbon_platform.calculation.metering.rules import HOUR_MS
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.ledger import factors, keys, ledger, restating
from parkcarbon_platform.services.localtime import to_ms
from parkcarbon_platform.services.metering.ahead import Ahead
from parkcarbon_platform.storage import invalidations, live
from parkcarbon_platform.storage import ledger as storage
from parkcarbon_platform.storage.database import Connection, Database

REASON = "computed again"


@dataclass(frozen=True, slots=True)
class Compared:
    """Hours of sources that were looked at.

    `differing` are not what is stored; `waiting` neither, but a lock holds them for a decision; `unpriced`
    cannot be calculated (no factor, no formula) and are as they were: a finding says why.
    """

    hours: int
    differing: int
    waiting: int
    unpriced: int

    def plus(self, other: "Compared") -> "Compared":
        """Both."""
        return Compared(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


def compare(
    database: Database,
    park_id: int,
    start: datetime,
    end: datetime,
    now: datetime,
    *,
    mend: bool = False,
    told: Callable[[datetime], None] = lambda _: None,
) -> Compared:
    """Compute the hours of [start, end), the newest month first; with `mend` what differs is written.

    Settled hours keep their factor's version; what differs under a lock waits for a decision, as everywhere.
    `told` hears from when on all is done. A month is one transaction: what is done stays done.
    Raises SpanError, NotFoundError.
    """
    restating.check_span(start, end)
    found = Compared(0, 0, 0, 0)
    with Ahead(database, park_id) as ahead:
        for first, last in restating.steps(start, end):
            with database.tenant(park_id) as connection:
                found = found.plus(_step(connection, park_id, (first, last), now, ahead, mend=mend))
            told(first)
    return found


def _step(
    connection: Connection,
    park_id: int,
    span: tuple[datetime, datetime],
    now: datetime,
    ahead: Ahead,
    *,
    mend: bool,
) -> Compared:
    invalidations.lock(connection, park_id)
    park = live.park(connection)
    if park is None:
        raise NotFoundError(f"There is no park {park_id}.", park=park_id)
    first, last = span
    hours = np.arange(to_ms(first), to_ms(last), HOUR_MS, dtype=np.int64)
    sources = storage.every_source(connection)
    computed = ledger.compare_source_hours(
        connection,
        park,
        factors.book(connection),
        sources,
        keys.every([s.id for s in sources], hours),
        now=now,
        ahead=ahead,
    )
    if mend:
        computed.save(connection, park_id, REASON)
    looked_at = len(sources) * hours.size
    unpriced = looked_at - computed.done.size
    return Compared(looked_at, computed.change.size, len(computed.change.held), unpriced)
