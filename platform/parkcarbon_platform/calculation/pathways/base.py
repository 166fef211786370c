"""The base year of a plan: output, sectors, energy and factors, as entered or read from the ledger."""

from dataclasses import dataclass

import numpy as np

from parkcarbon_platform.calculation.pathways.drivers import Floats
from parkcarbon_platform.calculation.pathways.errors import PathwayError

ELECTRICITY = "electricity"
GJ_PER_MWH = 3.6
# Shares are typed with four digits.
TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class BaseYear:
    """A park in its base year.

    `output` [10⁴ yuan/a]; by sector (S): `share` of output [-], `intensity` [GJ per 10⁴ yuan], `mix` (S, C)
    of carriers in energy [-], `process` [tCO2 per 10⁴ yuan]; by carrier (C): `factor` [tCO2/GJ], of
    electricity unused: `grid` [tCO2/MWh] and `zero` (share of electricity without emissions) price it.
    `growth` [%/a].
    """

    year: int
    output: float
    sectors: tuple[str, ...]
    share: Floats
    intensity: Floats
    process: Floats
    carriers: tuple[str, ...]
    mix: Floats
    factor: Floats
    grid: float
    zero: float = 0.0
    growth: float = 0.0

    @property
    def energy(self) -> Floats:
        """Energy by sector (S) [GJ/a]."""
        return np.asarray(self.output * self.share * self.intensity, np.float64)

    @property
    def carrier_share(self) -> Floats:
        """Share of each carrier in the park's energy (C) [-]."""
        energy = self.energy
        return np.asarray(energy @ self.mix / energy.sum(), np.float64)

    def check(self) -> None:
        """Raises PathwayError with `field` where the year contradicts itself.

        >>> year = BaseYear(2024, 100.0, ("a",), np.ones(1), np.ones(1), np.zeros(1), (ELECTRICITY,),
        ...                 np.ones((1, 1)), np.zeros(1), 0.5)
        >>> year.check()
        """
        sectors, carriers = len(self.sectors), len(self.carriers)
        shapes = {"share": (sectors,), "intensity": (sectors,), "process": (sectors,),
                  "mix": (sectors, carriers), "factor": (carriers,)}  # fmt: skip
        for field, shape in shapes.items():
            values: Floats = getattr(self, field)
            if values.shape != shape or not np.isfinite(values).all() or (values < 0).any():
                raise PathwayError(f"{field} needs {shape} numbers that are not negative.", field=field)
        for field in ("sectors", "carriers"):
            names = getattr(self, field)
            if not names or len(set(names)) != len(names):
                raise PathwayError(f"{field} need names, each once.", field=field)
        if not self.output > 0 or not self.energy.sum() > 0:
            raise PathwayError("A base year needs output and energy.", field="output")
        if abs(self.share.sum() - 1) > TOLERANCE:
            raise PathwayError("The sectors' shares of output add up to 1.", field="share")
        if (np.abs(self.mix.sum(axis=1) - 1) > TOLERANCE).any():
            raise PathwayError("The carriers' shares add up to 1 in every sector.", field="mix")
