"""Commands about old readings: for how long they stay in the database, and their files."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.delivery import operator_name
from parkcarbon_platform.settings import Settings

if TYPE_CHECKING:
    from parkcarbon_platform.services.archiving.archiving import Place


@contextmanager
def placed(arguments: argparse.Namespace, settings: Settings) -> "Iterator[Place]":
    """The park with its files."""
    from parkcarbon_platform.services.archiving.archiving import Place
    from parkcarbon_platform.services.provisioning import provisioning
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database:
        park_id = provisioning.park_id(database, arguments.park)
        yield Place(database, park_id, arguments.park, settings.archive_dir)


def keep(arguments: argparse.Namespace, settings: Settings) -> int:
    """Say for how long readings stay in the database."""
    from parkcarbon_platform.errors import InvalidError
    from parkcarbon_platform.services.archiving import archiving

    for_ever = arguments.months == "forever"
    if not for_ever and not arguments.months.isdecimal():
        raise InvalidError(f"{arguments.months} is no number of months.", remedy="Write e.g. 24, or forever.")
    months = None if for_ever else int(arguments.months)
    with placed(arguments, settings) as place:
        archiving.keep(place.database, place.park_id, months)
    print(
        "Readings stay in the database."
        if for_ever
        else f"Readings stay in the database for {months} months."
    )
    return 0


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Archive what is due now."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.archiving import archiving

    with placed(arguments, settings) as place:
        done = 0
        for row in archiving.run(place, localtime.now(), operator_name()):
            told = f"{row.rows} readings\t{row.bytes} bytes\t{row.file}\t{row.sha256}"
            print(f"{row.from_time:%Y-%m}\t{told}")
            done += 1
        if not done:
            months = archiving.state(place.database, place.park_id).months
            kept = "for ever" if months is None else f"for {months} months"
            print(f"Nothing is due: {arguments.park} keeps its readings {kept}.")
    return 0


def listing(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print which months lie in files, and what waits for them."""
    from parkcarbon_platform.services.archiving import archiving

    with placed(arguments, settings) as place:
        found = archiving.state(place.database, place.park_id)
    for row in found.archives:
        span = f"{row.first_time:%F %T}Z\t{row.last_time:%F %T}Z"
        print(f"{row.from_time:%Y-%m}\t{row.state}\t{row.rows}\t{span}\t{row.file}\t{row.sha256}")
    if found.held:
        print(
            f"{found.held} pieces of late work from {found.held_from:%F %T}Z on wait: "
            f"`parkcarbon archive restore {arguments.park} MONTH` brings readings back, the newest first."
        )
    return 0


def verify(arguments: argparse.Namespace, settings: Settings) -> int:
    """Whether the files are whole and unchanged."""
    from parkcarbon_platform.services.archiving import archiving

    wrong = 0
    with placed(arguments, settings) as place:
        for row, problem in archiving.verify(place):
            print(f"{row.from_time:%Y-%m}\t{problem or 'whole'}")
            wrong += problem is not None
    return 2 if wrong else 0


def restore(arguments: argparse.Namespace, settings: Settings) -> int:
    """Bring a month back."""
    from parkcarbon_platform.services.archiving import archiving

    with placed(arguments, settings) as place:
        row = archiving.restore(place, arguments.month)
    print(f"{row.rows} readings of {arguments.month} are in the database again.")
    return 0


PARK = Argument("park", "code of the park")

COMMANDS: list[Command] = [
    Command(
        ("archive", "keep"),
        "say for how many whole months readings stay in the database (without it: for ever)",
        keep,
        (PARK, Argument("months", "at least 3, or `forever`")),
    ),
    Command(("archive", "run"), "put the months that are due into files", run, (PARK,)),
    Command(
        ("archive", "list"), "print which months lie in files, and what waits for them", listing, (PARK,)
    ),
    Command(("archive", "verify"), "whether the files are whole and unchanged", verify, (PARK,)),
    Command(
        ("archive", "restore"), "bring a month back into the database", restore,
        (PARK, Argument("month", "as 2026-01")),
    ),
]  # fmt: skip
