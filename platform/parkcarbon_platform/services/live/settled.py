"""The settled part of a frame: today's ledger so far, the same hours yesterday, and the terms behind them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

import msgspec

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.live import series
from parkcarbon_platform.services.live.frames import PointTerm, SourceTerm, Terms
from parkcarbon_platform.services.live.split import split_by_scene
from parkcarbon_platform.services.live.topology import Source, Topology
from parkcarbon_platform.storage import live as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.live import PointSum, SourceSum

Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class DaySums:
    """The ledger and the points' intervals of [start, end), added up by source and by point."""

    start: datetime
    end: datetime
    sources: Mapping[int, SourceSum]
    points: Mapping[int, PointSum]


@dataclass(frozen=True, slots=True)
class ParkSums:
    """What the database says of a park's day so far, and of the same hours yesterday; times are UTC."""

    today: "DaySums"
    yesterday: "DaySums"
    recent_mg: Mapping[int, int]
    yesterday_rate: Mapping[int, int]
    yesterday_quarter: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """The settled figures of one audience; `value` and `yesterday` in g, `yesterday_rate` in g/h."""

    totals: str
    terms: Terms
    value: int
    as_of: datetime
    yesterday: int | None
    yesterday_terms: Terms
    estimated_share: float
    fallback: bool
    recent_mg: Mapping[int, int]
    yesterday_rate: int | None
    yesterday_quarter: datetime


def load(connection: Connection, view: Topology, now: datetime) -> ParkSums:
    """Read a park's day at `now`."""
    timezone = view.park.timezone
    start, _ = localtime.day_bounds(localtime.local_date(now, timezone), timezone)
    today = storage.ledger_sums(connection, start, now)
    as_of = min(now, max((s.last_hour for s in today), default=start - localtime.HOUR) + localtime.HOUR)
    as_of = max(as_of, start)
    last = storage.last_ledger_hour(connection, now)
    recent = [] if last is None else _last_day(connection, last)
    quarter = localtime.quarter_start(localtime.same_time_yesterday(now, timezone))
    rates = series.load(connection, view.sources, quarter, quarter + localtime.QUARTER)
    points = storage.interval_sums(connection, start, _hour_end(as_of))
    return ParkSums(
        today=DaySums(start, as_of, {s.source_id: s for s in today}, {p.point_id: p for p in points}),
        yesterday=_same_hours_yesterday(connection, timezone, as_of, len(today)),
        recent_mg={s.source_id: int(s.co2_mg) for s in recent},
        yesterday_rate=_if_complete({r.source_id: r.g_per_h for r in rates}, len(today)),
        yesterday_quarter=quarter,
    )


def _if_complete(found: dict[int, Known], today: int) -> dict[int, Known]:
    """What is known of yesterday, unless it lacks so many sources that a comparison would mislead."""
    return found if len(found) >= today * series.ENOUGH_SOURCES else {}


def _hour_end(moment: datetime) -> datetime:
    floor = moment.replace(minute=0, second=0, microsecond=0)
    return floor if floor == moment else floor + localtime.HOUR


def _last_day(connection: Connection, last_hour: datetime) -> list[SourceSum]:
    end = last_hour + localtime.HOUR
    return storage.ledger_sums(connection, end - timedelta(days=1), end)


def _same_hours_yesterday(connection: Connection, timezone: str, as_of: datetime, today: int) -> DaySums:
    """Yesterday up to the same wall-clock time; a running hour counts in proportion."""
    end = localtime.same_time_yesterday(as_of, timezone)
    # Just after midnight `as_of` is midnight itself: that is the end of no hour of yesterday yet.
    start = localtime.day_start(localtime.local_date(end, timezone), timezone)
    hour = max(start, end.replace(minute=0, second=0, microsecond=0))
    hours = (hour - start) // localtime.HOUR
    whole = storage.ledger_sums(connection, start, hour)
    sources = {s.source_id: s for s in whole if s.hours >= hours * series.ENOUGH_SOURCES}
    points = {p.point_id: p for p in storage.interval_sums(connection, start, hour)}
    share = Fraction(max(0, int((end - hour).total_seconds())), 3600)
    if share:
        for row in storage.ledger_sums(connection, hour, hour + localtime.HOUR):
            if not hours or row.source_id in sources:
                sources[row.source_id] = _add_share(sources.get(row.source_id), row, share)
        for point in storage.interval_sums(connection, hour, hour + localtime.HOUR):
            before = points[point.point_id].quantity if point.point_id in points else 0
            points[point.point_id] = replace(point, quantity=before + _part(point.quantity, share))
    return DaySums(start, end, _if_complete(sources, today), points)


def _add_share(known: SourceSum | None, row: SourceSum, share: Fraction) -> SourceSum:
    """A source with a share of one more hour."""
    part = replace(
        row,
        co2_mg=_part(row.co2_mg, share),
        estimated_mg=_part(row.estimated_mg, share),
        quantity=_part(row.quantity, share),
        estimated=_part(row.estimated, share),
    )
    if known is None:
        return part
    return replace(
        part,
        co2_mg=known.co2_mg + part.co2_mg,
        estimated_mg=known.estimated_mg + part.estimated_mg,
        quantity=known.quantity + part.quantity,
        estimated=known.estimated + part.estimated,
        fallback=known.fallback or part.fallback,
        factor_version_ids=sorted({*known.factor_version_ids, *part.factor_version_ids}),
        hours=known.hours + part.hours,
    )


def _part(value: Decimal, share: Fraction) -> Decimal:
    return Decimal(round(Fraction(value) * share))


def settle(sums: ParkSums, view: Topology, *, is_park: bool) -> Settled:
    """The figures of one audience; the park's leave out what is bought from inside the park."""
    terms, before = _terms(sums.today, view), _terms(sums.yesterday, view)
    ids = {s.id for s in view.sources if not (is_park and s.row.internal_transfer)}
    today = [sums.today.sources[i] for i in sorted(ids & sums.today.sources.keys())]
    total_mg = sum(abs(int(s.co2_mg)) for s in today)
    return Settled(
        totals=_identity(terms, before),
        terms=terms,
        value=_value(terms, ids) or 0,
        as_of=sums.today.end,
        yesterday=_value(before, ids),
        yesterday_terms=before,
        estimated_share=round(float(sum(s.estimated_mg for s in today)) / total_mg, 6) if total_mg else 0.0,
        fallback=any(s.fallback for s in today),
        recent_mg={i: abs(v) for i, v in sums.recent_mg.items() if i in ids},
        yesterday_rate=_total(sums.yesterday_rate, ids),
        yesterday_quarter=sums.yesterday_quarter,
    )


def _terms(sums: DaySums, view: Topology) -> Terms:
    return Terms(
        time=localtime.to_ms(sums.end),
        from_time=localtime.to_ms(sums.start),
        terms=[_term(source, sums) for source in view.sources if source.id in sums.sources],
    )


def _term(source: Source, sums: DaySums) -> SourceTerm:
    row = sums.sources[source.id]
    value = round(row.co2_mg / 1000)
    return SourceTerm(
        source_id=source.id,
        value=value,
        quantity=int(row.quantity),
        estimated=int(row.estimated),
        factor_version_ids=sorted(row.factor_version_ids),
        fallback=row.fallback,
        scenes=split_by_scene(value, source.scenes),
        points=_point_terms(source, sums.points),
    )


def _point_terms(source: Source, points: Mapping[int, PointSum]) -> list[PointTerm]:
    return [
        PointTerm(
            term.point.id,
            term.weight,
            float(points[term.point.id].quantity),
            localtime.to_ms(points[term.point.id].last_start + localtime.QUARTER),
        )
        for term in source.activity
        if term.point.id in points
    ]


def _value(terms: Terms, ids: set[int]) -> int | None:
    """The sum of the terms [g], so that it can be explained by them; None where there are none."""
    return _total({t.source_id: t.value for t in terms.terms}, ids)


def _total(values: Mapping[int, int], ids: set[int]) -> int | None:
    known = [v for i, v in values.items() if i in ids]
    return sum(known) if known else None


def _identity(*terms: Terms) -> str:
    return hashlib.sha256(msgspec.json.encode(terms)).hexdigest()[:12]
