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

from parkcarbon_platform.calculation.accounting.gases import CO2
from parkcarbon_platform.calculation.places import net
from parkcarbon_platform.calculation.places.net import Candidate, Meter
from parkcarbon_platform.calculation.units import to_base
from parkcarbon_platform.errors import NotFoundError
from parkcarbon_platform.services.inventories import fuels
from parkcarbon_platform.services.inventories.energy import BOUGHT, FUELS
from parkcarbon_platform.services.places.asked import Span, buckets
from parkcarbon_platform.storage import factors, live, terms
from parkcarbon_platform.storage import places as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.live import EnterpriseRow, ParkRow
from parkcarbon_platform.storage.places import NodeRow, PointRow, PointSum, SourceRow, SourceSum, Step

JOULES = {"Wh": Fraction(3600), "J": Fraction(1)}
GJ = 10**9
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
        return [
            m for m in self.meters
            if self.points[m].enterprise_id == enterprise_id and self.points[m].node_id not in self.nodes
        ]  # fmt: skip

    def is_withheld(self, enterprise_id: int | None) -> bool:
        """Whether an enterprise keeps its quarter hours from the one who looks."""
        return enterprise_id is not None and self.enterprises[enterprise_id].code in self.withheld


@dataclass
class Sums:
    """What meters and sources came to in a span by step; `starts` are the steps' beginnings."""

    ground: Ground
    span: Span
    step: Step
    points: list[PointSum]
    sources: list[SourceSum]
    heat: Mapping[int, Fraction]
    given: Mapping[Key, tuple[Fraction | None, Fraction]] | None = None
    starts: Sequence[object] = field(init=False)

    def __post_init__(self) -> None:
        self.starts = buckets(self.span, self.step)
        self.place = {start: number for number, start in enumerate(self.starts)}
        self._priced: dict[int, Priced] = {}

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

    def heats(self, source_id: int) -> list[tuple[SourceSum, int | None]]:
        """What a source used, with its energy [J]: None where nobody knows its heat value."""
        found: list[tuple[SourceSum, int | None]] = []
        by_version: dict[int, list[SourceSum]] = defaultdict(list)
        for row in self.by_source.get(source_id, ()):
            by_version[row.factor_version_id].append(row)
        for rows in by_version.values():
            heat = self.heat_of(rows[0])
            known = None if heat is None else shares([row.quantity for row in rows], heat)
            found += [(row, None if known is None else known[n]) for n, row in enumerate(rows)]
        return found

    @cached_property
    def prices(self) -> Mapping[Key, tuple[Fraction | None, Fraction]]:
        """What a base unit of an enterprise's carrier is in energy [J] and emits [mg of CO2].

        Under the enterprise None of a carrier: the whole park's, for meters of those without own sources.
        """
        if self.given is not None:
            return self.given
        used: dict[Key, int] = defaultdict(int)
        co2: dict[Key, int] = defaultdict(int)
        joules: dict[Key, Fraction] = defaultdict(Fraction)
        unknown: set[Key] = set()
        for row in self.sources:
            source = self.ground.sources[row.source_id]
            if not is_energy(source):
                continue
            each = self.heat_of(row)
            for owner in {source.enterprise_id, None}:
                key = (owner, source.carrier, self.unit_of(source))
                used[key] += row.quantity
                co2[key] += row.co2_mg
                joules[key] += row.quantity * (each or 0)
                if each is None:
                    unknown.add(key)
        bought = dict(used)
        for point_id, rows in self.by_point.items():
            point = self.ground.points[point_id]
            if point.direction == "generation" and self.is_top(point_id):
                for owner in {point.enterprise_id, None}:
                    key = (owner, point.carrier, self.ground.units[point_id])
                    if key in used:
                        used[key] += sum(row.quantity for row in rows)
        return {
            key: (
                None if key in unknown else _each(key[2], joules[key], bought[key]),
                Fraction(co2[key], amount) if amount > 0 else Fraction(0),
            )
            for key, amount in used.items()
        }  # fmt: skip

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
        source = self.ground.sources[row.source_id]
        unit = self.unit_of(source)
        if unit in JOULES:
            return JOULES[unit]
        return self.heat.get(row.factor_version_id)

    def price(self, point_id: int) -> tuple[Fraction | None, Fraction] | None:
        """What a base unit of a meter is; None where nobody says: water, products."""
        point, unit = self.ground.points[point_id], self.ground.units[point_id]
        found = self.prices.get((point.enterprise_id, point.carrier, unit))
        found = found or self.prices.get((None, point.carrier, unit))
        if found is None and unit in JOULES:
            return JOULES[unit], Fraction(0)
        return found

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
        found.covered_s = sum(row.covered_s for row in rows)
        if price is None:
            return found
        found.is_energy, found.is_lacking = True, price[0] is None
        heat, carbon = price[0] or Fraction(0), price[1]
        ordered = sorted(rows, key=lambda row: self.place[row.bucket])
        amounts = [row.quantity for row in ordered]
        for row, joules, co2 in zip(ordered, shares(amounts, heat), shares(amounts, carbon), strict=True):
            place = self.place[row.bucket]
            found.joules[place] += joules
            found.co2_mg[place] += co2
            found.measured += abs(joules)
            found.guessed += abs(share(row.estimated, heat))
        found.has_data = bool(rows)
        return found


def _each(unit: str, joules: Fraction, quantity: int) -> Fraction | None:
    if unit in JOULES:
        return JOULES[unit]
    return joules / quantity if quantity else None


@dataclass
class Priced:
    """A meter's amounts by step [J, mg of CO2]; of what is no energy nothing but how it is covered."""

    joules: list[int]
    co2_mg: list[int]
    measured: int = 0
    guessed: int = 0
    covered_s: int = 0
    has_data: bool = False
    is_energy: bool = False
    is_lacking: bool = False


def shares(amounts: Sequence[int], each: Fraction) -> list[int]:
    """Amounts × each, rounded so that their sum is that of all: the same whatever the steps are."""
    found, whole, told = [], 0, 0
    for amount in amounts:
        whole += amount
        former, told = told, share(whole, each)
        found.append(told - former)
    return found


def share(amount: int, each: Fraction) -> int:
    """amount × each, to the nearest; ten times as fast as fractions multiply."""
    return (2 * amount * each.numerator + each.denominator) // (2 * each.denominator)


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
    )  # fmt: skip


def sums(
    connection: Connection, ground: Ground, span: Span, step: Step, *,
    points: Collection[int] | None = None, sources: Collection[int] | None = None, priced: Sums | None = None,
) -> Sums:  # fmt: skip
    """What meters and sources came to; without a choice all of them. `priced`: with the prices of these."""
    some = sorted(ground.meters if points is None else points)
    which = sorted(ground.sources if sources is None else sources)
    if step == "hour":
        start, end = span.hours
        point_rows = storage.point_hours(connection, some, start, end)
        source_rows = storage.source_hours(connection, which, start, end)
    else:
        point_rows = storage.point_sums(connection, some, span.first, span.until, step)
        source_rows = storage.source_sums(connection, which, span.first, span.until, step)
    heat = _heat(connection, source_rows)
    return Sums(ground, span, step, point_rows, source_rows, heat, None if priced is None else priced.prices)


def _heat(connection: Connection, rows: Iterable[SourceSum]) -> dict[int, Fraction]:
    """Joules a base unit by factor version, of those that tell a net calorific value."""
    wanted = sorted({row.factor_version_id for row in rows})
    found = ((row.id, fuels.heat_of(row)) for row in factors.of_ids(connection, wanted))
    return {version: heat * GJ for version, heat in found if heat is not None}


def elapsed(span: Span, now: datetime, count: int) -> int:
    """The seconds that so many meters have to cover."""
    return span.seconds(now) * count
