"""What supplies the sub-meters of a meter besides itself: generation on the same side of it."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from parkcarbon_platform.calculation.units import to_base


class Metered(Protocol):
    """A point as a balance sees it."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def enterprise_id(self) -> int | None:
        """Whose it is."""

    @property
    def parent_id(self) -> int | None:
        """The meter above it."""

    @property
    def carrier(self) -> str:
        """Its carrier."""

    @property
    def quantity(self) -> str:
        """What it measures."""

    @property
    def unit(self) -> str:
        """In what."""

    @property
    def direction(self) -> str:
        """import, generation, ..."""


M = TypeVar("M", bound=Metered)


def contradicts(supplied: int, remainder: int) -> bool:
    """Whether sub-meters measure more than their parent and the generation behind it, beyond meters' error.

    Registers step, and meters of class 1 may be off by 1 %: less than that below zero is no contradiction.
    """
    return remainder < 0 and -remainder * 100 > abs(supplied)


def below(points: Iterable[M]) -> dict[int, tuple[list[int], list[int]]]:
    """Meter with sub-meters → its sub-meters, and the generation that feeds them as well.

    Only what is told in the same base unit can be taken off: reactive energy below active is no sub-meter.
    """
    known = list(points)
    bases = {p.id: to_base(p.unit, p.quantity, p.carrier).name for p in known}
    children: dict[int, list[int]] = {}
    for p in known:
        if p.parent_id is not None and bases.get(p.parent_id) == bases[p.id]:
            children.setdefault(p.parent_id, []).append(p.id)
    own = behind_the_meter(known)
    return {parent: (found, own.get(parent, [])) for parent, found in children.items()}


def shared(points: Iterable[Metered], enterprise_id: int | None) -> frozenset[int]:
    """An enterprise's meters below which somebody else's sub-meters are; none for the park, which sees all.

    `points` are all of the park's. Of the others an enterprise learns no more than that they are there: the
    amount of a single neighbour would be that neighbour's own.
    """
    if enterprise_id is None:
        return frozenset()
    known = {p.id: p for p in points}
    return frozenset(
        parent
        for parent, (children, _) in below(known.values()).items()
        if known[parent].enterprise_id == enterprise_id
        and any(known[child].enterprise_id != enterprise_id for child in children)
    )


def behind_the_meter(points: Iterable[M]) -> dict[int, list[int]]:
    """Meter with sub-meters → generation that feeds them as well.

    An enterprise's generation without a parent of its own feeds behind its main meter: what the sub-meters
    use is imported or generated. With several mains nobody can say behind which, and none is assumed.
    """
    known = list(points)
    parents = {p.parent_id for p in known if p.parent_id is not None}
    found: dict[int, list[int]] = {}
    mains: dict[tuple[int | None, str, str], list[int]] = {}
    for p in known:
        if p.id in parents and p.parent_id is None and p.direction == "import":
            mains.setdefault((p.enterprise_id, p.carrier, p.quantity), []).append(p.id)
    for p in known:
        above = mains.get((p.enterprise_id, p.carrier, p.quantity), [])
        if p.direction == "generation" and p.parent_id is None and len(above) == 1:
            found.setdefault(above[0], []).append(p.id)
    return found
