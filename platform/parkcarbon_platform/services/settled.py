"""The settled part of a frame: today's ledger so far, the same hours yesterday, and the terms behind them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from parkcarbon_platform.services import localtime, series
from parkcarbon_platform.services.frames import PointTerm, SourceTerm, Terms
from parkcarbon_platform.services.split import split_by_scene
from parkcarbon_platform.services.topology import Source, Topology
from parkcarbon_platform.storage import live as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.live import PointSum, SourceSum


@dataclass(frozen=True, slots=True)
class ParkSums:
    """What the database says of a park's day; times are UTC."""

    start: datetime
    as_of: datetime
    today: Mapping[int, SourceSum]
    yesterday_mg: Mapping[int, int]
    recent_mg: Mapping[int, int]
    points: Mapping[int, PointSum]
    yesterday_rate: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Settled:
    """The settled figures of one audience; `value` and `yesterday` in g, `yesterday_rate` in g/h."""

    totals: str
    terms: Terms
    value: int
    as_of: datetime
    yesterday: int | None
    estimated_share: float
    fallback: bool
    recent_mg: Mapping[int, int]
    yesterday_rate: int | None


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
        start=start,
        as_of=as_of,
        today={s.source_id: s for s in today},
        yesterday_mg=_if_complete(_same_hours_yesterday(connection, timezone, as_of), today),
        recent_mg={s.source_id: int(s.co2_mg) for s in recent},
        points={p.point_id: p for p in points},
        yesterday_rate=_if_complete({r.source_id: r.g_per_h for r in rates}, today),
    )


def _if_complete(found: dict[int, int], today: Sequence[SourceSum]) -> dict[int, int]:
    """What is known of yesterday, unless it lacks so many sources that a comparison would mislead."""
    return found if len(found) >= len(today) * series.ENOUGH_SOURCES else {}


def _hour_end(moment: datetime) -> datetime:
    floor = moment.replace(minute=0, second=0, microsecond=0)
    return floor if floor == moment else floor + localtime.HOUR


def _last_day(connection: Connection, last_hour: datetime) -> list[SourceSum]:
    end = last_hour + localtime.HOUR
    return storage.ledger_sums(connection, end - timedelta(days=1), end)


def _same_hours_yesterday(connection: Connection, timezone: str, as_of: datetime) -> dict[int, int]:
    """Yesterday's ledger up to the same wall-clock time; a running hour counts in proportion."""
    end = localtime.same_time_yesterday(as_of, timezone)
    # Just after midnight `as_of` is midnight itself: that is the end of no hour of yesterday yet.
    start = localtime.day_start(localtime.local_date(end, timezone), timezone)
    hour = end.replace(minute=0, second=0, microsecond=0)
    hours = max(0, (hour - start) // localtime.HOUR)
    whole = storage.ledger_sums(connection, start, max(start, hour))
    sums = {s.source_id: int(s.co2_mg) for s in whole if s.hours >= hours * series.ENOUGH_SOURCES}
    elapsed = int((end - hour).total_seconds())
    if elapsed:
        for row in storage.ledger_sums(connection, hour, hour + localtime.HOUR):
            if not hours or row.source_id in sums:
                sums[row.source_id] = sums.get(row.source_id, 0) + int(row.co2_mg) * elapsed // 3600
    return sums


def settle(sums: ParkSums, view: Topology, *, is_park: bool) -> Settled:
    """The figures of one audience; the park's leave out what is bought from inside the park."""
    terms = Terms(
        time=localtime.to_ms(sums.as_of),
        from_time=localtime.to_ms(sums.start),
        terms=[_term(source, sums) for source in view.sources if source.id in sums.today],
    )
    ids = {s.id for s in view.sources if not (is_park and s.row.internal_transfer)}
    today = [sums.today[i] for i in sorted(ids & sums.today.keys())]
    total_mg = sum(abs(int(s.co2_mg)) for s in today)
    return Settled(
        totals=_identity(terms),
        terms=terms,
        value=sum(t.value for t in terms.terms if t.source_id in ids),
        as_of=sums.as_of,
        yesterday=_grams(sums.yesterday_mg, ids),
        estimated_share=round(float(sum(s.estimated_mg for s in today)) / total_mg, 6) if total_mg else 0.0,
        fallback=any(s.fallback for s in today),
        recent_mg={i: abs(v) for i, v in sums.recent_mg.items() if i in ids},
        yesterday_rate=_total(sums.yesterday_rate, ids),
    )


def _term(source: Source, sums: ParkSums) -> SourceTerm:
    row = sums.today[source.id]
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


def _grams(mg: Mapping[int, int], ids: set[int]) -> int | None:
    total = _total(mg, ids)
    return None if total is None else round(total / 1000)


def _total(values: Mapping[int, int], ids: set[int]) -> int | None:
    known = [v for i, v in values.items() if i in ids]
    return sum(known) if known else None


def _identity(terms: Terms) -> str:
    return hashlib.sha256(msgspec.json.encode(terms)).hexdigest()[:12]
