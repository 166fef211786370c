"""The edge at 5,000 points a second: share of a core, memory, and whether every value is the right node's.

Reference: a bare OPC UA client that reads the same nodes each second and keeps nothing, in the same run.
"""

import asyncio
import os
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho
import psutil
from asyncua import Client
from parkcarbon_edge import wire
from parkcarbon_local import mqtt_users
from parkcarbon_local.stack import Stack

from tests.support.processes import Processes, free_port, wait_until

NODES, RATE_HZ, WINDOW_S, WINDOWS = 5000, 1, 10, 3
NAMESPACE = "urn:parkcarbon:bench"
PARK, EDGE = "bench", "edge"


class Sink:
    """Acknowledges every batch at once, as the platform does after its commit, and keeps the readings."""

    def __init__(self, port: int, username: str, password: str) -> None:
        self.seen: dict[tuple[str, int], float] = {}
        self.duplicates = self.wrong = 0
        self.latencies_s: list[float] = []
        partition = wire.partition_of(PARK)
        self.topic = f"pc/v1/{partition}/{PARK}/edge/{EDGE}"
        self.client = paho.Client(paho.CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
        self.client.username_pw_set(username, password)
        self.client.on_message = self.on_message
        self.client.connect("127.0.0.1", port)
        self.client.subscribe(f"{self.topic}/up", qos=1)
        self.client.loop_start()

    def on_message(self, _client: object, _data: object, message: paho.MQTTMessage) -> None:
        batch = wire.decode_batch(message.payload)
        now = time.time()
        for point, at, value, _quality in batch.readings:
            self.keep(point, at, float(value or 0))
            self.latencies_s.append(now - at / 1000)
        ack = wire.Ack(v=1, spool=batch.spool, committed=batch.seq)
        self.client.publish(f"{self.topic}/ack", wire.encode(ack), qos=1, retain=True)

    def keep(self, point: str, at: int, value: float) -> None:
        self.duplicates += (point, at) in self.seen
        # The server writes cycle + node / 1e5: the fraction names the node.
        self.wrong += round((value % 1) * 1e5) != int(point[1:])
        self.seen[point, at] = value

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


def configuration(folder: Path, opcua_port: int, broker_port: int, password: str) -> Path:
    secret = folder / "edge.password"
    secret.write_text(password)
    secret.chmod(0o600)
    points = "".join(
        f'[[connector.point]]\nkey = "n{i}"\nnode = "nsu={NAMESPACE};s=n{i}"\n'
        f'sampling = "poll"\nperiod_s = {1 / RATE_HZ}\n'
        for i in range(NODES)
    )
    path = folder / "edge.toml"
    path.write_text(
        f'park = "{PARK}"\nedge = "{EDGE}"\npartition = "{wire.partition_of(PARK)}"\n'
        f'[uplink]\nurl = "mqtt://127.0.0.1:{broker_port}"\nusername = "tester"\npassword_file = "{secret}"\n'
        f'[spool]\npath = "{folder / "spool.db"}"\n'
        f'[[connector]]\nname = "bench"\ntype = "opcua"\nendpoint = "opc.tcp://127.0.0.1:{opcua_port}"\n'
        f'mode = "live"\n{points}'
    )
    return path


def cpu_shares(pid: int) -> Iterator[float]:
    """Share of a core [%] in each window."""
    process = psutil.Process(pid)
    process.cpu_percent()
    for _ in range(WINDOWS):
        time.sleep(WINDOW_S)
        yield process.cpu_percent()


async def bare_client(endpoint: str) -> float:
    """Share of a core [%] of a client that reads all nodes each second and keeps nothing."""
    async with Client(endpoint) as client:
        index = await client.get_namespace_index(NAMESPACE)
        nodes = [client.get_node(f"ns={index};s=n{i}") for i in range(NODES)]
        process = psutil.Process(os.getpid())
        process.cpu_percent()
        end = time.monotonic() + WINDOW_S
        while time.monotonic() < end:
            due = time.monotonic() + 1 / RATE_HZ
            for start in range(0, NODES, 1000):
                await client.read_attributes(nodes[start : start + 1000])
            await asyncio.sleep(max(0.0, due - time.monotonic()))
        return float(process.cpu_percent())


@contextmanager
def running() -> Iterator[tuple[Processes, Sink, str]]:
    with tempfile.TemporaryDirectory(prefix="parkcarbon-bench-") as name:
        folder, password = Path(name), secrets.token_urlsafe(12)
        folder.chmod(0o711)
        stack = Stack(folder / "stack")
        stack.start()
        stack.mosquitto.put_users([mqtt_users.everything("tester", password)])
        port, processes = free_port(), Processes({}, folder)
        sink = Sink(stack.mosquitto.port, "tester", password)
        try:
            ready = folder / "ready"
            processes.start(
                "server", "parkcarbon-simulator", "bench-server", "--nodes", str(NODES),
                "--rate", str(RATE_HZ), "--port", str(port), "--ready", str(ready),
            )  # fmt: skip
            wait_until(ready.exists, "the server", timeout_s=120)
            config = configuration(folder, port, stack.mosquitto.port, password)
            processes.start("edge", "parkcarbon-edge", "run", "--config", str(config))
            yield processes, sink, f"opc.tcp://127.0.0.1:{port}"
        finally:
            processes.stop()
            sink.close()
            stack.stop()


def run() -> dict[str, Any]:
    """Figures of the edge; ratio = bare client's share ÷ the edge's."""
    with running() as (processes, sink, endpoint):
        wait_until(lambda: len(sink.seen) >= NODES, "a first round of readings", timeout_s=120)
        sink.latencies_s.clear()
        before, start = len(sink.seen), time.monotonic()
        pid = processes.running["edge"].pid
        shares = list(cpu_shares(pid))
        rate = (len(sink.seen) - before) / (time.monotonic() - start)
        latencies = sorted(sink.latencies_s)
        memory = psutil.Process(pid).memory_info().rss / 2**20
        processes.kill("edge", 15)
        bare = asyncio.run(bare_client(endpoint))
    ours = statistics.median(shares)
    return {
        "figures": {
            "readings_per_s": round(rate), "cpu_percent_of_a_core": ours, "rss_mb": round(memory, 1),
            "wrong": sink.wrong, "duplicate": sink.duplicates,
            "latency_p50_s": round(latencies[len(latencies) // 2], 3),
            "latency_p95_s": round(latencies[int(len(latencies) * 0.95)], 3),
        },
        "unit": "% of a core",
        "reference": {"what": "bare client reading the same nodes", "cpu_percent_of_a_core": bare},
        "ratio": round(bare / ours, 3),
        "spread": {"cpu_percent_of_a_core": shares},
    }  # fmt: skip
