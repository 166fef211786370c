"""Sums of items: every part of an inventory adds up to the same figure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.rulesets.base import Named, Ruleset

COUNTED = (1, 2)


@dataclass(slots=True)
class Totals:
    """An inventory in one basis [mg CO2e].

    `total` = Σ of each dimension of `by` but the enterprises, for which it is Σ enterprises − `transfers` +
    `unallocated`. Beside it, in no total: `scope3` by category (0 where none is said), `biogenic`, `sinks`.
    `estimated` and `fallback` are the parts of the total on estimates and on earlier years' factors.
    """

    total: int = 0
    transfers: int = 0
    unallocated: int = 0
    by: dict[str, dict[str, int]] = field(default_factory=dict)
    scope3: dict[int, int] = field(default_factory=dict)
    biogenic: int = 0
    sinks: int = 0
    estimated: int = 0
    fallback: int = 0


KEYS: Mapping[str, Callable[[Item], str]] = {
    "scope": lambda item: str(item.scope),
    "category": lambda item: item.category,
    "carrier": lambda item: item.carrier,
    "gas": lambda item: item.gas,
    "month": lambda item: item.month.isoformat(),
    "source": lambda item: item.source,
}
DIMENSIONS = (*KEYS, "group", "scene", "enterprise")


def of_basis(items: Iterable[Item], basis: Named) -> list[Item]:
    """The items that count in a basis."""
    return [item for item in items if item.basis in ("any", basis)]


def is_apart(item: Item) -> bool:
    """Whether an item is reported beside the total."""
    return item.biogenic or item.sink or item.scope not in COUNTED


def calc_totals(items: Sequence[Item], ruleset: Ruleset, basis: Named, *, is_park: bool) -> Totals:
    """The sums of one basis. In a park what was bought inside is deducted, and is in no other part."""
    found = Totals(by={name: {} for name in DIMENSIONS})
    for item in of_basis(items, basis):
        if is_apart(item):
            _beside(found, item)
            continue
        _add(found.by["enterprise"], item.enterprise, item.co2e_mg)
        if item.enterprise is None:
            found.unallocated += item.co2e_mg
        if is_park and item.internal_transfer:
            found.transfers += item.co2e_mg
            continue
        found.total += item.co2e_mg
        found.estimated += estimated_mg(item)
        found.fallback += item.co2e_mg if item.fallback else 0
        for name, key in KEYS.items():
            _add(found.by[name], key(item), item.co2e_mg)
        _add(found.by["group"], ruleset.group(item), item.co2e_mg)
        for scene, value in item.scenes:
            _add(found.by["scene"], scene, value)
    return found


def estimated_mg(item: Item) -> int:
    """The part of an item that rests on estimated activity [mg CO2e]."""
    if not item.estimated or not item.quantity:
        return 0
    return round(item.co2e_mg * Fraction(item.estimated, abs(item.quantity)))


def _beside(found: Totals, item: Item) -> None:
    if item.biogenic:
        found.biogenic += item.co2e_mg
    elif item.sink:
        found.sinks += item.co2e_mg
    else:
        number = item.scope3_category or 0
        found.scope3[number] = found.scope3.get(number, 0) + item.co2e_mg


def _add(sums: dict[str, int], key: str | None, value: int) -> None:
    if key is not None:
        sums[key] = sums.get(key, 0) + value


def select(
    items: Iterable[Item], ruleset: Ruleset, *, by: str | None, key: str | None, is_park: bool
) -> list[tuple[Item, int]]:
    """The items behind a figure, each with what it contributes [mg CO2e]: they add up to it.

    The whole (`by` None) of a park has each transfer twice: as its buyer's, and deducted.
    """
    counted = [item for item in items if not is_apart(item)]
    if by is None:
        deducted = [(item, -item.co2e_mg) for item in counted if is_park and item.internal_transfer]
        return [(item, item.co2e_mg) for item in counted] + deducted
    if by == "transfers":
        return [(item, item.co2e_mg) for item in counted if is_park and item.internal_transfer]
    if by == "unallocated":
        return [(item, item.co2e_mg) for item in counted if item.enterprise is None]
    if by == "enterprise":
        return [(item, item.co2e_mg) for item in counted if item.enterprise == key]
    rest = [item for item in counted if not (is_park and item.internal_transfer)]
    if by == "scene":
        return [(item, value) for item in rest for scene, value in item.scenes if scene == key]
    of = ruleset.group if by == "group" else KEYS[by]
    return [(item, item.co2e_mg) for item in rest if of(item) == key]
