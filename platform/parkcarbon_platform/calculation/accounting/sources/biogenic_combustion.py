"""Combustion of biomass: its CO2 is reported apart and enters no total; CH4 and N2O count."""

from decimal import Decimal

from parkcarbon_platform.calculation.accounting.formula import Formula, activity_times_factor
from parkcarbon_platform.calculation.accounting.gases import CH4, CO2, N2O
from parkcarbon_platform.calculation.exact import Int64


def calc_emissions(quantity: Int64, value: Decimal, unit: str, base: str) -> Int64:
    """Gas [mg] of biomass `quantity` [mL or g] at a factor `value` [kg/m3 or kg/t]."""
    return activity_times_factor(quantity, value, unit, base)


FORMULA = Formula(
    name="biogenic_combustion",
    categories=frozenset({"stationary_combustion", "mobile_combustion"}),
    bases=frozenset({"mL", "g"}),
    symbols="E = AD × NCV × EF",
    words_zh=(
        "E 生物成因排放量 [kg]，另行报告；AD 生物质燃料消耗量 [t 或 m³]；NCV 低位发热量 [GJ/t]；EF "
        "单位热值排放因子 [kg/GJ]"
    ),
    words_en=(
        "E biogenic emissions [kg], reported apart; AD biomass burnt [t or m³]; NCV net calorific "
        "value [GJ/t]; EF factor per heat [kg/GJ]"
    ),
    citation=(
        "2006 IPCC Guidelines, volume 2, chapters 1 and 2, tables 1.2 and 2.3; GHG Protocol "
        "Corporate Standard, chapter 9"
    ),
    calculate=calc_emissions,
    gases=frozenset({CO2, CH4, N2O}),
)
