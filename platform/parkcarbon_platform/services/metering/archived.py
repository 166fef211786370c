"""What settlement does where readings lie in files: it never takes them for missing.

Quarter hours whose readings are archived stand as they are. Late work of such a time waits (`held`) until the
readings are back; what a person wants changed there is refused. Of each point the last readings stay in the
database, so that what comes after the horizon is computed as if nothing had left.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parkcarbon_platform.calculation.metering.pairs import NEIGHBOURS, REACH
from parkcarbon_platform.errors import ConflictError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.storage import archives, points
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.neighbours import Life

# Usable readings of each point that stay before the horizon: a window reaches REACH back, what decides on
# those NEIGHBOURS further; the others allow for what cannot be used.
KEPT = REACH + NEIGHBOURS + 4


class ArchivedError(ConflictError):
    """The readings that are needed lie in a file."""

    code = "archived"
    remedy = "Restore these months first (`parkcarbon archive restore`), the newest first; then do it again."
    # Whose work fails for want of them, and up to what time that was looked at.
    point_ids: tuple[int, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Horizon:
    """Before `time` [ms] readings lie in files; a point has all of its own from its floor [ms] on."""

    time: int = 0
    floors: Mapping[int, int] = field(default_factory=dict)

    def frozen(self, ranges: Iterable[Range]) -> list[Range]:
        """The parts of ranges whose quarter hours stand."""
        return [r._replace(end=min(r.end, self.time)) for r in ranges if r.start < self.time]

    def open(self, ranges: Iterable[Range]) -> list[Range]:
        """The parts that can be computed."""
        return [r._replace(start=max(r.start, self.time)) for r in ranges if r.end >= self.time]

    def check_needed(self, needed: Sequence[Range], life: Life | None = None) -> None:
        """Raise ArchivedError where a computation would read what is not here."""
        if not self.time:
            return
        excluded = () if life is None else life.excluded
        for span in needed:
            floor = self.floors.get(span.point_id)
            if floor is None or span.start >= self.time:
                continue
            # Readings that are not used do not count as those that were kept.
            unsure = any(
                x.point_id == span.point_id and x.start < self.time and x.end > floor for x in excluded
            )
            if span.start < floor or unsure:
                raise refusal(span)


def refusal(span: Range) -> ArchivedError:
    """What is said to whoever wants something computed from there."""
    time = localtime.from_ms(span.start).isoformat(timespec="minutes")
    found = ArchivedError(f"Readings of {time} lie in an archive.", time=time)
    found.point_ids = (span.point_id,)
    found.until = localtime.from_ms(span.end)
    return found


def horizon(connection: Connection) -> Horizon:
    """Of the transaction's park."""
    found = archives.horizon(connection)
    if found is None:
        return Horizon()
    return Horizon(localtime.to_ms(found), archives.floors(connection))


def check(connection: Connection, ranges: Sequence[Range]) -> None:
    """Refuse to have points that have readings computed again where these lie in files."""
    found = archives.horizon(connection)
    if found is None:
        return
    for span in metered(connection, [r for r in ranges if r.start < localtime.to_ms(found)]):
        raise refusal(span)


def metered(connection: Connection, ranges: Sequence[Range]) -> list[Range]:
    """Those of points that have readings of their own."""
    if not ranges:
        return []
    known = points.of_ids(connection, sorted({r.point_id for r in ranges}))
    return [r for r in ranges if r.point_id in known and known[r.point_id].kind != "virtual"]
