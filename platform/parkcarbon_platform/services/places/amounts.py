"""What each place uses and emits, step by step: whole numbers, so that parts and remainder are the whole."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from parkcarbon_platform.calculation.places import net
from parkcarbon_platform.services.places.amount import Amount
from parkcarbon_platform.services.places.ground import Ground, Sums, is_energy


@dataclass(frozen=True, slots=True)
class Term:
    """A meter or source in what a place uses, as it counts there."""

    kind: Literal["point", "source"]
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
    return _weighted(sums, sums.ground.weights(inside), inside, now)


def of_meter(sums: Sums, point_id: int, now: datetime) -> Amount:
    """What a meter measures, with those below it: what these measure is in its own amount."""
    ground = sums.ground
    weights = {point_id: ground.meters[point_id].sign}
    return _weighted(sums, weights, ground.inside_meter(point_id), now)


def _weighted(sums: Sums, weights: Mapping[int, int], inside: Collection[int], now: datetime) -> Amount:
    length = len(sums.starts)
    counted = [(w, sums.of_point(m), m) for m, w in weights.items()]
    energy = [(w, one, m) for w, one, m in counted if one.is_energy]
    covered, expected = _coverage(sums, inside, now)
    return Amount(
        net.added((_times(w, one.joules) for w, one, _ in energy), length),
        net.added((_times(w, one.co2_mg) for w, one, _ in energy), length),
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
        for used in sums.heats(source_id):
            has_data, place = True, sums.place[used.row.bucket]
            co2[place] += used.row.co2_mg
            if energy and used.joules is None:
                lacking.add(sums.ground.sources[source_id].carrier)
            if not energy or used.joules is None:
                continue
            joules[place] += used.joules
            measured += used.measured
            guessed += used.guessed
    own = of_meters(sums, list(generation), now)
    return Amount(
        net.added((joules, own.joules), length), co2, measured + own.measured, guessed + own.guessed,
        has_data=has_data or own.has_data, lacking=frozenset(lacking),
    )  # fmt: skip


def generators(ground: Ground, owners: Collection[int | None]) -> list[int]:
    """The meters of generation of owners, with all below them."""
    return [one for owner in owners for one in ground.generating.get(owner, ())]


def of_enterprise(sums: Sums, enterprise_id: int | None, now: datetime) -> Amount:
    """An enterprise by its ledger; None: the park's own sources, which no enterprise's are."""
    found = sums.owners.get(enterprise_id)
    if found is None:
        ground = sums.ground
        mine = ground.sources_of.get(enterprise_id, ())
        found = of_sources(sums, mine, generators(ground, [enterprise_id]), now)
        found = _covered(sums, found, ground.meters_of.get(enterprise_id, ()), now)
        sums.owners[enterprise_id] = found
    return found


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
    known = sums.covered_s
    return sum(known[meter] for meter in shown if meter in known), sums.past_s(now) * len(shown)


def _times(weight: int, values: Sequence[int]) -> Sequence[int]:
    return values if weight == 1 else [weight * value for value in values]


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
    """The sources of owners, what they used and emit; then their generation: energy that emits nothing.

    Of the park what is bought inside it is left out: together the terms are the amount.
    """
    ground = sums.ground
    is_park = None in owners
    found = []
    for source in ground.sources.values():
        if source.enterprise_id not in owners or (is_park and source.internal_transfer):
            continue
        rows = sums.by_source.get(source.id, [])
        found.append(
            Term(
                "source", source.code, source.name_zh, source.name_en, 1, sum(r.quantity for r in rows),
                sums.unit_of(source), _heat_of(sums, source.id) if is_energy(source) else 0,
                sum(r.co2_mg for r in rows),
            )
        )  # fmt: skip
    made = terms_of_meters(sums, generators(ground, owners))
    return found + [replace(term, co2_mg=0) for term in made if term.quantity]


def _heat_of(sums: Sums, source_id: int) -> int | None:
    found = [used.joules for used in sums.heats(source_id)]
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
