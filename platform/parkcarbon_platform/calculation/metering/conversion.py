"""Steam and gas by the quarter hour: an amount times what its pressure and temperature make of it.

Pressure and temperature are means over the quarter hour, the state is evaluated once. Whatever happens to
the gauges, the amount is not lost: a state that is missing, wet or impossible is replaced, and the method
says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

import numpy as np

from parkcarbon_platform.calculation import steam, units
from parkcarbon_platform.calculation.exact import Int64
from parkcarbon_platform.calculation.metering.intervals import segments
from parkcarbon_platform.calculation.metering.registers import Float64
from parkcarbon_platform.calculation.metering.rules import DEFAULTS, QUARTER_MS, Values
from parkcarbon_platform.calculation.steam import StateError

Kind = Literal["steam_heat", "accounting_heat", "gas_volume"]
KINDS: tuple[Kind, ...] = ("steam_heat", "accounting_heat", "gas_volume")
MEASURED, TYPICAL, SATURATED = "conversion", "state_typical", "state_saturated"
# A factor is a whole number of these parts: µJ/g of heat, and 1e-8 of a volume.
HEAT_PARTS, VOLUME_PARTS = 10**6, 10**8
KPA = 1000
# Absolute pressure [MPa] up to which, and temperatures [°C] between which, a gas is metered anywhere: beyond
# them a gauge speaks another unit or byte order, and the volume would be wrong by powers of ten.
GAS_PRESSURE, GAS_COLDEST, GAS_HOTTEST = 100.0, -200.0, 2000.0


@dataclass(frozen=True, slots=True)
class State:
    """Absolute pressure [MPa] and temperature [°C]; `feed`: temperature of the water that came in [°C]."""

    pressure: float | None
    temperature: float | None
    feed: float | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    """What is made of an amount.

    `metered`: which of pressure, temperature and feed have gauges; `typical` stands in for them, and its
    `feed` is the reference where no gauge measures it (None: water at the triple point). `enthalpy` [kJ/kg]
    of a ruleset's table replaces the state in accounting heat.
    """

    kind: Kind
    metered: frozenset[str]
    typical: State
    basis: steam.Basis | None = None
    enthalpy: Fraction | None = None
    reference_state: str | None = None
    compressibility: Fraction = Fraction(1)
    rules: Values = field(default_factory=lambda: DEFAULTS)

    @property
    def parts(self) -> int:
        """What a factor is counted in."""
        return VOLUME_PARTS if self.kind == "gas_volume" else HEAT_PARTS


@dataclass(frozen=True, slots=True)
class Factor:
    """`value` parts of the result for one of the amount, how it was found, and the rule that struck."""

    value: int
    method: str = MEASURED
    rule: str | None = None
    detail: str = ""


def factor(conversion: Conversion, state: State) -> Factor:
    """The factor of a quarter hour; what has a gauge and is None in `state` is not known."""
    if conversion.enthalpy is not None:
        return Factor(_parts(conversion, float(_accounted(conversion, conversion.enthalpy))))
    missing = sorted(name for name in conversion.metered if getattr(state, name) is None)
    if missing:
        found = factor(conversion, _filled(conversion, state))
        return Factor(found.value, TYPICAL, "state_missing", ", ".join(missing))
    try:
        if conversion.kind == "gas_volume":
            return Factor(_parts(conversion, _volume(conversion, state)))
        return _steam(conversion, _with_reference(conversion, state))
    except StateError:
        typical = _evaluated(conversion, _with_reference(conversion, conversion.typical))
        return Factor(_parts(conversion, typical), TYPICAL, "state_range", _told(state))


def check(conversion: Conversion) -> None:
    """Raises StateError where even the typical state is impossible."""
    if conversion.enthalpy is None:
        _evaluated(conversion, _with_reference(conversion, conversion.typical))


def _evaluated(conversion: Conversion, state: State) -> float:
    if conversion.kind == "gas_volume":
        return _volume(conversion, state)
    return _heat(conversion, state)


def _steam(conversion: Conversion, state: State) -> Factor:
    """A little below boiling is the gauges' inaccuracy and counts as dry saturated; farther below is wet."""
    if state.pressure is None or state.temperature is None:
        return Factor(_parts(conversion, _heat(conversion, state)))
    boiling = steam.saturation_temperature(state.pressure) if state.pressure < 22.064 else 0.0
    if state.temperature > boiling:
        return Factor(_parts(conversion, _heat(conversion, state)))
    value = _parts(conversion, _heat(conversion, State(state.pressure, None, state.feed)))
    if boiling - state.temperature <= float(conversion.rules["wet_steam"]["margin"]):
        return Factor(value)
    return Factor(value, SATURATED, "wet_steam", _told(state))


def _heat(conversion: Conversion, state: State) -> float:
    """Heat [J/g = kJ/kg]."""
    pressure = state.pressure
    if pressure is None:
        if state.temperature is None:
            raise StateError("Steam needs a pressure or a temperature.")
        pressure = steam.saturation_pressure(state.temperature)
        full = steam.enthalpy(pressure, None)
    else:
        full = steam.enthalpy(pressure, state.temperature)
    if conversion.kind == "accounting_heat":
        return float(_accounted(conversion, Fraction(full)))
    return full if state.feed is None else full - steam.enthalpy(pressure, state.feed)


def _accounted(conversion: Conversion, enthalpy: Fraction) -> Fraction:
    return steam.accounting_heat(Fraction(1), enthalpy, conversion.basis or "full")


def _volume(conversion: Conversion, state: State) -> float:
    if state.pressure is None or state.temperature is None:
        raise StateError("Gas needs a pressure and a temperature.")
    kelvin, kilopascal = units.REFERENCE_CONDITIONS[conversion.reference_state or ""]
    if not (0 < state.pressure <= GAS_PRESSURE and GAS_COLDEST <= state.temperature <= GAS_HOTTEST):
        raise StateError(f"No gas is metered at {state.pressure} MPa and {state.temperature} °C.")
    return float(
        steam.reference_volume(
            Fraction(1),
            Fraction(state.pressure) * KPA,
            Fraction(state.temperature) + units.ICE_POINT,
            reference_temperature=kelvin,
            reference_pressure=kilopascal,
            compressibility=conversion.compressibility,
        )
    )


def _filled(conversion: Conversion, state: State) -> State:
    names = ("pressure", "temperature", "feed")
    known = {n: getattr(state, n) for n in names}
    return State(**{n: getattr(conversion.typical, n) if v is None else v for n, v in known.items()})


def _with_reference(conversion: Conversion, state: State) -> State:
    """The state less what is not metered, with the water that came in."""
    feed = conversion.typical.feed if state.feed is None else state.feed
    names = conversion.metered
    return State(
        state.pressure if "pressure" in names else None,
        state.temperature if "temperature" in names else None,
        feed if conversion.kind == "steam_heat" else None,
    )


def _parts(conversion: Conversion, value: float) -> int:
    return round(Fraction(value) * conversion.parts)


def _told(state: State) -> str:
    pressure = "" if state.pressure is None else f"{state.pressure:.6g} MPa"
    temperature = "" if state.temperature is None else f"{state.temperature:.6g} °C"
    return ", ".join(text for text in (pressure, temperature) if text)


def quarter_means(time: Int64, value: Float64, reach_ms: int) -> Iterator[tuple[int, float, int]]:
    """(start [ms], mean, time covered [ms]) of each quarter hour that lines between readings touch.

    `time` [ms] increases; readings farther apart than `reach_ms` have no line between them.
    """
    near = np.nonzero(np.diff(time) <= reach_ms)[0]
    if near.size == 0:
        return
    pair, start, end = segments(time[near], time[near + 1])
    t0, t1 = time[near][pair], time[near + 1][pair]
    v0, v1 = value[near][pair], value[near + 1][pair]
    slope = (v1 - v0) / (t1 - t0)
    area = (v0 + slope * ((start + end) / 2 - t0)) * (end - start)
    quarter = start - start % QUARTER_MS
    first = np.concatenate(([0], np.nonzero(np.diff(quarter))[0] + 1))
    covered = np.add.reduceat(end - start, first)
    yield from zip(
        quarter[first].tolist(),
        (np.add.reduceat(area, first) / covered).tolist(),
        covered.tolist(),
        strict=True,
    )
