"""`parkcarbon-edge run | check | status | enrol | …`: the agent, its sources, how it is, and how it joins.

Exit codes: 0 all is well, 1 something does not answer or is late, 2 the configuration cannot be used.
"""

import argparse
import asyncio
import json
import logging
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from parkcarbon_edge import logbook
from parkcarbon_edge.cli.decode import add_decode
from parkcarbon_edge.cli.destination import add_destination
from parkcarbon_edge.cli.diagnose import diagnose
from parkcarbon_edge.cli.explore import add_commands
from parkcarbon_edge.cli.output import print_table, status_file, time_text
from parkcarbon_edge.enrolment import default_folder, enrol
from parkcarbon_edge.errors import (
    ConfigurationError,
    EdgeError,
    FileRefusedError,
    KeyFileError,
    MissingExtraError,
    NoSuchConnectorError,
    PasswordFileError,
)
from parkcarbon_edge.settings import Settings, load_settings
from parkcarbon_edge.spool_destinations import PLATFORM, SpoolSummary, inspect_spool

STALE_STATUS_S = 60
UNUSABLE = (ConfigurationError, PasswordFileError, MissingExtraError, KeyFileError, NoSuchConnectorError)


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; the exit code."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(
        level=logging.DEBUG if options.verbose else logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )
    # The library logs a traceback for every lost connection; the connector says it in one line.
    logging.getLogger("asyncua").setLevel(logging.INFO if options.verbose else logging.CRITICAL)
    logging.getLogger("pymodbus").setLevel(logging.INFO if options.verbose else logging.CRITICAL)
    try:
        if hasattr(options, "explore"):
            return int(options.explore(options))
        settings = load_settings(options.config)
        return int(options.command(settings, options))
    except EdgeError as error:
        print(f"parkcarbon-edge: {error}", file=sys.stderr)
        return 2 if isinstance(error, UNUSABLE) else 1
    except OSError as error:
        if error.filename is None or options.verbose:
            raise
        refused = FileRefusedError(Path(str(error.filename)), error.strerror or str(error))
        print(f"parkcarbon-edge: {refused}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="parkcarbon-edge", description="Gateway agent of ParkCarbon.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    joining = commands.add_parser("enrol", help="turn a token of the platform into this machine's files")
    joining.add_argument("url", metavar="URL", help="the platform's address, as in the browser")
    joining.add_argument("token", metavar="TOKEN", help="from the page of the gateway; - reads it from input")
    joining.add_argument(
        "--dir", type=Path, default=default_folder(), help="where the files go (%(default)s)"
    )
    joining.add_argument("--ca", type=Path, metavar="FILE", help="authority of the platform's certificate")
    joining.add_argument("--insecure", action="store_true", help="allow http:// over a network")
    joining.add_argument("--verbose", action="store_true", help="log everything")
    joining.set_defaults(explore=_enrol)
    for name, function, text in (
        ("run", _run, "collect and send until stopped"),
        ("check", _check, "check the configuration and read each point once"),
        ("status", _status, "show the spool and the last state of each connector"),
        ("diagnose", diagnose, "gather what is needed to find a fault, without secrets"),
    ):
        command = commands.add_parser(name, help=text)
        config = default_folder() / "edge.toml"
        command.add_argument("--config", type=Path, default=config, metavar="FILE", help="(%(default)s)")
        command.add_argument("--verbose", action="store_true", help="log everything")
        command.add_argument("--json", action="store_true", help="machine-readable output")
        command.set_defaults(command=function)
        if name == "diagnose":
            command.add_argument("--output", type=Path, metavar="FILE", help="write it there")
    add_commands(commands)
    add_decode(commands)
    add_destination(commands)
    return parser


def _enrol(options: argparse.Namespace) -> int:
    piped = options.token == "-"  # noqa: S105 -- the sign for standard input
    given = sys.stdin.readline().strip() if piped else options.token
    folder = options.dir.absolute()
    done = enrol(options.url, given, folder, ca=options.ca, insecure=options.insecure)
    print(f"This machine is the edge {done.edge} of the park {done.park}. Its files are in {folder}.")
    print("As a service:  systemctl enable --now parkcarbon-edge  (restart it where it runs)")
    print(f"By hand:       parkcarbon-edge run --config {folder / 'edge.toml'}")
    return 0


def _run(settings: Settings, options: argparse.Namespace) -> int:
    try:
        from parkcarbon_edge.agent import Agent
    except ModuleNotFoundError as error:
        raise MissingExtraError("mqtt") from error

    logging.getLogger().addHandler(logbook.Logbook())

    async def run() -> None:
        stop = asyncio.Event()
        for signum in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(signum, stop.set)
        await Agent(settings, options.config).run(stop)

    asyncio.run(run())
    return 0


def _check(settings: Settings, options: argparse.Namespace) -> int:
    from parkcarbon_edge.connectors.probe import probe_all

    last = _last_status(Path(settings.spool.path))
    rows = asyncio.run(probe_all(settings, last if _is_fresh(last) else None))
    if options.json:
        print(json.dumps([row._asdict() for row in rows], ensure_ascii=False))
    else:
        print_table(
            ("CONNECTOR", "POINT", "ADDRESS", "VALUE", "TYPE", "TIME", "STATUS", "NOTE"),
            [row[:8] for row in rows],
        )
    for faulty in settings.faulty:
        print(f"parkcarbon-edge: {faulty.error}", file=sys.stderr)
    if settings.faulty:
        return 2
    return 0 if all(row.ok for row in rows) else 1


def _status(settings: Settings, options: argparse.Namespace) -> int:
    path = Path(settings.spool.path)
    summary = inspect_spool(path)
    last = _last_status(path)
    fresh = _is_fresh(last)
    report: dict[str, Any] = {
        "spool": str(path),
        "uuid": summary.uuid if summary else None,
        "batches": summary.batches if summary else 0,
        "oldest_unsent_ms": summary.oldest_ms if summary else None,
        "collected": summary.collected if summary else 0,
        "running": fresh,
        "connected": fresh and bool(last.get("online")),
        "uplink_error": last.get("uplink_error"),
        "destinations": _destinations(settings, summary, last if fresh else {}),
        "destinations_error": last.get("destinations_error") if fresh else None,
        "state_ms": last.get("time_ms"),
        "connectors": last.get("connectors", {}),
    }
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        _print_status(report)
    well = report["connected"] and all(c["ok"] for c in report["connectors"].values())
    well = well and all(d["connected"] and not d["error"] for d in report["destinations"].values())
    return 0 if well and not report["destinations_error"] else 1


def _destinations(settings: Settings, summary: SpoolSummary | None, last: dict[str, Any]) -> dict[str, Any]:
    """How each is by the agent's word, and what waits for it by the file."""
    faulty = {one.name or one.label: str(one.error) for one in settings.faulty}
    told = last.get("destinations", {})
    known = dict.fromkeys(
        [settings.spool.destination, *(d.name for d in settings.destination), *faulty, *told]
    )
    report: dict[str, Any] = {}
    for name in known:
        key = PLATFORM if name == settings.spool.destination else name
        depth = summary.destinations.get(key) if summary else None
        report[name] = {
            "connected": bool(told.get(name, {}).get("connected")),
            "error": told.get(name, {}).get("error") or faulty.get(name),
            "batches": depth.batches if depth else 0,
            "oldest_unsent_ms": depth.oldest_ms if depth else None,
        }
    return report


def _last_status(spool: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(status_file(spool).read_text()))
    except (OSError, ValueError):
        return {}


def _is_fresh(last: dict[str, Any]) -> bool:
    """Whether the agent runs, by its own words."""
    return bool(last.get("running")) and time.time() * 1000 - last["time_ms"] < STALE_STATUS_S * 1000


def _way(connected: bool, error: str | None) -> str:
    """How it is with a broker: connected it may still take nothing."""
    if not connected:
        return f"not connected ({error or 'no agent'})"
    return f"connected, but it {error}" if error else "connected"


def _print_status(report: dict[str, Any]) -> None:
    print(f"agent      {'running' if report['running'] else 'not running'}")
    print(f"uplink     {_way(report['connected'], report['uplink_error'])}")
    print(f"spool      {report['spool']}  {report['uuid'] or 'not created yet'}")
    print(f"waiting    {report['batches']} batches, oldest reading {time_text(report['oldest_unsent_ms'])}")
    if len(report["destinations"]) > 1:
        for name, one in report["destinations"].items():
            way = _way(one["connected"], one["error"])
            waits = f"{one['batches']} batches wait, oldest reading {time_text(one['oldest_unsent_ms'])}"
            print(f"to         {name:16} {way}; {waits}")
    if report["destinations_error"]:
        print(f"           {report['destinations_error']}")
    print(f"collected  {report['collected']} readings")
    for name, state in report["connectors"].items():
        word = "ok" if state["ok"] else f"FAILS: {state['error']}"
        print(f"{name}  {state['points']} points, last reading {time_text(state['last_reading_ms'])}, {word}")
        for warning in state.get("warnings", []):
            print(f"  note: {warning}")
