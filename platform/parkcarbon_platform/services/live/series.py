"""The 24-hour line: intervals priced with the factor that the ledger pinned for their hour [g/h].

A quarter hour's rate is `4 × Σ weight × interval × (hour's emissions ÷ hour's activity)`: the hour's own
ratio is the pinned factor in base units, so the line agrees with the ledger and no unit is converted twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from parkcarbon_platform.calculation.metering.rules import SURE
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.live.topology import Source
from parkcarbon_platform.storage import series as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.series import PricedHour, QuarterRow

QUARTERS_PER_HOUR = 4
RESOLUTION_S = 900
# A quarter hour that lacks more than this part of its sources would be a dip that never was.
ENOUGH_SOURCES = Fraction(9, 10)


@dataclass(frozen=True, slots=True)
class SourceQuarter:
    """A source's quarter hour: quantity and estimated part [base unit], rate [g/h]."""

    source_id: int
    start: datetime
    quantity: int
    estimated: int
    is_estimated: bool
    covered_s: int
    g_per_h: int
    factor_version_id: int
    fallback: bool
    is_reported: bool = False


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter hour of the line."""

    start: datetime
    g_per_h: int
    estimated: bool


def load(
    connection: Connection, sources: Iterable[Source], start: datetime, end: datetime
) -> list[SourceQuarter]:
    """The quarter hours of [start, end) of some sources, by time."""
    found: dict[datetime, dict[int, QuarterRow]] = {}
    for row in storage.quarters(connection, start, end):
        found.setdefault(row.start, {})[row.point_id] = row
    hours = {(h.source_id, h.hour): h for h in storage.priced_hours(connection, start, end)}
    known = list(sources)
    made = (
        price(source, found[at], hours.get((source.id, at.replace(minute=0))), at)
        for at in sorted(found)
        for source in known
    )
    return [quarter for quarter in made if quarter is not None]


def price(
    source: Source, points: Mapping[int, QuarterRow], hour: PricedHour | None, start: datetime
) -> SourceQuarter | None:
    """One source's quarter hour; None where it has no interval or its hour has no activity to price by.

    A difference has none without all of its meters, as in the ledger.
    """
    terms = [(t.weight, points[t.point.id]) for t in source.activity if t.point.id in points]
    if len(terms) < len(source.activity) and any(t.weight < 0 for t in source.activity):
        return None
    if not terms or hour is None or not hour.quantity:
        return None
    quantity = sum(weight * row.quantity for weight, row in terms)
    rate = Fraction(quantity * QUARTERS_PER_HOUR * hour.co2_mg, hour.quantity * 1000)
    return SourceQuarter(
        source_id=source.id,
        start=start,
        quantity=quantity,
        estimated=sum(row.estimated for _, row in terms),
        is_estimated=any(row.status not in SURE or row.estimated for _, row in terms),
        covered_s=min(row.covered_s for _, row in terms),
        g_per_h=round(rate),
        factor_version_id=hour.factor_version_id,
        fallback=hour.fallback,
        is_reported=any(t.point.reported for t in source.activity),
    )


def add_up(rows: Sequence[SourceQuarter], now: datetime) -> list[Quarter]:
    """The sum over sources by quarter hour, without those whose readings are still on their way."""
    groups: dict[datetime, list[SourceQuarter]] = {}
    for row in rows:
        groups.setdefault(row.start, []).append(row)
    most = max((_ready(group, is_last=False) for group in groups.values()), default=0)
    last = localtime.quarter_start(now) - localtime.QUARTER
    return [
        Quarter(start, sum(r.g_per_h for r in group), any(r.is_estimated for r in group))
        for start, group in sorted(groups.items())
        if _ready(group, is_last=start >= last) >= most * ENOUGH_SOURCES
    ]


def _ready(group: Sequence[SourceQuarter], *, is_last: bool) -> int:
    """How many sources can be counted on; those of the quarter hour just past must be covered wholly.

    What is reported begins and ends with its reports: nothing of it is on its way.
    """
    metered = [row for row in group if not row.is_reported]
    return sum(1 for row in metered if not is_last or row.covered_s >= RESOLUTION_S)
