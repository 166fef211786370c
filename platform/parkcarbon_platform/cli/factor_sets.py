"""Commands that choose factor sets and restate a park's past by them."""

import argparse
from typing import TYPE_CHECKING

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.delivery import operator_name
from parkcarbon_platform.cli.metering import workplace
from parkcarbon_platform.cli.watching import WAIT, watch
from parkcarbon_platform.jobs import cli as work
from parkcarbon_platform.settings import Settings

if TYPE_CHECKING:
    from parkcarbon_platform.services.factor_library.adopting import Sums


def sets(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the sets, and the place of those that the park uses."""
    from parkcarbon_platform.services.factor_library import adopting

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        choice = adopting.choice(connection)
    for row in choice.sets:
        rank = str(choice.in_force.index(row.code) + 1) if row.code in choice.in_force else "-"
        print(f"{rank}\t{row.code}\t{row.versions} values\t{row.title}\t{row.licence}")
    return 0


def adopt(arguments: argparse.Namespace, settings: Settings) -> int:
    """Put sets in force."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.factor_library import adopting

    with workplace(arguments.park, settings) as place:
        with place.database.tenant(place.park_id) as connection:
            history = adopting.choice(connection).history
        based_on = history[0].id if history else None
        adopting.adopt(place, Actor(operator_name()), arguments.set, arguments.reason, based_on)
    print(f"In force: {', '.join(arguments.set)}. Settled hours keep their factors until they are restated.")
    return 0


def potentials(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print by which set of potentials gases count where nobody chooses another, or choose it."""
    from parkcarbon_platform.services.factor_library import adopting

    with workplace(arguments.park, settings) as place:
        if arguments.set is not None:
            chosen = adopting.choose_gwp(place, arguments.set)
        else:
            with place.database.tenant(place.park_id) as connection:
                chosen = adopting.choice(connection)
    print(f"Gases are weighed by {chosen.gwp}.")
    return 0


def restate(arguments: argparse.Namespace, settings: Settings) -> int:
    """Price a period by the sets in force, or only say what that would change."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.factor_library import adopting

    with workplace(arguments.park, settings) as place:
        if arguments.dry_run:
            _print(adopting.preview(place, arguments.start, arguments.end, None))
            return 0
        job = adopting.request(
            place, Actor(operator_name()), arguments.start, arguments.end, arguments.reason
        )
        print(
            f"Restatement {job.id} is queued: the worker does it, `parkcarbon job watch` shows how far it is."
        )
        return watch(place, job.id) if arguments.wait else 0


def restatements(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the restatements, the newest first."""
    from parkcarbon_platform.services.factor_library import adopting

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        for job in adopting.restatements(connection):
            said = job.result or {}
            tonnes = (said.get("after_mg", 0) - said.get("before_mg", 0)) / 1e9
            print(
                f"{job.id}\t{job.state}\t{job.progress or 0:.0%}\t{said.get('hours', 0)} hours, "
                f"{said.get('held_hours', 0)} of them locked\t{tonnes:+.3f} t CO2\t{job.arguments['reason']}"
            )
    return 0


def stop(arguments: argparse.Namespace, settings: Settings) -> int:
    """Stop a restatement: what it has restated stays."""
    from parkcarbon_platform.services.factor_library import adopting

    with workplace(arguments.park, settings) as place:
        adopting.cancel(place, arguments.id)
    print(f"Restatement {arguments.id} is stopped; what it has restated stays.")
    return 0


def _print(found: "Sums") -> None:
    for key, change in sorted(found.items()):
        kg = (change.after_mg - change.before_mg) / 1e6
        held = f", {change.held_hours} of them locked" if change.held_hours else ""
        print(f"{key.source}\t{change.hours} hours{held}\t{kg:+.3f} kg CO2")
    total = sum(change.after_mg - change.before_mg for change in found.values()) / 1e9
    print(f"{total:+.3f} t CO2")


PARK = Argument("park", "code of the park")

COMMANDS: list[Command] = [
    Command(("factors", "sets"), "print the factor sets and which a park uses, in order", sets, (PARK,)),
    Command(
        ("factors", "adopt"),
        "use these sets from now on, the first before the second",
        adopt,
        (
            PARK,
            Argument("set", "codes of sets", {"nargs": "+"}),
            Argument("--reason", "why", {"required": True}),
        ),
    ),
    Command(
        ("factors", "gwp"),
        "print by which global warming potentials gases count where nobody names others, or choose them",
        potentials,
        (PARK, Argument("set", "AR4, AR5 or AR6", {"nargs": "?"})),
    ),
    Command(
        ("restate",),
        "price a period by the factor sets in force; settled hours get a revision, locked ones a difference",
        restate,
        (
            PARK,
            Argument("--from", "time with zone", {"dest": "start", "type": work.moment, "required": True}),
            Argument("--to", "time with zone", {"dest": "end", "type": work.moment, "required": True}),
            Argument("--reason", "why", {"default": "by the factor sets in force"}),
            Argument("--dry-run", "only say what would change", {"action": "store_true"}),
            WAIT,
        ),
    ),
    Command(("restatements", "list"), "print what was restated, and how far", restatements, (PARK,)),
    Command(
        ("restatements", "stop"),
        "stop a restatement; what it has restated stays",
        stop,
        (PARK, Argument("id", "number of the restatement", {"type": int})),
    ),
]
