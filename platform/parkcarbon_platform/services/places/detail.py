"""One page for a park, an enterprise, a node or a meter: what it uses, of what parts, and against what.

Its figures come of sums by day and month; hours are read of the place alone (docs/decisions/0070).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from parkcarbon_platform.calculation.places import net
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.places import asked, ground, parts, showing
from parkcarbon_platform.services.places.amount import Amount
from parkcarbon_platform.services.places.amounts import together
from parkcarbon_platform.services.places.asked import Span
from parkcarbon_platform.services.places.ground import Ground, Sums
from parkcarbon_platform.services.places.models import (
    By,
    Kind,
    Measure,
    PlaceAmount,
    PlaceChild,
    PlaceComparison,
    PlaceDetail,
    PlaceHeat,
    PlaceLike,
    PlaceSeries,
    PlaceTerm,
)
from parkcarbon_platform.services.places.parts import Parts, Place
from parkcarbon_platform.storage.database import Connection

MOST_LAYERS = 7  # more colours than these nobody tells apart
MOST_LIKES = 20
HEAT_DAYS = 31
Compared = tuple[Sums, Sums]  # of the same number of days now and before
Like = tuple[int, int | None]  # a place by its id, and its energy where that is told


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; `enterprise_id` is that of who asks, `shared` their meters with others' below them."""

    kind: Kind
    code: str
    span: Span
    measure: Measure
    by: By
    enterprise_id: int | None
    shared: Collection[int] = ()


def detail(connection: Connection, question: Question, now: datetime) -> PlaceDetail:
    """A place; raises NotFoundError, PlacePeriodError."""
    span = question.span.check()
    known = ground.read(connection)
    place = parts.find(known, question.kind, question.code, question.enterprise_id)
    total = ground.sums(connection, known, span, None)
    found = parts.parts(total, place, now)
    likes = _likes(total, place, now)
    listed = _listed(known, likes, place)
    layers = min(len(found.children), MOST_LAYERS) + 2 if question.by == "child" else MOST_LAYERS + 1
    is_hourly = not known.is_withheld(place.owner)
    step = asked.finest(span, layers, allow_hours=is_hourly)
    shown = [place, *(child for child, _ in found.children)]
    detailed = ground.sums(connection, known, span, step, **_needed(known, shown), priced=total)
    comparison, compared = _comparison(connection, total, [*shown, *listed], now)
    return PlaceDetail(
        place=place.name, enterprise=known.enterprises[place.owner].code if place.owner else None,
        crumbs=[one.name for one in parts.crumbs(known, place, question.enterprise_id)],
        first=span.first.isoformat(), until_day=span.until.isoformat(), as_of=localtime.to_ms(now),
        amount=_told(found.whole), quantity=_quantity(total, place), unit=_unit(known, place),
        comparison=comparison, grain=step, measure=question.measure, by=question.by,
        starts=showing.starts(detailed), estimated=_estimated(detailed, _needed(known, [place])),
        series=_series(detailed, place, question, now),
        children=_children(found, compared, question.measure, now), transfers=_optional(found.transfers),
        remainder=showing.kept() if found.whole is None else showing.amount(found.remainder),
        terms=_terms(total, place, found),
        likes=[_like(total, one, compared, question.measure, now) for one in listed],
        rank=next((n for n, (key, j) in enumerate(likes, 1) if key == place.key and j is not None), None),
        like_count=sum(joules is not None for _, joules in likes), is_hourly=is_hourly,
        is_shared=bool(set(question.shared) & set(parts.inside(known, place))),
    )  # fmt: skip


def heat(connection: Connection, question: Question, now: datetime) -> PlaceHeat:
    """The hours of the last days of the period, at most a month of them; none where they are kept."""
    span = question.span.check()
    known = ground.read(connection)
    place = parts.find(known, question.kind, question.code, question.enterprise_id)
    today = localtime.local_date(now, span.timezone) + timedelta(days=1)
    until = max(min(span.until, today), span.first + timedelta(days=1))
    shown = Span(max(span.first, until - timedelta(days=HEAT_DAYS)), until, span.timezone)
    days = [shown.first + timedelta(days=n) for n in range(shown.days)]
    answer = PlaceHeat(
        place=place.name, measure=question.measure, days=[day.isoformat() for day in days], values=[],
        is_withheld=known.is_withheld(place.owner),
    )  # fmt: skip
    if answer.is_withheld:
        return answer
    total = ground.sums(connection, known, shown, None)
    sums = ground.sums(connection, known, shown, "hour", **_needed(known, [place]), priced=total)
    found = parts.amount(sums, place, now)
    assert found is not None
    known_hours = {row.bucket for row in sums.points} | {row.bucket for row in sums.sources}
    numbers: dict[date, list[int | None]] = {day: [None] * 24 for day in days}
    for start, value in zip(sums.starts, showing.values(found, question.measure), strict=True):
        assert isinstance(start, datetime)
        local = localtime.local_time(start, span.timezone)
        if start in known_hours and local.date() in numbers and numbers[local.date()][local.hour] is None:
            numbers[local.date()][local.hour] = value
    answer.values = [numbers[day] for day in days]
    return answer


def _needed(known: Ground, places: Collection[Place]) -> Mapping[str, Collection[int]]:
    """The meters and sources that the steps of places are made of."""
    owners = {
        owner
        for place in places if place.kind in ("park", "enterprise")
        for owner in ([*known.enterprises, None] if place.kind == "park" else [place.key])
    }  # fmt: skip
    return {
        "points": set[int]().union(*(parts.border(known, place) for place in places)),
        "sources": [source for owner in owners for source in known.sources_of.get(owner, ())],
    }


def _comparison(
    connection: Connection, total: Sums, places: Sequence[Place], now: datetime
) -> tuple[PlaceComparison | None, Compared | None]:
    """The first of the places, whole days against whole days; the others are compared, too."""
    known, span, place = total.ground, total.span, places[0]
    past = Span(span.first, min(span.until, localtime.local_date(now, span.timezone)), span.timezone)
    # Months and years are of unequal length: each is cut to the shortest.
    days = min(past.days, asked.before(span).days, asked.year_before(span).days)
    if days < 1:
        return None, None
    cuts = [asked.cut(one, days) for one in (span, asked.before(span), asked.year_before(span))]
    # For prices those that generate; for how much is covered all that are inside.
    generating = {meter for meters in known.generating.values() for meter in meters}
    needed = generating.union(parts.inside(known, place), *(parts.border(known, one) for one in places))
    # The year before a whole year is the same twice.
    read = {span: total} | {
        one: ground.sums(connection, known, one, None, points=needed) for one in {*cuts} - {span}
    }
    found = [read[one] for one in cuts]
    told = [_told(parts.amount(sums, place, now)) for sums in found]
    comparison = PlaceComparison(
        days=days, now=told[0], before=told[1], year_before=told[2], before_from=cuts[1].first.isoformat(),
        year_before_from=cuts[2].first.isoformat(),
    )  # fmt: skip
    return comparison, (found[0], found[1])


def _estimated(sums: Sums, needed: Mapping[str, Collection[int]]) -> list[bool]:
    """By step: whether something of what is counted in it is estimated."""
    points, sources = set(needed["points"]), set(needed["sources"])
    steps = {row.bucket for row in sums.points if row.gross_estimated and row.point_id in points}
    steps |= {row.bucket for row in sums.sources if row.gross_estimated and row.source_id in sources}
    return [start in steps for start in sums.starts]


def _series(sums: Sums, place: Place, question: Question, now: datetime) -> list[PlaceSeries]:
    measure = question.measure
    if question.by == "carrier":
        if sums.ground.is_withheld(place.owner) and place.kind in ("node", "meter"):
            return []
        groups = parts.by_carrier(sums, place, now)
        shown, rest = net.largest(
            {k: sum(showing.values(a, measure)) for k, a in groups.items()}, MOST_LAYERS
        )
        found = [
            PlaceSeries(key=k, sort="carrier", place=None, values=showing.values(groups[k], measure))
            for k in shown
        ]
        return found + _others([groups[k] for k in rest], measure, len(sums.starts))
    hide = [e for e in sums.ground.enterprises if sums.step == "hour" and sums.ground.is_withheld(e)]
    return _layers(sums, parts.parts(sums, place, now, hide=hide), measure)


def _layers(sums: Sums, found: Parts, measure: Measure) -> list[PlaceSeries]:
    """The largest parts, the others as one, what is bought inside a park below nothing, and the rest."""
    if found.whole is None:
        return []
    told = {f"{p.kind}/{p.name.code}": (p, a) for p, a in found.children if a is not None}
    totals = {key: sum(showing.values(a, measure)) for key, (_, a) in told.items()}
    shown, rest = net.largest(totals, MOST_LAYERS)
    layers = [
        PlaceSeries(
            key=key, sort="child", place=told[key][0].name, values=showing.values(told[key][1], measure)
        )
        for key in shown if totals[key]
    ]  # fmt: skip
    layers += _others([told[key][1] for key in rest], measure, len(sums.starts))
    if found.transfers is not None and any(showing.values(found.transfers, measure)):
        values = [-v for v in showing.values(found.transfers, measure)]
        layers.append(PlaceSeries(key="transfers", sort="transfers", place=None, values=values))
    left = showing.values(found.remainder, measure)
    if any(left):
        layers.append(PlaceSeries(key="remainder", sort="remainder", place=None, values=left))
    return layers


def _others(rest: Collection[Amount], measure: Measure, length: int) -> list[PlaceSeries]:
    values = showing.values(together(rest, length), measure)
    return [PlaceSeries(key="others", sort="others", place=None, values=values)] if any(values) else []


def _children(found: Parts, compared: Compared | None, measure: Measure, now: datetime) -> list[PlaceChild]:
    rows = [
        PlaceChild(place=place.name, amount=_told(amount), change=_change(compared, place, measure, now))
        for place, amount in found.children
    ]
    return sorted(
        rows, key=lambda row: (-(row.amount.co2_mg or 0), -(row.amount.joules or 0), row.place.code)
    )


def _change(compared: Compared | None, place: Place, measure: Measure, now: datetime) -> float | None:
    """Against the period before, as a part of it; None where that is nothing."""
    if compared is None:
        return None
    latter, former = (parts.amount(sums, place, now) for sums in compared)
    if latter is None or former is None:
        return None
    was = sum(showing.values(former, measure))
    return round(sum(showing.values(latter, measure)) / was - 1, 6) if was > 0 else None


def _likes(total: Sums, place: Place, now: datetime) -> list[Like]:
    """All of the same sort, the largest first; what is kept comes last."""
    known, kind = total.ground, place.kind
    found = [(key, parts.energy(total, kind, key, now)) for key in parts.likes(known, place)]
    return sorted(
        found, key=lambda like: (like[1] is None, -(like[1] or 0), parts.code_of(known, kind, like[0]))
    )


def _listed(known: Ground, likes: Sequence[Like], place: Place) -> list[Place]:
    """The largest of them; the place itself is always among them."""
    shown = {place.key, *[key for key, _ in likes if key != place.key][: MOST_LIKES - 1]}
    return [parts.place_of(known, place.kind, key) for key, _ in likes if key in shown]


def _like(total: Sums, one: Place, compared: Compared | None, measure: Measure, now: datetime) -> PlaceLike:
    amount = parts.amount(total, one, now)
    return PlaceLike(place=one.name, amount=_told(amount), change=_change(compared, one, measure, now))


def _terms(total: Sums, place: Place, found: Parts) -> list[PlaceTerm]:
    if found.whole is None:
        return []
    return [
        PlaceTerm(
            kind=term.kind, code=term.code, name_zh=term.name_zh, name_en=term.name_en, sign=term.sign,
            quantity=term.quantity, unit=term.unit, joules=term.joules, co2_mg=term.co2_mg,
        )
        for term in parts.terms(total, place)
    ]  # fmt: skip


def _told(found: Amount | None) -> PlaceAmount:
    return showing.kept() if found is None else showing.amount(found)


def _optional(found: Amount | None) -> PlaceAmount | None:
    return None if found is None else showing.amount(found)


def _quantity(sums: Sums, place: Place) -> int | None:
    if place.kind != "meter" or sums.ground.is_withheld(place.owner):
        return None
    return sum(row.quantity for row in sums.by_point.get(place.key, ()))


def _unit(known: Ground, place: Place) -> str | None:
    return known.units[place.key] if place.kind == "meter" else None
