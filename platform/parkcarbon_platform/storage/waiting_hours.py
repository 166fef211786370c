"""Differences of meters that wait for one of them: they cannot be told until it has quarter hours."""

from datetime import datetime
from typing import NamedTuple

from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.ledger import INSTALLED


class Waiting(NamedTuple):
    """A source with quarter hours that some of its meters have and others lack.

    `others` is how many of these belong to somebody else than the source: their names are not told.
    """

    source_id: int
    enterprise_id: int | None
    first: datetime
    quarters: int
    missing: list[str]
    others: int


def waiting(connection: Connection, start: datetime, end: datetime) -> list[Waiting]:
    """The differences of the park that wait for quarter hours in [start, end)."""
    rows = connection.execute(
        f"""WITH term AS MATERIALIZED (
             SELECT *, min(weight) OVER (PARTITION BY source_id) AS lowest
             FROM (SELECT t.source_id, t.point_id, t.weight, {INSTALLED} AS since
                   FROM core.source_term t WHERE t.role = 'activity') t),
           there AS MATERIALIZED (
             SELECT t.source_id, i.start, array_agg(t.point_id) AS points
             FROM term t JOIN core.interval i ON i.point_id = t.point_id
             WHERE t.lowest < 0 AND i.start >= %s AND i.start < %s GROUP BY 1, 2),
           missing AS (
             SELECT q.source_id, q.start, t.point_id FROM there q JOIN term t ON t.source_id = q.source_id
             WHERE t.point_id <> ALL(q.points)
               AND (t.since IS NULL OR t.since < q.start + interval '15 minutes'))
           SELECT s.id, s.enterprise_id, date_trunc('hour', min(m.start), 'UTC'), count(DISTINCT m.start),
             coalesce(array_agg(DISTINCT p.code ORDER BY p.code) FILTER (WHERE s.enterprise_id IS NULL
               OR p.enterprise_id IS NULL OR p.enterprise_id = s.enterprise_id), '{{}}'),
             count(DISTINCT p.id) FILTER (WHERE p.enterprise_id <> s.enterprise_id)
           FROM missing m JOIN core.emission_source s ON s.id = m.source_id
           JOIN core.point p ON p.id = m.point_id GROUP BY 1, 2 ORDER BY 1""",  # noqa: S608  # a constant
        (start, end),
    )
    return [Waiting(*row) for row in rows]


def invalidate_before(connection: Connection, point_id: int, until: datetime, reason: str) -> None:
    """Have the meters computed again, up to `until`, from which this one is subtracted."""
    connection.execute(
        """INSERT INTO core.invalidation (park_id, point_id, from_time, to_time, reason)
           SELECT DISTINCT p.park_id, p.id, i.first, %(until)s::timestamptz, %(reason)s
           FROM core.source_term t JOIN core.source_term o ON o.source_id = t.source_id
           JOIN core.point p ON p.id = o.point_id
           CROSS JOIN LATERAL (SELECT min(start) AS first FROM core.interval
                               WHERE point_id = p.id AND start < %(until)s) i
           WHERE t.point_id = %(point)s AND t.role = 'activity' AND t.weight < 0
             AND o.role = 'activity' AND o.weight > 0 AND i.first IS NOT NULL""",
        {"point": point_id, "until": until, "reason": reason},
    )
