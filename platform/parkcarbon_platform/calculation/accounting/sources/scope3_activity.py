"""Scope 3: an activity of the value chain and a factor per unit of it."""

from decimal import Decimal

from parkcarbon_platform.calculation.accounting.formula import Formula, activity_times_factor
from parkcarbon_platform.calculation.accounting.gases import CH4, CO2, CO2E, N2O
from parkcarbon_platform.calculation.exact import Int64


def calc_emissions(quantity: Int64, value: Decimal, unit: str, base: str) -> Int64:
    """Gas [mg] of `quantity` [base unit] at a factor `value` [kg per unit of activity]."""
    return activity_times_factor(quantity, value, unit, base)


FORMULA = Formula(
    name="scope3_activity",
    categories=frozenset({"scope3"}),
    bases=frozenset({"Wh", "J", "mL", "g", "m", "kg.m", "p.m", "1"}),
    symbols="E = AD × EF",
    words_zh=(
        "E 排放量 [kg]；AD 价值链活动数据（采购量、废弃物量、能源量、件数等）；EF 单位活动排放因子；"
        "CO2e 因子的 GWP 由其来源决定"
    ),
    words_en=(
        "E emissions [kg]; AD activity of the value chain (goods bought, waste, energy, pieces …); "
        "EF factor per unit of it; the GWP within a CO2e factor is that of its source"
    ),
    citation="GHG Protocol Corporate Value Chain (Scope 3) Standard, chapter 7",
    calculate=calc_emissions,
    gases=frozenset({CO2, CH4, N2O, CO2E}),
)
