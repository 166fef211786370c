"""`parkcarbon`: the whole platform on this machine.

Other commands (`park`, `user`, `totals`, `quarantine`, `job`, …) are those of the platform, with this
stack's settings.
"""

import argparse
import getpass
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from parkcarbon_local import demo, doctor, processes, production, programs, restoring, status
from parkcarbon_local.environment import Environment
from parkcarbon_local.errors import LocalError
from parkcarbon_local.layout import Layout, default_root
from parkcarbon_local.lifecycle import AlreadyRunningError, Lifecycle
from parkcarbon_local.supervisor import Supervisor

READY_TIMEOUT_S = 240.0
LOG_LINES = "200"


def say(text: str) -> None:
    """One line of progress; standard output stays for answers."""
    print(f"· {text}", file=sys.stderr, flush=True)


def up(layout: Layout, options: argparse.Namespace) -> int:
    """Start, print address and log-ins, and stay until Ctrl-C (or leave it running)."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    lifecycle = Lifecycle(layout, say)
    try:
        lifecycle.up(with_demo=not options.no_demo)
    except AlreadyRunningError:
        print(status.table(status.status(layout)))
        return 0
    try:
        ready = lifecycle.wait_ready(with_demo=not options.no_demo, timeout_s=READY_TIMEOUT_S)
        announce(layout, ready=ready)
        if options.detach:
            return 0 if ready else 1
        watch(lifecycle)
    except KeyboardInterrupt:
        say("stopping")
        lifecycle.down()
        say("stopped; the data stays")
    return 0


def announce(layout: Layout, *, ready: bool) -> None:
    """Where to go and how to log in."""
    state = "is ready" if ready else "has started, but is not ready yet"
    print(f"\nParkCarbon {state}: {Environment.of(layout).url}")
    logins = [vars(login) for login in demo.logins(layout)]
    if logins:
        print("\n".join(["demo log-ins:", *status.login_lines(logins)]))
    print(f"data: {layout.root}", flush=True)


def watch(lifecycle: Lifecycle) -> None:
    """Wait until interrupted, or stopped by `parkcarbon down`."""
    print("Ctrl-C stops it.", flush=True)
    while (pid := lifecycle.supervisor.pid()) is not None and processes.is_alive(pid):
        time.sleep(0.5)


def down(layout: Layout, _: argparse.Namespace) -> int:
    """Stop everything."""
    stopped = layout.root.exists() and Lifecycle(layout, say).down()
    print("stopped" if stopped else "not running")
    return 0


def show_status(layout: Layout, options: argparse.Namespace) -> int:
    """Print what runs; the code is 0 when all is ready, else 1 (3 when nothing runs)."""
    found = status.status(layout)
    print(json.dumps(found, indent=1) if options.json else status.table(found))
    if not found["processes"]:
        return 3
    return 0 if found["ready"] else 1


def logs(layout: Layout, options: argparse.Namespace) -> int:
    """Print the logs' last lines, or follow them."""
    files = [layout.log(options.name)] if options.name else sorted(layout.logs.glob("*.log"))
    missing = [file for file in files if not file.exists()]
    if missing or not files:
        names = ", ".join(sorted(file.stem for file in layout.logs.glob("*.log")))
        raise LocalError(
            f"there is no such log in {layout.logs}", remedy=f"name one of: {names or 'none yet'}"
        )
    command = ["tail", "-n", LOG_LINES, *(["-F"] if options.follow else []), *map(str, files)]
    sys.stdout.flush()
    os.execvp("tail", command)  # noqa: S606 -- becoming the program is the purpose


def diagnose(layout: Layout, _: argparse.Namespace) -> int:
    """Print what is wrong and what to do."""
    found = doctor.checks(layout)
    print(doctor.report(found))
    return 0 if all(check.ok for check in found) else 1


def reset(layout: Layout, options: argparse.Namespace) -> int:
    """Stop, and delete the data folder."""
    if not layout.root.exists():
        print("there is no data")
        return 0
    if not layout.secrets.exists():
        raise LocalError(
            f"{layout.root} is not a data folder of ParkCarbon", remedy="look at PARKCARBON_DATA_DIR"
        )
    if not options.yes and input(f"Delete everything in {layout.root}? [y/N] ").strip().lower() != "y":
        return 1
    Lifecycle(layout, say).down()
    shutil.rmtree(layout.root)
    print(f"{layout.root} deleted")
    return 0


def make_secrets(_: Layout, options: argparse.Namespace) -> int:
    """Make the secrets of an installation on containers, or fill in what is missing."""
    places = production.Places(options.host, options.database, options.cache, options.broker)
    print(production.report(production.prepare(Path(options.folder), places)))
    return 0


def restore(layout: Layout, options: argparse.Namespace) -> int:
    """Exchange the private database for that of a base backup."""
    log = None if options.wal is None else Path(options.wal)
    restored = restoring.restore(
        layout, Path(options.folder), log=log, until=options.until, timeline=options.timeline
    )
    print(restoring.told(restored))
    return 0


def forward(layout: Layout, arguments: Sequence[str]) -> int:
    """Hand a command to the platform, with this stack's settings."""
    program = programs.script("parkcarbon-platform")
    if {"-h", "--help"} & set(arguments):
        os.execv(program, [program, *arguments])  # noqa: S606 -- becoming it is the purpose
    running = {process.name for process in Supervisor(layout).info()} if layout.run.exists() else set()
    environment = Environment.of(layout)
    if not running and not environment.is_replaced("postgres"):
        raise LocalError("the platform is not running", remedy="run `parkcarbon up --detach`")
    settings = environment.variables(demo=programs.SIMULATOR in running)
    os.execve(program, [program, *arguments], {**os.environ, **settings})  # noqa: S606 -- becoming it is the purpose


VERBS: dict[str, tuple[Callable[[Layout, argparse.Namespace], int], str, tuple[tuple[str, str], ...]]] = {
    "up": (
        up,
        "start the platform",
        (("--detach", "leave it running"), ("--no-demo", "without the demo park")),
    ),
    "down": (down, "stop it", ()),
    "status": (show_status, "what runs, and the log-ins", (("--json", "for programs"),)),
    "logs": (logs, "logs of one process or all", (("--follow", "go on printing"),)),
    "doctor": (diagnose, "what is missing, and what to do", ()),
    "reset": (reset, "delete the data folder", (("--yes", "do not ask"),)),
    "restore": (restore, "bring the database of this stack back from a base backup (`backup base`)", ()),
    "secrets": (make_secrets, "make the secrets of an installation on containers", ()),
}


def parser() -> argparse.ArgumentParser:
    """The parser of the verbs that are our own."""
    root = argparse.ArgumentParser(prog="parkcarbon", description=__doc__)
    verbs = root.add_subparsers(dest="verb", required=True, metavar="COMMAND")
    for name, (run, text, flags) in VERBS.items():
        verb = verbs.add_parser(name, help=text)
        verb.set_defaults(run=run)
        for flag, meaning in flags:
            short = ["-f"] if flag == "--follow" else []
            verb.add_argument(*short, flag, action="store_true", help=meaning)
        if name == "logs":
            verb.add_argument("name", nargs="?", help="process")
        if name == "restore":
            verb.add_argument("folder", help="of the base backup")
            verb.add_argument("--wal", help="folder of the log that was kept since (PARKCARBON_WAL_DIR)")
            verb.add_argument("--until", help="the moment to come back to, e.g. 2026-11-26T14:05:00Z")
            verb.add_argument(
                "--timeline", help="current (as if nothing had been restored since), latest, or a number"
            )
        if name == "secrets":
            verb.add_argument("folder", help="where to, e.g. deploy/secrets")
            verb.add_argument("--host", required=True, help="the name by which the world knows the platform")
            for server in ("database", "cache", "broker"):
                default = getattr(production.Places, server)
                verb.add_argument(f"--{server}", default=default, help=f"host and port (default: {default})")
    return root


def show_help() -> int:
    """Our own verbs, then those of the platform."""
    parser().print_help()
    said = subprocess.run(
        [programs.script("parkcarbon-platform"), "--help"], capture_output=True, text=True, check=True
    )
    _, _, commands = said.stdout.partition("  COMMAND\n")
    print(f"\nof the platform, with this stack's settings:\n{commands.partition('options:')[0].rstrip()}")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    layout = Layout(default_root())
    try:
        if given and not given[0].startswith("-") and given[0] not in VERBS:
            return forward(layout, given)
        if given and given[0] in ("-h", "--help"):
            return show_help()
        options = parser().parse_args(given)
        return int(options.run(layout, options))
    except LocalError as error:
        print(error, file=sys.stderr)
        return 1
    except PermissionError as error:
        refused = LocalError(
            f"{error.filename} cannot be used by {getpass.getuser()}",
            remedy="run this as the user who owns it, or set PARKCARBON_DATA_DIR to a folder of your own",
        )
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
