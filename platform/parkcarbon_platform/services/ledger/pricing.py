"""Activity × factor: what the hours of a source emit, with the factor's version pinned."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.accounting.formula import Formula
from parkcarbon_platform.calculation.accounting.sources import FORMULAS
from parkcarbon_platform.errors import PlatformError
from parkcarbon_platform.factors.resolver import FactorMissingError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.ledger.factors import Book
from parkcarbon_platform.services.ledger.in_order import among
from parkcarbon_platform.storage.findings import SourceFinding
from parkcarbon_platform.storage.intervals import MeterRow, moment
from parkcarbon_platform.storage.ledger import PROVISIONAL, SETTLED, ActivityHours, Entries, SourceRow
from parkcarbon_platform.storage.live import ParkRow

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

# Readings come within seconds; half an hour leaves room for a restart of anything on the way.
SETTLES_AFTER = timedelta(minutes=30)
# An estimate waits for the data that an edge may still hold: two days of a cut line.
ESTIMATE_SETTLES_AFTER = timedelta(hours=48)
HOUR = timedelta(hours=1)
EPOCH = localtime.from_ms(0)
EPOCH_DAY = date(1970, 1, 1).toordinal()
# In place of the version of an hour that has none; stored ones begin with 1.
NO_VERSION = 0


class FormulaError(PlatformError):
    """The source names no formula that exists, or the formula does not take its activity."""

    code = "formula"
    remedy = "Correct the source's formula or its points in the park file."


class ActivityUnitError(FormulaError):
    """What the source's points measure is not what its formula takes."""

    code = "unit"
    remedy = "Give the source points of the unit that its formula takes, or the formula that takes theirs."


class AmountError(PlatformError):
    """An hour's amount is larger than the ledger can hold: a reading that no meter can have shown."""

    code = "amount_too_large"
    remedy = "Exclude the reading on the meter's page, and give the point a largest rate."


def last_hour(now: datetime, age: timedelta) -> datetime:
    """Hours that begin before this ended at least `age` ago."""
    return now - age - HOUR + timedelta(microseconds=1)


def state_of(hour: npt.ArrayLike, covered_s: npt.ArrayLike, estimated: npt.ArrayLike, now: datetime) -> Int64:
    """Whether hours [ms] are settled: complete, and old enough for late readings to have come."""
    measured, guessed = (
        (last_hour(now, age) - EPOCH) // timedelta(microseconds=1)
        for age in (SETTLES_AFTER, ESTIMATE_SETTLES_AFTER)
    )
    limit = np.where(np.asarray(estimated) != 0, guessed, measured)
    settled = (np.asarray(covered_s) == 3600) & (np.asarray(hour) * 1000 < limit)
    return np.where(settled, SETTLED, PROVISIONAL)


def while_valid(source: SourceRow, activity: ActivityHours, timezone: str) -> ActivityHours:
    """The hours of days on which the source exists."""
    if source.valid_from is None and source.valid_to is None:
        return activity
    day = EPOCH_DAY + (activity.hour + localtime.offsets_ms(activity.hour, timezone)) // localtime.DAY_MS
    first, last = source.valid_from or date.min, source.valid_to or date.max
    return activity.only((day >= first.toordinal()) & (day <= last.toordinal()))


def formula_of(source: SourceRow) -> Formula:
    """The source's formula; raises FormulaError."""
    formula = FORMULAS.get(source.formula)
    if formula is None:
        raise FormulaError(f"There is no formula {source.formula}.", source=source.code)
    return formula


class Priced(NamedTuple):
    """Entries of a source, and the hours [ms] that cannot be calculated: they stay as they are."""

    entries: Entries
    failed: Int64


class Pricing:
    """Prices activity, and remembers why it could not price some."""

    def __init__(self, park: ParkRow, book: Book, points: Mapping[int, MeterRow], now: datetime) -> None:
        self._park = park
        self._book = book
        self._points = points
        self._now = now
        self.found: list[SourceFinding] = []

    def price(self, source: SourceRow, hours: Int64, activity: ActivityHours, before: Entries) -> Priced:
        """Entries of the activity in these hours [ms]; what cannot be calculated becomes a finding."""
        try:
            return self._priced(source, activity, before)
        except PlatformError as error:
            self._note(source, hours, error)
            return Priced(before.only(np.zeros(0, np.int64)), hours)

    def _note(self, source: SourceRow, hours: Int64, error: PlatformError) -> None:
        first = moment(int(hours[0]))
        self.found.append(SourceFinding(source.id, source.enterprise_id, first, error.code, str(error)))

    def _priced(self, source: SourceRow, activity: ActivityHours, before: Entries) -> Priced:
        formula = formula_of(source)
        registers = [self._points[p] for p in source.points if p in self._points]
        base = _base(source, formula, registers)
        version, fallback = self._factors(source, activity.hour, before)
        mass_mg = np.zeros(activity.hour.size, dtype=np.int64)
        known = version != NO_VERSION
        fits = known.copy()
        versions, first = np.unique(version[known], return_index=True)
        for version_id in versions[np.argsort(first)].tolist():
            factor = self._book.stored[version_id]
            for point in registers:
                units.check_reference_state(point.reference_state, factor.reference_state)
            rows = version == version_id
            mass_mg[rows], fits[rows] = _emitted(
                formula, activity.quantity[rows], (factor.value, factor.unit, base)
            )
        large = activity.hour[known & ~fits]
        if large.size:
            error = AmountError(f"{source.code}: an amount is too large.", source=source.code)
            self._note(source, large, error)
        nothing = np.zeros_like(mass_mg)
        co2_mg, gas_mg = (mass_mg, nothing) if source.counts else (nothing, mass_mg)
        entries = Entries(
            activity.source, activity.hour, np.ones_like(activity.hour),
            state_of(activity.hour, activity.covered_s, activity.estimated, self._now), fallback,
            activity.covered_s, activity.quantity, activity.estimated, co2_mg, gas_mg,
            version,
        )  # fmt: skip
        return Priced(entries.only(fits), activity.hour[~fits])

    def _factors(self, source: SourceRow, hour: Int64, before: Entries) -> tuple[Int64, Bools]:
        """The factor version of each hour, and whether it is a fallback.

        Days that no version covers keep none, and are noted: those beside them are priced all the same.
        """
        version, fallback = np.zeros(hour.size, dtype=np.int64), np.zeros(hour.size, dtype=np.bool_)
        # A settled hour keeps its factor: late readings change the activity, only a restatement the factor.
        pinned = before.only(before.state == SETTLED)
        kept = among(hour, pinned.hour)
        place = np.searchsorted(pinned.hour, hour[kept])
        version[kept], fallback[kept] = pinned.factor_version[place], pinned.fallback[place]
        day = (hour + localtime.offsets_ms(hour, self._park.timezone)) // localtime.DAY_MS
        is_noted = False
        for number in np.unique(day[~kept]).tolist():
            rows = ~kept & (day == number)
            try:
                found = self._book.resolve(
                    source.factor, source.factor_region or self._park.grid_region,
                    date.fromordinal(EPOCH_DAY + number), gas=source.gas, enterprise_id=source.enterprise_id,
                )  # fmt: skip
            except FactorMissingError as error:
                if not is_noted:
                    self._note(source, hour[rows], error)
                is_noted = True
            else:
                version[rows], fallback[rows] = found.version.id, found.fallback
        return version, fallback


def _emitted(formula: Formula, quantity: Int64, factor: tuple[Decimal, str, str]) -> tuple[Int64, Bools]:
    """What each amount emits [mg], and whether the ledger can hold it; `factor`: value, unit, base unit."""
    try:
        return formula.calculate(quantity, *factor), np.ones(quantity.size, dtype=np.bool_)
    except OverflowError:
        if quantity.size == 1:
            return np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.bool_)
    parts = [_emitted(formula, quantity[n : n + 1], factor) for n in range(quantity.size)]
    return np.concatenate([mg for mg, _ in parts]), np.concatenate([fits for _, fits in parts])


def _base(source: SourceRow, formula: Formula, registers: list[MeterRow]) -> str:
    """The one base unit that the source's points have; raises ActivityUnitError."""
    bases = {units.to_base(p.unit, p.quantity, p.carrier).name for p in registers}
    if len(bases) != 1 or not bases <= formula.bases:
        raise ActivityUnitError(
            f"{source.code}: {formula.name} takes {' or '.join(sorted(formula.bases))}, "
            f"the points give {' and '.join(sorted(bases)) or 'nothing'}.",
            source=source.code,
        )
    return next(iter(bases))
