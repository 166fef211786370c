"""Carbon balance of a conversion: what goes in with its carbon, what comes out takes its carbon away."""

from decimal import Decimal

from parkcarbon_platform.calculation.accounting.formula import Formula, activity_times_factor
from parkcarbon_platform.calculation.exact import Int64


def calc_emissions(quantity: Int64, value: Decimal, unit: str, base: str) -> Int64:
    """CO2 [mg] bound in material `quantity` [mL or g, outputs negative] at `value` [kg CO2 per m3 or t]."""
    return activity_times_factor(quantity, value, unit, base)


FORMULA = Formula(
    name="carbon_balance",
    categories=frozenset({"conversion", "process"}),
    bases=frozenset({"mL", "g"}),
    symbols="E = (Σ ADᵢ × CCᵢ − Σ ADₒ × CCₒ) × 44/12",
    words_zh=(
        "E 排放量 [t CO2]；ADᵢ 投入物料量、ADₒ 产出物料量 [t 或 10⁴ m³]；CC 物料含碳量 [tC/t 或 "
        "tC/10⁴ m³]；每种物料为一个排放源，产出取负权重，同一装置（unit_code）的排放源合计即碳平衡"
    ),
    words_en=(
        "E emissions [t CO2]; ADᵢ materials that go in, ADₒ those that come out [t or 10⁴ m³]; CC "
        "their carbon content [tC/t or tC/10⁴ m³]; each material is a source, outputs with weight "
        "−1: the sources of one unit (unit_code) add up to its carbon balance"
    ),
    citation=(
        "2006 IPCC Guidelines, volume 3, chapters 3 and 4, tier 2 mass balance; GB/T 32151 family, "
        "carbon balance of coking, gasification and refining"
    ),
    calculate=calc_emissions,
)
