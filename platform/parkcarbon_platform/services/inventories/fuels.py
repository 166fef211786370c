"""CH4 and N2O that accompany the combustion of fuels: per heat, where a ruleset asks for these gases."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.activity import Priced, Segment, Sum
from parkcarbon_platform.calculation.accounting.completeness import Lack
from parkcarbon_platform.factors.resolver import FactorMissingError, Resolved
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.ledger.factors import Book
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.factors import StoredVersion
from parkcarbon_platform.storage.inventory_activity import SourceRow
from parkcarbon_platform.storage.live import ParkRow

GASES = ("CH4", "N2O")
FOSSIL = "fuel."
# The units of net calorific values: so many of them are one [GJ a base unit: g, mL].
PER_BASE = {"GJ/t": Fraction(1, 10**6), "GJ/10^4 m3": Fraction(1, 10**10)}
MG_PER_KG = 10**6
Further = dict[tuple[str, date], tuple[Priced, ...]]


def further_gases(
    connection: Connection, park: ParkRow, rows: Sequence[SourceRow], segments: Sequence[Segment],
    sums: Sequence[Sum],
) -> tuple[Further, list[Lack]]:  # fmt: skip
    """The gases of fossil fuels by source and month, at the pinned factor's heat; and what is missing."""
    burnt = {row.code: row for row in rows if brings_further(row)}
    if not burnt:
        return {}, []
    book = factors.book(connection)
    book = factors.including(connection, book, {row.factor_version for row in sums})
    quantities: dict[tuple[str, date, int], int] = {}
    for row in sums:
        if row.source in burnt:
            key = (row.source, segments[row.segment].month, row.factor_version)
            quantities[key] = quantities.get(key, 0) + row.quantity
    found: dict[tuple[str, date], list[Priced]] = {}
    missing: dict[tuple[str, str], list[date]] = {}
    for (source, month, version), quantity in sorted(quantities.items()):
        heat = heat_of(book.stored[version])
        for gas in GASES:
            resolved = _resolved(book, burnt[source], park.grid_region, month, gas)
            if heat is None or resolved is None:
                missing.setdefault((source, gas), []).append(month)
                continue
            each = Fraction(resolved.version.value) * MG_PER_KG * heat
            priced = Priced(gas, quantity, each, resolved.version.id, resolved.fallback, version)
            found.setdefault((source, month), []).append(priced)
    lacks = [
        Lack("factor_missing", source, tuple(dict.fromkeys(days)), detail=gas)
        for (source, gas), days in missing.items()
    ]
    return {key: tuple(priced) for key, priced in found.items()}, lacks


def brings_further(row: SourceRow) -> bool:
    """Whether a source burns a fossil fuel, whose CO2 comes with other gases."""
    return row.factor.startswith(FOSSIL) and row.gas == "CO2"


def heat_of(version: StoredVersion) -> Fraction | None:
    """GJ a base unit of the fuel; None where the factor does not say."""
    found = version.components.get("net_calorific_value")
    if not isinstance(found, dict) or found.get("unit") not in PER_BASE:
        return None
    return Fraction(found["value"]) * PER_BASE[found["unit"]]


def _resolved(book: Book, source: SourceRow, region: str, day: date, gas: str) -> Resolved | None:
    suffix = f".{gas.lower()}"
    names = [f"{source.factor}{suffix}"]
    if source.category == "mobile_combustion":
        names.insert(0, f"{source.factor}.mobile{suffix}")
    for name in names:
        try:
            return book.resolve(
                name, source.factor_region or region, day, gas=gas, enterprise_id=source.enterprise_id
            )
        except FactorMissingError:
            continue
    return None
