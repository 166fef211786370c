"""Gases that leak: refrigerants and fire protection by what is refilled, switchgear, valves."""

from decimal import Decimal

from parkcarbon_platform.calculation.accounting.formula import Formula, activity_times_factor
from parkcarbon_platform.calculation.accounting.gases import CH4, CO2, FLUORINATED, N2O
from parkcarbon_platform.calculation.exact import Int64


def calc_emissions(quantity: Int64, value: Decimal, unit: str, base: str) -> Int64:
    """Gas [mg] of `quantity` [g refilled or lost, or mL] at a share `value` [kg/kg] or density [kg/m3]."""
    return activity_times_factor(quantity, value, unit, base)


FORMULA = Formula(
    name="fugitive_release",
    categories=frozenset({"fugitive"}),
    bases=frozenset({"g", "mL"}),
    symbols="E = AD × EF",
    words_zh=(
        "E 逸散量 [kg]；AD 充注（补充）量，或泄漏气体质量 [kg]、体积 [m³]；EF 逸散份额 "
        "[kg/kg]（补充量即泄漏量时为 1，混合制冷剂为该组分的质量分数）或密度 [kg/m³]"
    ),
    words_en=(
        "E gas released [kg]; AD mass refilled or lost [kg], or its volume [m³]; EF share released "
        "[kg/kg] (1 where what is refilled has leaked; of a blend the mass fraction of the "
        "component), or density [kg/m³]"
    ),
    citation="2006 IPCC Guidelines, volume 3, chapters 7 and 8, mass balance by refills",
    calculate=calc_emissions,
    gases=frozenset({CO2, CH4, N2O, *FLUORINATED}),
)
