"""What a set of meters uses: what comes in over its border, less what is handed on over it.

A meter's amount passes from the meter above it to itself. A set of meters S therefore uses

    net(S) = Σ amount(m), m in S, above(m) not in S   −   Σ amount(m), m not in S, above(m) in S.

Between two sets that share no meter, what leaves one enters the other, so that

    net(A ∪ B) = net(A) + net(B):

a building uses what its lines and its own meters use, whatever hangs below what.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

# What a direction does to the amount of the place it is at; production is no use of energy.
SIGNS: Mapping[str, int] = {"import": 1, "consumption": 1, "generation": 1, "export": -1}


@dataclass(frozen=True, slots=True)
class Meter:
    """A meter; `above` is the one whose amount has this one's in it."""

    id: int
    above: int | None
    sign: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A meter as it was set up; only one of the same `measure` (carrier, unit, direction) can be above it."""

    id: int
    parent: int | None
    measure: tuple[str, str, str]

    @property
    def direction(self) -> str:
        """Its direction."""
        return self.measure[2]


def meters(candidates: Iterable[Candidate]) -> dict[int, Meter]:
    """Those that energy flows through, each below the nearest of its kind; a circle is cut open."""
    known = {one.id: one for one in candidates}
    above = {one.id: _above(one, known) for one in known.values() if one.direction in SIGNS}
    for start in above:
        _cut(start, above)
    return {one: Meter(one, parent, SIGNS[known[one].direction]) for one, parent in above.items()}


def _cut(start: int, above: dict[int, int | None]) -> None:
    """Where the way up comes back to where it began, it begins there."""
    seen, at = {start}, above[start]
    while at is not None and at not in seen:
        seen.add(at)
        at = above[at]
    if at == start:
        above[start] = None


def _above(one: Candidate, known: Mapping[int, Candidate]) -> int | None:
    seen, parent = {one.id}, one.parent
    while parent is not None and parent in known and parent not in seen:
        if known[parent].measure == one.measure:
            return parent
        seen.add(parent)
        parent = known[parent].parent
    return None


def below(known: Mapping[int, Meter]) -> dict[int, list[int]]:
    """The meters right below each."""
    found: dict[int, list[int]] = {}
    for meter in known.values():
        if meter.above is not None:
            found.setdefault(meter.above, []).append(meter.id)
    return found


def weights(
    known: Mapping[int, Meter], under: Mapping[int, Sequence[int]], inside: Collection[int]
) -> dict[int, int]:
    """By how much each meter counts in what a set of meters uses; those that do not are left out.

    `under` is `below(known)`: made once, for a tree asks this of every place.
    """
    within = frozenset(inside)
    found: dict[int, int] = {}
    for one in inside:
        if known[one].above not in within:
            found[one] = known[one].sign
        for child in under.get(one, ()):
            if child not in within:
                found[child] = -known[child].sign
    return found


def leaves(known: Mapping[int, Meter], under: Mapping[int, Sequence[int]], own: Collection[int]) -> list[int]:
    """Of a place's own meters those to show as its parts: each as high as nothing outside hangs below it."""
    within = frozenset(own)

    def is_whole(start: int) -> bool:
        stack = [start]
        while stack:
            at = stack.pop()
            if at not in within:
                return False
            stack += under.get(at, ())
        return True

    whole = {one for one in within if is_whole(one)}
    return [one for one in sorted(whole) if known[one].above not in whole]


def largest(totals: Mapping[str, int], most: int) -> tuple[list[str], list[str]]:
    """The keys of the largest amounts, and the others; at equal amounts in alphabetical order."""
    ordered = sorted(totals, key=lambda key: (-abs(totals[key]), key))
    return ordered[:most], ordered[most:]


def added(rows: Iterable[Sequence[int]], length: int) -> list[int]:
    """Rows of numbers added up, place by place."""
    known = list(rows)
    return [sum(column) for column in zip(*known, strict=True)] if known else [0] * length
