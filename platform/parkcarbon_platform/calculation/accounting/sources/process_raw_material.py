"""Process emissions by the mass of a raw material: carbonates, additives, reducing agents."""

from decimal import Decimal

from parkcarbon_platform.calculation.accounting.formula import Formula, activity_times_factor
from parkcarbon_platform.calculation.accounting.gases import CH4, CO2, FLUORINATED, N2O
from parkcarbon_platform.calculation.exact import Int64


def calc_emissions(quantity: Int64, value: Decimal, unit: str, base: str) -> Int64:
    """Gas [mg] of raw material `quantity` [mL or g] at a factor `value` [kg/m3 or kg/t]."""
    return activity_times_factor(quantity, value, unit, base)


FORMULA = Formula(
    name="process_raw_material",
    categories=frozenset({"process"}),
    bases=frozenset({"g", "mL"}),
    symbols="E = AD × P × EF",
    words_zh=(
        "E 过程排放量 [kg]；AD 原料消耗量 [t]；P 纯度（以纯物质计量时为 1，否则用自测因子）；EF "
        "原料排放因子 [kg/t]"
    ),
    words_en=(
        "E process emissions [kg]; AD raw material [t]; P purity (1 where the pure substance is "
        "measured, else own factors carry it); EF factor of the raw material [kg/t]"
    ),
    citation="GB/T 32151.34-2024, table C.2; 2006 IPCC Guidelines, volume 3, chapter 2",
    calculate=calc_emissions,
    gases=frozenset({CO2, CH4, N2O, *FLUORINATED}),
)
