"""Commands that make reports and verification packs, and check a pack."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from parkcarbon_platform.cli.asking import ASKED, PARK, question
from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.delivery import operator_name
from parkcarbon_platform.cli.metering import workplace
from parkcarbon_platform.settings import Settings


def make(arguments: argparse.Namespace, settings: Settings) -> int:
    """Have the worker make a report or a pack."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.exports import making

    with workplace(arguments.park, settings) as place:
        asked = question(place, arguments)
        row = making.request(
            place.database, place.park_id, Actor(operator_name()), asked, kind=arguments.kind,
            language=arguments.language,
        )  # fmt: skip
    print(f"File {row.id} is queued: `parkcarbon export list {arguments.park}` shows when it is done.")
    return 0


def listing(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the files, the newest first."""
    from parkcarbon_platform.services.exports import making

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        for row in making.every(connection):
            print(f"{row.id}\t{row.state}\t{row.kind}\t{row.name or row.error or ''}\t{row.author}")
    return 0


def save(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write a file that is made into a folder; one of everything part by part, never held as a whole."""
    from parkcarbon_platform.services.exports import everything, making

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        row = making.get(connection, arguments.id)
        path = Path(arguments.folder) / (row.name or f"export-{row.id}")
        if row.kind != everything.KIND:
            parts: Iterable[bytes] = [making.read(connection, arguments.id)[1]]
        else:
            everything.done(row)
            parts = everything.parts(partial(everything.part, connection, row.id))
        write_whole(path, parts)
    print(path)
    return 0


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file beside itself and put it in its place once it is whole: half a file is never there."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        beside = Path(file.name)
        try:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            beside.unlink()
            raise
    # As other files of who writes it: a temporary one is for its owner alone.
    beside.chmod(0o666 & ~_umask())
    beside.replace(path)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def check(arguments: argparse.Namespace, settings: Settings) -> int:
    """Check a pack: its files against its manifest, and the manifest against the platform as it is."""
    from parkcarbon_platform.services.exports import checking
    from parkcarbon_platform.services.exports.signing import Signer

    manifest, found = checking.check_file(
        Path(arguments.file).read_bytes(), public_key=Signer(settings.required_secret()).public_key
    )
    with workplace(manifest["park"], settings) as place:
        found += checking.check_now(place.database, place.park_id, manifest)
    changed = sum(difference.differs for difference in found)
    if arguments.as_json:
        json.dump([{"what": d.what, "name": d.name} for d in found], sys.stdout)
        print()
    else:
        for difference in found:
            print(
                f"{'differs' if difference.differs else 'not compared'}\t{difference.what}\t{difference.name}"
            )
        print(f"{changed} differences." if changed else "The pack and the platform agree.")
    return 1 if changed else 0


COMMANDS: list[Command] = [
    Command(
        ("export", "make"), "have a report (PDF) or a verification pack (zip) made", make,
        (
            PARK, *ASKED,
            Argument("--kind", "inventory_report or verification_pack", {
                "choices": ("inventory_report", "verification_pack"), "default": "inventory_report",
            }),
            Argument("--language", "zh or en", {"choices": ("zh", "en"), "default": "zh"}),
        ),
    ),
    Command(("export", "list"), "print the files that were asked for", listing, (PARK,)),
    Command(
        ("export", "save"), "write a file into a folder", save,
        (PARK, Argument("id", "its number", {"type": int}), Argument("--folder", "where", {"default": "."})),
    ),
    Command(
        ("export", "check"), "check a verification pack: its signature, its files, and the park as it is now",
        check,
        (
            Argument("file", "the .zip"),
            Argument("--json", "for programs", {"action": "store_true", "dest": "as_json"}),
        ),
    ),
]  # fmt: skip
