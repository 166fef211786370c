import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from parkcarbon_simulators.clock import SimulatedClock
from parkcarbon_simulators.description.describe import Broker, read_simulation
from parkcarbon_simulators.run import READY, serve

from tests.simulators.ports import free_port


async def test_an_account_that_cannot_be_read_ends_it_and_leaves_nothing_behind(
    folder: Path, tmp_path: Path
) -> None:
    password = tmp_path / "meters.password"
    password.write_bytes(b"\xff\xfe not text")
    port = free_port(4)
    simulation = replace(
        read_simulation(folder),
        opcua_ports={"plant-a": port, "plant-b": port + 1},
        bus_ports={"plant-a/modbus": port + 2, "plant-a/dlt645": port + 3},
        broker=Broker("mqtt://127.0.0.1:9", "meters", password),
    )
    with pytest.raises(UnicodeDecodeError):
        await serve(simulation, SimulatedClock(), asyncio.Event())
    assert not (folder / READY).exists()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)
