"""A base year from what the ledger knows, for somebody to complete: enterprises are its sectors."""

from datetime import datetime
from fractions import Fraction

from parkcarbon_platform.calculation.accounting.gases import CO2
from parkcarbon_platform.calculation.pathways.base import ELECTRICITY, GJ_PER_MWH
from parkcarbon_platform.errors import InvalidError, NotFoundError
from parkcarbon_platform.services import localtime
from parkcarbon_platform.services.planning.models import LedgerSnapshot, PlanBase, PlanSector
from parkcarbon_platform.storage import ledger_sums, live
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.ledger_sums import SourceTotal

# Heating values [GJ per base unit]: electricity and heat by definition; gas and diesel as the factor library
# has them (GB/T 32151.34-2024, table C.1: 389.31 GJ/10⁴ m³, 42.652 GJ/t), raw coal by its standard coal
# (0.7143 kgce/kg × 29,307.6 kJ/kgce ≈ 20,934 kJ/kg), where the park has no other.
GJ_PER_BASE = {
    ELECTRICITY: Fraction(36, 10_000_000), "steam": Fraction(1, 10**9), "heat": Fraction(1, 10**9),
    "natural_gas": Fraction(38_931, 10**12), "diesel": Fraction(42_652, 10**9),
    "coal": Fraction(20_934, 10**9),
}  # fmt: skip
YEAR_S = 365 * 86_400


class EmptyLedgerError(InvalidError):
    """The ledger has nothing to begin with in this span."""

    code = "empty_ledger"
    remedy = "Choose days that have settled hours, or enter the base year."


def proposal(connection: Connection, start: datetime, end: datetime, output: float) -> PlanBase:
    """Energy and emissions of [start, end), scaled to a year, with the output [10⁴ yuan/a] that is given.

    Every enterprise is a sector; output is divided by energy, since the ledger knows none (`assumed`):
    correct it. Factors are what the ledger's hours come to, so that the base year emits what they do.
    """
    if end <= start:
        raise InvalidError("The span ends before it begins.", field="to")
    park = live.park(connection)
    if park is None:
        raise NotFoundError("There is no such park.")
    rows = [
        row
        for row in ledger_sums.source_totals_of_hours(connection, start, end)
        if row.co2_mg or row.quantity
    ]
    # Scope 3 lies outside, and other gases have the activity of a source of CO2.
    own = [row for row in rows if not row.internal_transfer and row.scope in (1, 2) and row.gas == CO2]
    if not own:
        raise EmptyLedgerError("The ledger has no hours here.")
    covered = max(row.covered_s for row in own)
    scaled = YEAR_S / max(covered, 1)
    sectors = _sectors(own, scaled, output)
    if not sectors:
        raise EmptyLedgerError("The ledger has no energy here.")
    factors = _factors(own)
    snapshot = LedgerSnapshot(
        start=localtime.to_ms(start), end=localtime.to_ms(end), hours=covered // 3600,
        co2_mg=sum(row.co2_mg for row in own), known_at=localtime.to_ms(localtime.now()),
        scaled=round(scaled, 6),
    )  # fmt: skip
    assumed = ["output_by_energy", *(["scaled_to_a_year"] if abs(scaled - 1) > 0.01 else [])]
    return PlanBase(
        year=localtime.local_date(start, park.timezone).year, output=output,
        grid=round(factors.pop(ELECTRICITY, 0.0) * GJ_PER_MWH, 6), sectors=sectors, factors=factors,
        ledger=snapshot, assumed=assumed,
    )  # fmt: skip


def _energy(row: SourceTotal) -> float:
    """GJ of a source, 0 where its carrier is no energy."""
    return float(GJ_PER_BASE.get(row.carrier, Fraction(0)) * row.quantity)


def _factors(rows: list[SourceTotal]) -> dict[str, float]:
    """Emissions over energy by carrier [t/GJ], as the ledger priced them."""
    energy: dict[str, float] = {}
    tonnes: dict[str, float] = {}
    for row in rows:
        if row.carrier in GJ_PER_BASE:
            energy[row.carrier] = energy.get(row.carrier, 0.0) + _energy(row)
            tonnes[row.carrier] = tonnes.get(row.carrier, 0.0) + row.co2_mg / 1e9
    return {carrier: round(tonnes[carrier] / gj, 9) for carrier, gj in sorted(energy.items()) if gj > 0}


def _sectors(rows: list[SourceTotal], scaled: float, output: float) -> list[PlanSector]:
    energy: dict[str, dict[str, float]] = {}
    process: dict[str, float] = {}
    for row in rows:
        owner = row.enterprise or "park"
        of = energy.setdefault(owner, {})
        if row.carrier in GJ_PER_BASE:
            of[row.carrier] = of.get(row.carrier, 0.0) + _energy(row)
        else:
            process[owner] = process.get(owner, 0.0) + row.co2_mg / 1e9
    whole = {owner: sum(of.values()) for owner, of in sorted(energy.items()) if sum(of.values()) > 0}
    total = sum(whole.values())
    return [
        PlanSector(
            name=owner, share=gj / total, intensity=round(total * scaled / output, 9),
            process=round(process.get(owner, 0.0) * scaled / (output * gj / total), 9),
            mix={c: max(x, 0.0) / gj for c, x in energy[owner].items() if x > 0},
        )
        for owner, gj in whole.items()
    ]  # fmt: skip
