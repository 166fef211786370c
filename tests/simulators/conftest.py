"""One described demo park for the whole session; plants of it share its arrays, which take seconds."""

from pathlib import Path

import pytest
from parkcarbon_simulators.description.describe import describe, read_simulation
from parkcarbon_simulators.description.edge_files import Places
from parkcarbon_simulators.plants.plant import Plant


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    folder = tmp_path_factory.mktemp("demo")
    return Places(folder, opcua_port=4840, mqtt_url="mqtt://127.0.0.1:1883", history_days=400, partitions=16)


@pytest.fixture(scope="session")
def folder(places: Places) -> Path:
    describe("demo", places)
    return places.folder


@pytest.fixture(scope="session")
def plant(folder: Path) -> Plant:
    return read_simulation(folder).plant()
