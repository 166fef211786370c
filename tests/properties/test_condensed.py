"""What is added up at once is what its months add up to, to the milligram, whatever the ledger has."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.calculation.accounting import engine
from parkcarbon_platform.calculation.accounting.activity import NO_EXTRAS, Priced, Segment, mg_of
from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.services.inventories import residual
from parkcarbon_platform.services.inventories.market import Price

from tests.properties.test_inventory import END, FEW, GHG, GWP, START, Park, park, segments, summed

MONTHS = [date(2024, month, 1) for month in (2, 3, 4, 5)]
Figures = dict[tuple[str, int, bool], tuple[int, ...]]
prices = st.none() | st.builds(
    Price, st.sampled_from([9, 10]), st.booleans(), st.fractions(min_value=0, max_value=1000)
)


def figures(found: Iterable[Item]) -> Figures:
    """By source, factor version and fallback: quantity, estimated, seconds, mass and CO2e."""
    sums: dict[tuple[str, int, bool], list[int]] = defaultdict(lambda: [0] * 5)
    for item in found:
        of = sums[item.source, item.factor_version, item.fallback]
        amounts = (item.quantity, item.estimated, item.covered_s, item.gas_mg, item.co2e_mg)
        of[:] = [a + b for a, b in zip(of, amounts, strict=True)]
    return {key: tuple(of) for key, of in sums.items()}


@FEW
@given(park(), st.fixed_dictionaries(dict.fromkeys(MONTHS, prices)), st.booleans(), st.booleans())
def test_bought_without_evidence(
    made: Park, of_month: dict[date, Price | None], is_refused: bool, is_estimated: bool
) -> None:
    sources, days = made
    bought = [replace(s, category="purchased_electricity", gas="CO2") for s in sources]
    rules = replace(GHG, fallback="refused" if is_refused else "marked")
    parts = segments(START, END, bought)
    sums = [
        row._replace(estimated=abs(row.quantity) * is_estimated * 2) for row in summed(bought, days, parts)
    ]
    amounts: dict[tuple[str, date], int] = defaultdict(int)
    for row in sums:
        amounts[row.source, parts[row.segment].month] += row.quantity
    market = {
        (code, month): ()
        if (price := of_month[month]) is None
        else (Priced("CO2", amount, price.mg_per_unit, price.version, price.fallback),)
        for (code, month), amount in amounts.items()
    }
    full = engine.calc_items(rules, bought, parts, sums, gwp=GWP, extras=replace(NO_EXTRAS, market=market))
    at_once = residual.added_up(rules, bought, parts, sums, lambda _, month: of_month[month])
    assert figures(at_once) == figures(item for item in full if item.basis == "market")


@FEW
@given(park())
def test_a_period_as_one_segment(made: Park) -> None:
    """What the ledger has in gases with a whole number for GWP."""
    sources, days = made
    steady = [replace(s, shares=()) for s in sources]
    whole_numbers = {gas: value.to_integral_value() for gas, value in GWP.items()}
    by_month, at_once = segments(START, END, steady), [Segment(START, START, END, 0)]
    one, other = (
        engine.calc_items(
            GHG, steady, parts, summed(steady, days, parts), gwp=whole_numbers, extras=NO_EXTRAS
        )
        for parts in (by_month, at_once)
    )
    assert figures(one) == figures(other)


@given(st.integers(-(10**15), 10**15), st.fractions(min_value=0, max_denominator=10**6))
def test_a_mass_is_the_product_rounded_half_to_even(quantity: int, each: Fraction) -> None:
    assert mg_of(quantity, each) == round(quantity * each)
    assert mg_of(2 * quantity + 1, Fraction(1, 2)) == round(Decimal(2 * quantity + 1) / 2)
