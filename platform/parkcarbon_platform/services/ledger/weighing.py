"""All gases of a figure that is not stored, as CO2e: a preview is not blind for what is no CO2."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.gases import CO2, DEFAULT_GWP, GWP_SETS
from parkcarbon_platform.storage import gas_weights as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.gas_weights import GasRow


@dataclass(frozen=True, slots=True)
class Weights:
    """The gases of sources by code, and by which set they are weighed."""

    gwp: str
    rows: Mapping[str, GasRow]

    def gas(self, source: str) -> str:
        """What a source emits."""
        row = self.rows.get(source)
        return CO2 if row is None else row.gas

    def is_apart(self, source: str) -> bool:
        """Whether it is in no total: biogenic CO2, and sinks."""
        row = self.rows.get(source)
        return row is not None and row.apart

    def co2e(self, source: str, mass_mg: int) -> int | None:
        """What a mass of a source's gas counts [mg CO2e]: 0 apart, None where the set does not know it."""
        row = self.rows.get(source)
        if row is None or row.apart:
            return 0
        return None if row.gwp is None else round(Fraction(row.gwp) * mass_mg)


def park_gwp(connection: Connection) -> str:
    """The set of potentials that the park has chosen for figures of which nobody chooses another."""
    row = storage.chosen(connection)
    return (row and row.gwp) or DEFAULT_GWP


def weights(connection: Connection) -> Weights:
    """Of the sources that the transaction sees, by the park's set, with which its inventories begin, too."""
    gwp = park_gwp(connection)
    rows = storage.weights(connection, GWP_SETS[gwp])
    return Weights(gwp, {row.source: row for row in rows})
