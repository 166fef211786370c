"""Budgets in their versions, and what came to be, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

import numpy as np
from psycopg.rows import class_row

from parkcarbon_platform.storage import columns, oversight
from parkcarbon_platform.storage.columns import Int64
from parkcarbon_platform.storage.database import Connection

Kind = Literal["carbon", "energy", "electricity"]
EPOCH_MONTHS = 12 * 1970


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A version: twelve months [mg CO2e, g of coal equivalent or Wh], January first."""

    id: int
    enterprise: str | None
    kind: Kind
    year: int
    months: list[int]
    basis: str
    percent: Decimal | None
    plan_id: int | None
    ended: bool
    note: str
    author: str
    created_at: datetime


class MonthSum(NamedTuple):
    """A source's current hours of a local month, by factor version; months as `MonthSums` has them."""

    source_id: int
    month: int
    factor_version_id: int
    quantity: int
    co2_mg: int
    gas_mg: int
    covered_s: int


class MonthSums(NamedTuple):
    """The current hours of sources by local month and factor version, in columns; months are 12 × the year
    and those of it that are over."""

    source_id: Int64
    month: Int64
    factor_version_id: Int64
    quantity: Int64
    co2_mg: Int64
    gas_mg: Int64
    covered_s: Int64

    def rows(self) -> list[MonthSum]:
        """Row by row, by source, month and factor version."""
        return [MonthSum(*row) for row in sorted(zip(*(each.tolist() for each in self), strict=True))]


class PointMonth(NamedTuple):
    """What a point measured in a local month [base unit]."""

    point_id: int
    month: date
    quantity: int


_COLUMNS = """b.id, e.code AS enterprise, b.kind, b.year, b.months, b.basis, b.percent, b.plan_id, b.ended,
  b.note, b.author, b.created_at FROM core.budget b LEFT JOIN core.enterprise e ON e.id = b.enterprise_id"""


def current(connection: Connection, year: int) -> list[BudgetRow]:
    """The budgets of a year that the transaction sees: the newest of each kind and owner."""
    cursor = connection.cursor(row_factory=class_row(BudgetRow))
    return cursor.execute(
        f"""SELECT * FROM (SELECT DISTINCT ON (b.kind, b.enterprise_id) {_COLUMNS} WHERE b.year = %s
              ORDER BY b.kind, b.enterprise_id, b.id DESC) newest
            WHERE NOT ended ORDER BY kind, enterprise""",  # noqa: S608  # a constant
        (year,),
    ).fetchall()


def years(connection: Connection) -> list[int]:
    """Years that have a budget."""
    return [row[0] for row in connection.execute("SELECT DISTINCT year FROM core.budget ORDER BY 1")]


def history(connection: Connection, kind: str, year: int, enterprise: str | None) -> list[BudgetRow]:
    """All versions of one budget, the newest first."""
    cursor = connection.cursor(row_factory=class_row(BudgetRow))
    return cursor.execute(
        f"""SELECT {_COLUMNS} WHERE b.kind = %s AND b.year = %s AND e.code IS NOT DISTINCT FROM %s
            ORDER BY b.id DESC LIMIT 100""",  # noqa: S608  # a constant
        (kind, year, enterprise),
    ).fetchall()


def add(
    connection: Connection, park_id: int, enterprise_id: int | None, kind: str, year: int, *,
    months: Sequence[int], basis: str, percent: Decimal | None, plan_id: int | None, note: str, author: str,
    ended: bool = False,
) -> None:  # fmt: skip
    """Write a version; it counts from now on."""
    connection.execute(
        """INSERT INTO core.budget (park_id, enterprise_id, kind, year, months, basis, percent, plan_id, note,
             author, ended) VALUES (%s, %s, %s, %s, %s::bigint[], %s, %s, %s, %s, %s, %s)""",
        (park_id, enterprise_id, kind, year, list(months), basis, percent, plan_id, note, author, ended),
    )


def month_sums(connection: Connection, first: date, until: date) -> MonthSums:
    """The current hours of the local days [first, until) of every source that the transaction sees."""
    row = (
        columns.cursor(connection)
        .execute(
            """SELECT coalesce(array_agg(source_id), '{}'),
                 coalesce(array_agg(day - DATE '1970-01-01'), '{}'),
                 coalesce(array_agg(factor_version_id), '{}'), coalesce(array_agg(quantity::bigint), '{}'),
                 coalesce(array_agg(co2_mg::bigint), '{}'), coalesce(array_agg(gas_mg::bigint), '{}'),
                 coalesce(array_agg(covered_s), '{}')
               FROM core.ledger_between(%s::date, %s::date)""",
            (first, until),
        )
        .fetchone()
    )
    assert row is not None
    source, day, version, *amounts = (each.astype(np.int64) for each in row)
    month = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + EPOCH_MONTHS
    return MonthSums(*columns.grouped((source, month, version), amounts))


def point_months(
    connection: Connection, point_ids: Sequence[int], first: date, until: date
) -> list[PointMonth]:
    """What points measured on the local days [first, until), also those whose quarter hours are kept back.

    The database keeps each day (decision 0079).
    """
    if not point_ids:
        return []
    with oversight.whole(connection):
        found = connection.execute(
            """SELECT point_id, date_trunc('month', day::timestamp)::date, sum(quantity)::bigint
               FROM core.interval_day WHERE day >= %s AND day < %s AND point_id = ANY(%s)
               GROUP BY 1, 2 ORDER BY 2, 1""",
            (first, until, list(point_ids)),
        )
        return [PointMonth(*row) for row in found]


class BudgetFinding(NamedTuple):
    """A budget that is, or will be, exceeded; `budget` names it: carbon/2026, or carbon/2026/mill."""

    budget: str
    enterprise_id: int | None
    rule: str
    severity: str
    detail: str


def replace_findings(
    connection: Connection, park_id: int, found: Sequence[BudgetFinding], rules: Sequence[str], *,
    now: datetime, enterprise_id: int | None,
) -> None:  # fmt: skip
    """These findings and no others; one that stays keeps its time, and what people said of it.

    `enterprise_id`: of this enterprise's budgets alone; None: of all of the park.
    """
    connection.execute(
        """DELETE FROM core.finding f WHERE f.budget IS NOT NULL AND f.rule = ANY(%s)
             AND (%s::int IS NULL OR f.enterprise_id = %s)
             AND (f.budget, f.rule) NOT IN (SELECT * FROM unnest(%s::text[], %s::text[]))""",
        (list(rules), enterprise_id, enterprise_id, [f.budget for f in found], [f.rule for f in found]),
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO core.finding (park_id, budget, enterprise_id, rule, severity, detail, time)
               VALUES (%s, %s, %s, %s, %s, %s, %s)
               ON CONFLICT (park_id, budget, rule) WHERE budget IS NOT NULL
               DO UPDATE SET detail = excluded.detail, severity = excluded.severity""",
            [(park_id, *row, now) for row in found],
        )


def attempt(connection: Connection, park_id: int, every: timedelta) -> bool:
    """Begin to compare a park's budgets; False where that was done just now."""
    return (
        connection.execute(
            """UPDATE core.health_check SET budgets_at = now()
               WHERE park_id = %s AND (budgets_at IS NULL OR budgets_at <= now() - %s)""",
            (park_id, every),
        ).rowcount
        == 1
    )
