"""Comparison of a quantity with the same period of the year before."""

from dataclasses import dataclass
from fractions import Fraction

# A change beyond this needs a comment.
LIMIT = Fraction(3, 10)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`before` [base unit] and the relative change [1]; None where there is nothing to compare with."""

    before: int | None
    change: Fraction | None
    needs_comment: bool


def compare(now: int, before: int | None, limit: Fraction = LIMIT) -> Comparison:
    """How `now` stands to `before` [base unit]; a change from nothing to something always needs a comment.

    >>> compare(131, 100).needs_comment, compare(130, 100).needs_comment, compare(70, 100).needs_comment
    (True, False, False)
    """
    if before is None:
        return Comparison(None, None, needs_comment=False)
    if before == 0:
        return Comparison(0, None if now else Fraction(0), needs_comment=now != 0)
    change = Fraction(now - before, before)
    return Comparison(before, change, needs_comment=abs(change) > limit)
