"""What inventories are computed from: sources with their scenes, and what they deliver on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from psycopg.rows import class_row

from parkcarbon_platform.storage import oversight
from parkcarbon_platform.storage.database import Connection


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source; `point_*` are those of its first point of activity that the transaction sees, or None."""

    id: int
    code: str
    name_zh: str
    name_en: str
    enterprise: str | None
    enterprise_id: int | None
    category: str
    carrier: str
    scope: int
    internal_transfer: bool
    formula: str
    factor: str
    factor_region: str | None
    gas: str
    biogenic: bool
    scope3_category: int | None
    valid_from: date | None
    valid_to: date | None
    point_unit: str | None
    point_quantity: str | None
    point_carrier: str | None
    points: list[str]


class ShareRow(NamedTuple):
    """A source's share of a scene, and when."""

    source_id: int
    scene: str
    share: Decimal
    valid_from: date
    valid_to: date | None


class AlikeRow(NamedTuple):
    """A share of a scene, when, and the sources that have it."""

    scene: str
    share: Decimal
    valid_from: date
    valid_to: date | None
    source_ids: list[int]


@dataclass(frozen=True, slots=True)
class SumRow:
    """The current hours of a source in a span, by factor version."""

    source_id: int
    factor_version_id: int
    fallback: bool
    quantity: int
    estimated: int
    covered_s: int
    co2_mg: int
    gas_mg: int
    provisional: int


def sources(connection: Connection, enterprise: str | None = None) -> list[SourceRow]:
    """The sources that the transaction sees, or an enterprise's, by code."""
    # Joined here: the tenants' wall on points and terms makes a join of the three cost their product.
    points = {
        row[0]: row[1:]
        for row in connection.execute("SELECT id, code, unit, quantity, carrier FROM core.point").fetchall()
    }
    terms: dict[int, list[int]] = {}
    for source_id, point_id in connection.execute(
        "SELECT source_id, point_id FROM core.source_term WHERE role = 'activity'"
    ).fetchall():
        if point_id in points:
            terms.setdefault(source_id, []).append(point_id)
    rows = connection.execute(
        """SELECT s.id, s.code, s.name_zh, s.name_en, e.code, s.enterprise_id, s.category, s.carrier, s.scope,
             s.internal_transfer, s.formula, s.factor, s.factor_region, s.gas, s.biogenic, s.scope3_category,
             s.valid_from, s.valid_to
           FROM core.emission_source s LEFT JOIN core.enterprise e ON e.id = s.enterprise_id
           WHERE %(enterprise)s::text IS NULL OR e.code = %(enterprise)s ORDER BY s.code""",
        {"enterprise": enterprise},
    ).fetchall()
    found = []
    for row in rows:
        mine = terms.get(row[0], [])
        first = points[min(mine)][1:] if mine else (None, None, None)
        columns = (*row, *first, sorted(points[point][0] for point in mine))
        found.append(SourceRow(*columns))
    return found


def shares(connection: Connection) -> list[ShareRow]:
    """Every share that the transaction sees."""
    rows = connection.execute(
        "SELECT source_id, scene, share, valid_from, valid_to FROM core.scene_share ORDER BY 1, 4, 2"
    ).fetchall()
    return [ShareRow(*row) for row in rows]


def alike(connection: Connection) -> list[AlikeRow]:
    """The same by what they are, in the order in which each source has them: most have those of others."""
    rows = connection.cursor(binary=True).execute(
        """SELECT scene, share, valid_from, valid_to, array_agg(source_id) FROM core.scene_share
           GROUP BY 1, 2, 3, 4 ORDER BY valid_from, scene"""
    )
    return [AlikeRow(*row) for row in rows]


def exported(
    connection: Connection, source_ids: Sequence[int], start: datetime, end: datetime
) -> list[tuple[int, int, int]]:
    """(source, factor version, base units) that sources subtract at points of exported energy, all of it."""
    with oversight.whole(connection):
        return connection.execute(
            """SELECT l.source_id, l.factor_version_id, sum(i.quantity)::bigint
               FROM core.source_term t
               JOIN core.point p ON p.id = t.point_id AND p.direction = 'export'
               JOIN core.interval i ON i.point_id = t.point_id AND i.start >= %(start)s AND i.start < %(end)s
               JOIN core.ledger_entry l ON l.source_id = t.source_id AND l.superseded_at IS NULL
                 AND l.hour = date_trunc('hour', i.start, 'UTC') AND l.hour >= %(start)s AND l.hour < %(end)s
               WHERE t.role = 'activity' AND t.weight = -1 AND t.source_id = ANY(%(sources)s)
               GROUP BY 1, 2""",
            {"start": start, "end": end, "sources": list(source_ids)},
        ).fetchall()


def exporters(connection: Connection) -> set[int]:
    """The sources that subtract what points of exported energy say."""
    with oversight.whole(connection):
        rows = connection.execute(
            """SELECT DISTINCT t.source_id FROM core.source_term t
               JOIN core.point p ON p.id = t.point_id AND p.direction = 'export'
               WHERE t.role = 'activity' AND t.weight = -1"""
        ).fetchall()
    return {row[0] for row in rows}


def gwp(connection: Connection, set_code: str) -> list[tuple[str, Decimal]]:
    """(factor, value) of a set of global warming potentials."""
    rows = connection.execute(
        """SELECT v.factor, v.value FROM factors.factor_version v
           JOIN factors.factor_set s ON s.id = v.set_id
           WHERE s.code = %s AND v.factor LIKE 'gwp.%%' ORDER BY 1""",
        (set_code,),
    )
    return [(factor, value) for factor, value in rows]


def sums(connection: Connection, source_ids: Sequence[int], start: datetime, end: datetime) -> list[SumRow]:
    """The current hours of [start, end) added up."""
    cursor = connection.cursor(row_factory=class_row(SumRow))
    return cursor.execute(
        """SELECT source_id, factor_version_id, fallback, sum(quantity)::bigint AS quantity,
             sum(estimated)::bigint AS estimated, sum(covered_s)::bigint AS covered_s,
             sum(co2_mg)::bigint AS co2_mg, coalesce(sum(gas_mg), 0)::bigint AS gas_mg,
             (count(*) FILTER (WHERE state = 0))::int AS provisional
           FROM core.ledger_entry
           WHERE superseded_at IS NULL AND hour >= %s AND hour < %s AND source_id = ANY(%s)
           GROUP BY 1, 2, 3""",
        (start, end, list(source_ids)),
    ).fetchall()
