"""Combustion of a fuel, stationary or mobile."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.formula import Formula, activity_times_factor
from parkcarbon_platform.calculation.exact import Int64

CARBON_TO_CO2 = Fraction(44, 12)
# Ten decimals of kg per unit are 0.1 mg per tonne of fuel: below any reading.
FACTOR_STEP = Decimal("1e-10")
_KG_PER_UNIT = {"t": Fraction(1000), "10^4 m3": Fraction(1000, 10_000)}


def calc_emission_factor(
    net_calorific_value: Decimal, carbon_content: Decimal, oxidation: Decimal, per: str
) -> Decimal:
    """EF = NCV × CC × OF × 44/12 [kg CO2 per t, or per m3 where `per` is 10^4 m3].

    `net_calorific_value` [GJ/t or GJ/10^4 m3], `carbon_content` [tC/GJ], `oxidation` [-]. Computed as a
    fraction and rounded half to even to 1e-10.
    """
    tonnes = Fraction(net_calorific_value) * Fraction(carbon_content) * Fraction(oxidation) * CARBON_TO_CO2
    steps = round(tonnes * _KG_PER_UNIT[per] / Fraction(FACTOR_STEP))
    return (Decimal(steps) * FACTOR_STEP).quantize(FACTOR_STEP, rounding=ROUND_HALF_EVEN)


def calc_carbon_factor(content: Decimal, per: str) -> Decimal:
    """CC × 44/12 [kg CO2 per t, or per m3 where `per` is 10^4 m3] of carbon `content` [tC/per]."""
    return calc_emission_factor(Decimal(1), content, Decimal(1), per)


def calc_emissions(quantity: Int64, value: Decimal, unit: str, base: str) -> Int64:
    """CO2 [mg] of fuel `quantity` [mL or g] at a factor `value` [kg/m3 or kg/t]."""
    return activity_times_factor(quantity, value, unit, base)


FORMULA = Formula(
    name="fuel_combustion",
    categories=frozenset({"stationary_combustion", "mobile_combustion"}),
    bases=frozenset({"mL", "g"}),
    symbols="E = AD × NCV × CC × OF × 44/12",
    words_zh=(
        "E 排放量 [t CO2]；AD 燃料消耗量 [t 或 10⁴ m³]；NCV 低位发热量 [GJ/t 或 GJ/10⁴ m³]；"
        "CC 单位热值含碳量 [tC/GJ]；OF 碳氧化率；44/12 二氧化碳与碳的质量比"
    ),
    words_en=(
        "E emissions [t CO2]; AD fuel burnt [t or 10⁴ m³]; NCV net calorific value [GJ/t or GJ/10⁴ m³]; CC "
        "carbon content per heat [tC/GJ]; OF oxidation rate; 44/12 mass of CO2 per mass of carbon"
    ),
    citation="GB/T 32151.34-2024, combustion of fossil fuels",
    calculate=calc_emissions,
)
