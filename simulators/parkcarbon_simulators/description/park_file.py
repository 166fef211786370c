"""The park file (`schema: parkcarbon/park/v1`): what the platform is told of the simulated park."""

from typing import Any

from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import KINDS, Point
from parkcarbon_simulators.scenarios.loader import MeterSpec, SignalSpec, SourceSpec
from parkcarbon_simulators.truth import carrier_of, factor_of, scope_of

SCHEMA = "parkcarbon/park/v1"
HISTORY = "history"
FORMULAS = {
    "electricity": ("purchased_electricity", "electricity_location"),
    "heat": ("purchased_heat", "heat_default"),
    "gas": ("stationary_combustion", "fuel_combustion"),
    "diesel": ("stationary_combustion", "fuel_combustion"),
    "process": ("process", "process_product"),
}
HEADROOM = 1.2
HOTTEST, COLDEST = 1.3, 1.65  # most degrees beyond comfort that the weather model gives, in spans of 12 °C


def park_file(plant: Plant) -> dict[str, Any]:
    """The whole file as plain data."""
    scenario = plant.scenario
    return {
        "schema": SCHEMA,
        "park": scenario.park,
        "enterprises": scenario.enterprises,
        "nodes": scenario.nodes,
        "edges": [{k: e[k] for k in ("code", "name_zh", "name_en")} for e in scenario.edges],
        "devices": [_device(m) for m in scenario.meters.values()],
        "points": [_point(p, plant) for p in plant.points.values()],
        "virtual_points": scenario.virtual_points,
        "conversions": scenario.conversions,
        "record_points": scenario.record_points,
        "allocations": scenario.allocations,
        "bindings": [
            *({"edge": p.edge, "key": p.code, "point": p.code} for p in plant.points.values()),
            *(
                {"edge": HISTORY, "key": p.code, "point": p.code}
                for p in plant.points.values()
                if p.historized
            ),
        ],
        "sources": [*(_source(s, plant) for s in scenario.sources.values()), *scenario.reported_sources],
        "tariffs": scenario.tariffs,
        "users": scenario.users,
    }


def _device(meter: MeterSpec) -> dict[str, Any]:
    return {
        "code": meter.code,
        "enterprise": meter.enterprise,
        "node": meter.node,
        "name_zh": meter.name_zh,
        "name_en": meter.name_en,
        "serial": f"SIM-{meter.code.upper()}",
    }


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _max_rate(channel: str, plant: Plant) -> int:
    """Largest credible rate [unit/h]: rated values that flow the meter's way, with headroom."""
    signals = plant.scenario.signals
    peak = sum(max(weight, 0.0) * _peak(signals[s]) for s, weight in plant.weights[channel].items())
    return max(1, round(peak * HEADROOM))


def _peak(signal: SignalSpec) -> float:
    """Most that a signal can reach [unit/h]."""
    weather = max(signal.shape.cooling * HOTTEST, signal.shape.heating * COLDEST)
    return signal.rated * (1.0 + weather) * (1.0 + signal.shape.daily) * (1.0 + signal.noise)


# Accuracy classes as such meters commonly have them; transformers have none here: the plan asks for theirs.
ACCURACY = {"electricity": "0.5S", "natural_gas": "1.5", "steam": "2.5", "diesel": "1"}
AMOUNTS = ("energy", "volume", "mass")


def _accuracy(point: Point) -> dict[str, str]:
    if not point.register or point.quantity not in AMOUNTS:
        return {}
    name = "0.5" if point.carrier.startswith("process:") else ACCURACY.get(point.carrier)
    return {"accuracy_class": name} if name else {}


def _point(point: Point, plant: Plant) -> dict[str, Any]:
    return {
        **_accuracy(point),
        "code": point.code,
        "device": point.meter,
        "quantity": point.quantity,
        "carrier": point.carrier,
        "unit": point.unit,
        "kind": "register" if point.register else "gauge",
        "direction": point.direction,
        "multiplier": _plain(point.multiplier),
        "digits": point.digits,
        "max_rate": _max_rate(point.channel, plant) if point.state is None else None,
        "expected_period_s": int(point.period_s),
        "parent": point.parent,
        "reference_state": point.reference_state,
        "name_zh": point.name_zh,
        "name_en": point.name_en,
    }


def _terms(source: SourceSpec, plant: Plant, register: bool) -> list[dict[str, Any]]:
    kinds = {m: KINDS[plant.scenario.meters[m].kind] for m in source.meters}
    return [
        {"point": f"{m}-{kinds[m].register if register else kinds[m].gauge}", "weight": weight}
        for m, weight in source.meters.items()
    ]


def _source(source: SourceSpec, plant: Plant) -> dict[str, Any]:
    category, formula = FORMULAS[source.kind]
    return {
        "code": source.code,
        "enterprise": source.enterprise,
        "category": "mobile_combustion" if source.mobile else category,
        "carrier": carrier_of(source),
        "scope": scope_of(source),
        "formula": formula,
        "factor": factor_of(source),
        "factor_region": None,
        "internal_transfer": source.internal,
        "name_zh": source.name_zh,
        "name_en": source.name_en,
        "activity": _terms(source, plant, register=True),
        "live": _terms(source, plant, register=False),
        "scenes": {source.scene: 1},
    }
