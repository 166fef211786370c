"""The demo's simulated meters, for new parks that want live figures before their own meters are connected.

The demo's folder describes them: the park file says how each counts, the edges' files where it is served. A
new park reads them over OPC UA with an edge of its own, which is enrolled and configured as every other one.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parkcarbon_platform.errors import ConflictError
from parkcarbon_platform.services.onboarding.building import EDGE, Simulated
from parkcarbon_platform.services.onboarding.meter_kinds import Kind
from parkcarbon_platform.services.parks import park_file
from parkcarbon_platform.services.parks.park_file import ParkFile, Point

GUESTS = "guests"  # one folder a park, in which its edge finds its token
TOKEN = "token"  # noqa: S105  # name of a file


@dataclass(frozen=True, slots=True)
class Simulation:
    """The meters that can be read, and where each of their keys is served: endpoint, section of a point."""

    folder: Path
    feeds: list[Simulated]
    served: Mapping[str, tuple[str, Mapping[str, Any]]]


def is_there(folder: str) -> bool:
    """Whether there are simulated meters."""
    return bool(folder) and (Path(folder) / "park.yaml").is_file()


def of(folder: str) -> Simulation | None:
    """The simulation of a demo; None where there is none."""
    if not is_there(folder):
        return None
    described = Path(folder) / "park.yaml"
    served = dict(_served(Path(folder) / "edges"))
    park = park_file.read(described)
    return Simulation(Path(folder), list(_feeds(park, served)), served)


def _served(edges: Path) -> Iterator[tuple[str, tuple[str, Mapping[str, Any]]]]:
    for path in sorted(edges.glob("*.toml")):
        for connector in tomllib.loads(path.read_text(encoding="utf-8")).get("connector", []):
            if connector["type"] == "opcua" and connector.get("mode") == "live":
                for point in connector["point"]:
                    yield point["key"], (connector["endpoint"], point)


def _feeds(park: ParkFile, served: Mapping[str, object]) -> Iterator[Simulated]:
    owners = {device.code: device.enterprise for device in park.devices}
    by_device: dict[str, list[Point]] = defaultdict(list)
    for point in park.points:
        if owners[point.device] is not None and point.code in served:
            by_device[point.device].append(point)
    for points in by_device.values():
        register = next((p for p in points if p.kind == "register" and _kind(p)), None)
        gauge = next((p for p in points if p.kind == "gauge"), None)
        kind = None if register is None else _kind(register)
        if register is not None and gauge is not None and kind is not None:
            yield Simulated(
                kind, register.code, gauge.code, register.multiplier, register.digits, register.max_rate,
                register.expected_period_s, gauge.multiplier, gauge.expected_period_s,
            )  # fmt: skip


def _kind(point: Point) -> Kind | None:
    means = (point.quantity, point.carrier, point.unit, point.direction)
    kinds: Mapping[tuple[str, str, str, str], Kind] = {
        ("energy", "electricity", "kWh", "import"): "electricity",
        ("energy", "electricity", "kWh", "generation"): "generation",
        ("volume", "natural_gas", "m3", "consumption"): "natural_gas",
        ("energy", "steam", "GJ", "import"): "heat",
    }
    return kinds.get(means)


def connectors(simulation: Simulation, feeds: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the new park's edge shall collect; `feeds` are keys of the demo by the points of the park."""
    by_endpoint: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for point, key in feeds.items():
        endpoint, section = simulation.served[key]
        by_endpoint[endpoint].append({**section, "key": point})
    return [
        {"name": f"{EDGE}-{number}", "type": "opcua", "endpoint": endpoint, "mode": "live", "point": points}
        for number, (endpoint, points) in enumerate(sorted(by_endpoint.items()), 1)
    ]


def welcome(simulation: Simulation, park: str, token: str) -> None:
    """Leave the token where the demo's guest edges look for it."""
    folder = simulation.folder / GUESTS / park
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{TOKEN}.part"
    part.write_text(token, encoding="utf-8")
    part.chmod(0o600)
    part.replace(folder / TOKEN)


def needed(simulation: Simulation | None) -> Simulation:
    """Raises ConflictError where there is no simulation to read."""
    if simulation is None:
        raise ConflictError(
            "There are no simulated meters here: they come with the demo.",
            remedy="Take the mark off in the step of meters, or start the platform with its demo.",
        )
    return simulation
