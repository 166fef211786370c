"""Exact division of integers into shares, by largest remainder."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def split(total: int, shares: Sequence[Decimal]) -> list[int]:
    """Integers in proportion to `shares` (any positive sum) that add up to `total`.

    Each part is the proportional value rounded down in size; the units left over go to the largest
    remainders, the first of equals first. `total` and the parts have one unit, e.g. mg or g.
    """
    weights = [Fraction(share) for share in shares]
    if not weights or any(weight < 0 for weight in weights) or not any(weights):
        raise ValueError("shares must be non-negative and not all zero")
    exact = [abs(total) * weight / sum(weights) for weight in weights]
    parts = [int(value) for value in exact]
    largest = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in largest[: abs(total) - sum(parts)]:
        parts[i] += 1
    return parts if total >= 0 else [-part for part in parts]
