"""Commands for the audit log: is it whole, and the whole of it."""

import argparse
import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.settings import Settings
from parkcarbon_platform.storage.database import Connection


@contextmanager
def chain_of(arguments: argparse.Namespace, settings: Settings) -> Iterator[tuple[Connection, int]]:
    """A connection that sees the chain of the park, or without one of the platform."""
    from parkcarbon_platform.services.access import audit
    from parkcarbon_platform.services.provisioning import provisioning
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database:
        if arguments.park is None:
            with database.directory.connection() as connection:
                yield connection, audit.PLATFORM
        else:
            park_id = provisioning.park_id(database, arguments.park)
            with database.tenant(park_id) as connection:
                yield connection, park_id


def verify(arguments: argparse.Namespace, settings: Settings) -> int:
    """Compute the chain again; exit code 2 where it does not hold."""
    from parkcarbon_platform.services.access import audit

    known = audit.noted(arguments.known) if arguments.known else None
    with chain_of(arguments, settings) as (connection, chain):
        found = audit.verify(connection, chain, known=known)
    if found.broken_at is not None:
        print(f"BROKEN at event {found.broken_at}: {found.reason}.", file=sys.stderr)
        return 2
    until = f", the last of {found.time.isoformat(timespec='seconds')}" if found.time else ""
    print(f"{found.events} events{until}: the chain holds.\n{found.events}:{found.hash.hex()}")
    return 0


def export(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print every event as CSV, exactly as it was hashed."""
    from parkcarbon_platform.services.access import audit

    with chain_of(arguments, settings) as (connection, chain):
        out = csv.writer(sys.stdout, lineterminator="\n")
        out.writerow(audit.EXPORT_COLUMNS)
        out.writerows(audit.exported(connection, chain))
    return 0


PARK = Argument("park", "code of the park; without it the platform's own log", {"nargs": "?"})

COMMANDS: list[Command] = [
    Command(
        ("audit", "verify"),
        "whether the audit log is whole and unchanged",
        verify,
        (PARK, Argument("--known", "NUMBER:HASH that an earlier verification printed", {"default": None})),
    ),
    Command(("audit", "export"), "print the audit log as CSV", export, (PARK,)),
]
