"""Methane and nitrous oxide of wastewater treatment, less what is recovered."""

from decimal import Decimal

from parkcarbon_platform.calculation.accounting.formula import Formula, activity_times_factor
from parkcarbon_platform.calculation.accounting.gases import CH4, N2O
from parkcarbon_platform.calculation.exact import Int64


def calc_emissions(quantity: Int64, value: Decimal, unit: str, base: str) -> Int64:
    """Gas [mg] of COD, nitrogen or recovered gas `quantity` [g, recovery negative] at `value` [kg/kg]."""
    return activity_times_factor(quantity, value, unit, base)


FORMULA = Formula(
    name="wastewater_methane",
    categories=frozenset({"wastewater"}),
    bases=frozenset({"g"}),
    symbols="E = TOW × B₀ × MCF − R",
    words_zh=(
        "E 排放量 [kg]；TOW 去除的有机物（COD）或氮 [kg]；B₀ 甲烷最大产生能力 [kg CH4/kg COD]；MCF "
        "甲烷修正因子；R 回收量 [kg]，作为同一装置（unit_code）的负权重排放源"
    ),
    words_en=(
        "E emissions [kg]; TOW organic matter (COD) or nitrogen removed [kg]; B₀ largest "
        "methane-producing capacity [kg CH4/kg COD]; MCF methane correction factor; R recovered "
        "[kg], a source of the same unit (unit_code) with weight −1"
    ),
    citation="2006 IPCC Guidelines (2019 Refinement), volume 5, chapter 6, equation 6.4",
    calculate=calc_emissions,
    gases=frozenset({CH4, N2O}),
)
