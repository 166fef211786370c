"""The edge on 100, 1,000 and 5,000 nodes a second, at servers that take 100 nodes a Read and all of them.

Beside it, one after the other on the same server, thingsboard-gateway from PyPI. Every value names its node,
so that one under another node's name is seen. Reference: its CPU, or a bare client's where it is missing.
"""

import asyncio
import os
import secrets
import signal
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
import paho.mqtt.client as paho
import psutil
from asyncua import Client
from parkcarbon_edge import wire
from parkcarbon_local import mqtt_users
from parkcarbon_local.stack import Stack

from tests.benchmarks import rival
from tests.support.processes import Processes, free_port, wait_until

SIZES = tuple(int(n) for n in os.environ.get("PARKCARBON_BENCH_NODES", "100,1000,5000").split(","))
LIMITS = (100, 10_000)  # nodes that the server takes in one Read; the second: all
WINDOW_S = float(os.environ.get("PARKCARBON_BENCH_SECONDS", "20"))
START_S = 300
NAMESPACE = "urn:parkcarbon:bench"
PARK, EDGE = "bench", "edge"
TOPIC = wire.Address(wire.partition_of(PARK), PARK, EDGE)
LOGIN = "tester"


class Score:
    """What arrived: the server writes cycle + node / 1e5, all nodes of a cycle at one source time."""

    def __init__(self, nodes: int) -> None:
        self.nodes = nodes
        self.clear()

    def clear(self) -> None:
        self.right: set[tuple[int, int]] = set()
        self.times: set[tuple[int, int]] = set()
        self.wrong = self.duplicates = 0
        self.latencies_s: list[float] = []

    def keep(self, key: str, at_ms: int, value: float, now: float) -> None:
        node = int(key[1:])
        self.duplicates += (node, at_ms) in self.times
        self.times.add((node, at_ms))
        if round((value % 1) * 1e5) == node:
            self.right.add((node, int(value)))
        else:
            self.wrong += 1
        self.latencies_s.append(now - at_ms / 1000)

    def figures(self) -> dict[str, Any]:
        """Of whole cycles only: the first and the last of the window are cut somewhere."""
        cycles = sorted({cycle for _, cycle in self.right})[1:-1]
        whole = set(range(cycles[0], cycles[-1] + 1)) if cycles else set()
        expected = len(whole) * self.nodes
        right = sum(cycle in whole for _, cycle in self.right)
        ordered = sorted(self.latencies_s) or [0.0]
        return {
            "right": right, "wrong": self.wrong, "missing": expected - right, "duplicate": self.duplicates,
            "right_share": round(right / expected, 4) if expected else 0.0,
            "latency_p50_s": round(ordered[len(ordered) // 2], 3),
            "latency_p95_s": round(ordered[int(len(ordered) * 0.95)], 3),
        }  # fmt: skip


class Sink:
    """The platform's side for both: acknowledges our batches at once, and keeps everybody's readings."""

    def __init__(self, port: int, password: str) -> None:
        self.score = Score(0)
        self.client = paho.Client(paho.CallbackAPIVersion.VERSION2, protocol=paho.MQTTv5)
        self.client.username_pw_set(LOGIN, password)
        self.client.on_message = self.on_message
        self.client.connect("127.0.0.1", port)
        self.client.subscribe([(TOPIC.topic("up"), 1), (rival.TELEMETRY, 1), (f"{rival.QUESTIONS}+", 1)])
        self.client.loop_start()

    def on_message(self, _client: object, _data: object, message: paho.MQTTMessage) -> None:
        now = time.time()
        if message.topic.startswith(rival.QUESTIONS):
            topic = rival.ANSWERS + message.topic.removeprefix(rival.QUESTIONS)
            self.client.publish(topic, msgspec.json.encode(rival.NO_LIMITS), qos=1)
            return
        if message.topic == rival.TELEMETRY:
            for rows in msgspec.json.decode(message.payload).values():
                for row in rows:
                    for key, value in row["values"].items():
                        self.score.keep(key, round(row["ts"]), float(value), now)
            return
        batch = wire.decode_batch(message.payload)
        for key, at_ms, value, _quality in batch.readings:
            self.score.keep(key, at_ms, float(value or 0), now)
        ack = wire.Ack(v=1, spool=batch.spool, committed=batch.seq)
        self.client.publish(TOPIC.topic("ack"), wire.encode(ack), qos=1, retain=True)

    def close(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()


def configuration(folder: Path, nodes: int, opcua_port: int, broker_port: int, password: str) -> Path:
    secret = folder / "edge.password"
    secret.write_text(password)
    secret.chmod(0o600)
    points = "".join(
        f'[[connector.point]]\nkey = "n{i}"\nnode = "nsu={NAMESPACE};s=n{i}"\n'
        f'sampling = "poll"\nperiod_s = 1\n'
        for i in range(nodes)
    )
    path = folder / "edge.toml"
    path.write_text(
        f'park = "{PARK}"\nedge = "{EDGE}"\npartition = "{TOPIC.partition}"\n'
        f'[uplink]\nurl = "mqtt://127.0.0.1:{broker_port}"\nusername = "{LOGIN}"\n'
        f'password_file = "{secret}"\n'
        f'[spool]\npath = "{folder / secrets.token_hex(4)}.db"\n'
        f'[[connector]]\nname = "bench"\ntype = "opcua"\nendpoint = "opc.tcp://127.0.0.1:{opcua_port}"\n'
        f'mode = "live"\n{points}'
    )
    return path


class Bench:
    """Broker, sink, and for each case a server of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.password = folder, secrets.token_urlsafe(12)
        self.stack = Stack(folder / "stack")
        self.stack.start()
        self.stack.mosquitto.put_users([mqtt_users.everything(LOGIN, self.password)])
        self.broker_port = self.stack.mosquitto.port
        self.processes = Processes({}, folder)
        self.sink = Sink(self.broker_port, self.password)

    def close(self) -> None:
        self.processes.stop()
        self.sink.close()
        self.stack.stop()

    @contextmanager
    def server(self, nodes: int, limit: int) -> Iterator[int]:
        port, ready = free_port(), self.folder / "ready"
        self.processes.start(
            "server", "parkcarbon-simulator", "bench-server", "--nodes", str(nodes), "--rate", "1",
            "--port", str(port), "--ready", str(ready), "--max-nodes-per-read", str(limit),
        )  # fmt: skip
        try:
            wait_until(ready.exists, "the server", timeout_s=START_S)
            yield port
        finally:
            self.processes.kill("server", signal.SIGTERM)

    def ours(self, nodes: int, port: int) -> dict[str, Any]:
        config = configuration(self.folder, nodes, port, self.broker_port, self.password)
        self.processes.start("edge", "parkcarbon-edge", "run", "--config", str(config))
        try:
            return self.measure(psutil.Process(self.processes.running["edge"].pid), nodes)
        finally:
            self.processes.kill("edge", signal.SIGTERM)

    def theirs(self, python: Path, nodes: int, port: int) -> dict[str, Any]:
        process = rival.start(
            python, self.folder, nodes=nodes, opcua_port=port, broker_port=self.broker_port,
            login=(LOGIN, self.password),
        )  # fmt: skip
        try:
            return self.measure(process, nodes)
        except AssertionError as error:
            return {"right_share": 0.0, "problem": str(error)}
        finally:
            end(process)

    def measure(self, process: psutil.Process, nodes: int) -> dict[str, Any]:
        """A window that begins once values of every second node have come."""
        score = self.sink.score = Score(nodes)
        wait_until(lambda: len({n for n, _ in list(score.times)}) * 2 >= min(nodes, 100), "values", START_S)
        time.sleep(2)
        score.clear()
        before, start = cpu_s(process), time.monotonic()
        time.sleep(WINDOW_S)
        used_s, took_s = cpu_s(process) - before, time.monotonic() - start
        self.sink.score = Score(nodes)  # what comes now is no longer counted
        time.sleep(0.5)
        figures = score.figures()
        memory = sum(p.memory_info().rss for p in family(process)) / 2**20
        return {
            **figures,
            "cpu_percent_of_a_core": round(100 * used_s / took_s, 1),
            "rss_mb": round(memory, 1),
        }


def family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def cpu_s(process: psutil.Process) -> float:
    """CPU time [s] of the process and its children so far."""
    return float(sum(sum(p.cpu_times()[:2]) for p in family(process)))


def end(process: psutil.Popen) -> None:
    """End it; what does not listen is killed."""
    process.terminate()
    with suppress(psutil.TimeoutExpired):
        process.wait(10)
        return
    process.kill()
    process.wait(10)


async def bare_client(endpoint: str, nodes: int) -> float:
    """Share of a core [%] of a client that reads all nodes each second and keeps nothing."""
    async with Client(endpoint) as client:
        index = await client.get_namespace_index(NAMESPACE)
        targets = [client.get_node(f"ns={index};s=n{i}") for i in range(nodes)]
        process = psutil.Process(os.getpid())
        process.cpu_percent()
        finish = time.monotonic() + WINDOW_S
        while time.monotonic() < finish:
            due = time.monotonic() + 1
            for start in range(0, nodes, 1000):
                await client.read_attributes(targets[start : start + 1000])
            await asyncio.sleep(max(0.0, due - time.monotonic()))
        return float(process.cpu_percent())


def cases(bench: Bench, python: Path | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """By `NODES/LIMIT`: what both of them made of it, and the load of the machine meanwhile."""
    for nodes in SIZES:
        for limit in LIMITS:
            with bench.server(nodes, limit) as port:
                found: dict[str, Any] = {"ours": bench.ours(nodes, port)}
                if python is not None:
                    found["theirs"] = bench.theirs(python, nodes, port)
                if (nodes, limit) == (SIZES[-1], LIMITS[-1]):
                    found["bare_client_cpu"] = asyncio.run(bare_client(f"opc.tcp://127.0.0.1:{port}", nodes))
                found["load"] = os.getloadavg()[0]
                yield f"{nodes}/{'all' if limit > nodes else limit}", found


def run() -> dict[str, Any]:
    """Figures of the edge; ratio = their CPU ÷ ours, median of the cases where they get most right."""
    python, why = None, ""
    try:
        python = rival.install()
    except rival.CannotInstallError as error:
        why = str(error)
    with tempfile.TemporaryDirectory(prefix="parkcarbon-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)
        bench = Bench(folder)
        try:
            found = dict(cases(bench, python))
        finally:
            bench.close()
    largest = found[f"{SIZES[-1]}/all"]
    figures = dict(largest["ours"])
    shares = {name: case["theirs"]["right_share"] for name, case in found.items() if "theirs" in case}
    ratios = [ratio(found[name]) for name, share in shares.items() if share > 0.5]
    if not ratios:
        bare = largest["bare_client_cpu"]
        what = f"bare client reading the same nodes ({rival.NAME}: {why or 'no case right'})"
        compared = bare / max(figures["cpu_percent_of_a_core"], 0.1)
    else:
        what, compared = f"CPU of {rival.NAME} ÷ ours, where it gets most right", statistics.median(ratios)
    ours = {f"right_share {name}": case["ours"]["right_share"] for name, case in found.items()}
    theirs = {f"their right_share {name}": share for name, share in shares.items()}
    return {
        "figures": {**figures, **ours, **theirs}, "unit": "% of a core", "reference": {"what": what},
        "ratio": round(compared, 3), "cases": found,
    }  # fmt: skip


def ratio(case: dict[str, Any]) -> float:
    """Their share of a core ÷ ours."""
    return float(case["theirs"]["cpu_percent_of_a_core"] / max(case["ours"]["cpu_percent_of_a_core"], 0.1))
