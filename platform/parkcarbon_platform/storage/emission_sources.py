"""Emission sources as those keep them who say what a park emits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from psycopg import sql
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.database import Connection

_SQL = """SELECT s.id, s.code, s.name_zh, s.name_en, s.enterprise_id, e.code AS enterprise, s.category,
    s.carrier, s.scope, s.formula, s.factor, s.factor_region, s.internal_transfer, s.gas, s.unit_code,
    s.scope3_category,
    s.biogenic, s.valid_from, s.valid_to, r.code AS replaces
  FROM core.emission_source s LEFT JOIN core.enterprise e ON e.id = s.enterprise_id
  LEFT JOIN core.emission_source r ON r.id = s.replaces_id"""


@dataclass(frozen=True, slots=True)
class Row:
    """A source as it is kept."""

    id: int
    code: str
    name_zh: str
    name_en: str
    enterprise_id: int | None
    enterprise: str | None
    category: str
    carrier: str
    scope: int
    formula: str
    factor: str
    factor_region: str | None
    internal_transfer: bool
    gas: str
    unit_code: str | None
    scope3_category: int | None
    biogenic: bool
    valid_from: date | None
    valid_to: date | None
    replaces: str | None


class Asking(NamedTuple):
    """What of a source says which factor it asks for, and when."""

    id: int
    code: str
    enterprise_id: int | None
    factor: str
    factor_region: str | None
    gas: str
    valid_from: date | None
    valid_to: date | None


class Term(NamedTuple):
    """A point in a signed sum of a source."""

    source_id: int
    role: str
    weight: int
    point_id: int
    point: str
    name_zh: str
    name_en: str
    quantity: str
    carrier: str
    unit: str


class Share(NamedTuple):
    """The share of a scene on local days, both inclusive."""

    source_id: int
    scene: str
    share: Decimal
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Sum:
    """A source's current hours of a span, added up."""

    source_id: int
    hours: int
    provisional: int
    fallback: int
    covered_s: int
    quantity: int
    estimated: int
    co2_mg: int
    gas_mg: int
    last_hour: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody did to a source."""

    action: str
    body: dict[str, Any]
    reason: str
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A point of activity that no source has."""

    code: str
    name_zh: str
    name_en: str
    enterprise: str | None
    quantity: str
    carrier: str
    unit: str
    kind: str
    direction: str
    parent: str | None


_ASKED = """(%(category)s::text IS NULL OR category = %(category)s) AND NOT EXISTS (
    SELECT FROM unnest(%(words)s::text[]) word
    WHERE strpos(lower(concat_ws(' ', code, name_zh, name_en)), word) = 0)"""
# The rank of a category that the order does not name, and of all where there is none.
LAST = 999
_RANK = f"coalesce(array_position(%(order)s::text[], category), {LAST})"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which sources: of a category, with all of the words in code or names; by code, or by the rank of their
    category in `order` first; behind a rank and a code, no more than so many."""

    category: str | None = None
    words: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    after: tuple[int, str] | None = None
    limit: int | None = None

    def values(self) -> dict[str, Any]:
        """As a query takes it."""
        rank, code = self.after or (None, None)
        words = [word.lower() for word in self.words]
        return {"category": self.category, "words": words, "order": list(self.order), "after": code,
                "rank": rank if self.order else LAST, "limit": self.limit}  # fmt: skip


def count(connection: Connection, asked: Asked) -> int:
    """How many there are, on all pages."""
    row = connection.execute(
        f"SELECT count(*) FROM core.emission_source WHERE {_ASKED}",  # noqa: S608  # constant
        asked.values(),
    ).fetchone()
    return int(row[0]) if row else 0


def categories(connection: Connection) -> set[str]:
    """The categories of the sources that the transaction sees."""
    return {row[0] for row in connection.execute("SELECT DISTINCT category FROM core.emission_source")}


def every(connection: Connection, asked: Asked | None = None) -> list[Row]:
    """The sources that the transaction sees, by code, as far as they are asked for."""
    asked = asked or Asked()
    # Joined here: behind the tenants' wall each join costs the product of its tables until they are counted.
    owners: dict[int, str] = dict(connection.execute("SELECT id, code FROM core.enterprise").fetchall())
    rows = connection.execute(
        f"""SELECT id, code, name_zh, name_en, enterprise_id, category, carrier, scope, formula, factor,
             factor_region, internal_transfer, gas, unit_code, scope3_category, biogenic, valid_from,
             valid_to, replaces_id
           FROM core.emission_source WHERE {_ASKED}
             AND (%(after)s::text IS NULL OR ({_RANK}, code) > (%(rank)s::int, %(after)s))
           ORDER BY {_RANK}, code LIMIT %(limit)s""",  # noqa: S608  # constants
        asked.values(),
    ).fetchall()
    replaced = [row[-1] for row in rows if row[-1] is not None]
    codes: dict[int, str] = {}
    if replaced:
        codes = dict(
            connection.execute(
                "SELECT id, code FROM core.emission_source WHERE id = ANY(%s)", (replaced,)
            ).fetchall()
        )
    found = []
    for row in rows:
        columns = (*row[:5], owners.get(row[4]), *row[5:-1], codes.get(row[-1]))
        found.append(Row(*columns))
    return found


def asking(connection: Connection, enterprise_id: int, since: date) -> list[Asking]:
    """The sources of an enterprise that had not ended before a local day, by code."""
    rows = connection.execute(
        """SELECT id, code, enterprise_id, factor, factor_region, gas, valid_from, valid_to
           FROM core.emission_source
           WHERE enterprise_id = %s AND (valid_to IS NULL OR valid_to >= %s) ORDER BY code""",
        (enterprise_id, since),
    )
    return list(map(Asking._make, rows.fetchall()))


def find(connection: Connection, code: str) -> Row | None:
    """The source with a code."""
    return (
        connection.cursor(row_factory=class_row(Row)).execute(f"{_SQL} WHERE s.code = %s", (code,)).fetchone()
    )


def terms(connection: Connection, source_ids: Sequence[int]) -> list[Term]:
    """The signed sums of sources."""
    rows = connection.execute(
        "SELECT source_id, role, weight, point_id FROM core.source_term WHERE source_id = ANY(%s)",
        (list(source_ids),),
    ).fetchall()
    points = {
        row[0]: row
        for row in connection.execute(
            """SELECT id, code, name_zh, name_en, quantity, carrier, unit FROM core.point
               WHERE id = ANY(%s)""",
            (list({row[3] for row in rows}),),
        ).fetchall()
    }
    found = [Term(*row[:3], *points[row[3]]) for row in rows if row[3] in points]
    return sorted(found, key=lambda term: (term.source_id, term.role, -term.weight, term.point))


def with_activity(connection: Connection) -> set[int]:
    """The sources that have a point of activity which the transaction sees."""
    points = {row[0] for row in connection.execute("SELECT id FROM core.point").fetchall()}
    rows = connection.execute(
        "SELECT source_id, point_id FROM core.source_term WHERE role = 'activity'"
    ).fetchall()
    return {source for source, point in rows if point in points}


def shares(connection: Connection, source_ids: Sequence[int]) -> list[Share]:
    """Every share of sources."""
    rows = connection.execute(
        """SELECT source_id, scene, share, valid_from, valid_to FROM core.scene_share
           WHERE source_id = ANY(%s) ORDER BY source_id, valid_from, scene""",
        (list(source_ids),),
    ).fetchall()
    return [Share(*row) for row in rows]


def sums(connection: Connection, source_ids: Sequence[int], start: datetime, end: datetime) -> list[Sum]:
    """The current hours of [start, end) by source."""
    return (
        connection.cursor(row_factory=class_row(Sum))
        .execute(
            """SELECT source_id, count(*)::int AS hours,
                 (count(*) FILTER (WHERE state = 0))::int AS provisional,
                 (count(*) FILTER (WHERE fallback))::int AS fallback, sum(covered_s)::bigint AS covered_s,
                 sum(quantity)::bigint AS quantity, sum(estimated)::bigint AS estimated,
                 sum(co2_mg)::bigint AS co2_mg, coalesce(sum(gas_mg), 0)::bigint AS gas_mg,
                 max(hour) AS last_hour
               FROM core.ledger_entry
               WHERE superseded_at IS NULL AND hour >= %s AND hour < %s AND source_id = ANY(%s) GROUP BY 1""",
            (start, end, list(source_ids)),
        )
        .fetchall()
    )


def findings(connection: Connection, source_ids: Sequence[int]) -> list[tuple[int, str, str]]:
    """(source, rule, detail) of what cannot be calculated."""
    return connection.execute(
        "SELECT source_id, rule, detail FROM core.finding WHERE source_id = ANY(%s) ORDER BY 1, 2",
        (list(source_ids),),
    ).fetchall()


def changes(connection: Connection, source_id: int) -> list[Change]:
    """What was done to a source, the newest first."""
    return (
        connection.cursor(row_factory=class_row(Change))
        .execute(
            """SELECT action, body, reason, author, created_at FROM core.source_change
               WHERE source_id = %s ORDER BY id DESC""",
            (source_id,),
        )
        .fetchall()
    )


def edited(connection: Connection) -> set[str]:
    """The codes of sources that somebody has made, edited or deleted: those are people's from then on."""
    rows = connection.execute("SELECT DISTINCT code FROM core.source_change")
    return {row[0] for row in rows}


def uncovered(connection: Connection) -> list[Uncovered]:
    """Amounts, measured or reported, that no source uses, not even through a formula or a parent.

    What a point above it measures is in that point's sum already.
    """
    return (
        connection.cursor(row_factory=class_row(Uncovered))
        .execute(
            """WITH RECURSIVE used AS (
                 SELECT t.point_id AS id FROM core.source_term t WHERE t.role = 'activity'
                 UNION SELECT i.input_id FROM core.point_input i JOIN used u ON i.point_id = u.id
                   WHERE i.role <> 'check'),
               covered AS (SELECT id FROM used
                 UNION SELECT p.id FROM core.point p JOIN covered c ON p.parent_id = c.id)
               SELECT p.code, p.name_zh, p.name_en, e.code AS enterprise, p.quantity, p.carrier, p.unit,
                 p.kind, p.direction, parent.code AS parent
               FROM core.point p LEFT JOIN core.enterprise e ON e.id = p.enterprise_id
               LEFT JOIN core.point parent ON parent.id = p.parent_id
               WHERE (p.kind <> 'gauge' OR p.integrated)
                 AND p.direction IN ('import', 'consumption', 'production')
                 AND p.quantity IN ('energy', 'volume', 'mass', 'distance', 'freight', 'travel', 'count')
                 AND p.carrier NOT IN ('water', 'cooling')
                 AND p.id NOT IN (SELECT id FROM covered)"""
        )
        .fetchall()
    )


def insert(connection: Connection, row: Mapping[str, object]) -> int:
    """Make a source; its id."""
    names = sql.SQL(", ")
    found = connection.execute(
        sql.SQL("INSERT INTO core.emission_source ({}) VALUES ({}) RETURNING id").format(
            names.join(map(sql.Identifier, row)), names.join(sql.Placeholder(c) for c in row)
        ),
        dict(row),
    ).fetchone()
    assert found is not None
    return int(found[0])


def set_terms(
    connection: Connection, owner: tuple[int, int | None], source_id: int,
    terms: Sequence[tuple[int, str, int]],
) -> None:  # fmt: skip
    """The signed sums of a source are these (point, role, weight); `owner`: park and enterprise."""
    connection.execute("DELETE FROM core.source_term WHERE source_id = %s", (source_id,))
    with connection.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO core.source_term (park_id, enterprise_id, source_id, point_id, role, weight)
            VALUES (%s, %s, %s, %s, %s, %s)""",
            [(*owner, source_id, *term) for term in terms],
        )


def set_shares(
    connection: Connection, owner: tuple[int, int | None], source_id: int, *,
    since: date, scenes: Mapping[str, Decimal],
) -> None:  # fmt: skip
    """From a local day on these are the shares; what held before ends the day before."""
    connection.execute(
        "DELETE FROM core.scene_share WHERE source_id = %s AND valid_from >= %s", (source_id, since)
    )
    connection.execute(
        """UPDATE core.scene_share SET valid_to = %(since)s::date - 1
        WHERE source_id = %(source)s AND (valid_to IS NULL OR valid_to >= %(since)s)""",
        {"since": since, "source": source_id},
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO core.scene_share (park_id, enterprise_id, source_id, scene, share, valid_from)
            VALUES (%s, %s, %s, %s, %s, %s)""",
            [(*owner, source_id, scene, share, since) for scene, share in scenes.items()],
        )


def describe(
    connection: Connection, source_id: int, name_zh: str, name_en: str, unit_code: str | None
) -> None:
    """What changes no figure."""
    connection.execute(
        "UPDATE core.emission_source SET name_zh = %s, name_en = %s, unit_code = %s WHERE id = %s",
        (name_zh, name_en, unit_code, source_id),
    )


def end(connection: Connection, source_id: int, last_day: date) -> None:
    """It has no emissions after a local day."""
    connection.execute("UPDATE core.emission_source SET valid_to = %s WHERE id = %s", (last_day, source_id))


def has_hours(connection: Connection, source_id: int) -> bool:
    """Whether it ever had a figure, or would have under a lock."""
    row = connection.execute(
        """SELECT EXISTS (SELECT FROM core.ledger_entry WHERE source_id = %(id)s)
          OR EXISTS (SELECT FROM core.pending_difference WHERE source_id = %(id)s)
          OR EXISTS (SELECT FROM core.emission_source WHERE replaces_id = %(id)s)
          OR EXISTS (SELECT FROM core.green_use WHERE source_id = %(id)s)""",
        {"id": source_id},
    ).fetchone()
    return bool(row and row[0])


def delete(connection: Connection, source_id: int) -> None:
    """Remove a source that never had a figure."""
    for table in ("source_term", "scene_share", "finding", "finding_note"):
        connection.execute(
            sql.SQL("DELETE FROM core.{} WHERE source_id = %s").format(sql.Identifier(table)), (source_id,)
        )
    connection.execute("UPDATE core.source_change SET source_id = NULL WHERE source_id = %s", (source_id,))
    connection.execute("DELETE FROM core.emission_source WHERE id = %s", (source_id,))


def record(
    connection: Connection, park_id: int, source: tuple[int | None, str, int | None], action: str,
    body: Mapping[str, object], *, reason: str, author: str,
) -> None:  # fmt: skip
    """Keep what somebody did; `source`: id, code, enterprise."""
    source_id, code, enterprise_id = source
    connection.execute(
        """INSERT INTO core.source_change (park_id, enterprise_id, source_id, code, action, body, reason,
          author)
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s)""",
        (park_id, enterprise_id, source_id, code, action, Jsonb(dict(body)), reason, author),
    )


def first_interval(connection: Connection, point_ids: Sequence[int]) -> datetime | None:
    """When the first of these points has its first quarter hour."""
    row = connection.execute(
        """SELECT min(i.start) FROM unnest(%s::int[]) AS p(id)
        CROSS JOIN LATERAL (SELECT start FROM core.interval WHERE point_id = p.id
          ORDER BY start LIMIT 1) i""",
        (list(point_ids),),
    ).fetchone()
    return row[0] if row else None
