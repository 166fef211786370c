"""A small plant for fault tests and benchmarks: it writes down everything that it produces.

`python -m tests.support.plant --opcua-port P --log FILE --ready FILE [--points 40 --meters 4 …]` serves
an OPC UA server (rising registers, with the history of all it produced) and MQTT meters (QoS 1) until
SIGTERM. The log has one line a produced value: point, source time [ms], value. It shares no code with
the platform or the simulators.
"""

import argparse
import asyncio
import json
import signal
import time
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import paho.mqtt.client as paho
from asyncua import Server, ua
from asyncua.common.node import Node

NAMESPACE = "urn:parkcarbon:test-plant"
# A broker killed within a second of its acknowledgement has not saved the message yet (it saves once a
# second), so a meter that wants nothing lost publishes its last seconds again when it reconnects.
REPLAY_S = 5
SERVER_AWAY_S = 3.0


def opcua_points(count: int) -> list[str]:
    return [f"reg-{i:03d}" for i in range(count)]


def meter_points(count: int) -> list[str]:
    return [f"meter-{i:02d}" for i in range(count)]


def value_of(index: int, tick: int) -> float:
    """Register [kWh] of the point after so many ticks: different slopes, so that a mix-up shows."""
    return round(1000.0 * index + tick * (1 + index) * 0.01, 2)


def ticks(period_s: float) -> Iterator[tuple[int, float]]:
    """Endless (tick, its time [s]) aligned to the period; what a busy machine is late for is left out."""
    tick = int(time.time() / period_s) + 1
    while True:
        yield tick, tick * period_s
        tick = max(tick + 1, int(time.time() / period_s))


class Historian:
    """All that the plant produced, as asyncua's history storage; it outlives the server."""

    max_history_data_response_size = 1000

    def __init__(self, kept: dict[str, list[ua.DataValue]]) -> None:
        self.kept = kept

    async def init(self) -> None: ...

    async def stop(self) -> None: ...

    async def read_node_history(
        self, node_id: ua.NodeId, start: datetime, end: datetime, nb_values: int
    ) -> tuple[list[ua.DataValue], datetime | None]:
        values = self.kept.get(str(node_id.Identifier), [])
        found = [v for v in values if start <= v.SourceTimestamp <= end]
        more = found[self.max_history_data_response_size :]
        return found[: self.max_history_data_response_size], more[0].SourceTimestamp if more else None


class Plant:
    def __init__(self, options: argparse.Namespace, log: TextIO) -> None:
        self.options, self.log = options, log
        self.stopping, self.restarting = asyncio.Event(), asyncio.Event()
        self.server: Server | None = None
        self.nodes: list[Node] = []
        self.kept: dict[str, list[ua.DataValue]] = {name: [] for name in opcua_points(options.points)}

    def produced(self, point: str, time_ms: int, value: float) -> None:
        self.log.write(json.dumps([point, time_ms, value]) + "\n")

    async def serve_opcua(self) -> None:
        await self.open_server()
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, self.restarting.set)
        Path(self.options.ready).write_text("ready")
        restarts = asyncio.create_task(self.restart_when_told())
        await self.produce()
        restarts.cancel()
        if self.server is not None:
            await self.server.stop()

    async def open_server(self) -> None:
        server = Server()
        await server.init()
        server.set_endpoint(f"opc.tcp://127.0.0.1:{self.options.opcua_port}")
        server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
        index = await server.register_namespace(NAMESPACE)
        names = opcua_points(self.options.points)
        self.nodes = [await self.add_point(server, index, point) for point in names]
        server.iserver.history_manager.storage = Historian(self.kept)
        await server.start()
        self.server = server

    async def restart_when_told(self) -> None:
        """On SIGUSR1 the server goes away for a while; the plant goes on, and its historian with it."""
        while True:
            await self.restarting.wait()
            self.restarting.clear()
            server, self.server = self.server, None
            assert server is not None
            await server.stop()
            await asyncio.sleep(SERVER_AWAY_S)
            await self.open_server()

    async def add_point(self, server: Server, index: int, point: str) -> Node:
        return await server.nodes.objects.add_variable(
            ua.NodeId(point, index), point, 0.0, ua.VariantType.Double
        )

    async def produce(self) -> None:
        names = opcua_points(self.options.points)
        await self.told_to_go()
        start = int(time.time() / self.options.period)
        for tick, at in ticks(self.options.period):
            await asyncio.sleep(max(0.0, at - time.time()))
            if self.stopping.is_set():
                return
            moment = datetime.fromtimestamp(at, UTC)
            for i, name in enumerate(names):
                value = ua.DataValue(
                    ua.Variant(value_of(i, tick - start), ua.VariantType.Double), SourceTimestamp=moment
                )
                self.kept[name].append(value)
                if self.server is not None:
                    await self.nodes[i].write_value(value)
                self.produced(name, round(at * 1000), value_of(i, tick - start))
            self.log.flush()

    async def serve_meters(self) -> None:
        options = self.options
        client = paho.Client(
            paho.CallbackAPIVersion.VERSION2, client_id="test-plant-meters", protocol=paho.MQTTv5
        )
        client.username_pw_set(options.mqtt_user, options.mqtt_password)
        client.max_queued_messages_set(0)
        client.reconnect_delay_set(0.2, 1)
        recent: deque[tuple[str, str]] = deque(maxlen=round(REPLAY_S / options.period) * options.meters)
        client.on_connect = lambda *_: [client.publish(*message, qos=1) for message in list(recent)]
        client.connect_async("127.0.0.1", options.mqtt_port, clean_start=False)
        client.loop_start()
        await self.told_to_go()
        start = int(time.time() / options.period)
        for tick, at in ticks(options.period):
            await asyncio.sleep(max(0.0, at - time.time()))
            if self.stopping.is_set():
                break
            for i, name in enumerate(meter_points(options.meters)):
                value = value_of(1000 + i, tick - start)
                recent.append(
                    (f"site/{name}", json.dumps({"t": round(at * 1000), "values": {"import": value}}))
                )
                client.publish(*recent[-1], qos=1)
                self.produced(name, round(at * 1000), value)
        deadline = time.time() + 20
        while client._out_messages and time.time() < deadline:
            await asyncio.sleep(0.05)
        client.disconnect()
        client.loop_stop()

    async def told_to_go(self) -> None:
        while self.options.go and not Path(self.options.go).exists() and not self.stopping.is_set():
            await asyncio.sleep(0.05)

    async def run(self) -> None:
        for signum in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(signum, self.stopping.set)
        jobs = [self.serve_opcua()] + ([self.serve_meters()] if self.options.meters else [])
        await asyncio.gather(*jobs)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--opcua-port", type=int, required=True)
    parser.add_argument("--points", type=int, default=40)
    parser.add_argument("--period", type=float, default=0.5)
    parser.add_argument("--log", required=True)
    parser.add_argument("--ready", required=True)
    parser.add_argument("--go", help="produce only once this file exists")
    parser.add_argument("--meters", type=int, default=0)
    parser.add_argument("--mqtt-port", type=int)
    parser.add_argument("--mqtt-user")
    parser.add_argument("--mqtt-password")
    return parser.parse_args()


if __name__ == "__main__":
    arguments = parse()
    with Path(arguments.log).open("w") as log_file:
        asyncio.run(Plant(arguments, log_file).run())
