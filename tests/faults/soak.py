"""`python -m tests.faults.soak --hours 2`: run the demo and watch what must not grow.

Every minute: memory and open files of each process with its children, connections to the database, its WAL,
and the edges' spools. The first sixth is warming up; of the rest the mean of the last third is compared with
that of the first. The table is printed and written to build/faults/soak.json.
"""

import argparse
import json
import statistics
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from tests.faults.matrix import FOLDER
from tests.faults.strikes import Park, demo, descendants

MEBI = 2**20
# Growth between thirds that is none: caches fill, and garbage is collected when it likes.
SHARE, LEAST_MIB, LEAST_COUNT = 0.15, 8.0, 2.0
Sample = dict[str, float]


def sample(park: Park) -> Sample:
    """What everything takes now."""
    found: Sample = {}
    for row in park.status()["processes"]:
        if row["pid"] is None:
            continue
        family = descendants(row["pid"])
        found[f"{row['name']} MiB"] = sum(_memory(pid) for pid in family)
        found[f"{row['name']} files"] = sum(_files(pid) for pid in family)
    with park.database() as connection:
        for name, query in (
            ("connections", "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"),
            ("WAL MiB", "SELECT sum(size) / 1048576.0 FROM pg_ls_waldir()"),
            ("waiting work", "SELECT count(*) FROM core.invalidation"),
        ):
            row = connection.execute(query).fetchone()
            found[name] = float(row[0]) if row else 0.0
    spools = park.folder.rglob("*spool*.db*")
    found["spools MiB"] = sum(spool.stat().st_size for spool in spools) / MEBI
    return found


def _memory(pid: int) -> float:
    """The process's share of memory [MiB]: pages that several share count once among them."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _files(pid: int) -> int:
    with suppress(OSError):
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    return 0


def growth(samples: list[Sample]) -> dict[str, dict[str, float | bool]]:
    """By name the means of the first and the last third after warming up, and whether it grew."""
    steady = samples[len(samples) // 6 :]
    third = max(1, len(steady) // 3)
    found: dict[str, dict[str, float | bool]] = {}
    for name in sorted({name for one in steady for name in one}):
        values = [one[name] for one in steady if name in one]
        first, last = statistics.fmean(values[:third]), statistics.fmean(values[-third:])
        least = LEAST_MIB if name.endswith("MiB") else LEAST_COUNT
        grew = last - first > max(SHARE * first, least)
        found[name] = {"first": round(first, 1), "last": round(last, 1), "grew": grew}
    return found


def main() -> int:
    """Watch for as long as was asked; exit code 1 where anything grew."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--every-s", type=float, default=60.0, help="between two looks [s]")
    arguments = parser.parse_args()
    samples: list[Sample] = []
    with demo() as park:
        end = time.monotonic() + arguments.hours * 3600
        while time.monotonic() < end or len(samples) < 6:
            samples.append(sample(park))
            time.sleep(arguments.every_s)
    found = growth(samples)
    FOLDER.mkdir(parents=True, exist_ok=True)
    head = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "hours": arguments.hours}
    report = {**head, "looks": len(samples), "thirds": found, "samples": samples}
    (FOLDER / "soak.json").write_text(json.dumps(report, indent=1) + "\n")
    for name, row in found.items():
        sys.stdout.write(f"{name:32} {row['first']:>10} {row['last']:>10} {'grew' if row['grew'] else ''}\n")
    return 1 if any(row["grew"] for row in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
