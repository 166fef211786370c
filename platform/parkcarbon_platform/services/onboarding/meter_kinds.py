"""Kinds of meters that parks are first described with: what such a meter counts and shows."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["electricity", "generation", "natural_gas", "heat"]


@dataclass(frozen=True, slots=True)
class MeterKind:
    """A register and the gauge beside it, as the park file says them; `most` is the largest credible rate."""

    register: str
    gauge: str
    quantity: str
    carrier: str
    unit: str
    gauge_quantity: str
    gauge_unit: str
    direction: Literal["import", "generation", "consumption"]
    most: Decimal
    reference_state: str | None = None


KINDS: dict[Kind, MeterKind] = {
    "electricity": MeterKind(
        "import", "power", "energy", "electricity", "kWh", "power", "kW", "import", Decimal(50_000)
    ),
    "generation": MeterKind(
        "generation", "power", "energy", "electricity", "kWh", "power", "kW", "generation", Decimal(20_000)
    ),
    "natural_gas": MeterKind(
        "volume", "flow", "volume", "natural_gas", "m3", "volume_flow", "m3/h", "consumption",
        Decimal(20_000), "293.15K_101.325kPa",
    ),
    "heat": MeterKind(
        "energy", "flow", "energy", "heat", "GJ", "heat_flow", "GJ/h", "import", Decimal(1_000)
    ),
}  # fmt: skip
WORDS = {
    "import": ("正向有功电量", "energy imported"),
    "generation": ("发电量", "energy generated"),
    "power": ("有功功率", "active power"),
    "volume": ("累计流量", "volume"),
    "energy": ("累计热量", "heat"),
    "flow": ("瞬时流量", "flow"),
}
# How a source of each kind is accounted: category, formula, factor, scope.
SOURCES: dict[Kind, tuple[str, str, str, int]] = {
    "electricity": ("purchased_electricity", "electricity_location", "grid_electricity", 2),
    "natural_gas": ("stationary_combustion", "fuel_combustion", "fuel.natural_gas", 1),
    "heat": ("purchased_heat", "heat_default", "purchased_heat", 2),
}
