"""Amounts that flow: energy, the same in standard coal, and the CO2 that comes with it; all whole numbers.

A stream knows the terms that it was added up from. As long as nothing was divided it is their exact sum.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Kind = Literal["source", "point"]


@dataclass(frozen=True, slots=True)
class Amount:
    """Energy [J], in standard coal by calorific value [g], with its CO2 [mg]."""

    joules: int = 0
    coal_g: int = 0
    co2_mg: int = 0

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(self.joules + other.joules, self.coal_g + other.coal_g, self.co2_mg + other.co2_mg)

    def __neg__(self) -> "Amount":
        return Amount(-self.joules, -self.coal_g, -self.co2_mg)

    def __sub__(self, other: "Amount") -> "Amount":
        return self + -other

    def part(self, share: Fraction) -> "Amount":
        """A share of it, each number rounded half to even."""
        return Amount(round(self.joules * share), round(self.coal_g * share), round(self.co2_mg * share))


ZERO = Amount()


@dataclass(frozen=True, slots=True)
class Term:
    """Something measured: a source's activity of the ledger, or a point's; `sign` as it is counted."""

    kind: Kind
    code: str
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Stream:
    """An amount, and what it is made of; `is_sum` while it is exactly the sum of its terms."""

    amount: Amount = ZERO
    terms: tuple[Term, ...] = ()
    is_sum: bool = True

    def __add__(self, other: "Stream") -> "Stream":
        return Stream(self.amount + other.amount, (*self.terms, *other.terms), self.is_sum and other.is_sum)

    def __sub__(self, other: "Stream") -> "Stream":
        turned = tuple(Term(term.kind, term.code, -term.sign) for term in other.terms)
        return Stream(self.amount - other.amount, (*self.terms, *turned), self.is_sum and other.is_sum)

    def part(self, share: Fraction) -> "Stream":
        """A share of it: all and nothing stay sums."""
        if share == 1:
            return self
        if share == 0:
            return NOTHING
        return Stream(self.amount.part(share), self.terms, is_sum=False)

    def up_to(self, joules: int) -> "Stream":
        """As much of it as has this energy; all of it where it has no more."""
        if joules >= self.amount.joules:
            return self
        return self.part(Fraction(max(0, joules), self.amount.joules))

    def with_co2(self, co2_mg: int) -> "Stream":
        """The same energy with other CO2."""
        told = Amount(self.amount.joules, self.amount.coal_g, co2_mg)
        return Stream(told, self.terms, self.is_sum)


NOTHING = Stream()


def total(streams: Iterable[Stream]) -> Stream:
    """All of them together."""
    found = NOTHING
    for stream in streams:
        found += stream
    return found


def spread(whole: int, weights: Sequence[int]) -> list[int]:
    """`whole` in proportion to `weights` (none below zero counts); the parts add up to it exactly.

    Where no weight is above zero, the last takes all.
    """
    counted = [max(0, weight) for weight in weights]
    above = sum(counted)
    if not above:
        return [*(0 for _ in weights[:-1]), whole] if weights else []
    found, before, so_far = [], 0, 0
    for weight in counted:
        so_far += weight
        until = round(Fraction(whole * so_far, above))
        found.append(until - before)
        before = until
    return found
