"""What an inventory report shows: an inventory with the names and factors that its items speak of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.completeness import Lack
from parkcarbon_platform.calculation.accounting.items import Item
from parkcarbon_platform.calculation.accounting.rulesets.base import Named, Ruleset
from parkcarbon_platform.calculation.accounting.totals import Totals


@dataclass(frozen=True, slots=True)
class Names:
    """What something is called."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Factor:
    """A version of a factor; `value` in `unit`. `heat` [GJ a base unit] is that of a fuel which has one."""

    id: int
    factor: str
    version: str
    region: str
    gas: str
    value: Decimal
    unit: str
    set_code: str
    citation: str
    source_ref: str
    grade: str
    heat: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """An inventory of local days [start, end); `enterprise` None: the park's. `state` is None while nothing
    is stored, `gwp` None where only CO2 counts, `approach` None where all
    of the boundary counts whole. `digest` is the SHA-256 of the items, in hexadecimal."""

    park_code: str
    park: Names
    timezone: str
    enterprise: str | None
    rules: Ruleset
    start: date
    end: date
    gwp: str | None
    state: str | None
    digest: str
    made_at: datetime
    items: tuple[Item, ...]
    totals: Mapping[Named, Totals]
    lacks: tuple[Lack, ...]
    sources: Mapping[str, Names]
    enterprises: Mapping[str, Names]
    factors: Mapping[int, Factor]
    approach: str | None = None


def row(item: Item) -> list[object]:
    """An item as JSON."""
    return [
        item.source, item.enterprise, item.category, item.carrier, item.scope, item.scope3_category,
        item.internal_transfer, item.biogenic, item.sink, item.month.isoformat(), item.gas, item.basis,
        item.quantity, item.unit, item.estimated, item.covered_s, item.expected_s, item.factor_version,
        item.fallback, item.gas_mg, str(item.gwp), item.co2e_mg, [list(scene) for scene in item.scenes],
    ]  # fmt: skip
