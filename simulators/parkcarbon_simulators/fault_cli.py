"""`parkcarbon-simulator fault …`: let something go wrong in a running simulation, and end it."""

import argparse
import sys
import time
from pathlib import Path

from parkcarbon_simulators import fault_file, faults
from parkcarbon_simulators.description.describe import read_simulation
from parkcarbon_simulators.errors import UnknownPointError
from parkcarbon_simulators.plants.points import MQTT, points, protocol
from parkcarbon_simulators.scenarios.loader import load


def add(parser: argparse.ArgumentParser) -> None:
    """The sub-commands: `list`, `clear`, and each fault by its name."""
    commands = parser.add_subparsers(required=True, metavar="NAME")
    command = commands.add_parser("list", help="which faults last, and which there are")
    command.add_argument("--dir", type=Path, required=True)
    command.set_defaults(call=_list)
    command = commands.add_parser("clear", help="end faults: of some points, or all")
    command.add_argument("--dir", type=Path, required=True)
    command.add_argument("--point", action="append", default=[])
    command.set_defaults(call=_clear)
    for name, kind in faults.KINDS.items():
        command = commands.add_parser(name, help=kind.summary)
        command.add_argument("--dir", type=Path, required=True)
        command.add_argument("--point", action="append", required=True, help="code; may be repeated")
        command.add_argument("--for", dest="lasts_s", type=float, help="else until cleared [s]")
        for option, about in kind.options.items():
            default = "" if about.default is None else f" (default {about.default:g})"
            command.add_argument(f"--{option}", type=float, help=about.help + default)
        command.set_defaults(call=_inject, fault=name)


def _inject(options: argparse.Namespace) -> None:
    simulation = read_simulation(options.dir.resolve())
    scenario = load(simulation.scenario)
    known = points(scenario)
    given = {k: getattr(options, k) for k in faults.KINDS[options.fault].options}
    given = {k: v for k, v in given.items() if v is not None}
    now_s = time.time()
    end_s = None if options.lasts_s is None else now_s + options.lasts_s
    made = []
    for code in options.point:
        if code not in known:
            raise UnknownPointError(code)
        is_mqtt = protocol(scenario, known[code].edge) == MQTT
        fault = faults.Fault(options.fault, code, now_s, end_s, given)
        made.append(faults.make(fault, known[code], is_mqtt=is_mqtt))
    for fault in made:
        if fault.name == faults.UNKNOWN_POINT:
            from parkcarbon_simulators.servers.uplink import send_unknown

            key = send_unknown(simulation.folder, known[fault.point], fault.start_s)
            sys.stdout.write(f"one reading was sent under the key {key}\n")
        else:
            fault_file.add(simulation.folder, fault, now_s)
            until = "until cleared" if options.lasts_s is None else f"for {options.lasts_s:g} s"
            sys.stdout.write(f"{fault.name} of {fault.point} {until}\n")


def _list(options: argparse.Namespace) -> None:
    now_s = time.time()
    active = [f for f in fault_file.read(options.dir.resolve()) if f.lasts(now_s)]
    for fault in active:
        left = "until cleared" if fault.end_s is None else f"{fault.end_s - now_s:.0f} s left"
        sys.stdout.write(f"{fault.name}\t{fault.point}\t{left}\n")
    if not active:
        sys.stdout.write("No fault lasts. There are:\n")
        for name, kind in faults.KINDS.items():
            sys.stdout.write(f"  {name:18} {kind.summary}\n")


def _clear(options: argparse.Namespace) -> None:
    sys.stdout.write(f"{fault_file.clear(options.dir.resolve(), options.point)} faults ended\n")
