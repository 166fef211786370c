"""One second of a park: gauges × current factors, composed so that every sum agrees exactly.

All rates are integers in g/h. A source is rounded once; scenes divide it by largest remainder; every other
figure adds the same integers up in another order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.live import formulas
from parkcarbon_platform.services.live.frames import (
    LATE_LISTED,
    UNASSIGNED,
    VERSION,
    EnterpriseSlice,
    Flow,
    Frame,
    Intensity,
    LatePoint,
    Meters,
    Now,
    PointTerm,
    Slice,
    SourceTerm,
    Terms,
    Today,
)
from parkcarbon_platform.services.live.settled import Settled
from parkcarbon_platform.services.live.split import split_by_scene
from parkcarbon_platform.services.live.topology import Source, Term, Topology
from parkcarbon_platform.storage.live import PointRow

SCENES = ("energy", "industry", "building", "transport", "infrastructure")
SCOPES = ("1", "2")
# A gauge that missed five readings, and at least a minute, no longer says what happens now.
STALE_PERIODS, STALE_FLOOR_MS = 5, 60_000
LATE_PERIODS = 3


@dataclass(frozen=True, slots=True)
class Gauge:
    """The newest good reading of a point: source time [ms] and value as delivered."""

    time: int
    value: float


@dataclass(frozen=True, slots=True)
class Pricing:
    """A source's current factor: mg of CO2 a base unit."""

    version_id: int
    fallback: bool
    mg_per_unit: Fraction

    def grams(self, quantity: int) -> int:
        """Emissions [g] of a quantity [base unit]; rounded half-even."""
        return round(quantity * self.mg_per_unit / 1000)


@dataclass(frozen=True, slots=True)
class Rate:
    """A source now; `covered` where every gauge of it is fresh."""

    source: Source
    term: SourceTerm
    covered: bool


def is_fresh(gauge: Gauge | None, point: PointRow, now_ms: int) -> bool:
    """Whether a gauge still counts as live."""
    limit = max(STALE_FLOOR_MS, STALE_PERIODS * point.expected_period_s * 1000)
    return gauge is not None and now_ms - gauge.time <= limit


def base_rate(gauge: Gauge, point: PointRow) -> int:
    """The gauge's flow [base unit/h]; rounded half-even."""
    return round(Fraction(gauge.value) * formulas.base_amount(point, gauge.time))


def source_rate(source: Source, pricing: Pricing, gauges: Mapping[int, Gauge], now_ms: int) -> Rate | None:
    """A source's rate from its fresh gauges; None where there is none to be had.

    A stale gauge that would be subtracted leaves the source without a rate: the rest would be too much.
    """
    fresh = [t for t in source.live if is_fresh(gauges.get(t.point.id), t.point, now_ms)]
    if not any(t.weight > 0 for t in fresh) or any(t.weight < 0 and t not in fresh for t in source.live):
        return None
    quantity = sum(t.weight * base_rate(gauges[t.point.id], t.point) for t in fresh)
    value = pricing.grams(quantity)
    term = SourceTerm(
        source_id=source.id,
        value=value,
        quantity=quantity,
        estimated=0,
        factor_version_ids=[pricing.version_id],
        fallback=pricing.fallback,
        scenes=split_by_scene(value, source.scenes),
        points=[_point_term(t, gauges[t.point.id]) for t in fresh],
    )
    return Rate(source, term, covered=len(fresh) == len(source.live))


def _point_term(term: Term, gauge: Gauge) -> PointTerm:
    return PointTerm(term.point.id, term.weight, gauge.value, gauge.time)


def live_share(rates: Iterable[Rate], recent_mg: Mapping[int, int]) -> float | None:
    """The part of the last settled day's emissions whose sources are covered by fresh gauges."""
    total = sum(recent_mg.values())
    covered = sum(recent_mg.get(r.source.id, 0) for r in rates if r.covered)
    return round(covered / total, 6) if total else None


def meters(points: Iterable[PointRow], last_seen: Mapping[int, int], now_ms: int) -> Meters:
    """Points that were heard within three expected periods, and the longest silent of the others."""
    known = [p for p in points if p.kind != "virtual"]  # nothing is ever heard of a computed point
    late = [p for p in known if now_ms - last_seen.get(p.id, 0) > LATE_PERIODS * p.expected_period_s * 1000]
    late.sort(key=lambda p: (last_seen.get(p.id, 0), p.code))
    listed = [LatePoint(p.code, p.name_zh, p.name_en, last_seen.get(p.id)) for p in late[:LATE_LISTED]]
    return Meters(online=len(known) - len(late), total=len(known), late=listed)


def intensity(view: Topology, rates: Sequence[Rate], gauges: Mapping[int, Gauge], now_ms: int) -> Intensity:
    """g of CO2 a kWh of electricity used: purchased plus self-generated less delivered to the grid."""
    purchased = [r.term for r in rates if r.source.row.category == formulas.PURCHASED_ELECTRICITY]
    own = own_power(view, gauges, now_ms)
    if not purchased or own is None:
        return Intensity(None)
    local = sum(t.weight * base_rate(gauges[t.point_id], view.points[t.point_id]) for t in own)
    grams, used_wh = sum(t.value for t in purchased), sum(t.quantity for t in purchased) + local
    return Intensity(formulas.grams_per_kwh(grams, used_wh))


def own_power(view: Topology, gauges: Mapping[int, Gauge], now_ms: int) -> list[PointTerm] | None:
    """Self-generated (+) and delivered (-) power; None where a gauge of it is silent."""
    own = [p for p in view.points.values() if _is_generation_or_export(p, view)]
    if any(not is_fresh(gauges.get(p.id), p, now_ms) for p in own):
        return None
    return [_point_term(Term(p, -1 if p.direction == "export" else 1), gauges[p.id]) for p in own]


def _is_generation_or_export(point: PointRow, view: Topology) -> bool:
    if point.kind != "gauge" or point.carrier != "electricity" or point.quantity != "power":
        return False
    parent = view.points.get(point.parent_id) if point.parent_id else None
    nested = parent is not None and parent.direction == point.direction and parent.kind == "gauge"
    return point.direction in ("generation", "export") and not nested


def _sums(pairs: Iterable[tuple[str, int]], keys: Iterable[str]) -> list[Slice]:
    totals = dict.fromkeys(keys, 0)
    for key, value in pairs:
        totals[key] = totals.get(key, 0) + value
    return [Slice(key, value) for key, value in totals.items()]


def _flows(rates: Iterable[Rate]) -> list[Flow]:
    totals: dict[tuple[str, str, str | None], int] = {}
    for rate in rates:
        owner = rate.source.enterprise.code if rate.source.enterprise else None
        for part in rate.term.scenes:
            key = (rate.source.row.carrier, part.scene, owner)
            totals[key] = totals.get(key, 0) + part.value
    order = sorted(totals, key=lambda k: (k[0], k[1], k[2] or ""))
    return [Flow(carrier, scene, owner, totals[carrier, scene, owner]) for carrier, scene, owner in order]


def _total(rates: Iterable[Rate]) -> int:
    return sum(rate.term.value for rate in rates)


def compose(
    view: Topology,
    rates: Sequence[Rate],
    settled: Settled,
    heard: Meters,
    intensity_now: Intensity,
    *,
    audience: str,
    seq: int,
    now_ms: int,
) -> Frame:
    """The frame of one audience; `view` and `rates` hold only what it sees."""
    is_park = audience == "park"
    counted = [r for r in rates if not (is_park and r.source.row.internal_transfer)]
    parts = [p for r in counted for p in r.term.scenes]
    carriers = sorted({s.row.carrier for s in view.sources})
    scenes = SCENES if all(s.scenes for s in view.sources) else (*SCENES, UNASSIGNED)
    return Frame(
        v=VERSION,
        park=view.park.code,
        audience=audience,
        seq=seq,
        time=now_ms,
        data_time=max((p.time for r in rates for p in r.term.points), default=None),
        gas="CO2",
        totals=settled.totals,
        now=Now(
            _total(counted),
            settled.yesterday_rate,
            None if settled.yesterday_rate is None else localtime.to_ms(settled.yesterday_quarter),
            live_share(counted, settled.recent_mg),
        ),
        today=Today(
            settled.value,
            localtime.to_ms(settled.as_of),
            settled.yesterday,
            settled.estimated_share,
            settled.fallback or any(r.term.fallback for r in counted),
        ),
        intensity=intensity_now,
        scopes=_sums(((str(r.source.row.scope), r.term.value) for r in counted), SCOPES),
        enterprises=[
            EnterpriseSlice(
                e.code, e.name_zh, e.name_en, _total(r for r in rates if r.source.enterprise == e)
            )
            for e in view.enterprises.values()
        ],
        transfers=_total(r for r in rates if is_park and r.source.row.internal_transfer),
        unallocated=_total(r for r in rates if r.source.row.enterprise_id is None),
        scenes=_sums(((p.scene, p.value) for p in parts), scenes),
        carriers=_sums(((r.source.row.carrier, r.term.value) for r in counted), carriers),
        flows=_flows(counted),
        meters=heard,
    )


def terms_of(rates: Iterable[Rate], own: list[PointTerm] | None, now_ms: int) -> Terms:
    """The terms to keep for Explain."""
    return Terms(time=now_ms, from_time=now_ms, terms=[r.term for r in rates], own_power=own or [])
