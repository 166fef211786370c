"""The items of an inventory: what one source emits of one gas in one local month, under one ruleset.

Every total is a sum of items, so that scopes, scenes, enterprises, carriers, gases and months of one boundary
and basis always add up to the same figure.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Basis = Literal["any", "location", "market"]


@dataclass(frozen=True, slots=True)
class Item:
    """A row of an inventory. Amounts are integers: `quantity` and `estimated` in the base unit `unit` (Wh, J,
    mL, g), `gas_mg` the mass of the gas itself, `co2e_mg` = gas_mg × `gwp`, half to even.

    `basis` is `any` except for purchased energy, which a ruleset may count twice: by where it is taken and by
    what was bought. The total of a basis is the sum of its items and those of `any`. `scenes` are
    (scene, co2e_mg) and add up to `co2e_mg`. `factor_version` is the id of the version; `covered_s` are the
    seconds of the month that readings cover, of `expected_s`. `internal_transfer`: bought from inside the
    park, therefore no part of the park's total. `biogenic`: reported apart, in no total; so are `sink`s.
    """

    source: str
    enterprise: str | None
    category: str
    carrier: str
    scope: int
    scope3_category: int | None
    internal_transfer: bool
    biogenic: bool
    sink: bool
    month: date
    gas: str
    basis: Basis
    quantity: int
    unit: str
    estimated: int
    covered_s: int
    expected_s: int
    factor_version: int
    fallback: bool
    gas_mg: int
    gwp: Decimal
    co2e_mg: int
    scenes: tuple[tuple[str, int], ...]
