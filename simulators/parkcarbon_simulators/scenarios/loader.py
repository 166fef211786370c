"""Read a scenario file into typed parts, with every reference resolved."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

import yaml

from parkcarbon_simulators.errors import ScenarioError, UnknownScenarioError
from parkcarbon_simulators.plants.shapes import Shape

SCHEMA = "parkcarbon-simulators/scenario/v1"
Weights = dict[str, float]


@dataclass(frozen=True)
class SignalSpec:
    """A true rate: rated value [unit/h], shape, and total amplitude of its short-term noise [-]."""

    name: str
    rated: float
    shape: Shape
    noise: float


@dataclass(frozen=True)
class MeterSpec:
    """A meter: what it measures as weights of signals, and how its registers look from outside."""

    code: str
    enterprise: str | None
    node: str
    edge: str
    kind: str
    product: str | None
    name_zh: str
    name_en: str
    weights: Weights
    reactive: Weights  # of signals, kvarh a kWh; empty: the meter does not measure it
    parent: str | None
    multiplier: float
    decimals: int
    digits: int
    variant: str
    gauge_variant: str
    direction: str | None
    states: dict[str, tuple[float, float]]  # pressure [MPa], temperature [°C]: mean, and how far it swings
    bus: str | None  # modbus or dlt645: what it speaks beside the protocol of its edge, which keeps its past


@dataclass(frozen=True)
class SourceSpec:
    """An emission source as weights of meters; enterprise None: the park's own."""

    code: str
    enterprise: str | None
    kind: str
    product: str | None
    mobile: bool
    internal: bool
    scene: str
    name_zh: str
    name_en: str
    meters: dict[str, int]


@dataclass(frozen=True)
class FactorSpec:
    """Kilograms of CO2 for a unit of activity, with where the number is from."""

    value: float
    unit: str
    source: str


@dataclass(frozen=True)
class Scenario:
    """A whole simulated park."""

    name: str
    text: str
    seed: int
    epoch: datetime
    park: dict[str, Any]
    enterprises: list[dict[str, Any]]
    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    users: list[dict[str, Any]]
    signals: dict[str, SignalSpec]
    meters: dict[str, MeterSpec]
    sources: dict[str, SourceSpec]
    factors: dict[str, FactorSpec]
    tariffs: list[dict[str, Any]]
    virtual_points: list[dict[str, Any]]
    conversions: list[dict[str, Any]]
    allocations: list[dict[str, Any]]
    record_points: list[dict[str, Any]]
    reported_sources: list[dict[str, Any]]
    reports: list[dict[str, Any]]
    budgets: list[dict[str, Any]]
    norms: dict[str, dict[str, Any]]


def load(name: str) -> Scenario:
    """The scenario of this name among those shipped."""
    folder = files("parkcarbon_simulators.scenarios")
    known = sorted(f.name.removesuffix(".yaml") for f in folder.iterdir() if f.name.endswith(".yaml"))
    if name not in known:
        raise UnknownScenarioError(name, known)
    return parse(name, (folder / f"{name}.yaml").read_text(encoding="utf-8"))


def parse(name: str, text: str) -> Scenario:
    """Resolve a scenario's references: local names to full codes, meters of meters to signals."""
    raw = yaml.safe_load(text)
    if raw.get("schema") != SCHEMA:
        raise ScenarioError(name, "schema", f"must be {SCHEMA}")
    owners = [{"code": None, **raw["grid"]}, *raw["enterprises"]]
    signals = {s.name: s for owner in owners for s in _signals(owner)}
    drafts = {full(owner["code"], m["code"]): (owner, m) for owner in owners for m in owner["meters"]}
    resolver = _Resolver(name, signals, drafts)
    meters = {code: _meter(code, owner, m, resolver) for code, (owner, m) in drafts.items()}
    sources = {s.code: s for owner in raw["enterprises"] for s in _sources(owner)}
    own = _unallocated(raw["grid"], raw["enterprises"])
    return Scenario(
        name=name,
        text=text,
        seed=int(raw["seed"]),
        epoch=datetime.fromisoformat(raw["epoch"]),
        park=dict(raw["park"]),
        enterprises=[
            {k: e[k] for k in ("code", "name_zh", "name_en", "industry")} for e in raw["enterprises"]
        ],
        nodes=[node for owner in owners for node in _nodes(owner)],
        edges=[dict(edge) for edge in raw["edges"]],
        users=[dict(user) for user in raw["users"]],
        signals=signals,
        meters=meters,
        sources={**sources, own.code: own},
        factors={code: _factor(f) for code, f in raw["factors"].items()},
        tariffs=list(raw.get("tariffs", [])),
        virtual_points=list(raw.get("virtual_points", [])),
        conversions=list(raw.get("conversions", [])),
        allocations=list(raw.get("allocations", [])),
        record_points=list(raw.get("record_points", [])),
        reported_sources=list(raw.get("reported_sources", [])),
        reports=list(raw.get("reports", [])),
        budgets=list(raw.get("budgets", [])),
        norms=dict(raw.get("norms", {})),
    )


def full(owner: str | None, code: str) -> str:
    """A code within the park from one within an enterprise."""
    return f"{owner}-{code}" if owner else code


def _weights(of: Mapping[str, float] | list[str]) -> Weights:
    if isinstance(of, Mapping):
        return {str(k): float(v) for k, v in of.items()}
    return {item.removeprefix("-"): -1.0 if item.startswith("-") else 1.0 for item in of}


def _signals(owner: Mapping[str, Any]) -> list[SignalSpec]:
    found = []
    for code, raw in owner["signals"].items():
        spec = dict(raw)
        rated, noise = float(spec.pop("rated")), float(spec.pop("noise", 0.04))
        if "week" in spec:
            spec.setdefault("profile", "week")
        if "batch" in spec:
            spec["batch"] = (float(spec["batch"][0]), float(spec["batch"][1]))
        found.append(SignalSpec(full(owner["code"], code), rated, Shape(**spec), noise))
    return found


@dataclass(frozen=True)
class _Resolver:
    """Turns weights of local names and meters into weights of signals."""

    scenario: str
    signals: Mapping[str, SignalSpec]
    meters: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]]

    def signals_of(self, code: str, trail: tuple[str, ...] = ()) -> Weights:
        """Weights of signals for a meter."""
        if code in trail or code not in self.meters:
            raise ScenarioError(self.scenario, f"meter {code}", "is unknown or measures itself")
        owner, raw = self.meters[code]
        total: Weights = {}
        for name, weight in _weights(raw["of"]).items():
            if name.startswith("meter:"):
                parts = self.signals_of(name.removeprefix("meter:"), (*trail, code))
            else:
                parts = {full(owner["code"], name): 1.0}
            for signal, share in parts.items():
                if signal not in self.signals:
                    raise ScenarioError(self.scenario, f"meter {code}", f"no signal {signal}")
                total[signal] = total.get(signal, 0.0) + weight * share
        return total

    def reactive_of(self, code: str) -> Weights:
        """Reactive energy of a meter with a power factor: of its loads, and as the meters behind it have it.

        What feeds in (weight below 0) does so at unity.
        """
        owner, raw = self.meters[code]
        if "power_factor" not in raw:
            return {}
        total: Weights = {}
        for name, weight in _weights(raw["of"]).items():
            if name.startswith("meter:"):
                parts = self.reactive_of(name.removeprefix("meter:"))
            else:
                parts = {full(owner["code"], name): math.tan(math.acos(float(raw["power_factor"])))}
            for signal, share in parts.items():
                total[signal] = total.get(signal, 0.0) + max(weight, 0.0) * share
        return {signal: weight for signal, weight in total.items() if weight > 0.0}


def _decimals(raw: Mapping[str, Any]) -> int:
    """Places of the register: finer where a multiplier stands behind it, so that a day is exact to 0.01 %."""
    if "decimals" in raw:
        return int(raw["decimals"])
    if raw["kind"] in ("electricity", "pv"):
        return 4 if raw.get("multiplier", 1) >= 20 else 2
    return {"steam": 4, "product": 4, "gas": 3}.get(raw["kind"], 2)


def _meter(code: str, owner: Mapping[str, Any], raw: Mapping[str, Any], resolver: _Resolver) -> MeterSpec:
    parent = raw.get("parent")
    node = full(owner["code"], raw["node"]) if "node" in raw else _site(owner)
    return MeterSpec(
        code=code,
        enterprise=owner["code"],
        node=node,
        edge=owner["edge"],
        kind=raw["kind"],
        product=raw.get("product"),
        name_zh=raw["name_zh"],
        name_en=raw["name_en"],
        weights=resolver.signals_of(code),
        reactive=resolver.reactive_of(code),
        parent=full(owner["code"], parent) if parent else None,
        multiplier=float(raw.get("multiplier", 1)),
        decimals=_decimals(raw),
        digits=int(raw.get("digits", 8)),
        variant=raw.get("type", "Double"),
        gauge_variant=raw.get("gauge_type", "Double"),
        direction=raw.get("direction"),
        states={name: (float(mean), float(swing)) for name, (mean, swing) in raw.get("states", {}).items()},
        bus=raw.get("bus"),
    )


def _sources(owner: Mapping[str, Any]) -> list[SourceSpec]:
    return [
        SourceSpec(
            code=full(owner["code"], raw["code"]),
            enterprise=owner["code"],
            kind=raw["kind"],
            product=raw.get("product"),
            mobile=bool(raw.get("mobile", False)),
            internal=bool(raw.get("internal", False)),
            scene=raw["scene"],
            name_zh=f"{owner['name_zh']} · {raw['name_zh']}",
            name_en=f"{owner['name_en']} · {raw['name_en']}",
            meters={full(owner["code"], m): int(w) for m, w in _weights(raw["of"]).items()},
        )
        for raw in owner["sources"]
    ]


def _unallocated(grid: Mapping[str, Any], enterprises: list[dict[str, Any]]) -> SourceSpec:
    """Incomers less every enterprise's main meter."""
    mains = {full(e["code"], m["code"]): -1 for e in enterprises for m in e["meters"] if m["code"] == "main"}
    incomers = {m["code"]: 1 for m in grid["meters"]}
    raw = grid["source"]
    return SourceSpec(
        raw["code"], None, "electricity", None, False, False, raw["scene"], raw["name_zh"], raw["name_en"],
        {**incomers, **mains},
    )  # fmt: skip


def _site(owner: Mapping[str, Any]) -> str:
    return full(owner["code"], "site") if owner["code"] else str(owner["node"]["code"])


def _nodes(owner: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not owner["code"]:
        return [{**owner["node"], "enterprise": None, "parent": None}]
    site = {"code": _site(owner), "enterprise": owner["code"], "parent": None, "kind": "site",
            "name_zh": owner["name_zh"], "name_en": owner["name_en"]}  # fmt: skip
    below = [
        {**n, "code": full(owner["code"], n["code"]), "enterprise": owner["code"], "parent": _site(owner)}
        for n in owner.get("nodes", [])
    ]
    return [site, *below]


def _factor(raw: Mapping[str, Any]) -> FactorSpec:
    """A factor as printed, or by NCV × carbon content × oxidation × 44/12."""
    if "value" in raw:
        return FactorSpec(float(raw["value"]), raw["unit"], raw["source"])
    tonnes = raw["ncv"] * raw["carbon"] * raw["oxidation"] * 44.0 / 12.0
    return FactorSpec(tonnes * 1000.0 / raw["per"], raw["unit"], raw["source"])
