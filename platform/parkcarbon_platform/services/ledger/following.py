"""What the next transaction of a long recalculation needs is read while this one computes.

Only whoever holds the park's lock writes quarter hours. Between two transactions others may hold it: what was
read before is used only where the word of changes says that nothing was written since the last one ended.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import NamedTuple

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.metering import metering
from parkcarbon_platform.services.metering.ahead import Ahead
from parkcarbon_platform.services.metering.archived import ArchivedError
from parkcarbon_platform.services.metering.metering import Prepared
from parkcarbon_platform.storage import changes, corrections, intervals
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.invalidations import MILLISECOND, Invalidation


class State(NamedTuple):
    """Before what time readings lie in files, the newest correction, and a word for all else of the park."""

    horizon: datetime | None
    correction: int
    word: str


def state_of(connection: Connection, horizon: datetime | None) -> State:
    """That of the transaction's park."""
    return State(horizon, corrections.newest(connection), changes.word(connection))


class Following:
    """The ranges that come next, and what is read of them meanwhile."""

    def __init__(self, ranges: list[Range], ahead: Ahead) -> None:
        self._ranges = ranges
        self._ahead = ahead
        self._reading: Future[tuple[str, Prepared]] | None = None
        self._state: State | None = None
        self._word = ""
        self._written = False

    def begin(self) -> None:
        """Begin to read; called where the processors have time for it."""
        self._reading = self._ahead.read(self._read)

    def _read(self, connection: Connection) -> tuple[str, Prepared]:
        word = changes.word(connection)
        return word, metering.prepare(connection, self._ranges, everything=True, ahead=self._ahead)

    def stand(self, connection: Connection, horizon: datetime | None, *, written: bool) -> None:
        """The transaction ends, and has `written` quarter hours or not.

        What others have committed since the reading began is in its own word already, beside what it wrote
        itself: another connection tells that there is nothing of the kind.
        """
        if self._reading is not None:
            self._state, self._written = state_of(connection, horizon), written
            self._word = self._ahead.now(changes.word)

    def prepared(self, ranges: Sequence[Range], state: State) -> Prepared | None:
        """What was read, if it is of these ranges and nobody has written since.

        Quarter hours that were read before others were written are read again.
        """
        if self._reading is None or self._state != state or self._ranges != ranges:
            return None
        try:
            word, prepared = self._reading.result()
        except ArchivedError:
            # Whoever computes it meets the same, where it can be dealt with.
            return None
        if word != self._word:
            return None
        if prepared.stored is None or not self._written:
            return prepared
        windows = prepared.plan.windows
        return replace(prepared, stored=self._ahead.read(lambda other: intervals.existing(other, windows)))


def clipped(work: Sequence[Invalidation], cut: datetime) -> list[Range]:
    """The spans of work, from the cut on."""
    # Of a recalculation all points have the same times.
    to_ms = cache(localtime.to_ms)
    return [Range(w.point_id, to_ms(max(w.from_time, cut)), to_ms(w.to_time)) for w in work]


def older(work: Sequence[Invalidation], cut: datetime, further: datetime) -> list[Range]:
    """What work leaves before its cut, up to the next one; in the order in which it will be asked for."""
    left = [w._replace(to_time=cut - MILLISECOND) for w in work if w.from_time < cut]
    return clipped(sorted(left, key=lambda w: w.id), further)
