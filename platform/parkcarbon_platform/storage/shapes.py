"""What long gaps are shaped by: measured quarter hours, and which gaps depend on which."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from parkcarbon_platform.storage.arrays import literal
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import MeterRow, Range, meters, moment

Int64 = npt.NDArray[np.int64]
# Findings that mark a gap: at the reading before it, or of a reset at the one after.
GAP_RULES = ["long_gap", "unknown_amount", "reset"]

__all__ = ["Dependent", "MeterRow", "dependents", "measured", "meters"]


class Dependent(NamedTuple):
    """A gap of a point, where its finding stands [ms], and the point whose quarter hours shape it."""

    point_id: int
    time: int
    cause_id: int


def measured(connection: Connection, ranges: Sequence[Range]) -> Iterator[tuple[int, Int64, Int64]]:
    """Point, start [ms] and amount [base unit] of the quarter hours of each range [start, end) that are
    measured throughout; ranges without any are left out."""
    first, last = moment(min(r.start for r in ranges)), moment(max(r.end for r in ranges))
    rows = connection.cursor(binary=True).execute(
        """SELECT q.point_id, array_agg(round(date_part('epoch', i.start) * 1000)::bigint ORDER BY i.start),
                  array_agg(i.quantity ORDER BY i.start)
           FROM unnest(%s::int[], %s::timestamptz[], %s::timestamptz[]) AS q(point_id, start, until)
           CROSS JOIN LATERAL (SELECT start, quantity FROM core.interval WHERE point_id = q.point_id
             AND start >= q.start AND start < q.until AND start >= %s AND start < %s
             AND status = 0 AND covered_s = 900) i
           GROUP BY q.point_id, q.start""",
        (
            [r.point_id for r in ranges],
            [moment(r.start) for r in ranges],
            [moment(r.end) for r in ranges],
            first,
            last,
        ),
    )
    for point_id, start, quantity in rows:
        yield point_id, np.array(start, dtype=np.int64), np.array(quantity, dtype=np.int64)


def dependents(connection: Connection, changed: Sequence[Range]) -> list[Dependent]:
    """The gaps that are shaped by quarter hours in these spans [start, end).

    A point's own gaps in the 28 days after; of a check meter the gaps at the same time, and the last one
    that began before. A reset stands at the end of its gap, hence a day more.
    """
    if not changed:
        return []
    rows = connection.execute(
        """WITH q AS (SELECT point_id, to_timestamp(start / 1000.0) AS start,
               to_timestamp(until / 1000.0) AS until
             FROM unnest(%(point)s::int[], %(start)s::bigint[], %(until)s::bigint[])
               AS u(point_id, start, until))
           SELECT f.point_id, round(date_part('epoch', f.time) * 1000)::bigint, q.point_id
           FROM q JOIN core.finding f ON f.point_id = q.point_id AND f.rule = ANY(%(rules)s)
             AND f.time > q.start AND f.time <= q.until + interval '29 days'
           UNION
           SELECT f.point_id, round(date_part('epoch', f.time) * 1000)::bigint, q.point_id
           FROM q JOIN core.point p ON p.check_point_id = q.point_id
           CROSS JOIN LATERAL (SELECT point_id, time FROM core.finding
               WHERE point_id = p.id AND rule = ANY(%(rules)s)
                 AND time >= q.start AND time <= q.until + interval '1 day'
             UNION ALL
             (SELECT point_id, time FROM core.finding
               WHERE point_id = p.id AND rule = ANY(%(rules)s) AND time < q.start
               ORDER BY time DESC LIMIT 1)) f""",
        {
            "point": literal(r.point_id for r in changed),
            "start": literal(r.start for r in changed),
            "until": literal(r.end for r in changed),
            "rules": GAP_RULES,
        },
    )
    return [Dependent(*row) for row in rows]
