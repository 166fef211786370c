"""Sums of the current ledger entries, from those that the database keeps by local day and month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from psycopg.rows import class_row

from parkcarbon_platform.storage import columns, live
from parkcarbon_platform.storage.columns import Int64
from parkcarbon_platform.storage.database import Connection

# Sources that the database looks up one by one.
FEW = 100


@dataclass(frozen=True, slots=True)
class SourceTotal:
    """A source over a span: amounts in base units, `covered_s` over all its hours.

    `reported`: some of it is what people report, not what meters measure.
    """

    source: str
    enterprise: str | None
    carrier: str
    category: str
    scope: int
    internal_transfer: bool
    quantity: int
    estimated: int
    co2_mg: int
    covered_s: int
    gas: str = "CO2"
    gas_mg: int = 0
    reported: bool = False


class SegmentSum(NamedTuple):
    """The current hours of a source in the span numbered `place`, by factor version."""

    place: int
    source_id: int
    factor_version_id: int
    fallback: bool
    quantity: int
    estimated: int
    covered_s: int
    co2_mg: int
    gas_mg: int
    provisional: int


def by_segment(
    connection: Connection, source_ids: Sequence[int], spans: Sequence[tuple[date, date]]
) -> list[SegmentSum]:
    """The current hours of sources in each span of local days [first, until), added up."""
    read = columns_by_segment(connection, source_ids, spans)
    rows = zip(*(each.tolist() for each in read), strict=True)
    return [
        SegmentSum(place, source, version, fallback != 0, *more)
        for place, source, version, fallback, *more in rows
    ]


class SegmentColumns(NamedTuple):
    """The same as `SegmentSum`, in columns."""

    place: Int64
    source_id: Int64
    factor_version_id: Int64
    fallback: Int64
    quantity: Int64
    estimated: Int64
    covered_s: Int64
    co2_mg: Int64
    gas_mg: Int64
    provisional: Int64


def columns_by_segment(
    connection: Connection, source_ids: Sequence[int], spans: Sequence[tuple[date, date]]
) -> SegmentColumns:
    """As `by_segment`: a year of a thousand sources is 12,000 rows, ten objects each."""
    # A list of a thousand sources takes the database as long as all there is of them; what is not asked
    # about, and may be beyond 64 bits, refuses no short one.
    few = list(source_ids) if len(source_ids) <= FEW else None
    row = (
        columns.cursor(connection)
        .execute(
            """SELECT coalesce(array_agg(q.place), '{}'), coalesce(array_agg(source_id), '{}'),
                 coalesce(array_agg(factor_version_id), '{}'), coalesce(array_agg(fallback), '{}'),
                 coalesce(array_agg(quantity::bigint), '{}'), coalesce(array_agg(estimated::bigint), '{}'),
                 coalesce(array_agg(covered_s), '{}'), coalesce(array_agg(co2_mg::bigint), '{}'),
                 coalesce(array_agg(gas_mg::bigint), '{}'), coalesce(array_agg(provisional), '{}')
               FROM unnest(%s::int[], %s::date[], %s::date[]) AS q(place, since, until)
               CROSS JOIN LATERAL core.ledger_between(q.since, q.until) s
               WHERE %s::int[] IS NULL OR source_id = ANY(%s)""",
            (
                list(range(len(spans))),
                [first for first, _ in spans],
                [until for _, until in spans],
                few,
                few,
            ),
        )
        .fetchone()
    )
    assert row is not None
    read = [each.astype(np.int64) for each in row]
    wanted = np.isin(read[1], np.array(source_ids, dtype=np.int64))
    kept = [each[wanted] for each in read]
    return SegmentColumns(*columns.grouped(kept[:4], kept[4:]))


def unequal(connection: Connection) -> int:
    """How many sums of the park's days and months are not what its hours add up to."""
    row = connection.execute("SELECT core.unequal_ledger_sums()").fetchone()
    return int(row[0]) if row else 0


def rebuild(connection: Connection, park_id: int) -> None:
    """Add the park's hours up again; who changes them waits."""
    connection.execute("SELECT core.rebuild_ledger_sums(%s)", (park_id,))


_DAYS = "core.ledger_between(%(first)s, %(until)s)"
_HOURS = "core.ledger_entry WHERE superseded_at IS NULL AND hour >= %(start)s AND hour < %(end)s"


def source_totals(connection: Connection, first: date, until: date) -> list[SourceTotal]:
    """Every source that the transaction sees, with its current hours of the local days [first, until)."""
    return _totals(connection, _DAYS, {"first": first, "until": until})


def source_totals_of_hours(connection: Connection, start: datetime, end: datetime) -> list[SourceTotal]:
    """The same of the hours of [start, end), wherever they begin."""
    park = live.park(connection)
    first = None if park is None else start.astimezone(ZoneInfo(park.timezone)).date()
    return _totals(connection, _HOURS, {"start": start, "end": end, "first": first})


def _totals(connection: Connection, sums: str, given: Mapping[str, object]) -> list[SourceTotal]:
    """A source is there on the `first` day, or has hours; 0 where it has none."""
    cursor = connection.cursor(row_factory=class_row(SourceTotal))
    return cursor.execute(
        f"""WITH RECURSIVE told AS (SELECT id FROM core.point WHERE formula ? 'record'
             UNION SELECT i.point_id FROM core.point_input i JOIN told t ON t.id = i.input_id
             WHERE i.role <> 'check')
           SELECT s.code AS source, e.code AS enterprise, s.carrier, s.category, s.scope, s.internal_transfer,
                  coalesce(l.quantity, 0)::bigint AS quantity, coalesce(l.estimated, 0)::bigint AS estimated,
                  coalesce(l.co2_mg, 0)::bigint AS co2_mg, coalesce(l.covered_s, 0)::bigint AS covered_s,
                  s.gas, coalesce(l.gas_mg, 0)::bigint AS gas_mg,
                  EXISTS (SELECT FROM core.source_term x WHERE x.source_id = s.id AND x.role = 'activity'
                    AND x.point_id IN (SELECT id FROM told)) AS reported
           FROM core.emission_source s
           LEFT JOIN core.enterprise e ON e.id = s.enterprise_id
           LEFT JOIN (SELECT source_id, sum(quantity) AS quantity, sum(estimated) AS estimated,
                             sum(co2_mg) AS co2_mg, sum(covered_s) AS covered_s, sum(gas_mg) AS gas_mg
                      FROM {sums} GROUP BY source_id) l ON l.source_id = s.id
           WHERE l.source_id IS NOT NULL
             OR (s.valid_from IS NULL OR s.valid_from <= %(first)s)
               AND (s.valid_to IS NULL OR s.valid_to >= %(first)s)
           ORDER BY s.code""",  # noqa: S608  # a constant
        given,
    ).fetchall()
