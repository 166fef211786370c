"""What a spool gives up when it is full or when rows are too old, and the markers that take their place.

Age is time that the agent has run with the file, never a difference of two clock readings: the file keeps a
count of seconds that only ever grows, by the machine's own seconds since it was switched on (nobody can set
these), and each row has the count at which it was stored. A clock that is set does not age anything; neither
does a gateway that is switched off or suspended. So a row is never given up earlier than it should be, at
most later (`docs/decisions/0037-age-of-the-spool.md`).
"""

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import takewhile

Gap = tuple[int, int, int, str]  # from [ms], to [ms], readings (0: unknown how many), reason
SPOOL_FULL, TOO_OLD = "spool_full", "too_old"
AT_ONCE = 16
HEAD = "SELECT seq, first_ms, last_ms, readings, gaps, aged_s, only_for FROM batch ORDER BY seq LIMIT ?"
Owed = Callable[[int, str | None], Sequence[str]]  # who has not taken a row: its sequence, and whom it is for


def running_s() -> float:
    """Seconds that the machine has run since it was switched on; suspended ones do not count: nothing ran."""
    return time.clock_gettime(time.CLOCK_MONOTONIC)


def merge_gaps(gaps: Sequence[Gap]) -> list[Gap]:
    """One gap a reason, spanning all of them: a long outage must not grow without bound."""
    merged: dict[str, Gap] = {}
    for gap in gaps:
        start, end, readings, reason = merged.get(gap[3], (gap[0], gap[1], 0, gap[3]))
        merged[reason] = (min(start, gap[0]), max(end, gap[1]), readings + gap[2], reason)
    return list(merged.values())


class RunningTime:
    """The count of seconds of one file: `kept_s` is where it stood when it was last written down."""

    def __init__(self, kept_s: float, clock: Callable[[], float] = running_s) -> None:
        self._clock, self._kept_s, self._from_s = clock, max(0.0, kept_s), clock()

    def now(self) -> float:
        """Where it stands; it never goes back, whatever the clock does."""
        at = self._clock()
        self._kept_s += max(0.0, at - self._from_s)
        self._from_s = at
        return self._kept_s


class Dropped:
    """What each destination will not get any more, and how many rows waited for it."""

    def __init__(self, owed: Owed) -> None:
        self.gaps: dict[str, list[Gap]] = {}
        self.waited: Counter[str] = Counter()
        self.rows = 0
        self._owed = owed

    def drop_oldest(self, db: sqlite3.Connection, reason: str, aged_s: float | None = None) -> bool:
        """Delete some of the oldest rows; False where there is nothing to delete.

        With `aged_s` only those that were stored before that count. Rows of earlier versions have none, and
        stay.
        """
        rows = db.execute(HEAD, (AT_ONCE,)).fetchall()
        if aged_s is not None:
            rows = list(takewhile(lambda row: row[5] is not None and row[5] <= aged_s, rows))
        for seq, first, last, readings, gaps, _, only_for in rows:
            lost = [(int(a), int(b), int(n), str(why)) for a, b, n, why in json.loads(gaps or "[]")]
            if readings:
                lost.append((first, last, readings, reason))
            self.waited.update(self._owed(seq, None))
            for name in self._owed(seq, only_for):
                self.gaps[name] = merge_gaps([*self.gaps.get(name, ()), *lost])
        if rows:
            db.execute("DELETE FROM batch WHERE seq <= ?", (rows[-1][0],))
        self.rows += len(rows)
        return bool(rows)
