"""Laboratory values of fuels on their moisture bases, and their mean by mass.

Bases (GB/T 483, ISO 1170): ar as received, ad air dried, d dry. For a mass fraction such as carbon
`X_ar = X_ad × (100 − M_ar) / (100 − M_ad)`, with M_ad = 0 for dry coal. The net calorific value also
carries the heat that evaporates the moisture, 23 J/g for each percent (GB/T 213):
`Q_net,ar = (Q_net,ad + 0.023 M_ad) × (100 − M_ar) / (100 − M_ad) − 0.023 M_ar` [GJ/t].
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from parkcarbon_platform.errors import InvalidError

Basis = Literal["ar", "ad", "d"]
EVAPORATION = Fraction(23, 1000)  # [GJ/t] for each percent of moisture


class MoistureNeededError(InvalidError):
    """A value cannot be brought to the basis as received."""

    code = "moisture_needed"
    remedy = (
        "Give the total moisture (M_ar), and for air-dried values also M_ad, as the laboratory reports them."
    )


@dataclass(frozen=True, slots=True)
class Lot:
    """A lot: `mass` [g] as received, `ncv` [GJ/t] and `carbon` [%] on `basis`, moistures [%]."""

    mass: int
    basis: Basis
    moisture_ar: Fraction | None = None
    moisture_ad: Fraction | None = None
    ncv: Fraction | None = None
    carbon: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Mean:
    """Means by mass, as received: `ncv` [GJ/t], `carbon` [%]; None where a lot has no such value."""

    mass: int
    ncv: Fraction | None
    carbon: Fraction | None

    @property
    def carbon_per_energy(self) -> Fraction | None:
        """Carbon content [tC/GJ]."""
        return self.carbon / 100 / self.ncv if self.carbon is not None and self.ncv else None


def _moistures(lot: Lot) -> tuple[Fraction, Fraction]:
    """Moisture as received and on the lot's own basis [%]."""
    if lot.basis == "ar":
        return Fraction(0), Fraction(0)  # nothing to convert
    own = Fraction(0) if lot.basis == "d" else lot.moisture_ad
    if lot.moisture_ar is None or own is None:
        raise MoistureNeededError(f"A value on the basis {lot.basis} needs its moistures.", basis=lot.basis)
    return lot.moisture_ar, own


def carbon_as_received(lot: Lot) -> Fraction | None:
    """Carbon [%] as received."""
    if lot.carbon is None:
        return None
    received, own = _moistures(lot)
    return lot.carbon * (100 - received) / (100 - own)


def ncv_as_received(lot: Lot) -> Fraction | None:
    """Net calorific value [GJ/t] as received."""
    if lot.ncv is None:
        return None
    received, own = _moistures(lot)
    return (lot.ncv + EVAPORATION * own) * (100 - received) / (100 - own) - EVAPORATION * received


def mean(lots: Sequence[Lot]) -> Mean:
    """The mean of the lots by mass, as received."""
    mass = sum(lot.mass for lot in lots)
    return Mean(
        mass,
        _weighted([(lot.mass, ncv_as_received(lot)) for lot in lots]),
        _weighted([(lot.mass, carbon_as_received(lot)) for lot in lots]),
    )


def _weighted(values: Sequence[tuple[int, Fraction | None]]) -> Fraction | None:
    if not values or any(value is None for _, value in values):
        return None
    total = sum((mass * value for mass, value in values if value is not None), Fraction(0))
    return total / sum(mass for mass, _ in values)
