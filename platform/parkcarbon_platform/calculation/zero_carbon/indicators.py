"""The indicators of national zero-carbon parks (发改环资〔2025〕910号, annex 3): one core, five guiding.

A figure whose parts nobody gave is None, never 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.calculation.zero_carbon.method import Result
from parkcarbon_platform.calculation.zero_carbon.settings import (
    LARGE_LIMIT,
    LARGE_TCE,
    MIDDLE_LIMIT,
    SMALLEST_TCE,
    Settings,
)

Verdict = Literal["met", "missed", "unknown"]
MG_PER_T = 10**9
# Of industrial solid waste, waste heat, industrial water, and clean energy: the least share.
LEAST = {
    "clean_energy": Fraction(90, 100),
    "solid_waste": Fraction(80, 100),
    "waste_heat": Fraction(50, 100),
    "water_reuse": Fraction(80, 100),
}


@dataclass(frozen=True, slots=True)
class Energy:
    """The energy of a park and year: fuels and heat [kgce, calorific value], electricity used [Wh], of which
    by direct green supply, by certificates, and generated on the spot from sun, wind or water."""

    other_kgce: Fraction
    electricity_wh: int
    direct_wh: int
    certified_wh: int
    onsite_wh: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: its share is unknown where either is, or the whole is nothing."""

    part: int | None
    whole: int | None

    @property
    def value(self) -> Fraction | None:
        """The share."""
        return None if self.part is None or not self.whole else Fraction(self.part, self.whole)


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator with its limit; `value` and `limit` have one unit: a share, or t CO2 per tce."""

    code: str
    value: Fraction | None
    limit: Fraction | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ProductEnergy:
    """A product: its energy by unit and the limit of grade 2 of its standard, both in one unit."""

    product: str
    value: Decimal | None
    limit: Decimal | None


def energy_tce(energy: Energy, settings: Settings) -> Fraction | None:
    """Energy [tce] with electricity at its equivalent value; None while that has not been set."""
    if settings.equivalent_kgce_per_kwh is None:
        return None
    electricity = Fraction(energy.electricity_wh, 1000) * Fraction(settings.equivalent_kgce_per_kwh)
    return (energy.other_kgce + electricity) / 1000


def core(result: Result, energy: Energy, settings: Settings) -> Indicator:
    """CO2 by energy used [t per tce] and its limit, by the size of the park."""
    tce = energy_tce(energy, settings)
    value = None if not tce else Fraction(result.total_mg, MG_PER_T) / tce
    return _below("core", value, None if tce is None else _limit(tce, settings))


def _limit(tce: Fraction, settings: Settings) -> Fraction | None:
    if tce >= LARGE_TCE:
        return Fraction(LARGE_LIMIT)
    if tce >= SMALLEST_TCE:
        return Fraction(MIDDLE_LIMIT)
    return None if settings.small_limit is None else Fraction(settings.small_limit)


def clean_energy(energy: Energy, settings: Settings) -> Indicator:
    """The share of clean energy by the formula that was chosen: of electricity, or of all energy.

    The annex prints no formula. `electricity`: direct green supply, certificates and own generation from sun,
    wind or water by electricity used. `energy`: the same in equivalent value by all energy.
    """
    green = energy.direct_wh + energy.certified_wh + energy.onsite_wh
    value = None
    if settings.clean_share == "electricity" and energy.electricity_wh:
        value = Fraction(green, energy.electricity_wh)
    elif settings.clean_share == "energy" and (tce := energy_tce(energy, settings)):
        coal = Fraction(settings.equivalent_kgce_per_kwh or 0)
        value = Fraction(green, 1000) * coal / 1000 / tce
    return _above("clean_energy", value, LEAST["clean_energy"])


def direct_supply(energy: Energy, settings: Settings) -> Indicator:
    """The share of direct green supply in the electricity used (a principle of annex 4)."""
    direct = energy.direct_wh + (energy.onsite_wh if settings.is_onsite_direct else 0)
    value = Share(direct, energy.electricity_wh).value
    return _above("direct_supply", value, Fraction(settings.direct_share))


def used(code: str, shares: Sequence[Share]) -> Indicator:
    """The share that is used of all that there is, the parts weighted by their size (waste heat, cold and
    pressure; solid waste; industrial water); unknown as soon as a part is."""
    known = [s for s in shares if s.part is not None and s.whole is not None]
    whole = sum(s.whole or 0 for s in known)
    value = None
    if shares and len(known) == len(shares) and whole:
        value = Fraction(sum(s.part or 0 for s in known), whole)
    return _above(code, value, LEAST[code])


def products(given: Sequence[ProductEnergy]) -> Indicator:
    """The share of products whose energy by unit reaches grade 2 of its standard or better; all have to."""
    known = [p.value <= p.limit for p in given if p.value is not None and p.limit is not None]
    value = Fraction(sum(known), len(known)) if known and len(known) == len(given) else None
    return _above("product_energy", value, Fraction(1))


def _below(code: str, value: Fraction | None, limit: Fraction | None) -> Indicator:
    if value is None or limit is None:
        return Indicator(code, value, limit, "unknown")
    return Indicator(code, value, limit, "met" if value <= limit else "missed")


def _above(code: str, value: Fraction | None, limit: Fraction) -> Indicator:
    if value is None:
        return Indicator(code, None, limit, "unknown")
    return Indicator(code, value, limit, "met" if value >= limit else "missed")
