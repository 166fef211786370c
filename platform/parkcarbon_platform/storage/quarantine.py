"""Quarantine: what could not be stored, with its reason, until somebody replays or dismisses it."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.delivery import Delivery, Quarantined

FIELDS = """q.id, q.park_id, q.edge_id, q.topic, q.reason, q.detail, q.payload, q.reading_index, q.batch_id,
  q.received_at, q.state, q.resolved_at, q.resolved_by, q.note"""

# Of one edge, undecided. A wrong key at one reading a second fills this in half a day; without a bound it, or
# an edge that sends garbage, would fill the disk.
OPEN_READINGS = 50_000
OPEN_MESSAGES = 500
OVERFLOW = "overflow"
TOO_MANY = "too_many"  # more than a device may send: counted only


class Sender(NamedTuple):
    """Whose quarantine it is; None: the topic names no known park, or none of its edges and devices."""

    park_id: int | None
    edge_id: int | None
    device_id: int | None = None


class Row(NamedTuple):
    """Something to put aside."""

    topic: str
    received_at: datetime
    batch_id: int | None
    content: Quarantined


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
    """Put aside what the deliveries could not bring in, as far as there is room.

    A message without a place comes again and again (its edge never learns that it arrived): it is kept once.
    """
    rows: dict[Sender, list[Row]] = defaultdict(list)
    for d, batch_id in deliveries:
        topic = d.topic[:1000].replace("\0", "\\0")
        sender = Sender(d.park_id, d.edge_id, d.device_id)
        rows[sender] += [Row(topic, d.received_at, batch_id, q) for q in d.quarantined]
    for sender, found in rows.items():
        if found:
            kept = _with_room(connection, sender, found)
            _insert(connection, sender, kept)
            if len(kept) < len(found):
                _count_overflow(connection, sender, _without(found, kept))


def _without(rows: Sequence[Row], kept: Sequence[Row]) -> list[Row]:
    identities = {id(row) for row in kept}
    return [row for row in rows if id(row) not in identities]


def _with_room(connection: Connection, sender: Sender, rows: Sequence[Row]) -> list[Row]:
    counted = connection.execute(
        """SELECT count(*) FILTER (WHERE reading_index IS NULL), count(reading_index) FROM core.quarantine
        WHERE park_id IS NOT DISTINCT FROM %s AND edge_id IS NOT DISTINCT FROM %s
          AND device_id IS NOT DISTINCT FROM %s AND state = 'open'""",
        sender,
    ).fetchone()
    assert counted is not None
    messages, readings = max(0, OPEN_MESSAGES - counted[0]), max(0, OPEN_READINGS - counted[1])
    whole = [row for row in rows if row.content.reading_index is None and row.content.reason != TOO_MANY]
    single = [row for row in rows if row.content.reading_index is not None]
    return whole[:messages] + single[:readings]


def _insert(connection: Connection, sender: Sender, rows: Sequence[Row]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO core.quarantine (park_id, edge_id, device_id, topic, reason, detail, payload,
              payload_sha256, reading_index, batch_id, received_at)
            SELECT %(park)s, %(edge)s, %(device)s, %(topic)s, %(reason)s, %(detail)s, %(payload)s, %(sha256)s,
              %(reading_index)s, %(batch)s, %(received)s
            WHERE %(batch)s::bigint IS NOT NULL OR NOT EXISTS (
              SELECT FROM core.quarantine
              WHERE topic = %(topic)s AND reason = %(reason)s AND payload_sha256 = %(sha256)s
                AND state = 'open')""",
            [
                {
                    "park": sender.park_id, "edge": sender.edge_id, "device": sender.device_id,
                    "topic": row.topic, "received": row.received_at, "batch": row.batch_id,
                    **row.content._asdict(),
                }
                for row in rows
            ],
        )  # fmt: skip


def _count_overflow(connection: Connection, sender: Sender, rows: Sequence[Row]) -> None:
    """Say in one open item of the sender how much was not kept, and why it had come here."""
    found = connection.execute(
        """SELECT id, payload FROM core.quarantine WHERE park_id IS NOT DISTINCT FROM %s
          AND edge_id IS NOT DISTINCT FROM %s AND device_id IS NOT DISTINCT FROM %s AND state = 'open'
          AND reading_index IS NULL AND reason = %s
        FOR UPDATE""",
        (*sender, OVERFLOW),
    ).fetchone()
    counts = Counter(row.content.reason for row in rows)
    if found is not None:
        counts.update(json.loads(bytes(found[1])))
    payload = json.dumps(counts, sort_keys=True).encode()
    detail = overflow_words(counts)
    if found is not None:
        connection.execute(
            "UPDATE core.quarantine SET payload = %s, detail = %s, received_at = %s WHERE id = %s",
            (payload, detail, rows[-1].received_at, found[0]),
        )
        return
    content = Quarantined(OVERFLOW, detail, payload, hashlib.sha256(payload).digest())
    _insert(connection, sender, [Row(rows[-1].topic, rows[-1].received_at, None, content)])


def overflow_words(counts: Mapping[str, int]) -> str:
    """How much was not kept, and why."""
    too_many = counts.get(TOO_MANY, 0)
    rest = sum(counts.values()) - too_many
    said = []
    if rest:
        said.append(f"{rest} more came and were not kept: decide on what waits here to make room")
    if too_many:
        said.append(f"{too_many} messages came faster than this device may send, and were not kept")
    return "; ".join(said)


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


class Group(NamedTuple):
    """Open items of one sender (the code of its device or edge; neither: of nobody known) for one reason."""

    reason: str
    device: str | None
    edge: str | None
    items: int


GROUPS = """SELECT q.reason, d.code, e.code, count(*) FROM core.quarantine q
  LEFT JOIN core.device d ON d.id = q.device_id LEFT JOIN core.edge e ON e.id = q.edge_id
  WHERE q.state = 'open' GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT 200"""


def groups(connection: Connection) -> list[Group]:
    """What waits, as far as this transaction may see it, by sender and reason; the most first."""
    return [Group(*row) for row in connection.execute(GROUPS)]


def waiting(
    connection: Connection, *, reason: str | None, device: str | None, edge: str | None, after: int,
    limit: int,
) -> list[int]:  # fmt: skip
    """Open items that this transaction may see, the oldest first, above the id `after`."""
    rows = connection.execute(
        """SELECT q.id FROM core.quarantine q
        LEFT JOIN core.device d ON d.id = q.device_id LEFT JOIN core.edge e ON e.id = q.edge_id
        WHERE q.state = 'open' AND q.id > %(after)s AND q.reason NOT IN ('overflow', 'oversized')
          AND (%(reason)s::text IS NULL OR q.reason = %(reason)s)
          AND (%(device)s::text IS NULL OR d.code = %(device)s)
          AND (%(edge)s::text IS NULL OR e.code = %(edge)s)
        ORDER BY q.id LIMIT %(limit)s""",
        {"reason": reason, "device": device, "edge": edge, "after": after, "limit": limit},
    )
    return [item for (item,) in rows]


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
