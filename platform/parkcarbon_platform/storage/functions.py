"""What a park has of the functions of a digital carbon centre: rows that show each of them at work.

Each query gives (name, time, detail) of one row a piece of evidence; a new kind of evidence is a query here.
"""

from datetime import datetime
from typing import NamedTuple

from psycopg import sql

from parkcarbon_platform.storage.database import Connection

# %(now)s is the time of asking: what has stopped is not at work.
EVIDENCE: dict[str, str] = {
    "points_with_energy": """SELECT p.code, max(i.start), count(*)::text || ' × 15 min'
      FROM core.interval i JOIN core.point p ON p.id = i.point_id
      WHERE i.start >= %(now)s - interval '7 days' AND i.start <= %(now)s GROUP BY p.code""",
    "sources_with_hours": """SELECT s.code, max(l.hour), count(*)::text || ' h'
      FROM core.ledger_entry l JOIN core.emission_source s ON s.id = l.source_id
      WHERE l.superseded_at IS NULL AND l.hour >= %(now)s - interval '31 days' AND l.hour <= %(now)s
      GROUP BY s.code""",
    "output_reports": """SELECT coalesce(e.code, 'park') || ' ' || r.item, max(r.created_at),
        max(r.to_day)::text FROM core.activity_record r LEFT JOIN core.enterprise e ON e.id = r.enterprise_id
      JOIN LATERAL (SELECT state FROM core.activity_step WHERE record_id = r.id
        ORDER BY number DESC LIMIT 1) s ON s.state = 'approved'
      WHERE r.kind = 'driver' AND r.to_day >= (%(now)s - interval '24 months')::date GROUP BY 1""",
    "analyses": """SELECT kind || ' ' || title, finished_at, coalesce(results_sha256, '')
      FROM core.analysis_run WHERE state = 'done'""",
    "portfolios": """SELECT name, finished_at, encode(request_sha256, 'hex') FROM core.plan
      WHERE kind = 'portfolio' AND result IS NOT NULL""",
    "pathways": """SELECT name, finished_at, encode(request_sha256, 'hex') FROM core.plan
      WHERE kind = 'pathway' AND result IS NOT NULL""",
    "held_norms": """SELECT n.code || ' ' || n.item, max(r.created_at),
        count(DISTINCT r.enterprise_id)::text || ' × ' || n.kind || ' ' || n.limit_value || ' ' || n.unit
      FROM (SELECT DISTINCT ON (code) * FROM core.intensity_norm ORDER BY code, id DESC) n
      JOIN core.activity_record r ON r.item = n.item AND r.kind = 'driver' AND r.enterprise_id IS NOT NULL
        AND r.to_day >= (%(now)s - interval '24 months')::date
      JOIN LATERAL (SELECT state FROM core.activity_step WHERE record_id = r.id
        ORDER BY number DESC LIMIT 1) s ON s.state = 'approved'
      WHERE NOT n.ended AND (n.valid_to IS NULL OR n.valid_to >= (%(now)s)::date)
      GROUP BY n.code, n.item, n.kind, n.limit_value, n.unit""",
    "product_energy": """SELECT DISTINCT ON (year, code) year || ' ' || code, created_at,
        part::text || ' / ' || whole::text || ' ' || unit FROM core.national_entry
      WHERE code LIKE 'product:%%' AND part IS NOT NULL ORDER BY year, code, id DESC""",
    "carriers_by_scene": """SELECT s.carrier || ' → ' || c.scene, max(l.hour), count(DISTINCT s.id)::text
      FROM core.ledger_entry l JOIN core.emission_source s ON s.id = l.source_id
      JOIN core.scene_share c ON c.source_id = s.id AND c.valid_to IS NULL
      WHERE l.superseded_at IS NULL AND l.hour >= %(now)s - interval '2 days' AND l.hour <= %(now)s
      GROUP BY s.carrier, c.scene""",
    "sub_meters": """SELECT u.code || ' ← ' || p.code, max(i.start), '' FROM core.point p
      JOIN core.point u ON u.id = p.parent_id JOIN core.interval i ON i.point_id = p.id
      WHERE i.start >= %(now)s - interval '7 days' AND i.start <= %(now)s GROUP BY u.code, p.code""",
    "targets": """SELECT coalesce(e.code, 'park') || ' ' || t.kind || ' ' || t.year, max(t.created_at),
        (array_agg(t.value ORDER BY t.id DESC))[1]::text FROM core.target t
      LEFT JOIN core.enterprise e ON e.id = t.enterprise_id
      WHERE t.year >= extract(year FROM %(now)s::timestamptz) GROUP BY e.code, t.kind, t.year""",
    "budgets": """SELECT x.name, x.created_at, x.total FROM (
        SELECT DISTINCT ON (b.enterprise_id, b.kind, b.year)
          coalesce(e.code, 'park') || ' ' || b.kind || ' ' || b.year AS name, b.created_at,
          (SELECT sum(m) FROM unnest(b.months) m)::text AS total, b.ended
        FROM core.budget b LEFT JOIN core.enterprise e ON e.id = b.enterprise_id
        WHERE b.year >= extract(year FROM %(now)s::timestamptz)
        ORDER BY b.enterprise_id, b.kind, b.year, b.id DESC) x WHERE NOT x.ended""",
    "inventories": """SELECT i.ruleset || ' ' || i.from_day || ' – ' || i.to_day, coalesce(i.known_at,
        i.created_at), i.state FROM core.inventory i
      WHERE i.sha256 IS NOT NULL AND i.state NOT IN ('withdrawn', 'superseded')""",
    "checked_inventories": """SELECT i.ruleset || ' ' || i.from_day || ' – ' || i.to_day, max(v.created_at),
        i.state FROM core.inventory i JOIN core.inventory_event v ON v.inventory_id = i.id
      WHERE i.state IN ('in_verification', 'findings', 'verified', 'locked') GROUP BY i.id""",
    "scope3_sources": """SELECT s.code, max(l.hour), coalesce(s.scope3_category::text, '')
      FROM core.ledger_entry l JOIN core.emission_source s ON s.id = l.source_id AND s.scope = 3
      WHERE l.superseded_at IS NULL AND l.hour >= %(now)s - interval '12 months' AND l.hour <= %(now)s
      GROUP BY s.id""",
    "packs": """SELECT coalesce(name, kind), finished_at, encode(sha256, 'hex') FROM core.export
      WHERE kind = 'verification_pack' AND state = 'done'""",
    "green_supplies": """SELECT kind || ' ' || number, created_at, amount_wh::text || ' Wh'
      FROM core.green_supply WHERE withdrawn_at IS NULL""",
    "green_uses": """SELECT g.number || ' → ' || s.code, u.created_at, u.amount_wh::text || ' Wh '
        || to_char(u.month, 'YYYY-MM') FROM core.green_use u JOIN core.green_supply g ON g.id = u.supply_id
      JOIN core.emission_source s ON s.id = u.source_id WHERE u.released_at IS NULL""",
}  # fmt: skip
MOST_ROWS = 2000


class Evidence(NamedTuple):
    """A piece of evidence."""

    name: str
    time: datetime | None
    detail: str


def sums(connection: Connection, code: str, now: datetime) -> tuple[int, datetime | None]:
    """How many pieces there are, and when the last one was made."""
    query = sql.SQL("SELECT count(*), max(x.time) FROM ({}) AS x(name, time, detail)")
    row = connection.execute(query.format(sql.SQL(EVIDENCE[code])), {"now": now}).fetchone()
    assert row is not None
    return int(row[0]), row[1]


def rows(connection: Connection, code: str, now: datetime) -> list[Evidence]:
    """The pieces, the newest first."""
    query = sql.SQL(
        "SELECT x.name, x.time, x.detail FROM ({}) AS x(name, time, detail) "
        "ORDER BY x.time DESC NULLS LAST, x.name LIMIT {}"
    )
    found = connection.execute(
        query.format(sql.SQL(EVIDENCE[code]), sql.Literal(MOST_ROWS)), {"now": now}
    ).fetchall()
    return [Evidence(*row) for row in found]
