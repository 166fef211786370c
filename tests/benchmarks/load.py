"""The traffic of many parks through a real broker and the ingest, and what each program of the way costs.

1,000 gateways with a connection each, of 200 points that are read every 60 s: 3,333 readings a second. With
fewer of them (BENCH_PARKS) the time of their meters goes so much faster.
Beside the pace of real life the figures that grow with the readings: microseconds of a core a reading, of
ingest, broker and database. Reference: what was sent, all of it committed (ratio = committed ÷ sent).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
import psycopg
from parkcarbon_platform.services.parks import park_file
from parkcarbon_platform.services.provisioning import provisioning
from parkcarbon_platform.storage.database import Database as Pools

from tests.support import delivery
from tests.support.processes import Processes, wait_until
from tests.support.stack import Broker, Database, ServerStack, server_stack

PARKS = int(os.environ.get("BENCH_PARKS", "1000"))
METERS, SECONDS = 200, 60
COMPRESSION = 1000 / PARKS
GENERATOR = [sys.executable, "-m", "parkcarbon_simulators.cli", "load"]


def of_parks(*more: str) -> list[str]:
    """The generator's command line."""
    return [*GENERATOR, more[0], "--parks", str(PARKS), "--meters", str(METERS), *more[1:]]


def make_parks(database: Database, folder: Path) -> float:
    """Apply the parks' files; how long one took [s]."""
    subprocess.run(of_parks("describe", "--dir", str(folder)), check=True, stdout=subprocess.DEVNULL)
    files = sorted(folder.iterdir())
    began = time.perf_counter()
    with Pools(database.app_url, database.directory_url, database.ingest_url, size=4) as opened:
        for file in files:
            provisioning.apply(opened, park_file.parse(file.read_text()))
    return (time.perf_counter() - began) / len(files)


def core_s(pid: int) -> float:
    """Processor time of a program and the processes that it has [s], those of the database by its clients."""
    found = 0.0
    for process in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        found += times.user + times.system
    return found


def pid_of(stack: ServerStack, database: Database) -> dict[str, int]:
    """The broker's and the database server's processes."""
    with psycopg.connect(database.owner_url) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        assert row is not None
        server = psutil.Process(row[0]).ppid()
    return {"broker": stack.own.processes["mosquitto"].pid, "database": server}


def send(broker: Broker, folder: Path) -> dict[str, Any]:
    """Let the generator run; its report."""
    secret = folder / "password"
    secret.write_text(broker.password)
    told = subprocess.run(
        of_parks(
            "run", "--mqtt-url", f"mqtt://{broker.host}:{broker.port}", "--username", broker.username,
            "--password-file", str(secret), "--seconds", str(SECONDS), "--compression", str(COMPRESSION),
            "--json",
        ),
        stdout=subprocess.PIPE, check=False,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def environment(database: Database, broker: Broker, redis_url: str) -> dict[str, str]:
    """What the ingest is told."""
    return {
        "PARKCARBON_DATABASE_URL": database.owner_url,
        "PARKCARBON_DATABASE_APP_URL": database.app_url,
        "PARKCARBON_DATABASE_INGEST_URL": database.ingest_url,
        "PARKCARBON_DATABASE_DIRECTORY_URL": database.directory_url,
        "PARKCARBON_REDIS_URL": redis_url,
        "PARKCARBON_MQTT_URL": broker.url,
    }


def run() -> dict[str, Any]:
    """Send, and count."""
    with (
        server_stack() as stack,
        stack.shared.database() as database,
        tempfile.TemporaryDirectory(prefix="parkcarbon-bench-") as name,
    ):
        folder = Path(name)
        apply_s = make_parks(database, folder / "parks")
        broker = stack.empty_broker()
        processes = Processes(environment(database, broker, stack.redis_url), folder)
        processes.start("ingest", "parkcarbon-platform", "ingest")
        try:
            wait_until(lambda: "Consuming" in processes.log("ingest"), "the ingest")
            pids = {"ingest": processes.running["ingest"].pid, **pid_of(stack, database)}
            before = {program: core_s(pid) for program, pid in pids.items()}
            told = send(broker, folder)
            taken = {program: core_s(pid) - before[program] for program, pid in pids.items()}
        finally:
            processes.stop()
        ((stored,),) = delivery.rows(database, "SELECT count(*) FROM series.reading")
        ((size,),) = delivery.rows(database, "SELECT hypertable_size('series.reading')")
    readings = told["readings"]
    return {
        "figures": {
            "parks": PARKS, "readings": readings, "stored": stored,
            "committed_per_s": round(told["committed_a_s"]),
            "lag_p50_s": round(told["lag_median_s"], 3), "lag_p99_s": round(told["lag_p99_s"], 3),
            "repeated": told["repeated"], "lost_batches": told["lost_batches"],
            "late_s": round(told["late_s"], 3),
            **{f"{program}_core_us_a_reading": round(s / readings * 1e6, 1) for program, s in taken.items()},
            "generator_core_us_a_reading": round(told["generator_us_a_reading"], 1),
            "readings_a_batch": METERS, "bytes_a_stored_reading": round(float(size or 0) / max(1, stored), 1),
            "apply_a_park_ms": round(apply_s * 1000), "load_average": round(os.getloadavg()[0], 1),
        },
        "unit": "µs of a core a reading",
        "reference": {"what": "all that was sent is committed", "readings": readings},
        "ratio": round(told["committed_readings"] / readings, 3),
        "spread": {"lag_s": {name: told[f"lag_{name}_s"] for name in ("median", "p95", "p99", "max")}},
    }  # fmt: skip
