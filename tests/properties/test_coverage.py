"""Coverage is exact, and that of parts together is that of the whole."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.calculation.metering.coverage import (
    Amounts,
    Coverage,
    coverage,
    together,
    usual_rate,
)

DAY_S = 86_400
days = st.builds(
    lambda amount, part, quarters, span: Amounts(amount, amount * part // 8, quarters * 900, span * 900),
    st.integers(-(10**15), 10**15), st.integers(0, 8), st.integers(0, 96), st.integers(1, 96),
)  # fmt: skip


@given(st.lists(days, min_size=1, max_size=9))
def test_a_day_is_what_was_measured_of_what_was_to_be_expected(found: list[Amounts]) -> None:
    usual = usual_rate(found)
    for day in found:
        missing_s = max(0, day.span_s - day.covered_s)
        rate = Fraction(day.quantity, day.covered_s) if day.covered_s else usual or Fraction(0)
        measured = Fraction(abs(day.quantity - day.estimated))
        expected = max(measured, abs(day.quantity + rate * missing_s))
        cell = coverage(day, usual)
        assert (cell.measured, cell.expected) == (measured, expected)
        share = min(measured / expected, 1) if expected else min(Fraction(day.covered_s, day.span_s), 1)
        assert cell.share == share
        assert cell.time_share == min(Fraction(day.covered_s, day.span_s), 1)
    cells = [coverage(day, usual) for day in found]
    assert together([together(cells[:3]), together(cells[3:])]) == together(cells)


def test_nothing_expected_is_judged_by_time() -> None:
    assert coverage(Amounts(0, 0, DAY_S, DAY_S), None).share == 1
    assert coverage(Amounts(0, 0, 0, DAY_S), None).share == 0
    assert Coverage(0, 0, 0, 0).share is None
