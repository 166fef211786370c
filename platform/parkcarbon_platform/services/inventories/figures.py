"""What stands beside an inventory's tonnes: uncertainty, standard coal, intensities; as plain data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from parkcarbon_platform.calculation.accounting.figures.intensities import Intensity
from parkcarbon_platform.calculation.accounting.figures.standard_coal import Coefficient, Energy
from parkcarbon_platform.services.inventories import computing, energy, intensity, notes, uncertain
from parkcarbon_platform.services.inventories.computing import Computed
from parkcarbon_platform.services.inventories.uncertain import Uncertainty
from parkcarbon_platform.services.ledger import factors
from parkcarbon_platform.services.progress import Told, untold
from parkcarbon_platform.storage import inventory_points, live
from parkcarbon_platform.storage.database import Connection

CONTRIBUTORS = 20


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of an inventory."""

    uncertainties: list[Uncertainty]
    energy: Energy
    intensities: list[Intensity]


def figures_of(connection: Connection, computed: Computed, now: datetime, told: Told = untold) -> Figures:
    """The figures of what was just computed."""
    question = computed.question
    said = notes.read(connection, question.enterprise)
    start, end = uncertain.span(computed)
    apart = inventory_points.apart(connection)
    found = uncertain.instruments(connection, said, start, min(end, now), apart)
    activity: dict[tuple[str, int], int] = {}
    told("energy", 0)
    read = computing.read(connection, question, now)
    for row in read.sums:
        key = (row.source, row.factor_version)
        activity[key] = activity.get(key, 0) + round(row.quantity * computed.shares.get(row.source, 1))
    book = factors.including(connection, factors.coal_book(connection), {version for _, version in activity})
    in_coal = energy.energy_of(
        computed, activity=activity, found=found, book=book, region=read.park.grid_region, apart=apart
    )
    basis = computed.rules.bases[0]
    owners = sorted({row.enterprise for row in computed.sources if row.enterprise is not None})
    known = sorted({row.code for row in live.enterprises(connection)} & set(owners))
    boundary = intensity.Boundary(question.start, question.end, question.enterprise, known)
    ratios = intensity.intensities_of(connection, boundary, computed.totals(basis).total, in_coal)
    return Figures(uncertain.uncertainties(connection, computed, found, told), in_coal, ratios)


def document(found: Figures) -> dict[str, Any]:
    """As stored with an inventory and shown: amounts in base units, decimals as strings."""
    return {
        "uncertainty": [_uncertainty(each) for each in found.uncertainties],
        "energy": _energy(found.energy),
        "intensities": [_intensity(each) for each in found.intensities],
    }


def _uncertainty(found: Uncertainty) -> dict[str, Any]:
    first, second = found.first, found.second
    known = any(cause.is_known for cause in found.causes.values())
    return {
        "basis": found.basis,
        "total_mg": first.total,
        "level": first.level,
        "covered_share": first.covered.share,
        "approach_1": None
        if not known
        else {
            "half_width_mg": round(first.half_width),
            "relative": first.relative,
            "lower_mg": round(first.total - first.half_width),
            "upper_mg": round(first.total + first.half_width),
        },
        "approach_2": None
        if not known
        else {
            "draws": second.draws, "seed": second.seed, "mean_mg": round(second.mean),
            "median_mg": round(second.median), "lower_mg": round(second.lower),
            "upper_mg": round(second.upper), "edges_mg": [round(edge) for edge in second.edges],
            "counts": list(second.counts),
        },
        "contributors": [
            _cause(found, each.key) | {"share": each.share, "half_width_mg": round(each.half_width)}
            for each in first.causes[:CONTRIBUTORS]
        ],
        "sources": [
            {"source": each.key, "share": each.share, "half_width_mg": round(each.half_width)}
            for each in first.sources[:CONTRIBUTORS]
        ],
        "unknown": [
            _cause(found, key) | {"amount_mg": amount} for key, amount in first.covered.unknown[:CONTRIBUTORS]
        ],
    }  # fmt: skip


def _cause(found: Uncertainty, key: str) -> dict[str, Any]:
    cause = found.causes[key]
    drawn = dict(found.second.shares).get(key)
    return {
        "key": key, "kind": cause.kind, "subject": key.partition(":")[2], "distribution": cause.distribution,
        "lower": cause.lower, "upper": cause.upper, "level": cause.level, "citation": cause.citation,
        "drawn_share": drawn,
    }  # fmt: skip


def _energy(found: Energy) -> dict[str, Any]:
    return {
        "calorific_g": found.calorific_g,
        "equivalent_g": found.equivalent_g,
        "lacking": list(found.lacking),
        "equivalent": _coefficient(found.equivalent),
        "lines": [
            {
                "code": line.flow.code, "carrier": line.flow.carrier, "role": line.flow.role,
                "quantity": line.flow.quantity, "unit": line.flow.base,
                "coefficient": _coefficient(line.flow.coefficient), "calorific_g": line.calorific_g,
                "equivalent_g": line.equivalent_g,
            }
            for line in found.lines
        ],
        "carriers": [
            {"carrier": carrier, "calorific_g": calorific, "equivalent_g": equivalent}
            for carrier, (calorific, equivalent) in found.carriers().items()
        ],
    }  # fmt: skip


def _coefficient(found: Coefficient | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "value": f"{found.value:f}", "unit": found.unit, "citation": found.citation, "region": found.region,
        "fallback": found.fallback,
    }  # fmt: skip


def _intensity(found: Intensity) -> dict[str, Any]:
    return {
        "numerator": found.numerator, "denominator": found.denominator, "unit": found.unit,
        "value": None if found.value is None else f"{found.value:f}",
        "amount": None if found.amount is None else f"{found.amount:f}",
        "gap": found.gap, "days": found.days, "of_days": found.of_days, "missing": list(found.missing),
    }  # fmt: skip
