"""Laws of corrections: amounts are kept or become what was said, exactly, in any partition."""

from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.calculation.metering.corrections import (
    Correction,
    Quarter,
    corrected,
    spread,
    widened,
)
from parkcarbon_platform.calculation.metering.rules import QUARTER_MS

AMOUNTS = st.integers(-(10**15), 10**15)
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=200).filter(any)


def measured(quantity: int) -> Quarter:
    return Quarter(quantity, 0, 900, 0, None)


@given(AMOUNTS, WEIGHTS)
def test_parts_add_up_and_lie_within_one_of_proportion(total: int, weights: list[int]) -> None:
    parts = spread(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    assert all(
        abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True)
    )


def test_a_seat_apportionment_by_hamilton() -> None:
    # The United States of 1792 by Hamilton's bill: 120 seats (Balinski and Young, Fair Representation).
    people = {
        "VA": 630_560, "MA": 475_327, "PA": 432_879, "NC": 353_523, "NY": 331_589, "MD": 278_514,
        "CT": 236_841, "SC": 206_236, "NJ": 179_570, "NH": 141_822, "VT": 85_533, "GA": 70_835,
        "KY": 68_705, "RI": 68_446, "DE": 55_540,
    }  # fmt: skip
    seats = dict(zip(people, spread(120, list(people.values())), strict=True))
    assert seats == {
        "VA": 21, "MA": 16, "PA": 14, "NC": 12, "NY": 11, "MD": 9, "CT": 8, "SC": 7, "NJ": 6, "NH": 5,
        "VT": 3, "GA": 2, "KY": 2, "RI": 2, "DE": 2,
    }  # fmt: skip


@given(st.lists(AMOUNTS, min_size=4, max_size=40), WEIGHTS)
def test_a_substitution_keeps_the_amount_and_an_edit_has_its_own(
    values: list[int], weights: list[int]
) -> None:
    rows = {i * QUARTER_MS: measured(v) for i, v in enumerate(values)}
    end = len(weights) * QUARTER_MS
    inside = sum(row.quantity for start, row in rows.items() if start < end)
    shaped = corrected(rows, [Correction(1, 0, end, None, weights)])
    assert sum(row.quantity for start, row in shaped.items() if start < end) == inside
    assert {row.status for start, row in shaped.items() if start < end} == {2}
    edited = corrected(rows, [Correction(1, 0, end, 77, weights)])
    assert sum(row.quantity for start, row in edited.items() if start < end) == 77
    assert {start: row for start, row in edited.items() if start >= end} == {
        start: row for start, row in rows.items() if start >= end
    }


def test_later_corrections_see_what_earlier_ones_left() -> None:
    rows = {i * QUARTER_MS: measured(10) for i in range(4)}
    edit = Correction(1, 0, 4 * QUARTER_MS, 100)
    shape = Correction(2, 0, 2 * QUARTER_MS, None, [3, 1])
    for order in ([edit, shape], [shape, edit]):
        result = corrected(rows, order)
        assert [result[i * QUARTER_MS].quantity for i in range(4)] == [38, 12, 25, 25]
        assert [result[i * QUARTER_MS].status for i in range(4)] == [2, 2, 3, 3]


def test_nothing_has_no_shape() -> None:
    assert corrected({}, [Correction(1, 0, QUARTER_MS, None)]) == {}


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), max_size=8), st.integers(0, 50))
def test_a_widened_window_cuts_no_correction(spans: list[tuple[int, int]], start: int) -> None:
    corrections = [Correction(i, a, a + n, None) for i, (a, n) in enumerate(spans)]
    first, last = widened(start, start + 3, corrections)
    assert first <= start < start + 3 <= last
    for c in corrections:
        assert (first <= c.start and c.end <= last) or c.end <= first or c.start >= last
