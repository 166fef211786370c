"""1,000 browsers on one API process: publish → client latency, and the server's share of a core.

A frame of a real park's size is published on the cache once a second; every client notes when its copy has
arrived. The clients share this process, so that its own queueing counts, too. Loopback, plain HTTP.
"""

import asyncio
import contextlib
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import httpx
import psutil
import psycopg
import redis
import uvloop
from parkcarbon_platform.services.access import identity
from parkcarbon_platform.services.live import frames

from tests.benchmarks.report import spread
from tests.support.processes import free_port, wait_until
from tests.support.stack import Database, server_stack

CLIENTS = 1000
WINDOWS, WINDOW_S = 3, 10
AIM_P99_MS, AIM_CPU_PERCENT = 100.0, 10.0
FRAME_BYTES = 3500  # the demo's park with 8 enterprises
PARK, LOGIN, PASSWORD = "bench", "bench", "a password of the benchmark"


class Reader(asyncio.Protocol):
    """A browser that only notes the time of each frame."""

    def __init__(self, request: bytes, arrivals: list[float]) -> None:
        self.request = request
        self.arrivals = arrivals

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast(asyncio.Transport, transport).write(self.request)

    def data_received(self, data: bytes) -> None:
        if b"event: frame" in data:
            self.arrivals.append(time.perf_counter())


def seed(database: Database) -> int:
    """A park and somebody who may watch it; the park's id."""
    with psycopg.connect(database.owner_url) as connection:
        row = connection.execute(
            "INSERT INTO core.park (code, name_zh, name_en, timezone, grid_region)"
            " VALUES (%s, %s, %s, 'Asia/Shanghai', 'CN') RETURNING id",
            (PARK, PARK, PARK),
        ).fetchone()
        identity.create_user(connection, LOGIN, PASSWORD, name=LOGIN)
        identity.let_in(connection, LOGIN, PARK, "operator")
    assert row is not None
    return int(row[0])


@contextlib.contextmanager
def serving(database: Database, redis_url: str) -> Iterator[tuple[int, int]]:
    """One API process; its port and process id."""
    port = free_port()
    env = {
        **os.environ, "PARKCARBON_DATABASE_URL": database.owner_url, "PARKCARBON_REDIS_URL": redis_url,
        "PARKCARBON_HTTP_PORT": str(port), "PARKCARBON_SECRET_KEY": "b" * 32, "PARKCARBON_DEMO": "true",
        "PARKCARBON_LOG_LEVEL": "WARNING", "PARKCARBON_STREAMS_PER_PERSON": str(2 * CLIENTS),
    }  # fmt: skip
    server = subprocess.Popen([str(Path(sys.executable).parent / "parkcarbon-saas")], env=env)
    try:
        wait_until(lambda: answers(port), "the API", timeout_s=60)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(20)


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    except httpx.TransportError:
        return False


def request_of(port: int) -> bytes:
    """The request of a logged-in browser."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        client.post("/api/v1/session", json={"login": LOGIN, "password": PASSWORD}).raise_for_status()
        cookie = client.cookies["pc_session"]
    lines = (
        f"GET /api/v1/parks/{PARK}/live/stream HTTP/1.1",
        "Host: localhost",
        f"Cookie: pc_session={cookie}",
    )
    return "\r\n".join([*lines, "", ""]).encode()


async def publish(cache: "redis.Redis", channel: str, arrivals: list[float]) -> list[float]:
    """Publish a frame at the next full second; the latency [ms] to every client."""
    arrivals.clear()
    await asyncio.sleep(1 - time.time() % 1)
    frame = json.dumps({"time": time.time_ns(), "fill": "x" * FRAME_BYTES}).encode()
    began = time.perf_counter()
    cache.publish(channel, frame)
    while len(arrivals) < CLIENTS and time.perf_counter() - began < 0.9:
        await asyncio.sleep(0.005)
    return [(at - began) * 1000 for at in arrivals]


async def measure(port: int, pid: int, channel: str, cache: "redis.Redis") -> dict[str, Any]:
    """Latencies and the server's share of a core, window by window."""
    loop, request, arrivals = asyncio.get_running_loop(), request_of(port), []
    transports = []
    for _ in range(CLIENTS):
        transport, _ = await loop.create_connection(lambda: Reader(request, arrivals), "127.0.0.1", port)
        transports.append(transport)
    for _ in range(60):
        if len(found := await publish(cache, channel, arrivals)) == CLIENTS:
            break
    else:
        raise AssertionError(f"only {len(found)} of {CLIENTS} clients get frames")
    server = psutil.Process(pid)
    latencies, shares, lost = [], [], 0
    for _ in range(WINDOWS):
        server.cpu_percent()
        for _ in range(WINDOW_S):
            found = await publish(cache, channel, arrivals)
            lost += CLIENTS - len(found)
            latencies.append(sorted(found))
        shares.append(float(server.cpu_percent()))
    memory = server.memory_info().rss / 2**20
    for transport in transports:
        transport.close()
    return {"latencies": latencies, "shares": shares, "lost": lost, "rss_mb": memory}


def percentile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def run() -> dict[str, Any]:
    """Figures of the stream; ratio = aim ÷ ours, the worse of latency and share of a core."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with server_stack() as stack, stack.shared.database() as database:
        park_id = seed(database)
        with (
            serving(database, stack.redis_url) as (port, pid),
            redis.Redis.from_url(stack.redis_url) as cache,
        ):
            channel = frames.frame_key(park_id, "park")
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                found = runner.run(measure(port, pid, channel, cache))
    every = sorted(value for second in found["latencies"] for value in second)
    p99s = [percentile(second, 0.99) for second in found["latencies"]]
    p99, cpu = percentile(every, 0.99), statistics.median(found["shares"])
    return {
        "figures": {
            "clients": CLIENTS, "p50_ms": round(percentile(every, 0.5), 1), "p99_ms": round(p99, 1),
            "cpu_percent_of_a_core": round(cpu, 2), "lost": found["lost"],
            "rss_mb": round(found["rss_mb"], 1),
        },
        "unit": "ms from publish to client",
        "reference": f"aim: p99 ≤ {AIM_P99_MS:g} ms at ≤ {AIM_CPU_PERCENT:g} % of a core",
        "ratio": round(min(AIM_P99_MS / p99, AIM_CPU_PERCENT / cpu), 3),
        "spread": {"p99_ms_of_each_second": spread(p99s), "cpu_percent_of_a_core": spread(found["shares"])},
    }  # fmt: skip
