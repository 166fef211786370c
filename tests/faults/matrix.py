"""`python -m tests.faults.matrix`: strike each part of a running demo in each way, and say what it did.

`kill`: ended without a word; `stop`: it neither answers nor hangs up for a while; `loop`: ended five times
in a row. After each strike everything has to come back by itself; then no reading may be missing, no job
stuck, and the ledger what its quarter hours give. A table is printed and written to build/faults/.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import UTC, datetime
from pathlib import Path

from tests.faults.strikes import FAULTS, PARTS, Found, demo, strike

FOLDER = Path(__file__).parents[2] / "build" / "faults"


def table(found: list[Found]) -> str:
    """The strikes as a table in Markdown."""
    names = [field.name for field in fields(Found)]
    lines = [names, ["---"] * len(names), *([str(getattr(row, name)) for name in names] for row in found)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def report(head: Mapping[str, object], found: list[Found]) -> str:
    """What was struck, when and where, what came of it, and which strikes did not end well."""
    said = ", ".join(f"{name} {value}" for name, value in head.items())
    bad = [f"{row.part} {row.fault}" for row in found if not row.is_well]
    verdict = (
        f"Not well: {', '.join(bad)}." if bad else "All came back by itself, and nothing is lost or differs."
    )
    lines = [
        "# Faults",
        f"Written by `make faults`: {said}.",
        f"{len(found)} strikes. {verdict}",
        table(found),
    ]
    return "\n\n".join(lines) + "\n"


def write(found: list[Found]) -> None:
    """What was found so far, with when and where."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    head = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}", "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip
    rows = [asdict(row) for row in found]
    (FOLDER / "platform.json").write_text(json.dumps({**head, "strikes": rows}, indent=1) + "\n")
    (FOLDER / "platform.md").write_text(report(head, found))


def main() -> int:
    """Strike what was asked for; exit code 1 where anything was lost, hangs or differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.matrix", description=__doc__)
    parser.add_argument("--parts", default=",".join(PARTS), help="separated by commas (all)")
    parser.add_argument("--faults", default=",".join(FAULTS), help="separated by commas (all)")
    parser.add_argument("--stop-s", type=float, default=60.0, help="how long a stopped part stands still [s]")
    arguments = parser.parse_args()
    parts, faults = arguments.parts.split(","), arguments.faults.split(",")
    unknown = sorted({*parts} - {*PARTS}) + sorted({*faults} - {*FAULTS})
    if unknown:
        parser.error(f"no such part or fault: {', '.join(unknown)}; {', '.join((*PARTS, *FAULTS))}")
    found: list[Found] = []
    with demo() as park:
        for part in parts:
            for fault in faults:
                sys.stderr.write(f"{part} {fault} …\n")
                found.append(strike(park, part, fault, arguments.stop_s))
                write(found)
    sys.stdout.write(f"{table(found)}\n")
    return 0 if all(row.is_well for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
