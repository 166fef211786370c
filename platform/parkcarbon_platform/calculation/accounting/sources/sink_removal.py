"""What is captured and stored, or taken up: shown beside the total, never netted."""

from decimal import Decimal

from parkcarbon_platform.calculation.accounting.formula import Formula, activity_times_factor
from parkcarbon_platform.calculation.exact import Int64


def calc_emissions(quantity: Int64, value: Decimal, unit: str, base: str) -> Int64:
    """CO2 [mg] removed with `quantity` [g] at a share `value` [kg/kg or kg/t]."""
    return activity_times_factor(quantity, value, unit, base)


FORMULA = Formula(
    name="sink_removal",
    categories=frozenset({"sink"}),
    bases=frozenset({"g"}),
    symbols="R = AD × EF",
    words_zh=(
        "R 清除量 [kg CO2]，单独列示，不冲减排放；AD 捕集封存或吸收的数量 [t]；EF 永久储存的份额 "
        "[kg/kg] 或单位吸收量 [kg/t]"
    ),
    words_en=(
        "R removals [kg CO2], shown apart and never netted; AD amount captured and stored or taken "
        "up [t]; EF share stored for good [kg/kg], or uptake per amount [kg/t]"
    ),
    citation="ISO 14064-1:2018, 5.2.2 and 9.3.1; 2006 IPCC Guidelines, volume 2, chapter 5",
    calculate=calc_emissions,
)
