"""What is added up in columns is what the items come to: sums, parts, and the checklist."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.calculation.accounting import completeness, engine, tallied, totals
from parkcarbon_platform.calculation.accounting.activity import NO_EXTRAS, Segment, SourceFacts, Sum
from parkcarbon_platform.calculation.accounting.split import split_by
from parkcarbon_platform.calculation.accounting.tallied import SumColumns, Tally

from tests.properties.test_inventory import (
    END,
    FEW,
    GHG,
    GWP,
    ISO,
    START,
    TERRITORIAL,
    Park,
    park,
    segments,
    summed,
)

DAYS = st.none() | st.dates(date(2024, 1, 20), date(2024, 6, 10))
RULES = st.builds(
    lambda rules, fallback: replace(rules, fallback=fallback),
    st.sampled_from([TERRITORIAL, GHG, ISO]),
    st.sampled_from(["marked", "refused"]),
)


def columns(found: Sequence[SourceFacts], sums: Sequence[Sum]) -> SumColumns:
    places = {source.code: place for place, source in enumerate(found)}
    rows = [(places[row.source], *row[1:]) for row in sums]
    return SumColumns(*np.array(rows, dtype=np.int64).reshape(len(rows), 9).T)


@FEW
@given(park(), RULES, st.data())
def test_columns_are_what_the_items_come_to(made: Park, rules: engine.Ruleset, data: st.DataObject) -> None:
    sources, days = made
    plain = [
        replace(
            s, gas="CO2", valid_from=data.draw(DAYS), valid_to=data.draw(DAYS), sink=data.draw(st.booleans())
        )
        for s in sources
        if tallied.is_plain(replace(s, gas="CO2"), GWP, rules)
    ]
    parts = segments(START, END, plain)
    sums = [
        row._replace(estimated=data.draw(st.integers(0, max(1, abs(row.quantity)))))
        for row in summed(plain, [day for day in days if day[0] in {s.code for s in plain}], parts)
    ]
    items = engine.calc_items(rules, plain, parts, sums, gwp=GWP, extras=NO_EXTRAS)
    tally = Tally(rules, plain, parts, columns(plain, sums))
    for is_park in (True, False):
        for basis in rules.bases:
            assert tally.totals(is_park=is_park) == totals.calc_totals(items, rules, basis, is_park=is_park)
    lacks = completeness.find_lacks(rules, plain, parts, sums, items)
    assert completeness.ordered(tally.lacks()) == lacks
    assert tally.is_empty == (not items)
    assert tally.coverage() == (
        sum(item.expected_s for item in items), sum(min(item.covered_s, item.expected_s) for item in items)
    )  # fmt: skip
    assert {*tally.below_nothing()} == {(i.source, i.month) for i in items if i.quantity < 0}


def test_what_does_not_fit_is_told() -> None:
    one = Sum("s", 0, 7, False, 1 << 61, 0, 0, 0, 0)
    source = SourceFacts("s", None, "process", "x", 1, None, False, False, False, "CO2", "g", ())
    assert not columns([source], [one, one]).fits()
    assert columns([source], [one._replace(quantity=1 << 59)]).fits()
    assert columns([source], []).fits()
    parts = [Segment(START, START, END, 0)]
    assert Tally(TERRITORIAL, [source], parts, columns([source], [])).totals(is_park=True).total == 0


MASSES = st.lists(st.integers(-(1 << 50), 1 << 50), max_size=8) | st.just([0, 0])


@given(
    MASSES, st.lists(st.integers(0, 1 << 14) | st.integers(0, 1 << 65), min_size=1, max_size=4).filter(any)
)
def test_masses_are_split_each_by_itself(masses: list[int], weights: list[int]) -> None:
    found = tallied.split_sums(np.array(masses, dtype=np.int64), tuple(weights))
    rows = [split_by(mass, weights) for mass in masses]
    assert found == [sum(column) for column in zip(*rows, strict=True)] if rows else not any(found)
