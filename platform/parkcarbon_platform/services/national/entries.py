"""Figures that no meter has, entered with their evidence; the newest of a year and code counts."""

from parkcarbon_platform.errors import InvalidError, NotFoundError
from parkcarbon_platform.services.access.actors import Actor
from parkcarbon_platform.services.national.models import ZeroCarbonEntry
from parkcarbon_platform.storage import evidence
from parkcarbon_platform.storage import national as storage
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.national import EntryRow

__all__ = ["EntryRow", "of_year", "save"]

HEATS = ("waste_heat", "waste_cold", "waste_pressure")
UNITS = {"water_reuse": "m3", "solid_waste": "t", **dict.fromkeys(HEATS, "GJ")}


class ZeroCarbonEntryError(InvalidError):
    """The figure cannot be entered; fact `field` says why not."""

    code = "zero_carbon_entry"
    remedy = "Correct the field that is named."


def of_year(connection: Connection, year: int) -> dict[str, EntryRow]:
    """The figures of a year that count, by code."""
    return {row.code: row for row in storage.entries(connection, year, year) if row.part is not None}


def save(connection: Connection, park_id: int, actor: Actor, entry: ZeroCarbonEntry) -> None:
    """Keep a figure, or take it back; raises ZeroCarbonEntryError, NotFoundError."""
    if (entry.part is None) != (entry.whole is None):
        raise ZeroCarbonEntryError("A part needs its whole.", field="whole" if entry.part else "part")
    if entry.evidence is not None and not evidence.find(connection, [entry.evidence]):
        raise NotFoundError(f"There is no evidence {entry.evidence}.", evidence=entry.evidence)
    is_product = entry.code.startswith("product:")
    if entry.part is not None:
        if entry.evidence is None:
            raise ZeroCarbonEntryError("An entered figure needs its evidence.", field="evidence")
        if not entry.whole:
            raise ZeroCarbonEntryError("The whole, or the limit, is above 0.", field="whole")
        if not is_product and entry.whole is not None and entry.part > entry.whole:
            raise ZeroCarbonEntryError("The part is more than its whole.", field="part")
        if is_product and not entry.unit.strip():
            raise ZeroCarbonEntryError("Say the unit of the product's energy, e.g. kgce/t.", field="unit")
    storage.add_entry(
        connection, park_id, year=entry.year, code=entry.code, part=entry.part, whole=entry.whole,
        unit=UNITS.get(entry.code, entry.unit.strip()), evidence_id=entry.evidence, note=entry.note,
        author=actor.name,
    )  # fmt: skip
