"""`parkcarbon-platform`: the platform's processes and use cases without the web.

Each command is a small function that takes the parsed arguments and the settings, and a line in `COMMANDS`
that says how it is called. Their imports are inside, so that one command does not load the others' libraries.
"""

import argparse
import json
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from parkcarbon_platform import settings as platform_settings
from parkcarbon_platform.errors import InvalidError, PlatformError
from parkcarbon_platform.jobs import cli as work
from parkcarbon_platform.settings import Settings

if TYPE_CHECKING:
    from parkcarbon_platform.storage.database import Database

Run = Callable[[argparse.Namespace, Settings], int]


class Argument(NamedTuple):
    """One argument of a command, as `argparse` takes it."""

    name: str
    help: str
    options: Mapping[str, object] = MappingProxyType({})


class Command(NamedTuple):
    """One command: its words, what it does, and its arguments."""

    words: tuple[str, ...]
    help: str
    run: Run
    arguments: tuple[Argument, ...] = ()


def db_migrate(_: argparse.Namespace, settings: Settings) -> int:
    """Bring the schema, the roles' passwords and the factor sets up to date."""
    from parkcarbon_platform.services import factors
    from parkcarbon_platform.storage import schema

    schema.migrate(settings.database_url, settings.role_urls)
    print("The schema is up to date.")
    for code in factors.load_sets(settings.database_url):
        print(f"Factor set {code} is loaded.")
    return 0


def read_passwords(file: Path | None) -> dict[str, str]:
    """Passwords by log-in, from a JSON object."""
    if file is None:
        return {}
    content = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        raise InvalidError(f"{file} is no JSON object of log-ins and passwords.", file=str(file))
    return content


def live(_: argparse.Namespace, settings: Settings) -> int:
    """Publish the live frames until SIGTERM."""
    from parkcarbon_platform.live.process import serve

    serve(settings)
    return 0


def given_password(arguments: argparse.Namespace) -> str:
    """The password on standard input: typed unseen twice, or the first line of a pipe."""
    import getpass

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass(f"Password of {arguments.login}: ")
    if getpass.getpass("Again: ") != password:
        raise InvalidError("The two passwords differ.", remedy="Type them again.")
    return password


def user_add(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add a person, and let them into a park."""
    from parkcarbon_platform.services import identity
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database, database.directory.connection() as connection:
        identity.create_user(
            connection,
            arguments.login,
            given_password(arguments),
            name=arguments.name or arguments.login,
            locale=arguments.locale,
            is_admin=arguments.admin,
        )
        if arguments.park:
            identity.let_in(
                connection, arguments.login, arguments.park, arguments.role, enterprise=arguments.enterprise
            )
    print(f"{arguments.login} can log in.")
    return 0


def user_list(_: argparse.Namespace, settings: Settings) -> int:
    """Print everybody who can log in."""
    from parkcarbon_platform.services import identity
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database, database.directory.connection() as connection:
        for user in identity.users(connection):
            kind = "admin" if user.is_admin else "disabled" if user.disabled_at else "user"
            print(f"{user.login}\t{kind}\t{user.name}")
    return 0


def user_password(arguments: argparse.Namespace, settings: Settings) -> int:
    """Give a person a new password; their sessions end."""
    from parkcarbon_platform.services import identity
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings) as database, database.directory.connection() as connection:
        identity.change_password(connection, arguments.login, given_password(arguments))
    print(f"{arguments.login} has a new password.")
    return 0


def park_apply(arguments: argparse.Namespace, settings: Settings) -> int:
    """Apply a park file."""
    from parkcarbon_platform.services import park_file, provisioning
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
    for login in done.without_password:
        print(f"{login} has no password yet: parkcarbon-platform user add {login}")
    return 0


def park_list(_: argparse.Namespace, settings: Settings) -> int:
    """Print every park."""
    from parkcarbon_platform.services import provisioning
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings, size=2) as database:
        for park in provisioning.every_park(database):
            print(f"{park.code}\t{park.name_en}\t{park.name_zh}\t{park.timezone}")
    return 0


def ingest(arguments: argparse.Namespace, settings: Settings) -> int:
    """Store what edges send until SIGTERM."""
    import signal
    import threading

    from parkcarbon_platform.ingest import shell

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    shell.run(settings, stop, arguments.partitions)
    return 0


def park_id_of(database: "Database", code: str | None) -> int | None:
    """The id of a park by its code; no code is no park."""
    from parkcarbon_platform.services import provisioning

    return None if code is None else provisioning.park_id(database, code)


def quarantine_list(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print what waits in quarantine."""
    from parkcarbon_platform.services import quarantine
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings, size=2) as database:
        park_id = park_id_of(database, arguments.park)
        if park_id is None:
            items = quarantine.page_of_nobody(database, before=arguments.before)
        else:
            items = quarantine.page(database, park_id, state=arguments.state, before=arguments.before)
    for item in items:
        print(
            f"{item.id}\t{item.received_at:%F %T}\t{item.state}\t{item.reason}\t{item.topic}\t{item.detail}"
        )
    return 0


def quarantine_show(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print an item with its payload."""
    from parkcarbon_platform.services import quarantine
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings, size=2) as database:
        item = quarantine.show(database, park_id_of(database, arguments.park), arguments.id)
    for name, value in item._asdict().items():
        print(f"{name}: {value.decode(errors='backslashreplace') if isinstance(value, bytes) else value}")
    return 0


def quarantine_replay(arguments: argparse.Namespace, settings: Settings) -> int:
    """Store an item after all."""
    from parkcarbon_platform.services import quarantine
    from parkcarbon_platform.storage.database import Database

    payload = Path(arguments.payload_file).read_bytes() if arguments.payload_file else None
    with Database.of(settings, size=2) as database:
        park_id = park_id_of(database, arguments.park)
        done = quarantine.replay(
            database, park_id, arguments.id, by=operator_name(), payload=payload, point=arguments.point
        )
    print(f"{done.readings} readings stored, {done.quarantined} back in quarantine.")
    return 0


def quarantine_dismiss(arguments: argparse.Namespace, settings: Settings) -> int:
    """Decide that an item will not be stored."""
    from parkcarbon_platform.services import quarantine
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings, size=2) as database:
        park_id = park_id_of(database, arguments.park)
        quarantine.dismiss(database, park_id, arguments.id, by=operator_name(), note=arguments.note)
    return 0


def operator_name() -> str:
    """Who sits at the command line, for the record."""
    import getpass

    return f"cli:{getpass.getuser()}"


def partition_range(text: str) -> list[int]:
    """`3` or `0-7` as a list of partitions."""
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


PARK = Argument("--park", "code of the park (without: what names no known park)")
ITEM = Argument("id", "number of the item", {"type": int})
LOGIN = Argument("login", "log-in name")
PARK = Argument("park", "code of the park")

COMMANDS: list[Command] = [
    Command(("db", "migrate"), "bring the database up to date", db_migrate),
    Command(
        ("park", "apply"),
        "bring a park into the database as its park file says",
        park_apply,
        (
            Argument("file", "the park file (YAML)"),
            Argument("--passwords-file", "JSON object of log-ins and passwords, for people who are new"),
        ),
    ),
    Command(("park", "list"), "print every park", park_list),
    Command(
        ("ingest",),
        "store what edges send",
        ingest,
        (Argument("--partitions", "only these, e.g. 0-7 (all)", {"type": partition_range}),),
    ),
    Command(
        ("quarantine", "list"),
        "print what could not be stored",
        quarantine_list,
        (
            PARK,
            Argument("--state", "which", {"default": "open", "choices": ("open", "replayed", "dismissed")}),
            Argument("--before", "only below this number", {"type": int}),
        ),
    ),
    Command(("quarantine", "show"), "print an item with its payload", quarantine_show, (ITEM, PARK)),
    Command(
        ("quarantine", "replay"),
        "store an item after all",
        quarantine_replay,
        (
            ITEM,
            PARK,
            Argument("--payload-file", "a corrected payload"),
            Argument("--point", "bind the reading's key to this point"),
        ),
    ),
    Command(
        ("quarantine", "dismiss"),
        "decide that an item will not be stored",
        quarantine_dismiss,
        (ITEM, PARK, Argument("--note", "why", {"required": True})),
    ),
    Command(("live",), "publish the live frames", live),
    Command(
        ("user", "add"),
        "add a person; the password is read from standard input",
        user_add,
        (
            LOGIN,
            Argument("--name", "the person's name"),
            Argument("--locale", "language", {"default": "zh-CN", "choices": ("zh-CN", "en")}),
            Argument("--admin", "platform admin: operator of every park", {"action": "store_true"}),
            Argument("--park", "code of a park to let them into"),
            Argument("--role", "as what", {"choices": ("operator", "enterprise", "verifier")}),
            Argument("--enterprise", "code of the enterprise, for that role"),
        ),
    ),
    Command(("user", "list"), "print everybody", user_list),
    Command(("user", "password"), "give a person a new password", user_password, (LOGIN,)),
    Command(
        ("factors", "list"),
        "print the factors and how many versions each has",
        work.factors_list,
        (Argument("--set", "code of a set: only its factors", {"dest": "set_code"}),),
    ),
    Command(
        ("factors", "show"),
        "print the versions of a factor with their sources",
        work.factors_show,
        (Argument("factor", "e.g. grid_electricity"), Argument("--region", "e.g. CN-JS: what applies there")),
    ),
    Command(
        ("settle",),
        "settle a park now; with --from and --to compute that span again from the readings",
        work.settle,
        (
            PARK,
            Argument("--from", "time with zone, ISO 8601", {"dest": "start", "type": work.moment}),
            Argument("--to", "time with zone, ISO 8601", {"dest": "end", "type": work.moment}),
        ),
    ),
    Command(
        ("totals",),
        "print what a park emitted on a local day",
        work.totals,
        (
            PARK,
            Argument("--day", "local day, e.g. 2026-11-22", {"type": date.fromisoformat, "required": True}),
            Argument("--json", "for programs", {"action": "store_true", "dest": "as_json"}),
        ),
    ),
    Command(
        ("job", "list"),
        "print jobs, the newest first",
        work.job_list,
        (Argument("--state", "only these", {"choices": ("queued", "running", "done", "failed", "dead")}),),
    ),
    Command(
        ("job", "retry"),
        "run a failed or dead job again",
        work.job_retry,
        (Argument("id", "number of the job", {"type": int}),),
    ),
]


def parser(commands: Sequence[Command]) -> argparse.ArgumentParser:
    """The parser of all commands; the first words form groups."""
    root = argparse.ArgumentParser(prog="parkcarbon-platform", description=__doc__.split("\n")[0])
    top = root.add_subparsers(required=True, metavar="COMMAND")
    groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {}
    for command in commands:
        place = top
        if len(command.words) == 2:
            group = command.words[0]
            if group not in groups:
                groups[group] = top.add_parser(group).add_subparsers(required=True, metavar="COMMAND")
            place = groups[group]
        leaf = place.add_parser(command.words[-1], help=command.help, description=command.help)
        for argument in command.arguments:
            leaf.add_argument(argument.name, help=argument.help, **argument.options)  # type: ignore[arg-type]
        leaf.set_defaults(run=command.run)
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 1 where the platform refuses, with the reason on stderr."""
    arguments = parser(COMMANDS).parse_args(argv)
    try:
        settings = platform_settings.load()
        logging.basicConfig(
            level=settings.log_level,
            format="%(asctime)s %(levelname)s %(name)s: %(message)s",
            stream=sys.stderr,
        )
        logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)
        return int(arguments.run(arguments, settings))
    except PlatformError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
