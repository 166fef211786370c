"""Marginal abatement cost curve: order, cumulative potential, and what its order does not say.

Below nothing, yuan per tonne misleads: of two measures that save the same money, the one that abates less
looks better (Taylor 2012, Energy Policy 48; Ward 2014, Energy Policy 73). So measures below nothing are
offered in Pareto fronts of money saved and tonnes abated, too.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from parkcarbon_platform.calculation.pathways.measures import Appraisal, Measure

Order = Literal["cost", "pareto"]


class Bar(NamedTuple):
    """A measure in the curve: `cost` [yuan/t], `width` [t/a], where it begins [t/a], its front (from 1).

    `front` None: it costs money, and its cost ranks it. `cost` None: unknown, listed after the others.
    """

    code: str
    cost: float | None
    width: float
    start: float
    front: int | None


class Curve(NamedTuple):
    """Bars in order, those that abate nothing, and pairs that the sum counts as if both were whole."""

    bars: tuple[Bar, ...]
    idle: tuple[str, ...]
    conflicts: tuple[tuple[str, str, str], ...]
    has_negative: bool


def fronts(points: Sequence[tuple[float, float]]) -> list[int]:
    """Pareto fronts, from 1, of points that are better the larger both their values are.

    >>> fronts([(1.0, 5.0), (2.0, 4.0), (1.0, 4.0)])
    [1, 1, 2]
    """
    left = set(range(len(points)))
    found = [0] * len(points)
    front = 0
    while left:
        front += 1
        best = {i for i in left if not any(_beats(points[j], points[i]) for j in left)}
        for i in best:
            found[i] = front
        left -= best
    return found


def _beats(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] >= other[0] and one[1] >= other[1] and one != other


def curve(appraisals: Sequence[Appraisal], measures: Sequence[Measure], order: Order = "cost") -> Curve:
    """The curve of measures that abate; widths are mean tonnes a year [t/a], costs [yuan/t].

    `order` "pareto" ranks measures below nothing by their front, within one by tonnes, the largest first.
    Widths add up as if no measure disturbed another: `conflicts` names the pairs where that is wrong.

    >>> from parkcarbon_platform.calculation.pathways.finance import Irr
    >>> one = Appraisal("a", 10.0, Irr((), "none"), 1.0, -5.0, 20.0, 2.0)
    >>> curve([one], []).bars[0].width
    2.0
    """
    working = [one for one in appraisals if one.yearly > 0]
    negative = [one for one in working if one.cost is not None and one.cost < 0]
    ranks = fronts([(one.npv or 0.0, one.abated) for one in negative])
    front = {one.code: rank for one, rank in zip(negative, ranks, strict=True)}

    def place(one: Appraisal) -> tuple[float, ...]:
        if one.cost is None:
            return (2.0, 0.0)
        if order == "pareto" and one.code in front:
            return (0.0, front[one.code], -one.abated)
        return (1.0 if one.cost >= 0 else 0.0, one.cost)

    bars, start = [], 0.0
    for one in sorted(working, key=place):
        bars.append(Bar(one.code, one.cost, one.yearly, start, front.get(one.code)))
        start += one.yearly
    idle = tuple(one.code for one in appraisals if one.yearly <= 0)
    return Curve(tuple(bars), idle, tuple(_conflicts(measures)), bool(negative))


def _conflicts(measures: Sequence[Measure]) -> Iterable[tuple[str, str, str]]:
    for one in measures:
        yield from ((one.code, other, "excludes") for other in one.excludes)
        yield from ((one.code, other, "overlaps") for other in one.overlaps)
        yield from ((one.code, other, "needs") for other in one.needs)
