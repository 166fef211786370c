"""Laws of consolidation: parts of an item still add up, and nothing is lost between those who hold it."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from parkcarbon_platform.calculation.accounting import totals
from parkcarbon_platform.calculation.accounting.consolidation import of_share

from tests.properties.test_inventory import GHG, Park, items, park

percents = st.integers(0, 1000).map(lambda n: Fraction(n, 1000))
FEW = settings(max_examples=30)


@FEW
@given(park(), percents)
def test_parts_add_up_and_holders_have_the_whole_between_them(made: Park, share: Fraction) -> None:
    whole = items(*made, GHG)
    parts = [of_share(whole, {i.source: part for i in whole}) for part in (share, 1 - share)]
    for found in parts:
        assert all(
            sum(mg for _, mg in i.scenes) == i.co2e_mg == round(i.gas_mg * Fraction(i.gwp)) for i in found
        )
        sums = totals.calc_totals(found, GHG, "location", is_park=True)
        assert {sum(v.values()) for name, v in sums.by.items() if name != "enterprise"} == {sums.total}
    mass = sum(i.gas_mg for found in parts for i in found)
    assert abs(mass - sum(i.gas_mg for i in whole)) <= len(whole)


@FEW
@given(park())
def test_all_of_it_is_what_it_was_and_none_of_it_nothing(made: Park) -> None:
    whole = items(*made, GHG)
    assert (
        of_share(whole, {}) == of_share(whole, dict.fromkeys((i.source for i in whole), Fraction(1))) == whole
    )
    assert of_share(whole, dict.fromkeys((i.source for i in whole), Fraction(0))) == []
    weightless = [
        replace(i, co2e_mg=0, gas_mg=0, gwp=Decimal(1), scenes=(("a", 5), ("b", -5))) for i in whole
    ]
    assert all(
        sum(mg for _, mg in i.scenes) == 0
        for i in of_share(weightless, {i.source: Fraction(1, 3) for i in whole})
    )
