"""Waste that the boundary burns or treats itself; only fossil carbon counts as CO2."""

from decimal import Decimal

from parkcarbon_platform.calculation.accounting.formula import Formula, activity_times_factor
from parkcarbon_platform.calculation.accounting.gases import CH4, CO2, N2O
from parkcarbon_platform.calculation.exact import Int64


def calc_emissions(quantity: Int64, value: Decimal, unit: str, base: str) -> Int64:
    """Gas [mg] of waste `quantity` [g] at a factor `value` [kg/t]."""
    return activity_times_factor(quantity, value, unit, base)


FORMULA = Formula(
    name="waste_treatment",
    categories=frozenset({"waste"}),
    bases=frozenset({"g"}),
    symbols="E = AD × CF × FCF × OF × 44/12",
    words_zh=(
        "E 排放量 [t]；AD 焚烧或处理的废弃物 [t 干基]；CF 含碳量；FCF 化石碳占比；OF 氧化率；CH4、"
        "N2O 按 AD × EF；生物成因部分另列"
    ),
    words_en=(
        "E emissions [t]; AD waste burnt or treated [t dry matter]; CF carbon content; FCF fossil "
        "share of the carbon; OF oxidation; CH4 and N2O by AD × EF; biogenic carbon stands apart"
    ),
    citation="2006 IPCC Guidelines, volume 5, chapter 5, equation 5.1 and table 5.2",
    calculate=calc_emissions,
    gases=frozenset({CO2, CH4, N2O}),
)
