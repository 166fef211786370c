"""Write everything that others need to know of a simulation into a folder, and read it back."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from parkcarbon_simulators.description.buses import bus_ports
from parkcarbon_simulators.description.edge_files import (
    METERS_USERNAME,
    Places,
    edge_files,
    mqtt_clients,
    opcua_ports,
    password_file,
)
from parkcarbon_simulators.description.park_file import park_file
from parkcarbon_simulators.description.report_file import budget_list, report_file
from parkcarbon_simulators.errors import NotDescribedError
from parkcarbon_simulators.plants.memory import fingerprint, recall, remember
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.scenarios.loader import Scenario, load


@dataclass(frozen=True)
class Broker:
    """Where the meters publish, and as whom."""

    url: str
    username: str
    password_file: Path


@dataclass(frozen=True)
class Simulation:
    """What `simulation.json` says."""

    folder: Path
    scenario: str
    seed: int
    opcua_ports: dict[str, int]
    bus_ports: dict[str, int]  # by edge/kind
    broker: Broker

    def plant(self) -> Plant:
        """The plant of this simulation, with what `describe` has already computed of it."""
        scenario = load(self.scenario)
        return Plant(scenario, self.seed, recall(_memory_file(self.folder, scenario, self.seed)))


def _memory_file(folder: Path, scenario: Scenario, seed: int) -> Path:
    return folder / f"plant-{fingerprint(scenario.text, seed)}.npz"


def describe(scenario: str, places: Places, seed: int | None = None) -> list[Path]:
    """Write the description; the files that changed are returned, so none the second time."""
    plant = Plant(load(scenario), seed)
    texts = {
        "park.yaml": yaml.safe_dump(park_file(plant), allow_unicode=True, sort_keys=False, width=110),
        "reports.yaml": yaml.safe_dump(
            report_file(plant.scenario, time.time()), allow_unicode=True, sort_keys=False
        ),
        "budgets.json": _json(budget_list(plant.scenario, time.time())),
        "norms.json": _json(plant.scenario.norms),
        "mqtt-clients.json": _json(mqtt_clients(plant, places)),
        "simulation.json": _json(_simulation(scenario, plant, places)),
        **{f"edges/{edge}.toml": text for edge, text in edge_files(plant, places).items()},
    }
    for folder in ("edges", "spool", "credentials"):
        (places.folder / folder).mkdir(parents=True, exist_ok=True)
    (places.folder / "credentials").chmod(0o700)
    memory = _memory_file(places.folder, plant.scenario, plant.seed)
    changed = [path for name, text in texts.items() if _write(path := places.folder / name, text)]
    if not memory.is_file():
        for outdated in places.folder.glob("plant-*.npz"):
            outdated.unlink()
        remember(memory, plant.memory(time.time()))
        changed.append(memory)
    return changed


def _simulation(scenario: str, plant: Plant, places: Places) -> dict[str, Any]:
    return {
        "scenario": scenario,
        "seed": plant.seed,
        "opcua_ports": opcua_ports(plant, places.opcua_port),
        "bus_ports": bus_ports(plant, places.opcua_port),
        "mqtt": {
            "url": places.mqtt_url,
            "username": METERS_USERNAME,
            "password_file": str(password_file(places.folder, METERS_USERNAME)),
        },
    }


def read_simulation(folder: Path) -> Simulation:
    """The simulation described in a folder."""
    path = folder / "simulation.json"
    if not path.is_file():
        raise NotDescribedError(folder)
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Simulation(
        folder=folder,
        scenario=raw["scenario"],
        seed=raw["seed"],
        opcua_ports=raw["opcua_ports"],
        bus_ports=raw["bus_ports"],
        broker=Broker(raw["mqtt"]["url"], raw["mqtt"]["username"], Path(raw["mqtt"]["password_file"])),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _write(path: Path, text: str) -> bool:
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    return True
