"""Strikes at one process of a running demo, and what must hold afterwards."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import redis
from parkcarbon_local import status
from parkcarbon_local.environment import Environment
from parkcarbon_local.layout import Layout

from tests.support.processes import wait_until

BIN = Path(sys.executable).parent
PARK = "demo"
# The roles of the platform, and the process of the demo that plays each.
PARTS = {
    "edge": "edge-plant-a", "broker": "mosquitto", "ingest": "ingest", "live": "live", "worker": "worker",
    "beat": "beat", "api": "api", "cache": "valkey", "database": "postgres",
}  # fmt: skip
PATIENCE_S = 600.0
# Work that waits longer than this after a recovery is stuck: beat looks every few seconds.
STUCK_S = 120
FRESH_S = 20.0
LOOPS, LOOP_PAUSE_S = 5, 3.0


class Park:
    """A running demo, seen from outside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {**os.environ, "PARKCARBON_DATA_DIR": str(folder), "PARKCARBON_DEMO_HISTORY_DAYS": "1"}

    def run(self, *arguments: str, check: bool = True) -> str:
        """A command of `parkcarbon`; what it printed."""
        done = subprocess.run(
            [str(BIN / "parkcarbon"), *arguments],
            env=self.env, capture_output=True, text=True, timeout=PATIENCE_S, check=False,
        )  # fmt: skip
        if check and done.returncode:
            raise AssertionError(f"parkcarbon {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def status(self) -> dict[str, Any]:
        """What `parkcarbon status` tells."""
        return status.status(Layout(self.folder))

    def pid(self, process: str) -> int | None:
        """The process's id, None while it does not run."""
        rows = self.status()["processes"]
        return next((row["pid"] for row in rows if row["name"] == process), None)

    @contextmanager
    def client(self) -> Iterator[httpx.Client]:
        """The operator, logged in."""
        found = self.status()
        login = next(entry for entry in found["logins"] if entry["role"] == "operator")
        with httpx.Client(base_url=found["url"], timeout=30) as client:
            given = {"login": login["login"], "password": login["password"]}
            client.post("/api/v1/session", json=given).raise_for_status()
            yield client

    def database(self) -> psycopg.Connection:
        """As the owner, who sees every park."""
        url = Environment.of(Layout(self.folder)).stack.postgres.url()
        return psycopg.connect(url, connect_timeout=5)

    def cache(self) -> "redis.Redis":
        """As the platform."""
        return redis.Redis.from_url(Environment.of(Layout(self.folder)).stack.valkey.url, socket_timeout=5)


def kill(park: Park, process: str, _seconds: float) -> None:
    """End it without a word; it is started again."""
    before = running(park, process)
    os.kill(before, signal.SIGKILL)
    wait_until(
        lambda: park.pid(process) not in (None, before),
        f"{process} to be started again", timeout_s=PATIENCE_S, every_s=0.5,
    )  # fmt: skip


def stop(park: Park, process: str, seconds: float) -> None:
    """It neither answers nor hangs up for a while; its children too."""
    family = descendants(running(park, process))
    for pid in family:
        _signal(pid, signal.SIGSTOP)
    time.sleep(seconds)
    for pid in family:
        _signal(pid, signal.SIGCONT)


def loop(park: Park, process: str, _seconds: float) -> None:
    """Each time it is back it ends again."""
    for _ in range(LOOPS):
        kill(park, process, 0)
        time.sleep(LOOP_PAUSE_S)


FAULTS: dict[str, Callable[[Park, str, float], None]] = {"kill": kill, "stop": stop, "loop": loop}


def running(park: Park, process: str) -> int:
    """Its process id, once it has one."""
    found: list[int] = []

    def is_there() -> bool:
        pid = park.pid(process)
        found[:] = [] if pid is None else [pid]
        return bool(found)

    wait_until(is_there, f"{process} to run", timeout_s=PATIENCE_S, every_s=0.5)
    return found[0]


def descendants(pid: int) -> list[int]:
    """A process and all that it started."""
    family = [pid]
    for parent in family:
        with suppress(FileNotFoundError):
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
            family.extend(int(child) for child in children.split())
    return family


def _signal(pid: int, signum: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signum)


@dataclass(frozen=True)
class Found:
    """What there was after a strike; every number but the seconds should be 0."""

    part: str
    fault: str
    back_s: float
    missing_batches: int
    lost: int
    unaccounted: int
    stuck_jobs: int
    old_work: int
    differing_hours: int

    @property
    def is_well(self) -> bool:
        """Whether nothing was lost, hangs or differs."""
        wrong = (
            self.missing_batches, self.lost, self.unaccounted, self.stuck_jobs, self.old_work,
            self.differing_hours,
        )  # fmt: skip
        return not any(wrong)


def strike(park: Park, part: str, fault: str, stop_s: float) -> Found:
    """Strike once, with work in hand, wait until everything is back by itself, and look.

    What is told is what this strike did: totals of before are taken off.
    """
    before = lost_so_far(park)
    recalculate(park)
    FAULTS[fault](park, PARTS[part], stop_s)
    began = time.monotonic()
    # While the cache or the database is away nobody can tell whether all is well: what fails is asked again.
    wait_until(
        lambda: is_back(park), f"everything to be back after {part} {fault}", timeout_s=PATIENCE_S, every_s=1
    )
    back_s = round(time.monotonic() - began, 1)
    return Found(part, fault, back_s, *accounts(park, before), *waiting(park), differing_hours(park))


def is_back(park: Park) -> bool:
    """Whether all processes are ready, and the live page shows what meters just told."""
    if not park.status()["ready"]:
        return False
    try:
        with park.client() as client:
            frame = client.get(f"/api/v1/parks/{PARK}/live").json()["frame"]
    except (httpx.HTTPError, KeyError, ValueError):
        return False
    return bool(frame and frame["data_time"]) and abs(time.time() - frame["data_time"] / 1000) < FRESH_S


def lost_so_far(park: Park) -> tuple[int, int]:
    """Batches that are missing, and readings that edges say they had to drop, since the demo began."""
    missing = lost = 0
    with park.client() as client:
        for code in edges_of(client):
            for spool in client.get(f"/api/v1/parks/{PARK}/edges/{code}/ledger").json()["spools"]:
                missing += spool["missing_batches"]
                lost += spool["gap_readings"]
    return missing, lost


def edges_of(client: httpx.Client) -> list[str]:
    """The codes of the park's edges."""
    return [edge["code"] for edge in client.get(f"/api/v1/parks/{PARK}/edges").json()["edges"]]


def accounts(park: Park, before: tuple[int, int] = (0, 0)) -> tuple[int, int, int]:
    """More missing batches and lost readings than `before`, and edges whose books do not close."""
    waiting: set[str] = set()
    with park.client() as client:
        edges = edges_of(client)

        def are_complete() -> bool:
            waiting.clear()
            for code in edges:
                spools = client.get(f"/api/v1/parks/{PARK}/edges/{code}/ledger").json()["spools"]
                # Of an older spool nobody knows what was collected; the newest tells once nothing waits.
                waiting.update(code for spool in spools[:1] if spool["complete"] is not True)
            return not waiting

        with suppress(AssertionError):
            wait_until(are_complete, "the edges' books to close", timeout_s=PATIENCE_S / 4, every_s=0.5)
    missing, lost = lost_so_far(park)
    return missing - before[0], lost - before[1], len(waiting)


def recalculate(park: Park) -> None:
    """Have the last day of the park settled again: work for the worker, and for the database."""
    with park.database() as connection:
        connection.execute(
            """INSERT INTO core.invalidation (park_id, point_id, from_time, to_time, reason)
               SELECT p.park_id, p.id, now() - interval '1 day', now(), 'recalculation'
               FROM core.point p JOIN core.park k ON k.id = p.park_id
               WHERE k.code = %s AND (p.kind <> 'gauge' OR p.integrated)""",
            (PARK,),
        )


def waiting(park: Park) -> tuple[int, int]:
    """Jobs that were given up or that nobody takes, and work to be settled that waits for too long."""
    stuck = f"""SELECT count(*) FROM core.job WHERE state = 'dead'
        OR state IN ('queued', 'failed') AND run_after < now() - interval '{STUCK_S} s'"""
    old = f"SELECT count(*) FROM core.invalidation WHERE created_at < now() - interval '{STUCK_S} s'"
    found = [0, 0]

    def is_clear() -> bool:
        with park.database() as connection:
            for n, query in enumerate((stuck, old)):
                row = connection.execute(query).fetchone()
                found[n] = row[0] if row else 0
        return not any(found)

    def is_settled() -> bool:
        with park.database() as connection:
            row = connection.execute(
                "SELECT count(*) FROM core.invalidation WHERE reason = 'recalculation'"
            ).fetchone()
        return row is not None and row[0] == 0

    wait_until(is_settled, "the work in hand to be settled", timeout_s=PATIENCE_S, every_s=2)
    with suppress(AssertionError):
        wait_until(is_clear, "no job to be stuck", timeout_s=PATIENCE_S / 2, every_s=2)
    return found[0], found[1]


def differing_hours(park: Park) -> int:
    """Hours of the ledger since yesterday that are not what the quarter hours give."""
    end = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    span = ("--from", (end - timedelta(days=1)).isoformat(), "--to", end.isoformat())
    told = park.run("hours", PARK, *span, check=False)
    found = re.search(r"(\d+) hours of sources; (\d+) are not", told)
    assert found, told
    assert int(found[1]) > 0, told
    return int(found[2])


@contextmanager
def demo() -> Iterator[Park]:
    """A demo of its own with a day of history, ready; PARKCARBON_TEST_DEMO_DIR looks at a running one."""
    given = os.environ.get("PARKCARBON_TEST_DEMO_DIR")
    folder = Path(given or tempfile.mkdtemp(prefix="parkcarbon-strikes-"))
    folder.chmod(0o711)
    park = Park(folder)
    try:
        if not given:
            park.run("up", "--detach")
        wait_until(lambda: is_back(park), "the demo to be ready", timeout_s=PATIENCE_S, every_s=1)
        yield park
    finally:
        if not given:
            park.run("down", check=False)
            shutil.rmtree(folder, ignore_errors=True)
