"""Commands of what people report: past years, and monthly reports, from files."""

import argparse
from pathlib import Path

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.delivery import operator_name
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.settings import Settings


def activity_import(arguments: argparse.Namespace, settings: Settings) -> int:
    """Store past years' energy, or print what is wrong with the file."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.activity import activity_import as service
    from parkcarbon_platform.services.activity.activity import Actor
    from parkcarbon_platform.services.provisioning import provisioning
    from parkcarbon_platform.storage.database import Database

    try:
        content = Path(arguments.file).read_bytes()
    except OSError as error:
        raise InvalidError(f"{arguments.file} cannot be read: {error}") from error
    with Database.of(settings, size=2) as database:
        park = provisioning.find(database, arguments.park)
        today = localtime.local_date(localtime.now(), park.timezone)
        with database.tenant(park.id) as connection:
            actor = Actor(park.id, None, operator_name())
            done = service.load(connection, actor, content, today=today, dry_run=arguments.dry_run)
    for fault in done.errors:
        print(f"row {fault.row}, {fault.column}: {fault.message} ({fault.value})")
    if done.errors:
        print("Nothing was stored.")
        return 1
    would = "would be " if arguments.dry_run else ""
    print(f"{done.created} {would}new, {done.changed} {would}changed, {done.unchanged} as they were.")
    return 0


def activity_enter(arguments: argparse.Namespace, settings: Settings) -> int:
    """Enter monthly reports as their file says who wrote and who approved them."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.activity import report_file
    from parkcarbon_platform.services.provisioning import provisioning
    from parkcarbon_platform.storage.database import Database

    reports = report_file.read(Path(arguments.file))
    with Database.of(settings, size=2) as database:
        park = provisioning.find(database, arguments.park)
        today = localtime.local_date(localtime.now(), park.timezone)
        with database.tenant(park.id) as connection:
            done = report_file.enter(connection, park.id, reports, timezone=park.timezone, today=today)
    print(f"{done.created} new, {done.approved} approved.")
    return 0


COMMANDS: list[Command] = [
    Command(
        ("activity", "enter"),
        "enter monthly bills, quantities and output from a file that names author and approver",
        activity_enter,
        (Argument("park", "code of the park"), Argument("file", "parkcarbon/reports/v1, YAML")),
    ),
    Command(
        ("activity", "import"),
        "store past years' energy from a CSV or xlsx file; somebody else approves it",
        activity_import,
        (
            Argument("park", "code of the park"),
            Argument("file", "the filled-in template"),
            Argument("--dry-run", "only say what would happen", {"action": "store_true"}),
        ),
    ),
]
