"""An inventory's sums and checklist in columns, for sources of which no item is more than a sum.

Such a source's gas counts as it is (a potential of one), by the ledger alone and whole: no further gases, no
evidence, nothing that is delivered on, no share. Its items need no object each: 12,000 of a year of a
thousand sources took two thirds of a second. Totals and findings are those of `engine`, `totals` and
`completeness` (a property of tests); what else a park has goes through these, and the two are added up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation import exact
from parkcarbon_platform.calculation.accounting import engine
from parkcarbon_platform.calculation.accounting.activity import (
    UNASSIGNED,
    Segment,
    SourceFacts,
    expected_s,
)
from parkcarbon_platform.calculation.accounting.completeness import COVERAGE, ESTIMATED, Lack
from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.rulesets.base import Ruleset
from parkcarbon_platform.calculation.accounting.split import integers, split_by
from parkcarbon_platform.calculation.accounting.totals import COUNTED, DIMENSIONS, Totals

Int64 = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]
DAY = timedelta(days=1)
Key = TypeVar("Key", str, int)
# Whatever is added up stays below 2^63: sums of floats tell that well enough.
_SAFE = float(1 << 61)


class SumColumns(NamedTuple):
    """Sums of the ledger in columns: places of source and segment in their lists, then as `Sum`."""

    source: Int64
    segment: Int64
    factor_version: Int64
    fallback: Int64
    quantity: Int64
    estimated: Int64
    covered_s: Int64
    co2_mg: Int64
    gas_mg: Int64

    def fits(self) -> bool:
        """Whether sums of these stay within 64 bits, whichever are added."""
        amounts = (self.quantity, self.estimated, self.co2_mg, self.gas_mg)
        return all(float(np.abs(each.astype(np.float64)).sum()) < _SAFE for each in amounts)


class Split(NamedTuple):
    """Scenes, and whole numbers in the proportion of their shares."""

    scenes: tuple[str, ...]
    weights: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Items:
    """What would be items, in columns: by source, month, factor version and standing."""

    source: Int64
    month: Int64
    fallback: Bool
    quantity: Int64
    estimated: Int64
    covered_s: Int64
    mg: Int64
    estimated_mg: Int64


class Tally:
    """The sums of plain sources over the segments of a period."""

    def __init__(
        self, ruleset: Ruleset, sources: Sequence[SourceFacts], segments: Sequence[Segment], sums: SumColumns
    ) -> None:
        self._ruleset, self._sources, self._segments, self._sums = ruleset, sources, segments, sums
        self._months = sorted({segment.month for segment in segments})
        places = {month: n for n, month in enumerate(self._months)}
        self._month_of = np.array([places[segment.month] for segment in segments], dtype=np.int64)
        self._month = self._month_of[sums.segment]
        self._refused = (sums.fallback != 0) & ruleset.refuses(fallback=True)
        self._counted = np.flatnonzero(~self._refused)
        self._splits, self._split = self._split_of_rows()
        self._items = self._grouped()

    @property
    def is_empty(self) -> bool:
        """Whether there would be no item."""
        return not self._items.source.size

    def totals(self, *, is_park: bool) -> Totals:
        """As `calc_totals` has it of any basis."""
        found = Totals(by={name: {} for name in DIMENSIONS})
        items, size = self._items, len(self._sources)
        there = np.unique(items.source).tolist()
        mass, guessed, fallback = (
            _added(items.source, each, size).tolist()
            for each in (items.mg, items.estimated_mg, np.where(items.fallback, items.mg, 0))
        )
        counted = np.zeros(size, dtype=np.bool_)
        groups = _Groups(self._ruleset)
        for place in there:
            source, mg = self._sources[place], mass[place]
            if _beside(found, source, mg):
                continue
            _add(found.by["enterprise"], source.enterprise, mg)
            found.unallocated += mg if source.enterprise is None else 0
            if is_park and source.internal_transfer:
                found.transfers += mg
                continue
            counted[place] = True
            found.total += mg
            found.estimated += guessed[place]
            found.fallback += fallback[place]
            for name, key in (
                ("scope", str(source.scope)), ("category", source.category), ("carrier", source.carrier),
                ("gas", source.gas), ("source", source.code), ("group", groups.of(source)),
            ):  # fmt: skip
                _add(found.by[name], key, mg)
        self._add_months(found, counted)
        self._add_scenes(found, counted)
        return found

    def coverage(self) -> tuple[int, int]:
        """Seconds that have passed and how many of them are covered, as items have them, added up."""
        items = self._items
        expected = self._expected()[items.source, items.month]
        return int(expected.sum()), int(np.minimum(items.covered_s, expected).sum())

    def lacks(self) -> list[Lack]:
        """As `find_lacks` has them, in no order."""
        covered = np.zeros((len(self._sources), len(self._months)), dtype=np.int64)
        np.add.at(covered, (self._sums.source, self._month), self._sums.covered_s)
        heard = self._marked(self._sums.source, self._month)
        refused = self._marked(self._sums.source[self._refused], self._month[self._refused])
        found = [
            Lack("refused_fallback", self._sources[place].code, months)
            for place, months in self._months_of(refused)
        ]
        found += self._gaps(self._expected(), covered, heard)
        return [*found, *self._doubts()]

    def below_nothing(self) -> Iterator[tuple[str, date]]:
        """Source and month of the items whose amount is negative."""
        negative = self._items.quantity < 0
        marked = self._marked(self._items.source[negative], self._items.month[negative])
        for place, months in self._months_of(marked):
            for month in months:
                yield self._sources[place].code, month

    def _grouped(self) -> _Items:
        sums, rows = self._sums, self._counted
        versions, version = np.unique(sums.factor_version[rows], return_inverse=True)
        months = len(self._months)
        keys = (sums.source[rows] * months + self._month[rows]) * max(len(versions), 1) + version.reshape(-1)
        unique, which = np.unique(2 * keys + (sums.fallback[rows] != 0), return_inverse=True)
        which, count = which.reshape(-1), len(unique)
        source, month = np.divmod(unique // (2 * max(len(versions), 1)), months)
        mg, quantity, estimated, covered_s = (
            _added(which, each[rows], count)
            for each in (sums.co2_mg + sums.gas_mg, sums.quantity, sums.estimated, sums.covered_s)
        )
        guessed = np.zeros(count, dtype=np.int64)
        some = (estimated != 0) & (quantity != 0)
        guessed[some] = exact.mul_div(mg[some], estimated[some], np.abs(quantity[some]))
        return _Items(source, month, unique % 2 != 0, quantity, estimated, covered_s, mg, guessed)

    def _split_of_rows(self) -> tuple[list[Split], Int64]:
        """The splits that there are, and which of them each row has."""
        first, last = self._segments[0].start, self._segments[-1].end - DAY
        numbers: dict[Split, int] = {}
        known: dict[tuple[int, date], int] = {}

        def number(source: SourceFacts, day: date) -> int:
            key = (id(source.shares), day)
            if key not in known:
                shares = engine.scenes_of(source, day)
                made = Split(tuple(scene for scene, _ in shares), integers(tuple(s for _, s in shares)))
                known[key] = numbers.setdefault(made, len(numbers))
            return known[key]

        table = np.zeros((len(self._sources), len(self._segments)), dtype=np.int64)
        for place, source in enumerate(self._sources):
            if all(share.holds(first) and share.holds(last) for share in source.shares):
                table[place] = number(source, first)
            else:
                table[place] = [number(source, segment.start) for segment in self._segments]
        return list(numbers), table[self._sums.source, self._sums.segment]

    def _add_months(self, found: Totals, counted: Bool) -> None:
        items = self._items
        mine = counted[items.source]
        sums = _added(items.month[mine], items.mg[mine], len(self._months)).tolist()
        for place in np.unique(items.month[mine]).tolist():
            found.by["month"][self._months[place].isoformat()] = sums[place]

    def _add_scenes(self, found: Totals, counted: Bool) -> None:
        mg = self._sums.co2_mg + self._sums.gas_mg
        rows = self._counted[counted[self._sums.source[self._counted]]]
        for number, split in enumerate(self._splits):
            mine = rows[self._split[rows] == number]
            if not len(mine):
                continue
            for scene, value in zip(split.scenes, split_sums(mg[mine], split.weights), strict=True):
                _add(found.by["scene"], scene, value)

    def _expected(self) -> Int64:
        """Seconds that have passed, by source and month."""
        whole = _added(
            self._month_of,
            np.array([s.expected_s for s in self._segments], dtype=np.int64),
            len(self._months),
        )
        table = np.tile(whole, (len(self._sources), 1))
        for place, source in enumerate(self._sources):
            if source.valid_from is not None or source.valid_to is not None:
                each = np.array([expected_s(source, s) for s in self._segments], dtype=np.int64)
                table[place] = _added(self._month_of, each, len(self._months))
        return table

    def _gaps(self, expected: Int64, covered: Int64, heard: Bool) -> Iterator[Lack]:
        passed = expected > 0
        for place, months in self._months_of(passed & ~heard):
            yield Lack("no_activity", self._sources[place].code, months)
        thin = passed & heard & (covered < COVERAGE * expected)
        least = np.min(
            np.where(thin, covered, np.inf) / np.where(passed, expected, 1), axis=1, initial=np.inf
        )
        shares = least.tolist()
        for place, months in self._months_of(thin):
            yield Lack("low_coverage", self._sources[place].code, months, shares[place])

    def _doubts(self) -> Iterator[Lack]:
        items, size = self._items, len(self._sources)
        total, guessed, old = (
            _added(items.source, np.abs(each), size).tolist()
            for each in (items.mg, items.estimated_mg, np.where(items.fallback, items.mg, 0))
        )
        for place, months in self._months_of(self._of_items(items.estimated != 0)):
            if total[place] and guessed[place] > ESTIMATED * total[place]:
                share = guessed[place] / total[place]
                yield Lack("high_estimate", self._sources[place].code, months, share)
        for place, months in self._months_of(self._of_items(items.fallback)):
            part = old[place] / total[place] if total[place] else None
            yield Lack("fallback_factor", self._sources[place].code, months, part)
        bare = np.array([UNASSIGNED in split.scenes for split in self._splits], dtype=np.bool_)
        rows = self._counted[bare[self._split[self._counted]]]
        for place, months in self._months_of(self._marked(self._sums.source[rows], self._month[rows])):
            yield Lack("unassigned_scene", self._sources[place].code, months)
        for place, months in self._months_of(self._of_items(items.quantity < 0)):
            source = self._sources[place]
            if source.enterprise is None and not _is_apart(source):
                yield Lack("negative_remainder", source.code, months)

    def _of_items(self, which: Bool) -> Bool:
        return self._marked(self._items.source[which], self._items.month[which])

    def _marked(self, source: Int64, month: Int64) -> Bool:
        table = np.zeros((len(self._sources), len(self._months)), dtype=np.bool_)
        table[source, month] = True
        return table

    def _months_of(self, table: Bool) -> Iterator[tuple[int, tuple[date, ...]]]:
        """Sources that have a month in a table, with these months; most have the same ones."""
        known: dict[bytes, tuple[date, ...]] = {}
        for place in np.flatnonzero(table.any(axis=1)).tolist():
            key = table[place].tobytes()
            if key not in known:
                known[key] = tuple(self._months[n] for n in np.flatnonzero(table[place]).tolist())
            yield place, known[key]


class _Groups:
    """The heading of each source, asked for once for all that are alike."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._ruleset = ruleset
        self._known: dict[tuple[object, ...], str] = {}

    def of(self, source: SourceFacts) -> str:
        key = (
            source.category, source.carrier, source.scope, source.scope3_category, source.gas,
            source.internal_transfer,
        )  # fmt: skip
        if key not in self._known:
            self._known[key] = self._ruleset.group(_item(source))
        return self._known[key]


def split_sums(masses: Int64, weights: tuple[int, ...]) -> list[int]:
    """What masses come to by part when each is split by itself, as `split_by` does."""
    if len(weights) == 1:
        return [int(masses.sum())]
    whole, size = sum(weights), np.abs(masses)
    if float(size.max(initial=1)) * whole >= _SAFE:
        rows = [split_by(mass, weights) for mass in masses.tolist()]
        return [sum(column) for column in zip(*rows, strict=True)]
    parts, rests = np.divmod(size[:, None] * np.array(weights, dtype=np.int64), whole)
    left = size - parts.sum(axis=1)
    ranks = np.argsort(np.argsort(-rests, axis=1, kind="stable"), axis=1, kind="stable")
    parts += ranks < left[:, None]
    signed = np.where(masses[:, None] < 0, -parts, parts)
    return [int(value) for value in signed.sum(axis=0)]


def is_plain(source: SourceFacts, gwp: Mapping[str, Decimal], ruleset: Ruleset) -> bool:
    """Whether a source's gas counts as it is, wherever it is bought; the rest its caller knows."""
    gases = ruleset.gases
    counts = gwp.get(source.gas) == 1 and (gases is None or source.gas in gases)
    is_market = source.category == "purchased_electricity" and "market" in ruleset.bases
    return counts and not is_market and (source.scope in COUNTED or ruleset.has_scope3)


def added_up(one: Totals, other: Totals) -> Totals:
    """The totals of both."""
    found = Totals(
        one.total + other.total, one.transfers + other.transfers, one.unallocated + other.unallocated,
        biogenic=one.biogenic + other.biogenic, sinks=one.sinks + other.sinks,
        estimated=one.estimated + other.estimated, fallback=one.fallback + other.fallback,
        scope3=_merged(one.scope3, other.scope3),
    )  # fmt: skip
    found.by = {name: _merged(one.by[name], other.by[name]) for name in DIMENSIONS}
    return found


def _merged(one: Mapping[Key, int], other: Mapping[Key, int]) -> dict[Key, int]:
    found = dict(one)
    for key, value in other.items():
        found[key] = found.get(key, 0) + value
    return found


def _added(which: Int64, values: Int64, size: int) -> Int64:
    sums = np.zeros(size, dtype=np.int64)
    np.add.at(sums, which, values)
    return sums


def _beside(found: Totals, source: SourceFacts, mg: int) -> bool:
    """Whether a source is reported beside the total; then it is."""
    if source.biogenic:
        found.biogenic += mg
    elif source.sink:
        found.sinks += mg
    elif source.scope not in COUNTED:
        number = source.scope3_category or 0
        found.scope3[number] = found.scope3.get(number, 0) + mg
    else:
        return False
    return True


def _is_apart(source: SourceFacts) -> bool:
    return source.biogenic or source.sink or source.scope not in COUNTED


def _add(sums: dict[str, int], key: str | None, value: int) -> None:
    if key is not None:
        sums[key] = sums.get(key, 0) + value


def _item(source: SourceFacts) -> Item:
    """An item of a source, as headings ask for it: with nothing in it."""
    return Item(
        source.code, source.enterprise, source.category, source.carrier, source.scope,
        source.scope3_category, source.internal_transfer, source.biogenic, source.sink, date.min, source.gas,
        "any", 0, source.unit, 0, 0, 0, 0, False, 0, Decimal(1), 0, (),
    )  # fmt: skip
