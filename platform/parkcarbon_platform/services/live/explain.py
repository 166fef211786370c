"""How a number was made: its terms, each with quantity, factor, citation, quality and points.

The terms come from the snapshot that made the number (decision 0005), so that they add up to it exactly.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal

import msgspec
import redis

from parkcarbon_platform.errors import InvalidError, PlatformError, UnavailableError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.live import formulas, frames, series, topology
from parkcarbon_platform.services.live.frames import PointTerm, SceneSplit, SourceTerm, Terms
from parkcarbon_platform.services.live.series import QUARTERS_PER_HOUR, SourceQuarter
from parkcarbon_platform.services.live.split import split_by_scene
from parkcarbon_platform.services.live.topology import Source, Topology
from parkcarbon_platform.storage import explain as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.explain import FactorRow

Figure = Literal["now", "today", "yesterday", "interval", "intensity"]
By = Literal["scope", "enterprise", "scene", "carrier", "flow", "transfers", "unallocated"]

METHODS: dict[Figure, str] = {
    "now": "live_gauges",
    "today": "ledger",
    "yesterday": "ledger",
    "interval": "intervals",
    "intensity": "live_gauges",
}
LIVE: frozenset[Figure] = frozenset({"now", "intensity"})


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks (None: somebody who sees the whole park), and about which part of the figure."""

    enterprise_id: int | None = None
    by: By | None = None
    key: str | None = None

    @property
    def is_park(self) -> bool:
        """Whether the figure is the park's."""
        return self.enterprise_id is None

    @property
    def audience(self) -> str:
        """Whose frames the figure is from."""
        return frames.audience_name(self.enterprise_id)


class ExpiredError(PlatformError):
    """The terms of this figure are kept for a while only, and that is over."""

    code = "explanation_expired"
    remedy = "Explain the figure that the page shows now; settled hours stay explained in the ledger."


Quality = Literal["measured", "reported", "estimated"]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula by its code, in symbols and, where it has letters, in words."""

    code: str
    text: str
    words_zh: str = ""
    words_en: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedPoint:
    """One point of a term: quantity = Σ weight × value × multiplier, in base units; `reported`: by people."""

    point: str
    name_zh: str
    name_en: str
    weight: int
    value: float
    unit: str
    time: int
    multiplier: float
    reported: bool


@dataclass(frozen=True, slots=True)
class ExplainedFactor:
    """The factor of a term, with its citation; `fallback`: an earlier year's, for want of its own."""

    factor: str
    version: str
    gas: str
    region: str
    value: float
    unit: str
    citation: str
    source_ref: str
    publisher: str
    grade: str
    reference_state: str | None
    fallback: bool
    components: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ExplainedTerm:
    """One source's share of a scene: value = quantity × factor × share."""

    source: str
    name_zh: str
    name_en: str
    enterprise: str | None
    category: str
    carrier: str
    scope: int
    scene: str
    share: float
    internal_transfer: bool
    deduction: bool
    value: int
    quantity: int
    quantity_unit: str
    formula: Formula
    quality: Quality
    estimated_share: float
    points: list[ExplainedPoint]
    factor: ExplainedFactor


@dataclass(frozen=True, slots=True)
class Ratio:
    """The sum of the terms divided by the electricity used: what the terms purchase, plus `points`."""

    value: float | None
    unit: str
    denominator: int
    denominator_unit: str
    points: list[ExplainedPoint]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure and the terms that add up to it; `total` is the whole figure of which this may be a part."""

    figure: Figure
    by: By | None
    key: str | None
    value: int
    unit: Literal["g/h", "g"]
    gas: str
    time: int
    from_time: int
    title: str
    formula: Formula
    method: str
    terms: list[ExplainedTerm]
    transfers: int
    total: int
    ratio: Ratio | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A term before it is described: a source in one scene, or its deduction from the park's total."""

    source: Source
    term: SourceTerm
    split: SceneSplit
    deduction: bool = False

    @property
    def value(self) -> int:
        """Signed contribution."""
        return -self.split.value if self.deduction else self.split.value


def without(found: Explanation, hidden: Set[str]) -> Explanation:
    """The explanation without what these points read; what they count stays in its terms."""
    if not hidden:
        return found
    terms = [replace(t, points=[p for p in t.points if p.point not in hidden]) for t in found.terms]
    ratio = found.ratio and replace(
        found.ratio, points=[p for p in found.ratio.points if p.point not in hidden]
    )
    return replace(found, terms=terms, ratio=ratio)


def now(connection: Connection, cache: "redis.Redis", question: Question, seq: int) -> Explanation:
    """The rate of one frame, or a part of it."""
    view = _view(connection, localtime.now())
    stored = _stored(cache, frames.terms_key(view.park.id, question.audience, seq))
    return _explain(connection, view, stored, "now", question)


def today(connection: Connection, cache: "redis.Redis", question: Question, totals: str) -> Explanation:
    """The total of one state of the day so far, or a part of it."""
    view = _view(connection, localtime.now())
    stored = _stored(cache, frames.totals_key(view.park.id, question.audience, totals))
    return _explain(connection, view, stored, "today", question)


def yesterday(connection: Connection, cache: "redis.Redis", question: Question, totals: str) -> Explanation:
    """The same hours of yesterday, with which that state of the day so far was compared."""
    view = _view(connection, localtime.now())
    stored = _stored(cache, frames.yesterday_key(view.park.id, question.audience, totals))
    return _explain(connection, view, stored, "yesterday", question)


def intensity(connection: Connection, cache: "redis.Redis", question: Question, seq: int) -> Explanation:
    """Emissions of purchased electricity over the electricity used, of one frame."""
    view = _view(connection, localtime.now())
    stored = _stored(cache, frames.terms_key(view.park.id, question.audience, seq))
    bought = {s.id for s in view.sources if s.row.category == formulas.PURCHASED_ELECTRICITY}
    terms = [t for t in stored.terms if t.source_id in bought]
    own = [t for t in stored.own_power if t.point_id in view.points]
    used = sum(t.quantity for t in terms) + sum(_base_rate(t, view) for t in own)
    found = _explain(connection, view, msgspec.structs.replace(stored, terms=terms), "intensity", question)
    points = [p for t in own if (p := _point(t, view, "Wh", is_live=True)) is not None]
    ratio = Ratio(formulas.grams_per_kwh(found.value, used), "g/kWh", used, "Wh/h", points)
    return replace(
        found, ratio=ratio, formula=Formula("intensity", "intensity = Σ sources ÷ electricity used")
    )


def _base_rate(term: PointTerm, view: Topology) -> int:
    """A gauge's signed flow [base unit/h], as the frame rounds it."""
    amount = formulas.base_amount(view.points[term.point_id], term.time)
    return term.weight * round(Fraction(term.value) * amount)


def interval(connection: Connection, whole: Connection, question: Question, start: datetime) -> Explanation:
    """A quarter hour of the 24-hour line, or a part of it, computed as the line is: from the `whole` park.

    What the one who asks may not see (`connection`), a subtracted neighbour's meter, is counted, not shown.
    """
    start = localtime.quarter_start(start)
    view = _view(connection, start)
    end = start + localtime.QUARTER
    mine = _view(whole, start).seen_by(question.enterprise_id).sources
    rows = series.load(whole, mine, start, end)
    ids = {t.point.id for s in view.sources for t in s.activity}
    points = {r.point_id: r for r in storage.intervals(connection, sorted(ids), start, end)}
    sources = {s.id: s for s in view.sources}
    terms = [_quarter(row, sources[row.source_id], points, end) for row in rows]
    stored = Terms(localtime.to_ms(end), localtime.to_ms(start), terms)
    return _explain(connection, view, stored, "interval", question)


def _quarter(
    row: SourceQuarter, source: Source, points: Mapping[int, storage.IntervalRow], end: datetime
) -> SourceTerm:
    """A source's quarter hour, told per hour."""
    return SourceTerm(
        source_id=row.source_id,
        value=row.g_per_h,
        quantity=row.quantity * QUARTERS_PER_HOUR,
        estimated=row.estimated * QUARTERS_PER_HOUR,
        factor_version_ids=[row.factor_version_id],
        fallback=row.fallback,
        scenes=split_by_scene(row.g_per_h, source.scenes),
        points=[
            PointTerm(i, t.weight, float(points[i].quantity * QUARTERS_PER_HOUR), localtime.to_ms(end))
            for t in source.activity
            if (i := t.point.id) in points
        ],
    )


def _view(connection: Connection, moment: datetime) -> Topology:
    found = topology.load(connection, moment)
    if found is None:
        raise ExpiredError("The park is gone.")
    return found


def _stored(cache: "redis.Redis", name: str) -> Terms:
    try:
        encoded = cache.get(name)
    except redis.RedisError as error:
        raise UnavailableError("The cache does not answer.") from error
    if encoded is None:
        raise ExpiredError("The terms of this figure are no longer kept.", name=name)
    return msgspec.json.decode(encoded, type=Terms)


def parts_of(view: Topology, terms: Iterable[SourceTerm], *, is_park: bool) -> list[Part]:
    """Every source by scene; in a park's total each transfer stands once more, deducted."""
    sources = {s.id: s for s in view.sources}
    parts: list[Part] = []
    for term in terms:
        source = sources.get(term.source_id)
        if source is None:
            raise ExpiredError("A source of this figure is gone.", source_id=term.source_id)
        parts += [Part(source, term, split) for split in term.scenes]
        if is_park and source.row.internal_transfer:
            parts += [Part(source, term, split, deduction=True) for split in term.scenes]
    return parts


def _is_counted(part: Part, *, is_park: bool) -> bool:
    return not (is_park and part.source.row.internal_transfer)


def select(parts: Sequence[Part], by: By | None, key: str | None, *, is_park: bool) -> list[Part]:
    """The parts that make up the figure asked for: the same rules as the frame's."""
    if by is None:
        return list(parts)
    if by == "transfers":
        return [p for p in parts if is_park and p.source.row.internal_transfer and not p.deduction]
    if by == "unallocated":
        return [p for p in parts if p.source.row.enterprise_id is None and not p.deduction]
    if not key:
        raise InvalidError(f"A part by {by} needs a key.", remedy="Add `key`.", by=by)
    if by == "enterprise":
        return [p for p in parts if not p.deduction and _owner(p) == key]
    keys: Mapping[str, Callable[[Part], str]] = {
        "scope": lambda p: str(p.source.row.scope),
        "scene": lambda p: p.split.scene,
        "carrier": lambda p: p.source.row.carrier,
        "flow": lambda p: f"{p.source.row.carrier}|{p.split.scene}|{_owner(p)}",
    }
    return [p for p in parts if _is_counted(p, is_park=is_park) and keys[by](p) == key]


def _owner(part: Part) -> str:
    return part.source.enterprise.code if part.source.enterprise else ""


def _explain(
    connection: Connection, view: Topology, stored: Terms, figure: Figure, question: Question
) -> Explanation:
    is_park = question.is_park
    parts = parts_of(view, stored.terms, is_park=is_park)
    chosen = select(parts, question.by, question.key, is_park=is_park)
    ids = {i for p in chosen for i in p.term.factor_version_ids}
    factors = {f.id: f for f in storage.factor_versions(connection, sorted(ids))}
    return Explanation(
        figure=figure,
        by=question.by,
        key=question.key,
        value=sum(p.value for p in chosen),
        unit="g" if figure in ("today", "yesterday") else "g/h",
        gas="CO2",
        time=stored.time,
        from_time=stored.from_time,
        title=figure if question.by is None else f"{figure}.{question.by}",
        formula=_sum_formula(question.by, is_park=is_park),
        method=METHODS[figure],
        terms=[_describe(p, factors, view, is_live=figure in LIVE) for p in chosen],
        transfers=sum(-p.value for p in parts if p.deduction),
        total=sum(p.value for p in parts),
    )


def _sum_formula(by: By | None, *, is_park: bool) -> Formula:
    if by is None and is_park:
        return Formula("park_total", "park = Σ enterprises − transfers inside the park + unallocated")
    if by is None:
        return Formula("enterprise_total", "enterprise = Σ sources")
    return Formula("part", "part = Σ sources × share of the part")


def _describe(
    part: Part, factors: Mapping[int, FactorRow], view: Topology, *, is_live: bool
) -> ExplainedTerm:
    row, term = part.source.row, part.term
    unit = formulas.base_unit_of(part.source)
    return ExplainedTerm(
        source=row.code,
        name_zh=row.name_zh,
        name_en=row.name_en,
        enterprise=_owner(part) or None,
        category=row.category,
        carrier=row.carrier,
        scope=row.scope,
        scene=part.split.scene,
        share=float(part.split.share),
        internal_transfer=row.internal_transfer,
        deduction=part.deduction,
        value=part.value,
        quantity=term.quantity,
        quantity_unit=unit,
        formula=_source_formula(row.formula),
        quality=_quality(part),
        estimated_share=_share(term.estimated, term.quantity),
        points=[p for t in term.points if (p := _point(t, view, unit, is_live=is_live)) is not None],
        factor=_factor(factors[max(term.factor_version_ids)], fallback=term.fallback),
    )


def _quality(part: Part) -> Quality:
    """The least that can be said of it: a reported amount is nobody's guess, and no meter's either."""
    if part.term.estimated:
        return "estimated"
    used = {p.point_id for p in part.term.points}
    reported = any(t.point.reported for t in part.source.activity if t.point.id in used)
    return "reported" if reported else "measured"


def _source_formula(name: str) -> Formula:
    found = formulas.formula(name)
    if found is None:
        return Formula(name, name)
    return Formula(name, found.symbols, found.words_zh, found.words_en, found.citation)


def _share(part: int, whole: int) -> float:
    return round(min(1.0, abs(part / whole)), 6) if whole else 0.0


def _point(term: PointTerm, view: Topology, base_unit: str, *, is_live: bool) -> ExplainedPoint | None:
    point = view.points.get(term.point_id)
    if point is None:  # another enterprise's meter: its owner is not shown
        return None
    return ExplainedPoint(
        point=point.code,
        name_zh=point.name_zh,
        name_en=point.name_en,
        weight=term.weight,
        value=term.value,
        unit=point.unit if is_live else base_unit,
        time=term.time,
        multiplier=float(formulas.multiplier_at(point, term.time)) if is_live else 1.0,
        reported=point.reported,
    )


def _factor(row: FactorRow, *, fallback: bool) -> ExplainedFactor:
    return ExplainedFactor(
        factor=row.factor,
        version=row.version,
        gas=row.gas,
        region=row.region,
        value=float(row.value),
        unit=row.unit,
        citation=row.citation,
        source_ref=row.source_ref,
        publisher=row.publisher,
        grade=row.grade,
        reference_state=row.reference_state,
        fallback=fallback,
        components=row.components,
    )
