"""Commands that tell by cause how an inventory differs: from the ledger now, its last version, last year."""

import argparse
from typing import TYPE_CHECKING

from parkcarbon_platform.cli.asking import ASKED, PARK, question
from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.metering import workplace
from parkcarbon_platform.settings import Settings

if TYPE_CHECKING:
    from parkcarbon_platform.services.inventories.differing import Bridge


def differences(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print what the ledger says now of a kept inventory, and what the version before said."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.inventories import differing, storing

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        row = storing.found(connection, arguments.id)
        _print("since it was computed", differing.since(connection, row, arguments.basis, localtime.now()))
        before = differing.versus(connection, row, arguments.basis)
        if before is not None:
            _print(f"since version {row.version - 1}", before)
    return 0


def bridge(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print what made this period another than the same days of last year."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.inventories import differing

    with workplace(arguments.park, settings) as place:
        asked = question(place, arguments)
        with place.database.tenant(place.park_id) as connection:
            _print("last year", differing.bridge(connection, asked, arguments.basis, localtime.now()))
    return 0


def _print(name: str, found: "Bridge") -> None:
    """Before + each cause = after, to the milligram; the sources of a cause beneath it."""
    print(f"{name}\t{found.before} mg -> {found.after} mg\t{(found.after - found.before) / 1e9:+.3f} t")
    causes: dict[str, int] = {}
    for change in found.changes:
        causes[change.cause] = causes.get(change.cause, 0) + change.value
    for cause, value in sorted(causes.items(), key=lambda pair: -abs(pair[1])):
        print(f"  {cause}\t{value:+d} mg\t{value / 1e9:+.3f} t")
        mine = [change for change in found.changes if change.cause == cause and change.source]
        for change in sorted(mine, key=lambda change: -abs(change.value)):
            print(f"    {change.source}\t{change.value:+d} mg")


BASIS = Argument("--basis", "location or market", {"choices": ["location", "market"], "default": "location"})

COMMANDS: list[Command] = [
    Command(
        ("inventories", "differences"),
        "print by cause what the ledger says now of an inventory, and what its version before said",
        differences,
        (PARK, Argument("id", "number of the inventory", {"type": int}), BASIS),
    ),
    Command(
        ("inventories", "bridge"),
        "print by cause what made a period another than the same days of last year",
        bridge,
        (PARK, *ASKED, BASIS),
    ),
]
