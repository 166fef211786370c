"""The audit log: who acts now, what was done, and whether the record is whole."""

import getpass
import json
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from parkcarbon_platform.errors import InvalidError
from parkcarbon_platform.storage import audit as storage
from parkcarbon_platform.storage.audit import (
    DONE,
    GENESIS,
    PLATFORM,
    AuditFilter,
    AuditRow,
    Kind,
    Trail,
    current,
)
from parkcarbon_platform.storage.database import Connection, Database

__all__ = [
    "DONE",
    "EXPORT_COLUMNS",
    "PAGE",
    "PLATFORM",
    "AuditFilter",
    "AuditRow",
    "Trail",
    "Verified",
    "acting",
    "actors",
    "by_command",
    "changes",
    "current",
    "entered",
    "exported",
    "known_as",
    "noted",
    "page",
    "told",
    "verify",
    "written",
]

PAGE = 100
LISTED = 200  # rows of one event, as the triggers list them
EXPORT_COLUMNS = (
    "number", "time", "kind", "actor", "address", "action", "object", "outcome", "changed", "changes",
    "trace", "hash",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verified:
    """How far a chain holds; `broken_at` is the first event that does not, `reason` says why."""

    events: int
    hash: bytes
    time: datetime | None
    broken_at: int | None = None
    reason: str = ""


@contextmanager
def acting(trail: Trail) -> Iterator[Trail]:
    """Everything in the block is done by this person."""
    token = current.set(trail)
    try:
        yield trail
    finally:
        current.reset(token)


def known_as(kind: Kind, actor: str) -> None:
    """It is now known who acts."""
    if trail := current.get():
        trail.kind, trail.actor = kind, actor


def entered(park_id: int, enterprise_id: int | None = None) -> None:
    """It is now known in which park, and to which enterprise the actor is confined."""
    if trail := current.get():
        trail.park_id, trail.enterprise_id = park_id, enterprise_id


def by_command(words: Sequence[str], arguments: str) -> Trail:
    """Somebody at the command line: their name at the system, on this machine."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = "unknown"
    action = "command_" + "_".join(words).replace("-", "_")
    return Trail("command", name, socket.gethostname(), action=lambda: action, object=lambda: arguments)


def written(database: Database, trail: Trail, outcome: str = DONE) -> None:
    """Write down what changed no row: what was refused, by its code, and files that somebody took along.

    Nothing is written for whoever entered no park.
    """
    if trail.park_id is None:
        return
    with database.tenant(trail.park_id, trail.enterprise_id) as connection:
        storage.append(connection, trail, trail.park_id, trail.enterprise_id, outcome=outcome)


def told(
    database: Database, park_id: int | None, enterprise_id: int | None, *, table: str, rows: Sequence[int],
    after: Mapping[str, object],
) -> None:  # fmt: skip
    """Write down what a person had done by a role that knows no person: the ingest's."""
    trail = current.get()
    if trail is None or park_id is None or not rows:
        return
    listed = [
        {"table": table, "row": {"id": row}, "before": {}, "after": dict(after)} for row in rows[:LISTED]
    ]
    with database.tenant(park_id, enterprise_id) as connection:
        storage.append(
            connection, trail, park_id, enterprise_id, changes=json.dumps(listed, ensure_ascii=False),
            changed=len(rows),
        )  # fmt: skip


def page(connection: Connection, chain: int, wanted: AuditFilter) -> list[AuditRow]:
    """Events, the newest first; `wanted.before` is the last number of the page before."""
    return storage.events(connection, chain, wanted, PAGE)


def actors(connection: Connection, chain: int) -> list[str]:
    """Everybody who ever did something."""
    return storage.actors(connection, chain)


def verify(
    connection: Connection, chain: int, *, known: tuple[int, str] | None = None, since: Verified | None = None
) -> Verified:
    """Compute every hash again; `known` is what somebody noted down before of an event.

    `since`: how far the chain held when it was computed before; only what came later is computed.
    """
    number, former, time = (since.events, since.hash, since.time) if since else (0, GENESIS, None)
    for row in storage.in_order(connection, chain, number):
        if row.number != number + 1:
            return Verified(number, former, time, number + 1, f"event {number + 1} is missing")
        if storage.chained(former, row) != bytes(row.hash):
            return Verified(number, former, time, row.number, f"event {row.number} has been changed")
        number, former, time = row.number, bytes(row.hash), row.time
        if known and known[0] == number and known[1] != former.hex():
            return Verified(number - 1, former, time, number, f"event {number} is not the one noted down")
    if known and known[0] > number:
        return Verified(number, former, time, number + 1, f"event {known[0]}, noted down, is missing")
    if storage.head(connection, chain) != (number, former):
        return Verified(number, former, time, number + 1, "the last events are missing")
    return Verified(number, former, time)


def noted(text: str) -> tuple[int, str]:
    """NUMBER:HASH as `verify` prints it."""
    number, _, digest = text.partition(":")
    if not number.isdecimal() or len(digest) != 64:
        raise InvalidError(f"{text} is no NUMBER:HASH.", remedy="Give what `audit verify` printed.")
    return int(number), digest.lower()


def exported(connection: Connection, chain: int) -> Iterator[list[str]]:
    """Every event in order as rows of text, hashes included: enough to compute the chain anew.

    Of events that wrote down what an enterprise keeps from the one who looks, the changes are left out.
    """
    for row in storage.in_order(connection, chain, as_hashed=False):
        yield [
            str(row.number), row.time.isoformat(timespec="microseconds"), row.kind, row.actor, row.address,
            row.action, row.object, row.outcome, str(row.changed), row.changes, row.trace,
            bytes(row.hash).hex(),
        ]  # fmt: skip


def changes(row: AuditRow) -> list[dict[str, object]]:
    """What an event changed: table, row, before, after."""
    told: list[dict[str, object]] = json.loads(row.changes)
    return told
