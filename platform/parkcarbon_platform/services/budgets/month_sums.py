"""The ledger's sums by month, told by owner: in columns, for a thousand sources have 24,000 in two years."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from operator import mul
from typing import Any

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation import exact
from parkcarbon_platform.calculation.accounting.figures import standard_coal
from parkcarbon_platform.calculation.accounting.figures.standard_coal import Coefficient
from parkcarbon_platform.calculation.accounting.gases import CO2
from parkcarbon_platform.calculation.budgets.months import MONTHS
from parkcarbon_platform.services.inventories import market
from parkcarbon_platform.services.inventories.energy import BOUGHT, FUELS, Coals
from parkcarbon_platform.services.ledger.weighing import Weights
from parkcarbon_platform.storage.budgets import Kind, MonthSums
from parkcarbon_platform.storage.inventory_activity import SourceRow

KINDS: tuple[Kind, ...] = ("carbon", "energy", "electricity")
ELECTRICITY = "electricity"
DAY_S = 86_400
# What a row's energy is: a number of a coefficient, or one of these.
NO_ENERGY, LACKING = -1, -2
# Sums of what is below this in floats fit 64 bits.
_SAFE = float(1 << 61)
Array = npt.NDArray[Any]
Int64 = npt.NDArray[np.int64]


class Coefficients:
    """Coefficients of standard coal, looked up once each."""

    def __init__(self, coals: Coals) -> None:
        self.coals = coals
        self._known: dict[tuple[int, str, str], Coefficient | None] = {}

    def of(self, version: int, carrier: str, base: str) -> Coefficient | None:
        """That of a carrier [base unit], by the heat value of a factor version where it has one."""
        key = (version, carrier, base)
        if key not in self._known:
            self._known[key] = self.coals.of_fuel(version, carrier, base)
        return self._known[key]

    def grams_each(self, row: SourceRow, version: int) -> Fraction | int:
        """Standard coal [g] of a base unit of a source's activity, NO_ENERGY or LACKING.

        Where a source is of another gas its energy is counted with the CO2.
        """
        if row.gas != CO2 or row.category not in (*FUELS, *BOUGHT):
            return NO_ENERGY
        base = market.unit_of(row)
        found = self.of(version if row.category in FUELS else 0, row.carrier, base) if base else None
        return LACKING if found is None else standard_coal.grams_each(found, base)


class Summed:
    """Months [first, until) of sources, by source and month; `lacking` and `unweighed`: places of sources."""

    def __init__(
        self, rows: Sequence[SourceRow], sums: MonthSums, span: tuple[int, int], coals: Coefficients,
        weights: Weights,
    ) -> None:  # fmt: skip
        self._rows = rows
        self._first = span[0]
        self._shape = (len(rows), span[1] - span[0])
        places = {row.id: place for place, row in enumerate(rows)}
        ids, which = np.unique(sums.source_id, return_inverse=True)
        place = np.array([places[i] for i in ids.tolist()], dtype=np.int64)[which.reshape(-1)]
        counts = np.array([row.scope in (1, 2) for row in rows], dtype=np.bool_)[place]
        sums = MonthSums(*(column[counts] for column in sums))
        self._at = (place[counts], sums.month - self._first)
        self.lacking: set[int] = set()
        self.unweighed: set[int] = set()
        self._covered = self._table(sums.covered_s)
        self._seen = self._covered.sum(axis=1)
        self._tables: Mapping[Kind, Array] = {
            "carbon": self._table(self._carbon(sums, weights)), **self._energy(sums, coals)
        }  # fmt: skip
        self._begins = np.array([_ordinal(row.valid_from, date.min) for row in rows], dtype=np.int64)
        self._ends = np.array([_ordinal(row.valid_to, date.max) for row in rows], dtype=np.int64)
        emitted = self._tables["carbon"].sum(axis=1).tolist()
        rates = [_a_day(*one) for one in zip(emitted, self._seen.tolist(), strict=True)]
        self._owned = self._by_owner(range(len(rows)))
        counted = [p for p, row in enumerate(rows) if row.scope in (1, 2) and row.gas == CO2]
        self._counted = self._by_owner(counted)
        self._rates_of = {
            owner: [rates[place] for place in mine.tolist()] for owner, mine in self._counted.items()
        }

    def amounts(self) -> Iterator[tuple[tuple[str | None, Kind, date], int]]:
        """What each owner has of each kind and month, but nothing of nothing."""
        for owner, places in self._owned.items():
            for kind, table in self._tables.items():
                for month, amount in enumerate(table[places].sum(axis=0).tolist()):
                    if amount:
                        yield (owner, kind, _day(self._first + month)), amount

    def of_owners(self, places: Iterable[int]) -> dict[str | None, set[str]]:
        """The codes of sources, by owner."""
        return {
            owner: {self._rows[place].code for place in mine}
            for owner, mine in self._by_owner(sorted(places)).items()
        }

    def known(self, owner: str | None, month: date, passed: int) -> int:
        """Days of the `passed` ones of a month that are known of an owner, by amount, rounded down."""
        places = self._counted.get(owner)
        column = number(month) - self._first
        if places is None or not 0 <= column < self._shape[1]:
            return 0
        start = month.toordinal()
        first = np.maximum(self._begins[places], start)
        until = np.minimum(self._ends[places] + 1, start + passed)
        seconds = np.maximum(until - first, 0) * DAY_S
        covered = np.minimum(self._covered[places, column], seconds)
        rates = self._rates_of[owner]
        # Whole numbers without bounds: the sum of hundreds of fractions has a denominator of thousands of
        # digits, and what is emitted in a second of 64 bits is not much.
        wanted, had = (_weighed(rates, each) for each in (seconds, covered))
        return passed * had // wanted if wanted else 0

    def unseen(self, owner: str | None, end: date) -> list[str]:
        """Sources of an owner that are valid, had begun before `end`, and have never had data."""
        mine = (place for place in self._counted.get(owner, ()) if not self._seen[place])
        begun = (
            row for row in (self._rows[place] for place in mine)
            if row.valid_to is None and (row.valid_from is None or row.valid_from < end)
        )  # fmt: skip
        return sorted(row.code for row in begun)

    def _by_owner(self, places: Iterable[int]) -> dict[str | None, Int64]:
        found: dict[str | None, list[int]] = {}
        for place in places:
            for owner in owners_of(self._rows[place]):
                found.setdefault(owner, []).append(place)
        return {owner: np.array(mine, dtype=np.int64) for owner, mine in found.items()}

    def _table(self, values: Array, where: Array | None = None) -> Array:
        """The sums of rows by source and month."""
        at = self._at if where is None else (self._at[0][where], self._at[1][where])
        fits = float(np.abs(values.astype(np.float64)).sum()) < _SAFE
        table = np.zeros(self._shape, dtype=np.int64 if fits else object)
        np.add.at(table, at, values.astype(table.dtype))
        return table

    def _carbon(self, sums: MonthSums, weights: Weights) -> Array:
        """CO2, and what other gases count; what has no weight counts nothing."""
        rows = self._rows
        is_other = np.array([row.gas != CO2 for row in rows], dtype=np.bool_)[self._at[0]]
        if not is_other.any():
            return sums.co2_mg
        masses = sums.co2_mg.astype(object)
        for n in np.flatnonzero(is_other).tolist():
            place = int(self._at[0][n])
            more = weights.co2e(rows[place].code, int(sums.gas_mg[n]))
            if more is None:
                self.unweighed.add(place)
            masses[n] += more or 0
        return masses

    def _energy(self, sums: MonthSums, coals: Coefficients) -> dict[Kind, Array]:
        """Energy [g of coal equivalent], rounded row by row, and the electricity in it [Wh]."""
        each, kinds = self._coefficients(sums, coals)
        lacking = (each == LACKING) & (sums.quantity != 0)
        self.lacking.update(np.unique(self._at[0][lacking]).tolist())
        grams = np.zeros(len(each), dtype=np.int64)
        for n, fraction in enumerate(kinds):
            mine = each == n
            grams[mine] = exact.scale(sums.quantity[mine], fraction)
        electric = np.array([row.carrier == ELECTRICITY for row in self._rows], dtype=np.bool_)
        where = (each >= 0) & electric[self._at[0]]
        return {"energy": self._table(grams), "electricity": self._table(sums.quantity[where], where)}

    def _coefficients(self, sums: MonthSums, coals: Coefficients) -> tuple[Int64, list[Fraction]]:
        """Of each row which of the coefficients is its own, or why none is."""
        versions, version = np.unique(sums.factor_version_id, return_inverse=True)
        pairs, which = np.unique(
            self._at[0] * max(len(versions), 1) + version.reshape(-1), return_inverse=True
        )
        kinds: dict[Fraction, int] = {}
        numbers = []
        for pair in pairs.tolist():
            place, n = divmod(pair, len(versions))
            found = coals.grams_each(self._rows[place], int(versions[n]))
            numbers.append(kinds.setdefault(found, len(kinds)) if isinstance(found, Fraction) else found)
        return np.array(numbers, dtype=np.int64)[which.reshape(-1)], list(kinds)


def _weighed(rates: Sequence[int], seconds: Int64) -> int:
    """Σ rates × seconds; most sources have the same of a month."""
    if seconds.min() == seconds.max():
        return sum(rates) * int(seconds[0])
    return sum(map(mul, rates, seconds.tolist()))


def owners_of(row: SourceRow) -> list[str | None]:
    """Whose a source's amounts are: its enterprise's, and the park's unless it passes them on inside."""
    mine: list[str | None] = [] if row.enterprise is None else [row.enterprise]
    return mine if row.internal_transfer else [*mine, None]


def number(day: date) -> int:
    """The number of a day's month: 12 × the year, and those of it that are over."""
    return MONTHS * day.year + day.month - 1


def _day(month: int) -> date:
    return date(month // MONTHS, month % MONTHS + 1, 1)


def _ordinal(day: date | None, otherwise: date) -> int:
    return (otherwise if day is None else day).toordinal()


def _a_day(emitted_mg: int, covered_s: int) -> int:
    """What a source emits in a day [mg CO2e]; one that emits nothing counts a little."""
    return max(1, abs(emitted_mg) * DAY_S // covered_s) if covered_s else 0
