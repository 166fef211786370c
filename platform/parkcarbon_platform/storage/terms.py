"""What enterprises agreed with the park: newest rows count."""

from dataclasses import dataclass
from datetime import datetime

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class TermsRow:
    """What one enterprise agreed to; `author` and `created_at` None: the default, nothing was said yet."""

    enterprise_id: int
    enterprise: str
    name_zh: str
    name_en: str
    is_named: bool
    shares_intervals: bool
    shares_production: bool
    author: str | None
    created_at: datetime | None


_COLUMNS = """e.id AS enterprise_id, e.code AS enterprise, e.name_zh, e.name_en,
  coalesce(t.is_named, false) AS is_named, coalesce(t.shares_intervals, true) AS shares_intervals,
  coalesce(t.shares_production, true) AS shares_production, t.author, t.created_at"""


def current(connection: Connection) -> list[TermsRow]:
    """What holds now, of every enterprise that the transaction sees."""
    sql = f"""SELECT {_COLUMNS} FROM core.enterprise e LEFT JOIN LATERAL (
                SELECT * FROM core.enterprise_terms WHERE enterprise_id = e.id
                ORDER BY id DESC LIMIT 1) t ON true
              ORDER BY e.code"""  # noqa: S608  # constants only
    return connection.cursor(row_factory=class_row(TermsRow)).execute(sql).fetchall()


def history(connection: Connection) -> list[TermsRow]:
    """Everything that was ever said, the newest first."""
    sql = f"""SELECT {_COLUMNS} FROM core.enterprise_terms t JOIN core.enterprise e ON e.id = t.enterprise_id
              ORDER BY t.id DESC LIMIT 200"""  # noqa: S608  # constants only
    return connection.cursor(row_factory=class_row(TermsRow)).execute(sql).fetchall()


def say(
    connection: Connection, park_id: int, enterprise_id: int, author: str, *, is_named: bool,
    shares_intervals: bool, shares_production: bool,
) -> None:  # fmt: skip
    """From now on this holds; only the enterprise's own transaction may say so."""
    sql = """INSERT INTO core.enterprise_terms
               (park_id, enterprise_id, is_named, shares_intervals, shares_production, author)
             VALUES (%s, %s, %s, %s, %s, %s)"""
    values = (park_id, enterprise_id, is_named, shares_intervals, shares_production, author)
    connection.execute(sql, values)


def withheld_points(connection: Connection) -> set[str]:
    """Points whose readings the one who looks does not see, though they oversee the park."""
    sql = "SELECT code FROM core.point WHERE enterprise_id = ANY ((SELECT core.withheld('intervals'))::int[])"
    return {code for (code,) in connection.execute(sql)}


def withheld(connection: Connection) -> dict[str, list[str]]:
    """What enterprises keep to themselves before the one who looks, by enterprise."""
    sql = """SELECT e.code, array_remove(ARRAY[
               CASE WHEN e.id = ANY (core.withheld('intervals')) THEN 'intervals' END,
               CASE WHEN e.id = ANY (core.withheld('production')) THEN 'production' END], NULL)
             FROM core.enterprise e ORDER BY e.code"""
    return {code: kept for code, kept in connection.execute(sql) if kept}


def keeps_something(connection: Connection, park_id: int, enterprise: str) -> bool:
    """Whether an enterprise keeps something to itself; for the directory role."""
    sql = """SELECT NOT (t.shares_intervals AND t.shares_production) FROM core.enterprise_terms t
             JOIN core.enterprise e ON e.id = t.enterprise_id
             WHERE e.park_id = %s AND e.code = %s ORDER BY t.id DESC LIMIT 1"""
    row = connection.execute(sql, (park_id, enterprise)).fetchone()
    return bool(row and row[0])
