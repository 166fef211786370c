"""What each place uses and emits, step by step: whole numbers, so that parts and remainder are the whole."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from parkcarbon_platform.calculation.places import net
from parkcarbon_platform.services.places.ground import Ground, Sums, elapsed, is_energy, share


@dataclass(frozen=True, slots=True)
class Amount:
    """By step [J, mg of CO2]; `guessed` of the `measured` energy is estimated; None is not told to who asks.

    `covered_s` of `expected_s` the meters cover; `lacking` are carriers without a heat value.
    """

    joules: list[int]
    co2_mg: list[int]
    measured: int = 0
    guessed: int = 0
    covered_s: int = 0
    expected_s: int = 0
    has_data: bool = False
    lacking: frozenset[str] = frozenset()

    @property
    def energy(self) -> int:
        """All of it [J]."""
        return sum(self.joules)

    @property
    def carbon(self) -> int:
        """All of it [mg]."""
        return sum(self.co2_mg)

    @property
    def estimated_share(self) -> float:
        """How much of what was measured is estimated."""
        return self.guessed / self.measured if self.measured else 0.0

    @property
    def coverage(self) -> float | None:
        """How much of the time the meters cover; None without meters."""
        return min(1.0, self.covered_s / self.expected_s) if self.expected_s else None


@dataclass(frozen=True, slots=True)
class Term:
    """A meter or source in what a place uses, as it counts there."""

    kind: str
    code: str
    name_zh: str
    name_en: str
    sign: int
    quantity: int
    unit: str
    joules: int | None
    co2_mg: int


def less(whole: Amount, parts: Iterable[Amount]) -> Amount:
    """What the parts leave of the whole, step by step."""
    known = list(parts)
    length = len(whole.joules)
    joules = net.added((p.joules for p in known), length)
    co2 = net.added((p.co2_mg for p in known), length)
    return Amount(
        [a - b for a, b in zip(whole.joules, joules, strict=True)],
        [a - b for a, b in zip(whole.co2_mg, co2, strict=True)], has_data=whole.has_data,
    )  # fmt: skip


def together(parts: Iterable[Amount], length: int) -> Amount:
    """Parts as one."""
    known = list(parts)
    return Amount(
        net.added((p.joules for p in known), length), net.added((p.co2_mg for p in known), length),
        sum(p.measured for p in known), sum(p.guessed for p in known), sum(p.covered_s for p in known),
        sum(p.expected_s for p in known), any(p.has_data for p in known),
        frozenset[str]().union(*(p.lacking for p in known)),
    )  # fmt: skip


def of_meters(sums: Sums, inside: Collection[int], now: datetime) -> Amount:
    """What a set of meters uses; those of what is no energy (water, products) are left out."""
    length = len(sums.starts)
    counted = [(w, sums.of_point(m), m) for m, w in sums.ground.weights(inside).items()]
    energy = [(w, one, m) for w, one, m in counted if one.is_energy]
    covered, expected = _coverage(sums, inside, now)
    return Amount(
        net.added(([w * v for v in one.joules] for w, one, _ in energy), length),
        net.added(([w * v for v in one.co2_mg] for w, one, _ in energy), length),
        sum(one.measured for _, one, _ in energy), sum(one.guessed for _, one, _ in energy), covered,
        expected, any(one.has_data for _, one, _ in energy),
        frozenset(sums.ground.points[m].carrier for _, one, m in energy if one.is_lacking),
    )  # fmt: skip


def of_sources(sums: Sums, sources: Iterable[int], generation: Iterable[int], now: datetime) -> Amount:
    """What sources emit and use, with what meters of generation supply besides; `now` bounds coverage."""
    length = len(sums.starts)
    joules, co2 = [0] * length, [0] * length
    measured = guessed = 0
    has_data, lacking = False, set[str]()
    for source_id in sources:
        energy = is_energy(sums.ground.sources[source_id])
        for row, heat in sums.heats(source_id):
            has_data, place = True, sums.place[row.bucket]
            co2[place] += row.co2_mg
            if energy and heat is None:
                lacking.add(sums.ground.sources[source_id].carrier)
            if not energy or heat is None:
                continue
            joules[place] += heat
            measured += abs(heat)
            guessed += abs(share(row.estimated, sums.heat_of(row) or Fraction(0)))
    own = of_meters(sums, list(generation), now)
    return Amount(
        net.added((joules, own.joules), length), co2, measured + own.measured, guessed + own.guessed,
        has_data=has_data or own.has_data, lacking=frozenset(lacking),
    )  # fmt: skip


def generators(ground: Ground, owners: Collection[int | None]) -> list[int]:
    """The meters of generation of owners, with all below them."""
    tops = [
        m.id for m in ground.meters.values()
        if m.above is None and ground.points[m.id].direction == "generation"
        and ground.points[m.id].enterprise_id in owners
    ]  # fmt: skip
    return [one for top in tops for one in ground.inside_meter(top)]


def of_enterprise(sums: Sums, enterprise_id: int | None, now: datetime) -> Amount:
    """An enterprise by its ledger; None: the park's own sources, which no enterprise's are."""
    ground = sums.ground
    mine = [s.id for s in ground.sources.values() if s.enterprise_id == enterprise_id]
    found = of_sources(sums, mine, generators(ground, {enterprise_id}), now)
    meters = [m for m in ground.meters if ground.points[m].enterprise_id == enterprise_id]
    return _covered(sums, found, meters, now)


def of_transfers(sums: Sums, now: datetime) -> Amount:
    """What enterprises bought of each other inside the park: in theirs, not in the park's."""
    inner = [s.id for s in sums.ground.sources.values() if s.internal_transfer]
    return of_sources(sums, inner, (), now)


def of_park(sums: Sums, now: datetime) -> Amount:
    """The park: Σ enterprises − transfers inside the park + its own."""
    owners: Sequence[int | None] = [*sums.ground.enterprises, None]
    whole = together((of_enterprise(sums, owner, now) for owner in owners), len(sums.starts))
    return _covered(sums, less(whole, [of_transfers(sums, now)]), list(sums.ground.meters), now, whole)


def _covered(
    sums: Sums, found: Amount, meters: Collection[int], now: datetime, facts: Amount | None = None
) -> Amount:
    covered, expected = _coverage(sums, meters, now)
    told = found if facts is None else facts
    return Amount(
        found.joules, found.co2_mg, told.measured, told.guessed, covered, expected, told.has_data,
        told.lacking,
    )  # fmt: skip


def _coverage(sums: Sums, meters: Collection[int], now: datetime) -> tuple[int, int]:
    """Of the meters that are shown: of those that their owner keeps nothing is lacking."""
    ground = sums.ground
    shown = [m for m in meters if not ground.is_withheld(ground.points[m].enterprise_id)]
    return sum(sums.of_point(m).covered_s for m in shown), elapsed(sums.span, now, len(shown))


def terms_of_meters(sums: Sums, inside: Collection[int]) -> list[Term]:
    """What the amount of a set of meters is added up from."""
    found = []
    for point_id, weight in sorted(sums.ground.weights(inside).items()):
        point, one = sums.ground.points[point_id], sums.of_point(point_id)
        if not one.is_energy:
            continue
        quantity = sum(row.quantity for row in sums.by_point.get(point_id, ()))
        found.append(
            Term(
                "point", point.code, point.name_zh, point.name_en, weight, quantity,
                sums.ground.units[point_id], None if one.is_lacking else weight * sum(one.joules),
                weight * sum(one.co2_mg),
            )
        )  # fmt: skip
    return found


def terms_of_sources(sums: Sums, owners: Collection[int | None]) -> list[Term]:
    """The sources of owners, what they used and emit; then their generation."""
    ground = sums.ground
    found = []
    for source in ground.sources.values():
        if source.enterprise_id not in owners:
            continue
        rows = sums.by_source.get(source.id, [])
        found.append(
            Term(
                "source", source.code, source.name_zh, source.name_en, 1, sum(r.quantity for r in rows),
                sums.unit_of(source), _heat_of(sums, source.id) if is_energy(source) else 0,
                sum(r.co2_mg for r in rows),
            )
        )  # fmt: skip
    return found + [t for t in terms_of_meters(sums, generators(ground, owners)) if t.quantity]


def _heat_of(sums: Sums, source_id: int) -> int | None:
    found = [heat for _, heat in sums.heats(source_id)]
    return None if None in found else sum(heat or 0 for heat in found)


def carriers(sums: Sums, owners: Collection[int | None], now: datetime) -> Mapping[str, Amount]:
    """What owners use and emit by carrier; of the park what is bought inside it is left out."""
    ground = sums.ground
    is_park = None in owners
    groups: dict[str, list[int]] = {}
    for s in ground.sources.values():
        if s.enterprise_id in owners and not (is_park and s.internal_transfer):
            groups.setdefault(s.carrier, []).append(s.id)
    made: dict[str, list[int]] = {}
    for meter in generators(ground, owners):
        made.setdefault(ground.points[meter].carrier, []).append(meter)
    return {
        name: of_sources(sums, groups.get(name, ()), made.get(name, ()), now)
        for name in sorted({*groups, *made})
    }  # fmt: skip


def carriers_of_meters(sums: Sums, inside: Collection[int], now: datetime) -> Mapping[str, Amount]:
    """What a set of meters uses by carrier."""
    ground = sums.ground
    groups: dict[str, list[int]] = {}
    for meter in inside:
        groups.setdefault(ground.points[meter].carrier, []).append(meter)
    found = {name: of_meters(sums, group, now) for name, group in sorted(groups.items())}
    return {name: amount for name, amount in found.items() if amount.has_data}
