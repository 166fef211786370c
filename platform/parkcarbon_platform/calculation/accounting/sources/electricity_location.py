"""Purchased electricity, location-based: the average factor of the grid that supplies the park."""

from decimal import Decimal

from parkcarbon_platform.calculation.accounting.formula import Formula, activity_times_factor
from parkcarbon_platform.calculation.exact import Int64


def calc_emissions(quantity: Int64, value: Decimal, unit: str, base: str) -> Int64:
    """CO2 [mg] of electricity `quantity` [Wh] at an average grid factor `value` [kg/kWh]."""
    return activity_times_factor(quantity, value, unit, base)


FORMULA = Formula(
    name="electricity_location",
    categories=frozenset({"purchased_electricity"}),
    bases=frozenset({"Wh"}),
    symbols="E = AD × EF",
    words_zh="E 排放量 [kg CO2]；AD 外购电量 [kWh]；EF 电网平均二氧化碳排放因子 [kg CO2/kWh]（基于位置）",
    words_en=(
        "E emissions [kg CO2]; AD purchased electricity [kWh]; EF average CO2 factor of the grid "
        "[kg CO2/kWh] (location-based)"
    ),
    citation="GB/T 32150-2025; GHG Protocol Scope 2 Guidance, location-based method",
    calculate=calc_emissions,
)
