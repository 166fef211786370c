"""What flows are made of: the sources' activity, the points that generate and hand on, and sub-meters."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation import exact
from parkcarbon_platform.calculation.accounting.activity import SourceFacts, Sum
from parkcarbon_platform.calculation.accounting.figures import standard_coal
from parkcarbon_platform.calculation.accounting.gases import CO2
from parkcarbon_platform.calculation.flows.boundary import HEAT, Delivery, Origin, Purchase, Role
from parkcarbon_platform.calculation.flows.enterprise import SubMeter
from parkcarbon_platform.calculation.flows.streams import NOTHING, Amount, Kind, Stream, Term, total
from parkcarbon_platform.calculation.units import to_base
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.flows import sub_meters
from parkcarbon_platform.services.flows.models import FlowCode
from parkcarbon_platform.services.inventories import computing, fuels, notes, uncertain
from parkcarbon_platform.services.inventories.computing import Activity
from parkcarbon_platform.services.inventories.energy import BOUGHT, FUELS, Coals, role_of
from parkcarbon_platform.services.inventories.question import Question
from parkcarbon_platform.services.inventories.uncertain import Instruments
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.storage import flows as storage
from parkcarbon_platform.storage import inventory_points
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.inventory_activity import SourceRow
from parkcarbon_platform.storage.inventory_points import PointRow

JOULES = sub_meters.JOULES
NONE = Fraction(0)
GJ, J_PER_G_OF_COAL = 10**9, Fraction(Decimal("29.3076")) * 1000
OTHERS = ("process", "conversion", "fugitive", "wastewater", "waste")
# Of these that part is converted to supply others that is of the scene *energy*.
SHARED = "stationary_combustion"
HeatFrom = Literal["unit", "factor", "standard_coal", "none"]


@dataclass(frozen=True, slots=True)
class Told:
    """A term with its names and its arithmetic; `quantity` None: nobody tells it."""

    kind: Kind
    code: str
    name_zh: str
    name_en: str
    enterprise: str | None
    carrier: str
    points: tuple[str, ...]
    quantity: int | None
    unit: str
    joules_per_unit: Fraction | None
    heat_from: HeatFrom
    coal: standard_coal.Coefficient | None
    citation: str
    estimated: int
    amount: Amount


@dataclass(slots=True)
class Ground:
    """What a diagram is drawn from, and what was found on the way; `lacking`: (code, subject)."""

    question: Question
    timezone: str
    provisional: int
    last_hour: datetime | None
    purchases: list[Purchase] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    below: list[SubMeter] = field(default_factory=list)
    told: dict[str, Told] = field(default_factory=dict)
    lacking: list[tuple[FlowCode, str]] = field(default_factory=list)

    def tell(self, key: str, told: Told) -> Stream:
        """Remember a term; what it is as a stream. A point and a source may have one code, not one key."""
        self.told[key] = told
        return Stream(told.amount, (Term(told.kind, key),))


def read(connection: Connection, question: Question, now: datetime) -> Ground:
    """Everything that the diagram of a park, or of an enterprise, needs; raises NotFoundError."""
    question.check()
    activity = _activity(connection, question, now)
    start, end = (localtime.day_start(day, activity.park.timezone) for day in (question.start, question.end))
    said = notes.read(connection, question.enterprise)
    apart = inventory_points.apart(connection)
    found = uncertain.instruments(connection, said, start, min(end, now), apart, subtracted=True)
    ground = Ground(
        question, activity.park.timezone, sum(activity.provisional.values()),
        _last_hour(connection, question, activity.park.timezone),
    )  # fmt: skip
    reader = _Reader(connection, question.start, activity, found, ground)
    reader.sources()
    reader.points(apart)
    if question.enterprise is not None:
        counted = {p for r in activity.rows for p, weight in found.terms.get(r.id, ()) if weight > 0}
        _sub_meters(connection, ground, counted)
    return ground


def _activity(connection: Connection, question: Question, now: datetime) -> Activity:
    """The ledger's sums, of the whole period but where shares of scenes matter: those depend on the day."""
    begun = computing.boundary(connection, question, now)
    groups: dict[bool, list[SourceRow]] = {True: [], False: []}
    for row in begun.rows:
        groups[row.category == SHARED].append(row)
    read = [
        computing.with_sums(connection, begun, segments, rows)
        for rows, segments in (
            (groups[False], [computing.whole(question, begun)]), (groups[True], begun.segments),
        )
        if rows
    ]  # fmt: skip
    return replace(
        begun, sums=[one for part in read for one in part.sums],
        provisional={code: n for part in read for code, n in part.provisional.items()},
    )  # fmt: skip


def _last_hour(connection: Connection, question: Question, timezone: str) -> datetime | None:
    """The last hour of the period that the ledger has."""
    day = storage.last_day(connection, question.start, question.end)
    return None if day is None else storage.last_hour(connection, *localtime.day_bounds(day, timezone))


def _sub_meters(connection: Connection, ground: Ground, counted: set[int]) -> None:
    owner = ground.question.enterprise or ""
    values = sub_meters.values(
        (t.carrier, t.unit, t.quantity, t.amount)
        for t in ground.told.values()
        if t.kind == "source" and t.quantity and t.joules_per_unit is not None
    )
    found, is_withheld = sub_meters.read(
        connection, owner, counted, values, (ground.question.start, ground.question.end)
    )
    if is_withheld:
        ground.lacking.append(("sub_meters_withheld", owner))
    for row in found:
        p = row.point
        told = Told(
            "point", p.code, p.name_zh, p.name_en, p.enterprise, p.carrier, (p.code,), row.quantity,
            row.value.unit, row.value.joules, "unit" if row.value.unit in JOULES else "factor", None, "",
            row.estimated, row.amount,
        )  # fmt: skip
        ground.below.append(SubMeter(p.code, p.carrier, ground.tell(f"point:{p.code}", told)))


@dataclass(slots=True)
class _Reader:
    """One reading of a period."""

    connection: Connection
    day: date
    activity: Activity
    found: Instruments
    ground: Ground
    coals: Coals = field(init=False)

    def __post_init__(self) -> None:
        used = {row.factor_version for row in self.activity.sums}
        book = factors.including(self.connection, factors.coal_book(self.connection), used)
        self.coals = Coals(book, self.activity.park.grid_region, self.day)

    def sources(self) -> None:
        """Each source's activity, by factor version and by the share that is converted."""
        facts = {fact.code: fact for fact in self.activity.facts}
        by_source: dict[str, list[Sum]] = {}
        for one in self.activity.sums:
            by_source.setdefault(one.source, []).append(one)
        for row in self.activity.rows:
            if row.gas == CO2 and row.code in by_source:
                self._source(row, facts[row.code], by_source[row.code])

    def _source(self, row: SourceRow, facts: SourceFacts, sums: Sequence[Sum]) -> None:
        if row.category in OTHERS and not row.biogenic:
            self._process(row, sums)
        if row.category not in (*FUELS, *BOUGHT):
            return
        groups = self._groups(row, facts, sums)
        back, left = self._subtracted(row)
        for n, ((version, share), group) in enumerate(sorted(groups.items())):
            key = f"{row.code}:{version}:{n}" if len(groups) > 1 else row.code
            stream = self._stream(key, row, facts.unit, version, group)
            if stream is None:
                continue
            first = n == 0
            self.ground.purchases.append(
                Purchase(
                    row.enterprise, row.carrier, self._origin(row), stream, back if first else NOTHING,
                    left if first else NOTHING, share,
                )
            )  # fmt: skip

    def _process(self, row: SourceRow, sums: Sequence[Sum]) -> None:
        """CO2 that comes with no energy; how much was produced is not told here."""
        amount = Amount(0, 0, sum(one.co2_mg for one in sums))
        told = Told(
            "source", row.code, row.name_zh, row.name_en, row.enterprise, row.carrier, tuple(row.points),
            None, "", None, "none", None, "", 0, amount,
        )  # fmt: skip
        stream = self.ground.tell(row.code, told)
        self.ground.purchases.append(
            Purchase(row.enterprise, row.carrier, "outside", stream, is_energy=False)
        )

    def _origin(self, row: SourceRow) -> Origin:
        """Whether it is bought outside, from a neighbour, or what the park's own meters leave over."""
        if row.internal_transfer:
            return "inside"
        weights = [weight for _, weight in self.found.terms.get(row.id, ())]
        return "remainder" if row.enterprise is None and min(weights, default=1) < 0 else "outside"

    def _groups(
        self, row: SourceRow, facts: SourceFacts, sums: Sequence[Sum]
    ) -> dict[tuple[int, Fraction], list[Sum]]:
        """The sums by factor version and by the share that is converted."""
        versions: dict[int, list[Sum]] = {}
        for one in sums:
            versions.setdefault(one.factor_version, []).append(one)
        if row.category != SHARED:
            return {(version, NONE): group for version, group in versions.items()}
        groups: dict[tuple[int, Fraction], list[Sum]] = {}
        for version, group in versions.items():
            for one in group:
                groups.setdefault((version, self._converted(facts, one.segment)), []).append(one)
        return groups

    def _converted(self, facts: SourceFacts, segment: int) -> Fraction:
        """A fuel of the scene *energy* is burnt to supply others."""
        day = self.activity.segments[segment].start
        shares = (s.share for s in facts.shares if s.scene == "energy" and s.holds(day))
        return sum((Fraction(share) for share in shares), Fraction(0))

    def _stream(
        self, key: str, row: SourceRow, unit: str, version: int, group: Sequence[Sum]
    ) -> Stream | None:
        quantity = sum(one.quantity for one in group)
        co2 = 0 if row.biogenic else sum(one.co2_mg for one in group)
        is_fuel = row.category in FUELS
        coal = self.coals.of_fuel(version, row.carrier, unit) if is_fuel else None
        coal = coal or self.coals.of_carrier(row.carrier)
        each, heat_from = self._heat(version, unit, coal)
        if each is None:
            self.ground.lacking.append(("no_heat_value", row.code))
            amount = Amount(0, 0, co2)
        else:
            amount = Amount(exact.rounded(quantity, each), self._coal(row.code, quantity, unit, coal), co2)
        stored = self.coals.book.stored.get(version)
        citation = stored.citation if stored is not None and heat_from == "factor" else ""
        told = Told(
            "source", row.code, row.name_zh, row.name_en, row.enterprise, row.carrier, tuple(row.points),
            quantity, unit, each, heat_from, coal, citation or (coal.citation if coal else ""),
            sum(one.estimated for one in group), amount,
        )  # fmt: skip
        return self.ground.tell(key, told)

    def _heat(
        self, version: int, unit: str, coal: standard_coal.Coefficient | None
    ) -> tuple[Fraction | None, HeatFrom]:
        """Joules a base unit: of what is energy already, by the factor's heat value, else by its coal."""
        if unit in JOULES:
            return JOULES[unit], "unit"
        stored = self.coals.book.stored.get(version)
        heat = None if stored is None else fuels.heat_of(stored)
        if heat is not None:
            return heat * GJ, "factor"
        if coal is None:
            return None, "none"
        # Grams of coal of a great amount, so that rounding does not show.
        grams = standard_coal.grams(10**12, unit, coal)
        return Fraction(grams, 10**12) * J_PER_G_OF_COAL, "standard_coal"

    def _coal(self, code: str, quantity: int, unit: str, coal: standard_coal.Coefficient | None) -> int:
        if coal is None:
            self.ground.lacking.append(("coal_missing", code))
            return 0
        return standard_coal.grams(quantity, unit, coal)

    def _subtracted(self, row: SourceRow) -> tuple[Stream, Stream]:
        """What a source subtracts because it is handed on inside the park, and because it leaves it."""
        inside = left = NOTHING
        for point_id, weight in self.found.terms.get(row.id, ()):
            point = self.found.points.get(point_id)
            if weight != -1 or point is None or point.direction != "export":
                continue
            stream = self._point(point)
            if role_of(point, self.found.said, None) == "passed_on":
                left += stream
            else:
                inside += stream
        return inside, left

    def points(self, apart: Iterable[int]) -> None:
        """Points of generation, production and export."""
        exports = {
            point
            for group in self.found.terms.values()
            for point, weight in group
            if weight == -1 and point in self.found.points and self.found.points[point].direction == "export"
        }
        owner = self.ground.question.enterprise
        for point_id in sorted({*apart, *exports}):
            point = self.found.points.get(point_id)
            if point is None or (owner is not None and point.enterprise != owner):
                continue
            role = self._role(point)
            if role is not None and point.carrier in {"electricity", *HEAT}:
                stream = self._point(point)
                self.ground.deliveries.append(Delivery(point.enterprise, point.carrier, role, stream))

    def _role(self, point: PointRow) -> Role | None:
        """By what people said of the point, else by what it measures."""
        said = self.found.said.get(f"point:{point.code}", "energy_role")
        if said == "none":
            return None
        if point.direction == "export":
            return "left" if role_of(point, self.found.said, None) == "passed_on" else "delivered"
        if said == "primary" or (said is None and point.direction == "generation"):
            return "generated"
        return "produced" if point.carrier in HEAT else "secondary"

    def _point(self, point: PointRow) -> Stream:
        row = self.found.amounts.get(point.id)
        quantity, estimated = (0, 0) if row is None else (row.quantity, row.estimated)
        unit = to_base(point.unit, point.quantity, point.carrier).name
        coal = self.coals.of_carrier(point.carrier)
        each, heat_from = self._heat(0, unit, coal)
        joules = exact.rounded(quantity, each) if each else 0
        amount = Amount(joules, self._coal(point.code, quantity, unit, coal) if quantity else 0)
        told = Told(
            "point", point.code, point.name_zh, point.name_en, point.enterprise, point.carrier, (point.code,),
            quantity, unit, each, heat_from, coal, coal.citation if coal else "", estimated, amount,
        )  # fmt: skip
        return self.ground.tell(f"point:{point.code}", told)


def all_of(ground: Ground, carrier: str, role: Role) -> Iterator[tuple[str | None, Stream]]:
    """What each enterprise's points of a role come to."""
    owners = sorted({d.enterprise for d in ground.deliveries}, key=lambda o: o or "")
    for owner in owners:
        mine = [d for d in ground.deliveries if (d.enterprise, d.carrier, d.role) == (owner, carrier, role)]
        if mine:
            yield owner, total(d.stream for d in mine)
