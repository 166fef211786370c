"""Laws of inventories that hold for whatever the ledger has."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parkcarbon_platform.calculation.accounting import engine, rulesets, totals
from parkcarbon_platform.calculation.accounting.activity import (
    NO_EXTRAS,
    Extras,
    Priced,
    Segment,
    Share,
    SourceFacts,
    Sum,
    months,
)
from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.rulesets import RULESETS, Ruleset
from parkcarbon_platform.calculation.accounting.rulesets.base import in_order

START, END = date(2024, 2, 1), date(2024, 6, 1)
CUT = date(2024, 3, 15)
GWP = {"CO2": Decimal(1), "CH4": Decimal("27.9"), "SF6": Decimal(24300)}
TERRITORIAL, GHG, ISO = (RULESETS[name] for name in ("territorial", "ghg_protocol", "iso_14064_1"))
LIFETIME = date(1970, 1, 1)

shares = st.sampled_from(
    [
        (),
        (Share("industry", Decimal(1), LIFETIME, None),),
        (
            Share("industry", Decimal("0.3333"), LIFETIME, None),
            Share("building", Decimal("0.6667"), LIFETIME, None),
        ),
        (
            Share("industry", Decimal(1), LIFETIME, date(2024, 3, 14)),
            Share("energy", Decimal("0.7"), CUT, None),
            Share("transport", Decimal("0.3"), CUT, None),
        ),
    ]
)
places = st.sampled_from(
    [(1, "stationary_combustion", "natural_gas"), (2, "purchased_electricity", "electricity"),
     (2, "purchased_heat", "steam"), (3, "scope3", "diesel")]
)  # fmt: skip


@st.composite
def facts(draw: st.DrawFn, code: str) -> SourceFacts:
    scope, category, carrier = draw(places)
    enterprise = draw(st.sampled_from([None, "steel", "glass"]))
    return SourceFacts(
        code, enterprise, category, carrier, scope, draw(st.integers(1, 15)) if scope == 3 else None,
        draw(st.booleans()) and scope == 2 and enterprise is not None, draw(st.integers(0, 9)) == 0, False,
        draw(st.sampled_from(["CO2", "CO2", "CO2", "CH4", "SF6"])), "Wh", draw(shares),
    )  # fmt: skip


sources = st.integers(1, 6).flatmap(lambda n: st.tuples(*(facts(f"s{i}") for i in range(n))))
Day = tuple[str, date, int, bool, int, int]


@st.composite
def park(draw: st.DrawFn) -> tuple[tuple[SourceFacts, ...], list[Day]]:
    """Sources, and the days of a ledger: (source, day, version, fallback, quantity, mg)."""
    found = draw(sources)
    days = st.tuples(
        st.sampled_from([s.code for s in found]),
        st.dates(START, date(2024, 5, 31)),
        st.sampled_from([7, 8]),
        st.booleans(),
        st.integers(-(10**9), 10**12),
        st.integers(-(10**9), 10**13),
    )
    return found, draw(st.lists(days, max_size=20))


def segments(start: date, end: date, found: Sequence[SourceFacts]) -> list[Segment]:
    made = []
    for first, last in months(start, end):
        edges = [first, *(d for d in engine.cuts(found) if first < d < last), last]
        made += [
            Segment(first.replace(day=1), a, b, (b - a).days * 86_400) for a, b in itertools.pairwise(edges)
        ]
    return made


def summed(found: Sequence[SourceFacts], days: Sequence[Day], parts: Sequence[Segment]) -> list[Sum]:
    gas = {source.code: source.gas for source in found}
    sums: dict[tuple[str, int, int, bool], list[int]] = {}
    for code, day, version, fallback, quantity, mg in days:
        for place, part in enumerate(parts):
            if part.start <= day < part.end:
                row = sums.setdefault((code, place, version, fallback), [0, 0, 0])
                row[0] += quantity
                row[1] += mg
                row[2] += 86_400
    return [
        Sum(code, place, version, fallback, quantity, 0, covered,
            mg if gas[code] == "CO2" else 0, 0 if gas[code] == "CO2" else mg)
        for (code, place, version, fallback), (quantity, mg, covered) in sums.items()
    ]  # fmt: skip


def items(
    found: Sequence[SourceFacts], days: Sequence[Day], rules: Ruleset = GHG, *, start: date = START,
    end: date = END, extras: Extras = NO_EXTRAS,
) -> list[Item]:  # fmt: skip
    parts = segments(start, end, found)
    return engine.calc_items(rules, found, parts, summed(found, days, parts), gwp=GWP, extras=extras)


Park = tuple[tuple[SourceFacts, ...], list[Day]]
# Each example has up to six sources and twenty days: thirty of them cover the combinations in half a second.
FEW = settings(max_examples=30)


@FEW
@given(park(), st.sampled_from([TERRITORIAL, GHG, ISO]))
def test_every_part_adds_up_to_the_same_total(made: Park, rules: Ruleset) -> None:
    found = items(*made, rules)
    for basis in rules.bases:
        sums = totals.calc_totals(found, rules, basis, is_park=True)
        for name, parts in sums.by.items():
            if name != "enterprise":
                assert sum(parts.values()) == sums.total, name
        assert sum(sums.by["enterprise"].values()) - sums.transfers + sums.unallocated == sums.total
        counted = totals.of_basis(found, basis)
        for name, parts in sums.by.items():
            for key, value in parts.items():
                chosen = totals.select(counted, rules, by=name, key=key, is_park=True)
                assert sum(value for _, value in chosen) == value
        whole = totals.select(counted, rules, by=None, key=None, is_park=True)
        assert sum(value for _, value in whole) == sums.total
        for name, value in (("transfers", sums.transfers), ("unallocated", sums.unallocated)):
            chosen = totals.select(counted, rules, by=name, key=None, is_park=True)
            assert sum(mg for _, mg in chosen) == value


@FEW
@given(park())
def test_carbon_dioxide_is_the_ledgers_to_the_milligram(made: Park) -> None:
    sources, days = made
    kept = {s.code for s in sources if s.gas == "CO2" and s.scope in (1, 2)}
    ledger = sum(mg for code, *_, mg in days if code in kept)
    assert sum(item.gas_mg for item in items(sources, days, TERRITORIAL)) == ledger


@FEW
@given(park(), st.dates(START, END))
def test_a_period_may_be_split_anywhere(made: Park, day: date) -> None:
    sources, days = made
    whole = items(sources, days)
    parts = items(sources, days, end=day) + items(sources, days, start=day)

    def masses(found: list[Item]) -> dict[tuple[str, str], tuple[int, int]]:
        sums: dict[tuple[str, str], tuple[int, int]] = {}
        for item in found:
            quantity, mg = sums.get((item.source, item.gas), (0, 0))
            sums[item.source, item.gas] = (quantity + item.quantity, mg + item.gas_mg)
        return sums

    assert masses(whole) == masses(parts)
    if day.day == 1:
        assert sorted(whole, key=engine.order) == sorted(parts, key=engine.order)


@FEW
@given(park(), st.randoms())
def test_order_does_not_matter_and_sources_add_up(made: Park, chance: Random) -> None:
    sources, days = made
    whole = items(sources, days)
    shuffled = list(days)
    chance.shuffle(shuffled)
    assert items(sources, shuffled) == whole
    alone = [item for source in sources for item in items([source], [d for d in days if d[0] == source.code])]
    ours = [replace(item, scenes=()) for item in whole]
    assert sorted((replace(item, scenes=()) for item in alone), key=engine.order) == ours


@FEW
@given(park())
def test_enterprises_add_up_to_the_park(made: Park) -> None:
    sources, days = made
    whole = totals.calc_totals(items(sources, days), GHG, "location", is_park=True)
    for code, value in whole.by["enterprise"].items():
        mine = [s for s in sources if s.enterprise == code]
        own = [d for d in days if d[0] in {s.code for s in mine}]
        assert totals.calc_totals(items(mine, own), GHG, "location", is_park=False).total == value


@FEW
@given(park(), st.sampled_from([10, 1000]))
def test_the_unit_of_activity_changes_no_emission(made: Park, factor: int) -> None:
    sources, days = made
    larger = [(c, d, v, f, quantity * factor, mg) for c, d, v, f, quantity, mg in days]
    assert [i.co2e_mg for i in items(sources, larger)] == [i.co2e_mg for i in items(sources, days)]


@FEW
@given(park(), st.integers(1, 10**6))
def test_a_market_has_the_same_activity_and_never_mixes(made: Park, each: int) -> None:
    sources, days = made
    bought: dict[tuple[str, date], int] = {}
    of_co2 = {s.code for s in sources if s.gas == "CO2" and s.category == "purchased_electricity"}
    for code, day, _, _, quantity, _ in [d for d in days if d[0] in of_co2]:
        key = (code, day.replace(day=1))
        bought[key] = bought.get(key, 0) + quantity
    market = {
        key: (Priced("CO2", quantity, Fraction(each, 7), 9, False),) for key, quantity in bought.items()
    }
    found = items(sources, days, extras=replace(NO_EXTRAS, market=market))
    electric = [i for i in found if i.category == "purchased_electricity" and i.gas == "CO2"]
    assert {i.basis for i in electric} <= {"location", "market"}
    assert {i.basis for i in found if i.category != "purchased_electricity"} <= {"any"}
    for basis in ("location", "market"):
        amounts: dict[tuple[str, date], int] = {}
        for item in electric:
            if item.basis == basis:
                amounts[item.source, item.month] = amounts.get((item.source, item.month), 0) + item.quantity
        assert amounts == bought
    assert all(sum(mg for _, mg in i.scenes) == i.co2e_mg for i in found)


@FEW
@given(park())
def test_a_refused_fallback_leaves_no_figure(made: Park) -> None:
    strict = replace(TERRITORIAL, fallback="refused")
    assert not any(item.fallback for item in items(*made, strict))


def test_a_ruleset_is_a_file_of_its_name_at_a_place_of_its_own() -> None:
    assert list(RULESETS) == ["territorial", "gbt_32151", "ghg_protocol", "iso_14064_1"]
    files = Path(rulesets.__file__).parent.glob("*.py")
    assert set(RULESETS) == {path.stem for path in files} - {"__init__", "base"}
    with pytest.raises(ValueError, match="call both alike"):
        in_order({"ghg": GHG})
    with pytest.raises(ValueError, match="choose another"):
        in_order({GHG.code: GHG, ISO.code: replace(ISO, place=GHG.place)})
