"""Runs of analyses, and what the ledger has for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.database import Connection

OPEN = ("queued", "running")


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run; `results` and `data` are None in lists."""

    id: int
    park_id: int
    enterprise_id: int | None
    enterprise: str | None
    kind: str
    title: str
    source: str
    options: dict[str, Any]
    data: dict[str, Any] | None
    ledger_known_at: datetime | None
    seed: int
    code_version: str
    state: str
    progress: float
    job_id: int | None
    author: str
    created_at: datetime
    finished_at: datetime | None
    results: dict[str, Any] | None
    results_sha256: str | None
    refusal: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class NewRun:
    """What is asked for."""

    kind: str
    title: str
    source: str
    options: dict[str, Any]
    data: dict[str, Any] | None
    seed: int
    code_version: str
    author: str


_HEAD = """r.id, r.park_id, r.enterprise_id, e.code AS enterprise, r.kind, r.title, r.source, r.options,
  r.ledger_known_at, r.seed, r.code_version, r.state, r.progress, r.job_id, r.author, r.created_at,
  r.finished_at, r.results_sha256, r.refusal"""
_FROM = "FROM core.analysis_run r LEFT JOIN core.enterprise e ON e.id = r.enterprise_id"


def add(connection: Connection, park_id: int, enterprise_id: int | None, new: NewRun) -> int:
    """Note a run; its id."""
    row = connection.execute(
        """INSERT INTO core.analysis_run (park_id, enterprise_id, kind, title, source, options, data, seed,
             code_version, author) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id""",
        (
            park_id, enterprise_id, new.kind, new.title, new.source, Jsonb(new.options),
            None if new.data is None else Jsonb(new.data), new.seed, new.code_version, new.author,
        ),
    ).fetchone()  # fmt: skip
    assert row is not None
    return int(row[0])


def set_job(connection: Connection, run_id: int, job_id: int) -> None:
    """Which job does it."""
    connection.execute("UPDATE core.analysis_run SET job_id = %s WHERE id = %s", (job_id, run_id))


def every(
    connection: Connection, kind: str | None = None, *, after: int | None = None, limit: int | None = None
) -> list[RunRow]:
    """The runs that the transaction sees, the newest first, without their data and results."""
    cursor = connection.cursor(row_factory=class_row(RunRow))
    return cursor.execute(
        f"""SELECT {_HEAD}, NULL AS data, NULL AS results {_FROM}
        WHERE (%(kind)s::text IS NULL OR r.kind = %(kind)s)
          AND (%(after)s::bigint IS NULL OR r.id < %(after)s)
        ORDER BY r.id DESC LIMIT %(limit)s""",  # constants
        {"kind": kind, "after": after, "limit": limit},
    ).fetchall()


def get(connection: Connection, run_id: int) -> RunRow | None:
    """A run with everything; None where there is none for the transaction."""
    cursor = connection.cursor(row_factory=class_row(RunRow))
    query = f"SELECT {_HEAD}, r.data, r.results {_FROM} WHERE r.id = %s"  # constants
    return cursor.execute(query, (run_id,)).fetchone()


def begin(connection: Connection, run_id: int) -> bool:
    """Take it up; False where somebody has cancelled it, or it is done."""
    cursor = connection.execute(
        "UPDATE core.analysis_run SET state = 'running' WHERE id = %s AND state = ANY(%s)",
        (run_id, list(OPEN)),
    )
    return cursor.rowcount > 0


def take(connection: Connection, run_id: int, data: dict[str, Any], known_at: datetime) -> bool:
    """Keep the data as they were taken from the ledger; False where it was cancelled meanwhile."""
    cursor = connection.execute(
        """UPDATE core.analysis_run SET data = %s, ledger_known_at = %s, progress = 0.5
        WHERE id = %s AND state = 'running'""",
        (Jsonb(data), known_at, run_id),
    )
    return cursor.rowcount > 0


def finish(
    connection: Connection, run_id: int, state: str, *, results: dict[str, Any] | None = None,
    sha256: str | None = None, refusal: dict[str, Any] | None = None,
) -> bool:  # fmt: skip
    """Keep what was found, or why nothing was; False where it was cancelled meanwhile."""
    cursor = connection.execute(
        """UPDATE core.analysis_run SET state = %s, results = %s, results_sha256 = %s, refusal = %s,
             progress = 1, finished_at = now() WHERE id = %s AND state = ANY(%s)""",
        (
            state, None if results is None else Jsonb(results), sha256,
            None if refusal is None else Jsonb(refusal), run_id, list(OPEN),
        ),
    )  # fmt: skip
    return cursor.rowcount > 0


def cancel(connection: Connection, run_id: int) -> bool:
    """Stop it; False where it has ended."""
    cursor = connection.execute(
        """UPDATE core.analysis_run SET state = 'cancelled', finished_at = now()
        WHERE id = %s AND state = ANY(%s)""",
        (run_id, list(OPEN)),
    )
    return cursor.rowcount > 0


@dataclass(frozen=True, slots=True)
class SourceSum:
    """The current hours of a source in a span: base units of activity; mg now, and at the factor that each
    hour was first priced by."""

    source_id: int
    quantity: int
    co2_mg: int
    first_mg: int
    covered_s: int


def source_sums(
    connection: Connection, source_ids: Sequence[int], start: datetime, end: datetime
) -> list[SourceSum]:
    """Sums of [start, end) by source; an hour that was first without activity counts as it is now."""
    cursor = connection.cursor(row_factory=class_row(SourceSum))
    return cursor.execute(
        """SELECT l.source_id, sum(l.quantity)::bigint AS quantity, sum(l.co2_mg)::bigint AS co2_mg,
             sum(CASE WHEN f.quantity IS NULL OR f.quantity = 0 THEN l.co2_mg
                 ELSE round(f.co2_mg::numeric * l.quantity / f.quantity) END)::bigint AS first_mg,
             sum(l.covered_s)::bigint AS covered_s
           FROM core.ledger_entry l
           LEFT JOIN core.ledger_entry f ON l.revision > 1 AND f.source_id = l.source_id AND f.hour = l.hour
             AND f.revision = 1 AND f.hour >= %(start)s AND f.hour < %(end)s
           WHERE l.superseded_at IS NULL AND l.hour >= %(start)s AND l.hour < %(end)s
             AND l.source_id = ANY(%(sources)s)
           GROUP BY 1""",
        {"start": start, "end": end, "sources": list(source_ids)},
    ).fetchall()
