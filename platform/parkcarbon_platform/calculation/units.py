"""Units of readings and factors, converted once at the border into integers of a base unit.

Base units: electricity Wh, reactive energy varh, heat J, volume mL, mass g, distance m, freight kg.m,
travel of persons p.m, count 1. Scales are exact
fractions; the names are checked by one unit registry so that a typing mistake cannot become a number.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import pint

from parkcarbon_platform.errors import InvalidError

# Temperature [K] and absolute pressure [kPa] that gas volumes are told at, by name.
REFERENCE_CONDITIONS = {
    f"{kelvin}K_101.325kPa": (Fraction(kelvin), Fraction("101.325"))
    for kelvin in ("293.15", "273.15", "288.15")
}
# Carriers whose volume means nothing without a pressure and a temperature.
GASES = frozenset(
    {
        "natural_gas",
        "blast_furnace_gas",
        "converter_gas",
        "coke_oven_gas",
        "refinery_gas",
        "other_gas",
        "biogas",
    }
)
REFERENCE_STATES = tuple(REFERENCE_CONDITIONS)


class UnitError(InvalidError):
    """The unit is unknown, or does not measure this quantity."""

    code = "unit"
    remedy = "Correct the unit or the quantity of the point."


class DurationNeededError(InvalidError):
    """A rate cannot become an amount without a duration."""

    code = "duration_needed"
    remedy = "Integrate the rate over time, or use a register."


class ReferenceStateError(InvalidError):
    """A gas volume and its factor refer to different temperatures or pressures, or one is unknown."""

    code = "reference_state"
    remedy = (
        "State the reference temperature and pressure of the meter (park file, reference_state), or load a "
        "factor for the meter's state; 273.15 K and 293.15 K differ by 7.3 %."
    )


@dataclass(frozen=True, slots=True)
class BaseUnit:
    """A base unit and the exact number of them in one unit as delivered."""

    name: str
    scale: Fraction
    is_rate: bool


# Unit -> (base unit, base units in one). Rates are per hour.
_AMOUNTS: dict[str, tuple[str, Fraction]] = {
    "Wh": ("Wh", Fraction(1)),
    "kWh": ("Wh", Fraction(1000)),
    "MWh": ("Wh", Fraction(10**6)),
    "varh": ("varh", Fraction(1)),
    "kvarh": ("varh", Fraction(1000)),
    "Mvarh": ("varh", Fraction(10**6)),
    "J": ("J", Fraction(1)),
    "kJ": ("J", Fraction(1000)),
    "MJ": ("J", Fraction(10**6)),
    "GJ": ("J", Fraction(10**9)),
    "mL": ("mL", Fraction(1)),
    "L": ("mL", Fraction(1000)),
    "m3": ("mL", Fraction(10**6)),
    "g": ("g", Fraction(1)),
    "kg": ("g", Fraction(1000)),
    "t": ("g", Fraction(10**6)),
    "km": ("m", Fraction(1000)),
    "t.km": ("kg.m", Fraction(10**6)),
    "p.km": ("p.m", Fraction(1000)),
    "1": ("1", Fraction(1)),
}
_RATES: dict[str, tuple[str, Fraction]] = {
    "W": ("Wh", Fraction(1)),
    "kW": ("Wh", Fraction(1000)),
    "MW": ("Wh", Fraction(10**6)),
    **{f"{unit}/h": known for unit, known in _AMOUNTS.items() if known[0] in ("J", "mL", "g")},
}
# Neither amounts nor rates: they cannot be added up, only say what state something is in.
_STATES: dict[str, tuple[str, Fraction]] = {
    "Pa": ("Pa", Fraction(1)),
    "kPa": ("Pa", Fraction(1000)),
    "MPa": ("Pa", Fraction(10**6)),
    "bar": ("Pa", Fraction(10**5)),
    "degC": ("degC", Fraction(1)),
    "K": ("K", Fraction(1)),
}
STATE_QUANTITIES = {"pressure": frozenset({"Pa"}), "temperature": frozenset({"degC", "K"})}
ICE_POINT = Fraction("273.15")
UNITS = (*_AMOUNTS, *_RATES, *_STATES)
# How sources write them: OPC UA's display names, labels on meters.
_SYMBOLS = {
    "W·h": "Wh", "kW·h": "kWh", "MW·h": "MWh",
    "m³": "m3", "Nm³": "m3", "Nm3": "m3", "Sm³": "m3", "Sm3": "m3", "m³/h": "m3/h", "Nm³/h": "m3/h",
    "Nm3/h": "m3/h", "°C": "degC", "\u2103": "degC", "度": "kWh", "千瓦时": "kWh", "兆瓦时": "MWh",
    "千瓦": "kW", "吉焦": "GJ", "立方米": "m3", "吨": "t", "l": "L", "l/h": "L/h", "KWH": "kWh", "KWh": "kWh",
    "kwh": "kWh", "MWH": "MWh", "WH": "Wh", "KW": "kW",
}  # fmt: skip
# Of these a source may say that its value is one, and no point of a park is in them.
_OTHER_SYMBOLS = frozenset(
    ("V", "kV", "A", "mA", "Hz", "var", "kvar", "VA", "kVA", "MVA", "%", "s", "min", "h")
)
# What a point may measure, and the base units in which it can be told.
_QUANTITIES: dict[str, frozenset[str]] = {
    "energy": frozenset({"Wh", "J"}),
    "reactive_energy": frozenset({"varh"}),
    "volume": frozenset({"mL"}),
    "mass": frozenset({"g"}),
    "count": frozenset({"1"}),
    "distance": frozenset({"m"}),
    "freight": frozenset({"kg.m"}),
    "travel": frozenset({"p.m"}),
    "power": frozenset({"Wh"}),
    "heat_flow": frozenset({"J", "Wh"}),
    "volume_flow": frozenset({"mL"}),
    "mass_flow": frozenset({"g"}),
    **STATE_QUANTITIES,
}
QUANTITIES = tuple(_QUANTITIES)
_RATE_QUANTITIES = frozenset({"power", "heat_flow", "volume_flow", "mass_flow"})
PINT_NAMES = {
    # A person is a count.
    "km": "km", "t.km": "t*km", "kg.m": "kg*m", "p.km": "km", "p.m": "m",
    "1": "dimensionless", "m3": "m**3", "m3/h": "m**3/h",
    # The var is a volt-ampere by another name; the registry has only that.
    "varh": "V*A*hour", "kvarh": "kV*A*hour", "Mvarh": "MV*A*hour",
}  # fmt: skip


@cache
def registry() -> "pint.UnitRegistry[Any]":
    """The unit registry, made when first asked for (it reads its definitions: 0.2 s)."""
    return pint.UnitRegistry(cache_folder=None)


@cache
def to_base(unit: str, quantity: str, carrier: str = "") -> BaseUnit:
    """The base unit of a point's unit; thermal energy is J and electrical energy is Wh.

    >>> to_base("kWh", "energy", "electricity").scale
    Fraction(1000, 1)
    """
    rate = quantity in _RATE_QUANTITIES
    table = _RATES if rate else _STATES if quantity in STATE_QUANTITIES else _AMOUNTS
    known = table.get(unit)
    allowed = _QUANTITIES.get(quantity)
    if known is None or allowed is None or known[0] not in allowed:
        raise UnitError(f"{unit} is no unit of {quantity}.", unit=unit, quantity=quantity)
    base, scale = known
    wanted = _energy_base(carrier) if base in ("Wh", "J") and carrier else base
    return BaseUnit(wanted, scale * _between(base, wanted), rate)


def unit_of_symbol(symbol: str) -> str | None:
    """The unit that a source's symbol means; None for a symbol that nobody knows.

    >>> unit_of_symbol("Nm³/h")
    'm3/h'
    """
    text = symbol.strip()
    unit = _SYMBOLS.get(text, text)
    return unit if unit in UNITS or unit in _OTHER_SYMBOLS else None


@cache
def in_unit(unit: str, wanted: str) -> Fraction | None:
    """How many `wanted` are one `unit`, where that is a finite decimal; None where it is not, or no number.

    >>> in_unit("Wh", "kWh")
    Fraction(1, 1000)
    """
    for table in (_AMOUNTS, _RATES, _STATES):
        if unit in table and wanted in table:
            (base, scale), (other, per) = table[unit], table[wanted]
            if base != other and {base, other} != {"Wh", "J"}:
                return None
            factor = scale / per * _between(base, other)
            return factor if _is_decimal(factor) else None
    return None


def _is_decimal(number: Fraction) -> bool:
    """Whether the number can be written with an end: its denominator has no prime but 2 and 5."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _energy_base(carrier: str) -> str:
    return "Wh" if carrier == "electricity" else "J"


def _between(base: str, wanted: str) -> Fraction:
    if base == wanted:
        return Fraction(1)
    return Fraction(3600) if (base, wanted) == ("Wh", "J") else Fraction(1, 3600)


def megapascal(unit: str) -> float:
    """MPa in one `unit` of pressure."""
    return float(_STATES[unit][1] / 10**6)


def celsius_offset(unit: str) -> float:
    """What is added to a temperature in `unit` to have it in °C."""
    return float(-ICE_POINT) if unit == "K" else 0.0


def amount(rate: BaseUnit, duration_s: int | None) -> Fraction:
    """Base units that one unit of a rate delivers in `duration_s` [s]; refuses to guess the duration."""
    if not rate.is_rate:
        return rate.scale
    if duration_s is None:
        raise DurationNeededError(f"A rate in {rate.name} per hour is no amount.", unit=rate.name)
    return rate.scale * duration_s / 3600


@cache
def factor_scale(unit: str, base: str) -> Fraction:
    """mg of gas per base unit of activity for one unit of a factor, e.g. kg/kWh and Wh: 1000.

    `unit` is "kg/<amount>"; the activity's `base` must measure the same thing.
    """
    mass, _, per = unit.partition("/")
    known = _AMOUNTS.get(per)
    if mass != "kg" or known is None:
        raise UnitError(f"{unit} is no unit of an emission factor.", unit=unit)
    factor_base, scale = known
    if {factor_base, base} == {"Wh", "J"}:
        scale *= _between(factor_base, base)
    elif factor_base != base:
        raise UnitError(f"A factor in {unit} does not apply to an activity in {base}.", unit=unit, base=base)
    return Fraction(10**6) / scale


def check_reference_state(point: str | None, factor: str | None) -> None:
    """Refuse a gas volume whose reference state is not the factor's; factors without one do not ask."""
    if factor is not None and point != factor:
        raise ReferenceStateError(
            f"The factor refers to {factor}, the meter to {point or 'an unknown state'}.",
            point=point,
            factor=factor,
        )


def check_table() -> dict[str, Fraction]:
    """Every unit of the table measured by the registry in its base unit (for the test of the table)."""
    ureg = registry()
    return {
        unit: Fraction(
            ureg.Quantity(1, PINT_NAMES.get(unit, unit)).to(PINT_NAMES.get(base, base)).m
        ).limit_denominator(10**9)
        for unit, (base, _) in _AMOUNTS.items()
    }
