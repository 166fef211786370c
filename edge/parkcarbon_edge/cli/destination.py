"""`parkcarbon-edge destination list | add | remove`: to whom else this gateway forwards its readings."""

import argparse
import json
import re
from collections.abc import Callable
from pathlib import Path

from parkcarbon_edge.desired import write_durably
from parkcarbon_edge.enrolment import default_folder
from parkcarbon_edge.errors import ConfigurationError
from parkcarbon_edge.settings import DestinationSettings, Settings, parse_usable, read_password
from parkcarbon_edge.spool_destinations import inspect_spool

FIELDS = ("name", "url", "username", "password_file", "ca_file", "client_id", "park", "edge", "partition")
Command = Callable[[Path, Settings, argparse.Namespace], int]


def add_destination(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The parsers of `destination`; each sets `explore`."""
    parser = commands.add_parser("destination", help="to whom else the readings go, each with its own cursor")
    kinds = parser.add_subparsers(required=True, metavar="list | add | remove")
    _parser(kinds, "list", _list, "destinations beside the platform")
    adding = _parser(kinds, "add", _add, "forward what is collected from now on there, too")
    adding.add_argument("name", help="what this edge calls it")
    adding.add_argument("url", help="mqtts://broker:8883, or mqtt:// on a network of your own")
    for option, text in (
        ("username", "log-in there"),
        ("password-file", "file with its password"),
        ("ca-file", "authority of its certificate"),
        ("client-id", "client id there"),
        ("park", "what the park is called there"),
        ("edge", "what this edge is called there"),
        ("partition", "of the park's topics there"),
    ):
        adding.add_argument(f"--{option}", help=text)
    removing = _parser(kinds, "remove", _remove, "forward nothing more there")
    removing.add_argument("name")
    removing.add_argument("--give-up", action="store_true", help="also what still waits for it")


def _parser(
    kinds: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, command: Command, text: str
) -> argparse.ArgumentParser:
    parser = kinds.add_parser(name, help=text)
    config = default_folder() / "edge.toml"
    parser.add_argument("--config", type=Path, default=config, metavar="FILE", help="(%(default)s)")
    parser.add_argument("--verbose", action="store_true", help="log everything")
    parser.set_defaults(explore=lambda options: _run(command, options))
    return parser


def _run(command: Command, options: argparse.Namespace) -> int:
    path: Path = options.config
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(path, f"cannot be read ({error.strerror}).", "Correct --config.") from error
    return command(path, parse_usable(content, path), options)


def _list(_: Path, settings: Settings, __: argparse.Namespace) -> int:
    for one in settings.destination:
        address = one.address(settings)
        print(f"{one.name:16} {one.url}  {address.topic('up')}")
    for faulty in settings.faulty:
        print(f"{faulty.name or faulty.label:16} cannot be used: {faulty.error}")
    if not settings.destination and not settings.faulty:
        print("Nothing but the platform. More: parkcarbon-edge destination add NAME URL")
    return 0


def _add(path: Path, settings: Settings, options: argparse.Namespace) -> int:
    given = {name: value for name in FIELDS if (value := getattr(options, name)) is not None}
    if "password_file" in given:
        given["password_file"] = str(Path(given["password_file"]).absolute())
    text = path.read_text(encoding="utf-8").rstrip("\n") + "\n\n[[destination]]\n"
    # A JSON string is a TOML one, too.
    text += "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in given.items())
    added = parse_usable(text.encode(), path)
    if len(added.faulty) > len(settings.faulty):
        raise added.faulty[-1].error
    made: DestinationSettings = added.destination[-1]
    read_password(made.password_file)
    _write(path, text)
    print(f"From now on readings go to {made.name}, too: {made.url}, {made.address(settings).topic('up')}.")
    print("A running agent takes it up within seconds: parkcarbon-edge status")
    return 0


def _remove(path: Path, settings: Settings, options: argparse.Namespace) -> int:
    if options.name not in names(settings):
        raise ConfigurationError(
            path, f"there is no destination '{options.name}'.", "See: parkcarbon-edge destination list"
        )
    summary = inspect_spool(Path(settings.spool.path))
    waits = summary.destinations.get(options.name) if summary else None
    if waits is not None and waits.batches and not options.give_up:
        raise ConfigurationError(
            path, f"{waits.batches} batches still wait for '{options.name}'.",
            "Let it take them first, or say --give-up: they would not reach it any more.",
        )  # fmt: skip
    text = without(path.read_text(encoding="utf-8"), options.name)
    if options.name in names(parse_usable(text.encode(), path)):
        raise ConfigurationError(
            path, f"'{options.name}' is written in a way that cannot be cut out here.", "Remove it by hand."
        )
    _write(path, text)
    print(f"{options.name} gets no more readings. A running agent lets go of it within seconds.")
    return 0


def names(settings: Settings) -> list[str | None]:
    """All that have a name, whether or not they can be used."""
    return [*(one.name for one in settings.destination), *(one.name for one in settings.faulty)]


def without(text: str, name: str) -> str:
    """The TOML text without the [[destination]] of this name."""
    parts = re.split(r"(?m)^(?=\s*\[)", text)
    quoted = re.escape(name)
    mine = re.compile(rf"""(?m)\A\s*\[\[\s*destination\s*\]\](?:.|\n)*^\s*name\s*=\s*["']{quoted}["']""")
    return "".join(part for part in parts if not mine.match(part))


def _write(path: Path, text: str) -> None:
    owner = path.stat()
    write_durably(path, text.encode(), mode=owner.st_mode & 0o777, owner=(owner.st_uid, owner.st_gid))
