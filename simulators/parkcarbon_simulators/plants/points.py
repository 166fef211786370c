"""What a meter shows: one register and one gauge a meter, with their units and resolution."""

from dataclasses import dataclass

from parkcarbon_simulators.scenarios.loader import MeterSpec, Scenario

MQTT, OPCUA = "mqtt", "opcua"
REGISTER_PERIOD_S = 60


@dataclass(frozen=True)
class Kind:
    """How a kind of meter names and measures things."""

    register: str
    register_quantity: str
    unit: str
    gauge: str
    gauge_quantity: str
    gauge_unit: str
    direction: str
    carrier: str


KINDS = {
    "electricity": Kind("import", "energy", "kWh", "power", "power", "kW", "import", "electricity"),
    "pv": Kind("generation", "energy", "kWh", "power", "power", "kW", "generation", "electricity"),
    "gas": Kind("volume", "volume", "m3", "flow", "volume_flow", "m3/h", "consumption", "natural_gas"),
    "steam": Kind("energy", "energy", "GJ", "flow", "heat_flow", "GJ/h", "import", "steam"),
    "diesel": Kind("mass", "mass", "kg", "flow", "mass_flow", "kg/h", "consumption", "diesel"),
    "product": Kind("output", "mass", "t", "rate", "mass_flow", "t/h", "production", "process:"),
}
GAS_STATE = "293.15K_101.325kPa"
LABELS = {
    "import": ("正向有功电量", "energy imported"),
    "generation": ("发电量", "energy generated"),
    "power": ("有功功率", "active power"),
    "volume": ("累计流量", "volume"),
    "energy": ("累计热量", "heat"),
    "mass": ("累计质量", "mass"),
    "output": ("累计产量", "output"),
    "flow": ("瞬时流量", "flow"),
    "rate": ("瞬时产量", "rate"),
}


@dataclass(frozen=True)
class Point:
    """One served value. The served number × multiplier is the true one, to the resolution of the display."""

    code: str
    meter: str
    enterprise: str | None
    edge: str
    field: str
    register: bool
    quantity: str
    carrier: str
    unit: str
    direction: str
    multiplier: float
    decimals: int
    digits: int | None
    variant: str
    period_s: float
    parent: str | None
    reference_state: str | None
    name_zh: str
    name_en: str

    @property
    def node(self) -> str:
        """String node id on an OPC UA server: enterprise.meter.field."""
        meter = self.meter.removeprefix(f"{self.enterprise}-")
        return f"{self.enterprise or 'park'}.{meter}.{self.field}"

    @property
    def topic(self) -> str:
        """Topic of the meter when it speaks MQTT."""
        return f"site/{self.meter}"


def protocol(scenario: Scenario, edge: str) -> str:
    """mqtt or opcua: what the meters behind an edge speak."""
    return next(str(e["type"]) for e in scenario.edges if e["code"] == edge)


def points(scenario: Scenario) -> dict[str, Point]:
    """Every point of a scenario by its code, registers and gauges in turn."""
    found: dict[str, Point] = {}
    for number, meter in enumerate(scenario.meters.values()):
        mqtt = protocol(scenario, meter.edge) == MQTT
        period = 2.0 if mqtt or number % 2 else 1.0
        for point in (_register(meter, scenario), _gauge(meter, scenario, period)):
            found[point.code] = point
    return found


def _carrier(meter: MeterSpec) -> str:
    return KINDS[meter.kind].carrier + (meter.product or "")


def _parent(meter: MeterSpec, scenario: Scenario, register: bool) -> str | None:
    if meter.parent is None:
        return None
    kind = KINDS[scenario.meters[meter.parent].kind]
    return f"{meter.parent}-{kind.register if register else kind.gauge}"


def _register(meter: MeterSpec, scenario: Scenario) -> Point:
    kind = KINDS[meter.kind]
    zh, en = LABELS[kind.register]
    return Point(
        code=f"{meter.code}-{kind.register}",
        meter=meter.code,
        enterprise=meter.enterprise,
        edge=meter.edge,
        field=kind.register,
        register=True,
        quantity=kind.register_quantity,
        carrier=_carrier(meter),
        unit=kind.unit,
        direction=meter.direction or kind.direction,
        multiplier=meter.multiplier,
        decimals=meter.decimals,
        digits=meter.digits,
        variant=meter.variant,
        period_s=REGISTER_PERIOD_S,
        parent=_parent(meter, scenario, register=True),
        reference_state=GAS_STATE if meter.kind == "gas" else None,
        name_zh=f"{meter.name_zh} · {zh}",
        name_en=f"{meter.name_en} · {en}",
    )


def _gauge(meter: MeterSpec, scenario: Scenario, period_s: float) -> Point:
    kind = KINDS[meter.kind]
    zh, en = LABELS[kind.gauge]
    secondary = meter.multiplier > 1  # a pulse weight below 1 belongs to the register only
    return Point(
        code=f"{meter.code}-{kind.gauge}",
        meter=meter.code,
        enterprise=meter.enterprise,
        edge=meter.edge,
        field=kind.gauge,
        register=False,
        quantity=kind.gauge_quantity,
        carrier=_carrier(meter),
        unit=kind.gauge_unit,
        direction=meter.direction or kind.direction,
        multiplier=meter.multiplier if secondary else 1.0,
        decimals=5 if secondary else 3,
        digits=None,
        variant=meter.gauge_variant,
        period_s=period_s,
        parent=_parent(meter, scenario, register=False),
        reference_state=GAS_STATE if meter.kind == "gas" else None,
        name_zh=f"{meter.name_zh} · {zh}",
        name_en=f"{meter.name_en} · {en}",
    )
