"""Process emissions by the mass of a product: clinker, lime, steel, acids (N2O), aluminium (CF4, C2F6)."""

from decimal import Decimal

from parkcarbon_platform.calculation.accounting.formula import Formula, activity_times_factor
from parkcarbon_platform.calculation.accounting.gases import CH4, CO2, FLUORINATED, N2O
from parkcarbon_platform.calculation.exact import Int64


def calc_emissions(quantity: Int64, value: Decimal, unit: str, base: str) -> Int64:
    """Gas [mg] of product `quantity` [g] at a factor `value` [kg/t]."""
    return activity_times_factor(quantity, value, unit, base)


FORMULA = Formula(
    name="process_product",
    categories=frozenset({"process"}),
    bases=frozenset({"g"}),
    symbols="E = AD × EF",
    words_zh="E 过程排放量 [kg]；AD 产品产量或原料消耗量 [t]；EF 过程排放因子 [kg/t]",
    words_en="E process emissions [kg]; AD product or raw material [t]; EF process factor [kg/t]",
    citation="GB/T 32151 family, industrial processes; 2006 IPCC Guidelines, volume 3",
    calculate=calc_emissions,
    gases=frozenset({CO2, CH4, N2O, *FLUORINATED}),
)
