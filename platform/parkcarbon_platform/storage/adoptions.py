"""Which factor sets a park uses, what its sources use of them, and factors of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from psycopg.rows import class_row

from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Adoption:
    """The sets of a park, in order, from a time on."""

    id: int
    sets: list[str]
    reason: str
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Use:
    """Ledger hours of a source that a factor version priced."""

    version_id: int
    factor: str
    source: str
    name_zh: str
    name_en: str
    enterprise: str | None
    hours: int
    first_hour: datetime
    last_hour: datetime
    co2_mg: int
    fallback_hours: int


@dataclass(frozen=True, slots=True)
class SourceFactor:
    """What a source asks for."""

    source: str
    name_zh: str
    name_en: str
    enterprise_id: int | None
    enterprise: str | None
    factor: str
    region: str


@dataclass(frozen=True, slots=True)
class OwnFactor:
    """A factor that somebody determined, and what was decided on it."""

    id: int
    enterprise_id: int | None
    enterprise: str | None
    factor: str
    version: str
    gas: str
    value: Decimal
    unit: str
    region: str
    valid_from: date
    valid_to: date | None
    reference_state: str | None
    citation: str
    evidence_id: int
    author: str
    created_at: datetime
    state: str
    decided_by: str | None
    decided_at: datetime | None
    note: str | None
    version_id: int | None


def every(connection: Connection) -> list[Adoption]:
    """What the park has adopted, the newest first."""
    cursor = connection.cursor(row_factory=class_row(Adoption))
    return cursor.execute(
        "SELECT id, sets, reason, author, created_at FROM core.factor_adoption ORDER BY id DESC"
    ).fetchall()


def newest(connection: Connection) -> list[str] | None:
    """The sets in force, in order; None where the park has never chosen."""
    row = connection.execute("SELECT sets FROM core.factor_adoption ORDER BY id DESC LIMIT 1").fetchone()
    return None if row is None else list(row[0])


def newest_id(connection: Connection) -> int | None:
    """Which choice is in force; None where the park has never chosen."""
    row = connection.execute("SELECT max(id) FROM core.factor_adoption").fetchone()
    return None if row is None else row[0]


def add(connection: Connection, park_id: int, sets: Sequence[str], *, reason: str, author: str) -> None:
    """Put sets in force."""
    connection.execute(
        "INSERT INTO core.factor_adoption (park_id, sets, reason, author) VALUES (%s, %s, %s, %s)",
        (park_id, list(sets), reason, author),
    )


def uses(
    connection: Connection, factor: str, *, after: str | None = None, sources: int | None = None
) -> list[Use]:
    """What the current ledger used of a factor, by source and time; of so many sources behind one."""
    cursor = connection.cursor(row_factory=class_row(Use))
    return cursor.execute(
        """WITH priced AS MATERIALIZED (
             SELECT factor_version_id, source_id, sum(hours)::int AS hours, min(day) AS first_day,
               max(day) AS last_day, sum(co2_mg)::bigint AS co2_mg,
               coalesce(sum(hours) FILTER (WHERE fallback), 0)::int AS fallback_hours
             FROM core.ledger_day
             WHERE factor_version_id IN (SELECT id FROM factors.factor_version WHERE factor = %(factor)s)
             GROUP BY 1, 2
           ), those AS (
             SELECT id FROM core.emission_source
             WHERE id IN (SELECT source_id FROM priced) AND (%(after)s::text IS NULL OR code > %(after)s)
             ORDER BY code LIMIT %(sources)s
           )
           SELECT l.factor_version_id AS version_id, v.factor, s.code AS source, s.name_zh, s.name_en,
             e.code AS enterprise, l.hours, l.first_hour, l.last_hour, l.co2_mg, l.fallback_hours
           FROM (SELECT d.*, f.first_hour, t.last_hour
                 FROM (SELECT * FROM priced WHERE source_id IN (SELECT id FROM those)) d
                 JOIN core.park p ON true
                 CROSS JOIN LATERAL (SELECT min(hour) AS first_hour FROM core.ledger_entry h
                   WHERE h.source_id = d.source_id AND h.factor_version_id = d.factor_version_id
                     AND h.superseded_at IS NULL
                     AND h.hour >= d.first_day::timestamp AT TIME ZONE p.timezone
                     AND h.hour < (d.first_day + 1)::timestamp AT TIME ZONE p.timezone) f
                 CROSS JOIN LATERAL (SELECT max(hour) AS last_hour FROM core.ledger_entry h
                   WHERE h.source_id = d.source_id AND h.factor_version_id = d.factor_version_id
                     AND h.superseded_at IS NULL
                     AND h.hour >= d.last_day::timestamp AT TIME ZONE p.timezone
                     AND h.hour < (d.last_day + 1)::timestamp AT TIME ZONE p.timezone) t) l
           JOIN factors.factor_version v ON v.id = l.factor_version_id
           JOIN core.emission_source s ON s.id = l.source_id
           LEFT JOIN core.enterprise e ON e.id = s.enterprise_id
           ORDER BY s.code, l.first_hour, l.factor_version_id""",
        {"factor": factor, "after": after, "sources": sources},
    ).fetchall()


def users(connection: Connection, factor: str) -> int:
    """How many sources that one sees a factor priced in the current ledger; by the sums of days."""
    row = connection.execute(
        """SELECT count(*) FROM core.emission_source WHERE id IN (
             SELECT source_id FROM core.ledger_day
             WHERE factor_version_id IN (SELECT id FROM factors.factor_version WHERE factor = %s))""",
        (factor,),
    ).fetchone()
    return 0 if row is None else row[0]


def used_hours(connection: Connection) -> dict[int, int]:
    """How many hours of the current ledger each version priced; by the sums of days, no hour is looked at."""
    rows = connection.execute(
        "SELECT factor_version_id, sum(hours)::int FROM core.ledger_day GROUP BY 1"
    ).fetchall()
    return dict(rows)


def wanted(connection: Connection) -> list[SourceFactor]:
    """What each source asks for, in the region that it is in."""
    cursor = connection.cursor(row_factory=class_row(SourceFactor))
    return cursor.execute(
        """SELECT s.code AS source, s.name_zh, s.name_en, s.enterprise_id, e.code AS enterprise, s.factor,
             coalesce(s.factor_region, p.grid_region) AS region
           FROM core.emission_source s JOIN core.park p ON p.id = s.park_id
           LEFT JOIN core.enterprise e ON e.id = s.enterprise_id ORDER BY s.code"""
    ).fetchall()


_OWN = """SELECT o.id, o.enterprise_id, e.code AS enterprise, o.factor, o.version, o.gas, o.value, o.unit,
    o.region, o.valid_from, o.valid_to, o.reference_state, o.citation, o.evidence_id, o.author, o.created_at,
    o.state, o.decided_by, o.decided_at, o.note, o.version_id
  FROM core.own_factor o LEFT JOIN core.enterprise e ON e.id = o.enterprise_id"""


def own(connection: Connection, *, after: int | None = None, limit: int | None = None) -> list[OwnFactor]:
    """Own factors that the transaction sees, the newest first; `after` is the last number seen before."""
    sql = f"{_OWN} WHERE %(after)s::bigint IS NULL OR o.id < %(after)s ORDER BY o.id DESC LIMIT %(limit)s"
    cursor = connection.cursor(row_factory=class_row(OwnFactor))
    return cursor.execute(sql, {"after": after, "limit": limit}).fetchall()


def find_own(connection: Connection, item: int) -> OwnFactor | None:
    """One of them, held until the transaction ends."""
    cursor = connection.cursor(row_factory=class_row(OwnFactor))
    return cursor.execute(f"{_OWN} WHERE o.id = %s FOR UPDATE OF o", (item,)).fetchone()


def propose(
    connection: Connection, park_id: int, enterprise_id: int | None, *, factor: str, version: str, gas: str,
    value: Decimal, unit: str, region: str, valid_from: date, valid_to: date | None,
    reference_state: str | None, citation: str, evidence_id: int, author: str,
) -> int:  # fmt: skip
    """Write down a proposal; its id."""
    row = connection.execute(
        """INSERT INTO core.own_factor (park_id, enterprise_id, factor, version, gas, value, unit, region,
             valid_from, valid_to, reference_state, citation, evidence_id, author)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id""",
        (park_id, enterprise_id, factor, version, gas, value, unit, region, valid_from, valid_to,
         reference_state, citation, evidence_id, author),
    ).fetchone()  # fmt: skip
    assert row is not None
    return int(row[0])


def decide(
    connection: Connection, item: int, state: str, *, by: str, note: str | None, version_id: int | None
) -> None:
    """Write down what was decided."""
    connection.execute(
        """UPDATE core.own_factor SET state = %s, decided_by = %s, decided_at = now(), note = %s,
             version_id = %s WHERE id = %s""",
        (state, by, note, version_id, item),
    )
