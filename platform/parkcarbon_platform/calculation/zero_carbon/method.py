"""A year of a park by the accounting method of national zero-carbon parks (发改环资〔2025〕910号, annex 4).

    E = E fuel + E conversion + E electricity + E heat + E process                     [CO2 only]

Fuels burnt include those of power generation and heat supply; feedstock is left out. Conversion is a carbon
balance, inputs less outputs, at an oxidation rate of 100 %. Electricity and heat are what came in less what
went out: direct non-fossil supply and certified renewable electricity at 0, all other electricity at the
fossil-only factor, heat at its measured factor or 110 kg/GJ, non-fossil heat at 0. Amounts are integers of
base units, emissions integers [mg], each rounded half to even once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation.units import factor_scale
from parkcarbon_platform.calculation.zero_carbon.settings import Settings

Flow = Literal[
    "fuel",
    "conversion_in",
    "conversion_out",
    "electricity_in",
    "electricity_out",
    "heat_in",
    "heat_out",
    "product",
    "product_out",
]
Evidence = Literal["none", "direct_supply", "green_power", "certificate", "non_fossil_heat"]
Group = Literal["fuel", "conversion", "electricity", "heat", "process"]

GROUPS: dict[Flow, Group] = {
    "fuel": "fuel", "conversion_in": "conversion", "conversion_out": "conversion",
    "electricity_in": "electricity", "electricity_out": "electricity",
    "heat_in": "heat", "heat_out": "heat", "product": "process", "product_out": "process",
}  # fmt: skip
# `product_out`: what a mass balance of a process takes out again.
OUT: frozenset[Flow] = frozenset({"conversion_out", "electricity_out", "heat_out", "product_out"})
# The annex names direct supply of 非化石能源 (nuclear too), certificates and trades of 可再生能源 only.
RENEWABLE_ONLY: frozenset[Evidence] = frozenset({"green_power", "certificate"})


@dataclass(frozen=True, slots=True)
class Amount:
    """What flowed: `quantity` in the base unit `base` (Wh, J, mL, g), never negative; `flow` says which way.

    `factor` [`unit`, e.g. kg/t or kg/GJ] where the flow has its own; None for electricity, and for heat that
    nobody measured. `is_renewable` matters for electricity with evidence. `is_feedstock`: not burnt.
    `is_bunker`: fuel of international aviation and shipping, counted and also listed apart.
    """

    code: str
    flow: Flow
    quantity: int
    base: str
    factor: Decimal | None = None
    unit: str = ""
    evidence: Evidence = "none"
    is_renewable: bool = True
    is_feedstock: bool = False
    is_bunker: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """An amount with the factor that it got, what it emits [mg; what goes out is negative], and why."""

    amount: Amount
    factor: Decimal
    unit: str
    mg: int
    rule: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that has to be put right before the figure is good: which amount, and a code."""

    code: str
    problem: Literal["factor_missing", "not_renewable", "negative"]


@dataclass(frozen=True, slots=True)
class Result:
    """The lines and their sums [mg]; `bunker_mg` is within `total_mg`."""

    lines: tuple[Line, ...]
    groups: dict[Group, int]
    total_mg: int
    bunker_mg: int
    findings: tuple[Finding, ...]


def emissions(amounts: Iterable[Amount], settings: Settings) -> Result:
    """The park's emissions of a year; a line that cannot be computed is a finding and no number."""
    lines: list[Line] = []
    findings: list[Finding] = []
    for amount in amounts:
        if amount.quantity < 0:
            findings.append(Finding(amount.code, "negative"))
        elif not amount.is_feedstock:
            line = _line(amount, settings, findings)
            if line is not None:
                lines.append(line)
    sums = dict.fromkeys(GROUPS.values(), 0)
    for line in lines:
        sums[GROUPS[line.amount.flow]] += line.mg
    bunker = sum(line.mg for line in lines if line.amount.is_bunker)
    return Result(tuple(lines), sums, sum(sums.values()), bunker, tuple(findings))


def _line(amount: Amount, settings: Settings, findings: list[Finding]) -> Line | None:
    group = GROUPS[amount.flow]
    if group == "electricity":
        factor, unit, rule = _electricity(amount, settings, findings)
    elif group == "heat":
        factor, unit, rule = _heat(amount, settings)
    elif amount.factor is None:
        findings.append(Finding(amount.code, "factor_missing"))
        return None
    else:
        factor, unit, rule = amount.factor, amount.unit, group
    mg = round(amount.quantity * Fraction(factor) * factor_scale(unit, amount.base))
    return Line(amount, factor, unit, -mg if amount.flow in OUT else mg, rule)


def _electricity(amount: Amount, settings: Settings, findings: list[Finding]) -> tuple[Decimal, str, str]:
    if amount.evidence in RENEWABLE_ONLY and not amount.is_renewable:
        findings.append(Finding(amount.code, "not_renewable"))
    elif amount.evidence in {"direct_supply", *RENEWABLE_ONLY}:
        return Decimal(0), "kg/kWh", amount.evidence
    return settings.grid_kg_per_kwh, "kg/kWh", "grid"


def _heat(amount: Amount, settings: Settings) -> tuple[Decimal, str, str]:
    if amount.evidence == "non_fossil_heat":
        return Decimal(0), "kg/GJ", "non_fossil_heat"
    if amount.factor is not None:
        return amount.factor, amount.unit, "heat_measured"
    return settings.heat_kg_per_gj, "kg/GJ", "heat_default"
