"""Files that people asked for, and digests of what they rest on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.database import Connection

KEPT_DAYS = 30
OVERSEER = "overseer"  # among the arguments; the policies of migration 0052 read it


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A file without its content."""

    id: int
    enterprise: str | None
    enterprise_id: int | None
    kind: str
    arguments: dict[str, Any]
    state: str
    progress: float
    error: str | None
    name: str | None
    media_type: str | None
    size: int | None
    sha256: bytes | None
    manifest: dict[str, Any] | None
    author: str
    created_at: datetime
    finished_at: datetime | None

    @property
    def for_overseer(self) -> bool:
        """Whether it shows what overseers of the park see; not so what an enterprise asked for itself."""
        return bool(self.arguments.get(OVERSEER, True))


@dataclass(frozen=True, slots=True)
class Digest:
    """Rows of one point or source in one month, counted and hashed."""

    code: str
    month: str
    rows: int
    quantity: int
    sha256: str


_COLUMNS = """x.id, e.code AS enterprise, x.enterprise_id, x.kind, x.arguments, x.state, x.progress, x.error,
  x.name, x.media_type, x.size, x.sha256, x.manifest, x.author, x.created_at, x.finished_at"""
_FROM = f"SELECT {_COLUMNS} FROM core.export x LEFT JOIN core.enterprise e ON e.id = x.enterprise_id"  # noqa: S608
_LIST = f"""{_FROM} WHERE %(after)s::bigint IS NULL OR x.id < %(after)s
  ORDER BY x.id DESC LIMIT %(limit)s"""
_ONE = f"{_FROM} WHERE x.id = %s"


def add(
    connection: Connection, park_id: int, enterprise: str | None, *, kind: str, arguments: dict[str, Any],
    author: str,
) -> int:  # fmt: skip
    """Ask for a file; its id."""
    row = connection.execute(
        """INSERT INTO core.export (park_id, enterprise_id, kind, arguments, author)
        VALUES (%s, (SELECT id FROM core.enterprise WHERE code = %s), %s, %s, %s) RETURNING id""",
        (park_id, enterprise, kind, Jsonb(arguments), author),
    ).fetchone()
    assert row is not None
    return int(row[0])


def every(connection: Connection, *, after: int | None = None, limit: int | None = None) -> list[ExportRow]:
    """The files that the transaction sees, the newest first: a page of them after one."""
    cursor = connection.cursor(row_factory=class_row(ExportRow))
    return cursor.execute(_LIST, {"after": after, "limit": limit}).fetchall()


def get(connection: Connection, export_id: int) -> ExportRow | None:
    """A file that the transaction sees."""
    cursor = connection.cursor(row_factory=class_row(ExportRow))
    return cursor.execute(_ONE, (export_id,)).fetchone()


def content(connection: Connection, export_id: int) -> bytes | None:
    """The bytes of a file that is made."""
    row = connection.execute("SELECT content FROM core.export WHERE id = %s", (export_id,)).fetchone()
    return None if row is None or row[0] is None else bytes(row[0])


def progress(connection: Connection, export_id: int, share: float) -> None:
    """How far it has come."""
    connection.execute(
        "UPDATE core.export SET state = 'running', progress = %s WHERE id = %s", (share, export_id)
    )


def finish(
    connection: Connection, export_id: int, *, name: str, media_type: str, made: bytes, sha256: bytes,
    manifest: dict[str, Any] | None,
) -> None:  # fmt: skip
    """It is made."""
    connection.execute(
        """UPDATE core.export SET state = 'done', progress = 1, error = NULL, name = %s, media_type = %s,
          size = %s, sha256 = %s, content = %s, manifest = %s, finished_at = now() WHERE id = %s""",
        (name, media_type, len(made), sha256, made, manifest and Jsonb(manifest), export_id),
    )


def fail(connection: Connection, export_id: int, error: str) -> None:
    """It could not be made."""
    connection.execute(
        "UPDATE core.export SET state = 'failed', error = %s, finished_at = now() WHERE id = %s",
        (error, export_id),
    )


def drop_old(connection: Connection) -> int:
    """Delete what was kept long enough; how many."""
    return connection.execute(
        "DELETE FROM core.export WHERE created_at < now() - make_interval(days => %s)", (KEPT_DAYS,)
    ).rowcount


def reading_digests(
    connection: Connection, sources: Sequence[str], start: datetime, end: datetime, timezone: str
) -> list[Digest]:
    """The readings of [start, end) of the points behind sources, by point and local month.

    The hash is over `time µs|value|quality` in order of time, each reading a line.
    """
    cursor = connection.cursor(row_factory=class_row(Digest))
    return cursor.execute(
        """SELECT p.code, to_char(date_trunc('month', r.time AT TIME ZONE %(zone)s), 'YYYY-MM') AS month,
             count(*)::int AS rows, 0::bigint AS quantity,
             encode(sha256(convert_to(string_agg((extract(epoch FROM r.time) * 1000000)::bigint || '|'
               || coalesce(r.exact::text, r.value::text, '') || '|' || r.quality, E'\\n'
               ORDER BY r.time), 'UTF8')), 'hex') AS sha256
           FROM core.point p JOIN core.reading r ON r.point_id = p.id
           WHERE p.id IN (SELECT t.point_id FROM core.source_term t
               JOIN core.emission_source s ON s.id = t.source_id
               WHERE t.role = 'activity' AND s.code = ANY(%(sources)s))
             AND r.time >= %(start)s AND r.time < %(end)s
           GROUP BY 1, 2 ORDER BY 1, 2""",
        {"zone": timezone, "sources": list(sources), "start": start, "end": end},
    ).fetchall()


def hour_digests(
    connection: Connection, sources: Sequence[str], start: datetime, end: datetime, timezone: str,
    *, with_gas: bool = True,
) -> list[Digest]:  # fmt: skip
    """The current ledger hours of [start, end) of sources, by source and local month.

    The hash is over `hour s|revision|quantity|co2_mg|factor version|gas_mg` in order of time, each hour a
    line; `gas_mg`, of which there may be none, is left out of packs from before it was hashed.
    """
    cursor = connection.cursor(row_factory=class_row(Digest))
    return cursor.execute(
        """SELECT s.code, to_char(date_trunc('month', l.hour AT TIME ZONE %(zone)s), 'YYYY-MM') AS month,
             count(*)::int AS rows, sum(l.quantity)::bigint AS quantity,
             encode(sha256(convert_to(string_agg(extract(epoch FROM l.hour)::bigint || '|' || l.revision
               || '|' || l.quantity || '|' || l.co2_mg || '|' || l.factor_version_id
               || CASE WHEN %(with_gas)s THEN '|' || coalesce(l.gas_mg::text, '') ELSE '' END, E'\\n'
               ORDER BY l.hour), 'UTF8')), 'hex') AS sha256
           FROM core.emission_source s JOIN core.ledger_entry l ON l.source_id = s.id
           WHERE s.code = ANY(%(sources)s) AND l.superseded_at IS NULL
             AND l.hour >= %(start)s AND l.hour < %(end)s
           GROUP BY 1, 2 ORDER BY 1, 2""",
        {"zone": timezone, "sources": list(sources), "start": start, "end": end, "with_gas": with_gas},
    ).fetchall()


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Hours of a source that were superseded, for one reason, on one day of knowing [mg of its gas]."""

    source: str
    reason: str
    known_on: str
    hours: int
    before_mg: int
    after_mg: int


def changes(
    connection: Connection, sources: Sequence[str], start: datetime, end: datetime
) -> list[ChangeRow]:
    """What was revised of [start, end), by source, reason and day."""
    cursor = connection.cursor(row_factory=class_row(ChangeRow))
    return cursor.execute(
        """SELECT s.code AS source, n.reason,
             to_char(n.known_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS known_on,
             count(*)::int AS hours, sum(o.co2_mg + coalesce(o.gas_mg, 0))::bigint AS before_mg,
             sum(n.co2_mg + coalesce(n.gas_mg, 0))::bigint AS after_mg
           FROM core.ledger_entry o JOIN core.ledger_entry n
             ON n.source_id = o.source_id AND n.hour = o.hour AND n.revision = o.revision + 1
           JOIN core.emission_source s ON s.id = o.source_id
           WHERE o.superseded_at IS NOT NULL AND s.code = ANY(%(sources)s)
             AND o.hour >= %(start)s AND o.hour < %(end)s AND n.hour >= %(start)s AND n.hour < %(end)s
           GROUP BY 1, 2, 3 ORDER BY 3, 1, 2""",
        {"sources": list(sources), "start": start, "end": end},
    ).fetchall()


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A file behind an activity record."""

    id: int
    name: str
    size: int
    sha256: bytes


def evidence(connection: Connection, first: date, last: date) -> list[EvidenceRow]:
    """The files behind approved records of activity whose local days overlap [first, last)."""
    cursor = connection.cursor(row_factory=class_row(EvidenceRow))
    return cursor.execute(
        """SELECT DISTINCT v.id, v.name, v.size, v.sha256 FROM core.activity_record a
           JOIN core.activity_evidence f ON f.record_id = a.id JOIN core.evidence v ON v.id = f.evidence_id
           JOIN LATERAL (SELECT state FROM core.activity_step t WHERE t.record_id = a.id
             ORDER BY number DESC LIMIT 1) t ON t.state = 'approved'
           WHERE a.kind IN ('bill', 'manual', 'driver') AND a.from_day < %s AND a.to_day > %s
           ORDER BY v.id""",
        (last, first),
    ).fetchall()


def enterprise_id(connection: Connection, code: str) -> int | None:
    """An enterprise's id."""
    row = connection.execute("SELECT id FROM core.enterprise WHERE code = %s", (code,)).fetchone()
    return None if row is None else int(row[0])
