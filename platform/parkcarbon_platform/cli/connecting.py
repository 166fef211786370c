"""Commands for what connects: edges, their tokens, and log-ins at the broker."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.cli.delivery import operator_name
from parkcarbon_platform.settings import Settings

if TYPE_CHECKING:
    from parkcarbon_platform.services.access.actors import Actor
    from parkcarbon_platform.services.connecting.broker_logins import Credentials, Desk
    from parkcarbon_platform.storage.database import Connection, Database


@contextmanager
def opened(settings: Settings, park: str) -> Iterator[tuple["Database", int]]:
    """The database, and the id of a park."""
    from parkcarbon_platform.services.provisioning import provisioning
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings, size=2) as database:
        yield database, provisioning.park_id(database, park)


@contextmanager
def inside(settings: Settings, park: str) -> Iterator["Connection"]:
    """A transaction inside a park."""
    with opened(settings, park) as (database, park_id), database.tenant(park_id) as connection:
        yield connection


@contextmanager
def desk(settings: Settings, park: str) -> Iterator[tuple["Desk", int]]:
    """Where log-ins are given, and the id of a park."""
    from parkcarbon_platform.services.connecting.broker_logins import Desk

    with opened(settings, park) as (database, park_id):
        yield Desk.of(settings, database), park_id


def actor() -> "Actor":
    """Who sits at the command line."""
    from parkcarbon_platform.services.access.actors import Actor

    return Actor(operator_name())


def edge_add(arguments: argparse.Namespace, settings: Settings) -> int:
    """Make an edge."""
    from parkcarbon_platform.services.connecting import edges

    wanted = edges.NewEdge(
        arguments.edge, arguments.name_zh or arguments.edge, arguments.name_en or arguments.edge,
        arguments.enterprise,
    )  # fmt: skip
    with inside(settings, arguments.park) as connection:
        made = edges.make(connection, actor(), wanted)
    print(f"{made.code} is an edge of {arguments.park}.")
    print(f"Next: parkcarbon edge token {arguments.park} {made.code}")
    return 0


def edge_list(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the edges with who has a log-in, and whether they are online."""
    from parkcarbon_platform.services.connecting import edges

    with inside(settings, arguments.park) as connection:
        rows = edges.every(connection)
    for row in rows:
        login = f"log-in since {row.login_since:%F %T} by {row.login_by}" if row.login_since else "no log-in"
        waiting = f", token until {row.token_expires_at:%F %T}" if row.token_expires_at else ""
        online = "online" if row.state and row.state.get("online") else "offline"
        print(f"{row.code}\t{row.enterprise or '-'}\t{online}\t{row.enrolled_host or '-'}\t{login}{waiting}")
    return 0


def edge_token(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print a token and what to type on the gateway."""
    from parkcarbon_platform.services import localtime
    from parkcarbon_platform.services.connecting import edges

    own = settings.public_url or f"http://{settings.http_host}:{settings.http_port}"
    with desk(settings, arguments.park) as (place, park_id), place.database.tenant(park_id) as connection:
        made = edges.add_token(connection, actor(), arguments.edge, localtime.now(), own)
    typed = edges.commands(made.token, arguments.url or own)
    print(f"Good once, until {made.expires_at:%F %T} UTC, on a gateway that can reach {place.url}. As root:")
    print(f"{typed.pip}\n{typed.enrol}\n{typed.service}")
    return 0


def edge_revoke(arguments: argparse.Namespace, settings: Settings) -> int:
    """Take an edge's log-in and waiting token away, and throw it out."""
    from parkcarbon_platform.services.connecting import edges

    with desk(settings, arguments.park) as (place, park_id):
        had = edges.revoke_edge(place, park_id, actor(), arguments.edge)
    print(f"{arguments.edge} {'has no log-in any more' if had else 'had no log-in'}.")
    return 0


def device_login(arguments: argparse.Namespace, settings: Settings) -> int:
    """Give a bare device a new log-in, and print it: the password is shown this once."""
    from parkcarbon_platform.services.connecting import broker_logins

    with desk(settings, arguments.park) as (place, park_id):
        given = broker_logins.give_device_login(
            place, park_id, actor(), arguments.device, arguments.client_id
        )
    show(given)
    return 0


def show(given: "Credentials") -> None:
    """Print a log-in for whoever configures the device."""
    for name in ("url", "username", "client_id", "password"):
        print(f"{name}\t{getattr(given, name)}")
    if given.ca_pem is not None:
        print(given.ca_pem, end="")


def device_revoke(arguments: argparse.Namespace, settings: Settings) -> int:
    """Take a device's log-in away, and throw it out."""
    from parkcarbon_platform.services.connecting import broker_logins

    with desk(settings, arguments.park) as (place, park_id):
        had = broker_logins.revoke_device(place, park_id, actor(), arguments.device)
    print(f"{arguments.device} {'has no log-in any more' if had else 'had no log-in'}.")
    return 0


PARK = Argument("park", "code of the park")
EDGE = Argument("edge", "code of the edge")
DEVICE = Argument("device", "code of the meter")

COMMANDS: list[Command] = [
    Command(
        ("edge", "add"),
        "make an edge",
        edge_add,
        (
            PARK,
            EDGE,
            Argument("--name-zh", "its Chinese name"),
            Argument("--name-en", "its English name"),
            Argument("--enterprise", "code of the enterprise that it belongs to (the park)"),
        ),
    ),
    Command(("edge", "list"), "print the edges and their log-ins", edge_list, (PARK,)),
    Command(
        ("edge", "token"),
        "print a token that enrols an edge once, and how",
        edge_token,
        (PARK, EDGE, Argument("--url", "where the gateway finds the platform's pages")),
    ),
    Command(("edge", "revoke"), "take an edge's log-in away", edge_revoke, (PARK, EDGE)),
    Command(
        ("device", "login"),
        "give a bare device a log-in at the broker, shown once",
        device_login,
        (PARK, DEVICE, Argument("--client-id", "the MQTT client id that it sends (its log-in name)")),
    ),
    Command(("device", "revoke"), "take a device's log-in away", device_revoke, (PARK, DEVICE)),
]
