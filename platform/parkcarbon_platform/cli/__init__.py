"""`parkcarbon-platform`: the platform's processes and use cases without the web.

Each command is a small function that takes the parsed arguments and the settings, and a line in the
`COMMANDS` of its module that says how it is called. Their imports are inside, so that one command does not
load the others' libraries.
"""

import argparse
import logging
import sys
from collections.abc import Sequence

from parkcarbon_platform import settings as platform_settings
from parkcarbon_platform.cli import (
    alerting,
    analysing,
    archiving,
    auditing,
    backups,
    benchmarks,
    budgets,
    computing,
    connecting,
    delivery,
    differing,
    directory,
    exports,
    factor_sets,
    flowing,
    inventories,
    metering,
    national,
    parks,
    people,
    planning,
    receiving,
    reporting,
    sources,
    watching,
)
from parkcarbon_platform.cli.command import Command
from parkcarbon_platform.errors import PlatformError
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.telemetry import logs, tracing

# Of a command's arguments the audit log is not told: an address may hold a password.
UNTOLD = ("command", "url", "address")

COMMANDS: list[Command] = [
    *delivery.COMMANDS,
    *parks.COMMANDS,
    *connecting.COMMANDS,
    *people.COMMANDS,
    *directory.COMMANDS,
    *auditing.COMMANDS,
    *backups.COMMANDS,
    *archiving.COMMANDS,
    *computing.COMMANDS,
    *metering.COMMANDS,
    *factor_sets.COMMANDS,
    *inventories.COMMANDS,
    *differing.COMMANDS,
    *analysing.COMMANDS,
    *exports.COMMANDS,
    *planning.COMMANDS,
    *benchmarks.COMMANDS,
    *budgets.COMMANDS,
    *alerting.COMMANDS,
    *receiving.COMMANDS,
    *national.COMMANDS,
    *flowing.COMMANDS,
    *reporting.COMMANDS,
    *sources.COMMANDS,
    *watching.COMMANDS,
]


def parser(commands: Sequence[Command]) -> argparse.ArgumentParser:
    """The parser of all commands; the first words form groups."""
    root = argparse.ArgumentParser(prog="parkcarbon-platform", description=__doc__.split("\n")[0])
    top = root.add_subparsers(required=True, metavar="COMMAND")
    groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {}
    for command in commands:
        place = top
        if len(command.words) == 2:
            group = command.words[0]
            if group not in groups:
                verbs = " | ".join(c.words[1] for c in commands if c.words[0] == group)
                within = top.add_parser(group, help=verbs)
                groups[group] = within.add_subparsers(required=True, metavar="COMMAND")
            place = groups[group]
        leaf = place.add_parser(command.words[-1], help=command.help, description=command.help)
        for argument in command.arguments:
            leaf.add_argument(argument.name, help=argument.help, **argument.options)
        leaf.set_defaults(command=command)
    return root


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Run the command; what it changes is in the audit log, unless it is one of the platform's processes."""
    from parkcarbon_platform.services.access import audit

    command: Command = arguments.command
    if command.is_process:
        with tracing.exported(f"parkcarbon-{command.words}"):
            return command.run(arguments, settings)
    named = (f"{k} {v}" for k, v in vars(arguments).items() if k not in UNTOLD and v not in (None, False))
    with audit.acting(audit.by_command(command.words, " ".join(named))):
        return command.run(arguments, settings)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 1 where the platform refuses, with the reason on stderr."""
    arguments = parser(COMMANDS).parse_args(argv)
    try:
        settings = platform_settings.load()
        logs.configure(settings.log_level, settings.log_format)
        logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)
        return run(arguments, settings)
    except PlatformError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
