"""Process emissions by the mass of a product or of a raw material."""

from decimal import Decimal

from parkcarbon_platform.calculation.accounting.formula import Formula, activity_times_factor
from parkcarbon_platform.calculation.exact import Int64


def calc_emissions(quantity: Int64, value: Decimal, unit: str, base: str) -> Int64:
    """CO2 [mg] of product `quantity` [g] at a factor `value` [kg/t]."""
    return activity_times_factor(quantity, value, unit, base)


FORMULA = Formula(
    name="process_product",
    categories=frozenset({"process"}),
    bases=frozenset({"g"}),
    symbols="E = AD × EF",
    words_zh="E 过程排放量 [kg CO2]；AD 产品产量或原料消耗量 [t]；EF 过程排放因子 [kg CO2/t]",
    words_en="E process emissions [kg CO2]; AD product or raw material [t]; EF process factor [kg CO2/t]",
    citation="GB/T 32151 family, industrial processes; 2006 IPCC Guidelines, volume 3",
    calculate=calc_emissions,
)
