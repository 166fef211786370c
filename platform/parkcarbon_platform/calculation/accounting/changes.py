"""What changed between two inventories, by cause: from one year to the next, or from what was to what is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from parkcarbon_platform.calculation.accounting.items import Item

Cause = Literal["activity", "factors", "new_sources", "ended_sources", "method", "restatement"]
CAUSES: tuple[Cause, ...] = (
    "activity", "factors", "new_sources", "ended_sources", "method", "restatement",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """What a cause did to a source [mg CO2e]."""

    source: str
    cause: Cause
    value: int


class _Key(NamedTuple):
    source: str
    gas: str
    basis: str
    month: object


@dataclass(slots=True)
class _Part:
    quantity: int
    value: int
    versions: set[int]


def by_month_of_year(item: Item) -> object:
    """Items of two years side by side."""
    return item.month.month


def by_month(item: Item) -> date:
    """Items of the same months side by side."""
    return item.month


def calc_changes(
    before: Sequence[Item], after: Sequence[Item], *, beside: Callable[[Item], object] = by_month,
    is_same_method: bool = True,
) -> list[Change]:  # fmt: skip
    """The changes by source and cause [mg CO2e]; they add up to Σ after − Σ before.

    Of a source's gas in a month, other activity counts at the factor that was there, and the rest is the
    factor's: both are exact integers. `is_same_method` False: what no activity explains is the method's.
    """
    old, new = _parts(before, beside), _parts(after, beside)
    was, now = ({item.source for item in items} for items in (before, after))
    found: defaultdict[tuple[str, Cause], int] = defaultdict(int)
    for key in old.keys() | new.keys():
        for cause, value in _causes(old.get(key), new.get(key), is_same_method=is_same_method):
            found[key.source, _of_source(key.source, cause, was, now)] += value
    return [
        Change(source, cause, value)
        for (source, cause), value in sorted(found.items(), key=lambda row: (CAUSES.index(row[0][1]), row[0]))
        if value
    ]


def total(changes: Iterable[Change], cause: Cause) -> int:
    """What a cause did altogether [mg CO2e]."""
    return sum(change.value for change in changes if change.cause == cause)


def _of_source(source: str, cause: Cause, was: set[str], now: set[str]) -> Cause:
    if source not in was:
        return "new_sources"
    return cause if source in now else "ended_sources"


def _causes(old: _Part | None, new: _Part | None, *, is_same_method: bool) -> list[tuple[Cause, int]]:
    rest: Cause = "factors" if is_same_method else "method"
    if old is None or new is None:
        value = (new.value if new else 0) - (old.value if old else 0)
        return [("activity" if is_same_method else "method", value)]
    value = new.value - old.value
    if old.quantity == new.quantity:
        return [(rest, value)]
    if old.versions == new.versions and is_same_method:
        return [("activity", value)]
    if not old.quantity:
        return [("activity", value)]
    activity = round(Fraction(old.value) * (new.quantity - old.quantity) / old.quantity)
    return [("activity", activity), (rest, value - activity)]


def _parts(items: Iterable[Item], beside: Callable[[Item], object]) -> dict[_Key, _Part]:
    found: dict[_Key, _Part] = {}
    for item in items:
        key = _Key(item.source, item.gas, item.basis, beside(item))
        part = found.setdefault(key, _Part(0, 0, set()))
        part.quantity += item.quantity
        part.value += item.co2e_mg
        part.versions.add(item.factor_version)
    return found
