"""Quarter hours of points as columns: what settlement computes, compares and stores."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation.metering.conversion import MEASURED, SATURATED, TYPICAL
from parkcarbon_platform.calculation.metering.methods import METHODS
from parkcarbon_platform.calculation.metering.rules import QUARTER_MS
from parkcarbon_platform.storage.spans import Range

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# How an amount came about; the last stands for words that this version does not know.
NAMES = (
    *METHODS, "substituted", "edited", "formula", "allocation", MEASURED, TYPICAL, SATURATED, "report",
    "stock_balance", "unknown",
)  # fmt: skip
_CODES = {name: code for code, name in enumerate(NAMES)}
UNKNOWN = len(NAMES) - 1


class IntervalRow(NamedTuple):
    """A quarter hour of a point; `start` [ms], amounts in the base unit."""

    point_id: int
    start: int
    quantity: int
    estimated: int
    covered_s: int
    status: int
    method: str | None


@dataclass(frozen=True, slots=True)
class QuarterHours:
    """The columns of IntervalRow by point and start; `method` is an index into NAMES."""

    point: Int64
    start: Int64
    quantity: Int64
    estimated: Int64
    covered_s: Int64
    status: Int64
    method: Int64

    @property
    def size(self) -> int:
        """How many there are."""
        return int(self.start.size)

    @property
    def key(self) -> Int64:
        """Point and quarter hour in one number."""
        return key_of(self.point, self.start)

    @property
    def measured(self) -> Bools:
        """Those that are measured throughout: what shapes may be made of."""
        found: Bools = (self.status == 0) & (self.covered_s == QUARTER_MS // 1000)
        return found

    def only(self, keep: Bools | Int64) -> "QuarterHours":
        """Some of them."""
        return QuarterHours(*(column[keep] for column in self._columns()))

    def ordered(self) -> "QuarterHours":
        """By point and start."""
        key = self.key
        return self if (np.diff(key) > 0).all() else self.only(np.argsort(key, kind="stable"))

    def inside(self, spans: Sequence[Range]) -> "QuarterHours":
        """Those in spans [start, end) that do not overlap, if these are in order."""
        point, start, end = (np.array(column, np.int64) for column in zip(*spans, strict=True))
        key = self.key
        # A quarter hour begins in a span where its beginning is not before that of the span.
        first, last = (
            np.searchsorted(key, key_of(point, -(-t // QUARTER_MS) * QUARTER_MS)) for t in (start, end)
        )
        if (last - first).sum() == self.size:
            return self
        kept = np.zeros(self.size + 1, np.int64)
        np.add.at(kept, first, 1)
        np.add.at(kept, last, -1)
        return self.only(np.cumsum(kept[:-1]) > 0)

    def rows(self) -> list[IntervalRow]:
        """One by one."""
        *numbers, method = (column.tolist() for column in self._columns())
        return [IntervalRow(*row) for row in zip(*numbers, (NAMES[m] for m in method), strict=True)]

    def equal(self, other: "QuarterHours") -> Bools:
        """Where two of the same size are the same."""
        pairs = zip(self._columns(), other._columns(), strict=True)
        found: Bools = np.logical_and.reduce([mine == theirs for mine, theirs in pairs])
        return found

    def _columns(self) -> list[Int64]:
        return [
            self.point, self.start, self.quantity, self.estimated, self.covered_s, self.status, self.method,
        ]  # fmt: skip


def key_of(point: Int64 | int, start: Int64) -> Int64:
    """Point and quarter hour in one number."""
    found: Int64 = (point << 32) + start // QUARTER_MS
    return found


def joined(parts: Sequence[QuarterHours]) -> QuarterHours:
    """One after the other."""
    some = [part for part in parts if part.size]
    if len(some) < 2:
        return some[0] if some else of_rows(())
    columns = zip(*(part._columns() for part in some), strict=True)
    return QuarterHours(*(np.concatenate(column) for column in columns))


def of_rows(rows: Iterable[IntervalRow]) -> QuarterHours:
    """The columns of rows."""
    found = list(rows)
    if not found:
        return QuarterHours(*(np.zeros(0, np.int64) for _ in fields(QuarterHours)))
    *numbers, method = zip(*found, strict=True)
    codes = [_CODES[m] for m in method]
    return QuarterHours(*(np.array(column, np.int64) for column in (*numbers, codes)))


class Difference(NamedTuple):
    """What has to be inserted, replaced and deleted so that what is stored becomes what is computed."""

    added: QuarterHours
    changed: QuarterHours
    gone: QuarterHours

    @property
    def all(self) -> QuarterHours:
        """All that differs."""
        return joined(self)


def difference(old: QuarterHours, new: QuarterHours) -> Difference:
    """From what is stored to what is computed, both in order."""
    if old.size == new.size and old.equal(new).all():
        nothing = of_rows(())
        return Difference(nothing, nothing, nothing)
    place, known = _find(old, new)
    same = np.zeros(new.size, np.bool_)
    same[known] = old.only(place[known]).equal(new.only(known))
    return Difference(new.only(~known), new.only(known & ~same), old.only(~_find(new, old)[1]))


def _find(where: QuarterHours, what: QuarterHours) -> tuple[Int64, Bools]:
    """Of each quarter hour its place in `where`, and whether it is there."""
    if not where.size:
        return np.zeros(what.size, np.int64), np.zeros(what.size, np.bool_)
    keys, wanted = where.key, what.key
    place = np.minimum(np.searchsorted(keys, wanted), where.size - 1)
    return place, keys[place] == wanted


def amounts_at(found: QuarterHours, other: QuarterHours) -> tuple[Int64, Bools]:
    """The amounts of `found` at the quarter hours of `other`, and whether they are there, measured."""
    place, known = _find(found, other)
    if not found.size:
        return np.zeros(other.size, np.int64), known
    return found.quantity[place], known & found.measured[place]
