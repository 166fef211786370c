"""Meters on buses, as libraries that are not ours read them, and as the edge of the description does."""

import asyncio
import struct
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import dlt645 as peers
import numpy as np
import pytest
from parkcarbon_edge.connectors.bus_probe import Collected, connector_of
from parkcarbon_edge.fieldbus import Dlt645Settings, ModbusSettings
from parkcarbon_edge.settings import load_settings
from parkcarbon_simulators import fault_file
from parkcarbon_simulators.description.buses import items, on_bus, register_map
from parkcarbon_simulators.errors import FaultOptionError
from parkcarbon_simulators.fault_file import Faults
from parkcarbon_simulators.faults import Fault, make
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import Point
from parkcarbon_simulators.servers.buses import BusServer
from parkcarbon_simulators.servers.dlt645 import Dlt645Server
from parkcarbon_simulators.servers.modbus import ModbusServer
from pymodbus.client import ModbusTcpClient

from tests.simulators.ports import free_port

NOW_S = datetime.fromisoformat("2026-03-18T10:00:00+08:00").timestamp() + 0.7
EDGE = "plant-a"
Both = tuple[ModbusServer, Dlt645Server]


@pytest.fixture
async def buses(plant: Plant, tmp_path: Path) -> AsyncIterator[Both]:
    """Both buses of the edge at one moment."""
    port, faults = free_port(2), Faults(plant, tmp_path)
    now: Callable[[], float] = lambda: NOW_S  # noqa: E731
    modbus = ModbusServer(plant, on_bus(plant, EDGE, "modbus"), now, port=port, faults=faults)
    dlt645 = Dlt645Server(plant, on_bus(plant, EDGE, "dlt645"), now, port=port + 1, faults=faults)
    await modbus.start()
    await dlt645.start()
    yield modbus, dlt645
    await modbus.stop()
    await dlt645.stop()


def true(plant: Plant, code: str) -> float:
    return float(plant.served([code], np.asarray([float(int(NOW_S))]))[code][0])


def meters(plant: Plant, kind: str) -> set[str]:
    return {p.meter for p in on_bus(plant, EDGE, kind)}


async def collected(folder: Path, servers: Both) -> dict[str, Any]:
    """What the edge reads by its own configuration, only the ports changed."""
    import msgspec

    found: dict[str, Any] = {}
    ports: dict[type, BusServer] = {ModbusSettings: servers[0], Dlt645Settings: servers[1]}
    for connector in load_settings(folder / "edges" / f"{EDGE}.toml").connector:
        if isinstance(connector, ModbusSettings | Dlt645Settings):
            endpoint = f"tcp://127.0.0.1:{ports[type(connector)].port}"
            sink = Collected()
            own = msgspec.structs.replace(connector, endpoint=endpoint, timeout_s=2)
            await connector_of(own, sink).once()
            found |= {key: (value, quality) for key, _, value, quality in sink.readings.values()}
    return found


async def test_the_edge_reads_exactly_what_the_plant_shows(plant: Plant, folder: Path, buses: Both) -> None:
    assert len(meters(plant, "modbus")) >= 2
    assert len(meters(plant, "dlt645")) >= 1
    points = on_bus(plant, EDGE, "modbus") + on_bus(plant, EDGE, "dlt645")
    assert await collected(folder, buses) == {p.code: (true(plant, p.code), 0) for p in points}


async def test_other_libraries_read_the_same(plant: Plant, buses: Both) -> None:
    modbus, dlt645 = buses

    def read_modbus() -> dict[str, float]:
        client = ModbusTcpClient("127.0.0.1", port=modbus.port, timeout=5)
        assert client.connect()
        found = {}
        for place in register_map(on_bus(plant, EDGE, "modbus")):
            answer = client.read_holding_registers(place.address, count=place.size, device_id=place.unit)
            words = answer.registers if place.order == "ABCD" else answer.registers[::-1]
            content = struct.pack(f">{place.size}H", *words)
            if place.type == "float64":
                found[place.point.code] = struct.unpack(">d", content)[0]
            else:
                found[place.point.code] = int.from_bytes(content, "big") / 10**place.point.decimals
        client.close()
        return found

    def read_dlt645() -> dict[str, float]:
        client = peers.MeterClientService.new_tcp_client("127.0.0.1", dlt645.port, 5.0)
        found = {}
        for item in items(on_bus(plant, EDGE, "dlt645")):
            assert client.set_address(bytes.fromhex(item.meter)[::-1].hex())
            read = client.read_00 if item.bytes == 4 else client.read_02
            found[item.point.code] = float(read(item.identifier).value)
        client.client.disconnect()
        return found

    for read in (read_modbus, read_dlt645):
        for code, value in (await asyncio.to_thread(read)).items():
            assert value == pytest.approx(true(plant, code), rel=1e-12), code


def inject(servers: Both, folder: Path, name: str, point: Point) -> None:
    """Let a fault begin an hour ago."""
    fault_file.write(folder, [make(Fault(name, point.code, NOW_S - 3600), point, is_mqtt=False)])
    for server in servers:
        server._faults.look()


@pytest.mark.parametrize("kind", ["modbus", "dlt645"])
async def test_faults_show_on_a_bus(
    plant: Plant, folder: Path, tmp_path: Path, buses: Both, kind: str
) -> None:
    """No value, a silent meter, and a register that begins anew; the other meters go on."""
    register = next(p for p in on_bus(plant, EDGE, kind) if p.register)
    own = {p.code for p in on_bus(plant, EDGE, kind) if p.meter == register.meter}
    everything = on_bus(plant, EDGE, "modbus") + on_bus(plant, EDGE, "dlt645")
    expected = {p.code: (true(plant, p.code), 0) for p in everything}

    inject(buses, tmp_path, "bad-quality", register)
    assert await collected(folder, buses) == {**expected, register.code: (None, 0x809E0000)}

    inject(buses, tmp_path, "gap", register)
    found = await collected(folder, buses)
    assert found.pop(register.code) == (None, 0x800A0000)
    assert {code: seen for code, seen in found.items() if code not in own} == {
        code: seen for code, seen in expected.items() if code not in own
    }

    inject(buses, tmp_path, "reset", register)
    value, quality = (await collected(folder, buses)).pop(register.code)
    assert quality == 0
    assert 0 < value < true(plant, register.code)


def test_a_meter_without_a_clock_has_no_fault_of_one(plant: Plant) -> None:
    point = on_bus(plant, EDGE, "dlt645")[0]
    for name in ("late", "duplicate", "clock-drift", "clock-jump", "uncertain-quality", "wrong-type"):
        with pytest.raises(FaultOptionError, match="bus"):
            make(Fault(name, point.code, NOW_S), point, is_mqtt=False)
