"""What rules found, for people to look at."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from parkcarbon_platform.storage.arrays import literal
from parkcarbon_platform.storage.database import Connection
from parkcarbon_platform.storage.intervals import Range


class PointFinding(NamedTuple):
    """A rule that struck readings of a point."""

    point_id: int
    enterprise_id: int | None
    time: datetime
    rule: str
    severity: str
    detail: str


class SourceFinding(NamedTuple):
    """Why a source's hours cannot be calculated; one row a source and rule, at the earliest hour."""

    source_id: int
    enterprise_id: int | None
    time: datetime
    rule: str
    detail: str
    severity: str = "error"


def replace_of_points(
    connection: Connection,
    park_id: int,
    windows: Sequence[Range],
    found: Sequence[PointFinding],
    rules: Sequence[str],
) -> None:
    """The findings of these points and rules inside their windows [start, end) are these."""
    if not windows:
        return
    connection.execute(
        """DELETE FROM core.finding f USING unnest(%s::int[], %s::bigint[], %s::bigint[])
          AS q(point_id, start, until)
        WHERE f.point_id = q.point_id AND f.time >= to_timestamp(q.start / 1000.0)
          AND f.time < to_timestamp(q.until / 1000.0) AND f.rule = ANY(%s)""",
        (*(literal(column) for column in zip(*windows, strict=True)), list(rules)),
    )
    if found:
        with connection.cursor() as cursor:
            cursor.executemany(
                """INSERT INTO core.finding (park_id, point_id, enterprise_id, time, rule, severity, detail)
                VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING""",
                [(park_id, *row) for row in found],
            )


def set_of_source(connection: Connection, park_id: int, found: SourceFinding) -> None:
    """A source cannot be calculated."""
    connection.execute(
        """INSERT INTO core.finding (park_id, source_id, enterprise_id, time, rule, detail, severity)
        VALUES (%s, %s, %s, %s, %s, %s, %s)
        ON CONFLICT (source_id, rule) WHERE source_id IS NOT NULL
        DO UPDATE SET time = least(core.finding.time, excluded.time), detail = excluded.detail""",
        (park_id, *found),
    )


class PlacedFinding(NamedTuple):
    """Where a finding of a source is."""

    id: int
    source_id: int
    time: datetime


def of_sources(connection: Connection, source_ids: Sequence[int], *, apart: str) -> list[PlacedFinding]:
    """The findings of these sources, apart from those of a rule."""
    rows = connection.execute(
        "SELECT id, source_id, time FROM core.finding WHERE source_id = ANY(%s::int[]) AND rule <> %s",
        (literal(source_ids), apart),
    )
    return [PlacedFinding(*row) for row in rows]


def replace_of_sources(
    connection: Connection, park_id: int, rule: str, found: Sequence[SourceFinding]
) -> None:
    """The findings of a rule of sources are these and no others; one that stays keeps its first time."""
    connection.execute(
        "DELETE FROM core.finding WHERE rule = %s AND source_id IS NOT NULL AND source_id <> ALL(%s)",
        (rule, [row.source_id for row in found]),
    )
    for row in found:
        set_of_source(connection, park_id, row)


def delete(connection: Connection, ids: Sequence[int]) -> None:
    """These findings are no more."""
    if ids:
        connection.execute("DELETE FROM core.finding WHERE id = ANY(%s)", (list(ids),))
