"""`parkcarbon-simulator load`: the traffic of many parks at once."""

import argparse
import asyncio
import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from parkcarbon_simulators.load.parks import Load, describe

HELP = "the traffic of many parks: their files, then their gateways through a real broker"


def add(command: argparse.ArgumentParser) -> None:
    """The sub-commands."""
    commands = command.add_subparsers(required=True)
    described = commands.add_parser("describe", help="write the parks' files, for `parkcarbon park apply`")
    _of_parks(described)
    described.add_argument("--dir", type=Path, required=True)
    described.set_defaults(call=_describe)
    run = commands.add_parser(
        "run", help="send, and say what became of it; exit code 2 where anything is lost"
    )
    _of_parks(run)
    run.add_argument("--mqtt-url", required=True, help="mqtt://host:1883 or mqtts://host:8883")
    run.add_argument("--username", default="")
    run.add_argument("--password-file", type=Path)
    run.add_argument("--ca-file", help="authority of the broker's certificate")
    run.add_argument("--seconds", type=float, default=60.0)
    run.add_argument("--compression", type=float, default=1.0, help="how much faster the meters' time goes")
    run.add_argument("--drain", type=float, default=60.0, help="how long to wait for the last commits [s]")
    run.add_argument("--json", action="store_true")
    run.set_defaults(call=_run)


def _of_parks(command: argparse.ArgumentParser) -> None:
    command.add_argument("--parks", type=_positive, default=1000)
    command.add_argument("--meters", type=_positive, default=100, help="of each park")
    command.add_argument("--interval", type=float, default=60.0, help="how often a meter is read [s]")
    command.add_argument("--first", type=int, default=0, help="number of the first park: several may run")
    command.add_argument("--partitions", type=int, default=16)


def _positive(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than one")
    return number


def _load(options: argparse.Namespace) -> Load:
    faster = getattr(options, "compression", 1.0)
    return Load(options.parks, options.meters, options.interval, faster, options.first, options.partitions)


def _describe(options: argparse.Namespace) -> None:
    sys.stdout.write(f"{describe(_load(options), options.dir)} files written in {options.dir}\n")


def _run(options: argparse.Namespace) -> None:
    from parkcarbon_simulators.load.line import Access
    from parkcarbon_simulators.load.run import run

    # Every gateway is a connection; many systems begin with 1,024 files.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    password = options.password_file.read_text().strip() if options.password_file else ""
    access = Access(options.mqtt_url, options.username, password, options.ca_file)
    report = asyncio.run(run(_load(options), access, options.seconds, options.drain))
    sys.stdout.write((json.dumps(asdict(report)) if options.json else "\n".join(report.lines())) + "\n")
    if report.lost_batches:
        sys.exit(2)
