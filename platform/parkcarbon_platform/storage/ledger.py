"""The ledger: hours of sources, superseded and never edited once they are settled."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from psycopg.rows import class_row

from parkcarbon_platform.storage import columns
from parkcarbon_platform.storage.arrays import literal
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import moment

PROVISIONAL, SETTLED = 0, 1
Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with what its calculation needs: its activity is the sum of its points times their weights."""

    id: int
    enterprise_id: int | None
    code: str
    formula: str
    factor: str
    factor_region: str | None
    points: list[int]
    weights: list[int]


@dataclass(frozen=True, slots=True)
class ActivityHours:
    """The activity of sources by hour [ms; base unit], by source and hour; `covered_s` is the least of the
    source's points."""

    source: Int64
    hour: Int64
    quantity: Int64
    estimated: Int64
    covered_s: Int64

    def only(self, keep: Bools | Int64) -> "ActivityHours":
        """Some of them."""
        return ActivityHours(*(getattr(self, column.name)[keep] for column in fields(self)))

    def joined(self, more: "ActivityHours") -> "ActivityHours":
        """These and more of the same source, in order."""
        pairs = ((getattr(self, column.name), getattr(more, column.name)) for column in fields(self))
        both = ActivityHours(*(np.concatenate(pair) for pair in pairs))
        return both.only(np.argsort(both.hour))


class Entry(NamedTuple):
    """The current entry of a source's hour; `hour` [ms]."""

    source_id: int
    hour: int
    revision: int
    state: int
    fallback: bool
    covered_s: int
    quantity: int
    estimated: int
    co2_mg: int
    factor_version_id: int


@dataclass(frozen=True, slots=True)
class Entries:
    """The columns of Entry."""

    source: Int64
    hour: Int64
    revision: Int64
    state: Int64
    fallback: Bools
    covered_s: Int64
    quantity: Int64
    estimated: Int64
    co2_mg: Int64
    factor_version: Int64

    def only(self, keep: Bools | Int64) -> "Entries":
        """Some of them."""
        return Entries(*(getattr(self, column.name)[keep] for column in fields(self)))

    def rows(self) -> list[Entry]:
        """One by one."""
        values = (getattr(self, column.name).tolist() for column in fields(self))
        return [Entry(*entry) for entry in zip(*values, strict=True)]


_SOURCES = """SELECT s.id, s.enterprise_id, s.code, s.formula, s.factor, s.factor_region,
    array_agg(t.point_id ORDER BY t.point_id) AS points,
    array_agg(t.weight ORDER BY t.point_id) AS weights
  FROM core.emission_source s JOIN core.source_term t ON t.source_id = s.id AND t.role = 'activity'"""


def sources_of(connection: Connection, point_ids: Sequence[int]) -> list[SourceRow]:
    """The sources whose activity contains any of the points."""
    sql = f"""{_SOURCES} WHERE s.id IN (SELECT source_id FROM core.source_term
        WHERE role = 'activity' AND point_id = ANY(%s)) GROUP BY s.id ORDER BY s.id"""  # noqa: S608  # constant
    cursor = connection.cursor(row_factory=class_row(SourceRow))
    return cursor.execute(sql, (list(point_ids),)).fetchall()


def sources(connection: Connection, source_ids: Sequence[int]) -> list[SourceRow]:
    """Sources by id, as far as they have activity."""
    sql = f"{_SOURCES} WHERE s.id = ANY(%s) GROUP BY s.id ORDER BY s.id"
    cursor = connection.cursor(row_factory=class_row(SourceRow))
    return cursor.execute(sql, (list(source_ids),)).fetchall()


def activity(
    connection: Connection, source_ids: Sequence[int], starts: Sequence[int], ends: Sequence[int]
) -> ActivityHours:
    """Hours of each source in spans [start, end) [ms], which do not overlap, in which at least one of its
    points has an interval.

    A difference needs all of its points: without the meter that is subtracted from, or the one that is
    subtracted, it would be a wrong number, not an incomplete one.
    """
    found = columns.cursor(connection).execute(
        """WITH term AS MATERIALIZED (
             SELECT q.source_id, q.start, q.until, t.point_id, t.weight,
                    count(*) OVER (PARTITION BY q.source_id, q.start) AS terms
             FROM unnest(%s::int[], %s::timestamptz[], %s::timestamptz[]) AS q(source_id, start, until)
             JOIN core.source_term t ON t.source_id = q.source_id AND t.role = 'activity'),
           point_hour AS (
             SELECT t.source_id, t.terms, t.weight, h.hour, t.weight * h.quantity AS quantity,
                    h.estimated, h.covered_s
             FROM term t CROSS JOIN LATERAL (
               SELECT date_trunc('hour', i.start, 'UTC') AS hour, sum(i.quantity) AS quantity,
                      sum(i.estimated) AS estimated, sum(i.covered_s) AS covered_s
               FROM core.interval i
               WHERE i.point_id = t.point_id AND i.start >= t.start AND i.start < t.until
                 AND i.start >= %s AND i.start < %s
               GROUP BY 1) h),
           source_hour AS (
             SELECT source_id, hour, sum(quantity)::bigint AS quantity,
                    least(sum(estimated), abs(sum(quantity)))::bigint AS estimated,
                    (CASE WHEN count(*) = min(terms) THEN min(covered_s) ELSE 0 END)::bigint AS covered_s
             FROM point_hour GROUP BY source_id, hour
             HAVING count(*) = min(terms) OR min(weight) > 0)
           SELECT coalesce(array_agg(source_id::bigint), '{}'), coalesce(array_agg(hour), '{}'),
             coalesce(array_agg(quantity), '{}'), coalesce(array_agg(estimated), '{}'),
             coalesce(array_agg(covered_s), '{}') FROM source_hour""",
        _spans(source_ids, starts, ends),
    )
    activity = ActivityHours(*(found.fetchone() or ()))
    return activity.only(np.lexsort((activity.hour, activity.source)))


def current(
    connection: Connection, source_ids: Sequence[int], starts: Sequence[int], ends: Sequence[int]
) -> Entries:
    """The current entries of each source in [start, end) [ms], in order."""
    found = columns.cursor(connection).execute(
        """SELECT coalesce(array_agg(l.source_id::bigint), '{}'), coalesce(array_agg(l.hour), '{}'),
             coalesce(array_agg(l.revision::bigint), '{}'), coalesce(array_agg(l.state::bigint), '{}'),
             coalesce(array_agg(l.fallback), '{}'), coalesce(array_agg(l.covered_s::bigint), '{}'),
             coalesce(array_agg(l.quantity), '{}'), coalesce(array_agg(l.estimated), '{}'),
             coalesce(array_agg(l.co2_mg), '{}'), coalesce(array_agg(l.factor_version_id::bigint), '{}')
           FROM unnest(%s::int[], %s::timestamptz[], %s::timestamptz[]) AS q(source_id, start, until)
           CROSS JOIN LATERAL (SELECT * FROM core.ledger_entry WHERE source_id = q.source_id
             AND hour >= q.start AND hour < q.until AND superseded_at IS NULL
             AND hour >= %s AND hour < %s) l""",
        _spans(source_ids, starts, ends),
    )
    entries = Entries(*(found.fetchone() or ()))
    return entries.only(np.lexsort((entries.hour, entries.source)))


def insert(
    connection: Connection,
    park_id: int,
    entries: Sequence[Entry],
    enterprises: dict[int, int | None],
    reason: str,
) -> None:
    """Add entries; a revision that the hour has already had (and lost) counts on from there."""
    if not entries:
        return
    connection.execute(
        """INSERT INTO core.ledger_entry (park_id, source_id, enterprise_id, hour, revision, state, fallback,
             covered_s, quantity, estimated, co2_mg, factor_version_id, known_at, reason)
           SELECT %s, q.source_id, q.enterprise_id, q.hour,
                  greatest(q.revision, 1 + coalesce((SELECT max(revision) FROM core.ledger_entry o
                    WHERE o.source_id = q.source_id AND o.hour = q.hour), 0)),
                  q.state, q.fallback, q.covered_s, q.quantity, q.estimated, q.co2_mg, q.version, now(), %s
           FROM (SELECT *, to_timestamp(ms / 1000.0) AS hour
                 FROM unnest(%s::int[], %s::int[], %s::bigint[], %s::int[], %s::smallint[], %s::boolean[],
                   %s::int[], %s::bigint[], %s::bigint[], %s::bigint[], %s::int[])
                   AS u(source_id, enterprise_id, ms, revision, state, fallback, covered_s, quantity,
                        estimated, co2_mg, version)) q""",
        (park_id, reason, *_columns(entries, enterprises)),
    )


def update(connection: Connection, entries: Sequence[Entry]) -> None:
    """Replace provisional entries in place."""
    if not entries:
        return
    source, _, hour, revision, *rest = _columns(entries, {})
    connection.execute(
        """UPDATE core.ledger_entry l SET state = q.state, fallback = q.fallback, covered_s = q.covered_s,
             quantity = q.quantity, estimated = q.estimated, co2_mg = q.co2_mg, factor_version_id = q.version,
             known_at = now()
           FROM (SELECT *, to_timestamp(ms / 1000.0) AS hour
                 FROM unnest(%s::int[], %s::bigint[], %s::int[], %s::smallint[], %s::boolean[], %s::int[],
                   %s::bigint[], %s::bigint[], %s::bigint[], %s::int[])
                   AS u(source_id, ms, revision, state, fallback, covered_s, quantity, estimated, co2_mg,
                        version)) q
           WHERE l.source_id = q.source_id AND l.hour = q.hour AND l.revision = q.revision AND l.state = 0
             AND l.hour BETWEEN %s AND %s""",
        (source, hour, revision, *rest, *_span(entries)),
    )


def supersede(connection: Connection, entries: Sequence[Entry]) -> None:
    """End the validity of settled entries."""
    if entries:
        connection.execute(
            """UPDATE core.ledger_entry l SET superseded_at = now()
               FROM unnest(%s::int[], %s::timestamptz[], %s::int[]) AS q(source_id, hour, revision)
               WHERE l.source_id = q.source_id AND l.hour = q.hour AND l.revision = q.revision
                 AND l.hour BETWEEN %s AND %s""",
            (*_keys(entries), *_span(entries)),
        )


def delete(connection: Connection, entries: Sequence[Entry]) -> None:
    """Delete provisional entries whose hour has lost its readings."""
    if entries:
        connection.execute(
            """DELETE FROM core.ledger_entry l
               USING unnest(%s::int[], %s::timestamptz[], %s::int[]) AS q(source_id, hour, revision)
               WHERE l.source_id = q.source_id AND l.hour = q.hour AND l.revision = q.revision AND l.state = 0
                 AND l.hour BETWEEN %s AND %s""",
            (*_keys(entries), *_span(entries)),
        )


def promote(connection: Connection, since: datetime, measured: datetime, estimated: datetime) -> int:
    """Settle complete hours that begin at `since` or later and before `measured` (`estimated`); how many."""
    return connection.execute(
        """UPDATE core.ledger_entry SET state = 1, known_at = now()
           WHERE state = 0 AND superseded_at IS NULL AND covered_s = 3600 AND hour >= %s AND hour < %s
             AND (estimated = 0 OR hour < %s)""",
        (since, measured, estimated),
    ).rowcount


def _spans(
    source_ids: Sequence[int], starts: Sequence[int], ends: Sequence[int]
) -> tuple[list[int], list[datetime], list[datetime], datetime, datetime]:
    """The spans by column, then the bounds of all of them: only a constant excludes chunks from a plan."""
    first, last = moment(min(starts)), moment(max(ends))
    return list(source_ids), [moment(s) for s in starts], [moment(e) for e in ends], first, last


def _keys(entries: Sequence[Entry]) -> tuple[list[int], list[datetime], list[int]]:
    return (
        [e.source_id for e in entries],
        [moment(e.hour) for e in entries],
        [e.revision for e in entries],
    )


def _span(entries: Sequence[Entry]) -> tuple[datetime, datetime]:
    return moment(min(e.hour for e in entries)), moment(max(e.hour for e in entries))


def _columns(entries: Sequence[Entry], enterprises: dict[int, int | None]) -> list[str]:
    source, *rest = zip(*entries, strict=True)
    return [
        literal(source),
        literal(enterprises.get(s) for s in source),
        *(literal(column) for column in rest),
    ]
