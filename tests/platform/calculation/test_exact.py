from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.calculation.exact import mul_div, scale

numbers = st.integers(-(2**60), 2**60)
small = st.integers(1, 2**40)


@given(st.lists(st.tuples(numbers, small, small), min_size=1, max_size=20))
def test_product_and_quotient_equal_those_of_unbounded_integers(rows: list[tuple[int, int, int]]) -> None:
    rows = [row for row in rows if abs(row[0]) * row[1] // row[2] < 2**62] or [(1, 1, 1)]
    value, numerator, denominator = (np.array(column) for column in zip(*rows, strict=True))
    expected = [round(Fraction(v * n, d)) for v, n, d in rows]
    assert mul_div(value, numerator, denominator).tolist() == expected


def test_halves_go_to_the_even_side() -> None:
    assert mul_div([1, 3, 5, -1, -3], 1, 2).tolist() == [0, 2, 2, 0, -2]


@given(st.integers(-(10**12), 10**12), st.fractions(0, 10**6, max_denominator=10**9))
def test_scale_is_exact(value: int, factor: Fraction) -> None:
    assert scale([value], factor).tolist() == [round(value * factor)]


def test_scale_takes_fractions_beyond_64_bits() -> None:
    factor = Fraction(10**30 + 1, 3 * 10**30)
    assert scale([300, -6], factor).tolist() == [100, -2]
