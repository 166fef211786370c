"""What the pages of places are made of: the tree, the meters in it, and what they and the sources came to.

What a park or an enterprise uses and emits is its ledger. What a node or a meter uses is what its meters
measured (`calculation/places/net.py`); what it emits is that amount times what the enterprise's carrier emits
in the period: its sources' CO2 over their activity and what it generates itself. So a kilowatt-hour has one
price in all nodes of an enterprise, and what no meter of a node measures is left over for the enterprise.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from parkcarbon_platform.calculation.accounting.gases import CO2
from parkcarbon_platform.calculation.places import net
from parkcarbon_platform.calculation.places.net import Candidate, Meter
from parkcarbon_platform.calculation.units import to_base
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.inventories import fuels
from parkcarbon_platform.services.inventories.energy import BOUGHT, FUELS
from parkcarbon_platform.services.places.amount import Amount
from parkcarbon_platform.services.places.asked import Span, buckets
from parkcarbon_platform.storage import factors, live, terms
from parkcarbon_platform.storage import places as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.live import EnterpriseRow, ParkRow
from parkcarbon_platform.storage.places import (
    Among,
    NodeRow,
    PointRow,
    PointSum,
    SourceRow,
    SourceSum,
    Step,
)

JOULES = {"Wh": Fraction(3600), "J": Fraction(1)}
GJ = 10**9
NOTHING = Fraction(0)
Key = tuple[int | None, str, str]  # enterprise, carrier, base unit


@dataclass
class Ground:
    """The tree of a park as the transaction sees it."""

    park: ParkRow
    enterprises: dict[int, EnterpriseRow]
    nodes: dict[int, NodeRow]
    points: dict[int, PointRow]
    sources: dict[int, SourceRow]
    term_rows: Sequence[live.TermRow]
    withheld: frozenset[str]
    # What is seen beside them: computed points, and sources of scope 3.
    beside_points: Sequence[int]
    beside_sources: Sequence[int]
    heat: dict[int, Fraction | None] = field(default_factory=dict)  # J a base unit, by factor version

    @cached_property
    def meters_of(self) -> Mapping[int | None, list[int]]:
        """The meters of each owner."""
        found: dict[int | None, list[int]] = defaultdict(list)
        for meter in self.meters:
            found[self.points[meter].enterprise_id].append(meter)
        return found

    @cached_property
    def sources_of(self) -> Mapping[int | None, list[int]]:
        """The sources of each owner."""
        found: dict[int | None, list[int]] = defaultdict(list)
        for source in self.sources.values():
            found[source.enterprise_id].append(source.id)
        return found

    @cached_property
    def generating(self) -> Mapping[int | None, list[int]]:
        """The meters of generation of each owner that no other meter counts already, with all below them."""
        found: dict[int | None, list[int]] = defaultdict(list)
        for meter in self.meters.values():
            point = self.points[meter.id]
            if meter.above is None and point.direction == "generation":
                found[point.enterprise_id] += self.inside_meter(meter.id)
        return found

    @cached_property
    def units(self) -> dict[int, str]:
        """The base unit of each point."""
        return {p.id: to_base(p.unit, p.quantity, p.carrier).name for p in self.points.values()}

    @cached_property
    def meters(self) -> dict[int, Meter]:
        """The meters that energy and matter flow through, each with the one above it."""
        implied = self._implied()
        return net.meters(
            Candidate(p.id, p.parent_id or implied.get(p.id), (p.carrier, self.units[p.id], p.direction))
            for p in self.points.values()
        )

    def _implied(self) -> dict[int, int]:
        """A meter that a source takes off one other meter hangs below it, though nobody said so."""
        by_source: dict[int, list[live.TermRow]] = defaultdict(list)
        for row in self.term_rows:
            if row.role == "activity":
                by_source[row.source_id].append(row)
        found = {}
        for group in by_source.values():
            added = [row.point_id for row in group if row.weight > 0]
            if len(added) == 1:
                found.update({row.point_id: added[0] for row in group if row.weight < 0})
        return found

    @cached_property
    def below_node(self) -> dict[int | None, list[int]]:
        """The nodes right below each node."""
        found: dict[int | None, list[int]] = defaultdict(list)
        for node in self.nodes.values():
            found[node.parent_id if node.parent_id in self.nodes else None].append(node.id)
        return found

    @cached_property
    def at_node(self) -> dict[int, list[int]]:
        """The meters right at each node."""
        found: dict[int, list[int]] = defaultdict(list)
        for meter in self.meters:
            node = self.points[meter].node_id
            if node in self.nodes and node is not None:
                found[node].append(meter)
        return found

    @cached_property
    def below_meter(self) -> dict[int, list[int]]:
        """The meters right below each meter."""
        return net.below(self.meters)

    def weights(self, inside: Collection[int]) -> dict[int, int]:
        """By how much meters count in what a set of them uses."""
        return net.weights(self.meters, self.below_meter, inside)

    def inside_node(self, node_id: int) -> list[int]:
        """The meters at a node and below it."""
        found, stack, seen = list[int](), [node_id], set[int]()
        while stack:
            at = stack.pop()
            if at not in seen:
                seen.add(at)
                found += self.at_node.get(at, [])
                stack += self.below_node.get(at, [])
        return found

    def inside_meter(self, point_id: int) -> list[int]:
        """A meter and those below it."""
        found, stack = list[int](), [point_id]
        while stack:
            at = stack.pop()
            found.append(at)
            stack += self.below_meter.get(at, [])
        return found

    def top_nodes(self, enterprise_id: int | None) -> list[int]:
        """The nodes of an owner that are below no other node of it."""
        return [
            n.id for n in self.nodes.values()
            if n.enterprise_id == enterprise_id
            and (n.parent_id not in self.nodes or self.nodes[n.parent_id].enterprise_id != enterprise_id)
        ]  # fmt: skip

    def nowhere(self, enterprise_id: int | None) -> list[int]:
        """The meters of an owner that are at no node."""
        return [m for m in self.meters_of.get(enterprise_id, ()) if self.points[m].node_id not in self.nodes]

    def is_withheld(self, enterprise_id: int | None) -> bool:
        """Whether an enterprise keeps its quarter hours from the one who looks."""
        return enterprise_id is not None and self.enterprises[enterprise_id].code in self.withheld


class Heated(NamedTuple):
    """What a source used in a step, with its energy [J]: None where nobody knows its heat value."""

    row: SourceSum
    joules: int | None
    measured: int
    guessed: int


@dataclass
class Sums:
    """What meters and sources came to in a span by step; `starts` are the steps' beginnings.

    Without a step all is one: the same sums, for amounts of steps are rounded so that they are that of all.
    """

    ground: Ground
    span: Span
    step: Step | None
    points: list[PointSum]
    sources: list[SourceSum]
    given: Mapping[Key, tuple[Fraction | None, Fraction]] | None = None
    starts: Sequence[object] = field(init=False)

    def __post_init__(self) -> None:
        self.starts = [self.span.first] if self.step is None else buckets(self.span, self.step)
        self.place = {start: number for number, start in enumerate(self.starts)}
        self._priced: dict[int, Priced] = {}
        self._heated: dict[int, list[Heated]] = {}
        self._past_s: dict[datetime, int] = {}
        self.owners: dict[int | None, Amount] = {}  # those that were asked for: of an enterprise often twice

    @cached_property
    def by_point(self) -> dict[int, list[PointSum]]:
        """Of each point."""
        found: dict[int, list[PointSum]] = defaultdict(list)
        for row in self.points:
            found[row.point_id].append(row)
        return found

    @cached_property
    def by_source(self) -> dict[int, list[SourceSum]]:
        """Of each source, in order of time."""
        found: dict[int, list[SourceSum]] = defaultdict(list)
        for row in sorted(self.sources, key=lambda row: self.place[row.bucket]):
            found[row.source_id].append(row)
        return found

    def heats(self, source_id: int) -> list[Heated]:
        """What a source used, with its energy; computed once."""
        found = self._heated.get(source_id)
        if found is None:
            found = self._heated[source_id] = self._heat(source_id)
        return found

    def _heat(self, source_id: int) -> list[Heated]:
        by_version: dict[int, list[SourceSum]] = defaultdict(list)
        for row in self.by_source.get(source_id, ()):
            by_version[row.factor_version_id].append(row)
        found: list[Heated] = []
        for rows in by_version.values():
            heat = self.heat_of(rows[0])
            if heat is None:
                found += [Heated(row, None, 0, 0) for row in rows]
                continue
            known = shares([row.quantity for row in rows], heat)
            found += [
                Heated(row, joules, share(row.gross, heat), share(row.gross_estimated, heat))
                for row, joules in zip(rows, known, strict=True)
            ]
        return found

    @cached_property
    def prices(self) -> Mapping[Key, tuple[Fraction | None, Fraction]]:
        """What a base unit of an enterprise's carrier is in energy [J] and emits [mg of CO2].

        Under the enterprise None of a carrier: the whole park's, for meters of those without own sources.
        """
        if self.given is not None:
            return self.given
        used, burnt, co2 = self._activity()
        joules: dict[Key, Fraction] = defaultdict(Fraction)
        unknown: set[Key] = set()
        # Fractions are slow: once a factor, not once a row.
        for (key, version), quantity in burnt.items():
            each = self._heat_value(key[2], version)
            joules[key] += quantity * (each or 0)
            if each is None:
                unknown.add(key)
        made = self._generated()
        return {
            key: (
                None if key in unknown else _each(key[2], joules[key], bought),
                Fraction(co2[key], bought + made[key]) if bought + made[key] > 0 else NOTHING,
            )
            for key, bought in used.items()
        }  # fmt: skip

    def _activity(self) -> tuple[dict[Key, int], dict[tuple[Key, int], int], dict[Key, int]]:
        """What sources used, the same by factor version, and the CO2 of it."""
        used: dict[Key, int] = defaultdict(int)
        burnt: dict[tuple[Key, int], int] = defaultdict(int)
        co2: dict[Key, int] = defaultdict(int)
        for source_id, rows in self.by_source.items():
            source = self.ground.sources[source_id]
            if not is_energy(source):
                continue
            for owner in {source.enterprise_id, None}:
                key = (owner, source.carrier, self.unit_of(source))
                for row in rows:
                    used[key] += row.quantity
                    co2[key] += row.co2_mg
                    burnt[key, row.factor_version_id] += row.quantity
        return used, burnt, co2

    def _generated(self) -> dict[Key, int]:
        """What meters of generation made."""
        made: dict[Key, int] = defaultdict(int)
        for owner, meters in self.ground.generating.items():
            for point_id in filter(self.is_top, meters):
                quantity = sum(row.quantity for row in self.by_point.get(point_id, ()))
                for whose in {owner, None}:
                    made[whose, self.ground.points[point_id].carrier, self.ground.units[point_id]] += quantity
        return made

    def is_top(self, point_id: int) -> bool:
        """Whether no other meter counts its amount already."""
        return self.ground.meters[point_id].above is None

    def unit_of(self, source: SourceRow) -> str:
        """The base unit of a source's activity: that of its meters."""
        return self._source_units.get(source.id, "")

    @cached_property
    def _source_units(self) -> dict[int, str]:
        return {
            row.source_id: self.ground.units[row.point_id]
            for row in self.ground.term_rows
            if row.role == "activity" and row.point_id in self.ground.units
        }

    def heat_of(self, row: SourceSum) -> Fraction | None:
        """Joules a base unit of what a source used; of a process none, of a fuel as its factor says."""
        return self._heat_value(self.unit_of(self.ground.sources[row.source_id]), row.factor_version_id)

    def _heat_value(self, unit: str, version: int) -> Fraction | None:
        return JOULES[unit] if unit in JOULES else self.ground.heat.get(version)

    def price(self, point_id: int) -> tuple[Fraction | None, Fraction] | None:
        """What a base unit of a meter is; None where nobody says: water, products."""
        point, unit = self.ground.points[point_id], self.ground.units[point_id]
        found = self.prices.get((point.enterprise_id, point.carrier, unit))
        found = found or self.prices.get((None, point.carrier, unit))
        if found is None and unit in JOULES:
            return JOULES[unit], Fraction(0)
        return found

    @cached_property
    def covered_s(self) -> Mapping[int, int]:
        """How long each meter covers [s]; those that are not here cover nothing."""
        found: dict[int, int] = defaultdict(int)
        for row in self.points:
            found[row.point_id] += row.covered_s
        return found

    def past_s(self, now: datetime) -> int:
        """The seconds of the span that are past."""
        if now not in self._past_s:
            self._past_s[now] = self.span.seconds(now)
        return self._past_s[now]

    def of_point(self, point_id: int) -> "Priced":
        """A meter's amounts by step; computed once, for it is in every place above it."""
        found = self._priced.get(point_id)
        if found is None:
            found = self._priced[point_id] = self._price(point_id)
        return found

    def _price(self, point_id: int) -> "Priced":
        length = len(self.starts)
        found = Priced([0] * length, [0] * length)
        price = self.price(point_id)
        rows = self.by_point.get(point_id, ())
        if price is None:
            return found
        found.is_energy, found.is_lacking, found.has_data = True, price[0] is None, bool(rows)
        heat, carbon = price[0] or NOTHING, price[1]
        ordered = sorted((self.place[row.bucket], row.quantity) for row in rows)
        amounts = [quantity for _, quantity in ordered]
        found.measured = share(sum(row.gross for row in rows), heat)
        found.guessed = share(sum(row.gross_estimated for row in rows), heat)
        joules, co2 = shares(amounts, heat), shares(amounts, carbon)
        for n, (place, _) in enumerate(ordered):
            found.joules[place] = joules[n]
            found.co2_mg[place] = co2[n]
        return found


def _each(unit: str, joules: Fraction, quantity: int) -> Fraction | None:
    if unit in JOULES:
        return JOULES[unit]
    return joules / quantity if quantity else None


@dataclass
class Priced:
    """A meter's amounts by step [J, mg of CO2]; of what is no energy nothing."""

    joules: list[int]
    co2_mg: list[int]
    measured: int = 0
    guessed: int = 0
    has_data: bool = False
    is_energy: bool = False
    is_lacking: bool = False


def shares(amounts: Sequence[int], each: Fraction) -> list[int]:
    """Amounts × each, rounded so that their sum is that of all: the same whatever the steps are."""
    # `share` written out: a tree asks this of 12,000 amounts, twice.
    twice, half = 2 * each.numerator, each.denominator
    found, whole, told = [], 0, 0
    for amount in amounts:
        whole += amount
        former, told = told, (twice * whole + half) // (2 * half)
        found.append(told - former)
    return found


def share(amount: int, each: Fraction) -> int:
    """amount × each, to the nearest; ten times as fast as fractions multiply. Most rows hold no estimate."""
    return amount and (2 * amount * each.numerator + each.denominator) // (2 * each.denominator)


def is_energy(source: SourceRow) -> bool:
    """Whether a source's activity is energy, counted here: not once more for another gas of the same fuel."""
    return source.gas == CO2 and source.category in (*BOUGHT, *FUELS)


def read(connection: Connection) -> Ground:
    """The tree that the transaction sees."""
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    kept = terms.withheld(connection)
    return Ground(
        park, {row.id: row for row in live.enterprises(connection)},
        {row.id: row for row in storage.nodes(connection)},
        {row.id: row for row in storage.points(connection)},
        {row.id: row for row in storage.sources(connection)}, live.terms(connection),
        frozenset(code for code, what in kept.items() if "intervals" in what),
        storage.beside_points(connection), storage.beside_sources(connection),
    )  # fmt: skip


def sums(
    connection: Connection, ground: Ground, span: Span, step: Step | None, *,
    points: Collection[int] | None = None, sources: Collection[int] | None = None, priced: Sums | None = None,
) -> Sums:  # fmt: skip
    """What meters and sources came to; without a choice all of them. `priced`: with the prices of these.

    Without a step all of the span is one.
    """
    some = sorted(ground.meters if points is None else points)
    which = sorted(ground.sources if sources is None else sources)
    if step == "hour":
        start, end = span.hours
        point_rows = storage.point_hours(connection, some, start, end)
        source_rows = storage.source_hours(connection, which, start, end)
    else:
        days = span.first, span.until
        meters = _among(some, [*ground.points, *ground.beside_points])
        plants = _among(which, [*ground.sources, *ground.beside_sources])
        if step is None:
            point_rows = storage.point_totals(connection, meters, *days)
            source_rows = storage.source_totals(connection, plants, *days)
        else:
            point_rows = storage.point_sums(connection, meters, *days, step)
            source_rows = storage.source_sums(connection, plants, *days, step)
    _learn_heat(connection, ground, source_rows)
    return Sums(ground, span, step, point_rows, source_rows, None if priced is None else priced.prices)


def _among(wanted: Sequence[int], there: Sequence[int]) -> Among:
    """The wanted of those that are there; as all but the others where most are wanted."""
    if 2 * len(wanted) <= len(there):
        return Among(wanted)
    return Among(sorted({*there}.difference(wanted)), are_left_out=True)


def _learn_heat(connection: Connection, ground: Ground, rows: Iterable[SourceSum]) -> None:
    """Joules a base unit by factor version, of those that tell a net calorific value; each is asked once."""
    wanted = sorted({row.factor_version_id for row in rows} - ground.heat.keys())
    if not wanted:
        return
    ground.heat.update(dict.fromkeys(wanted))
    for row in factors.of_ids(connection, wanted):
        heat = fuels.heat_of(row)
        ground.heat[row.id] = None if heat is None else heat * GJ
