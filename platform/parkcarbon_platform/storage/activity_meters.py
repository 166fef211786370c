"""What meters say about the periods of bills, and the findings that come of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.search import containing

RULE = "bill_difference"


@dataclass(frozen=True, slots=True)
class MeterRow:
    """A point that measures an amount, by which a bill can be checked."""

    id: int
    code: str
    name_zh: str
    name_en: str
    enterprise: str | None
    carrier: str
    quantity: str
    unit: str
    kind: str
    rank: int


@dataclass(frozen=True, slots=True)
class MetersAsked:
    """Meters of a carrier and an enterprise (None: the park's own), with all of the words, of these units and
    quantities; so many behind the rank and the code of one."""

    carrier: str
    enterprise: str | None
    words: Sequence[str] = ()
    measures: Sequence[tuple[str, str]] = ()
    after: tuple[int, str] | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class DayRow:
    """A point's local day [base unit]; `intervals` counts its quarter hours."""

    point_id: int
    day: date
    quantity: int
    estimated: int
    intervals: int
    covered_s: int


# Points whose intervals are amounts. A record point checks no bill: it is made of bills. Main meters of what
# comes in rank first, what is computed last.
_METERS = """SELECT * FROM (
  SELECT p.id, p.code, p.name_zh, p.name_en, e.code AS enterprise, p.carrier, p.quantity, p.unit, p.kind,
    4 * (p.kind = 'virtual')::int + 2 * (p.parent_id IS NOT NULL)::int + (p.direction <> 'import')::int
      AS rank
  FROM core.point p LEFT JOIN core.enterprise e ON e.id = p.enterprise_id
  WHERE (p.kind IN ('register', 'interval', 'virtual') OR p.integrated)
    AND NOT coalesce(p.formula ? 'record', false)
) m"""

_ASKED = """ WHERE carrier = %(carrier)s AND enterprise IS NOT DISTINCT FROM %(enterprise)s
    AND (unit, quantity) IN (SELECT * FROM unnest(%(units)s::text[], %(quantities)s::text[]))
    AND concat_ws(' ', code, name_zh, name_en, unit) ILIKE ALL (%(words)s::text[])
    AND (%(rank)s::int IS NULL OR (rank, code) > (%(rank)s, %(code)s::text))
  ORDER BY rank, code LIMIT %(limit)s"""


def meters(connection: Connection, asked: MetersAsked) -> list[MeterRow]:
    """Meters that a bill can be checked with, main meters of what comes in first."""
    rank, code = asked.after or (None, None)
    given = {
        "carrier": asked.carrier, "enterprise": asked.enterprise, "limit": asked.limit, "rank": rank,
        "code": code, "words": [containing(word) for word in asked.words],
        "units": [unit for unit, _ in asked.measures],
        "quantities": [quantity for _, quantity in asked.measures],
    }  # fmt: skip
    return connection.cursor(row_factory=class_row(MeterRow)).execute(_METERS + _ASKED, given).fetchall()


def measures(connection: Connection, carrier: str) -> list[tuple[str, str]]:
    """The units and quantities in which a carrier is measured."""
    rows = connection.execute(
        """SELECT DISTINCT unit, quantity FROM core.point
        WHERE carrier = %s AND (kind <> 'gauge' OR integrated)""",
        (carrier,),
    )
    return [(unit, quantity) for unit, quantity in rows]


def meter(connection: Connection, code: str) -> MeterRow | None:
    """The meter of this code, if a bill can be checked with it."""
    rows = connection.cursor(row_factory=class_row(MeterRow))
    return rows.execute(f"{_METERS} WHERE code = %s", (code,)).fetchone()


def days(
    connection: Connection, point_ids: Sequence[int], start: datetime, end: datetime, timezone: str
) -> list[DayRow]:
    """The local days of the points in [start, end)."""
    with connection.cursor(row_factory=class_row(DayRow)) as cursor:
        return cursor.execute(
            """SELECT point_id, (start AT TIME ZONE %s)::date AS day, sum(quantity)::bigint AS quantity,
              sum(estimated)::bigint AS estimated, count(*)::int AS intervals, sum(covered_s)::int AS
              covered_s
            FROM core.interval WHERE point_id = ANY(%s) AND start >= %s AND start < %s
            GROUP BY 1, 2 ORDER BY 1, 2""",
            (timezone, list(point_ids), start, end),
        ).fetchall()


def set_finding(
    connection: Connection, park_id: int, enterprise_id: int | None, point_id: int, time: datetime, *,
    detail: str | None,
) -> None:  # fmt: skip
    """The finding of a bill that begins at `time`: this one, or none."""
    if detail is None:
        connection.execute(
            "DELETE FROM core.finding WHERE point_id = %s AND rule = %s AND time = %s", (point_id, RULE, time)
        )
        return
    connection.execute(
        """INSERT INTO core.finding (park_id, enterprise_id, point_id, rule, severity, time, detail)
        VALUES (%s, %s, %s, %s, 'warning', %s, %s)
        ON CONFLICT (point_id, time, rule) WHERE point_id IS NOT NULL
        DO UPDATE SET detail = excluded.detail WHERE core.finding.detail <> excluded.detail""",
        (park_id, enterprise_id, point_id, RULE, time, detail),
    )


def expected(connection: Connection, since: date) -> list[tuple[str | None, str]]:
    """Enterprise and carrier of every source that uses a carrier and had not ended before `since`: what bills
    are awaited for."""
    rows = connection.execute(
        """SELECT DISTINCT e.code, s.carrier FROM core.emission_source s
        LEFT JOIN core.enterprise e ON e.id = s.enterprise_id
        WHERE s.category <> 'process' AND s.enterprise_id IS NOT NULL
          AND (s.valid_to IS NULL OR s.valid_to >= %s)""",
        (since,),
    ).fetchall()
    return [(enterprise, carrier) for enterprise, carrier in rows]
