"""Intervals to ledger hours: activity × factor, with the factor's version pinned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.accounting.formula import Formula
from parkcarbon_platform.calculation.accounting.sources import FORMULAS
from parkcarbon_platform.errors import PlatformError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.factors import Book
from parkcarbon_platform.services.revisions import HOUR_MS, LATE_READING, Locks, Revisions
from parkcarbon_platform.storage import findings
from parkcarbon_platform.storage import intervals as points_storage
from parkcarbon_platform.storage import ledger as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.findings import SourceFinding
from parkcarbon_platform.storage.intervals import IntervalRow, MeterRow, moment
from parkcarbon_platform.storage.ledger import PROVISIONAL, SETTLED, ActivityHour, Entry, SourceRow
from parkcarbon_platform.storage.live import ParkRow

# Readings come within seconds; half an hour leaves room for a restart of anything on the way.
SETTLES_AFTER = timedelta(minutes=30)
# An estimate waits for the data that an edge may still hold: two days of a cut line.
ESTIMATE_SETTLES_AFTER = timedelta(hours=48)
PROMOTED_OVER = timedelta(days=4)


class FormulaError(PlatformError):
    """The source names no formula that exists, or the formula does not take its activity."""

    code = "formula"
    remedy = "Correct the source's formula or its points in the park file."


class AmountError(PlatformError):
    """An hour's amount is larger than the ledger can hold: a reading that no meter can have shown."""

    code = "amount_too_large"
    remedy = "Exclude the reading on the meter's page, and give the point a largest rate."


@dataclass(frozen=True, slots=True)
class Priced:
    """The factor of an hour."""

    version_id: int
    fallback: bool


def settle_hours(
    connection: Connection,
    park: ParkRow,
    book: Book,
    changed: Sequence[IntervalRow],
    *,
    now: datetime,
    reason: str = LATE_READING,
) -> tuple[int, int] | None:
    """Recompute the hours that the changed intervals touch; [from, to) [ms] of what changed."""
    touched = _touched_hours(changed)
    sources = storage.sources_of(connection, sorted(touched))
    hours = {s.id: set().union(*(touched.get(p, set()) for p in s.points)) for s in sources}
    return settle_source_hours(connection, park, book, sources, hours, now=now, reason=reason)


def settle_source_hours(
    connection: Connection,
    park: ParkRow,
    book: Book,
    sources: Sequence[SourceRow],
    hours: Mapping[int, set[int]],
    *,
    now: datetime,
    reason: str = LATE_READING,
) -> tuple[int, int] | None:
    """Recompute these hours [ms] of each source; [from, to) [ms] of what changed."""
    spans = [(s, min(hours[s.id]), max(hours[s.id]) + HOUR_MS) for s in sources if hours[s.id]]
    if not spans:
        return None
    columns = ([s.id for s, _, _ in spans], [a for _, a, _ in spans], [b for _, _, b in spans])
    activity: dict[int, list[ActivityHour]] = {}
    for row in storage.activity(connection, *columns):
        if row.hour in hours[row.source_id]:
            activity.setdefault(row.source_id, []).append(row)
    current: dict[int, dict[int, Entry]] = {}
    for entry in storage.current(connection, *columns):
        if entry.hour in hours[entry.source_id]:
            current.setdefault(entry.source_id, {})[entry.hour] = entry
    points = points_storage.meters(connection, sorted({p for s, _, _ in spans for p in s.points}))
    pricing = _Pricing(connection, park, book, {point.id: point for point in points})
    change = Revisions(Locks(connection))
    for source, _, _ in spans:
        before = current.get(source.id, {})
        after = pricing.price(source, activity.get(source.id, []), before, now)
        if after is not None:
            change.compare(source, hours[source.id], before, after)
    pricing.save_findings()
    change.save(connection, park.id, {s.id: s.enterprise_id for s, _, _ in spans}, reason)
    return change.span()


def promote(connection: Connection, now: datetime) -> int:
    """Settle the hours that have become old enough; how many."""
    return storage.promote(
        connection,
        now - PROMOTED_OVER,
        _last_hour(now, SETTLES_AFTER),
        _last_hour(now, ESTIMATE_SETTLES_AFTER),
    )


def _last_hour(now: datetime, age: timedelta) -> datetime:
    """Hours that begin before this ended at least `age` ago."""
    return now - age - timedelta(hours=1) + timedelta(microseconds=1)


def state_of(hour: int, covered_s: int, estimated: int, now: datetime) -> int:
    """Whether an hour [ms] is settled: complete, and old enough for late readings to have come."""
    age = ESTIMATE_SETTLES_AFTER if estimated else SETTLES_AFTER
    return SETTLED if covered_s == 3600 and moment(hour) < _last_hour(now, age) else PROVISIONAL


def _touched_hours(changed: Iterable[IntervalRow]) -> dict[int, set[int]]:
    touched: dict[int, set[int]] = {}
    for row in changed:
        touched.setdefault(row.point_id, set()).add(row.start - row.start % HOUR_MS)
    return touched


class _Pricing:
    """Prices activity, and remembers which sources it could not price and why."""

    def __init__(
        self, connection: Connection, park: ParkRow, book: Book, points: Mapping[int, MeterRow]
    ) -> None:
        self._connection = connection
        self._park = park
        self._book = book
        self._points = points
        self._good: list[int] = []
        self._found: list[SourceFinding] = []

    def price(
        self, source: SourceRow, activity: Sequence[ActivityHour], before: Mapping[int, Entry], now: datetime
    ) -> dict[int, Entry] | None:
        """Entries by hour; None where the source cannot be calculated, which becomes a finding."""
        try:
            after = self._entries(source, activity, before, now)
        except PlatformError as error:
            first = moment(min((row.hour for row in activity), default=0))
            self._found.append(SourceFinding(source.id, source.enterprise_id, first, error.code, str(error)))
            return None
        self._good.append(source.id)
        return after

    def save_findings(self) -> None:
        """Record what could not be calculated, clear what can be now."""
        findings.clear_sources(self._connection, self._good)
        for found in self._found:
            findings.set_of_source(self._connection, self._park.id, found)

    def _entries(
        self, source: SourceRow, activity: Sequence[ActivityHour], before: Mapping[int, Entry], now: datetime
    ) -> dict[int, Entry]:
        formula = formula_of(source)
        registers = [self._points[p] for p in source.points if p in self._points]
        bases = {units.to_base(p.unit, p.quantity, p.carrier).name for p in registers}
        if len(bases) != 1 or not bases <= formula.bases:
            raise FormulaError(
                f"{source.code}: {formula.name} takes {' or '.join(sorted(formula.bases))}, "
                f"the points give {' and '.join(sorted(bases)) or 'nothing'}.",
                source=source.code,
            )
        (base,) = bases
        groups: dict[Priced, list[ActivityHour]] = {}
        for row in activity:
            groups.setdefault(self._priced(source, row.hour, before.get(row.hour)), []).append(row)
        entries: dict[int, Entry] = {}
        for priced, rows in groups.items():
            version = self._book.stored[priced.version_id]
            for point in registers:
                units.check_reference_state(point.reference_state, version.reference_state)
            try:
                quantity = np.array([row.quantity for row in rows], dtype=np.int64)
                emissions = formula.calculate(quantity, version.value, version.unit, base)
            except OverflowError as error:
                raise AmountError(f"{source.code}: an amount is too large.", source=source.code) from error
            for row, co2_mg in zip(rows, emissions.tolist(), strict=True):
                entries[row.hour] = _entry(row, co2_mg, priced, now)
        return entries

    def _priced(self, source: SourceRow, hour: int, before: Entry | None) -> Priced:
        # A settled hour keeps its factor: late readings change the activity, only a restatement the factor.
        if before is not None and before.state == SETTLED:
            return Priced(before.factor_version_id, before.fallback)
        day = localtime.local_date(moment(hour), self._park.timezone)
        found = self._book.resolve(source.factor, source.factor_region or self._park.grid_region, day)
        return Priced(found.version.id, found.fallback)


def formula_of(source: SourceRow) -> Formula:
    """The source's formula; raises FormulaError."""
    formula = FORMULAS.get(source.formula)
    if formula is None:
        raise FormulaError(f"There is no formula {source.formula}.", source=source.code)
    return formula


def _entry(row: ActivityHour, co2_mg: int, priced: Priced, now: datetime) -> Entry:
    return Entry(
        source_id=row.source_id,
        hour=row.hour,
        revision=1,
        state=state_of(row.hour, row.covered_s, row.estimated, now),
        fallback=priced.fallback,
        covered_s=row.covered_s,
        quantity=row.quantity,
        estimated=row.estimated,
        co2_mg=co2_mg,
        factor_version_id=priced.version_id,
    )
