"""What the Meter health page reads: sums of intervals by local day, ages, findings with their notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import numpy as np
from psycopg.rows import class_row

from parkcarbon_platform.storage import columns
from parkcarbon_platform.storage.database import Connection

State = Literal["open", "acknowledged", "resolved", "all"]
# Of an amount what is above and below: both fit 64 bits, and so do their sums.
PART = 1 << 50


@dataclass(frozen=True, slots=True)
class MeteredRow:
    """A point that delivers amounts, with the names of what it hangs on."""

    id: int
    enterprise_id: int | None
    parent_id: int | None
    code: str
    name_zh: str
    name_en: str
    device: str | None
    enterprise: str | None
    carrier: str
    quantity: str
    unit: str
    direction: str
    expected_period_s: int


class DaySum(NamedTuple):
    """A point's intervals of a local day [base unit, s]; `gaps` of the quarter hours are estimated."""

    point_id: int
    day: date
    quarters: int
    quantity: int
    estimated: int
    covered_s: int
    gaps: int


class FindingKey(NamedTuple):
    """What a finding is about: a point or a source, by its code, or a budget by its name."""

    point: str | None
    source: str | None
    rule: str
    time: datetime
    budget: str | None = None


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with what somebody last said of it."""

    id: int
    point: str | None
    source: str | None
    budget: str | None
    name_zh: str
    name_en: str
    device: str | None
    enterprise: str | None
    carrier: str
    rule: str
    severity: str
    time: datetime
    detail: str
    found_at: datetime
    state: str
    note: str | None
    noted_by: str | None
    noted_at: datetime | None


@dataclass(frozen=True, slots=True)
class CheckRow:
    """The last check of a park's meters."""

    checked_at: datetime
    points: int
    seconds: float


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """What a gateway last said of itself."""

    code: str
    name_zh: str
    name_en: str
    state: dict[str, Any] | None
    state_at: datetime | None


def metered(connection: Connection) -> list[MeteredRow]:
    """The points whose readings become amounts, by code."""
    sql = """SELECT p.id, p.enterprise_id, p.parent_id, p.code, p.name_zh, p.name_en, d.code AS device,
                    e.code AS enterprise, p.carrier, p.quantity, p.unit, p.direction, p.expected_period_s
             FROM core.point p LEFT JOIN core.device d ON d.id = p.device_id
             LEFT JOIN core.enterprise e ON e.id = p.enterprise_id
             WHERE p.kind IN ('register', 'interval') OR p.integrated ORDER BY p.code"""
    return connection.cursor(row_factory=class_row(MeteredRow)).execute(sql).fetchall()


def day_sums(
    connection: Connection,
    days: tuple[date, date],
    without: tuple[datetime, datetime],
    timezone: str,
    point_ids: Sequence[int],
) -> list[DaySum]:
    """The intervals of the local days from the first to the last, by point and day.

    They are kept by day (decision 0079); intervals that begin in `without` are taken off again. Amounts of a
    day may be beyond 64 bits, where a register says nonsense: they come in two parts.
    """
    names = ("point_id", "day", "quarters", "covered_s", "gaps", "high", "low", "guessed_high", "guessed_low")
    told = ", ".join(f"coalesce(array_agg({name}), '{{}}')" for name in names)
    row = (
        columns.cursor(connection)
        .execute(
            f"""SELECT {told} FROM (
                  SELECT point_id, day - DATE '1970-01-01' AS day, quarters, covered_s, gaps,
                    div(quantity, %(part)s)::bigint AS high, mod(quantity, %(part)s)::bigint AS low,
                    div(estimated, %(part)s)::bigint AS guessed_high,
                    mod(estimated, %(part)s)::bigint AS guessed_low FROM core.interval_day
                  WHERE day >= %(first)s AND day <= %(last)s AND point_id = ANY(%(points)s)
                  UNION ALL
                  SELECT point_id, (start AT TIME ZONE %(timezone)s)::date - DATE '1970-01-01', -1,
                    -covered_s, -(status = 1)::int, 0, -quantity, 0, -estimated
                  FROM core.interval
                  WHERE start >= %(since)s AND start < %(until)s AND point_id = ANY(%(points)s)) d""",  # noqa: S608  # names
            {
                "first": days[0],
                "last": days[1],
                "since": without[0],
                "until": without[1],
                "timezone": timezone,
                "points": list(point_ids),
                "part": Decimal(PART),
            },
        )
        .fetchone()
    )
    assert row is not None
    point, day, *amounts = (each.astype(np.int64) for each in row)
    found = columns.grouped((point, day), amounts)
    found[1] = found[1].astype("datetime64[D]").astype(object)
    rows = zip(*(each.tolist() for each in found), strict=True)
    return [
        DaySum(
            point_id, at, quarters, high * PART + low, guessed_high * PART + guessed_low, covered_s, gaps
        )
        for point_id, at, quarters, covered_s, gaps, high, low, guessed_high, guessed_low in rows
        if quarters > 0
    ]  # fmt: skip


def measured_between(connection: Connection, first: date, until: date, point_ids: Sequence[int]) -> set[int]:
    """The points that have any interval on the local days [first, until)."""
    found = connection.execute(
        """SELECT DISTINCT point_id FROM core.interval_day
           WHERE day >= %s AND day < %s AND point_id = ANY(%s)""",
        (first, until, list(point_ids)),
    )
    return {row[0] for row in found}


def first_starts(
    connection: Connection, asked: Sequence[tuple[int, datetime, datetime]]
) -> dict[int, datetime]:
    """The first interval's start within [from, to) of each point that has one there."""
    if not asked:
        return {}
    points, starts, ends = zip(*asked, strict=True)
    found = connection.execute(
        """SELECT q.point, i.start
           FROM unnest(%s::int[], %s::timestamptz[], %s::timestamptz[]) AS q(point, since, until)
           CROSS JOIN LATERAL (SELECT min(start) AS start FROM core.interval
             WHERE point_id = q.point AND start >= q.since AND start < q.until) i
           WHERE i.start IS NOT NULL""",
        (list(points), list(starts), list(ends)),
    )
    return dict(found.fetchall())


# How far to look back for a point's last reading, step by step: most are found in the first, and the tenant
# view does not let a LIMIT stop the reading of a longer span.
LOOKS_BACK = (timedelta(minutes=5), timedelta(hours=3), timedelta(days=2), timedelta(days=35))


def last_good(connection: Connection, point_ids: Sequence[int], now: datetime) -> dict[int, datetime]:
    """When each point was last read with a usable value, as far as that was in the last five weeks."""
    found: dict[int, datetime] = {}
    until = now + timedelta(minutes=15)
    for back in LOOKS_BACK:
        missing = [i for i in point_ids if i not in found]
        if not missing:
            break
        rows = connection.execute(
            """SELECT p.id, r.time FROM unnest(%s::int[]) AS p(id)
               CROSS JOIN LATERAL (SELECT max(time) AS time FROM core.reading
                 WHERE point_id = p.id AND time >= %s AND time < %s AND value IS NOT NULL
                   AND quality < 2147483648) r WHERE r.time IS NOT NULL""",
            (missing, now - back, until),
        )
        found |= dict(rows)
        until = now - back
    return found


_FINDINGS = """
SELECT f.id, p.code AS point, s.code AS source, f.budget,
  coalesce(p.name_zh, s.name_zh, e.name_zh, k.name_zh) AS name_zh,
  coalesce(p.name_en, s.name_en, e.name_en, k.name_en) AS name_en, d.code AS device, e.code AS enterprise,
  coalesce(p.carrier, s.carrier, '') AS carrier, f.rule, f.severity, f.time, f.detail,
  f.created_at AS found_at, coalesce(n.state, 'open') AS state, n.note, n.author AS noted_by,
  n.created_at AS noted_at
FROM core.finding f JOIN core.park k ON k.id = f.park_id
LEFT JOIN core.point p ON p.id = f.point_id
LEFT JOIN core.emission_source s ON s.id = f.source_id
LEFT JOIN core.device d ON d.id = p.device_id
LEFT JOIN core.enterprise e ON e.id = f.enterprise_id
LEFT JOIN LATERAL (SELECT state, note, author, created_at FROM core.finding_note
  WHERE rule = f.rule AND time = f.time AND point_id IS NOT DISTINCT FROM f.point_id
    AND source_id IS NOT DISTINCT FROM f.source_id AND budget IS NOT DISTINCT FROM f.budget
  ORDER BY id DESC LIMIT 1) n ON true
"""


def findings(
    connection: Connection,
    *,
    state: State,
    rule: str | None,
    severity: str | None,
    enterprise: str | None,
    point: str | None,
    before: tuple[datetime, int] | None,
    limit: int,
) -> list[FindingRow]:
    """Findings, the newest first; `before` is the time and id of the last one of the page before."""
    sql = f"""SELECT * FROM ({_FINDINGS}) f
        WHERE (%(state)s = 'all' OR f.state = %(state)s)
          AND (%(rule)s::text IS NULL OR f.rule = %(rule)s)
          AND (%(severity)s::text IS NULL OR f.severity = %(severity)s)
          AND (%(enterprise)s::text IS NULL OR f.enterprise = %(enterprise)s)
          AND (%(point)s::text IS NULL OR f.point = %(point)s)
          AND (%(time)s::timestamptz IS NULL OR (f.time, f.id) < (%(time)s, %(id)s))
        ORDER BY f.time DESC, f.id DESC LIMIT %(limit)s"""  # noqa: S608  # a constant
    values = {
        "state": state, "rule": rule, "severity": severity, "enterprise": enterprise, "point": point,
        "time": before[0] if before else None, "id": before[1] if before else None, "limit": limit,
    }  # fmt: skip
    return connection.cursor(row_factory=class_row(FindingRow)).execute(sql, values).fetchall()


def open_counts(connection: Connection) -> list[tuple[str, str, str | None, int]]:
    """(rule, severity, point, number) of the findings that nobody has resolved."""
    sql = f"""SELECT f.rule, f.severity, f.point, count(*) FROM ({_FINDINGS}) f
        WHERE f.state <> 'resolved' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""  # noqa: S608  # a constant
    return connection.execute(sql).fetchall()


def add_notes(
    connection: Connection, park_id: int, keys: Sequence[FindingKey], *, state: str, note: str, author: str
) -> int:
    """Say the same of several findings; how many of them there are.

    Findings are named by what they are about: their rows are written anew when their span is computed again.
    """
    points, sources, rules, times, budgets = zip(*keys, strict=True)
    return connection.execute(
        """INSERT INTO core.finding_note
             (park_id, enterprise_id, point_id, source_id, budget, rule, time, state, note, author)
           SELECT %s, f.enterprise_id, f.point_id, f.source_id, f.budget, f.rule, f.time, %s, %s, %s
           FROM unnest(%s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::text[])
             AS q(point, source, rule, time, budget)
           JOIN core.finding f ON f.rule = q.rule AND f.time = q.time
           LEFT JOIN core.point p ON p.id = f.point_id
           LEFT JOIN core.emission_source s ON s.id = f.source_id
           WHERE p.code IS NOT DISTINCT FROM q.point AND s.code IS NOT DISTINCT FROM q.source
             AND f.budget IS NOT DISTINCT FROM q.budget""",
        (park_id, state, note, author, list(points), list(sources), list(rules), list(times), list(budgets)),
    ).rowcount


def last_check(connection: Connection) -> CheckRow | None:
    """When the park's meters were last checked."""
    sql = "SELECT checked_at, points, seconds FROM core.health_check WHERE checked_at IS NOT NULL"
    return connection.cursor(row_factory=class_row(CheckRow)).execute(sql).fetchone()


def edges(connection: Connection) -> list[EdgeRow]:
    """The gateways with their own words."""
    sql = """SELECT code, name_zh, name_en, state, state_at FROM core.edge
             WHERE ended_at IS NULL ORDER BY code"""
    return connection.cursor(row_factory=class_row(EdgeRow)).execute(sql).fetchall()


def open_quarantine(connection: Connection) -> int:
    """How many messages wait in quarantine."""
    row = connection.execute("SELECT count(*) FROM core.quarantine WHERE state = 'open'").fetchone()
    return int(row[0]) if row else 0
