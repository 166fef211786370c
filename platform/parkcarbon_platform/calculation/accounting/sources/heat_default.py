"""Purchased heat and steam at a default factor."""

from decimal import Decimal

from parkcarbon_platform.calculation.accounting.formula import Formula, activity_times_factor
from parkcarbon_platform.calculation.exact import Int64


def calc_emissions(quantity: Int64, value: Decimal, unit: str, base: str) -> Int64:
    """CO2 [mg] of heat `quantity` [J] at a factor `value` [kg/GJ]."""
    return activity_times_factor(quantity, value, unit, base)


FORMULA = Formula(
    name="heat_default",
    categories=frozenset({"purchased_heat"}),
    bases=frozenset({"J"}),
    symbols="E = AD × EF",
    words_zh="E 排放量 [kg CO2]；AD 外购热量 [GJ]；EF 热力二氧化碳排放因子 [kg CO2/GJ]，无实测时取 110",
    words_en=(
        "E emissions [kg CO2]; AD purchased heat [GJ]; EF CO2 factor of heat [kg CO2/GJ], 110 where none is "
        "measured"
    ),
    citation="GB/T 32150-2025, 7.5.6 and 7.5.7",
    calculate=calc_emissions,
)
