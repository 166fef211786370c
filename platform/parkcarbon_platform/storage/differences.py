"""What locked hours would be by what is known now: kept until somebody accepts or dismisses it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from psycopg.rows import class_row

from parkcarbon_platform.storage.arrays import literal
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.ledger import Entry

OPEN, ACCEPTED, DISMISSED = "open", "accepted", "dismissed"
PAGE = 500
_SQL = """SELECT d.id, d.source_id, s.code AS source, d.enterprise_id, d.hour, d.lock_id, d.quantity,
    d.estimated, d.covered_s, d.co2_mg, d.gas_mg, d.fallback, d.factor_version_id, d.locked_quantity,
    d.locked_co2_mg, d.locked_gas_mg, d.first_seen, d.updated_at, d.causes, d.state, d.resolved_at,
    d.resolved_by, d.note
  FROM core.pending_difference d JOIN core.emission_source s ON s.id = d.source_id"""


class Held(NamedTuple):
    """An hour [ms] of a source that a lock holds, as it is (None: no entry) and as it would be."""

    source_id: int
    hour: int
    lock_id: int
    old: Entry | None
    new: Entry | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A pending difference; `quantity` and `co2_mg` None: the hour would have no entry."""

    id: int
    source_id: int
    source: str
    enterprise_id: int | None
    hour: datetime
    lock_id: int
    quantity: int | None
    estimated: int | None
    covered_s: int | None
    co2_mg: int | None
    gas_mg: int | None
    fallback: bool | None
    factor_version_id: int | None
    locked_quantity: int | None
    locked_co2_mg: int | None
    locked_gas_mg: int | None
    first_seen: datetime
    updated_at: datetime
    causes: list[str]
    state: str
    resolved_at: datetime | None
    resolved_by: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The open differences of a source and lock, added up [base unit, mg]; no entry counts as zero.

    `co2_mg` is of CO2 totals, `mass_mg` of the source's gas.

    `seen` names these differences with their figures: it is another as soon as one comes, goes or changes.
    """

    source: str
    source_id: int
    name_zh: str
    name_en: str
    enterprise: str | None
    carrier: str
    lock_id: int
    hours: int
    first_hour: datetime
    last_hour: datetime
    quantity: int
    locked_quantity: int
    co2_mg: int
    locked_co2_mg: int
    mass_mg: int
    locked_mass_mg: int
    first_seen: datetime
    causes: list[str]
    seen: str

    @property
    def difference_mg(self) -> int:
        """What the hours would have more [mg]."""
        return self.co2_mg - self.locked_co2_mg


def vanish(connection: Connection, hours: Sequence[tuple[int, int]]) -> None:
    """These hours (source, ms) no longer differ from what they would be."""
    if hours:
        connection.execute(
            """DELETE FROM core.pending_difference d
            USING unnest(%s::int[], %s::bigint[]) AS q(source_id, ms)
            WHERE d.source_id = q.source_id AND d.hour = to_timestamp(q.ms / 1000.0) AND d.state = 'open'""",
            (literal(s for s, _ in hours), literal(h for _, h in hours)),
        )


def hold(
    connection: Connection, park_id: int, held: Sequence[Held], enterprises: dict[int, int | None],
    *, cause: str,
) -> None:  # fmt: skip
    """Record that these hours would differ, and why; what was dismissed with the same figures stays so."""
    if not held:
        return
    connection.execute(
        """WITH given AS (
          SELECT *, to_timestamp(ms / 1000.0) AS hour
          FROM unnest(%s::int[], %s::int[], %s::bigint[], %s::int[], %s::bigint[], %s::bigint[], %s::int[],
            %s::bigint[], %s::bigint[], %s::boolean[], %s::int[], %s::bigint[], %s::bigint[], %s::bigint[])
            AS u(source_id, enterprise_id, ms, lock_id, quantity, estimated, covered_s, co2_mg, gas_mg,
                 fallback, version, locked_quantity, locked_co2_mg, locked_gas_mg)),
        known AS (
          SELECT g.source_id, g.hour FROM given g
          JOIN LATERAL (SELECT * FROM core.pending_difference d
            WHERE d.source_id = g.source_id AND d.hour = g.hour AND d.state <> 'open'
            ORDER BY d.id DESC LIMIT 1) last ON last.state = 'dismissed'
          WHERE (last.quantity, last.estimated, last.covered_s, last.co2_mg, coalesce(last.gas_mg, 0),
              last.factor_version_id)
            IS NOT DISTINCT FROM (g.quantity, g.estimated, g.covered_s, g.co2_mg, coalesce(g.gas_mg, 0),
              g.version)),
        gone AS (
          DELETE FROM core.pending_difference d USING known k
          WHERE d.source_id = k.source_id AND d.hour = k.hour AND d.state = 'open')
        INSERT INTO core.pending_difference AS old (park_id, enterprise_id, source_id, hour, lock_id,
          quantity, estimated, covered_s, co2_mg, gas_mg, fallback, factor_version_id, locked_quantity,
          locked_co2_mg, locked_gas_mg, causes)
        SELECT %s, enterprise_id, source_id, hour, lock_id, quantity, estimated, covered_s, co2_mg, gas_mg,
          fallback, version, locked_quantity, locked_co2_mg, locked_gas_mg, ARRAY[%s]
        FROM given WHERE (source_id, hour) NOT IN (SELECT source_id, hour FROM known)
        ON CONFLICT (source_id, hour) WHERE state = 'open' DO UPDATE SET lock_id = excluded.lock_id,
          quantity = excluded.quantity, estimated = excluded.estimated, covered_s = excluded.covered_s,
          co2_mg = excluded.co2_mg, gas_mg = excluded.gas_mg, fallback = excluded.fallback,
          factor_version_id = excluded.factor_version_id, locked_quantity = excluded.locked_quantity,
          locked_co2_mg = excluded.locked_co2_mg, locked_gas_mg = excluded.locked_gas_mg,
          updated_at = now(),
          causes = array_remove(old.causes, excluded.causes[1]) || excluded.causes
        WHERE (old.quantity, old.estimated, old.covered_s, old.co2_mg, coalesce(old.gas_mg, 0), old.fallback,
            old.factor_version_id)
          IS DISTINCT FROM (excluded.quantity, excluded.estimated, excluded.covered_s, excluded.co2_mg,
            coalesce(excluded.gas_mg, 0), excluded.fallback, excluded.factor_version_id)""",
        (*_columns(held, enterprises), park_id, cause),
    )


def page(
    connection: Connection, state: str | None, *, lock_id: int | None = None, source: str | None = None,
    before: int | None = None,
) -> list[Difference]:  # fmt: skip
    """Differences, the newest first, at most a page."""
    sql = f"""{_SQL} WHERE (%(state)s::text IS NULL OR d.state = %(state)s)
        AND (%(lock)s::int IS NULL OR d.lock_id = %(lock)s)
        AND (%(source)s::text IS NULL OR s.code = %(source)s)
        AND (%(before)s::bigint IS NULL OR d.id < %(before)s)
      ORDER BY d.id DESC LIMIT %(page)s"""
    cursor = connection.cursor(row_factory=class_row(Difference))
    given = {"state": state, "lock": lock_id, "source": source, "before": before, "page": PAGE}
    return cursor.execute(sql, given).fetchall()


def summary(connection: Connection) -> list[Summary]:
    """The open differences by source and lock."""
    cursor = connection.cursor(row_factory=class_row(Summary))
    return cursor.execute(
        """SELECT s.code AS source, s.id AS source_id, s.name_zh, s.name_en, e.code AS enterprise, s.carrier,
          d.lock_id, count(*)::int AS hours, min(d.hour) AS first_hour, max(d.hour) AS last_hour,
          coalesce(sum(d.quantity), 0)::bigint AS quantity,
          coalesce(sum(d.locked_quantity), 0)::bigint AS locked_quantity,
          coalesce(sum(d.co2_mg), 0)::bigint AS co2_mg,
          coalesce(sum(d.locked_co2_mg), 0)::bigint AS locked_co2_mg,
          sum(coalesce(d.co2_mg, 0) + coalesce(d.gas_mg, 0))::bigint AS mass_mg,
          sum(coalesce(d.locked_co2_mg, 0) + coalesce(d.locked_gas_mg, 0))::bigint AS locked_mass_mg,
          min(d.first_seen) AS first_seen,
          (SELECT coalesce(array_agg(DISTINCT c ORDER BY c), '{}') FROM core.pending_difference x
           CROSS JOIN LATERAL unnest(x.causes) c
           WHERE x.state = 'open' AND x.source_id = s.id AND x.lock_id = d.lock_id) AS causes,
          md5(string_agg(concat_ws(':', d.id, d.quantity, d.estimated, d.covered_s, d.co2_mg, d.gas_mg), ' '
            ORDER BY d.id)) AS seen
        FROM core.pending_difference d JOIN core.emission_source s ON s.id = d.source_id
        LEFT JOIN core.enterprise e ON e.id = s.enterprise_id
        WHERE d.state = 'open' GROUP BY s.id, e.code, d.lock_id ORDER BY d.lock_id DESC, s.code"""
    ).fetchall()


def opened(
    connection: Connection, *, ids: Sequence[int] | None = None, lock_id: int | None = None,
    source: str | None = None,
) -> list[Difference]:  # fmt: skip
    """Open differences by id, or of a lock or one of its sources, locked for a decision."""
    sql = f"""{_SQL} WHERE d.state = 'open' AND (d.id = ANY(%(ids)s)
        OR d.lock_id = %(lock)s AND (%(source)s::text IS NULL OR s.code = %(source)s))
      ORDER BY d.source_id, d.hour FOR UPDATE OF d"""
    cursor = connection.cursor(row_factory=class_row(Difference))
    return cursor.execute(sql, {"ids": list(ids or ()), "lock": lock_id, "source": source}).fetchall()


def of_source(connection: Connection, source_id: int, start: datetime, end: datetime) -> list[Difference]:
    """The open differences of a source's hours of [start, end)."""
    sql = f"{_SQL} WHERE d.state = 'open' AND d.source_id = %s AND d.hour >= %s AND d.hour < %s"
    cursor = connection.cursor(row_factory=class_row(Difference))
    return cursor.execute(sql, (source_id, start, end)).fetchall()


def of_sources(
    connection: Connection, source_ids: Sequence[int], start: datetime, end: datetime
) -> list[Difference]:
    """The open differences of these sources' hours of [start, end)."""
    sql = f"{_SQL} WHERE d.state = 'open' AND d.source_id = ANY(%s) AND d.hour >= %s AND d.hour < %s"
    cursor = connection.cursor(row_factory=class_row(Difference))
    return cursor.execute(sql, (list(source_ids), start, end)).fetchall()


def hours_of_lock(connection: Connection, lock_id: int) -> list[tuple[int, datetime]]:
    """(source, hour) that ever differed under a lock and were not accepted."""
    return connection.execute(
        """SELECT DISTINCT source_id, hour FROM core.pending_difference
        WHERE lock_id = %s AND state <> 'accepted'""",
        (lock_id,),
    ).fetchall()


def resolve(connection: Connection, ids: Sequence[int], state: str, *, by: str, note: str) -> None:
    """Somebody has decided."""
    connection.execute(
        """UPDATE core.pending_difference SET state = %s, resolved_at = now(), resolved_by = %s, note = %s
        WHERE id = ANY(%s)""",
        (state, by, note, list(ids)),
    )


def _columns(held: Sequence[Held], enterprises: dict[int, int | None]) -> list[str]:
    new = [h.new for h in held]
    old = [h.old for h in held]
    return [
        literal(h.source_id for h in held),
        literal(enterprises.get(h.source_id) for h in held),
        literal(h.hour for h in held),
        literal(h.lock_id for h in held),
        *(
            literal(None if entry is None else getattr(entry, name) for entry in new)
            for name in (
                "quantity",
                "estimated",
                "covered_s",
                "co2_mg",
                "gas_mg",
                "fallback",
                "factor_version_id",
            )
        ),
        *(
            literal(None if entry is None else getattr(entry, name) for entry in old)
            for name in ("quantity", "co2_mg", "gas_mg")
        ),
    ]
