"""The audit log: what a person's transaction changed, written down in the same transaction.

Whoever acts for a person sets `current` (the API for a call, the command line for a command); every
transaction of `storage.database` then ends with `seal`. Triggers collect the changes (migration 0033).
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow, class_row

Connection = psycopg.Connection[TupleRow]
Kind = Literal["user", "token", "command", "nobody"]
PLATFORM = 0  # the chain of what concerns no park
DONE = "done"
GENESIS = bytes(32)


@dataclass
class Trail:
    """Who acts, from where, and what they are about to do; `events` counts what has been written down."""

    kind: Kind
    actor: str
    address: str = ""
    trace: str = ""
    action: Callable[[], str] = str
    object: Callable[[], str] = str
    park_id: int | None = None
    enterprise_id: int | None = None
    refusal: str = ""
    events: int = 0


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An event as it is stored; `changes` is JSON, word by word as it was hashed."""

    park_id: int
    number: int
    enterprise_id: int | None
    time: datetime
    kind: str
    actor: str
    address: str
    action: str
    object: str
    outcome: str
    changes: str
    changed: int
    trace: str
    hash: bytes


current: ContextVar[Trail | None] = ContextVar("audit", default=None)


def chained(former: bytes, row: AuditRow) -> bytes:
    """SHA-256 of the former's hash and of every column of the row but its own hash."""
    time = row.time.astimezone(UTC).isoformat(timespec="microseconds")
    columns = [
        row.park_id, row.number, row.enterprise_id, time, row.kind, row.actor, row.address, row.action,
        row.object, row.outcome, row.changes, row.changed, row.trace,
    ]  # fmt: skip
    told = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(former + told.encode()).digest()


@contextmanager
def watched(
    connection: Connection, park_id: int | None = None, enterprise_id: int | None = None
) -> Iterator[None]:
    """A transaction whose changes are written down at its end, where a person acts."""
    trail = current.get()
    if trail is None:
        yield
        return
    connection.execute("SELECT set_config('pc.audit', 'on', true)")
    yield
    _seal(connection, trail, park_id if park_id is not None else trail.park_id, enterprise_id)


def _seal(connection: Connection, trail: Trail, park_id: int | None, enterprise_id: int | None) -> None:
    row = connection.execute(
        "SELECT current_setting('pc.changes', true), nullif(current_setting('pc.changed', true), '')::int"
    ).fetchone()
    if row is None or not row[1]:
        return
    # What follows is the log's own.
    connection.execute("SELECT set_config('pc.audit', '', true)")
    append(connection, trail, park_id, enterprise_id, changes=f"[{row[0]}]", changed=row[1])


def append(
    connection: Connection, trail: Trail, park_id: int | None, enterprise_id: int | None, *,
    outcome: str = DONE, changes: str = "[]", changed: int = 0,
) -> None:  # fmt: skip
    """Add an event to the chain of the park, or of the platform; others wait until the commit."""
    chain = park_id if park_id is not None else PLATFORM
    schema = _schema(chain)
    connection.execute(
        sql.SQL("INSERT INTO {}.audit_head (park_id) VALUES (%s) ON CONFLICT DO NOTHING").format(schema),
        (chain,),
    )
    head = connection.execute(
        sql.SQL("SELECT number, hash FROM {}.audit_head WHERE park_id = %s FOR UPDATE").format(schema),
        (chain,),
    ).fetchone()
    assert head is not None
    confined = trail.enterprise_id if trail.enterprise_id is not None else enterprise_id
    event = AuditRow(
        chain, head[0] + 1, confined if chain else None, datetime.now(UTC), trail.kind, _plain(trail.actor),
        _plain(trail.address), _plain(trail.action()), _plain(trail.object()), outcome, changes, changed,
        trail.trace, b"",
    )  # fmt: skip
    digest = chained(bytes(head[1]), event)
    connection.execute(
        sql.SQL("""INSERT INTO {}.audit_event (park_id, number, enterprise_id, time, kind, actor, address,
                   action, object, outcome, changes, changed, trace, hash)
                   VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""").format(schema),
        (event.park_id, event.number, event.enterprise_id, event.time, event.kind, event.actor, event.address,
         event.action, event.object, event.outcome, event.changes, event.changed, event.trace, digest),
    )  # fmt: skip
    connection.execute(
        sql.SQL("UPDATE {}.audit_head SET number = %s, hash = %s WHERE park_id = %s").format(schema),
        (event.number, digest, chain),
    )
    trail.events += 1


def _plain(text: str) -> str:
    """As a text column can hold it."""
    return text.replace("\0", "").encode(errors="replace").decode()[:500]


def _schema(chain: int) -> sql.Identifier:
    return sql.Identifier("identity" if chain == PLATFORM else "core")


COLUMNS = """park_id, number, enterprise_id, time, kind, actor, address, action, object, outcome, changes,
             changed, trace, hash"""


# What an enterprise keeps to itself stands in what was written down of its entries, too; what it has itself
# watched, no overseer is told (the policies of those tables). Not for the chain.
TOLD = r"""CASE WHEN changes ~ '"table": "(activity_record|evidence|reading_revision|quarantine)"'
    AND enterprise_id = ANY ((SELECT core.withheld('production') || core.withheld('intervals'))::int[])
  OR enterprise_id IS NOT NULL AND (SELECT core.is_overseer())
    AND changes ~ '"table": "(alert|alert_rule|alert_receiver|alert_delivery)"'
  THEN '[]' ELSE changes END AS changes"""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which events: each condition that is not None."""

    from_time: datetime | None = None
    to_time: datetime | None = None
    actor: str | None = None
    action: str | None = None
    outcome: Literal["done", "refused"] | None = None
    before: int | None = None


def events(connection: Connection, chain: int, wanted: AuditFilter, limit: int) -> list[AuditRow]:
    """The events of a chain, the newest first."""
    query = sql.SQL(
        """SELECT {} FROM {}.audit_event WHERE park_id = %(park)s
           AND (%(from)s::timestamptz IS NULL OR time >= %(from)s)
           AND (%(to)s::timestamptz IS NULL OR time < %(to)s)
           AND (%(actor)s::text IS NULL OR actor = %(actor)s)
           AND (%(action)s::text IS NULL OR starts_with(action, %(action)s))
           AND (%(outcome)s::text IS NULL OR (outcome = 'done') = (%(outcome)s = 'done'))
           AND (%(before)s::bigint IS NULL OR number < %(before)s)
           ORDER BY number DESC LIMIT %(limit)s"""
    ).format(_told(chain), _schema(chain))
    values = {
        "park": chain, "from": wanted.from_time, "to": wanted.to_time, "actor": wanted.actor,
        "action": wanted.action, "outcome": wanted.outcome, "before": wanted.before, "limit": limit,
    }  # fmt: skip
    return connection.cursor(row_factory=class_row(AuditRow)).execute(query, values).fetchall()


def actors(connection: Connection, chain: int) -> list[str]:
    """Everybody who ever did something, for filters."""
    query = sql.SQL("SELECT DISTINCT actor FROM {}.audit_event WHERE park_id = %s ORDER BY 1")
    return [actor for (actor,) in connection.execute(query.format(_schema(chain)), (chain,))]


def _told(chain: int) -> sql.SQL:
    return sql.SQL(COLUMNS if chain == PLATFORM else COLUMNS.replace("changes", TOLD, 1))


def in_order(
    connection: Connection, chain: int, after: int = 0, *, as_hashed: bool = True
) -> Iterator[AuditRow]:
    """Every event of a chain behind one of them, a few at a time; else as who looks may see it."""
    query = sql.SQL("SELECT {} FROM {}.audit_event WHERE park_id = %s AND number > %s ORDER BY number")
    columns = sql.SQL(COLUMNS) if as_hashed else _told(chain)
    with connection.cursor(name="audit", row_factory=class_row(AuditRow)) as cursor:
        yield from cursor.execute(query.format(columns, _schema(chain)), (chain, after))


def head(connection: Connection, chain: int) -> tuple[int, bytes]:
    """Number and hash of the last event; 0 and zeros before the first."""
    query = sql.SQL("SELECT number, hash FROM {}.audit_head WHERE park_id = %s").format(_schema(chain))
    row = connection.execute(query, (chain,)).fetchone()
    return (row[0], bytes(row[1])) if row else (0, GENESIS)
