"""What a meter shows: a register, a gauge and sometimes reactive energy, with their units and resolution."""

from dataclasses import dataclass, replace

from parkcarbon_simulators.scenarios.loader import MeterSpec, Scenario

MQTT, OPCUA, MODBUS, DLT645 = "mqtt", "opcua", "modbus", "dlt645"
REGISTER_PERIOD_S = 60
REACTIVE = "reactive_energy"


@dataclass(frozen=True)
class Kind:
    """How a kind of meter names and measures things; without `gauge` it has only a register."""

    register: str
    register_quantity: str
    unit: str
    gauge: str
    gauge_quantity: str
    gauge_unit: str
    direction: str
    carrier: str


def _counter(register: str, quantity: str, unit: str, direction: str, carrier: str) -> Kind:
    """A kind that has only a register."""
    return Kind(register, quantity, unit, "", "", "", direction, carrier)


KINDS = {
    "electricity": Kind("import", "energy", "kWh", "power", "power", "kW", "import", "electricity"),
    "pv": Kind("generation", "energy", "kWh", "power", "power", "kW", "generation", "electricity"),
    "gas": Kind("volume", "volume", "m3", "flow", "volume_flow", "m3/h", "consumption", "natural_gas"),
    "steam": Kind("energy", "energy", "GJ", "flow", "heat_flow", "GJ/h", "import", "steam"),
    "steam_mass": _counter("mass", "mass", "t", "production", "steam"),
    "gas_actual": _counter("actual", "volume", "m3", "consumption", "natural_gas"),
    "diesel": Kind("mass", "mass", "kg", "flow", "mass_flow", "kg/h", "consumption", "diesel"),
    "product": Kind("output", "mass", "t", "rate", "mass_flow", "t/h", "production", "process:"),
    "water": _counter("volume", "volume", "m3", "consumption", "water"),
    "water_reused": _counter("volume", "volume", "m3", "consumption", "water_reused"),
    "waste": _counter("mass", "mass", "t", "production", "solid_waste"),
    "waste_used": _counter("mass", "mass", "t", "production", "solid_waste_used"),
    "waste_heat_available": _counter("energy", "energy", "GJ", "production", "waste_heat_available"),
    "waste_heat": _counter("energy", "energy", "GJ", "production", "waste_heat"),
}
GAS_STATE = "293.15K_101.325kPa"
# Unit, places and how often they are read of what state steam or gas is in.
STATES = {"pressure": ("MPa", 4), "temperature": ("degC", 2)}
STATE_PERIOD_S = 10.0
LABELS = {
    "import": ("正向有功电量", "energy imported"),
    "reactive": ("正向无功电量", "reactive energy"),
    "generation": ("发电量", "energy generated"),
    "power": ("有功功率", "active power"),
    "volume": ("累计流量", "volume"),
    "energy": ("累计热量", "heat"),
    "mass": ("累计质量", "mass"),
    "output": ("累计产量", "output"),
    "actual": ("工况体积", "volume at operating conditions"),
    "pressure": ("绝对压力", "absolute pressure"),
    "temperature": ("温度", "temperature"),
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
    bus: str | None = None
    state: tuple[float, float] | None = None  # of a pressure or temperature: mean, and how far it swings

    @property
    def historized(self) -> bool:
        """Whether its server has its past."""
        return self.register or self.state is not None

    @property
    def channel(self) -> str:
        """What of the plant it shows: its meter, or the reactive energy through it."""
        return reactive_channel(self.meter) if self.quantity == REACTIVE else self.meter

    @property
    def node(self) -> str:
        """String node id on an OPC UA server: enterprise.meter.field."""
        meter = self.meter.removeprefix(f"{self.enterprise}-")
        return f"{self.enterprise or 'park'}.{meter}.{self.field}"

    @property
    def topic(self) -> str:
        """Topic of the meter when it speaks MQTT."""
        return f"site/{self.meter}"


def reactive_channel(meter: str) -> str:
    """Name of the reactive energy through a meter."""
    return f"{meter}:reactive"


def protocol(scenario: Scenario, edge: str) -> str:
    """mqtt or opcua: what the meters behind an edge speak."""
    return next(str(e["type"]) for e in scenario.edges if e["code"] == edge)


def points(scenario: Scenario) -> dict[str, Point]:
    """Every point of a scenario by its code, registers and gauges in turn."""
    found: dict[str, Point] = {}
    number = 0
    for meter in scenario.meters.values():
        shown = [_register(meter, scenario)]
        if KINDS[meter.kind].gauge:
            mqtt = protocol(scenario, meter.edge) == MQTT
            shown.append(_gauge(meter, scenario, 2.0 if mqtt or number % 2 else 1.0))
            number += 1
        if meter.reactive:
            shown.append(_reactive(shown[0], meter))
        shown += [_state(shown[0], meter, name) for name in meter.states]
        found |= {point.code: point for point in shown}
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
        bus=meter.bus,
    )


def _reactive(active: Point, meter: MeterSpec) -> Point:
    """The reactive register beside an active one, on the same multiplier and places."""
    zh, en = LABELS["reactive"]
    return replace(
        active,
        code=f"{meter.code}-reactive",
        field="reactive",
        quantity=REACTIVE,
        unit="kvarh",
        parent=None,
        variant="Double",
        name_zh=f"{meter.name_zh} · {zh}",
        name_en=f"{meter.name_en} · {en}",
    )


def _state(amount: Point, meter: MeterSpec, name: str) -> Point:
    """A pressure or temperature beside an amount."""
    zh, en = LABELS[name]
    unit, decimals = STATES[name]
    return replace(
        amount,
        code=f"{meter.code}-{name}",
        field=name,
        register=False,
        quantity=name,
        unit=unit,
        multiplier=1.0,
        decimals=decimals,
        digits=None,
        variant="Double",
        period_s=STATE_PERIOD_S,
        parent=None,
        name_zh=f"{meter.name_zh} · {zh}",
        name_en=f"{meter.name_en} · {en}",
        state=meter.states[name],
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
        decimals=4 if meter.bus == DLT645 else 5 if secondary else 3,
        digits=None,
        variant=meter.gauge_variant,
        period_s=period_s,
        parent=_parent(meter, scenario, register=False),
        reference_state=GAS_STATE if meter.kind == "gas" else None,
        name_zh=f"{meter.name_zh} · {zh}",
        name_en=f"{meter.name_en} · {en}",
        bus=meter.bus,
    )
