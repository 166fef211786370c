"""What every emission source offers: its formula in symbols and words, and the calculation itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.gases import ONLY_CO2
from parkcarbon_platform.calculation.exact import Int64, scale
from parkcarbon_platform.calculation.units import factor_scale

Calculate = Callable[[Int64, Decimal, str, str], Int64]


@dataclass(frozen=True, slots=True)
class Formula:
    """A way to compute emissions, as data for Explain.

    `symbols` is the equation; `words_*` say what its letters mean with their units; `bases` are the base
    units of activity that it takes; `gases` what it can emit; `citation` is the standard it comes from.
    """

    name: str
    categories: frozenset[str]
    bases: frozenset[str]
    symbols: str
    words_zh: str
    words_en: str
    citation: str
    calculate: Calculate
    gases: frozenset[str] = ONLY_CO2


def activity_times_factor(quantity: Int64, value: Decimal, unit: str, base: str) -> Int64:
    """Emissions [mg] = activity [base unit] × factor [kg per unit of activity], half to even, exact.

    `unit` is that of the factor, e.g. kg/kWh; the factor's decimals are taken as they are, so that the only
    rounding is the one to a whole milligram.
    """
    return scale(quantity, Fraction(value) * factor_scale(unit, base))


def by_name(files: Mapping[str, Formula]) -> dict[str, Formula]:
    """The formulas of files by the files' names; raises ValueError where one is not called like its file."""
    for name, formula in files.items():
        if name != formula.name:
            raise ValueError(f"The file {name} has the formula {formula.name}: call both alike.")
    return dict(files)
