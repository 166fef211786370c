"""The ledger: hours of sources, superseded and never edited once they are settled."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
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
    """A source with what its calculation needs: its activity is the sum of its points times their weights.

    `since` [ms] is when a subtracted meter was installed, 0 where nobody said so: not waited for before.
    `counts`: its gas is CO2 that enters CO2 totals. It has hours from `valid_from` to `valid_to`, local days.
    """

    id: int
    enterprise_id: int | None
    code: str
    formula: str
    factor: str
    factor_region: str | None
    points: list[int]
    weights: list[int]
    since: list[int]
    gas: str = "CO2"
    counts: bool = True
    valid_from: date | None = None
    valid_to: date | None = None


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


def joined(parts: Sequence[ActivityHours]) -> ActivityHours:
    """Activity of different hours, in order of source and hour."""
    if len(parts) == 1:
        return parts[0]
    together = ((getattr(part, column.name) for part in parts) for column in fields(ActivityHours))
    every = ActivityHours(*(np.concatenate(list(columns)) for columns in together))
    ordered = np.lexsort((every.hour, every.source))
    return every.only(ordered)


class Entry(NamedTuple):
    """The current entry of a source's hour; `hour` [ms].

    `co2_mg` is what enters CO2 totals; the mass of another gas, of biogenic CO2 and of a sink is `gas_mg`,
    and 0 stands for nothing. A source has one of the two.
    """

    source_id: int
    hour: int
    revision: int
    state: int
    fallback: bool
    covered_s: int
    quantity: int
    estimated: int
    co2_mg: int
    gas_mg: int
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
    gas_mg: Int64
    factor_version: Int64

    def only(self, keep: Bools | Int64) -> "Entries":
        """Some of them."""
        return Entries(*(getattr(self, column.name)[keep] for column in fields(self)))

    def rows(self) -> list[Entry]:
        """One by one."""
        values = (getattr(self, column.name).tolist() for column in fields(self))
        return [Entry(*entry) for entry in zip(*values, strict=True)]


# Of a term `t`: when its meter was installed, where it is subtracted and somebody said so.
INSTALLED = """(SELECT max(e.time) FROM core.meter_event e
    WHERE t.weight < 0 AND e.point_id = t.point_id AND e.kind = 'install'
      AND NOT EXISTS (SELECT FROM core.meter_event u WHERE u.undoes = e.id))"""
# What of a source `s` enters CO2 totals: biogenic CO2, sinks and other gases stand apart.
COUNTS = "(s.gas = 'CO2' AND NOT s.biogenic AND s.category <> 'sink')"
_SOURCES = f"""SELECT s.id, s.enterprise_id, s.code, s.formula, s.factor, s.factor_region, s.gas,
    {COUNTS} AS counts, s.valid_from, s.valid_to,
    array_agg(t.point_id ORDER BY t.point_id) AS points,
    array_agg(t.weight ORDER BY t.point_id) AS weights,
    array_agg(coalesce(round(date_part('epoch', {INSTALLED}) * 1000)::bigint, 0)
      ORDER BY t.point_id) AS since
  FROM core.emission_source s
  JOIN core.source_term t ON t.source_id = s.id AND t.role = 'activity'"""  # noqa: S608  # a constant


def sources_of(connection: Connection, point_ids: Sequence[int]) -> list[SourceRow]:
    """The sources whose activity contains any of the points."""
    # As an array, which is made once: a condition would look each term's source up among all points.
    sql = f"""{_SOURCES} WHERE s.id = ANY(ARRAY(SELECT source_id FROM core.source_term
        WHERE role = 'activity' AND point_id = ANY(%s::int[]))) GROUP BY s.id ORDER BY s.id"""  # noqa: S608
    cursor = connection.cursor(row_factory=class_row(SourceRow))
    return cursor.execute(sql, (literal(point_ids),)).fetchall()


def sources(connection: Connection, source_ids: Sequence[int]) -> list[SourceRow]:
    """Sources by id, as far as they have activity."""
    sql = f"{_SOURCES} WHERE s.id = ANY(%s) GROUP BY s.id ORDER BY s.id"
    cursor = connection.cursor(row_factory=class_row(SourceRow))
    return cursor.execute(sql, (list(source_ids),)).fetchall()


def every_source(connection: Connection) -> list[SourceRow]:
    """The park's sources that have activity, by id."""
    cursor = connection.cursor(row_factory=class_row(SourceRow))
    return cursor.execute(f"{_SOURCES} GROUP BY s.id ORDER BY s.id").fetchall()


def provisional_span(connection: Connection) -> tuple[datetime, datetime] | None:
    """[from, to) of the hours that are not settled yet; None where all are."""
    row = connection.execute(
        """SELECT min(hour), max(hour) + interval '1 hour' FROM core.ledger_entry
        WHERE state = 0 AND superseded_at IS NULL"""
    ).fetchone()
    return None if row is None or row[0] is None else (row[0], row[1])


def activity(
    connection: Connection, source_ids: Sequence[int], starts: Sequence[int], ends: Sequence[int]
) -> ActivityHours:
    """Hours of each source in spans [start, end) [ms], which do not overlap, in which at least one of its
    points has an interval.

    A quarter hour of a difference needs all of its points: without the meter that is subtracted from, or the
    one that is subtracted, it would be a wrong number, not an incomplete one.
    """
    found = columns.cursor(connection).execute(
        f"""WITH term AS MATERIALIZED (
             SELECT *, count(*) OVER one AS terms, min(weight) OVER one < 0 AS is_difference,
                    array_agg(since) OVER one AS all_since
             FROM (SELECT q.source_id, q.start, q.until, t.point_id, t.weight, {INSTALLED} AS since
                   FROM unnest(%s::int[], %s::timestamptz[], %s::timestamptz[]) AS q(source_id, start, until)
                   JOIN core.source_term t ON t.source_id = q.source_id AND t.role = 'activity') t
             WINDOW one AS (PARTITION BY source_id, start)),
           point_part AS (
             SELECT t.source_id, t.terms, t.is_difference, t.since, t.all_since, h.part,
                    t.weight * h.quantity AS quantity, h.estimated, h.covered_s
             FROM term t CROSS JOIN LATERAL (
               SELECT CASE WHEN t.is_difference THEN i.start
                        ELSE date_trunc('hour', i.start, 'UTC') END AS part, sum(i.quantity) AS quantity,
                      sum(i.estimated) AS estimated, sum(i.covered_s) AS covered_s
               FROM core.interval i
               WHERE i.point_id = t.point_id AND i.start >= t.start AND i.start < t.until
                 AND i.start >= %s AND i.start < %s
               GROUP BY 1) h),
           source_part AS (
             SELECT source_id, part, is_difference, all_since, sum(quantity) AS quantity,
                    sum(estimated) AS estimated,
                    CASE WHEN is_difference OR count(*) = min(terms) THEN min(covered_s)
                      ELSE 0 END AS covered_s,
                    count(*) FILTER (WHERE since IS NULL OR since < part + interval '15 minutes') AS present
             FROM point_part GROUP BY source_id, part, is_difference, all_since),
           source_hour AS (
             SELECT source_id, date_trunc('hour', part, 'UTC') AS hour, sum(quantity)::bigint AS quantity,
                    least(sum(estimated), abs(sum(quantity)))::bigint AS estimated,
                    sum(covered_s)::bigint AS covered_s
             FROM source_part WHERE NOT is_difference OR present = (
               SELECT count(*) FROM unnest(all_since) s(at)
               WHERE at IS NULL OR at < part + interval '15 minutes')
             GROUP BY 1, 2)
           SELECT coalesce(array_agg(source_id::bigint), '{{}}'), coalesce(array_agg(hour), '{{}}'),
             coalesce(array_agg(quantity), '{{}}'), coalesce(array_agg(estimated), '{{}}'),
             coalesce(array_agg(covered_s), '{{}}') FROM source_hour""",  # noqa: S608  # a constant
        _spans(source_ids, starts, ends),
    )
    activity = ActivityHours(*(found.fetchone() or ()))
    return activity.only(np.lexsort((activity.hour, activity.source)))


def current(
    connection: Connection, source_ids: Sequence[int], starts: Sequence[int], ends: Sequence[int]
) -> Entries:
    """The current entries of each source in [start, end) [ms], in order."""
    found = columns.cursor(connection).execute(
        # What is small travels in one number: each column costs a tenth of a microsecond a row.
        """SELECT coalesce(array_agg(l.source_id), '{}'), coalesce(array_agg(l.hour), '{}'),
             coalesce(array_agg(l.covered_s + l.state::bigint * 8192 + l.fallback::int * 16384
               + l.revision::bigint * 32768), '{}'),
             coalesce(array_agg(l.quantity), '{}'), coalesce(array_agg(l.estimated), '{}'),
             coalesce(array_agg(l.co2_mg), '{}'), coalesce(array_agg(coalesce(l.gas_mg, 0)), '{}'),
             coalesce(array_agg(l.factor_version_id), '{}')
           FROM unnest(%s::int[], %s::timestamptz[], %s::timestamptz[]) AS q(source_id, start, until)
           CROSS JOIN LATERAL (SELECT * FROM core.ledger_entry WHERE source_id = q.source_id
             AND hour >= q.start AND hour < q.until AND superseded_at IS NULL
             AND hour >= %s AND hour < %s) l""",
        _spans(source_ids, starts, ends),
    )
    source, hour, packed, quantity, estimated, co2_mg, gas_mg, version = found.fetchone() or ()
    entries = Entries(
        source.astype(np.int64), hour, packed // 32768, packed // 8192 % 2, packed // 16384 % 2 == 1,
        packed % 8192, quantity, estimated, co2_mg, gas_mg, version.astype(np.int64),
    )  # fmt: skip
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
             covered_s, quantity, estimated, co2_mg, gas_mg, factor_version_id, known_at, reason)
           SELECT %s, q.source_id, q.enterprise_id, q.hour,
                  greatest(q.revision, 1 + coalesce((SELECT max(revision) FROM core.ledger_entry o
                    WHERE o.source_id = q.source_id AND o.hour = q.hour), 0)),
                  q.state, q.fallback, q.covered_s, q.quantity, q.estimated, q.co2_mg, nullif(q.gas_mg, 0),
                  q.version, now(), %s
           FROM (SELECT *, to_timestamp(ms / 1000.0) AS hour
                 FROM unnest(%s::int[], %s::int[], %s::bigint[], %s::int[], %s::smallint[], %s::boolean[],
                   %s::int[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::int[])
                   AS u(source_id, enterprise_id, ms, revision, state, fallback, covered_s, quantity,
                        estimated, co2_mg, gas_mg, version)) q""",
        (park_id, reason, *_columns(entries, enterprises)),
    )


def update(connection: Connection, entries: Sequence[Entry]) -> None:
    """Replace provisional entries in place."""
    if not entries:
        return
    source, _, hour, revision, *rest = _columns(entries, {})
    connection.execute(
        """UPDATE core.ledger_entry l SET state = q.state, fallback = q.fallback, covered_s = q.covered_s,
             quantity = q.quantity, estimated = q.estimated, co2_mg = q.co2_mg,
             gas_mg = nullif(q.gas_mg, 0), factor_version_id = q.version, known_at = now()
           FROM (SELECT *, to_timestamp(ms / 1000.0) AS hour
                 FROM unnest(%s::int[], %s::bigint[], %s::int[], %s::smallint[], %s::boolean[], %s::int[],
                   %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::int[])
                   AS u(source_id, ms, revision, state, fallback, covered_s, quantity, estimated, co2_mg,
                        gas_mg, version)) q
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
