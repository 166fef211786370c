"""Exact division of integers into shares, by largest remainder."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm


def split(total: int, shares: Sequence[Decimal]) -> list[int]:
    """Integers in proportion to `shares` (any positive sum) that add up to `total`.

    Each part is the proportional value rounded down in size; the units left over go to the largest
    remainders, the first of equals first. `total` and the parts have one unit, e.g. mg or g.
    """
    return split_by(total, integers(tuple(shares)))


def split_by(total: int, weights: Sequence[int]) -> list[int]:
    """The same in proportion to whole numbers, as `integers` gives them."""
    if len(weights) == 1:
        return [total]
    whole, size = sum(weights), abs(total)
    pairs = [divmod(size * weight, whole) for weight in weights]
    parts = [part for part, _ in pairs]
    left = size - sum(parts)
    if left:
        for i in sorted(range(len(parts)), key=lambda i: (-pairs[i][1], i))[:left]:
            parts[i] += 1
    return parts if total >= 0 else [-part for part in parts]


@lru_cache(maxsize=4096)
def integers(shares: tuple[Decimal, ...]) -> tuple[int, ...]:
    """The shares as whole numbers in the same proportion."""
    exact = [Fraction(share) for share in shares]
    if not exact or any(weight < 0 for weight in exact) or not any(exact):
        raise ValueError("shares must be non-negative and not all zero")
    common = lcm(*(weight.denominator for weight in exact))
    return tuple(int(weight * common) for weight in exact)
