"""`python -m tests.benchmarks [a,b]`: run benchmarks, write their JSON, print a table, and write one
report of all that has run here (`build/bench/report.md` and `.json`).

A benchmark is a module of this package with `run() -> dict`: `figures` (name to number), `unit`, `reference`
(what it is compared with), `ratio` (higher is better), `spread`.
"""

import argparse
import importlib
import json
import pkgutil
import sys
from pathlib import Path

from tests.benchmarks import report

PLUMBING = ("__main__", "report")


def names() -> list[str]:
    """The benchmarks there are."""
    modules = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return sorted(
        name
        for name in modules
        if name not in PLUMBING and hasattr(importlib.import_module(f"tests.benchmarks.{name}"), "run")
    )


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help="names, also separated by commas (all)")
    parser.add_argument("--only", default="", help="the same as names")
    parser.add_argument("--report", action="store_true", help="measure nothing; write the report anew")
    arguments = parser.parse_args()
    known = names()
    if arguments.report:
        sys.stdout.write(f"{report.write_report(known)}\n")
        return 0
    words = [*arguments.names, arguments.only]
    asked = [name for word in words for name in word.split(",") if name] or known
    unknown = sorted(set(asked) - set(known))
    if unknown:
        sys.stderr.write(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(known)}.\n")
        return 2
    results = []
    for name in asked:
        sys.stderr.write(f"{name} …\n")
        found = importlib.import_module(f"tests.benchmarks.{name}").run()
        path = report.write(name, found)
        results.append(json.loads(path.read_text(encoding="utf-8")))
    sys.stdout.write(f"{report.table(results)}\n{report.write_report(known)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
