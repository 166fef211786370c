"""Quarantine: what could not be stored, with its reason, until somebody replays or dismisses it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.delivery import Delivery

FIELDS = """q.id, q.park_id, q.edge_id, q.topic, q.reason, q.detail, q.payload, q.reading_index, q.batch_id,
  q.received_at, q.state, q.resolved_at, q.resolved_by, q.note"""


class Item(NamedTuple):
    """One row of the quarantine."""

    id: int
    park_id: int | None
    edge_id: int | None
    topic: str
    reason: str
    detail: str
    payload: bytes
    reading_index: int | None
    batch_id: int | None
    received_at: datetime
    state: str
    resolved_at: datetime | None
    resolved_by: str | None
    note: str | None


def add(connection: Connection, deliveries: Sequence[tuple[Delivery, int | None]]) -> None:
    """Put aside what the deliveries could not bring in.

    A message without a place comes again and again (its edge never learns that it arrived): it is kept once.
    """
    rows = [
        {
            "park": d.park_id, "edge": d.edge_id, "topic": d.topic[:1000].replace("\0", "\\0"),
            "received": d.received_at, "batch": batch_id, **q._asdict(),
        }
        for d, batch_id in deliveries for q in d.quarantined
    ]  # fmt: skip
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO core.quarantine (park_id, edge_id, topic, reason, detail, payload, payload_sha256,
              reading_index, batch_id, received_at)
            SELECT %(park)s, %(edge)s, %(topic)s, %(reason)s, %(detail)s, %(payload)s, %(sha256)s,
              %(reading_index)s, %(batch)s, %(received)s
            WHERE %(batch)s::bigint IS NOT NULL OR NOT EXISTS (
              SELECT FROM core.quarantine
              WHERE topic = %(topic)s AND reason = %(reason)s AND payload_sha256 = %(sha256)s
                AND state = 'open')""",
            rows,
        )


def page(
    connection: Connection,
    *,
    park_id: int | None,
    state: str | None = "open",
    before: int | None = None,
    limit: int = 50,
) -> list[Item]:
    """Rows of a park (None: of no known park), newest first, below the id `before`."""
    with connection.cursor(row_factory=class_row(Item)) as cursor:
        return cursor.execute(
            f"""SELECT {FIELDS} FROM core.quarantine q
            WHERE q.park_id IS NOT DISTINCT FROM %(park)s
              AND (%(state)s::text IS NULL OR q.state = %(state)s)
              AND (%(before)s::bigint IS NULL OR q.id < %(before)s)
            ORDER BY q.id DESC LIMIT %(limit)s""",  # noqa: S608  # only the constant list of fields is put in
            {"park": park_id, "state": state, "before": before, "limit": limit},
        ).fetchall()


def find(connection: Connection, item_id: int, *, lock: bool = False) -> Item | None:
    """One row, locked until the transaction ends where asked."""
    with connection.cursor(row_factory=class_row(Item)) as cursor:
        return cursor.execute(
            f"SELECT {FIELDS} FROM core.quarantine q WHERE q.id = %s" + (" FOR UPDATE" if lock else ""),  # noqa: S608
            (item_id,),
        ).fetchone()


def resolve(connection: Connection, item_id: int, *, state: str, by: str, note: str | None) -> None:
    """Mark a row as replayed or dismissed, and by whom."""
    connection.execute(
        """UPDATE core.quarantine SET state = %s, resolved_at = now(), resolved_by = %s, note = %s
        WHERE id = %s""",
        (state, by, note, item_id),
    )
