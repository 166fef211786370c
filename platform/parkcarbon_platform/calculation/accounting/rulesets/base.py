"""What a ruleset says: data, and small functions for what differs in kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from parkcarbon_platform.calculation.accounting.gases import CO2
from parkcarbon_platform.calculation.accounting.items import Item

Boundary = Literal["park", "enterprise"]
Named = Literal["location", "market"]
Evidence = Literal["direct_supply", "green_power", "certificate"]


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of a ruleset's table: a scope or a category; `key` is what its `group` function returns."""

    key: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True)
class FactorRule:
    """A factor by rule instead of the ledger's pinned version; `region` None: that of the park."""

    factor: str
    region: str | None


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A lawful way to count the same activity.

    `place`: where it stands among the others; the first of those for a boundary is the usual one. `gases`
    None: all that the chosen GWP set has. `netting`: `net` subtracts electricity and heat that leave the
    boundary, `gross` counts what is bought. `bases` are how bought electricity is counted; where there
    are two, both stand side by side and are never added. `fallback`: an earlier year's factor is `marked`, or
    `refused` (a finding, and no figure). `heat`: the enthalpy of steam, in full or less that of feed water
    (83.74 kJ/kg). `evidence` makes bought electricity count at its own factor in a market-based figure, a
    certificate for `certificate_months` from that of generation on where it does not say itself (None: for
    ever); `residual` prices the rest. `approaches`: how enterprises may be consolidated.
    """

    code: str
    place: int
    name_zh: str
    name_en: str
    boundaries: frozenset[Boundary]
    gases: frozenset[str] | None
    netting: Literal["net", "gross"]
    bases: tuple[Named, ...]
    fallback: Literal["marked", "refused"]
    heat: Literal["full_enthalpy", "less_feed_water"]
    evidence: frozenset[Evidence]
    certificate_months: int | None
    residual: FactorRule | None
    has_scope3: bool
    approaches: tuple[str, ...]
    groups: tuple[Group, ...]
    group: Callable[[Item], str]
    is_provisional: bool
    note_zh: str
    note_en: str
    citation: str

    @property
    def unit_gas(self) -> str:
        """What a tonne is of: CO2 where nothing else counts, CO2e weighed by potentials elsewhere."""
        return CO2 if self.gases == frozenset({CO2}) else "CO2e"

    def refuses(self, fallback: bool) -> bool:
        """Whether there is no figure: the factor is an earlier year's, and those do not count."""
        return fallback and self.fallback == "refused"


SCOPES = (
    Group("1", "范围一：直接排放", "Scope 1: direct"),
    Group("2", "范围二：外购电力与热力", "Scope 2: purchased electricity and heat"),
)
SCOPE_3 = Group("3", "范围三：其他间接排放", "Scope 3: other indirect")
RESIDUAL = FactorRule("grid_electricity_excluding_market_non_fossil", "CN")
# Two years, the month of generation among them: 可再生能源绿色电力证书核发和交易规则 (2024).
CERTIFICATE_MONTHS = 24
# What is controlled counts whole, what is held by its share of the equity.
APPROACHES = ("operational_control", "financial_control", "equity_share")


def by_scope(item: Item) -> str:
    """The scope, seen from the owning boundary."""
    return str(item.scope)


def in_order(rulesets: Mapping[str, Ruleset]) -> Mapping[str, Ruleset]:
    """The rulesets of files by the files' names: by code, in their order.

    Raises ValueError where a file is not called like its ruleset, or two want the same place.
    """
    for name, ruleset in rulesets.items():
        if name != ruleset.code:
            raise ValueError(f"The file {name} has the ruleset {ruleset.code}: call both alike.")
    found = sorted(rulesets.values(), key=lambda ruleset: ruleset.place)
    for one, other in pairwise(found):
        if one.place == other.place:
            raise ValueError(f"{one.code} and {other.code} are both in place {one.place}: choose another.")
    return {ruleset.code: ruleset for ruleset in found}
