"""Expressions over amounts: units are checked, values are exact, circles are refused."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parkcarbon_platform.calculation.metering import virtual
from parkcarbon_platform.calculation.metering.virtual import Amount, ExpressionError, Ratio, parse

BASES = {"a": "Wh", "b": "Wh", "c": "Wh"}


@pytest.mark.parametrize(
    ("expression", "coefficients"),
    [
        ("a + b - 0.5 × c", {"a": 1, "b": 1, "c": Fraction(-1, 2)}),
        ("(a − b) ÷ 3 + c * 2", {"a": Fraction(1, 3), "b": Fraction(-1, 3), "c": 2}),
        ("-(a - (b - c))", {"a": -1, "b": 1, "c": -1}),
        ("1.05 * (a + b + c) / (2 + 0.5)", {n: Fraction(42, 100) for n in "abc"}),
    ],
)
def test_an_amount_is_a_linear_combination(expression: str, coefficients: dict[str, Fraction]) -> None:
    formula = parse(expression, BASES)
    assert isinstance(formula, Amount)
    assert formula == Amount(coefficients, "Wh")


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("a * b + c", "times an amount"), ("a + 1 + b + c", "added to amounts"), ("1 + 2", "names no input"),
        ("a + b", "c is not used"), ("a + b + c - c", "c is not used"), ("a / 0 + b + c", "divides by zero"),
        ("a + b + d", "no input d"), ("__import__('os')", "something other"), ("a ** 2", "something other"),
        ("a.b + c", "something other"), ("a[0]", "something other"), ("a if b else c", "something other"),
        ("a + b + 1e3 * c", "no decimal constant"), ("a + b + 0x10 * c", "no decimal constant"),
        ("a +", "cannot be read"), ("", "characters"), ("a" * 501, "characters"), ("1 / a", "divided by"),
        ("(" * 250 + "a" + ")" * 249, "cannot be read"), ("a / b / c", "divided by an amount, once"),
        ("a / b + c", "added to amounts"), ("a + b + True * c", "no decimal constant"),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(expression: str, says: str) -> None:
    with pytest.raises(ExpressionError, match=says):
        parse(expression, BASES)


def test_units_are_not_mixed() -> None:
    with pytest.raises(ExpressionError, match="J cannot be added to"):
        parse("heat + power", {"heat": "J", "power": "Wh"})
    ratio = parse("2 * heat / power", {"heat": "J", "power": "Wh"})
    assert isinstance(ratio, Ratio)
    assert virtual.evaluate_ratio(ratio, {"heat": 7200, "power": 4}) == 3600
    assert virtual.evaluate_ratio(ratio, {"heat": 7200, "power": 0}) is None


@given(
    st.lists(st.tuples(*[st.integers(-(10**15), 10**15)] * 3), min_size=1, max_size=20),
    st.lists(st.decimals("-1000", "1000", places=6).filter(bool), min_size=3, max_size=3),
)
def test_values_are_exact_and_rounded_once(
    rows: list[tuple[int, int, int]], constants: list[Decimal]
) -> None:
    text = " + ".join(
        f"({'-' if c < 0 else ''}{abs(c):f}) * {n}" for c, n in zip(constants, "abc", strict=True)
    )
    formula = parse(text, BASES)
    assert isinstance(formula, Amount)
    inputs = {n: np.array([row[i] for row in rows], dtype=np.int64) for i, n in enumerate("abc")}
    expected = [
        round(sum((Fraction(c) * v for c, v in zip(constants, row, strict=True)), start=Fraction(0)))
        for row in rows
    ]
    assert virtual.evaluate(formula, inputs).tolist() == expected


def test_points_are_computed_after_what_they_need_and_never_in_a_circle() -> None:
    assert virtual.in_order({3: [2, 1], 2: [1], 4: [3, 9]}) == [2, 3, 4]
    with pytest.raises(ExpressionError, match="circle"):
        virtual.in_order({1: [2], 2: [3], 3: [1], 4: [1]})
