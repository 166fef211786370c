"""Commands about parks as files: export, plan, apply, clone, and the schema of the file."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.settings import Settings

if TYPE_CHECKING:
    from parkcarbon_platform.services.onboarding.applying import Plan
    from parkcarbon_platform.services.parks.park_file import ParkFile

WHY = {
    "edited": "people edited it; export the park to take their version over",
    "configured": "its edge is configured in the web; change it there",
    "ended": "it has ended; revive it on its page",
    "stays": "the park keeps it as it is",
}


def read_passwords(file: Path | None) -> dict[str, str]:
    """Passwords by log-in, from a JSON object."""
    if file is None:
        return {}
    content = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        raise InvalidError(f"{file} is no JSON object of log-ins and passwords.", file=str(file))
    return content


def write(park: "ParkFile", to: Path | None) -> None:
    """The file on standard output, or where it shall be."""
    from parkcarbon_platform.services.parks import park_file

    text = park_file.render(park)
    if to is None:
        sys.stdout.write(text)
    else:
        to.write_text(text, encoding="utf-8")


def park_export(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the park file of a park as it is now."""
    from parkcarbon_platform.services.onboarding import applying
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings, size=2) as database:
        write(applying.export(database, arguments.park), arguments.output)
    return 0


def park_clone(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the park file of another park that is made as this one is."""
    from parkcarbon_platform.services.onboarding import applying
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings, size=2) as database:
        park = applying.export(database, arguments.park)
    name_zh, name_en = arguments.name_zh or park.park.name_zh, arguments.name_en or park.park.name_en
    write(
        applying.clone(park, arguments.code, name_zh, name_en, with_people=arguments.with_people),
        arguments.output,
    )
    return 0


def park_plan(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print what applying a park file would change; 2 where something keeps it from being applied."""
    from parkcarbon_platform.services.onboarding import applying
    from parkcarbon_platform.services.parks import park_file
    from parkcarbon_platform.storage.database import Database

    park = park_file.read(Path(arguments.file))
    with Database.of(settings, size=2) as database:
        found = applying.plan(database, park)
    print_plan(found)
    return 2 if found.conflicts else 0


def print_plan(found: "Plan") -> None:
    """The plan for people."""
    for conflict in found.conflicts:
        print(f"! {conflict.problem} {conflict.remedy}")
    for difference in found.differences:
        print("\n".join(difference.lines()))
    for kept in found.kept:
        print(f"= {kept.difference.section} {kept.difference.key}: not as the file says; {WHY[kept.reason]}")
    if found.unmentioned:
        counts = ", ".join(f"{count} {name}" for name, count in found.unmentioned.items())
        print(f"Not in the file, and stays: {counts}.")
    if found.conflicts:
        print(f"{found.park} cannot be applied as the file is.")
    elif found.is_new:
        print(f"{found.park} would be new.")
    else:
        number = len(found.differences)
        print(f"{found.park}: {number} differences." if number else f"{found.park} is as the file says.")


def park_apply(arguments: argparse.Namespace, settings: Settings) -> int:
    """Apply a park file."""
    from parkcarbon_platform.services.parks import park_file
    from parkcarbon_platform.services.provisioning import provisioning
    from parkcarbon_platform.storage.database import Database

    park = park_file.read(Path(arguments.file))
    passwords = read_passwords(Path(arguments.passwords_file) if arguments.passwords_file else None)
    with Database.of(settings, size=2) as database:
        done = provisioning.apply(database, park, passwords)
    what = (
        "is new"
        if done.created
        else f"{done.changed} rows changed"
        if done.changed
        else "is as the file says"
    )
    print(f"{park.park.code}: {what}.")
    if done.left_alone:
        print(
            f"Left as people made them: {', '.join(done.left_alone)}. The park file does not change a source "
            "that somebody has edited or deleted; edit it on the page Sources, or by `parkcarbon sources`."
        )
    for login in done.without_password:
        print(f"{login} has no password yet: run `parkcarbon user add {login}`, then apply the file again.")
    return 0


def park_schema(_: argparse.Namespace, __: Settings) -> int:
    """Print the JSON Schema of park files."""
    from parkcarbon_platform.services.parks import park_file

    sys.stdout.write(json.dumps(park_file.json_schema(), indent=2, ensure_ascii=False) + "\n")
    return 0


def park_list(_: argparse.Namespace, settings: Settings) -> int:
    """Print every park."""
    from parkcarbon_platform.services.provisioning import provisioning
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings, size=2) as database:
        for park in provisioning.every_park(database):
            print(f"{park.code}\t{park.name_en}\t{park.name_zh}\t{park.timezone}")
    return 0


FILE = Argument("file", "the park file (YAML)")
PARK = Argument("park", "code of the park")
OUTPUT = Argument("--output", "file to write (standard output)", {"type": Path})

COMMANDS: list[Command] = [
    Command(
        ("park", "apply"),
        "bring a park into the database as its park file says",
        park_apply,
        (
            FILE,
            Argument("--passwords-file", "JSON object of log-ins and passwords, for people who are new"),
        ),
    ),
    Command(("park", "plan"), "print what applying a park file would change", park_plan, (FILE,)),
    Command(("park", "export"), "write the park file of a park as it is now", park_export, (PARK, OUTPUT)),
    Command(
        ("park", "clone"),
        "write the park file of a new park that is made as another is",
        park_clone,
        (
            PARK,
            Argument("code", "code of the new park"),
            Argument("--name-zh", "its Chinese name (that of the other)"),
            Argument("--name-en", "its English name (that of the other)"),
            Argument("--with-people", "its members, too", {"action": "store_true"}),
            OUTPUT,
        ),
    ),
    Command(("park", "schema"), "print the JSON Schema of park files", park_schema),
    Command(("park", "list"), "print every park", park_list),
]
