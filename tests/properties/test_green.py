"""Laws of evidence of green power: it covers what was bought once, and leaves no trace when released."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from parkcarbon_platform.calculation.accounting import engine, totals
from parkcarbon_platform.calculation.accounting.activity import (
    NO_EXTRAS,
    Priced,
    Segment,
    Share,
    SourceFacts,
    Sum,
)
from parkcarbon_platform.calculation.accounting.green import ORDER, Bought, Used, cover, refusal
from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.rulesets import RULESETS

from tests.properties.test_inventory import GWP, LIFETIME

GHG, CHINESE = RULESETS["ghg_protocol"], RULESETS["gbt_32151"]
MONTH = date(2026, 3, 1)
RESIDUAL, EVIDENCE = Fraction(6096, 10), {kind: n for n, kind in enumerate(ORDER, 100)}
FEW = settings(max_examples=60)


def use(kind: str = "certificate", amount: int = 1, **more: date | None) -> Used:
    dates = {"month": MONTH, "generated_from": MONTH, "generated_to": date(2026, 3, 31), "expires_on": None}
    return Used(kind, amount, **(dates | more))


uses = st.lists(st.builds(use, st.sampled_from(ORDER), st.integers(1, 10**9)), max_size=5)
days = st.lists(st.integers(0, 10**8), min_size=2, max_size=31)


@FEW
@given(uses, days, st.data())
def test_parts_of_a_month_add_up_to_it_in_any_order(
    used: list[Used], bought: list[int], data: st.DataObject
) -> None:
    whole = sum(bought)
    month = cover(GHG, Bought(0, whole, whole), data.draw(st.permutations(used)))
    assert month == cover(GHG, Bought(0, whole, whole), used)
    assert sum(month.kinds.values()) + month.rest == whole
    assert sum(month.kinds.values()) + month.excess == sum(u.amount for u in used)
    assert month.rest >= 0
    cuts = sorted(data.draw(st.sets(st.integers(1, len(bought)), max_size=4)) | {0, len(bought)})
    parts = [cover(GHG, Bought(sum(bought[:a]), sum(bought[a:b]), whole), used) for a, b in pairwise(cuts)]
    for kind in ORDER:
        assert sum(part.kinds.get(kind, 0) for part in parts) == month.kinds.get(kind, 0)
    assert sum(part.rest for part in parts) == month.rest
    assert all(part.rest >= 0 for part in parts)


def items(quantities: Sequence[int], used: Sequence[Used]) -> list[Item]:
    source = SourceFacts(
        "e", "steel", "purchased_electricity", "electricity", 2, None, False, False, False, "CO2", "Wh",
        (Share("industry", GWP["CO2"], LIFETIME, None),),
    )  # fmt: skip
    segments = [Segment(MONTH, MONTH, date(2026, 4, 1), 31 * 86_400)]
    sums = [Sum("e", 0, 7, False, q, q // 3, 3600, q * 536, 0) for q in quantities]
    whole = sum(quantities)
    covered = cover(GHG, Bought(0, whole, whole), used)
    market = [Priced("CO2", wh, Fraction(0), EVIDENCE[kind], False) for kind, wh in covered.kinds.items()]
    market.append(Priced("CO2", covered.rest, RESIDUAL, 9, True))
    extras = replace(NO_EXTRAS, market={("e", MONTH): tuple(market)})
    return engine.calc_items(GHG, [source], segments, sums, gwp=GWP, extras=extras)


@FEW
@given(uses, days)
def test_sums_stay_true_and_uncovering_restores_them(used: list[Used], quantities: list[int]) -> None:
    green, plain = items(quantities, used), items(quantities, [])
    assert [i for i in green if i.basis == "location"] == [i for i in plain if i.basis == "location"]
    market = [i for i in green if i.basis == "market"]
    assert sum(i.quantity for i in market) == sum(quantities)
    assert sum(i.estimated for i in market) <= sum(q // 3 for q in quantities)
    assert all(i.co2e_mg == (round(i.quantity * RESIDUAL) if i.factor_version == 9 else 0) for i in market)
    found = totals.calc_totals(green, GHG, "market", is_park=False)
    assert {sum(parts.values()) for parts in found.by.values()} == {found.total}
    whole = totals.select(totals.of_basis(green, "market"), GHG, by=None, key=None, is_park=False)
    assert sum(value for _, value in whole) == found.total
    assert found.total <= totals.calc_totals(plain, GHG, "market", is_park=False).total
    gone = [u for u in used if refusal(CHINESE, u) is None]
    assert items(quantities, gone) == plain


def test_evidence_holds_for_its_own_time() -> None:
    made = {"generated_from": date(2024, 4, 1), "generated_to": date(2024, 4, 30)}
    # 24 months, that of generation among them: until March 2026.
    assert refusal(GHG, use(**made)) is None
    assert refusal(GHG, use(**made, month=date(2026, 4, 1))) == "expired"
    assert refusal(GHG, use(**made, month=date(2026, 4, 1), expires_on=date(2026, 6, 30))) is None
    assert refusal(GHG, use(**made, expires_on=date(2025, 12, 31))) == "expired"
    assert refusal(GHG, use(**made, month=date(2024, 3, 1))) == "vintage"
    assert refusal(GHG, use("green_power", **made, month=date(2024, 4, 1))) is None
    assert refusal(GHG, use("green_power", **made, month=date(2024, 5, 1))) == "vintage"
    assert refusal(CHINESE, use()) == "not_accepted"
    found = cover(GHG, Bought(0, 10, 10), [use(amount=4, **made, month=date(2026, 4, 1)), use(amount=8)])
    assert (found.kinds, found.rest, found.excess, found.refused) == (
        {"certificate": 8},
        2,
        0,
        {"expired": 4},
    )


def test_a_month_in_which_nothing_was_bought_covers_nothing() -> None:
    for bought in (0, -5):
        found = cover(GHG, Bought(0, bought, bought), [use(amount=3)])
        assert (found.kinds, found.rest, found.excess) == ({}, bought, 3)
