"""What has to be computed again: written with the readings, deleted with the result."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from parkcarbon_platform.storage.arrays import literal
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import Range, moment

# First key of pg_try_advisory_xact_lock(int, int); the second is the park.
SETTLE_LOCK = 0x70637374
READINGS = "readings"
# Hours are computed again too where no interval changes: a factor or a source may have.
RECALCULATION = "recalculation"
# A long gap takes its shape from quarter hours that have changed.
SHAPE = "shape"
MILLISECOND = timedelta(milliseconds=1)
# Needs readings from before the horizon; pricing hours again and computed points need none.
_EARLY = """i.from_time < %(horizon)s AND i.reason <> %(pricing)s
  AND EXISTS (SELECT FROM core.point p WHERE p.id = i.point_id AND p.kind <> 'virtual')"""


class Invalidation(NamedTuple):
    """Readings of a point in [from_time, to_time] are new."""

    id: int
    point_id: int
    from_time: datetime
    to_time: datetime
    reason: str


def try_lock(connection: Connection, park_id: int) -> bool:
    """Be the only one to settle this park until the transaction ends; False where another does."""
    row = connection.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", (SETTLE_LOCK, park_id)).fetchone()
    return bool(row and row[0])


def lock(connection: Connection, park_id: int) -> None:
    """Be the only one to settle this park until the transaction ends; waits for whoever does."""
    connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", (SETTLE_LOCK, park_id))


def read_largely(connection: Connection) -> None:
    """Let the transaction's reads use what memory a slice of settlement needs, and no more processes.

    Columns of 600,000 rows are 20 MB: beyond PostgreSQL's 4 MB they go to disk, a third of the server's time.
    """
    connection.execute(
        """SELECT set_config('work_mem', '64MB', true),
          set_config('max_parallel_workers_per_gather', '0', true)"""
    )


class Newest(NamedTuple):
    """When the newest work ends, of how many points there is work, and how many rows a day they have:
    readings, or quarter hours where these are more."""

    end: datetime
    points: int
    rows_a_day: float


def newest(connection: Connection, before: datetime | None) -> Newest | None:
    """The newest work that begins before `before`; None where there is none."""
    row = connection.execute(
        """WITH w AS MATERIALIZED (SELECT point_id, to_time FROM core.invalidation
             WHERE NOT held AND (%(before)s::timestamptz IS NULL OR to_time < %(before)s))
        SELECT (SELECT max(to_time) FROM w), count(*), sum(86400 / least(expected_period_s, 900)::float8)
        FROM core.point WHERE id IN (SELECT point_id FROM w)""",
        {"before": before},
    ).fetchone()
    return None if row is None or row[0] is None else Newest(*row)


def since(
    connection: Connection, cut: datetime, before: datetime | None, limit: int, horizon: datetime | None
) -> list[Invalidation]:
    """The work that ends at `cut` or later and before `before`.

    Rows are whole; the caller clips them at the cut. With more than `limit` rows the oldest stay for later.
    What has come since `hold` looked, of before the horizon, stays for the next `hold`.
    """
    found = connection.execute(
        f"""SELECT id, point_id, from_time, to_time, reason FROM core.invalidation i
        WHERE NOT held AND to_time >= %(cut)s AND (%(before)s::timestamptz IS NULL OR to_time < %(before)s)
          AND (%(horizon)s::timestamptz IS NULL OR NOT ({_EARLY}))
        ORDER BY to_time DESC, id LIMIT %(limit)s""",  # noqa: S608  # a constant
        {"cut": cut, "before": before, "limit": limit, "horizon": horizon, "pricing": RECALCULATION},
    )
    return [Invalidation._make(row) for row in found]


def finish(connection: Connection, done: Sequence[Invalidation], cut: datetime) -> None:
    """Delete what was computed; what reaches back beyond the cut keeps its older part."""
    ids = literal(i.id for i in done)
    connection.execute(
        "DELETE FROM core.invalidation WHERE id = ANY(%s::bigint[]) AND from_time >= %s", (ids, cut)
    )
    connection.execute(
        "UPDATE core.invalidation SET to_time = %s WHERE id = ANY(%s::bigint[]) AND from_time < %s",
        (cut - MILLISECOND, ids, cut),
    )


def hold(connection: Connection, horizon: datetime) -> None:
    """Have work of points with readings wait as far as it lies before `horizon`: they are archived.

    Pricing hours again needs no readings and does not wait.
    """
    values = {"horizon": horizon, "before": horizon - MILLISECOND, "pricing": RECALCULATION}
    connection.execute(
        f"""INSERT INTO core.invalidation (park_id, point_id, from_time, to_time, reason)
            SELECT park_id, point_id, %(horizon)s, to_time, reason FROM core.invalidation i
            WHERE NOT held AND {_EARLY} AND to_time >= %(horizon)s""",  # noqa: S608  # a constant
        values,
    )
    connection.execute(
        f"""UPDATE core.invalidation i SET held = true, to_time = least(to_time, %(before)s)
            WHERE NOT held AND {_EARLY}""",  # noqa: S608  # a constant
        values,
    )


def hold_points(connection: Connection, point_ids: Sequence[int], until: datetime | None) -> int:
    """Have what waits of points and begins up to `until` wait for archived readings; how many pieces."""
    return connection.execute(
        """UPDATE core.invalidation SET held = true WHERE NOT held AND point_id = ANY(%s)
             AND (%s::timestamptz IS NULL OR from_time <= %s)""",
        (list(point_ids), until, until),
    ).rowcount


def add(connection: Connection, start: datetime, end: datetime, reason: str) -> int:
    """Invalidate every point with intervals of the park of this transaction; how many."""
    cursor = connection.execute(
        """INSERT INTO core.invalidation (park_id, point_id, from_time, to_time, reason)
        SELECT park_id, id, %s, %s, %s FROM core.point WHERE kind <> 'gauge' OR integrated""",
        (start, end, reason),
    )
    return cursor.rowcount


def add_of_finding(connection: Connection, rule: str, until: datetime, reason: str) -> None:
    """Have the points of sources with a finding of this rule computed again, from there up to `until`."""
    connection.execute(
        """INSERT INTO core.invalidation (park_id, point_id, from_time, to_time, reason)
           SELECT p.park_id, p.id, min(f.time), %(until)s::timestamptz, %(reason)s
           FROM core.finding f JOIN core.source_term t ON t.source_id = f.source_id AND t.role = 'activity'
           JOIN core.point p ON p.id = t.point_id
           WHERE f.rule = %(rule)s AND f.time < %(until)s GROUP BY p.park_id, p.id""",
        {"rule": rule, "until": until, "reason": reason},
    )


def add_ranges(connection: Connection, park_id: int, ranges: Sequence[Range], reason: str) -> None:
    """Have these spans of points computed again."""
    if ranges:
        with connection.cursor() as cursor:
            cursor.executemany(
                """INSERT INTO core.invalidation (park_id, point_id, from_time, to_time, reason)
                VALUES (%s, %s, %s, %s, %s)""",
                [(park_id, r.point_id, moment(r.start), moment(r.end), reason) for r in ranges],
            )


def of_point(connection: Connection, point_id: int) -> list[Invalidation]:
    """The work that waits for a point."""
    found = connection.execute(
        """SELECT id, point_id, from_time, to_time, reason FROM core.invalidation
           WHERE NOT held AND point_id = %s""",
        (point_id,),
    )
    return [Invalidation._make(row) for row in found]


def last_id(connection: Connection) -> int:
    """The newest row that there is, 0 where there is none."""
    row = connection.execute("SELECT coalesce(max(id), 0) FROM core.invalidation").fetchone()
    return int(row[0]) if row else 0


def follow_ups(connection: Connection, after: int) -> list[Invalidation]:
    """What settling itself has invalidated since `after`; new readings are not among it."""
    found = connection.execute(
        """SELECT id, point_id, from_time, to_time, reason FROM core.invalidation
        WHERE id > %s AND reason <> %s AND NOT held""",
        (after, READINGS),
    )
    return [Invalidation._make(row) for row in found]


def remove(connection: Connection, ids: Sequence[int]) -> None:
    """This work is done."""
    connection.execute("DELETE FROM core.invalidation WHERE id = ANY(%s)", (list(ids),))


def whole_points(connection: Connection, point_ids: Sequence[int], reason: str) -> int:
    """Invalidate these points as far as they have readings; how many points."""
    cursor = connection.execute(
        """INSERT INTO core.invalidation (park_id, point_id, from_time, to_time, reason)
        SELECT p.park_id, p.id, least(r.first, (SELECT min(from_time) FROM core.archived_readings())),
          r.last, %s
        FROM core.point p
        CROSS JOIN LATERAL (SELECT min(time) AS first, max(time) AS last FROM core.reading
                            WHERE point_id = p.id) AS r
        WHERE p.id = ANY(%s) AND r.first IS NOT NULL""",
        (reason, list(point_ids)),
    )
    return cursor.rowcount


def parks_with_work(connection: Connection) -> list[int]:
    """Parks that have something to settle and may (directory role): not those backing off or given up."""
    rows = connection.execute(
        """SELECT DISTINCT i.park_id FROM core.invalidation i
        WHERE NOT i.held
          AND NOT EXISTS (SELECT FROM core.job j WHERE j.park_id = i.park_id AND j.kind = 'settle'
                          AND (j.state = 'dead' OR (j.state = 'failed' AND j.run_after > now())))
        ORDER BY 1"""
    )
    return [row[0] for row in rows]
