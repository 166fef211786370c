"""Commands that bring things in: the schema, readings, and what waits in quarantine."""

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from parkcarbon_platform.cli.command import Argument, Command
from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.settings import Settings

if TYPE_CHECKING:
    import threading

    from parkcarbon_platform.storage.database import Database


def db_migrate(_: argparse.Namespace, settings: Settings) -> int:
    """Bring the schema, the roles' passwords and the factor sets up to date."""
    from parkcarbon_platform.services.ledger import factors
    from parkcarbon_platform.storage import schema

    schema.migrate(settings.database_url, settings.role_urls)
    print("The schema is up to date.")
    for code in factors.load_sets(settings.database_url):
        print(f"Factor set {code} is loaded.")
    return 0


def db_downgrade(arguments: argparse.Namespace, settings: Settings) -> int:
    """Take migrations back; what only they can hold is lost."""
    from parkcarbon_platform.errors import InvalidError
    from parkcarbon_platform.storage import schema

    if not re.fullmatch(r"\d{4}", arguments.revision):
        raise InvalidError(
            f"{arguments.revision} is no revision.", remedy="Name the one to go back to, e.g. 0072."
        )
    schema.downgrade(settings.database_url, arguments.revision)
    print(f"The schema is {arguments.revision}.")
    return 0


def ingest(arguments: argparse.Namespace, settings: Settings) -> int:
    """Store what edges send until SIGTERM."""
    from parkcarbon_platform.ingest import balance, shell
    from parkcarbon_platform.telemetry.serving import served

    chosen = partitions_of(arguments, settings.partitions)
    slots = slots_of(arguments, settings.partitions)
    with served(settings.metrics_port, settings.metrics_host):
        if slots is None:
            shell.run(settings, stopped_by_signals(), chosen)
        else:
            balance.run(settings, stopped_by_signals(), slots)
    return 0


def control(_: argparse.Namespace, settings: Settings) -> int:
    """Speak with edges until SIGTERM."""
    from parkcarbon_platform.control import shell
    from parkcarbon_platform.telemetry.serving import served

    with served(settings.metrics_port, settings.metrics_host):
        shell.run(settings, stopped_by_signals())
    return 0


def metrics(_: argparse.Namespace, settings: Settings) -> int:
    """Show how the platform stands until SIGTERM; the port is PARKCARBON_METRICS_PORT."""
    from parkcarbon_platform.errors import InvalidError
    from parkcarbon_platform.services import state
    from parkcarbon_platform.telemetry.serving import served

    if not settings.metrics_port:
        raise InvalidError(
            "No port is set, so nobody could read the figures.", remedy="Set PARKCARBON_METRICS_PORT."
        )
    with served(settings.metrics_port, settings.metrics_host):
        state.run(settings, stopped_by_signals())
    return 0


def system(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print how the platform stands: what comes in, what waits, what is stored, and which versions run."""
    import json
    from dataclasses import asdict

    import redis

    from parkcarbon_platform.services import system as services
    from parkcarbon_platform.storage.database import Database

    cache = redis.Redis.from_url(settings.redis_url, socket_timeout=5, socket_connect_timeout=2)
    with Database.of(settings, size=1) as database, database.directory.connection() as connection, cache:
        found = services.overview(connection, cache)
    if arguments.as_json:
        rows = {
            name: [row._asdict() for row in getattr(found, name)]
            for name in ("arrivals", "waiting", "jobs", "tables")
        }
        beside = {"state": found.state._asdict(), "versions": found.versions._asdict()}
        told = {"parkcarbon": found.parkcarbon, "python": found.python}
        kept = None if found.cache is None else asdict(found.cache)
        print(json.dumps({**told, **beside, **rows, "cache": kept}, default=str))
        return 0
    for park in found.arrivals:
        print(f"{park.park}\t{park.readings_1min} readings in the last minute\tnewest batch {park.newest_at}")
    print(f"{found.state.unsettled} unsettled spans, the oldest for {found.state.settle_age_s:.0f} s")
    for job in found.jobs:
        print(f"job\t{job.kind}\t{job.state}\t{job.number}")
    for table in found.tables:
        print(f"table\t{table.name}\t{table.size_bytes / 2**20:.1f} MiB\t{table.chunks} chunks")
    versions = found.versions
    print(
        f"ParkCarbon {found.parkcarbon}, Python {found.python}, PostgreSQL {versions.postgresql}, "
        f"TimescaleDB {versions.timescaledb}, schema {versions.schema}, "
        f"cache {found.cache.version if found.cache else 'does not answer'}"
    )
    return 0


def stopped_by_signals() -> "threading.Event":
    """Set by SIGTERM and SIGINT."""
    import signal
    import threading

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def park_id_of(database: "Database", code: str | None) -> int | None:
    """The id of a park by its code; no code is no park."""
    from parkcarbon_platform.services.provisioning import provisioning

    return None if code is None else provisioning.park_id(database, code)


def quarantine_list(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print what waits in quarantine."""
    from parkcarbon_platform.services.connecting import quarantine
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
    from parkcarbon_platform.services.connecting import quarantine
    from parkcarbon_platform.storage.database import Database

    with Database.of(settings, size=2) as database:
        item = quarantine.show(database, park_id_of(database, arguments.park), arguments.id)
    for name, value in item._asdict().items():
        print(f"{name}: {value.decode(errors='backslashreplace') if isinstance(value, bytes) else value}")
    return 0


def quarantine_replay(arguments: argparse.Namespace, settings: Settings) -> int:
    """Store an item after all."""
    from parkcarbon_platform.services.connecting import quarantine
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
    from parkcarbon_platform.services.connecting import quarantine
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


def share(text: str) -> tuple[int, int]:
    """`2/4` as (2, 4)."""
    part, _, of = text.partition("/")
    return int(part), int(of)


def partitions_of(arguments: argparse.Namespace, count: int) -> list[int] | None:
    """The partitions that are meant; None for all."""
    chosen: list[int] | None = arguments.partitions
    if arguments.share is None:
        return chosen
    part, of = arguments.share
    if not 1 <= part <= of or count % of:
        raise InvalidError(
            f"{part}/{of} is no equal part of {count} partitions.",
            remedy=f"Choose a number of parts that divides {count}, and one of them, e.g. 1/2.",
        )
    size = count // of
    return list(range((part - 1) * size, part * size))


def slots_of(arguments: argparse.Namespace, count: int) -> int | None:
    """Into how many slots the partitions are divided among processes; None: they are not."""
    slots: int | None = arguments.balance
    if slots is None:
        return None
    if arguments.share is not None or arguments.partitions is not None:
        raise InvalidError(
            "Which partitions a process has is either told or balanced.",
            remedy="Leave --partitions and --share away.",
        )
    if not 1 <= slots <= count or count % slots:
        raise InvalidError(
            f"{count} partitions cannot be divided into {slots} slots of one size.",
            remedy=f"Choose a number that divides {count}, the same for all processes, e.g. 8.",
        )
    return slots


PARK = Argument("--park", "code of the park (without: what names no known park)")
ITEM = Argument("id", "number of the item", {"type": int})

COMMANDS: list[Command] = [
    Command(("db", "migrate"), "bring the database up to date", db_migrate),
    Command(
        ("db", "downgrade"),
        "take migrations back, with all processes stopped; what only they hold is lost",
        db_downgrade,
        (Argument("revision", "to go back to, e.g. 0072"),),
    ),
    Command(
        ("ingest",),
        "store what edges send",
        ingest,
        (
            Argument("--partitions", "only these, e.g. 0-7 (all)", {"type": partition_range}),
            Argument("--share", "of so many equal parts this one, e.g. 2/4", {"type": share}),
            Argument(
                "--balance",
                "divide all into so many slots, which processes that are started like this share, e.g. 8",
                {"type": int},
            ),
        ),
        is_process=True,
    ),
    Command(
        ("control",), "tell edges what to collect, and write down what they answer", control, is_process=True
    ),
    Command(
        ("system",),
        "print how the platform stands: arrivals, waiting work, storage, versions",
        system,
        (Argument("--json", "for programs", {"action": "store_true", "dest": "as_json"}),),
    ),
    Command(("metrics",), "show how the platform stands, for Prometheus", metrics, is_process=True),
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
]
