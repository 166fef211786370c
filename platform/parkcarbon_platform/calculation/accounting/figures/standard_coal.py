"""Energy in standard coal (tce), by calorific value (当量值) and by equivalent value (等价值).

    calorific  = Σ amount × coefficient                     1 kgce = 29,307.6 kJ (7,000 kcal)
    equivalent = the same, electricity at the coal that its supply took that year

Fuels and heat have one value for both. Energy is net: what is bought and generated (from sun, wind or water;
what a counted fuel generates is in the fuel already) less what is passed on. Amounts are integers of base
units, results integers [g of coal equivalent], rounded half to even once a line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from parkcarbon_platform.calculation import exact
from parkcarbon_platform.calculation.units import UnitError, factor_scale

Role = Literal["fuel", "bought", "generated", "passed_on"]
# 7,000 kcal of 4.1868 kJ: GB/T 2589-2020, 3.7 prints 29,307 kJ, its tables go with 29,307.6.
GJ_PER_TCE = Decimal("29.3076")
GRAMS_PER_TONNE = 10**6


@dataclass(frozen=True, slots=True)
class Coefficient:
    """Standard coal of an amount: `value` in `unit`, e.g. kgce/kWh, and where it comes from."""

    value: Decimal
    unit: str
    citation: str
    region: str = ""
    fallback: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """Energy that crosses the boundary: `quantity` [`base`], never negative but for corrections."""

    code: str
    carrier: str
    role: Role
    quantity: int
    base: str
    coefficient: Coefficient | None


@dataclass(frozen=True, slots=True)
class Line:
    """A flow in standard coal [g]; what is passed on is negative; None where a coefficient is lacking."""

    flow: Flow
    calorific_g: int | None
    equivalent_g: int | None


@dataclass(frozen=True, slots=True)
class Energy:
    """All lines. A sum [g] is None as soon as one of its lines is; `lacking` names those flows."""

    lines: tuple[Line, ...]
    calorific_g: int | None
    equivalent_g: int | None
    lacking: tuple[str, ...]
    equivalent: Coefficient | None

    def carriers(self) -> dict[str, tuple[int | None, int | None]]:
        """Calorific and equivalent [g] by carrier."""
        groups: dict[str, list[Line]] = {}
        for line in self.lines:
            groups.setdefault(line.flow.carrier, []).append(line)
        return {
            c: (_sum(x.calorific_g for x in g), _sum(x.equivalent_g for x in g)) for c, g in groups.items()
        }


def of_heat_value(components: Mapping[str, object], citation: str) -> Coefficient | None:
    """The coefficient of a fuel from the net calorific value of its factor: NCV ÷ 29.3076 GJ/tce.

    `components` are those of the factor version: `net_calorific_value` has a value in GJ/t or GJ/10^4 m3.
    """
    found = components.get("net_calorific_value")
    if not isinstance(found, Mapping):
        return None
    per = str(found["unit"]).partition("/")[2]
    # tce/t is kgce/kg; tce per 10^4 m3 is a tenth of it in kgce/m3.
    tonnes = Fraction(str(found["value"])) / Fraction(GJ_PER_TCE)
    each, unit = (tonnes, "kgce/kg") if per == "t" else (tonnes / 10, "kgce/m3")
    return Coefficient(Decimal(round(each * 10**10)).scaleb(-10), unit, citation)


def energy(flows: Iterable[Flow], equivalent: Coefficient | None) -> Energy:
    """Net energy; `equivalent` [kgce/kWh]: electricity in equivalent value, None while nobody knows it."""
    lines = tuple(_line(flow, equivalent) for flow in flows)
    return Energy(
        lines,
        _sum(line.calorific_g for line in lines),
        _sum(line.equivalent_g for line in lines),
        tuple(line.flow.code for line in lines if line.calorific_g is None or line.equivalent_g is None),
        equivalent,
    )


def grams(quantity: int, base: str, coefficient: Coefficient) -> int:
    """Standard coal [g] of `quantity` [base unit], half to even. Raises UnitError."""
    return exact.rounded(quantity, grams_each(coefficient, base))


def grams_each(coefficient: Coefficient, base: str) -> Fraction:
    """Standard coal [g] of one base unit. Raises UnitError."""
    return _grams_each(coefficient.value, coefficient.unit, base)


@lru_cache(maxsize=256)
def _grams_each(value: Decimal, unit: str, base: str) -> Fraction:
    """Standard coal [g] of one base unit."""
    mass, _, per = unit.partition("/")
    if mass != "kgce":
        raise UnitError(f"{unit} is no unit of standard coal.", unit=unit)
    return Fraction(value) * factor_scale(f"kg/{per}", base) / 1000


def _line(flow: Flow, equivalent: Coefficient | None) -> Line:
    sign = -1 if flow.role == "passed_on" else 1
    other = equivalent if flow.carrier == "electricity" else flow.coefficient
    both = [
        None if c is None else sign * grams(flow.quantity, flow.base, c) for c in (flow.coefficient, other)
    ]
    # Nothing is nothing in any coefficient.
    return Line(flow, *(both if flow.quantity else (0, 0)))


def _sum(values: Iterable[int | None]) -> int | None:
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total
