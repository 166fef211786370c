"""Becomes a server or another program of the stack: `python -m parkcarbon_local.runner …`.

The step between supervisor and program: it clears what a crash left, drops root, and asks the kernel to
end the program when the supervisor dies, so that a killed supervisor leaves nothing running.
"""

import argparse
import ctypes
import os
import signal
import sys
from pathlib import Path

from parkcarbon_local.errors import LocalError
from parkcarbon_local.layout import Layout
from parkcarbon_local.server import Server
from parkcarbon_local.store import read_json

PR_SET_PDEATHSIG = 1


def server(name: str, layout: Layout) -> Server:
    """The server of that name (imported alone: a start costs as little as it can)."""
    if name == "postgres":
        from parkcarbon_local.postgres import Postgres

        return Postgres(layout)
    if name == "valkey":
        from parkcarbon_local.valkey import Valkey

        return Valkey(layout)
    from parkcarbon_local.mosquitto import Mosquitto

    return Mosquitto(layout)


def end_with_parent(number: signal.Signals) -> None:
    """Have the kernel send `number` when the parent ends; call after changing user, which clears it."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def run_server(name: str, root: Path, *, tied: bool) -> None:
    """Replace this process by the server."""
    chosen = server(name, Layout(root))
    command, environment, account = chosen.command(), chosen.environment(), chosen.account
    chosen.before_start()
    os.umask(0o077)
    os.chdir(chosen.data if account.uid == os.geteuid() else "/")
    account.become()
    if tied:
        end_with_parent(chosen.stop_signal)
    os.execve(command[0], command, environment)  # noqa: S606 -- becoming the program is the purpose


def run_program(command: list[str], settings: dict[str, str]) -> None:
    """Replace this process by a program that has the settings in its environment."""
    end_with_parent(signal.SIGTERM)
    os.execvpe(command[0], command, {**os.environ, **settings})  # noqa: S606 -- becoming the program is the purpose


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and become the program."""
    parser = argparse.ArgumentParser(prog="parkcarbon_local.runner")
    parser.add_argument("--untied", action="store_true")
    kinds = parser.add_subparsers(dest="kind", required=True)
    kind = kinds.add_parser("server")
    kind.add_argument("name", choices=("postgres", "valkey", "mosquitto"))
    kind.add_argument("root", type=Path)
    kind = kinds.add_parser("program")
    kind.add_argument("--settings", type=Path, required=True)
    kind.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args(arguments)
    try:
        if given.kind == "server":
            run_server(given.name, given.root, tied=not given.untied)
        else:
            run_program(given.command, read_json(given.settings))
    except LocalError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
