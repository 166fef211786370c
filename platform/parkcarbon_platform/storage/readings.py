"""Readings into the database, exactly once: with batches, cursors, gaps and quarantine in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import repeat

import psycopg

from parkcarbon_platform.errors import PlatformError
from parkcarbon_platform.storage import handed_over, quarantine
from parkcarbon_platform.storage.database import Connection, Pool
from parkcarbon_platform.storage.delivery import (
    Cursor,
    Delivery,
    MessageKey,
    Outcome,
    Result,
    Session,
    Stream,
    decide_all,
    numbers_taken,
)

# PostgreSQL counts microseconds from here; its binary timestamptz is that number as an int8.
POSTGRES_EPOCH_MS = 946_684_800_000

# `exact` travels as text: only values beyond a float64 have one, and text spares the numeric wire format.
STAGING = """
CREATE TEMP TABLE IF NOT EXISTS staging (
  time timestamptz NOT NULL, value double precision, quality bigint NOT NULL,
  point_id int NOT NULL, park_id int NOT NULL, batch_id bigint NOT NULL, exact text
) ON COMMIT DELETE ROWS
"""
STAGING_TYPES = ("int8", "float8", "int8", "int4", "int4", "int8", "text")

# Everything that has to be computed again follows from the rows that are really new.
INSERT_READINGS = """
WITH new AS (
  INSERT INTO series.reading (time, value, batch_id, quality, point_id, park_id, exact)
  SELECT time, value, batch_id, quality, point_id, park_id, exact::numeric FROM staging
  ON CONFLICT DO NOTHING
  RETURNING time, point_id, park_id
), invalid AS (
  INSERT INTO core.invalidation (park_id, point_id, from_time, to_time)
  SELECT n.park_id, n.point_id, min(n.time), max(n.time)
  FROM new n JOIN core.point p ON p.id = n.point_id
    AND (p.kind <> 'gauge' OR p.integrated OR p.quantity IN ('pressure', 'temperature'))
  GROUP BY n.park_id, n.point_id
)
SELECT count(*) FROM new
"""
INSERT_REVISIONS = """
INSERT INTO core.reading_revision (park_id, point_id, time, value, exact, quality, batch_id)
SELECT DISTINCT ON (s.point_id, s.time, s.value, s.exact)
       s.park_id, s.point_id, s.time, s.value, s.exact::numeric, s.quality, s.batch_id
FROM staging s JOIN series.reading r ON r.point_id = s.point_id AND r.time = s.time
WHERE (r.value, r.exact) IS DISTINCT FROM (s.value, s.exact::numeric)
  AND r.time BETWEEN (SELECT min(time) FROM staging) AND (SELECT max(time) FROM staging)
  AND NOT EXISTS (
    SELECT FROM core.reading_revision v WHERE v.point_id = s.point_id AND v.time = s.time
      AND (v.value, v.exact) IS NOT DISTINCT FROM (s.value, s.exact::numeric))
  -- A meter whose clock stands still contradicts itself with every reading: the first hundred say so.
  AND (SELECT count(*) FROM core.reading_revision v WHERE v.point_id = s.point_id AND v.time = s.time) < 100
ORDER BY s.point_id, s.time, s.value, s.exact, s.batch_id
"""


# The last four: values that could not even be sent, and what exceeds a limit of the server (nesting, length).
CONTENT_ERRORS = (
    psycopg.DataError, psycopg.IntegrityError, psycopg.NotSupportedError,
    ArithmeticError, ValueError, psycopg.errors.ProgramLimitExceeded, psycopg.errors.StatementTooComplex,
)  # fmt: skip


class StoreUnavailableError(PlatformError):
    """The database does not answer now; nothing was stored."""

    code = "store_unavailable"
    remedy = "Check the database; the ingest tries again by itself."


class StoreRefusedError(PlatformError):
    """The database will not have this content; nothing was stored."""

    code = "store_refused"
    remedy = "The ingest finds the message and puts it into quarantine."


class ReadingStore:
    """The store of the ingest on PostgreSQL."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def commit(self, deliveries: Sequence[Delivery], session: Session | None = None) -> Result:
        """Store what the rules let in, in one transaction.

        Raises StoreRefusedError for content that the database rejects, StoreUnavailableError for all else.
        """
        try:
            with self._pool.connection() as connection:
                return store(connection, deliveries, session)
        except CONTENT_ERRORS as error:
            raise StoreRefusedError(str(error).split("\n")[0]) from error
        except psycopg.Error as error:
            raise StoreUnavailableError(str(error).split("\n")[0]) from error


def store(connection: Connection, deliveries: Sequence[Delivery], session: Session | None = None) -> Result:
    """Store the deliveries inside the connection's transaction; `session` is what their numbers belong to."""
    streams = stream_parks(deliveries)
    cursors = lock_cursors(connection, streams)
    result = decide_all(
        deliveries,
        cursors,
        stored_sequences(connection, deliveries),
        stored_messages(connection, deliveries),
        handed_over.find(connection, session, deliveries),
    )
    handed_over.save(connection, session, numbers_taken(deliveries))
    entering = [d for d, outcome in zip(deliveries, result.outcomes, strict=True) if outcome.stored]
    batch_ids = insert_batches(connection, entering)
    insert_readings(connection, entering, batch_ids)
    insert_gaps(connection, entering, batch_ids)
    quarantine.add(connection, list(zip(entering, batch_ids, strict=True)))
    aside = [d for d, outcome in zip(deliveries, result.outcomes, strict=True) if outcome is Outcome.ASIDE]
    quarantine.add(connection, [(d, None) for d in aside])
    save_states(connection, aside)
    save_cursors(connection, {s: c for s, c in result.cursors.items() if c != cursors[s]})
    return result


def last_received(connection: Connection) -> datetime | None:
    """When the newest batch was received."""
    row = connection.execute("SELECT received_at FROM core.batch ORDER BY id DESC LIMIT 1").fetchone()
    return None if row is None else row[0]


def stream_parks(deliveries: Iterable[Delivery]) -> dict[Stream, int]:
    """The streams of the deliveries with their parks."""
    return {d.stream: d.park_id for d in deliveries if d.stream is not None and d.park_id is not None}


def lock_cursors(connection: Connection, streams: dict[Stream, int]) -> dict[Stream, Cursor]:
    """The cursors of the streams, begun at 0 where they are new, held until the transaction ends."""
    if not streams:
        return {}
    found = select_cursors(connection, streams)
    new = [stream for stream in streams if stream not in found]
    if new:
        connection.execute(
            """INSERT INTO core.spool_cursor (park_id, edge_id, spool, committed_seq)
            SELECT *, 0 FROM unnest(%s::int[], %s::int[], %s::uuid[]) ON CONFLICT DO NOTHING""",
            ([streams[s] for s in new], [s.edge_id for s in new], [s.spool for s in new]),
        )
        found = select_cursors(connection, streams)
    return found


def select_cursors(connection: Connection, streams: Iterable[Stream]) -> dict[Stream, Cursor]:
    """Lock and read the cursors that exist, in one order for everybody."""
    edges, spools = zip(*streams, strict=True)
    rows = connection.execute(
        """SELECT edge_id, spool::text, committed_seq, missing, repeated FROM core.spool_cursor
        WHERE (edge_id, spool) IN (SELECT * FROM unnest(%s::int[], %s::uuid[]))
        ORDER BY edge_id, spool FOR UPDATE""",
        (list(edges), list(spools)),
    )
    return {Stream(edge, spool): Cursor(*cursor) for edge, spool, *cursor in rows}


def stored_sequences(connection: Connection, deliveries: Sequence[Delivery]) -> set[tuple[Stream, int]]:
    """Which of the deliveries' sequences are stored already."""
    placed = [
        (d.stream, d.envelope.seq) for d in deliveries if d.stream is not None and d.envelope is not None
    ]
    if not placed:
        return set()
    rows = connection.execute(
        """SELECT b.edge_id, b.spool::text, b.seq FROM core.batch b
        JOIN unnest(%s::int[], %s::uuid[], %s::bigint[]) AS q(edge_id, spool, seq)
        USING (edge_id, spool, seq)""",
        ([s.edge_id for s, _ in placed], [s.spool for s, _ in placed], [seq for _, seq in placed]),
    )
    return {(Stream(edge, spool), seq) for edge, spool, seq in rows}


def stored_messages(connection: Connection, deliveries: Sequence[Delivery]) -> set[MessageKey]:
    """Which of the devices' messages that are stored once are stored already."""
    asked = [d.message_key for d in deliveries if d.once]
    keys = [key for key in asked if key is not None]
    if not keys:
        return set()
    devices, versions, topics, hashes = (list(column) for column in zip(*keys, strict=True))
    rows = connection.execute(
        """SELECT b.device_id, b.mapping_version, b.topic, b.payload_sha256 FROM core.batch b
        JOIN unnest(%s::int[], %s::int[], %s::text[], %s::bytea[])
          AS q(device_id, mapping_version, topic, payload_sha256)
        USING (device_id, mapping_version, topic, payload_sha256)""",
        (devices, versions, topics, hashes),
    )
    return {MessageKey(device, version, topic, bytes(sha)) for device, version, topic, sha in rows}


def insert_batches(connection: Connection, deliveries: Sequence[Delivery]) -> list[int]:
    """One row a delivery; their ids in the same order."""
    of_edges = iter(insert_spooled(connection, [d for d in deliveries if d.device_id is None]))
    of_devices = iter(insert_messages(connection, [d for d in deliveries if d.device_id is not None]))
    return [next(of_edges if d.device_id is None else of_devices) for d in deliveries]


def insert_messages(connection: Connection, deliveries: Sequence[Delivery]) -> list[int]:
    """The batches of devices' messages; their ids in the same order."""
    if not deliveries:
        return []
    with connection.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO core.batch (park_id, device_id, topic, mapping_version, received_at, readings,
              payload_sha256)
            VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id""",
            [
                (d.park_id, d.device_id, d.topic, d.mapping_version, d.received_at, d.sent, d.sha256)
                for d in deliveries
            ],
            returning=True,
        )
        ids = []
        while True:
            row = cursor.fetchone()
            assert row is not None
            ids.append(int(row[0]))
            if not cursor.nextset():
                return ids


def insert_spooled(connection: Connection, deliveries: Sequence[Delivery]) -> list[int]:
    """The batches of edges; their ids in the same order."""
    if not deliveries:
        return []
    keys = [(d.edge_id, d.envelope.spool, d.envelope.seq) for d in deliveries if d.envelope is not None]
    rows = connection.execute(
        """INSERT INTO core.batch (park_id, edge_id, spool, seq, received_at, readings, payload_sha256)
        SELECT * FROM unnest(%s::int[], %s::int[], %s::uuid[], %s::bigint[], %s::timestamptz[], %s::int[],
          %s::bytea[])
        RETURNING edge_id, spool::text, seq, id""",
        (
            [d.park_id for d in deliveries],
            *(list(column) for column in zip(*keys, strict=True)),
            [d.received_at for d in deliveries],
            [d.sent for d in deliveries],
            [d.sha256 for d in deliveries],
        ),
    )
    ids = {(edge, spool, seq): batch for edge, spool, seq, batch in rows}
    return [ids[key] for key in keys]


def staged_rows(delivery: Delivery, batch_id: int) -> Iterator[tuple[object, ...]]:
    """The rows of a delivery for the staging table."""
    readings = delivery.readings
    exact: Iterable[str | None] = repeat(None)
    if readings.exact:
        exact = [str(readings.exact[i]) if i in readings.exact else None for i in range(len(readings))]
    return zip(
        [(time - POSTGRES_EPOCH_MS) * 1000 for time in readings.times],
        readings.values,
        readings.qualities,
        readings.points,
        repeat(delivery.park_id),
        repeat(batch_id),
        exact,
    )  # fmt: skip


def insert_readings(connection: Connection, deliveries: Sequence[Delivery], batch_ids: Sequence[int]) -> None:
    """The readings that are new, what they make invalid, and revisions where they contradict a stored one."""
    total = sum(len(d.readings) for d in deliveries)
    if not total:
        return
    connection.execute(STAGING)
    with connection.cursor() as cursor:
        with cursor.copy("COPY staging FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(STAGING_TYPES)
            write = copy.write_row
            for delivery, batch_id in zip(deliveries, batch_ids, strict=True):
                for row in staged_rows(delivery, batch_id):
                    write(row)
        inserted = cursor.execute(INSERT_READINGS).fetchone()
        if inserted is None or inserted[0] < total:
            cursor.execute(INSERT_REVISIONS)


def insert_gaps(connection: Connection, deliveries: Sequence[Delivery], batch_ids: Sequence[int]) -> None:
    """The gap markers of the deliveries."""
    rows = [
        (d.park_id, d.edge_id, start / 1000, end / 1000, readings, reason, batch_id)
        for d, batch_id in zip(deliveries, batch_ids, strict=True)
        for start, end, readings, reason in d.gaps
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(
                """INSERT INTO core.gap_marker
                (park_id, edge_id, from_time, to_time, readings, reason, batch_id)
                VALUES (%s, %s, to_timestamp(%s), to_timestamp(%s), %s, %s, %s)""",
                rows,
            )


def save_states(connection: Connection, deliveries: Iterable[Delivery]) -> None:
    """What edges say of themselves; a retained copy of the same words does not look new."""
    for delivery in deliveries:
        if delivery.state is not None:
            connection.execute(
                """UPDATE core.edge SET state_at = %(at)s,
                  state = %(state)s::jsonb || jsonb_build_object('clock_offset_ms', %(offset)s::bigint)
                WHERE id = %(edge)s AND state - 'clock_offset_ms'
                  IS DISTINCT FROM %(state)s::jsonb - 'clock_offset_ms'""",
                {
                    "state": delivery.state.decode(), "at": delivery.received_at, "edge": delivery.edge_id,
                    "offset": delivery.clock_offset_ms,
                },
            )  # fmt: skip


def save_cursors(connection: Connection, cursors: dict[Stream, Cursor]) -> None:
    """The cursors that moved."""
    if not cursors:
        return
    connection.execute(
        """UPDATE core.spool_cursor c
        SET committed_seq = n.committed, missing = n.missing, repeated = n.repeated, updated_at = now()
        FROM unnest(%s::int[], %s::uuid[], %s::bigint[], %s::bigint[], %s::bigint[])
          AS n(edge_id, spool, committed, missing, repeated)
        WHERE c.edge_id = n.edge_id AND c.spool = n.spool""",
        (
            [s.edge_id for s in cursors],
            [s.spool for s in cursors],
            [c.committed for c in cursors.values()],
            [c.missing for c in cursors.values()],
            [c.repeated for c in cursors.values()],
        ),
    )
