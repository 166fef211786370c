"""Virtual points: an amount computed from other amounts, or a ratio of two sums.

The grammar is `+ − × ÷` (or `+ - * /`), parentheses, decimal constants and names. An amount is a linear
combination of amounts of one base unit, so that adding it up over quarter hours and computing it from sums is
the same up to rounding; a ratio of amounts is no amount and is only evaluated over a period, from sums.
"""

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

import numpy as np

from parkcarbon_platform.calculation.exact import Int64, mul_div
from parkcarbon_platform.errors import InvalidError

LONGEST = 500
_SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "·": "*"})
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,12})?")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
_LIMIT = 2.0**61


class ExpressionError(InvalidError):
    """An expression that cannot be computed; the fact `fault` says why in a word, other facts name what."""

    code = "expression"
    remedy = "Use names of inputs, decimal constants, + - * / and parentheses."


@dataclass(frozen=True, slots=True)
class Amount:
    """Σ coefficient × input, in one base unit."""

    coefficients: Mapping[str, Fraction]
    base: str


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of two amounts, each summed over a period first."""

    numerator: Amount
    denominator: Amount


Term = Fraction | Amount | Ratio


def parse(expression: str, bases: Mapping[str, str]) -> Amount | Ratio:
    """The formula of an expression over inputs with these base units; raises ExpressionError.

    >>> parse("a - 0.5 × b", {"a": "Wh", "b": "Wh"}).coefficients["b"]
    Fraction(-1, 2)
    """
    text = expression.translate(_SIGNS).strip()
    if not text or len(text) > LONGEST:
        raise ExpressionError(f"An expression has 1 to {LONGEST} characters.", fault="length")
    try:
        tree = ast.parse(text, mode="eval")
        found = _term(tree.body, text, bases)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError("The expression cannot be read.", fault="unreadable") from None
    if isinstance(found, Fraction):
        raise ExpressionError("The expression names no input.", fault="no_input")
    unused = sorted(bases.keys() - _names(found))
    if unused:
        raise ExpressionError(
            f"{unused[0]} is not used, or cancels out.", remedy="Leave the input out.",
            fault="unused", name=unused[0],
        )  # fmt: skip
    return found


def evaluate(formula: Amount, inputs: Mapping[str, Int64]) -> Int64:
    """The amount [base unit] of each quarter hour, exact, rounded half to even once.

    `inputs` [base unit] have one shape.
    """
    scale = lcm(*(c.denominator for c in formula.coefficients.values()))
    weights = {name: int(c * scale) for name, c in formula.coefficients.items()}
    size = sum(float(abs(w)) * float(np.abs(inputs[n]).max(initial=0)) for n, w in weights.items())
    if size < _LIMIT and scale < _LIMIT:
        total = sum((inputs[n] * w for n, w in weights.items()), start=np.int64(0))
        return mul_div(total, 1, scale)
    exact = [
        round(sum((c * int(inputs[n][i]) for n, c in formula.coefficients.items()), start=Fraction(0)))
        for i in range(len(next(iter(inputs.values()))))
    ]
    return np.array(exact, dtype=np.int64)


def estimated_part(formula: Amount, quantity: Int64, estimated: Mapping[str, Int64]) -> Int64:
    """The part of each quantity that is not measured: at most all of it."""
    sizes = Amount({name: abs(c) for name, c in formula.coefficients.items()}, formula.base)
    part = evaluate(sizes, {name: np.abs(values) for name, values in estimated.items()})
    return np.asarray(np.minimum(part, np.abs(quantity)), dtype=np.int64)


def evaluate_sums(formula: Amount, sums: Mapping[str, int]) -> Fraction:
    """The amount over a period, from the sums of its inputs [base unit]."""
    return sum((c * sums[name] for name, c in formula.coefficients.items()), start=Fraction(0))


def evaluate_ratio(ratio: Ratio, sums: Mapping[str, int]) -> Fraction | None:
    """The ratio over a period, from sums of its inputs [base unit]; None where the denominator is zero."""
    below = evaluate_sums(ratio.denominator, sums)
    return None if below == 0 else evaluate_sums(ratio.numerator, sums) / below


def in_order(inputs: Mapping[int, Sequence[int]]) -> list[int]:
    """Points, each after those that it is computed from; raises ExpressionError where they run in a circle.

    `inputs`: what each computed point is computed from; points that are not keys are given.
    """
    done: list[int] = []
    waiting = {point: set(given) & inputs.keys() for point, given in inputs.items()}
    while waiting:
        ready = sorted(point for point, given in waiting.items() if not given)
        if not ready:
            raise ExpressionError(
                "The points are computed from each other in a circle.",
                remedy="Break the circle.",
                fault="circle",
                points=sorted(waiting),
            )
        done += ready
        for point in ready:
            del waiting[point]
        for given in waiting.values():
            given.difference_update(ready)
    return done


def _names(found: Amount | Ratio) -> set[str]:
    if isinstance(found, Amount):
        return {name for name, c in found.coefficients.items() if c}
    return _names(found.numerator) | _names(found.denominator)


def _term(node: ast.expr, text: str, bases: Mapping[str, str]) -> Term:
    if isinstance(node, ast.Constant):
        source = ast.get_source_segment(text, node) or ""
        if not _NUMBER.fullmatch(source):
            raise ExpressionError(f"{source} is no decimal constant.", fault="constant", name=source)
        return Fraction(Decimal(source))
    if isinstance(node, ast.Name):
        if not _NAME.fullmatch(node.id) or node.id not in bases:
            raise ExpressionError(
                f"There is no input {node.id}.", remedy="Name it among the inputs.", fault="unknown",
                name=node.id,
            )  # fmt: skip
        return Amount({node.id: Fraction(1)}, bases[node.id])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        inner = _term(node.operand, text, bases)
        return _times(inner, Fraction(-1)) if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BinOp) and (operation := _OPERATIONS.get(type(node.op))):
        return operation(_term(node.left, text, bases), _term(node.right, text, bases))
    raise ExpressionError(
        "The expression holds something other than + - * /, numbers and names.", fault="other"
    )


def _plus(left: Term, right: Term) -> Term:
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left + right
    if not isinstance(left, Amount) or not isinstance(right, Amount):
        raise ExpressionError("Only amounts can be added to amounts.", fault="mixed")
    if left.base != right.base:
        raise ExpressionError(
            f"{left.base} cannot be added to {right.base}.", remedy="Use one unit.", fault="units",
            left=left.base, right=right.base,
        )  # fmt: skip
    names = {*left.coefficients, *right.coefficients}
    zero = Fraction(0)
    sums = {n: left.coefficients.get(n, zero) + right.coefficients.get(n, zero) for n in sorted(names)}
    return Amount(sums, left.base)


def _times(term: Term, factor: Fraction) -> Term:
    if isinstance(term, Fraction):
        return term * factor
    if isinstance(term, Ratio):
        numerator = _times(term.numerator, factor)
        assert isinstance(numerator, Amount)
        return Ratio(numerator, term.denominator)
    return Amount({name: c * factor for name, c in term.coefficients.items()}, term.base)


def _product(left: Term, right: Term) -> Term:
    if isinstance(left, Fraction):
        return _times(right, left)
    if isinstance(right, Fraction):
        return _times(left, right)
    raise ExpressionError(
        "An amount times an amount is no amount.", remedy="Multiply by a constant.", fault="product"
    )


def _quotient(left: Term, right: Term) -> Term:
    if isinstance(right, Fraction):
        if right == 0:
            raise ExpressionError("The expression divides by zero.", fault="zero")
        return _times(left, 1 / right)
    if isinstance(left, Amount) and isinstance(right, Amount):
        return Ratio(left, right)
    raise ExpressionError("Only an amount can be divided by an amount, once.", fault="quotient")


def _minus(left: Term, right: Term) -> Term:
    return _plus(left, _times(right, Fraction(-1)))


_OPERATIONS: Mapping[type[ast.operator], Callable[[Term, Term], Term]] = {
    ast.Add: _plus,
    ast.Sub: _minus,
    ast.Mult: _product,
    ast.Div: _quotient,
}
