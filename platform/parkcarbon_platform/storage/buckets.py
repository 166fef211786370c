"""A point's intervals or gauge readings put together by the quarter hour, the hour or the local day."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class AmountRow:
    """The intervals that begin in a bucket [base unit]; `status` is the least trusted of them.

    `low` and `high` are the least and the greatest amount of one of them.
    """

    start: datetime
    quantity: Decimal
    estimated: Decimal
    covered_s: int
    intervals: int
    status: int
    methods: list[str]
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class RateRow:
    """A gauge's good readings in a bucket, as read."""

    start: datetime
    mean: float
    low: float
    high: float
    readings: int


class Family(NamedTuple):
    """A meter, the generation behind it, and its sub-meters, by id."""

    parent: int
    generation: list[int]
    children: list[int]


@dataclass(frozen=True, slots=True)
class RemainderRow:
    """A meter, the generation behind it and its sub-meters in a bucket [base unit].

    `covered_s` is the least of all of them; `is_comparable` where they all cover the same.
    """

    start: datetime
    parent: Decimal
    generation: Decimal
    children: Decimal
    estimated: Decimal
    covered_s: int
    is_comparable: bool

    @property
    def remainder(self) -> Decimal:
        """What no sub-meter measures; below zero they measure more than there is."""
        return self.parent + self.generation - self.children


def remainders(
    connection: Connection, family: Family, start: datetime, end: datetime, *, step: str, timezone: str
) -> list[RemainderRow]:
    """The buckets of [start, end) in which any of these points has intervals."""
    sql = """WITH summed AS (
               SELECT time_bucket(%(step)s::interval, start, %(zone)s) AS start, point_id,
                 sum(quantity) AS quantity, sum(estimated) AS estimated, sum(covered_s)::int AS covered_s
               FROM core.interval WHERE point_id = ANY(%(all)s) AND start >= %(start)s AND start < %(end)s
               GROUP BY 1, 2)
             SELECT start, coalesce(sum(quantity) FILTER (WHERE point_id = %(parent)s), 0) AS parent,
               coalesce(sum(quantity) FILTER (WHERE point_id = ANY(%(generation)s)), 0) AS generation,
               coalesce(sum(quantity) FILTER (WHERE point_id = ANY(%(children)s)), 0) AS children,
               sum(abs(estimated)) AS estimated,
               CASE WHEN count(*) = %(count)s THEN min(covered_s) ELSE 0 END AS covered_s,
               count(*) = %(count)s AND min(covered_s) = max(covered_s) AS is_comparable
             FROM summed GROUP BY 1 ORDER BY 1"""
    every = [family.parent, *family.generation, *family.children]
    given = {
        **family._asdict(), "all": every, "count": len(every), "start": start, "end": end, "step": step,
        "zone": timezone,
    }  # fmt: skip
    return connection.cursor(row_factory=class_row(RemainderRow)).execute(sql, given).fetchall()


def amounts(
    connection: Connection, point_id: int, start: datetime, end: datetime, *, step: str, timezone: str
) -> list[AmountRow]:
    """The intervals of [start, end) by `step` (an SQL interval) of the local clock."""
    sql = """SELECT time_bucket(%(step)s::interval, start, %(zone)s) AS start, sum(quantity) AS quantity,
               sum(estimated) AS estimated, sum(covered_s)::int AS covered_s, count(*)::int AS intervals,
               CASE WHEN bool_or(status BETWEEN 1 AND 3) THEN max(status) FILTER (WHERE status <= 3)
                 ELSE max(status) END::int AS status,
               array_remove(array_agg(DISTINCT method), NULL) AS methods, min(quantity) AS low,
               max(quantity) AS high
             FROM core.interval WHERE point_id = %(point)s AND start >= %(start)s AND start < %(end)s
             GROUP BY 1 ORDER BY 1"""
    cursor = connection.cursor(row_factory=class_row(AmountRow))
    given = {"point": point_id, "start": start, "end": end, "step": step, "zone": timezone}
    return cursor.execute(sql, given).fetchall()


def rates(
    connection: Connection, point_id: int, start: datetime, end: datetime, *, step: str, timezone: str
) -> list[RateRow]:
    """The good readings of [start, end) by `step` (an SQL interval) of the local clock."""
    sql = """SELECT time_bucket(%(step)s::interval, time, %(zone)s) AS start, avg(value) AS mean,
               min(value) AS low, max(value) AS high, count(*)::int AS readings
             FROM core.reading WHERE point_id = %(point)s AND time >= %(start)s AND time < %(end)s
               AND value IS NOT NULL AND quality >> 30 = 0
             GROUP BY 1 ORDER BY 1"""
    cursor = connection.cursor(row_factory=class_row(RateRow))
    given = {"point": point_id, "start": start, "end": end, "step": step, "zone": timezone}
    return cursor.execute(sql, given).fetchall()
