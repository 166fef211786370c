"""Commands for the directory: which platform holds a park that is not here, and who is told."""

import argparse
from typing import TYPE_CHECKING

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.settings import Settings

if TYPE_CHECKING:
    from parkcarbon_platform.services.directory.checking import Asked
    from parkcarbon_platform.services.directory.entries import ElsewhereRow

FOUND = 2  # exit status where the directory is not true
WORDS = {
    "double": "double-homed", "homeless": "homeless", "misplaced": "misplaced", "unknown": "not there",
}  # fmt: skip


def list_entries(_: argparse.Namespace, settings: Settings) -> int:
    """Print the directory."""
    from parkcarbon_platform.services.directory import entries
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database, database.directory.connection() as connection:
        for row in entries.every(connection):
            people = ", ".join(row.people) or "nobody"
            print(f"{row.code}\t{row.url}\t{row.name_en}\ttold: {people}\t{row.set_by} {row.set_at:%F %T}")
    return 0


def set_entry(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write an entry, or change it."""
    from parkcarbon_platform.cli.connecting import actor
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.directory import entries
    from parkcarbon_platform.storage.database import Database

    people = None if arguments.people is None else [p for p in arguments.people.split(",") if p]
    wanted = entries.Wanted(arguments.park, arguments.address, arguments.name_zh, arguments.name_en, people)
    with Database.of(settings) as database, database.directory.connection() as connection:
        row = entries.put(
            connection, wanted, author=actor().name, now=localtime.now(), own_url=settings.public_url
        )
    print(f"{row.code} is at {row.url}; told: {', '.join(row.people) or 'nobody (--people)'}.")
    return 0


def remove_entry(arguments: argparse.Namespace, settings: Settings) -> int:
    """Take an entry out."""
    from parkcarbon_platform.services.directory import entries
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database, database.directory.connection() as connection:
        entries.remove(connection, arguments.park)
    print(f"{arguments.park} is in the directory no more. Nothing changed on the platform that holds it.")
    return 0


def check(_: argparse.Namespace, settings: Settings) -> int:
    """Ask each platform how it is and which of the parks it holds; 2 where anything does not fit."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.directory import checking, entries
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database, database.directory.connection() as connection:
        rows, own = entries.every(connection), entries.held(connection)
    asked, found = checking.check(rows, own, settings, localtime.now())
    print(f"{checking.HERE}\tholds {len(own)} parks")
    for one in asked:
        listed = sum(row.url == one.url for row in rows)
        print(f"{one.url}\t{one.trouble or f'ready, holds {_there(one, rows)} of {listed} listed there'}")
    for finding in found:
        at = f"listed at {finding.listed}" if finding.listed else "not listed"
        homes = f"held by {', '.join(finding.homes)}" if finding.homes else "held by none that answered"
        print(f"{finding.park}\t{WORDS[finding.kind]}: {at}, {homes}")
    if not found and not any(one.trouble for one in asked):
        print("Every park has one home.")
        return 0
    return FOUND


def _there(one: "Asked", rows: "list[ElsewhereRow]") -> int:
    return sum(row.code in (one.held or {}) for row in rows if row.url == one.url)


PARK = Argument("park", "code")

COMMANDS: list[Command] = [
    Command(("directory", "list"), "print which platform holds which park that is not here", list_entries),
    Command(
        ("directory", "set"),
        "say which platform holds a park, and who of this platform's people is told",
        set_entry,
        (
            PARK,
            Argument("address", "of the platform, as in the browser: https://north.carbon.example"),
            Argument("--name-zh", "of the park", {"default": None}),
            Argument("--name-en", "of the park", {"default": None}),
            Argument(
                "--people", "log-ins of those who are told, with commas; nobody else is", {"default": None}
            ),
        ),
    ),
    Command(("directory", "remove"), "take a park out of the directory", remove_entry, (PARK,)),
    Command(
        ("directory", "check"),
        "ask each platform whether it works and which of the parks it holds",
        check,
    ),
]
