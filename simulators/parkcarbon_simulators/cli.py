"""`parkcarbon-simulator`: describe a simulated park, serve it, and tell the truth about it."""

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from parkcarbon_simulators import fault_cli, load_cli
from parkcarbon_simulators.description.describe import describe, read_simulation
from parkcarbon_simulators.description.edge_files import Places
from parkcarbon_simulators.errors import BadTimeError, SimulatorError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for noisy in ("asyncua", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    options = _parser().parse_args(arguments)
    try:
        options.call(options)
    except SimulatorError as error:
        print(f"parkcarbon-simulator: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="parkcarbon-simulator", description=__doc__)
    commands = parser.add_subparsers(required=True)

    command = commands.add_parser("describe", help="write the park file and the edges' configuration")
    command.add_argument("--scenario", default="demo")
    command.add_argument("--dir", type=Path, required=True)
    command.add_argument("--opcua-port", type=int, required=True, help="first of the OPC UA servers' ports")
    command.add_argument("--mqtt-url", required=True)
    command.add_argument("--history-days", type=int, default=400)
    command.add_argument("--seed", type=int, help="instead of the scenario's own")
    command.add_argument("--partitions", type=int, default=16)
    command.set_defaults(call=_describe)

    command = commands.add_parser("run", help="serve the meters until SIGTERM")
    command.add_argument("--dir", type=Path, required=True)
    command.add_argument(
        "--speed", type=float, default=1.0, help="simulated seconds a second until caught up"
    )
    command.add_argument(
        "--from", dest="start", type=moment, help="ISO time at which the simulated clock starts"
    )
    command.set_defaults(call=_run)

    command = commands.add_parser("truth", help="true energy and emissions of a period")
    command.add_argument("--dir", type=Path, required=True)
    command.add_argument("--from", dest="start", type=moment, required=True)
    command.add_argument("--to", dest="end", type=moment, required=True)
    command.add_argument("--json", action="store_true")
    command.set_defaults(call=_truth)

    fault_cli.add(commands.add_parser("fault", help="let something go wrong in the running simulation"))

    load_cli.add(commands.add_parser("load", help=load_cli.HELP))

    command = commands.add_parser("bench-server", help="an OPC UA server with many fast nodes")
    command.add_argument("--nodes", type=int, default=5000)
    command.add_argument("--rate", type=float, default=1.0, help="changes of every node a second")
    command.add_argument("--port", type=int, required=True)
    command.add_argument("--max-nodes-per-read", type=int, default=0, help="refuse larger reads; 0: no limit")
    command.add_argument("--ready", type=Path, help="file to write the process id to when serving")
    command.set_defaults(call=_bench)
    return parser


def moment(text: str) -> float:
    """Unix time [s] of an ISO time, which must say its offset."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(BadTimeError(text, "is no ISO 8601 time"))) from error
    if time.tzinfo is None:
        problem = "has no offset from UTC; add Z or +08:00"
        raise argparse.ArgumentTypeError(str(BadTimeError(text, problem)))
    return time.timestamp()


def _describe(options: argparse.Namespace) -> None:
    places = Places(
        options.dir.resolve(), options.opcua_port, options.mqtt_url, options.history_days, options.partitions
    )
    changed = describe(options.scenario, places, options.seed)
    print(f"{len(changed)} files written in {places.folder}")


def _run(options: argparse.Namespace) -> None:
    from parkcarbon_simulators.run import run  # asyncua takes a second to import

    run(read_simulation(options.dir.resolve()), options.start, options.speed)


def _truth(options: argparse.Namespace) -> None:
    from parkcarbon_simulators.truth import report

    found = report(read_simulation(options.dir.resolve()).plant(), options.start, options.end)
    print(json.dumps(found, ensure_ascii=False) if options.json else _table(found))


def _table(found: dict[str, Any]) -> str:
    lines = [f"{'source':34}{'quantity':>18} {'unit':5}{'kg CO2':>16}"]
    for s in found["sources"]:
        lines.append(f"{s['source']:34}{s['quantity']:18.3f} {s['unit']:5}{s['co2_kg']:16.3f}")
    park = found["park"]
    lines.append(f"{'transfers inside the park':58}{-park['transfers_kg']:16.3f}")
    lines.append(f"{'park':58}{park['co2_kg']:16.3f}")
    return "\n".join(lines)


def _bench(options: argparse.Namespace) -> None:
    from parkcarbon_simulators.servers.bench import serve

    serve(options.port, options.nodes, options.rate, options.max_nodes_per_read, options.ready)


if __name__ == "__main__":
    sys.exit(main())
