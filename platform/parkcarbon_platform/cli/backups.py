"""Commands for backups of the whole database."""

import argparse
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.settings import Settings

if TYPE_CHECKING:
    from parkcarbon_platform.services.base_backups import BaseHead


def make(arguments: argparse.Namespace, settings: Settings) -> int:
    """Back the database up while the platform works."""
    from parkcarbon_platform.services import backups

    url = arguments.url or settings.database_url
    made = backups.make(url, Path(arguments.folder), settings.postgres_bin, datetime.now(UTC))
    print(f"{made.rows} rows of {len(made.tables)} tables, {made.dump.bytes} bytes: {arguments.folder}")
    return 0


def check(arguments: argparse.Namespace, _: Settings) -> int:
    """Whether a backup is what was written; with --url whether a database holds the same."""
    from parkcarbon_platform.services import backups, base_backups

    folder = Path(arguments.folder)
    if base_backups.is_one(folder):
        if arguments.url is not None:
            raise backups.BackupError(
                "A base backup holds files, and no rows to compare.", remedy="Compare one of `backup make`."
            )
        return _tell(base_backups.read(folder))
    made = backups.read(folder)
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


def base(arguments: argparse.Namespace, settings: Settings) -> int:
    """Copy the data folder of the server while the platform works."""
    from parkcarbon_platform.services import base_backups

    url = arguments.url or settings.database_url
    return _tell(base_backups.make(url, Path(arguments.folder), datetime.now(UTC)))


def unpack(arguments: argparse.Namespace, _: Settings) -> int:
    """Make a data folder of a base backup."""
    from parkcarbon_platform.services import base_backups

    log = None if arguments.wal is None else Path(arguments.wal)
    to = Path(arguments.to)
    head = base_backups.unpack(
        Path(arguments.folder), to, log=log, until=arguments.until, timeline=arguments.timeline
    )
    print(
        f"{to} is ready for PostgreSQL {head.versions.postgres} with TimescaleDB {head.versions.timescaledb}."
    )
    return 0


def timeline(text: str) -> str:
    """Which line of the log to follow, as PostgreSQL calls it."""
    if text not in ("current", "latest") and not re.fullmatch("[1-9][0-9]{0,9}", text):
        raise ValueError(text)
    return text


def _tell(head: "BaseHead") -> int:
    print(
        f"Whole: {head.tar.bytes} bytes of {head.made_at}, PostgreSQL {head.versions.postgres}, "
        f"{head.versions.schema}, log {head.span.start} to {head.span.end}."
    )
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
    Command(
        ("backup", "base"),
        "copy the data folder of the database server, while it is used: for a restore to any later moment",
        base,
        (
            FOLDER,
            Argument(
                "--url", "log-in with REPLICATION; without it PARKCARBON_DATABASE_URL", {"default": None}
            ),
        ),
    ),
    Command(
        ("backup", "unpack"),
        "make a data folder of a base backup; the server that starts on it is as it was",
        unpack,
        (
            FOLDER,
            Argument("--to", "the data folder, which must not be there", {"required": True}),
            Argument("--wal", "folder of the log that was kept since", {"default": None}),
            Argument(
                "--until",
                "the moment to come back to, e.g. 2026-11-26T14:05:00Z",
                {"default": None, "type": datetime.fromisoformat},
            ),
            Argument(
                "--timeline",
                "current: as if nothing had been restored since the backup (so with --until); "
                "latest: after the newest restore (so without); or a number",
                {"default": None, "type": timeline},
            ),
        ),
    ),
]
