"""Commands for backups of the whole database."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.settings import Settings


def make(arguments: argparse.Namespace, settings: Settings) -> int:
    """Back the database up while the platform works."""
    from parkcarbon_platform.services import backups

    url = arguments.url or settings.database_url
    made = backups.make(url, Path(arguments.folder), settings.postgres_bin, datetime.now(UTC))
    print(f"{made.rows} rows of {len(made.tables)} tables, {made.dump.bytes} bytes: {arguments.folder}")
    return 0


def check(arguments: argparse.Namespace, _: Settings) -> int:
    """Whether a backup is what was written; with --url whether a database holds the same."""
    from parkcarbon_platform.services import backups

    made = backups.read(Path(arguments.folder))
    print(f"Whole: {made.rows} rows of {len(made.tables)} tables, of {made.made_at}, {made.versions.schema}.")
    if arguments.url is None:
        return 0
    different = backups.differences(arguments.url, made)
    print(f"These tables differ: {', '.join(different)}." if different else "The database holds the same.")
    return 2 if different else 0


def restore(arguments: argparse.Namespace, settings: Settings) -> int:
    """Restore into a database of its own, and compare every table."""
    from parkcarbon_platform.services import backups

    url = arguments.url or settings.database_url
    made = backups.restore(url, Path(arguments.folder), settings.postgres_bin, arguments.into)
    print(f"{made.rows} rows of {len(made.tables)} tables are in {arguments.into}, as they were.")
    return 0


FOLDER = Argument("folder", "of the backup")
URL = Argument("--url", "log-in that sees every row; without it PARKCARBON_DATABASE_URL", {"default": None})

COMMANDS: list[Command] = [
    Command(("backup", "make"), "back the whole database up, while it is used", make, (FOLDER, URL)),
    Command(
        ("backup", "check"),
        "whether a backup is whole and unchanged, and with --url whether a database holds the same",
        check,
        (FOLDER, Argument("--url", "database to compare", {"default": None})),
    ),
    Command(
        ("backup", "restore"),
        "restore into another database of the server, and compare every table",
        restore,
        (FOLDER, Argument("--into", "name of a database that is made, or empty", {"required": True}), URL),
    ),
]
