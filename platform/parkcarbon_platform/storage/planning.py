"""Plans, the versions of what they are made of, and targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from parkcarbon_platform.storage.database import Connection

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class InputRow:
    """A version of a base year, market, scenario or measure."""

    id: int
    kind: str
    code: str
    body: Json
    author: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A run; `state`, `progress` and `error` are its job's."""

    id: int
    kind: str
    name: str
    request: Json
    request_sha256: bytes
    job_id: int | None
    result: Json | None
    author: str
    created_at: datetime
    finished_at: datetime | None
    state: str
    progress: float | None
    error: str | None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """What may be emitted [t CO2] or used [GJ] in a year."""

    id: int
    enterprise: str | None
    kind: str
    year: int
    value: Decimal
    plan_id: int | None
    note: str
    author: str
    created_at: datetime


def newest(connection: Connection, kind: str | None = None) -> list[InputRow]:
    """The newest versions that have not ended, by kind and code."""
    cursor = connection.cursor(row_factory=class_row(InputRow))
    return cursor.execute(
        """SELECT id, kind, code, body, author, created_at FROM (
             SELECT DISTINCT ON (kind, code) * FROM core.plan_input
             WHERE %(kind)s::text IS NULL OR kind = %(kind)s ORDER BY kind, code, id DESC) newest
           WHERE NOT ended ORDER BY kind, code""",
        {"kind": kind},
    ).fetchall()


def save(
    connection: Connection,
    park_id: int,
    kind: str,
    code: str,
    body: Json,
    *,
    author: str,
    ended: bool = False,
) -> int:
    """Write a version; its id."""
    row = connection.execute(
        """INSERT INTO core.plan_input (park_id, kind, code, body, author, ended)
        VALUES (%s, %s, %s, %s, %s, %s) RETURNING id""",
        (park_id, kind, code, Jsonb(body), author, ended),
    ).fetchone()
    assert row is not None
    return int(row[0])


def add(
    connection: Connection, park_id: int, kind: str, name: str, *, request: Json, sha256: bytes, author: str
) -> int:
    """Write down what is asked; its id."""
    row = connection.execute(
        """INSERT INTO core.plan (park_id, kind, name, request, request_sha256, author)
        VALUES (%s, %s, %s, %s, %s, %s) RETURNING id""",
        (park_id, kind, name, Jsonb(request), sha256, author),
    ).fetchone()
    assert row is not None
    return int(row[0])


def set_job(connection: Connection, plan_id: int, job_id: int) -> None:
    """Which job works it out."""
    connection.execute("UPDATE core.plan SET job_id = %s WHERE id = %s", (job_id, plan_id))


def finish(connection: Connection, plan_id: int, result: Json) -> None:
    """Keep the result."""
    connection.execute(
        "UPDATE core.plan SET result = %s, finished_at = now() WHERE id = %s", (Jsonb(result), plan_id)
    )


_PLAN = """SELECT p.id, p.kind, p.name, p.request, p.request_sha256, p.job_id, {result} AS result, p.author,
    p.created_at, p.finished_at, coalesce(j.state, 'queued') AS state, j.progress, j.error
  FROM core.plan p LEFT JOIN core.job j ON j.id = p.job_id"""


def every(
    connection: Connection, kind: str | None = None, *, after: int | None = None, limit: int | None = None
) -> list[PlanRow]:
    """Plans without their results, the newest first: a page of them after one."""
    cursor = connection.cursor(row_factory=class_row(PlanRow))
    query = _PLAN.format(result="NULL::jsonb")
    return cursor.execute(
        f"""{query} WHERE (%(kind)s::text IS NULL OR p.kind = %(kind)s)
        AND (%(after)s::bigint IS NULL OR p.id < %(after)s) ORDER BY p.id DESC LIMIT %(limit)s""",
        {"kind": kind, "after": after, "limit": limit},
    ).fetchall()


def find(connection: Connection, plan_id: int) -> PlanRow | None:
    """A plan with its result."""
    cursor = connection.cursor(row_factory=class_row(PlanRow))
    return cursor.execute(f"{_PLAN.format(result='p.result')} WHERE p.id = %s", (plan_id,)).fetchone()


def targets(connection: Connection) -> list[TargetRow]:
    """The target in force of every year, kind and owner that the transaction sees."""
    cursor = connection.cursor(row_factory=class_row(TargetRow))
    return cursor.execute(
        """SELECT DISTINCT ON (t.kind, t.year, t.enterprise_id) t.id, e.code AS enterprise, t.kind,
             t.year, t.value, t.plan_id, t.note, t.author, t.created_at
           FROM core.target t LEFT JOIN core.enterprise e ON e.id = t.enterprise_id
           ORDER BY t.kind, t.year, t.enterprise_id NULLS FIRST, t.id DESC"""
    ).fetchall()


def add_targets(
    connection: Connection, park_id: int, rows: Sequence[tuple[int | None, str, int, Decimal]], *,
    plan_id: int | None, note: str, author: str,
) -> None:  # fmt: skip
    """Write targets (enterprise, kind, year, value); they count from now on."""
    with connection.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO core.target (park_id, enterprise_id, kind, year, value, plan_id, note, author)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s)""",
            [(park_id, owner, kind, year, value, plan_id, note, author) for owner, kind, year, value in rows],
        )
