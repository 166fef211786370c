"""Products of whole numbers and fractions are those that fractions say."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.calculation import exact

values = st.integers(-(10**20), 10**20)
# Among them those whose products end in a half.
factors = st.builds(Fraction, st.integers(-(10**12), 10**12), st.sampled_from([1, 2, 4, 10, 3600, 10**9 + 7]))


@given(values, factors)
def test_a_product_is_rounded_half_to_even(value: int, factor: Fraction) -> None:
    assert exact.rounded(value, factor) == round(value * factor)
    assert exact.product(value, factor) == value * factor
