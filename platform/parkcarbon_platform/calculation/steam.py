"""Heat of steam and volumes of gas: physical quantities that need pressure and temperature.

Thermodynamic heat (by IAPWS-IF97) and the heat that accounting rules define are two numbers; they are kept
apart and never stand in for each other.
"""

from fractions import Fraction
from typing import Literal

import seuif97

from parkcarbon_platform.errors import PlatformError

KELVIN = 273.15
# Property numbers in seuif97: pressure [MPa], temperature [°C], enthalpy [kJ/kg]. It answers below this where
# the state is outside.
_PRESSURE, _TEMPERATURE, _ENTHALPY = 0, 1, 4
_NO_STATE = -1000.0
# GB/T 32151 and the guidelines for enterprises: enthalpy of feed water of 20 °C that is taken off [kJ/kg].
FEED_ENTHALPY = Fraction("83.74")
Basis = Literal["full", "less_feed"]


class StateError(PlatformError):
    """A pressure or temperature is outside what the formulation covers, or is no possible value."""

    code = "state"
    remedy = "Check the units: pressure is absolute, in MPa (gas: kPa), temperature in °C (gas: K)."


def enthalpy(pressure: float, temperature: float | None) -> float:
    """Specific enthalpy of water or steam [kJ/kg] by IAPWS-IF97, of which water at the triple point has none.

    `pressure` absolute [MPa]; `temperature` [°C], None: dry saturated steam of this pressure. Covers 0 to
    800 °C up to 100 MPa, and to 2000 °C up to 50 MPa; raises StateError outside.
    """
    saturated = temperature is None
    found = (
        seuif97.px(pressure, 1.0, _ENTHALPY) if saturated else seuif97.pt(pressure, temperature, _ENTHALPY)
    )
    if not pressure > 0 or not found > _NO_STATE:
        raise StateError(
            f"IAPWS-IF97 knows no state of {pressure} MPa and {'saturation' if saturated else temperature}.",
            pressure=pressure,
            temperature=temperature,
        )
    return float(found)


def saturation_temperature(pressure: float) -> float:
    """Temperature [°C] at which water of this absolute pressure [MPa] boils; raises StateError."""
    return _saturation(
        seuif97.px(pressure, 1.0, _TEMPERATURE) if pressure > 0 else _NO_STATE, pressure, "MPa"
    )


def saturation_pressure(temperature: float) -> float:
    """Absolute pressure [MPa] at which water of this temperature [°C] boils; raises StateError."""
    return _saturation(seuif97.tx(temperature, 1.0, _PRESSURE), temperature, "°C")


def _saturation(found: float, given: float, unit: str) -> float:
    if not found > _NO_STATE:
        raise StateError(f"IAPWS-IF97 knows no saturation at {given} {unit}.", given=given)
    return float(found)


def steam_heat(
    mass: float, pressure: float, temperature: float | None, feed_temperature: float | None = None
) -> float:
    """Thermodynamic heat [MJ] of `mass` [t] of steam: mass * (h(pressure, temperature) - h_feed).

    Reference: with `feed_temperature` [°C] the water that came in, at the steam's pressure (returned
    condensate is fed at its own temperature); without it liquid water at the triple point, so that the heat
    is the full enthalpy. `pressure` absolute [MPa]; `temperature` [°C], None: dry saturated.
    """
    feed = 0.0 if feed_temperature is None else enthalpy(pressure, feed_temperature)
    return mass * (enthalpy(pressure, temperature) - feed)


def accounting_heat(mass: Fraction, tabulated_enthalpy: Fraction, basis: Basis) -> Fraction:
    """Heat [MJ] of `mass` [t] of steam as a ruleset defines it, from the enthalpy in its table [kJ/kg].

    `full`: the enthalpy as it is; `less_feed`: less 83.74 kJ/kg, water of 20 °C.
    """
    return mass * (tabulated_enthalpy - (FEED_ENTHALPY if basis == "less_feed" else 0))


def convention_ratio(tabulated_enthalpy: Fraction, told: Basis, wanted: Basis) -> Fraction:
    """Accounting heat on the basis `wanted` for one unit of heat `told` on another, of steam with a tabulated
    enthalpy [kJ/kg]; the mass of steam is the same.

    >>> round(100 * convention_ratio(Fraction("2777.0"), "full", "less_feed"), 4)
    Fraction(193969, 2000)
    """
    return accounting_heat(Fraction(1), tabulated_enthalpy, wanted) / accounting_heat(
        Fraction(1), tabulated_enthalpy, told
    )


def reference_volume(
    volume: Fraction,
    pressure: Fraction,
    temperature: Fraction,
    *,
    reference_temperature: Fraction = Fraction("293.15"),
    reference_pressure: Fraction = Fraction("101.325"),
    compressibility: Fraction = Fraction(1),
) -> Fraction:
    """Volume [m3] of gas at reference conditions: V * (P / P_ref) * (T_ref / T) / Z.

    `pressure` absolute [kPa] and `temperature` [K] at the meter; references by GB/T 21391 unless given.
    `compressibility`: Z at the meter over Z at reference conditions. Raises StateError.
    """
    if min(pressure, temperature, reference_temperature, reference_pressure, compressibility) <= 0:
        raise StateError("Absolute pressure, temperature and compressibility are above zero.")
    return volume * (pressure / reference_pressure) * (reference_temperature / temperature) / compressibility
