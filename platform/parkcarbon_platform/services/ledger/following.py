"""What the next transaction of a long recalculation needs is read while this one computes.

Only whoever holds the park's lock writes quarter hours. Between two transactions others may hold it: what was
read before is used only where the word of changes says that nothing was written since the last one ended.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.metering import metering
from parkcarbon_platform.services.metering.ahead import Ahead
from parkcarbon_platform.services.metering.archived import ArchivedError
from parkcarbon_platform.services.metering.metering import Prepared
from parkcarbon_platform.storage import intervals
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.invalidations import MILLISECOND, Invalidation


class State(NamedTuple):
    """Before what time readings lie in files, and a word for the state of the park."""

    horizon: datetime | None
    word: str


class Following:
    """The ranges that come next, and what is read of them meanwhile."""

    def __init__(self, ranges: list[Range], ahead: Ahead) -> None:
        self._ranges = ranges
        self._ahead = ahead
        self._reading: Future[Prepared] | None = None
        self._state: State | None = None
        self._written = False

    def begin(self) -> None:
        """Begin to read; called where the processors have time for it."""
        ahead = self._ahead
        self._reading = ahead.read(
            lambda other: metering.prepare(other, self._ranges, everything=True, ahead=ahead)
        )

    def stand(self, state: State, *, written: bool) -> None:
        """The transaction ends in this state, and has `written` quarter hours or not."""
        self._state, self._written = state, written

    def prepared(self, ranges: Sequence[Range], state: State) -> Prepared | None:
        """What was read, if it is of these ranges and nobody has written since.

        Quarter hours that were read before others were written are read again.
        """
        if self._reading is None or self._state != state or self._ranges != ranges:
            return None
        try:
            prepared = self._reading.result()
        except ArchivedError:
            # Whoever computes it meets the same, where it can be dealt with.
            return None
        if prepared.stored is None or not self._written:
            return prepared
        windows = prepared.plan.windows
        return replace(prepared, stored=self._ahead.read(lambda other: intervals.existing(other, windows)))


def clipped(work: Sequence[Invalidation], cut: datetime) -> list[Range]:
    """The spans of work, from the cut on."""
    return [
        Range(w.point_id, localtime.to_ms(max(w.from_time, cut)), localtime.to_ms(w.to_time)) for w in work
    ]


def older(work: Sequence[Invalidation], cut: datetime, further: datetime) -> list[Range]:
    """What work leaves before its cut, up to the next one; in the order in which it will be asked for."""
    left = [replace(w, to_time=cut - MILLISECOND) for w in work if w.from_time < cut]
    return clipped(sorted(left, key=lambda w: w.id), further)
