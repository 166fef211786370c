"""Vehicles by distance, freight by tonne-kilometres, travel by person-kilometres."""

from decimal import Decimal

from parkcarbon_platform.calculation.accounting.formula import Formula, activity_times_factor
from parkcarbon_platform.calculation.accounting.gases import CH4, CO2, CO2E, N2O
from parkcarbon_platform.calculation.exact import Int64


def calc_emissions(quantity: Int64, value: Decimal, unit: str, base: str) -> Int64:
    """Gas [mg] of `quantity` [m, kg·m or p·m] at a factor `value` [kg/km, kg/(t·km) or kg/(p·km)]."""
    return activity_times_factor(quantity, value, unit, base)


FORMULA = Formula(
    name="mobile_distance",
    categories=frozenset({"mobile_combustion", "scope3"}),
    bases=frozenset({"m", "kg.m", "p.m"}),
    symbols="E = AD × EF",
    words_zh=(
        "E 排放量 [kg]；AD 行驶里程 [km]、货物周转量 [t·km] 或旅客周转量 [人·km]；EF "
        "单位里程或周转量排放因子 [kg/km、kg/(t·km)、kg/(人·km)]"
    ),
    words_en=(
        "E emissions [kg]; AD distance [km], freight [t·km] or travel [person·km]; EF factor per "
        "distance or transport work [kg/km, kg/(t·km), kg/(p·km)]"
    ),
    citation=(
        "GHG Protocol Scope 3 Guidance, distance-based method; 2006 IPCC Guidelines, volume 2, chapter 3"
    ),
    calculate=calc_emissions,
    gases=frozenset({CO2, CH4, N2O, CO2E}),
)
