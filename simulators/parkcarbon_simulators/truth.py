"""What the platform should find: quantities and emissions straight from the plant and its factors."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import KINDS
from parkcarbon_simulators.scenarios.loader import SourceSpec

FACTORS = {
    "electricity": "grid_electricity",
    "heat": "purchased_heat",
    "gas": "fuel.natural_gas",
    "diesel": "fuel.diesel",
}
CARRIERS = {"electricity": "electricity", "heat": "steam", "gas": "natural_gas", "diesel": "diesel"}
UNITS = {"electricity": "kWh", "heat": "GJ", "gas": "m3", "diesel": "kg", "process": "t"}


def factor_of(source: SourceSpec) -> str:
    """Name of the factor of a source."""
    return f"process.{source.product}" if source.kind == "process" else FACTORS[source.kind]


def carrier_of(source: SourceSpec) -> str:
    """Energy carrier of a source."""
    return f"process:{source.product}" if source.kind == "process" else CARRIERS[source.kind]


def scope_of(source: SourceSpec) -> int:
    """2 for bought electricity and heat, else 1."""
    return 2 if source.kind in ("electricity", "heat") else 1


@dataclass(frozen=True)
class SourceTruth:
    """One source over a period. quantity [kWh, GJ, m3, kg or t]; co2_kg = quantity × factor."""

    source: str
    enterprise: str | None
    carrier: str
    scope: int
    scene: str
    internal_transfer: bool
    quantity: float
    unit: str
    factor: float
    factor_unit: str
    co2_kg: float


def meter_amounts(plant: Plant, start_s: float, end_s: float) -> dict[str, float]:
    """True amount through each meter between two Unix times [kWh, m3, GJ, kg or t]."""
    found = plant.true_amounts(list(plant.scenario.meters), np.asarray([start_s, end_s]))
    return {meter: float(values[1] - values[0]) for meter, values in found.items()}


def source_truths(plant: Plant, start_s: float, end_s: float) -> list[SourceTruth]:
    """Every source of the scenario over a period, in the scenario's order."""
    amounts = meter_amounts(plant, start_s, end_s)
    found = []
    for source in plant.scenario.sources.values():
        quantity = sum(weight * amounts[meter] for meter, weight in source.meters.items())
        factor = plant.scenario.factors[factor_of(source)]
        found.append(
            SourceTruth(
                source=source.code,
                enterprise=source.enterprise,
                carrier=carrier_of(source),
                scope=scope_of(source),
                scene=source.scene,
                internal_transfer=source.internal,
                quantity=quantity,
                unit=UNITS[source.kind],
                factor=factor.value,
                factor_unit=factor.unit,
                co2_kg=quantity * factor.value,
            )
        )
    return found


def _by_carrier(sources: list[SourceTruth]) -> dict[str, dict[str, Any]]:
    totals: dict[str, dict[str, Any]] = {}
    for s in sources:
        entry = totals.setdefault(s.carrier, {"quantity": 0.0, "unit": s.unit, "co2_kg": 0.0})
        entry["quantity"] += s.quantity
        entry["co2_kg"] += s.co2_kg
    return totals


def _sum(sources: list[SourceTruth]) -> float:
    return sum(s.co2_kg for s in sources)


def report(plant: Plant, start_s: float, end_s: float) -> dict[str, Any]:
    """The whole truth of a period: by source, enterprise and carrier, scene, point, and the park.

    park.co2_kg = Σ enterprises − transfers + unallocated.
    """
    sources = source_truths(plant, start_s, end_s)
    owners = [e["code"] for e in plant.scenario.enterprises]
    by_owner = {code: [s for s in sources if s.enterprise == code] for code in owners}
    unallocated = [s for s in sources if s.enterprise is None]
    inside = [s for s in sources if not s.internal_transfer]
    scenes = sorted({s.scene for s in sources})
    amounts = meter_amounts(plant, start_s, end_s)
    return {
        "from_ms": round(start_s * 1000),
        "to_ms": round(end_s * 1000),
        "gas": "CO2",
        "park": {
            "co2_kg": _sum(inside),
            "transfers_kg": _sum([s for s in sources if s.internal_transfer]),
            "unallocated_kg": _sum(unallocated),
            "carriers": _by_carrier(inside),
            "scopes": {str(n): _sum([s for s in inside if s.scope == n]) for n in (1, 2)},
            "scenes": {scene: _sum([s for s in inside if s.scene == scene]) for scene in scenes},
        },
        "enterprises": {
            code: {"co2_kg": _sum(own), "carriers": _by_carrier(own)} for code, own in by_owner.items()
        },
        "sources": [asdict(s) for s in sources],
        "points": [
            {
                "point": f"{code}-{KINDS[meter.kind].register}",
                "quantity": amounts[code],
                "unit": KINDS[meter.kind].unit,
            }
            for code, meter in plant.scenario.meters.items()
        ],
        "factors": {code: asdict(factor) for code, factor in plant.scenario.factors.items()},
    }
