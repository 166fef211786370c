"""Serve a described simulation until told to stop."""

import asyncio
import logging
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress

from parkcarbon_simulators.clock import SimulatedClock
from parkcarbon_simulators.description.buses import on_bus
from parkcarbon_simulators.description.describe import Simulation
from parkcarbon_simulators.fault_file import Faults
from parkcarbon_simulators.plants.plant import Plant
from parkcarbon_simulators.plants.points import MODBUS, MQTT, protocol
from parkcarbon_simulators.servers.buses import BusServer
from parkcarbon_simulators.servers.dlt645 import Dlt645Server
from parkcarbon_simulators.servers.modbus import ModbusServer
from parkcarbon_simulators.servers.mqtt import MqttMeters
from parkcarbon_simulators.servers.opcua import TICK_S, OpcuaServer

READY = "simulator.ready"
_log = logging.getLogger(__name__)


async def serve(simulation: Simulation, clock: SimulatedClock, stop: asyncio.Event) -> None:
    """Start every server, say so in `simulator.ready`, and tick until stopped."""
    plant = simulation.plant()
    faults = Faults(plant, simulation.folder)
    faults.look()
    by_edge = {
        e["code"]: [p for p in plant.points.values() if p.edge == e["code"]] for e in plant.scenario.edges
    }
    meters = [p for e, ps in by_edge.items() if protocol(plant.scenario, e) == MQTT for p in ps]
    servers = [
        OpcuaServer(plant, by_edge[e], clock.now, port=port, faults=faults)
        for e, port in simulation.opcua_ports.items()
    ]
    buses = list(_buses(simulation, plant, clock, faults))
    mqtt = MqttMeters(plant, meters, clock.now, broker=simulation.broker, faults=faults)
    ready = simulation.folder / READY
    connecting = asyncio.create_task(mqtt.start())
    connecting.add_done_callback(lambda task: None if task.cancelled() else _fail(task, stop))
    started: list[OpcuaServer | BusServer] = []
    try:
        everything: list[OpcuaServer | BusServer] = [*servers, *buses]
        for server in everything:
            await server.start()
            started.append(server)
        ready.write_text(f"{os.getpid()}\n", encoding="utf-8")
        endpoints = ", ".join(s.endpoint for s in servers)
        _log.info("ready: %d points at %s and %s", len(plant.points), endpoints, simulation.broker.url)
        await _tick(servers, mqtt, faults, stop)
    finally:
        ready.unlink(missing_ok=True)
        connecting.cancel()
        mqtt.stop()
        for running in started:
            await running.stop()
        with suppress(asyncio.CancelledError):
            await connecting


def _buses(
    simulation: Simulation, plant: Plant, clock: SimulatedClock, faults: Faults
) -> Iterator[BusServer]:
    """A server for each bus."""
    for name, port in simulation.bus_ports.items():
        edge, kind = name.split("/")
        made = ModbusServer if kind == MODBUS else Dlt645Server
        yield made(plant, on_bus(plant, edge, kind), clock.now, port=port, faults=faults)


def _fail(connecting: asyncio.Task[None], stop: asyncio.Event) -> None:
    """Stop where the meters cannot even try to connect: whoever supervises the process then says so."""
    if connecting.exception() is not None:
        stop.set()


async def _tick(servers: list[OpcuaServer], mqtt: MqttMeters, faults: Faults, stop: asyncio.Event) -> None:
    """Call every server four times a second; ticks that were slept through are left out."""
    while not stop.is_set():
        number = int(time.time() / TICK_S)
        faults.look()
        for server in servers:
            await server.tick(number)
        await mqtt.tick(number)
        pause = (number + 1) * TICK_S - time.time()
        with suppress(TimeoutError):
            async with asyncio.timeout(max(pause, 0.001)):
                await stop.wait()


def run(simulation: Simulation, start_s: float | None, speed: float) -> None:
    """Serve until SIGTERM or SIGINT."""

    async def main() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        await serve(simulation, SimulatedClock(start_s, speed), stop)

    asyncio.run(main())
