"""Where the meters of a bus keep what: Modbus registers, DL/T 645 addresses and items."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import DLT645, MODBUS, OPCUA, Point

KINDS = (MODBUS, DLT645)
IMPORT, POWER = 0x00010000, 0x02030000  # of DL/T 645-2007
WIDTHS = {"uint64": 4, "float64": 4, "int32": 2}
# By turns, as real parks have it: (the register's address and order, the gauge's address, type and order).
LAYOUTS = (((0, "ABCD"), (4, "int32", "CDAB")), ((100, "CDAB"), (110, "float64", "ABCD")))
NONE = {"uint64": 0xFFFF_FFFF_FFFF_FFFF, "int32": 0x8000_0000}


@dataclass(frozen=True)
class Place:
    """Where a Modbus device shows a point: holding registers from `address`, counted from 0."""

    point: Point
    unit: int
    address: int
    type: str
    order: str

    @property
    def size(self) -> int:
        """Registers that it takes."""
        return WIDTHS[self.type]


@dataclass(frozen=True)
class Item:
    """Which item of which DL/T 645 meter a point is."""

    point: Point
    meter: str
    identifier: int

    @property
    def bytes(self) -> int:
        """Length of its value."""
        return 4 if self.identifier == IMPORT else 3


def bus_ports(plant: Plant, opcua_first: int) -> dict[str, int]:
    """Port of each bus, as `edge/kind`: consecutive, after those of the OPC UA servers."""
    used = {(p.edge, p.bus) for p in plant.points.values() if p.bus}
    names = [f"{e['code']}/{k}" for e in plant.scenario.edges for k in KINDS if (e["code"], k) in used]
    first = opcua_first + sum(e["type"] == OPCUA for e in plant.scenario.edges)
    return {name: first + i for i, name in enumerate(names)}


def on_bus(plant: Plant, edge: str, kind: str) -> list[Point]:
    """The points of a bus."""
    return [p for p in plant.points.values() if p.edge == edge and p.bus == kind]


def register_map(points: Iterable[Point]) -> Iterator[Place]:
    """Register maps of the devices of a bus; units count from 1."""
    units: dict[str, int] = {}
    for point in points:
        unit = units.setdefault(point.meter, len(units) + 1)
        register, gauge = LAYOUTS[(unit - 1) % len(LAYOUTS)]
        if point.register:
            yield Place(point, unit, register[0], "uint64", register[1])
        else:
            yield Place(point, unit, *gauge)


def items(points: Iterable[Point]) -> Iterator[Item]:
    """Items of the meters of a bus."""
    meters: dict[str, str] = {}
    for point in points:
        meter = meters.setdefault(point.meter, f"2025{len(meters) + 1:08d}")
        yield Item(point, meter, IMPORT if point.register else POWER)
