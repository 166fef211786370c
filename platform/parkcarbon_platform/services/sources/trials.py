"""What a source would have emitted in the last full month: points, activity, factor, result."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np

from parkcarbon_platform.calculation import units
from parkcarbon_platform.calculation.accounting.sources import FORMULAS
from parkcarbon_platform.errors import NotFoundError, PlatformError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.sources.definitions import Definition, check, owner_of
from parkcarbon_platform.storage import emission_sources as storage
from parkcarbon_platform.storage import live, previews
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.factors import StoredVersion
from parkcarbon_platform.storage.points import Point


@dataclass(frozen=True, slots=True)
class TriedPoint:
    """A point's amount of the month [base unit]."""

    point: Point
    weight: int
    quantity: int
    estimated: int


@dataclass(slots=True)
class Trial:
    """A month [start, end) tried; `mass_mg` None: it cannot be computed, `problems` say why (code, words).

    `also_used_by`: sources that count one of the points already.
    """

    start: datetime
    end: datetime
    base: str
    points: list[TriedPoint]
    quantity: int
    factor: StoredVersion | None = None
    fallback: bool = False
    mass_mg: int | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)
    also_used_by: list[str] = field(default_factory=list)


def last_month(now: datetime, timezone: str) -> tuple[date, datetime, datetime]:
    """The last full local month: its last day, and [start, end)."""
    first = localtime.local_date(now, timezone).replace(day=1)
    last = first - timedelta(days=1)
    start = localtime.day_start(last.replace(day=1), timezone)
    return last, start, localtime.day_start(first, timezone)


def run(connection: Connection, actor: Actor, wanted: Definition, now: datetime) -> Trial:
    """Try a definition; raises SourceError where it could not be kept either."""
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    owner = owner_of(connection, actor, wanted.enterprise)
    found = check(connection, wanted)
    day, start, end = last_month(now, park.timezone)
    sums = previews.energy(connection, [p.id for p in found.values()], start, end)
    points = []
    for term in wanted.activity:
        point = found[term.point]
        amount = sums.get(point.id)
        quantity, estimated = (0, 0) if amount is None else (amount.quantity, amount.estimated)
        points.append(TriedPoint(point, term.weight, quantity, estimated))
    trial = Trial(start, end, _base(points), points, sum(p.weight * p.quantity for p in points))
    trial.also_used_by = _others(connection, points)
    _price(connection, trial, wanted, (wanted.factor_region or park.grid_region, day, owner))
    return trial


def _base(points: list[TriedPoint]) -> str:
    if not points:
        return ""
    point = points[0].point
    return units.to_base(point.unit, point.quantity, point.carrier).name


def _price(
    connection: Connection, trial: Trial, wanted: Definition, place: tuple[str, date, int | None]
) -> None:
    region, day, owner = place
    try:
        book = factors.book(connection)
        resolved = book.resolve(wanted.factor, region, day, gas=wanted.gas, enterprise_id=owner)
        trial.factor, trial.fallback = book.stored[resolved.version.id], resolved.fallback
        for tried in trial.points:
            units.check_reference_state(tried.point.reference_state, trial.factor.reference_state)
        if trial.base:
            amount = np.array([trial.quantity], dtype=np.int64)
            used = (trial.factor.value, trial.factor.unit, trial.base)
            trial.mass_mg = int(FORMULAS[wanted.formula].calculate(amount, *used)[0])
    except PlatformError as error:
        trial.problems.append((error.code, str(error)))
    if not trial.points:
        trial.problems.append(("no_activity", "The source has no points yet."))


def _others(connection: Connection, points: list[TriedPoint]) -> list[str]:
    mine = {tried.point.id for tried in points}
    rows = storage.every(connection)
    terms = storage.terms(connection, [row.id for row in rows])
    using = {t.source_id for t in terms if t.role == "activity" and t.point_id in mine}
    return [row.code for row in rows if row.id in using]
