"""Activity × factor: what the hours of a source emit, with the factor's version pinned."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, TypeVar

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
from parkcarbon_platform.services.ledger.keys import SHIFT, firsts, hour_of, keys_of, source_of
from parkcarbon_platform.storage.findings import SourceFinding
from parkcarbon_platform.storage.intervals import MeterRow, moment
from parkcarbon_platform.storage.ledger import PROVISIONAL, SETTLED, ActivityHours, Entries, SourceRow
from parkcarbon_platform.storage.live import ParkRow

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_T = TypeVar("_T", bound=Hashable)

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


def while_valid(sources: Sequence[SourceRow], activity: ActivityHours, timezone: str) -> ActivityHours:
    """The hours of days on which their source exists."""
    limited = {s.id: s for s in sources if s.valid_from is not None or s.valid_to is not None}
    if not limited:
        return activity
    numbers, owner = np.unique(activity.source, return_inverse=True)
    first, last = np.full(numbers.size, date.min.toordinal()), np.full(numbers.size, date.max.toordinal())
    for place, number in enumerate(numbers.tolist()):
        if number in limited:
            source = limited[number]
            first[place] = (source.valid_from or date.min).toordinal()
            last[place] = (source.valid_to or date.max).toordinal()
    day = EPOCH_DAY + (activity.hour + localtime.offsets_ms(activity.hour, timezone)) // localtime.DAY_MS
    return activity.only((day >= first[owner]) & (day <= last[owner]))


def formula_of(source: SourceRow) -> Formula:
    """The source's formula; raises FormulaError."""
    formula = FORMULAS.get(source.formula)
    if formula is None:
        raise FormulaError(f"There is no formula {source.formula}.", source=source.code)
    return formula


class Priced(NamedTuple):
    """Entries of sources, and the hours (keys, in order) that cannot be calculated: they stay as they are."""

    entries: Entries
    failed: Int64


class _Kind(NamedTuple):
    """What sources have in common whose amounts are calculated at once."""

    formula: str
    base: str
    reference_states: tuple[str | None, ...]


class _Asking(NamedTuple):
    """What decides which factor a source has on a day."""

    factor: str
    region: str
    gas: str
    enterprise_id: int | None


class Pricing:
    """Prices activity, and remembers why it could not price some."""

    def __init__(self, park: ParkRow, book: Book, points: Mapping[int, MeterRow], now: datetime) -> None:
        self._park = park
        self._book = book
        self._points = points
        self._now = now
        self.found: list[SourceFinding] = []

    def price(
        self, sources: Sequence[SourceRow], hours: Int64, activity: ActivityHours, before: Entries
    ) -> Priced:
        """Entries of the activity in these hours (keys) of sources; what cannot be calculated is a finding.

        All is in order of source and hour. A source that cannot be calculated at all touches no others.
        """
        numbers, first = firsts(hours)
        wanted = dict(zip(numbers.tolist(), hour_of(hours[first]).tolist(), strict=True))
        asked = sorted((s for s in sources if s.id in wanted), key=lambda s: s.id)
        gone: dict[int, PlatformError] = {}
        kind_of = self._kinds(asked, gone)
        mine = [s for s in asked if s.id in kind_of]
        if gone:
            activity = activity.only(~np.isin(activity.source, list(gone)))
        owner = np.searchsorted(np.array([s.id for s in mine], np.int64), activity.source)
        version, fallback = self._factors(mine, owner, activity, before)
        kinds, kind = _numbered(kind_of[s.id] for s in mine)
        mass_mg, fits, broken = self._masses(kinds, kind[owner], version, activity.quantity)
        for place, error in broken.items():
            gone.setdefault(mine[owner[place]].id, error)
        for source in asked:
            if source.id in gone:
                self._note(source, wanted[source.id], gone[source.id])
        lost = np.isin(activity.source, list(gone)) if gone else np.zeros(owner.size, np.bool_)
        self._note_large(mine, owner, activity.hour, (version != NO_VERSION) & ~fits & ~lost)
        counts = np.array([s.counts for s in mine], np.bool_)[owner]
        entries = Entries(
            activity.source, activity.hour, np.ones_like(activity.hour),
            state_of(activity.hour, activity.covered_s, activity.estimated, self._now), fallback,
            activity.covered_s, activity.quantity, activity.estimated,
            np.where(counts, mass_mg, 0), np.where(counts, 0, mass_mg), version,
        )  # fmt: skip
        if not gone and fits.all():
            return Priced(entries, hours[:0])
        failed = np.isin(source_of(hours), list(gone)) | among(hours, keys_of(activity)[~fits])
        return Priced(entries.only(fits & ~lost), hours[failed])

    def _kinds(self, sources: Sequence[SourceRow], gone: dict[int, PlatformError]) -> dict[int, _Kind]:
        """By source; a reason in `gone` where its formula does not take its points."""
        found = {}
        for source in sources:
            registers = [self._points[p] for p in source.points if p in self._points]
            states = dict.fromkeys(point.reference_state for point in registers)
            try:
                formula = formula_of(source)
                base = _base(source, formula, registers)
            except PlatformError as error:
                gone[source.id] = error
            else:
                found[source.id] = _Kind(formula.name, base, tuple(states))
        return found

    def _note(self, source: SourceRow, hour: int, error: PlatformError) -> None:
        self.found.append(
            SourceFinding(source.id, source.enterprise_id, moment(hour), error.code, str(error))
        )

    def _note_large(self, sources: Sequence[SourceRow], owner: Int64, hour: Int64, large: Bools) -> None:
        for place in _first_of_each(owner, large):
            source = sources[owner[place]]
            error = AmountError(f"{source.code}: an amount is too large.", source=source.code)
            self._note(source, int(hour[place]), error)

    def _masses(
        self, kinds: Sequence[_Kind], kind: Int64, version: Int64, quantity: Int64
    ) -> tuple[Int64, Bools, dict[int, PlatformError]]:
        """What each amount emits [mg], whether it can be calculated and held, and why it cannot, at the first
        place of each source that fails as a whole."""
        mass_mg = np.zeros(quantity.size, np.int64)
        fits = version != NO_VERSION
        broken: dict[int, PlatformError] = {}
        pairs, pair = np.unique((kind << SHIFT) + version, return_inverse=True)
        for number, value in enumerate(pairs.tolist()):
            rows = np.nonzero(pair == number)[0]
            alike, version_id = kinds[value >> SHIFT], value & ((1 << SHIFT) - 1)
            if version_id == NO_VERSION:
                continue
            factor = self._book.stored[version_id]
            try:
                for state in alike.reference_states:
                    units.check_reference_state(state, factor.reference_state)
                mass_mg[rows], fits[rows] = _emitted(
                    FORMULAS[alike.formula], quantity[rows], (factor.value, factor.unit, alike.base)
                )
            except PlatformError as error:
                broken |= dict.fromkeys(rows.tolist(), error)
        return mass_mg, fits, dict(sorted(broken.items()))

    def _factors(
        self, sources: Sequence[SourceRow], owner: Int64, activity: ActivityHours, before: Entries
    ) -> tuple[Int64, Bools]:
        """The factor version of each hour, and whether it is a fallback.

        Days that no version covers keep none, and are noted: those beside them are priced all the same.
        """
        hour, keys = activity.hour, keys_of(activity)
        version, fallback = np.zeros(hour.size, dtype=np.int64), np.zeros(hour.size, dtype=np.bool_)
        # A settled hour keeps its factor: late readings change the activity, only a restatement the factor.
        pinned = before.only(before.state == SETTLED)
        pinned_keys = keys_of(pinned)
        kept = among(keys, pinned_keys)
        place = np.searchsorted(pinned_keys, keys[kept])
        version[kept], fallback[kept] = pinned.factor_version[place], pinned.fallback[place]
        open_ = np.nonzero(~kept)[0]
        if not open_.size:
            return version, fallback
        askings, asking = _numbered(self._asking(source) for source in sources)
        day = (hour[open_] + localtime.offsets_ms(hour[open_], self._park.timezone)) // localtime.DAY_MS
        pairs, pair = np.unique((asking[owner[open_]] << SHIFT) + day, return_inverse=True)
        found, missing = self._resolved(askings, pairs)
        version[open_], fallback[open_] = found[pair, 0], found[pair, 1] == 1
        for row in _first_of_each(owner[open_], version[open_] == NO_VERSION):
            self._note(sources[owner[open_[row]]], int(hour[open_[row]]), missing[int(pair[row])])
        return version, fallback

    def _asking(self, source: SourceRow) -> _Asking:
        region = source.factor_region or self._park.grid_region
        return _Asking(source.factor, region, source.gas, source.enterprise_id)

    def _resolved(
        self, askings: Sequence[_Asking], pairs: Int64
    ) -> tuple[Int64, dict[int, FactorMissingError]]:
        """(version, whether it is a fallback) of each pair of asking and day; by place, why there is none."""
        found, missing = np.zeros((pairs.size, 2), np.int64), {}
        for place, pair in enumerate(pairs.tolist()):
            asked, day = askings[pair >> SHIFT], date.fromordinal(EPOCH_DAY + (pair & ((1 << SHIFT) - 1)))
            try:
                resolved = self._book.resolve(
                    asked.factor, asked.region, day, gas=asked.gas, enterprise_id=asked.enterprise_id
                )
            except FactorMissingError as error:
                missing[place] = error
            else:
                found[place] = resolved.version.id, resolved.fallback
        return found, missing


def _numbered(things: Iterable[_T]) -> tuple[list[_T], Int64]:
    """Things that differ, and which of them each one is."""
    known: dict[_T, int] = {}
    places = [known.setdefault(thing, len(known)) for thing in things]
    return list(known), np.array(places, np.int64)


def _first_of_each(owner: Int64, chosen: Bools) -> list[int]:
    """Where the first chosen row of each owner stands."""
    places = np.nonzero(chosen)[0]
    return places[np.unique(owner[places], return_index=True)[1]].tolist() if places.size else []


def _emitted(formula: Formula, quantity: Int64, factor: tuple[Decimal, str, str]) -> tuple[Int64, Bools]:
    """What each amount emits [mg], and whether the ledger can hold it; `factor`: value, unit, base unit."""
    try:
        return formula.calculate(quantity, *factor), np.ones(quantity.size, dtype=np.bool_)
    except OverflowError:
        if quantity.size == 1:
            return np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.bool_)
    halves = [_emitted(formula, half, factor) for half in np.array_split(quantity, 2)]
    return np.concatenate([mg for mg, _ in halves]), np.concatenate([fits for _, fits in halves])


def _base(source: SourceRow, formula: Formula, registers: list[MeterRow]) -> str:
    """The one base unit that the source's points have; raises ActivityUnitError."""
    bases = {_base_unit(p.unit, p.quantity, p.carrier) for p in registers}
    if len(bases) != 1 or not bases <= formula.bases:
        raise ActivityUnitError(
            f"{source.code}: {formula.name} takes {' or '.join(sorted(formula.bases))}, "
            f"the points give {' and '.join(sorted(bases)) or 'nothing'}.",
            source=source.code,
        )
    return next(iter(bases))


@lru_cache(1000)
def _base_unit(unit: str, quantity: str, carrier: str) -> str:
    return units.to_base(unit, quantity, carrier).name
