"""An hour of a source (or of a point) as one number: those of a thousand sources are looked up at once.

Numbers are in order of the source, then of the hour.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.metering.rules import HOUR_MS

Int64 = npt.NDArray[np.int64]
SHIFT = 32
_HOURS = (1 << SHIFT) - 1


class Rows(Protocol):
    """Columns that say of which source and hour [ms] each row is."""

    @property
    def source(self) -> Int64:
        """The source."""
        ...

    @property
    def hour(self) -> Int64:
        """The beginning of the hour [ms]."""
        ...


def key(source: Int64, hour: Int64) -> Int64:
    """The number of each hour [ms] of a source.

    >>> key(np.array([7]), np.array([3_600_000])).tolist() == [(7 << 32) + 1]
    True
    """
    found: Int64 = (source << SHIFT) + hour // HOUR_MS
    return found


def keys_of(rows: Rows) -> Int64:
    """Those of rows."""
    return key(rows.source, rows.hour)


def source_of(keys: Int64) -> Int64:
    """The source of each."""
    found: Int64 = keys >> SHIFT
    return found


def hour_of(keys: Int64) -> Int64:
    """The hour [ms] of each."""
    found: Int64 = (keys & _HOURS) * HOUR_MS
    return found


def one_of(number: int) -> tuple[int, int]:
    """Source and hour [ms] of one."""
    return number >> SHIFT, (number & _HOURS) * HOUR_MS


def every(source_ids: Sequence[int], hours: Int64) -> Int64:
    """The same hours [ms], in order, of each source."""
    sources = np.array(sorted(source_ids), np.int64)
    return key(np.repeat(sources, hours.size), np.tile(hours, sources.size))


def firsts(keys: Int64) -> tuple[Int64, Int64]:
    """The sources that have hours, and where the first of each stands."""
    found, first = np.unique(source_of(keys), return_index=True)
    return found, first
