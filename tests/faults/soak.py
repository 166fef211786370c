"""`python -m tests.faults.soak --hours 2`: run the demo, let people look at it, and watch what must not grow.

At each look: memory of its own and open files of each process with its children, connections to the database,
its WAL and memory, what the cache holds by kind of key, work and jobs that wait, the edges' spools, and how
often a process had to start again.
Before each, somebody logs in, opens pages and leaves. `steadiness` says how it is judged. The report is
printed and written to build/faults/soak.md and .json as it comes in.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from tests.faults import held, steadiness
from tests.faults.matrix import FOLDER
from tests.faults.strikes import PARK, Park, demo, descendants

ROOT = Path(__file__).parents[2]
MEBI = 2**20
PAGES = (
    "live", "live/day", "meters", "sources", "edges", "health/summary", "health/coverage?{moments}",
    "inventories", "inventory?{span}&ruleset=ghg_protocol", "places?{span}", "flows?{span}", "alerts",
    "costs?{moments}", "activity?year={year}",
)  # fmt: skip
FRAMES = 3
# Grows with the data that comes in: told, not judged.
BY_DESIGN = ("database MiB", "logs MiB")


def revision() -> str:
    """What runs."""
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return said.stdout.strip() or "unknown"


@dataclass
class Watch:
    """The looks so far."""

    began: float = field(default_factory=time.monotonic)
    times_s: list[float] = field(default_factory=list)
    samples: list[dict[str, float]] = field(default_factory=list)
    kept: list[held.Held] = field(default_factory=list)
    limits: dict[str, float] = field(default_factory=dict)
    answers: dict[str, int] = field(default_factory=dict)
    pids: dict[str, int] = field(default_factory=dict)
    restarts: int = 0
    revision: str = field(default_factory=revision)

    @property
    def refused(self) -> dict[str, int]:
        """How often visitors were not given what they asked for."""
        return {key: n for key, n in self.answers.items() if not key.startswith("200 ")}

    def look(self, park: Park) -> None:
        """Look once."""
        self.times_s.append(time.monotonic() - self.began)
        found: dict[str, float] = {}
        for row in park.status()["processes"]:
            if row["pid"] is None:
                continue
            self.restarts += self.pids.setdefault(row["name"], row["pid"]) != row["pid"]
            self.pids[row["name"]] = row["pid"]
            family = descendants(row["pid"])
            memory = [_memory(pid) for pid in family]
            found[f"{row['name']} MiB"] = sum(own for own, _ in memory)
            found[f"{row['name']} files"] = sum(_files(pid) for pid in family)
            if row["name"] == "postgres":
                found["postgres shared MiB"] = sum(shared for _, shared in memory)
        found |= _stored(park)
        with park.cache() as client:
            found |= held.figures(client)
            self.kept.append(held.held(client))
        found["restarts"] = self.restarts
        found["spools MiB"] = _size(park.folder.rglob("*spool*.db*")) / MEBI
        found["logs MiB"] = _size(park.folder.rglob("*.log*")) / MEBI
        self.samples.append(found)


def _stored(park: Park) -> dict[str, float]:
    """Of the database."""
    queries = {
        "connections": "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()",
        "WAL MiB": "SELECT sum(size) / 1048576.0 FROM pg_ls_waldir()",
        "waiting work": "SELECT count(*) FROM core.invalidation",
        "waiting jobs": "SELECT count(*) FROM core.job WHERE state IN ('queued', 'running', 'failed')",
        "database MiB": "SELECT pg_database_size(current_database()) / 1048576.0",
    }
    with park.database() as connection:
        rows = {name: connection.execute(query).fetchone() for name, query in queries.items()}
    return {name: float(row[0]) if row else 0.0 for name, row in rows.items()}


def limits(park: Park) -> dict[str, float]:
    """What the database and the cache may take by their own settings [MiB]."""
    queries = {
        # A checkpoint begins in time for the limit, and a segment is 16 MiB.
        "WAL MiB": "SELECT pg_size_bytes(current_setting('max_wal_size')) / 1048576.0 + 64",
        "postgres shared MiB": "SELECT pg_size_bytes(current_setting('shared_memory_size')) / 1048576.0",
    }
    with park.database() as connection:
        rows = {name: connection.execute(query).fetchone() for name, query in queries.items()}
    with park.cache() as client:
        told = client.config_get("auto-aof-rewrite-min-size")
    # The file is made anew from this size on; what is written meanwhile comes on top.
    changes = {"cache AOF MiB": int(told["auto-aof-rewrite-min-size"]) / MEBI + 16}
    return changes | {name: float(row[0]) for name, row in rows.items() if row}


def _memory(pid: int) -> tuple[float, float]:
    """The process's memory that no file backs [MiB]: its own, and its part of what it shares with others."""
    found = {"Pss_Anon": 0.0, "Pss_Shmem": 0.0}
    with suppress(OSError):
        for row in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            name, _, value = row.partition(":")
            if name in found:
                found[name] = int(value.split()[0]) / 1024
    return found["Pss_Anon"], found["Pss_Shmem"]


def _files(pid: int) -> int:
    with suppress(OSError):
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    return 0


def _size(paths: Iterable[Path]) -> int:
    size = 0
    for path in paths:
        with suppress(FileNotFoundError):
            size += path.stat().st_size
    return size


def visit(park: Park, answers: dict[str, int]) -> None:
    """Somebody logs in, opens pages, watches the live page for a moment, and leaves."""
    now = int(time.time()) // 900 * 900_000  # costs are of whole quarter hours
    moments = f"from={now - 86_400_000}&to={now}"
    today = datetime.now(UTC).date()
    month = today.replace(day=1)
    span = f"from={month}&to={(month + timedelta(days=31)).replace(day=1)}"
    try:
        with park.client() as client:
            for page in PAGES:
                path = page.format(span=span, moments=moments, year=today.year)
                answer = client.get(f"/api/v1/parks/{PARK}/{path}")
                key = f"{answer.status_code} {page.partition('?')[0]}"
                answers[key] = answers.get(key, 0) + 1
            _watch(client)
            csrf = client.get("/api/v1/session").raise_for_status().json()["csrf"]
            client.delete("/api/v1/session", headers={"X-CSRF-Token": csrf}).raise_for_status()
    except httpx.HTTPError as error:
        key = type(error).__name__
        answers[key] = answers.get(key, 0) + 1


def _watch(client: httpx.Client) -> None:
    """Some frames of the stream."""
    frames = 0
    with client.stream("GET", f"/api/v1/parks/{PARK}/live/stream") as stream:
        for row in stream.iter_lines():
            frames += row.startswith("event: frame")
            if frames == FRAMES:
                return


def report(head: Mapping[str, object], watch: Watch) -> tuple[str, dict[str, steadiness.Course]]:
    """What was watched, when and where, and what came of it; with the judged figures."""
    found = steadiness.courses(watch.times_s, watch.samples, watch.limits)
    judged = {name: c for name, c in found.items() if name not in BY_DESIGN}
    grown = [f"{name} by {found[name].per_hour:,.1f} an hour" for name in BY_DESIGN if name in found]
    refused = watch.refused
    visits = f"{sum(watch.answers.values())} answers to visitors, of them not well: {refused or 'none'}."
    said = steadiness.told(judged, steadiness.lost(watch.samples))
    lines = [
        "# Soak",
        f"Written by `make soak`: {', '.join(f'{name} {value}' for name, value in head.items())}.",
        f"{said} {visits} With the data grew: {', '.join(grown) or 'nothing'}.",
        steadiness.table(judged),
        held.table(watch.kept, steadiness.steady(watch.times_s)),
    ]
    return "\n\n".join(lines) + "\n", judged


def head(watch: Watch) -> dict[str, object]:
    """When, where and of what."""
    warm = steadiness.steady(watch.times_s)
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}", "load": round(os.getloadavg()[0], 1),
        "revision": watch.revision,
        "hours": round(watch.times_s[-1] / 3600, 2), "looks": len(watch.samples), "of them warming up": warm,
    }  # fmt: skip


def write(watch: Watch) -> Sequence[str]:
    """Write down what there is; what is not well: figures that grow or are lost, answers to visitors."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    where = head(watch)
    text, found = report(where, watch)
    rows = {name: c._asdict() for name, c in found.items()}
    kept = {
        **where, "figures": rows, "answers": watch.answers, "times_s": watch.times_s,
        "samples": watch.samples, "held": watch.kept,
    }  # fmt: skip
    (FOLDER / "soak.json").write_text(json.dumps(kept, indent=1) + "\n")
    (FOLDER / "soak.md").write_text(text)
    grown = [name for name, c in found.items() if c.verdict in ("grows", "over")]
    return [*grown, *steadiness.lost(watch.samples), *watch.refused]


def main() -> int:
    """Watch for as long as was asked; exit code 1 where anything grew, was lost or was refused."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--every-s", type=float, default=60.0, help="between two looks [s]")
    arguments = parser.parse_args()
    with demo() as park:
        watch = Watch(limits=limits(park))
        end = watch.began + arguments.hours * 3600
        wrong: Sequence[str] = ()
        while time.monotonic() < end or len(watch.samples) < 2:
            visit(park, watch.answers)
            watch.look(park)
            wrong = write(watch)
            time.sleep(arguments.every_s)
    sys.stdout.write((FOLDER / "soak.md").read_text())
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
