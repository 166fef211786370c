"""Commands about meters: their life, locked periods, and differences that wait for a decision."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.delivery import operator_name
from parkcarbon_platform.jobs import cli as work
from parkcarbon_platform.settings import Settings

if TYPE_CHECKING:
    from parkcarbon_platform.services.ledger.changes import Workplace


@contextmanager
def workplace(code: str, settings: Settings) -> Iterator["Workplace"]:
    """The park with a code, to change its meters."""
    from parkcarbon_platform.jobs.runtime import Runtime
    from parkcarbon_platform.services.ledger.changes import Workplace
    from parkcarbon_platform.services.provisioning import provisioning

    runtime = Runtime(settings)
    with runtime.database as database:
        yield Workplace(database, provisioning.park_id(database, code), runtime.announce)


def meter_events(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print what happened to a meter."""
    from parkcarbon_platform.services.meter_life import meter_events as service

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        for event in service.every(connection, arguments.point):
            words = [str(event.id), f"{event.time:%F %T}Z", event.kind]
            words += [json.dumps(event.details, ensure_ascii=False), event.author, event.reason]
            if event.undone_by is not None:
                words.append(f"undone by {event.undone_by}: {event.undone_reason}")
            print("\t".join(words))
    return 0


def meter_replace(arguments: argparse.Namespace, settings: Settings) -> int:
    """Record that a meter was replaced."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.meter_life import meter_events as service

    details = {
        name: value
        for name in ("serial", "multiplier", "digits")
        if (value := getattr(arguments, name)) is not None
    }
    details |= {"final_index": arguments.final_index, "first_index": arguments.first_index}
    request = service.Request("replace", arguments.time, details, arguments.reason)
    with workplace(arguments.park, settings) as place:
        event = service.record(place, Actor(operator_name()), arguments.point, request)
    print(f"Event {event.id} is recorded.")
    return 0


def meter_undo(arguments: argparse.Namespace, settings: Settings) -> int:
    """Undo an event of a meter."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.meter_life import meter_events as service

    with workplace(arguments.park, settings) as place:
        service.undo(place, Actor(operator_name()), arguments.point, arguments.id, arguments.reason)
    print(f"Event {arguments.id} is undone.")
    return 0


def lock_add(arguments: argparse.Namespace, settings: Settings) -> int:
    """Lock a period."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.ledger import locks

    with workplace(arguments.park, settings) as place:
        made = locks.add(
            place, Actor(operator_name()), arguments.start, arguments.end, enterprise=arguments.enterprise,
            reason=arguments.reason,
        )  # fmt: skip
    print(f"Lock {made.id} holds.")
    return 0


def lock_list(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the locks of a park."""
    from parkcarbon_platform.services.ledger import locks

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        for lock in locks.every(connection):
            state = "holds" if lock.released_at is None else f"released by {lock.released_by}"
            span = f"{lock.from_time:%F %T}Z\t{lock.to_time:%F %T}Z\t{lock.enterprise or '-'}"
            print(f"{lock.id}\t{span}\t{state}\t{lock.open} differences\t{lock.reason}")
    return 0


def lock_release(arguments: argparse.Namespace, settings: Settings) -> int:
    """Release a lock."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.ledger import locks

    with workplace(arguments.park, settings) as place:
        locks.release(place, Actor(operator_name()), arguments.id, arguments.reason)
    print(f"Lock {arguments.id} is released.")
    return 0


def difference_list(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the open differences of locked hours."""
    from parkcarbon_platform.services.ledger import locks

    with workplace(arguments.park, settings) as place, place.database.tenant(place.park_id) as connection:
        for row in locks.page(connection, "open"):
            change = ((row.co2_mg or 0) - (row.locked_co2_mg or 0)) / 1e6
            print(f"{row.id}\t{row.hour:%F %H:%M}Z\t{row.source}\tlock {row.lock_id}\t{change:+.3f} kg CO2")
    return 0


def difference_accept(arguments: argparse.Namespace, settings: Settings) -> int:
    """Let differences into the ledger."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.ledger import locks

    with workplace(arguments.park, settings) as place:
        hours = locks.accept(place, Actor(operator_name()), ids=arguments.id, note=arguments.note)
    print(f"{hours} hours are restated.")
    return 0


def difference_dismiss(arguments: argparse.Namespace, settings: Settings) -> int:
    """Leave the ledger as it is."""
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.ledger import locks

    with workplace(arguments.park, settings) as place:
        hours = locks.dismiss(place, Actor(operator_name()), ids=arguments.id, note=arguments.note)
    print(f"{hours} hours stay as they are.")
    return 0


PARK = Argument("park", "code of the park")
POINT = Argument("point", "code of the point")
ID = Argument("id", "number", {"type": int})
IDS = Argument("id", "numbers", {"type": int, "nargs": "+"})
REASON = Argument("--reason", "why", {"required": True})
NOTE = Argument("--note", "why", {"required": True})
MOMENT = {"type": work.moment, "required": True}

COMMANDS: list[Command] = [
    Command(("meter", "events"), "print what happened to a meter", meter_events, (PARK, POINT)),
    Command(
        ("meter", "replace"),
        "record that a meter was replaced; an index that nobody wrote down is left out",
        meter_replace,
        (
            PARK, POINT, Argument("--time", "time with zone, ISO 8601", MOMENT),
            Argument("--final-index", "last index of the old meter"),
            Argument("--first-index", "first index of the new one"),
            Argument("--serial", "of the new meter"), Argument("--multiplier", "of the new meter"),
            Argument("--digits", "of the new register", {"type": int}), REASON,
        ),
    ),
    Command(("meter", "undo"), "undo an event of a meter", meter_undo, (PARK, POINT, ID, REASON)),
    Command(
        ("lock", "add"),
        "lock a period: its ledger hours change no more",
        lock_add,
        (
            PARK, Argument("--from", "time with zone, ISO 8601", {"dest": "start", **MOMENT}),
            Argument("--to", "time with zone, ISO 8601", {"dest": "end", **MOMENT}),
            Argument("--enterprise", "only this one's sources"), REASON,
        ),
    ),
    Command(("lock", "list"), "print the locks of a park", lock_list, (PARK,)),
    Command(("lock", "release"), "release a lock", lock_release, (PARK, ID, REASON)),
    Command(("difference", "list"), "print differences of locked hours", difference_list, (PARK,)),
    Command(("difference", "accept"), "restate locked hours", difference_accept, (PARK, IDS, NOTE)),
    Command(
        ("difference", "dismiss"), "leave locked hours as they are", difference_dismiss, (PARK, IDS, NOTE)
    ),
]  # fmt: skip
