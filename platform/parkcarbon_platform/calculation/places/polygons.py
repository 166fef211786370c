"""Shapes on a plan: corners in 1/10000 of its width and height, joined in their order and closed."""

from collections.abc import Sequence
from itertools import combinations
from typing import Literal

Corner = tuple[int, int]
Fault = Literal["corners", "outside", "flat", "crossing"]
SCALE = 10_000
FEWEST, MOST = 3, 200


def fault(corners: Sequence[Corner]) -> Fault | None:
    """Why these are no shape: too few or many, off the plan, no area, or sides that cross or touch."""
    if not FEWEST <= len(corners) <= MOST:
        return "corners"
    if any(not (0 <= x <= SCALE and 0 <= y <= SCALE) for x, y in corners):
        return "outside"
    # The area of a bow is none either, by its sign: what lies on one line is flat.
    if all(_turn(corners[n - 2], corners[n - 1], corners[n]) == 0 for n in range(len(corners))):
        return "flat"
    sides = [(corners[n - 1], corners[n]) for n in range(len(corners))]
    for (a, one), (b, other) in combinations(enumerate(sides), 2):
        if b - a in (1, len(sides) - 1):
            # Neighbours share a corner; they may not run back over each other.
            if _folds(one, other):
                return "crossing"
        elif _meet(one, other):
            return "crossing"
    return None


def twice_area(corners: Sequence[Corner]) -> int:
    """Twice the area within the corners, by the shoelace formula; its sign tells their sense."""
    return sum(
        x * corners[(n + 1) % len(corners)][1] - corners[(n + 1) % len(corners)][0] * y
        for n, (x, y) in enumerate(corners)
    )


def _turn(a: Corner, b: Corner, c: Corner) -> int:
    value = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (value > 0) - (value < 0)


def _on(a: Corner, b: Corner, c: Corner) -> bool:
    """Whether c, on the line through a and b, lies between them."""
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _meet(one: tuple[Corner, Corner], other: tuple[Corner, Corner]) -> bool:
    a, b = one
    c, d = other
    turns = (_turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b))
    if turns[0] != turns[1] and turns[2] != turns[3]:
        return True
    touching = ((turns[0], a, b, c), (turns[1], a, b, d), (turns[2], c, d, a), (turns[3], c, d, b))
    return any(turn == 0 and _on(*ends) for turn, *ends in touching)


def _folds(one: tuple[Corner, Corner], other: tuple[Corner, Corner]) -> bool:
    shared = set(one) & set(other)
    ends = [corner for side in (one, other) for corner in side if corner not in shared]
    if len(shared) != 1 or len(ends) != 2:
        return True
    [at] = shared
    return _turn(at, ends[0], ends[1]) == 0 and (_on(at, ends[0], ends[1]) or _on(at, ends[1], ends[0]))
