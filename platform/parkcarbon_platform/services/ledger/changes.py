"""Do something to a park's meters and compute again what it touches, or only try it.

A preview is no second formula: the change is made, settled, looked at and rolled back, so that it cannot
disagree with what would happen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from parkcarbon_platform.calculation import units
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.ledger import settlement, weighing
from parkcarbon_platform.services.ledger.revisions import LATE_READING
from parkcarbon_platform.services.ledger.settlement import Announce, Clock
from parkcarbon_platform.services.ledger.weighing import Weights
from parkcarbon_platform.services.metering import archived
from parkcarbon_platform.storage import evidence, invalidations, points, previews
from parkcarbon_platform.storage.database import Connection, Database
from parkcarbon_platform.storage.intervals import Range
from parkcarbon_platform.storage.points import Point
from parkcarbon_platform.storage.previews import Carbon, Energy, Found, Quarter
from parkcarbon_platform.storage.quarter_hours import QuarterHours

__all__ = [
    "CarbonChange",
    "Change",
    "Found",
    "Point",
    "Preview",
    "Workplace",
    "base_of",
    "in_unit",
    "point_of",
]

T = TypeVar("T")
R = TypeVar("R")
QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
# What is done at once; older parts of a long change are left to the worker, which goes on in the background.
AT_ONCE = timedelta(days=100)
SHOWN = 400


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """What an action made, the spans of points to be computed again, and why hours are revised."""

    result: T
    ranges: Sequence[Range]
    reason: str


Act = Callable[[Connection], Change[T]]


@dataclass(frozen=True, slots=True)
class EnergyChange:
    """A point's sums over the preview's span [base unit]."""

    point: Point
    before: Energy
    after: Energy


@dataclass(frozen=True, slots=True)
class CarbonChange:
    """A source's emissions over the span [mg CO2]; `held_mg` would wait as differences of locked hours.

    `*_co2e_mg`: its gas weighed by the set `gwp`, None where that has no potential of it; 0 of what is in no
    total (`is_apart`). `unpriced_hours` have activity and no figure, before and after.
    """

    source: str
    gas: str
    gwp: str
    is_apart: bool
    before_mg: int
    after_mg: int
    held_mg: int
    before_co2e_mg: int | None
    after_co2e_mg: int | None
    held_co2e_mg: int | None
    unpriced_hours_before: int
    unpriced_hours: int


@dataclass(frozen=True, slots=True)
class QuarterChange:
    """An interval of the point [base unit]; None where there is none."""

    start: datetime
    before: Quarter | None
    after: Quarter | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do in [start, end)."""

    start: datetime
    end: datetime
    energy: list[EnergyChange]
    carbon: list[CarbonChange]
    quarters: list[QuarterChange]
    changed_quarters: int
    locked_hours: int
    findings_gone: list[Found]
    findings_new: list[Found]


@dataclass(frozen=True, slots=True)
class Workplace:
    """A park in which something is done: its database, who is told of changed hours, and the clock."""

    database: Database
    park_id: int
    announce: Announce
    clock: Clock = settlement.utc_now

    def point(self, actor: Actor, code: str, evidence_id: int | None = None) -> Point:
        """The point, asked for behind the actor's wall; so is the evidence that they attach."""
        with self.database.tenant(self.park_id, actor.enterprise_id) as connection:
            if evidence_id is not None and not evidence.find(connection, [evidence_id]):
                raise NotFoundError(f"There is no evidence {evidence_id}.", evidence=evidence_id)
            return point_of(connection, code)

    def do(self, act: Act[T]) -> T:
        """Do it and settle what it touches, all in one transaction that sees the whole park."""
        now = self.clock()
        with self.database.tenant(self.park_id) as connection:
            invalidations.lock(connection, self.park_id)
            change = act(connection)
            archived.check(connection, change.ranges)
            recent, older = split(change.ranges)
            settled = settlement.settle_ranges(
                connection, self.park_id, recent, now=now, reason=change.reason
            )
            invalidations.add_ranges(connection, self.park_id, older, change.reason)
        if settled.span is not None:
            self.announce(self.park_id, *settled.span)
        return change.result

    def tried(self, act: Act[T], look: Callable[[Connection, T], R]) -> R:
        """What can be seen once `act` is done and settled; then it is rolled back."""
        now = self.clock()
        with self.database.tenant(self.park_id) as connection:
            invalidations.lock(connection, self.park_id)
            with previews.trial(connection):
                change = act(connection)
                settlement.settle_ranges(
                    connection, self.park_id, change.ranges, now=now, reason=change.reason
                )
                return look(connection, change.result)

    def attempt(self, act: Act[T], actor: Actor, point: Point) -> Preview:
        """What `act` would change, seen from `point` and by the actor."""
        now = self.clock()
        with self.database.tenant(self.park_id) as connection:
            invalidations.lock(connection, self.park_id)
            with previews.trial(connection):
                # Readings that wait for the worker are not the action's doing: they are settled first.
                waiting = settlement.spans_of(invalidations.of_point(connection, point.id))
                settlement.settle_ranges(connection, self.park_id, waiting, now=now, reason=LATE_READING)
                return _Attempt(connection, self.park_id, actor, point, now).preview(act)


def point_of(connection: Connection, code: str) -> Point:
    """The point with a code; raises NotFoundError."""
    found = points.find(connection, code)
    if found is None:
        raise NotFoundError(f"There is no point {code}.", point=code)
    return found


def base_of(point: Point) -> units.BaseUnit:
    """The base unit of a point's intervals."""
    return units.to_base(point.unit, point.quantity, point.carrier)


def in_unit(amount: int, point: Point) -> str:
    """An amount [base unit] in the point's unit, as a decimal string with at most nine decimals."""
    billionths = round(Fraction(amount) / base_of(point).scale * 10**9)
    return f"{(Decimal(billionths) / 10**9).normalize():f}"


def split(ranges: Sequence[Range]) -> tuple[list[Range], list[Range]]:
    """What is done at once of the ranges, their newest part, and what is left to the worker."""
    cut = max((r.end for r in ranges), default=0) - round(AT_ONCE.total_seconds() * 1000)
    recent = [r._replace(start=max(r.start, cut)) for r in ranges if r.end >= cut]
    older = [r._replace(end=min(r.end, cut - 1)) for r in ranges if r.start < cut]
    return recent, older


@dataclass(frozen=True, slots=True)
class _Picture:
    energy: dict[int, Energy]
    carbon: dict[str, Carbon]
    weights: Weights
    quarters: dict[datetime, Quarter]
    findings: set[Found]


@dataclass(frozen=True, slots=True)
class _Attempt:
    """Something tried: where, by whom, and seen from which point."""

    connection: Connection
    park_id: int
    actor: Actor
    point: Point
    now: datetime

    def preview(self, act: Act[T]) -> Preview:
        """Do it, look, roll it back, look again."""
        with previews.trial(self.connection):
            last = invalidations.last_id(self.connection)
            change = act(self.connection)
            left = self.left_to_the_worker(last)
            settled = settlement.settle_ranges(
                self.connection, self.park_id, change.ranges, now=self.now, reason=change.reason
            )
            own = {self.point.id, *settled.changed.point.tolist()}
            settled.add(
                settlement.settle_ranges(
                    self.connection, self.park_id, left, now=self.now, reason=change.reason, everything=True
                )
            )
            start, end = _span(settled.changed, change.ranges, self.now)
            ids = sorted({self.point.id, *settled.changed.point.tolist()})
            after = self.picture(ids, start, end)
        before = self.picture(ids, start, end)
        known = points.of_ids(self.connection, ids)
        # Of what is only computed again most stays as it was.
        told = own | {n for n in ids if _energy(before, n) != _energy(after, n)}
        mine = [known[n] for n in sorted(told) if n in known and self.actor.owns(known[n].enterprise_id)]
        return _difference(before, after, mine, start, end)

    def left_to_the_worker(self, last: int) -> list[Range]:
        """What the action leaves to be computed later, its newest part: what it does shows here, too."""
        work = invalidations.follow_ups(self.connection, last)
        invalidations.remove(self.connection, [w.id for w in work])
        return split(settlement.spans_of(work))[0]

    def picture(self, ids: Sequence[int], start: datetime, end: datetime) -> _Picture:
        """What is stored now."""
        hour_start = start.replace(minute=0, second=0, microsecond=0)
        return _Picture(
            previews.energy(self.connection, ids, start, end),
            previews.carbon(self.connection, ids, self.actor.enterprise_id, hour_start, end),
            weighing.weights(self.connection),
            previews.quarters(self.connection, self.point.id, start, end),
            # A gap's finding stands at the reading before the span that it opens.
            previews.findings(self.connection, ids, start - HOUR, end + HOUR),
        )


def _difference(
    before: _Picture, after: _Picture, mine: Sequence[Point], start: datetime, end: datetime
) -> Preview:
    changed = [
        QuarterChange(at, before.quarters.get(at), after.quarters.get(at))
        for at in sorted(before.quarters.keys() | after.quarters.keys())
        if before.quarters.get(at) != after.quarters.get(at)
    ]
    visible = {p.code for p in mine}
    return Preview(
        start=start,
        end=end,
        energy=[EnergyChange(p, _energy(before, p.id), _energy(after, p.id)) for p in mine],
        carbon=carbon_changes(before.carbon, after.carbon, before.weights),
        quarters=changed[:SHOWN],
        changed_quarters=len(changed),
        locked_hours=sum(row.held_hours for row in after.carbon.values()),
        findings_gone=_sorted(before.findings - after.findings, visible),
        findings_new=_sorted(after.findings - before.findings, visible),
    )


def _span(changed: QuarterHours, ranges: Sequence[Range], now: datetime) -> tuple[datetime, datetime]:
    """[start, end) of the quarter hours that change, or of those that were looked at."""
    if changed.size:
        first, last = int(changed.start.min()), int(changed.start.max())
    else:
        first = min((r.start for r in ranges), default=localtime.to_ms(now))
        last = max((r.end for r in ranges), default=localtime.to_ms(now))
    start = localtime.quarter_start(localtime.from_ms(first))
    return start, localtime.quarter_start(localtime.from_ms(last)) + QUARTER


def _energy(picture: _Picture, point_id: int) -> Energy:
    return picture.energy.get(point_id) or Energy(point_id, 0, 0)


def carbon_changes(
    before: Mapping[str, Carbon], after: Mapping[str, Carbon], weights: Weights
) -> list[CarbonChange]:
    """By source what two pictures differ in; sources of either."""
    found = []
    for source in sorted(before.keys() | after.keys()):
        none = Carbon(source)
        old, new = before.get(source, none), after.get(source, none)
        found.append(
            CarbonChange(
                source, weights.gas(source), weights.gwp, weights.is_apart(source), old.co2_mg, new.co2_mg,
                new.held_mg - old.held_mg, weights.co2e(source, old.mass_mg),
                weights.co2e(source, new.mass_mg), weights.co2e(source, new.held_mass_mg - old.held_mass_mg),
                old.unpriced_hours, new.unpriced_hours,
            )
        )  # fmt: skip
    return found


def _sorted(found: set[Found], visible: set[str]) -> list[Found]:
    return sorted((f for f in found if f.point in visible), key=lambda f: (f.time, f.point, f.rule))
